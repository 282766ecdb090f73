"""Reads the country files that were installed, and lays them over the built-in places."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from geodata.amounts import counted
from geodata.gazetteer.folders import installed_folder
from geodata.gazetteer.names import NameKind
from geodata.gazetteer.tables import Entry
from geodata.model import PlaceKind

SMALL_TOWN = 10_000  # below this population the file's own point is better than the built-in one
COLUMNS = "id same_as name kind latitude longitude admin1 admin2 population radius_km names".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledSet:
    """What was installed for a country: rows read, places added, known places that gained names,
    and (``estimated``) places whose point the file only estimates."""

    country: str
    rows: int
    added: int
    merged: int
    estimated: int
    source: str
    sha256: str

    def describe(self) -> str:
        """Return one sentence that accounts for every row."""
        return (
            f"{self.country}: {counted(self.rows, 'row')}, {counted(self.added, 'place')} added, "
            f"{self.merged:,} already known (their names and points were taken over), "
            f"{self.estimated:,} with an estimated point (kept as uncertain)"
        )


@dataclass(slots=True)
class Overlay:
    """Installed settlements: those that are a built-in place, by its id, and the others."""

    known: dict[str, list[Entry]] = field(default_factory=dict)
    new: list[Entry] = field(default_factory=list)

    def apply(self, entry: Entry) -> None:
        """Give a built-in entry the names, and a small town the point, that was installed for it."""
        for twin in self.known.pop(entry.id, ()):
            entry.names += [(twin.name, NameKind.ALTERNATE), *twin.names]
            entry.admin2 = entry.admin2 or twin.admin2
            if twin.radius_km == 0 and entry.population < SMALL_TOWN:
                entry.latitude, entry.longitude = twin.latitude, twin.longitude

    def rest(self) -> Iterator[Entry]:
        """Yield the settlements that no built-in place stands for; call it after every ``apply``."""
        yield from self.new
        for twins in self.known.values():
            yield twins[0]


def read_overlay() -> Overlay:
    """Return everything that is installed."""
    overlay = Overlay()
    for same_as, entry in installed_entries():
        if same_as:
            overlay.known.setdefault(same_as, []).append(entry)
        else:
            overlay.new.append(entry)
    return overlay


def installed_sets() -> list[InstalledSet]:
    """Return what is installed, by country; an empty list when nothing is."""
    notes = sorted(installed_folder().glob("*.json"))
    return [InstalledSet(**json.loads(note.read_text(encoding="utf-8"))) for note in notes]


def installed_entries() -> Iterator[tuple[str, Entry]]:
    """Yield (id of the built-in place or "", entry) for every installed settlement."""
    for done in installed_sets():
        source = f"GeoNames {done.country} ({done.source}), CC BY 4.0"
        with (installed_folder() / f"{done.country}.tsv").open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield row["same_as"], _entry(row, done.country, source)


def _entry(row: dict[str, str], country: str, source: str) -> Entry:
    return Entry(
        id=row["id"],
        name=row["name"],
        kind=PlaceKind(row["kind"]),
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        country=country,
        admin1=row["admin1"],
        admin2=row["admin2"],
        population=int(row["population"]),
        radius_km=float(row["radius_km"]),
        source=source,
        names=[(name, NameKind.ALTERNATE) for name in row["names"].split("|") if name],
    )
