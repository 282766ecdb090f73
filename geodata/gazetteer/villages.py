"""Turns the table of villages of some theatres into entries that rank behind every other place."""

from __future__ import annotations

from collections.abc import Iterator

from geodata.gazetteer.tables import Entry, raise_faults, read_table
from geodata.model import PlaceKind, check_coordinates

TABLE = "villages.tsv"
COLUMNS = "country admin1 name latitude longitude"
PROMINENCE = 0.0
"""A village's prominence, less than any other place's: only an article about its country can mean it."""
SOURCES = {
    "NG": "towns of Nigeria (PyPI ng-address-toolkit, MIT)",
    "MM": "MIMU place codes of Myanmar (PyPI mm-geo-coder, MIT)",
    "IN": "post offices of India Post (PyPI bharatpin, MIT)",
}


def village_entries() -> Iterator[Entry]:
    """Yield the villages of the table; raises TableError that lists every row that cannot be used."""
    faults: list[str] = []
    for row in read_table(TABLE, COLUMNS):
        try:
            latitude, longitude = row.number("latitude"), row.number("longitude")
            check_coordinates(latitude, longitude)
            slug = "-".join(row["name"].lower().split())
            yield Entry(
                id=f"village:{slug}@{latitude:.2f},{longitude:.2f}",
                name=row["name"],
                kind=PlaceKind.SETTLEMENT,
                latitude=latitude,
                longitude=longitude,
                country=row["country"],
                admin1=row["admin1"],
                radius_km=2.0,
                source=SOURCES[row["source"]],
                prominence=PROMINENCE,
            )
        except (ValueError, KeyError) as error:
            faults.append(f"{row.file_name}:{row.line}: {error}")
    raise_faults(faults)
