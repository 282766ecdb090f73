"""Counts events by day, week or month and type, with the articles read in the same bins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from geodata.model import EventType, SubEventType
from geodata.query.period import NO_DAY, Days

_EPOCH = date(1970, 1, 1)

# Up to so many days a bin is a day, up to so many a week, beyond that a month.
DAY_BINS_UP_TO = 120
WEEK_BINS_UP_TO = 900


class BinUnit(StrEnum):
    """How long a bin is; weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


Bins = dict[EventType, tuple[int, ...]]
"""Events per bin for each type."""


def total_of(bins: Bins) -> int:
    """Return the events in all bins, of all types."""
    return sum(map(sum, bins.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """An event of several days: its first and last possible day, both inclusive, and its sub-type."""

    first: date
    last: date
    sub_type: SubEventType


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Events per bin, without gaps; lists run parallel to ``starts`` (the first day of each bin).

    ``last`` is the last day of the last bin. At the ends of a range that was asked for, bins are cut to it.
    ``counts`` are the events whose first and last possible day are known, in the bin of the first; ``wider``
    counts those among them whose interval reaches beyond that bin. ``between`` counts in each bin the events
    of more than a day that may lie in it or lasted over it: one of them counts in several bins. Of events
    with one known bound nobody knows the bin: ``by_day`` counts those known to have happened by a day in the
    bin of that day, and ``since_day`` those since a day. ``undated`` are the events without any date, per
    type. ``outside`` counts events with a date before the first or after the last bin. ``articles`` counts
    what was read, whatever the filter.
    """

    unit: BinUnit
    starts: tuple[date, ...]
    last: date
    counts: Bins
    by_day: Bins
    since_day: Bins
    wider: tuple[int, ...]
    between: tuple[int, ...]
    articles: tuple[int, ...]
    undated: dict[EventType, int]
    outside: int

    @property
    def total(self) -> int:
        """All events counted, dated or not."""
        inside = sum(map(total_of, (self.counts, self.by_day, self.since_day)))
        return inside + sum(self.undated.values()) + self.outside

    def end_of(self, position: int) -> date:
        """Return the last day of a bin."""
        following = position + 1
        return self.starts[following] - timedelta(days=1) if following < len(self.starts) else self.last


def next_start(start: date, unit: BinUnit) -> date:
    """Return the first day of the bin after the one that begins on ``start``."""
    if unit is BinUnit.MONTH:
        return date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return start + timedelta(days=7 if unit is BinUnit.WEEK else 1)


def unit_for(days: int) -> BinUnit:
    """Return the bin that suits a range of so many days."""
    if days <= DAY_BINS_UP_TO:
        return BinUnit.DAY
    return BinUnit.WEEK if days <= WEEK_BINS_UP_TO else BinUnit.MONTH


def _floor(day: date, unit: BinUnit) -> date:
    if unit is BinUnit.MONTH:
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if unit is BinUnit.WEEK else day


def bin_starts(first: date, last: date, unit: BinUnit) -> tuple[date, ...]:
    """Return the first day of every bin from the one with ``first`` to the one with ``last``."""
    starts = [_floor(first, unit)]
    while (following := next_start(starts[-1], unit)) <= last:
        starts.append(following)
    return tuple(starts)


_TYPE_OF = np.array([list(EventType).index(kind.event_type) for kind in SubEventType], dtype=np.int64)


def timeline_of(
    firsts: Days,
    lasts: Days,
    sub_types: npt.NDArray[np.uint8],
    article_days: Days,
    *,
    weights: Days | None = None,
    date_from: date | None = None,
    date_to: date | None = None,
) -> Timeline:
    """Return the timeline of events that happened from ``firsts`` to ``lasts`` (``NO_DAY``: unknown bound).

    ``weights`` are what each event counts for, None: each once.

    The bins cover ``date_from`` to ``date_to``; a bound that is None is the first or last event's, and the
    bin that holds it is whole.
    """
    types = _TYPE_OF[sub_types]
    begun, ended = firsts != NO_DAY, lasts != NO_DAY
    days = np.where(begun, firsts, lasts)
    first, last = _range(days[begun | ended], date_from, date_to)
    unit = unit_for((last - first).days + 1)
    starts = bin_starts(first, last, unit)
    # Of a week or month that a range cuts, only the days in the range are counted and said.
    starts = (date_from, *starts[1:]) if date_from else starts
    last = last if date_to else next_start(_floor(last, unit), unit) - timedelta(days=1)
    edges = np.array([(day - _EPOCH).days for day in (*starts, last + timedelta(days=1))])
    positions = _positions(days, edges)
    binned = begun & ended & (positions >= 0)
    wide = binned & (lasts >= edges[positions + 1])
    counting = _Counting(positions, types, len(starts), weights)
    undated = counting.number(types, ~begun & ~ended, len(EventType))
    articles = np.histogram(article_days[article_days != NO_DAY], bins=edges - 0.5)[0]
    return Timeline(
        unit=unit,
        starts=starts,
        last=last,
        counts=counting.bins(binned),
        by_day=counting.bins(~begun & ended & (positions >= 0)),
        since_day=counting.bins(begun & ~ended & (positions >= 0)),
        wider=tuple(counting.number(positions, wide, len(starts)).tolist()),
        between=_between(firsts, lasts, edges, begun & ended & (lasts > firsts), weights),
        articles=tuple(articles.tolist()),
        undated={kind: int(undated[code]) for code, kind in enumerate(EventType)},
        outside=int(counting.number(types, (begun | ended) & (positions < 0), len(EventType)).sum()),
    )


def _range(days: Days, date_from: date | None, date_to: date | None) -> tuple[date, date]:
    known = [day for day in (date_from, date_to) if day is not None]
    fallback = known[0] if known else _EPOCH
    first = date_from or (day_of(int(days.min())) if len(days) else fallback)
    last = date_to or (day_of(int(days.max())) if len(days) else fallback)
    return first, max(first, last)


def day_of(number: int) -> date:
    """Return the date that lies so many days after 1970-01-01."""
    return _EPOCH + timedelta(days=number)


def _positions(days: Days, edges: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the bin of each day, -1 for a day outside all bins."""
    by_day = np.repeat(np.arange(len(edges) - 1), np.diff(edges))
    inside = (days >= edges[0]) & (days < edges[-1])
    return np.where(inside, by_day[np.where(inside, days - edges[0], 0)], -1)


def _between(
    firsts: Days,
    lasts: Days,
    edges: npt.NDArray[np.int64],
    lasting: npt.NDArray[np.bool_],
    weights: Days | None,
) -> tuple[int, ...]:
    """Return for each bin how many of the lasting events have a day in it."""
    rows = np.flatnonzero(lasting & (lasts >= edges[0]) & (firsts < edges[-1]))
    enter = _positions(np.maximum(firsts[rows], edges[0]), edges)
    leave = _positions(np.minimum(lasts[rows], edges[-1] - 1), edges) + 1
    counted = None if weights is None else weights[rows]
    steps = [np.bincount(at, weights=counted, minlength=len(edges)) for at in (enter, leave)]
    return tuple((steps[0] - steps[1]).cumsum()[:-1].astype(int).tolist())


@dataclass(frozen=True, slots=True)
class _Counting:
    """What is counted: the bin and the type of each event, and what it counts for (None: each once)."""

    positions: npt.NDArray[np.int64]
    types: npt.NDArray[np.int64]
    bins_there_are: int
    weights: Days | None

    def number(
        self, groups: npt.NDArray[np.int64], chosen: npt.NDArray[np.bool_], length: int
    ) -> npt.NDArray[np.int64]:
        """Return what the chosen events count for in each of so many groups."""
        weights = None if self.weights is None else self.weights[chosen]
        return np.bincount(groups[chosen], weights=weights, minlength=length).astype(np.int64)

    def bins(self, chosen: npt.NDArray[np.bool_]) -> Bins:
        """Return the chosen events per type and bin."""
        kinds = len(EventType)
        counts = self.number(self.positions * kinds + self.types, chosen, self.bins_there_are * kinds)
        table = counts.reshape(self.bins_there_are, kinds).T.tolist()
        return {kind: tuple(column) for kind, column in zip(EventType, table, strict=True)}
