"""Reads the project's tables of places; every fault of every table is collected and raised at once."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from geodata.amounts import counted
from geodata.gazetteer.names import NameKind, bare_name
from geodata.gazetteer.romanise import has_cyrillic, romanisations
from geodata.model import PlaceKind, check_coordinates

DATA = Path(__file__).parent.parent / "data"


class TableError(ValueError):
    """One or more tables hold rows that cannot be used; the message lists all of them."""


@dataclass(slots=True, kw_only=True)
class Entry:
    """One place on its way into the index; ``names`` are further names with their kinds."""

    id: str
    name: str
    kind: PlaceKind
    latitude: float
    longitude: float
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    radius_km: float = 0.0
    source: str = ""
    prominence: float | None = None
    names: list[tuple[str, NameKind]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table with where it stands, so that a fault can be found again."""

    file_name: str
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def list(self, column: str) -> list[str]:
        """Return the parts of a column that holds several values ("a|b")."""
        return [part.strip() for part in self.values[column].split("|") if part.strip()]

    def number(self, column: str, default: float = 0.0) -> float:
        """Return a number, the default where the cell is empty; raises ValueError where it is none."""
        return float(self.values[column]) if self.values[column] else default


def read_table(file_name: str, columns: str, folder: Path = DATA) -> list[Row]:
    """Return the rows of a tab-separated table.

    Raises TableError naming every line that lacks a column or a source.
    """
    path = folder / file_name
    with path.open(encoding="utf-8", newline="") as handle:
        lines = list(csv.reader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    expected = [*columns.split(), "source"]
    if not lines or lines[0] != expected:
        raise TableError(f"{file_name}: the first line must be {' '.join(expected)}")
    rows, faults = [], []
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) != len(expected):
            faults.append(f"{file_name}:{number}: {counted(len(cells), 'column')} instead of {len(expected)}")
        elif not cells[-1].strip():
            faults.append(f"{file_name}:{number}: no source")
        else:
            rows.append(Row(file_name, number, dict(zip(expected, cells, strict=True))))
    raise_faults(faults)
    return rows


def raise_faults(faults: list[str]) -> None:
    """Raise one TableError that lists every fault, or nothing when there is none."""
    if faults:
        shown = "\n  ".join(faults[:50])
        more = f"\n  and {len(faults) - 50} more" if len(faults) > 50 else ""
        raise TableError(f"{counted(len(faults), 'fault')} in the gazetteer's tables:\n  {shown}{more}")


COUNTRY_COLUMNS = "code name latitude longitude other_names abbreviations demonyms"
ADMIN1_COLUMNS = "code name other_names abbreviations point"
PLACE_COLUMNS = "name kind latitude longitude radius_km country admin1 admin2 other_names"
REGION_COLUMNS = "id name other_names kind units outline point"
NAME_COLUMNS = "name other_name country admin1 kind"
DEMONYM_COLUMNS = "word place"
NO_PLACE_COLUMNS = "word what"
OWN_KNOWLEDGE = "own knowledge"
"""How the source of a row begins that stands in no other table."""
PLACE_TABLES = (
    "facilities.tsv",
    "airports.tsv",
    "waters.tsv",
    "landforms.tsv",
    "settlements.tsv",
    "quarters.tsv",
    "districts.tsv",
    "us_counties.tsv",
    "us_places.tsv",
)
PREFIXES = {
    "facilities.tsv": "facility",
    "airports.tsv": "airport",
    "waters.tsv": "water",
    "landforms.tsv": "land",
    "settlements.tsv": "town",
    "quarters.tsv": "quarter",
    "districts.tsv": "district",
    "us_counties.tsv": "county",
    "us_places.tsv": "hamlet",
}


def alternates(row: Row) -> list[tuple[str, NameKind]]:
    """Return the row's other names and abbreviations with their kinds."""
    names = [(name, NameKind.ALTERNATE) for name in row.list("other_names")]
    if "abbreviations" in row.values:
        names += [(name, NameKind.ABBREVIATION) for name in row.list("abbreviations")]
    return names


def place_entries() -> Iterator[Entry]:
    """Yield the places of all tables that give a point and a radius; raises TableError with every fault."""
    faults: list[str] = []
    for file_name in PLACE_TABLES:
        if not (DATA / file_name).exists():
            continue
        for row in read_table(file_name, PLACE_COLUMNS):
            try:
                yield _place_entry(row)
            except ValueError as error:
                faults.append(f"{file_name}:{row.line}: {error}")
    raise_faults(faults)


# What stands in a hand-made table is there because news names it, so it outranks hamlets of the same name;
# the postal hamlets come after everything.
_PROMINENCE = {
    "settlements.tsv": 2.5,
    "quarters.tsv": 3.5,
    "facilities.tsv": 4.5,
    "waters.tsv": 4.6,
    "landforms.tsv": 4.4,
    "us_places.tsv": 1.0,
}


def _place_entry(row: Row) -> Entry:
    latitude, longitude = row.number("latitude"), row.number("longitude")
    check_coordinates(latitude, longitude)
    if not row["name"]:
        raise ValueError("a place needs a name")
    slug = "-".join(row["name"].lower().split())
    return Entry(
        id=f"{PREFIXES[row.file_name]}:{slug}@{latitude:.2f},{longitude:.2f}",
        name=row["name"],
        kind=PlaceKind(row["kind"]),
        latitude=latitude,
        longitude=longitude,
        country=row["country"],
        admin1=row["admin1"],
        admin2=row["admin2"],
        radius_km=row.number("radius_km"),
        source=row["source"],
        prominence=_PROMINENCE.get(row.file_name),
        names=[*alternates(row), *_shorter_names(row), *_romanised(row)],
    )


def _shorter_names(row: Row) -> list[tuple[str, NameKind]]:
    """Return "Henrico" and "Henrico Co." for Henrico County: lists of counties leave the word out."""
    bare = bare_name(row["name"])
    if row["kind"] != PlaceKind.ADMIN2 or bare == row["name"]:
        return []
    return [(bare, NameKind.VARIANT), (f"{bare} Co.", NameKind.VARIANT)]


def _romanised(row: Row) -> list[tuple[str, NameKind]]:
    """Return the Latin spellings of a Ukrainian place's Cyrillic names."""
    if row["country"] != "UA":
        return []
    cyrillic = [name for name in row.list("other_names") if has_cyrillic(name)]
    return [(latin, NameKind.ALTERNATE) for name in cyrillic for latin in romanisations(name)]


def demonym_entries() -> list[tuple[str, str]]:
    """Return (word, place id) for every people's name or adjective: the countries' own, then the table's.

    Where two countries share one ("Congolese"), the one of the first row of the countries' table leads; the
    table of demonyms overrides it.
    """
    found: dict[str, str] = {}
    for row in read_table("countries.tsv", COUNTRY_COLUMNS):
        for word in row.list("demonyms"):
            found.setdefault(word, f"country:{row['code']}")
    for row in read_table("demonyms.tsv", DEMONYM_COLUMNS):
        found[row["word"]] = row["place"]
    return list(found.items())


def no_place_words() -> list[str]:
    """Return the words that news uses for people, groups and arms, although small places bear them too."""
    return [row["word"] for row in read_table("no_places.tsv", NO_PLACE_COLUMNS)]
