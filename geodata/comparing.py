"""Compares a table of events with events read: which both have, which the table alone, which the reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geodata.amounts import counted
from geodata.globe import distances_km
from geodata.listed import ListedEvent
from geodata.model import Event, PlacePrecision

# An event whose dates are further apart is on no day to be compared.
_LONGEST_DAYS = 31
# How far off a table's point may be for what it says of its precision.
_REACH_KM = {
    PlacePrecision.NEAR: 25.0,
    PlacePrecision.DISTRICT: 50.0,
    PlacePrecision.REGION: 150.0,
    PlacePrecision.AREA: 150.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far apart two events may be told to be the same.

    ``days`` between the nearest of their days, ``km`` between their points beyond what each says of its own
    uncertainty. ``same_type`` asks for a common event type. Deaths agree when they differ by ``deaths`` or
    by ``share`` of the larger number at most.
    """

    days: int = 1
    km: float = 25.0
    same_type: bool = True
    deaths: int = 1
    share: float = 0.2

    def __post_init__(self) -> None:
        if self.days < 0 or self.km < 0 or self.deaths < 0 or not 0 <= self.share <= 1:
            raise ValueError("tolerances must not be negative, and a share is at most 1")

    def describe(self) -> str:
        """Return the tolerances as a sentence's end."""
        kind = "of a common type" if self.same_type else "of any type"
        return (
            f"within {counted(self.days, 'day')} and {self.km:g} km, {kind}; deaths agree "
            f"when they differ by {self.deaths} or {self.share:.0%} at most"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A row of the table and the event taken for the same; ``deaths_agree`` is None where one states none."""

    listed: ListedEvent
    event: Event
    km: float
    days: int
    deaths_agree: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What both have, only the table has, and only the reading has, within the table's own period.

    ``outside`` counts events read for days or countries that the table does not cover, ``vague`` those of
    either side whose day or place is too uncertain to compare: neither are in the three lists.
    """

    both: tuple[Match, ...]
    only_listed: tuple[ListedEvent, ...]
    only_read: tuple[Event, ...]
    outside: int
    vague: int
    tolerance: Tolerance

    def describe(self) -> str:
        """Return the counts in one line."""
        differ = sum(match.deaths_agree is False for match in self.both)
        parts = f"both: {len(self.both):,} (deaths differ in {differ:,}); only the table: "
        parts += f"{len(self.only_listed):,}; only read: {len(self.only_read):,}"
        left = (
            f"; not compared: {self.outside:,} outside the table's period or countries, {self.vague:,} vague"
        )
        return (
            parts
            + (left if self.outside or self.vague else "")
            + f". Same means {self.tolerance.describe()}."
        )


def compare(
    listed: Iterable[ListedEvent], events: Iterable[Event], tolerance: Tolerance | None = None
) -> Comparison:
    """Pair the rows of a table with events, each with one at most, the nearest first."""
    wanted = tolerance or Tolerance()
    rows = [row for row in listed if _is_exact_row(row)]
    vague = 0
    placed: list[Event] = []
    outside = 0
    covered = _Coverage(rows)
    for event in events:
        if not _is_exact(event):
            vague += 1
        elif covered.has(event):
            placed.append(event)
        else:
            outside += 1
    pairs = sorted(_pairs(rows, placed, wanted), key=lambda pair: pair.rank)
    taken_rows: set[int] = set()
    taken_events: set[int] = set()
    both: list[Match] = []
    for pair in pairs:
        if pair.row in taken_rows or pair.number in taken_events:
            continue
        taken_rows.add(pair.row)
        taken_events.add(pair.number)
        both.append(pair.match)
    both.sort(key=lambda match: (match.listed.date_start, match.listed.id))
    return Comparison(
        both=tuple(both),
        only_listed=tuple(row for n, row in enumerate(rows) if n not in taken_rows),
        only_read=tuple(event for n, event in enumerate(placed) if n not in taken_events),
        outside=outside,
        vague=vague,
        tolerance=wanted,
    )


def deaths_agree(row: ListedEvent, event: Event, tolerance: Tolerance) -> bool | None:
    """Whether the deaths that both state overlap within the tolerance; None where one states none."""
    ours = [n for n in (event.fatalities_low, event.fatalities, event.fatalities_high) if n is not None]
    theirs = [n for n in (row.fatalities_low, row.fatalities, row.fatalities_high) if n is not None]
    if not ours or not theirs:
        return None
    apart = max(min(theirs) - max(ours), min(ours) - max(theirs), 0)
    return apart <= max(tolerance.deaths, tolerance.share * max(*ours, *theirs))


class _Coverage:
    """The days and the part of the world that a table covers."""

    def __init__(self, rows: Sequence[ListedEvent]) -> None:
        self._first = min((row.date_start for row in rows), default=date.max)
        self._last = max((row.date_end for row in rows), default=date.min)
        self._cells = {
            (int(row.latitude // 2) + a, int(row.longitude // 2) + b)
            for row in rows
            for a in (-1, 0, 1)
            for b in (-1, 0, 1)
        }

    def has(self, event: Event) -> bool:
        """Whether the table could have listed the event: its days, and within some 200 km of its rows."""
        lead = event.lead
        if (
            lead.date_start is None
            or lead.date_end is None
            or lead.latitude is None
            or lead.longitude is None
        ):
            return False
        cell = (int(lead.latitude // 2), int(lead.longitude // 2))
        return lead.date_end >= self._first and lead.date_start <= self._last and cell in self._cells


def _is_exact_row(row: ListedEvent) -> bool:
    return (row.date_end - row.date_start).days <= _LONGEST_DAYS and (
        row.place_precision is not PlacePrecision.COUNTRY
    )


def _is_exact(event: Event) -> bool:
    """Whether an event's day and place are known well enough to be compared."""
    lead = event.lead
    if lead.date_start is None or lead.date_end is None or lead.latitude is None:
        return False
    short = (lead.date_end - lead.date_start).days <= _LONGEST_DAYS
    return short and lead.place_precision is not PlacePrecision.COUNTRY


class _Pair(NamedTuple):
    """A row and an event near enough, by their numbers, and a rank among all pairs: the nearest first."""

    rank: tuple[float, str, str]
    row: int
    number: int
    match: Match


def _pairs(rows: Sequence[ListedEvent], events: Sequence[Event], tolerance: Tolerance) -> list[_Pair]:
    """Return every row and event near enough."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for offset in range((row.date_end - row.date_start).days + 1):
            by_day[row.date_start + timedelta(days=offset)].append(number)
    points = np.array([[row.latitude, row.longitude] for row in rows], dtype=np.float64).reshape(-1, 2)
    reach = np.array(
        [_REACH_KM.get(row.place_precision, 0.0) if row.place_precision else 0.0 for row in rows]
    )
    found: list[_Pair] = []
    for number, event in enumerate(events):
        near = _near_in_time(event, by_day, tolerance.days)
        if not len(near):
            continue
        lead = event.lead
        where = lead.latitude or 0.0, lead.longitude or 0.0
        away = distances_km(points[near, 0], points[near, 1], *where)
        allowed = tolerance.km + lead.radius_km + reach[near]
        for row, km in zip(near[away <= allowed], away[away <= allowed], strict=True):
            listed = rows[int(row)]
            if tolerance.same_type and listed.event_types and lead.event_type not in listed.event_types:
                continue
            days = _days_apart(listed, event)
            agree = deaths_agree(listed, event, tolerance)
            cost = float(km) / (tolerance.km + 1) + days / (tolerance.days + 1) + (agree is False) * 0.5
            match = Match(listed=listed, event=event, km=float(km), days=days, deaths_agree=agree)
            found.append(_Pair((cost, listed.id, event.id), int(row), number, match))
    return found


def _near_in_time(event: Event, by_day: dict[date, list[int]], days: int) -> npt.NDArray[np.int64]:
    start, end = event.lead.date_start, event.lead.date_end
    if start is None or end is None:
        return np.zeros(0, dtype=np.int64)
    span = range(-days, (end - start).days + days + 1)
    numbers = {number for offset in span for number in by_day.get(start + timedelta(days=offset), ())}
    return np.array(sorted(numbers), dtype=np.int64)


def _days_apart(listed: ListedEvent, event: Event) -> int:
    start, end = event.lead.date_start, event.lead.date_end
    if start is None or end is None:
        return 0
    return max((listed.date_start - end).days, (start - listed.date_end).days, 0)
