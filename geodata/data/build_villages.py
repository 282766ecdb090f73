"""Derives the table of villages of Nigeria, Myanmar and parts of India from packages of PyPI.

Run as ``python -m geodata.data.build_villages`` where ``ng-address-toolkit``, ``mm-geo-coder`` and
``bharatpin`` are installed. A village is filed under the first-level unit it lies in, not under the one its
list gives; what lies in another country, or beside a place of that name in cities500, is left out.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import files as files_of
from importlib.resources import files
from pathlib import Path

from geodata.gazetteer.cities import read_cities
from geodata.gazetteer.names import normalise_name
from geodata.gazetteer.outlines import admin1_code_at
from geodata.gazetteer.villages import COLUMNS, TABLE
from geodata.globe import points_km

HERE = Path(__file__).parent
# States of India in which armed groups fight; elsewhere news names towns.
INDIAN_STATES = frozenset(
    "ASSAM|MANIPUR|NAGALAND|MEGHALAYA|MIZORAM|TRIPURA|ARUNACHAL PRADESH|JAMMU AND KASHMIR|LADAKH"
    "|CHHATTISGARH|JHARKHAND".split("|")
)
# What a list adds to a name: the kind of post office, the ward of a village of two.
_OFFICE = re.compile(r"\s+[BSH]\.?O\.?$|\s*\(.*\)|\s+\d+$", re.IGNORECASE)
KNOWN_KM = 10.0

Village = tuple[str, float, float]


def nigerian() -> Iterator[Village]:
    """Yield name, latitude and longitude of Nigeria's towns and villages."""
    path = next(f for f in files_of("ng-address-toolkit") or () if f.name == "towns.json").locate()
    for row in json.loads(Path(str(path)).read_text(encoding="utf-8")):
        yield row["name"], float(row["latitude"]), float(row["longitude"])


def burmese() -> Iterator[Village]:
    """Yield the villages of Myanmar that have coordinates."""
    path = files("mm_geo_coder") / "database" / "mimu_geo_data_public.db"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        query = "select village_eng, latitude, longitude from villages where latitude is not null"
        yield from database.execute(query)


def indian() -> Iterator[Village]:
    """Yield the post offices of the states of India with armed conflict."""
    text = (files("bharatpin") / "data" / "pincodes.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        if row["state"].upper().replace("&", "AND") not in INDIAN_STATES:
            continue
        try:
            yield row["officename"], float(row["latitude"]), float(row["longitude"])
        except ValueError:  # India Post writes NA where it has no point
            continue


def known_towns() -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Return the points of cities500 by country and normalised name."""
    found: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for city in read_cities():
        for name in (city["name"], *city["alternatenames"]):
            found[city["countrycode"], normalise_name(name)].append((city["latitude"], city["longitude"]))
    return found


def rows_of(country: str, villages: Iterator[Village]) -> Iterator[list[str]]:
    """Yield the table's rows of one country, each name once per spot."""
    taken = known_towns()
    for written, latitude, longitude in sorted(villages):
        name = _OFFICE.sub("", written).strip()
        key = country, normalise_name(name)
        if len(name) < 3 or not name[0].isalpha():
            continue
        if any(points_km(latitude, longitude, *point) < KNOWN_KM for point in taken[key]):
            continue
        unit = admin1_code_at(latitude, longitude)
        if unit is None or unit[:2] != country:
            continue
        taken[key].append((latitude, longitude))
        yield [country, unit, name, f"{latitude:.3f}", f"{longitude:.3f}", country]


def main() -> None:
    """Write villages.tsv beside this script and say how many villages it holds."""
    rows = [
        row
        for country, villages in (("IN", indian()), ("MM", burmese()), ("NG", nigerian()))
        for row in rows_of(country, villages)
    ]
    lines = ["\t".join([*COLUMNS.split(), "source"]), *("\t".join(row) for row in rows)]
    (HERE / TABLE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(rows)} villages\n")


if __name__ == "__main__":
    main()
