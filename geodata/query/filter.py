"""The filter: which events are asked for. One frozen value that the screen, links and exports share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from geodata.amounts import counted
from geodata.model import (
    Attribution,
    Certainty,
    DatePrecision,
    EventType,
    PlacePrecision,
    SubEventType,
    check_coordinates,
    check_interval,
    check_unit,
)

# Decimals of degrees kept of what is drawn or typed: about a metre.
COORDINATE_DECIMALS = 5
MAX_CORNERS = 200
MAX_NEAR_KM = 20_000.0


class Clock(StrEnum):
    """Which date a date range asks about."""

    OCCURRED = "occurred"
    REPORTED = "reported"


class DateRule(StrEnum):
    """How an event's interval must lie to the range: both are inclusive calendar dates."""

    OVERLAPS = "overlaps"
    STARTS_IN = "starts_in"
    CERTAINLY_WITHIN = "certainly_within"


class ByDayRule(StrEnum):
    """When a period lets through what is dated only "by" a day: of it no first possible day is known."""

    DAY_IN = "day_in"
    POSSIBLE = "possible"
    LEFT_OUT = "left_out"


class Counting(StrEnum):
    """What numbers count: what happened, each once, or every report of it."""

    EVENTS = "events"
    REPORTS = "reports"

    def said(self, number: int) -> str:
        """Return "1 event", "212 reports"."""
        return counted(number, self.value[:-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnArea:
    """A drawn polygon: its corners as (latitude, longitude) in degrees, without repeating the first."""

    corners: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        rounded = tuple(
            (round(float(lat), COORDINATE_DECIMALS) + 0.0, round(float(lon), COORDINATE_DECIMALS) + 0.0)
            for lat, lon in self.corners
        )
        object.__setattr__(self, "corners", rounded)
        if not 3 <= len(rounded) <= MAX_CORNERS:
            raise ValueError(f"a drawn area has 3 to {MAX_CORNERS} corners, not {len(rounded)}")
        for latitude, longitude in rounded:
            check_coordinates(latitude, longitude)
        if not self.geometry().area > 0:
            raise ValueError("the drawn area is empty: its corners lie on a line")

    @classmethod
    def from_geojson(cls, geometry: Mapping[str, Any]) -> DrawnArea:
        """Return the area of a GeoJSON Polygon (holes are ignored); ValueError for anything else.

        A map that was dragged round the world counts longitudes on beyond 180; they are turned back, and
        what then still crosses the antimeridian is cut off there. Of very many corners some are left out.
        """
        if geometry.get("type") != "Polygon":
            raise ValueError(f"a drawn area must be a Polygon, not {geometry.get('type')!r}")
        ring: Sequence[Sequence[float]] = geometry["coordinates"][0]
        step = -(-max(len(ring) - 1, 1) // MAX_CORNERS)
        west, east = min(point[0] for point in ring), max(point[0] for point in ring)
        turn = 360.0 * round((west + east) / 720.0)
        return cls(
            corners=tuple(
                (max(-90.0, min(90.0, point[1])), max(-180.0, min(180.0, point[0] - turn)))
                for point in ring[:-1][::step]
            )
        )

    def geometry(self) -> BaseGeometry:
        """Return the area with x = longitude, y = latitude; a ring that crosses itself is mended."""
        polygon = Polygon([(longitude, latitude) for latitude, longitude in self.corners])
        return polygon if polygon.is_valid else shapely.make_valid(polygon)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Within ``km`` kilometres of a point; ``label`` is what a reader is told the point is."""

    latitude: float
    longitude: float
    km: float
    label: str = ""

    def __post_init__(self) -> None:
        check_coordinates(self.latitude, self.longitude)
        for name, decimals in (
            ("latitude", COORDINATE_DECIMALS),
            ("longitude", COORDINATE_DECIMALS),
            ("km", 3),
        ):
            object.__setattr__(self, name, round(float(getattr(self, name)), decimals) + 0.0)
        if not 0 < self.km <= MAX_NEAR_KM:
            raise ValueError(f"a radius lies between 0 and {MAX_NEAR_KM:,.0f} km, got {self.km}")
        object.__setattr__(self, "label", " ".join(self.label.split()))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events are asked for; every field that is set narrows the selection (AND).

    Within one field the values are alternatives (OR); ``event_types`` and ``sub_event_types`` together
    are one choice. ``regions`` are place ids (countries, admin1 units, named regions). Dates are inclusive
    calendar dates without time zones; ``include_undated`` also lets through events whose date on the
    chosen clock is unknown, and ``by_day_rule`` says when one counts that is dated only "by" a day: where
    that day lies in the period, wherever the event may lie in it, or never. ``include_possible`` lets
    through events whose place is an area or circle that reaches into the chosen region without lying in
    it. ``fatalities_at_least`` asks for the best figure; an event without one does not pass. ``words`` is a
    text query: words, "a phrase", -not. ``counting`` narrows nothing: it says what numbers count.
    """

    date_from: date | None = None
    date_to: date | None = None
    clock: Clock = Clock.OCCURRED
    date_rule: DateRule = DateRule.OVERLAPS
    include_undated: bool = False
    by_day_rule: ByDayRule = ByDayRule.DAY_IN
    regions: tuple[str, ...] = ()
    area: DrawnArea | None = None
    near: Near | None = None
    include_possible: bool = True
    event_types: tuple[EventType, ...] = ()
    sub_event_types: tuple[SubEventType, ...] = ()
    actors: tuple[str, ...] = ()
    fatalities_at_least: int | None = None
    attributions: tuple[Attribution, ...] = ()
    outlets: tuple[str, ...] = ()
    certainties: tuple[Certainty, ...] = ()
    place_confidence_at_least: float | None = None
    place_precisions: tuple[PlacePrecision, ...] = ()
    date_precisions: tuple[DatePrecision, ...] = ()
    words: str = ""
    counting: Counting = Counting.EVENTS

    def __post_init__(self) -> None:
        check_interval(self.date_from, self.date_to)
        if self.fatalities_at_least is not None and self.fatalities_at_least < 0:
            raise ValueError(f"the least number of deaths must not be negative: {self.fatalities_at_least}")
        if self.place_confidence_at_least is not None:
            check_unit("place_confidence_at_least", self.place_confidence_at_least)
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, tuple):
                object.__setattr__(self, field.name, tuple(dict.fromkeys(v for v in value if v)))
        object.__setattr__(self, "words", " ".join(self.words.split()))
