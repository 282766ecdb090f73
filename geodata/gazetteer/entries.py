"""Turns countries, first- and second-level units and regions into entries of the gazetteer."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

import pyarrow.parquet as pq

from geodata.gazetteer.names import NameKind, bare_name, split_name
from geodata.gazetteer.tables import (
    ADMIN1_COLUMNS,
    COUNTRY_COLUMNS,
    DATA,
    Entry,
    Row,
    alternates,
    read_table,
)
from geodata.model import PlaceKind

NO_COUNTRY = "XX."  # land that no country's code covers, such as the Siachen Glacier
NATURAL_EARTH = "Natural Earth, public domain"
# Words for a first-level unit, by country; "province" and "region" are said everywhere.
_SAID_EVERYWHERE = ("region", "province")
_UNIT_WORDS = {
    "state": "US AU IN NG MM BR VE MX MY DE AT SD SS ET MR",
    "oblast": "UA RU BY KZ KG UZ BG",
    "republic": "RU",
    "governorate": "SY IQ YE EG JO LB TN LY PS BH OM SA",
    "prefecture": "JP GR CN",
    "county": "HU HR RO EE NO SE KE LR TW IE AL",
    "department": "CO BO FR GT HN PY SV UY HT AR NI PE",
    "canton": "CH BA",
    "division": "BD PK MM",
    "territory": "AU CA IN",
    "municipality": "CN KR",
    "district": "AZ MD LV PT UG RW MW LK",
    "emirate": "AE",
    "wilaya": "DZ MR",
}


def unit_words(country: str) -> list[str]:
    """Return the words English news puts after a first-level unit's name in a country."""
    return [*_SAID_EVERYWHERE, *(word for word, codes in _UNIT_WORDS.items() if country in codes.split())]


def unit_names(names: list[str], country: str) -> list[tuple[str, NameKind]]:
    """Return the ways to write a first-level unit: bare, and with each word for such a unit."""
    found: dict[str, NameKind] = {}
    # "Odessa" alone is the city before it is Odesa Oblast, but "Crimea" is the unit.
    named_after_town = bare_name(names[0]) != names[0]
    for name in names:
        bare = bare_name(name)
        found.setdefault(name, NameKind.VARIANT if named_after_town and bare == name else NameKind.ALTERNATE)
        found.setdefault(bare, NameKind.VARIANT)
        for word in unit_words(country):
            found.setdefault(f"{bare} {word}", NameKind.ALTERNATE)
    return list(found.items())


def country_entries(populations: dict[str, int]) -> Iterator[Entry]:
    """Yield the countries at GeoNames' own country points."""
    for row in read_table("countries.tsv", COUNTRY_COLUMNS):
        yield Entry(
            id=f"country:{row['code']}",
            name=row["name"],
            kind=PlaceKind.COUNTRY,
            latitude=row.number("latitude"),
            longitude=row.number("longitude"),
            country=row["code"],
            population=populations.get(row["code"], 0),
            radius_km=_country_radius(row["code"]),
            source=row["source"],
            names=alternates(row),
        )


def _country_radius(code: str) -> float:
    return _country_radii().get(code, 10.0)


_radii: dict[str, float] = {}


def _country_radii() -> dict[str, float]:
    if not _radii:
        areas: dict[str, float] = defaultdict(float)
        for unit in boundary_rows("admin1.parquet"):
            areas[str(unit["country"])] += float(str(unit["radius_km"])) ** 2
        _radii.update({code: math.sqrt(area) for code, area in areas.items()})
    return _radii


def boundary_rows(file_name: str) -> list[dict[str, object]]:
    """Return the rows of a boundary file without their geometry."""
    path = DATA / file_name
    columns = [name for name in pq.read_schema(path).names if name != "geometry"]
    rows: list[dict[str, object]] = pq.read_table(path, columns=columns).to_pylist()
    return rows


def admin1_entries(
    populations: dict[str, int], largest: dict[str, tuple[int, float, float]]
) -> Iterator[Entry]:
    """Yield the first-level units: Natural Earth's, named by the table, and those known by name alone.

    ``populations`` and ``largest`` (the largest town: population, latitude, longitude) go by GeoNames code;
    a unit without a polygon stands at its largest town.
    """
    named = {row["code"]: row for row in read_table("admin1_names.tsv", ADMIN1_COLUMNS)}
    drawn = {str(row["code"]): row for row in boundary_rows("admin1.parquet")}
    for code in sorted(drawn.keys() | (named.keys() & largest.keys())):
        if code.startswith(NO_COUNTRY):
            continue
        entry = _admin1_entry(code, named.get(code), drawn.get(code), largest)
        if entry is not None:
            entry.population = populations.get(code, 0)
            yield entry


def _admin1_entry(
    code: str,
    named: Row | None,
    drawn: dict[str, object] | None,
    largest: dict[str, tuple[int, float, float]],
) -> Entry | None:
    if drawn is not None:
        latitude, longitude = float(str(drawn["latitude"])), float(str(drawn["longitude"]))
        radius_km = float(str(drawn["radius_km"]))
        others = [part for n in str(drawn["names"]).split("|") if n for part in split_name(n, inside=True)]
        own = split_name(str(drawn["name"]), inside=True) if drawn["name"] else []
    else:
        (_, latitude, longitude), radius_km, others, own = largest[code], 10.0, [], []
    if named is not None:
        own = [named["name"], *named.list("other_names"), *own]
        if named["point"]:
            latitude, longitude = (float(part) for part in named["point"].split())
    if not own:
        return None
    entry = Entry(
        id=f"ne:{code}",
        name=own[0],
        kind=PlaceKind.ADMIN1,
        latitude=latitude,
        longitude=longitude,
        country=code[:2],
        admin1=code,
        radius_km=radius_km,
        source=named["source"] if named is not None else NATURAL_EARTH,
        names=unit_names([*own, *others], code[:2]),
    )
    if named is not None:
        entry.names += [(name, NameKind.ABBREVIATION) for name in named.list("abbreviations")]
    return entry


def irish_names(row: dict[str, object]) -> list[str]:
    """Return "County Cork" and "Co. Cork" for a county of Ireland, north or south."""
    irish = str(row["code"]).startswith(("IE.", "GB.NIR"))
    return [f"{word} {row['name']}" for word in ("County", "Co.")] if irish else []


def admin2_entries() -> Iterator[Entry]:
    """Yield the second-level units that Natural Earth draws (departments, provinces, districts)."""
    for row in boundary_rows("units.parquet"):
        name = str(row["name"])
        others = [str(row[c]) for c in ("woe_name", "gn_name") if isinstance(row[c], str)]
        yield Entry(
            id=str(row["id"]),
            name=name,
            kind=PlaceKind.ADMIN2,
            latitude=float(str(row["latitude"])),
            longitude=float(str(row["longitude"])),
            country=str(row["code"])[:2],
            admin1=str(row["code"]),
            radius_km=float(str(row["radius_km"])),
            source=NATURAL_EARTH,
            names=[(n, NameKind.ALTERNATE) for n in dict.fromkeys((*others, *irish_names(row))) if n != name],
        )
