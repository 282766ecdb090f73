"""Release policies: what an export keeps back so that publishing it harms nobody, stated in the file."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from geodata.export.columns import NAMES, Record
from geodata.model import PlacePrecision
from geodata.query.spatial import KM_PER_DEGREE
from geodata.regions import admin1_at

# What names or describes the exact place; a blurred point beside it would hide nothing.
TELLING = (
    "location",
    "location_id",
    "admin2",
    "attribution",
    "notes",
    "source_headline",
    "source_url",
    "disagreements",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePolicy:
    """``blur_km`` moves points to the middle of a grid square of that side; ``to_admin1`` to their unit's.

    Either also empties the columns that would name the place. ``delay_days`` withholds events that may
    have happened, or were first reported, within so many days before ``as_of`` (and those without any
    date). ``masked`` columns are emptied.
    """

    blur_km: float | None = None
    to_admin1: bool = False
    delay_days: int | None = None
    as_of: date | None = None
    masked: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.blur_km is not None and not 0 < self.blur_km <= 500:
            raise ValueError(f"blur by more than 0 and at most 500 km, not {self.blur_km}")
        if self.delay_days is not None and self.delay_days < 0:
            raise ValueError(f"a delay must not be negative: {self.delay_days}")
        if self.delay_days is not None and self.as_of is None:
            raise ValueError("a delay needs as_of, the day it is counted from")
        unknown = [name for name in self.masked if name not in NAMES]
        if unknown:
            raise ValueError(f"there is no column {', '.join(unknown)}; use some of {', '.join(NAMES)}")

    def describe(self) -> str:
        """Return what was done to the data in words; empty when nothing was."""
        parts = []
        if self.to_admin1:
            parts.append("points moved to their first-level unit")
        elif self.blur_km is not None:
            parts.append(f"points moved to a grid of {self.blur_km:g} km")
        if parts:
            parts.append("names and sentences that tell the place removed")
        if self.delay_days is not None:
            parts.append(f"events of the {self.delay_days} days before {self.as_of} withheld")
        if self.masked:
            parts.append(f"columns emptied: {', '.join(self.masked)}")
        return "; ".join(parts)

    def release(self, record: Record) -> Record | None:
        """Return the record as it may be published, None when it is withheld."""
        if self._is_too_recent(record):
            return None
        released = dict(record)
        if self.to_admin1:
            _move_to_admin1(released)
        elif self.blur_km is not None:
            _move_to_grid(released, self.blur_km)
        hidden = (*TELLING, *self.masked) if self.to_admin1 or self.blur_km is not None else self.masked
        released.update(dict.fromkeys(hidden))
        return released

    def _is_too_recent(self, record: Record) -> bool:
        if self.delay_days is None or self.as_of is None:
            return False
        days = [record[name] for name in ("date_end", "date_start", "reported_first")]
        known = [day for day in days if isinstance(day, date)]
        return not known or max(known) > self.as_of - timedelta(days=self.delay_days)


def _coarser(record: Record, precision: PlacePrecision) -> None:
    """Lower the stated precision; an event that was known less exactly stays as it was."""
    for name, code in (("geo_precision", precision.acled), ("where_prec", precision.ucdp)):
        known = record[name]
        record[name] = max(known, code) if isinstance(known, int) else known


def _move_to_grid(record: Record, km: float) -> None:
    latitude, longitude = record["latitude"], record["longitude"]
    if not isinstance(latitude, float) or not isinstance(longitude, float):
        return
    step = km / KM_PER_DEGREE
    row = math.floor(latitude / step) * step + step / 2
    row = max(-90.0, min(90.0, row))
    across = step / max(math.cos(math.radians(row)), 0.01)
    column = max(-180.0, min(180.0, math.floor(longitude / across) * across + across / 2))
    known = record["radius_km"]
    radius = max(known if isinstance(known, float) else 0.0, km * math.sqrt(0.5))
    record.update(latitude=round(row, 4), longitude=round(column, 4), radius_km=round(radius, 1))
    _coarser(record, PlacePrecision.NEAR)


def _move_to_admin1(record: Record) -> None:
    latitude, longitude = record["latitude"], record["longitude"]
    if not isinstance(latitude, float) or not isinstance(longitude, float):
        return
    if record["where_prec"] == PlacePrecision.COUNTRY.ucdp:
        return
    unit = admin1_at(latitude, longitude)
    if unit is None:
        record.update(latitude=None, longitude=None, radius_km=None)
        return
    record.update(latitude=unit.latitude, longitude=unit.longitude, radius_km=unit.radius_km)
    record.update(admin1=unit.name, location_is_area=True)
    _coarser(record, PlacePrecision.REGION)
