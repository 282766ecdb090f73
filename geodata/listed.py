"""Events that a table lists (ACLED, UCDP GED, VIINA), kept under its name, apart from what was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geodata.model import (
    DatePrecision,
    EventType,
    PlacePrecision,
    check_coordinates,
    check_interval,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEvent:
    """One row of a table of events, with what the table says in its own words.

    ``table`` is whose row it is and ``row`` the table's own id, together unique. ``kind`` is the type as the
    table calls it; ``event_types`` are ACLED's types it can stand for, empty where it says none. Deaths are
    None where the table states none. ``place_precision`` is None where the table does not say.
    """

    table: str
    row: str
    kind: str
    event_types: tuple[EventType, ...]
    date_start: date
    date_end: date
    date_precision: DatePrecision
    place_name: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    place_precision: PlacePrecision | None
    actor1: str = ""
    actor2: str = ""
    fatalities_low: int | None = None
    fatalities: int | None = None
    fatalities_high: int | None = None
    notes: str = ""
    source: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        if not self.row:
            # Rows without one would take each other's place in the store.
            raise ValueError("its id is empty")
        check_coordinates(self.latitude, self.longitude)
        check_interval(self.date_start, self.date_end)
        deaths = (self.fatalities_low, self.fatalities, self.fatalities_high)
        if any(n is not None and n < 0 for n in deaths):
            raise ValueError("deaths must not be negative")

    @property
    def id(self) -> str:
        """The table and its own id of the row: "ACLED:UKR12345"."""
        return f"{self.table}:{self.row}"

    @property
    def label(self) -> str:
        """One line: "2022-09-12, Nikopol: Shelling/artillery/missile attack, 2 killed (ACLED)"."""
        until = f" to {self.date_end}" if self.date_end != self.date_start else ""
        dead = f", {self.fatalities} killed" if self.fatalities else ""
        return f"{self.date_start}{until}, {self.place_name}: {self.kind}{dead} ({self.table})"
