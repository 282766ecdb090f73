"""Release policies: what an export keeps back so that publishing it harms nobody, stated in the file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from geodata.amounts import counted
from geodata.export.columns import NAMES, Record
from geodata.globe import KM_PER_DEGREE, narrowing
from geodata.model import Certainty, PlacePrecision
from geodata.query import Doubt, EventFilter, without
from geodata.query.cells import Bounds
from geodata.regions import admin1_at, asked_outline, district, units_of

# What names or describes the exact place; a blurred point beside it would hide nothing.
TELLING = (
    "location",
    "location_id",
    "location_told",
    "admin2",
    "in_region",
    "attribution",
    "notes",
    "source_headline",
    "source_url",
    "disagreements",
)

# Of an area that is wide enough these may be told.
_OF_AREA = ("location", "location_id")

HIDDEN_FILTERS = {"area": "area", "near": "near", "words": "words"}
"""Filters, with their field, that may name or draw the exact place."""

_UNIT_KM = 100.0
"""A region drawn narrower than this says more than the first-level unit it lies in."""

_PLACED = (Doubt.NEAR, Doubt.AREA, Doubt.COUNTRY, Doubt.NO_PLACE)
_WIDER_THAN_A_UNIT = (PlacePrecision.COUNTRY.ucdp, PlacePrecision.AREA.ucdp)
_CONFIRMED = Certainty.CONFIRMED.value


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePolicy:
    """``blur_km`` moves points to the middle of a grid square of that side; ``to_admin1`` to their unit's.

    Either also empties the columns that would name the place. ``delay_days`` withholds events that may
    have happened, or were first reported, within so many days before ``as_of`` (and those without any
    date). ``confirmed_only`` withholds what no text puts as confirmed. ``masked`` columns are emptied.
    """

    blur_km: float | None = None
    to_admin1: bool = False
    delay_days: int | None = None
    as_of: date | None = None
    confirmed_only: bool = False
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

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> ReleasePolicy | None:
        """Return the policy that ``to_query`` wrote, None where it says nothing; ValueError for nonsense."""
        policy = cls(
            blur_km=float(query["blur"]) if "blur" in query else None,
            to_admin1="admin1" in query,
            delay_days=int(query["delay"]) if "delay" in query else None,
            as_of=date.fromisoformat(query["as_of"]) if "as_of" in query else None,
            confirmed_only="confirmed" in query,
            masked=tuple(query["mask"].split("|")) if "mask" in query else (),
        )
        return None if policy == cls() else policy

    def to_query(self) -> dict[str, str]:
        """Return the policy as short texts, so that a file can say how it was made; defaults are left out."""
        found = {
            "blur": f"{self.blur_km:g}" if self.blur_km is not None else "",
            "admin1": "1" if self.to_admin1 else "",
            "delay": "" if self.delay_days is None else str(self.delay_days),
            "as_of": self.as_of.isoformat() if self.as_of else "",
            "confirmed": "1" if self.confirmed_only else "",
            "mask": "|".join(self.masked),
        }
        return {name: text for name, text in found.items() if text}

    @property
    def hides_places(self) -> bool:
        """Whether exact places must not be told."""
        return self.to_admin1 or self.blur_km is not None

    @property
    def withholds(self) -> bool:
        """Whether whole events may be kept back."""
        return self.delay_days is not None or self.confirmed_only

    def tellable(self, wanted: EventFilter) -> tuple[EventFilter, tuple[str, ...]]:
        """Return the filter as it may be told, and the keys of what had to be left out of it.

        "Within 2 km of a village" beside points moved to a grid would tell the village, "in Izium Raion"
        beside points moved to their province the district.
        """
        if not self.hides_places:
            return wanted, ()
        hidden = tuple(key for key, name in HIDDEN_FILTERS.items() if getattr(wanted, name))
        if any(map(self._is_finer, wanted.regions)):
            hidden = (*hidden, "region")
        for key in hidden:
            wanted = without(wanted, key)
        return wanted, hidden

    def may_tell_unit(self, place_id: str) -> bool:
        """Whether a first-level unit ("ne:UA.07") tells no more than places do: a grid may be wider."""
        return self.to_admin1 or self.blur_km is None or _side_km(place_id) >= self.blur_km

    def tellable_bounds(self, bounds: Bounds) -> Bounds:
        """Return the part of the map (south, west, north, east) as it may be shown and told: coarse enough.

        A map of the few streets around a village would tell it, whatever its points were moved to; so the
        part is widened to whole squares of the grid, or of the size of a province.
        """
        if not self.hides_places:
            return bounds
        south, west, north, east = bounds
        step = (_UNIT_KM if self.to_admin1 or self.blur_km is None else self.blur_km) / KM_PER_DEGREE
        south, north = math.floor(south / step) * step, math.ceil(north / step) * step
        across = step / narrowing((south + north) / 2)
        return (
            max(south, -90.0),
            math.floor(west / across) * across,
            min(north, 90.0),
            math.ceil(east / across) * across,
        )

    def _is_finer(self, region: str) -> bool:
        """Whether the name of a region tells more exactly where something is than places may be told."""
        if self.to_admin1:
            return units_of(region) is None and (district(region) is not None or _side_km(region) < _UNIT_KM)
        return _side_km(region) < (self.blur_km or 0)

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
            parts.append(f"events of the {counted(self.delay_days, 'day')} before {self.as_of} withheld")
        if self.confirmed_only:
            parts.append("events that no text puts as confirmed withheld")
        if self.masked:
            parts.append(f"columns emptied: {', '.join(self.masked)}")
        return "; ".join(parts)

    def release(self, record: Record) -> Record | None:
        """Return the record as it may be published, None when it is withheld."""
        if self._is_too_recent(record) or (self.confirmed_only and record["certainty"] != _CONFIRMED):
            return None
        released = dict(record)
        if self.to_admin1:
            _move_to_admin1(released)
        elif self.blur_km is not None:
            _move_to_grid(released, self.blur_km)
        released.update(dict.fromkeys((*self._telling(record), *self.masked)))
        return released

    def _telling(self, record: Record) -> tuple[str, ...]:
        """Return the columns of a record that would tell the exact place."""
        if not self.hides_places:
            return ()
        is_wide = self.to_admin1 or _is_wide_area(record, self.blur_km or 0)
        telling = tuple(name for name in TELLING if not (is_wide and name in _OF_AREA))
        return telling if self._may_tell_unit_of(record) else (*telling, "admin1")

    def _may_tell_unit_of(self, record: Record) -> bool:
        latitude, longitude = record["latitude"], record["longitude"]
        if not isinstance(latitude, float) or not isinstance(longitude, float):
            return True
        unit = admin1_at(latitude, longitude)
        return unit is None or self.may_tell_unit(unit.id)

    def _is_too_recent(self, record: Record) -> bool:
        if self.delay_days is None or self.as_of is None:
            return False
        days = [record[name] for name in ("date_end", "date_start", "reported_first")]
        known = [day for day in days if isinstance(day, date)]
        return not known or max(known) > self.as_of - timedelta(days=self.delay_days)


def _is_wide_area(record: Record, km: float) -> bool:
    """Whether an event is known to an area that tells no more than a blur of so many km does."""
    radius = record["radius_km"]
    return bool(record["location_is_area"]) and isinstance(radius, int | float) and radius >= km


def _coarser(record: Record, precision: PlacePrecision) -> None:
    """Lower the stated precision; an event that was known less exactly stays as it was."""
    for name, code in (("geo_precision", precision.acled), ("where_prec", precision.ucdp)):
        known = record[name]
        record[name] = max(known, code) if isinstance(known, int) else known


def _doubt(record: Record, place: Doubt | None) -> None:
    """Say among the doubts how the place is known now (None: as before), not how it lies to a region."""
    known = str(record["doubts"] or "").split("; ")
    kept = [d for d in known if d != Doubt.POSSIBLY_IN_REGION and (place is None or d not in _PLACED)]
    record["doubts"] = "; ".join(d for d in Doubt if d in (*kept, place)) or None


def _move_to_grid(record: Record, km: float) -> None:
    latitude, longitude = record["latitude"], record["longitude"]
    if _is_wide_area(record, km) or not isinstance(latitude, float) or not isinstance(longitude, float):
        _doubt(record, None)
        return
    step = km / KM_PER_DEGREE
    row = math.floor(latitude / step) * step + step / 2
    row = max(-90.0, min(90.0, row))
    across = step / narrowing(row)
    column = max(-180.0, min(180.0, math.floor(longitude / across) * across + across / 2))
    known = record["radius_km"]
    radius = max(known if isinstance(known, float) else 0.0, km * math.sqrt(0.5))
    record.update(latitude=round(row, 4), longitude=round(column, 4), radius_km=round(radius, 1))
    record.update(location_is_area=False)
    _coarser(record, PlacePrecision.NEAR)
    _doubt(record, Doubt.NEAR)


def _move_to_admin1(record: Record) -> None:
    latitude, longitude = record["latitude"], record["longitude"]
    if not isinstance(latitude, float) or not isinstance(longitude, float):
        return
    if record["where_prec"] in _WIDER_THAN_A_UNIT:
        _doubt(record, None)
        return
    unit = admin1_at(latitude, longitude)
    if unit is None:
        record.update(latitude=None, longitude=None, radius_km=None, location=None, location_id=None)
        _doubt(record, Doubt.NO_PLACE)
        return
    record.update(latitude=unit.latitude, longitude=unit.longitude, radius_km=unit.radius_km)
    record.update(admin1=unit.name, location=unit.name, location_id=unit.id, location_is_area=True)
    _coarser(record, PlacePrecision.REGION)
    _doubt(record, Doubt.AREA)


@lru_cache(maxsize=4096)
def _side_km(region: str) -> float:
    """Return how far a region reaches from north to south or west to east, the less of them; inf: unknown."""
    shape = asked_outline(region)
    if shape is None:
        return math.inf
    west, south, east, north = map(float, shape.bounds)
    wide = (east - west) * narrowing((south + north) / 2)
    return min(north - south, wide) * KM_PER_DEGREE
