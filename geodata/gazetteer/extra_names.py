"""Adds historic and foreign spellings from the project's table to the places of cities500 and to units."""

from __future__ import annotations

from dataclasses import dataclass, field

from geodata.gazetteer.names import NameKind, normalise_name
from geodata.gazetteer.tables import NAME_COLUMNS, Entry, Row, raise_faults, read_table
from geodata.model import PlaceKind

PREFERRED = "preferred"  # the name English-language news uses takes the place of cities500's
UNIT = "unit"  # another spelling of a second-level unit, not of a town so called
_KINDS = {
    UNIT: NameKind.ALTERNATE,
    "historic": NameKind.HISTORIC,
    "exonym": NameKind.ALTERNATE,
    "abbreviation": NameKind.ABBREVIATION,
}


@dataclass(slots=True)
class ExtraNames:
    """The table's rows by normalised primary name and country; remembers which of them found their place."""

    rows: dict[tuple[str, str], list[Row]]
    used: set[int] = field(default_factory=set)

    def apply(self, entry: Entry) -> None:
        """Add the table's names to an entry they belong to."""
        for row in self.rows.get((normalise_name(entry.name), entry.country), ()):
            if row["admin1"] and row["admin1"] != entry.admin1:
                continue
            if (row["kind"] == UNIT) != (entry.kind is PlaceKind.ADMIN2):
                continue
            self.used.add(row.line)
            if row["kind"] == PREFERRED:
                entry.names.append((entry.name, NameKind.ALTERNATE))
                entry.name = row["other_name"]
            else:
                entry.names.append((row["other_name"], _KINDS[row["kind"]]))

    def unmatched(self) -> list[str]:
        """Return a sentence for every row whose place was never met."""
        missing = [r for rows in self.rows.values() for r in rows if r.line not in self.used]
        return [
            f"{r.file_name}:{r.line}: no place is called {r['name']!r} in {r['country']}" for r in missing
        ]


def extra_names() -> ExtraNames:
    """Read the table of further names."""
    rows: dict[tuple[str, str], list[Row]] = {}
    faults = []
    for row in read_table("names.tsv", NAME_COLUMNS):
        if row["kind"] not in (PREFERRED, *_KINDS):
            faults.append(f"{row.file_name}:{row.line}: kind must be one of {PREFERRED}, {', '.join(_KINDS)}")
        rows.setdefault((normalise_name(row["name"]), row["country"]), []).append(row)
    raise_faults(faults)
    return ExtraNames(rows)
