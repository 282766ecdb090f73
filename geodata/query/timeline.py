"""Counts events by day, week or month and type, with the articles read in the same bins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from geodata.model import EventType, SubEventType
from geodata.query.columns import NO_DAY

_EPOCH = date(1970, 1, 1)

# Up to so many days a bin is a day, up to so many a week, beyond that a month.
DAY_BINS_UP_TO = 120
WEEK_BINS_UP_TO = 900


class BinUnit(StrEnum):
    """How long a bin is; weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Events per bin, without gaps; lists run parallel to ``starts`` (the first day of each bin).

    An event counts in the bin of the day it began. ``wider`` counts those among them whose interval
    reaches beyond that bin. ``undated`` are the events without a date, per type. ``outside`` counts dated
    events before the first or after the last bin. ``articles`` counts what was read, whatever the filter.
    """

    unit: BinUnit
    starts: tuple[date, ...]
    counts: dict[EventType, tuple[int, ...]]
    wider: tuple[int, ...]
    articles: tuple[int, ...]
    undated: dict[EventType, int]
    outside: int

    @property
    def total(self) -> int:
        """All events counted, dated or not."""
        inside = sum(sum(column) for column in self.counts.values())
        return inside + sum(self.undated.values()) + self.outside

    def end_of(self, position: int) -> date:
        """Return the last day of a bin."""
        return next_start(self.starts[position], self.unit) - timedelta(days=1)


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
    days: npt.NDArray[np.int32],
    end_days: npt.NDArray[np.int32],
    sub_types: npt.NDArray[np.uint8],
    article_days: npt.NDArray[np.int32],
    *,
    date_from: date | None = None,
    date_to: date | None = None,
) -> Timeline:
    """Return the timeline of events that began on ``days`` and ended on ``end_days`` (``NO_DAY``: unknown).

    The bins cover ``date_from`` to ``date_to``; a bound that is None is the first or last event's.
    """
    types = _TYPE_OF[sub_types]
    dated = days != NO_DAY
    undated = np.bincount(types[~dated], minlength=len(EventType))
    first, last = _range(days[dated], date_from, date_to)
    unit = unit_for((last - first).days + 1)
    starts = bin_starts(first, last, unit)
    edges = np.array([(s - _EPOCH).days for s in (*starts, next_start(starts[-1], unit))])
    table, beyond, wider = _count(days[dated], end_days[dated], types[dated], edges)
    articles = np.histogram(article_days[article_days != NO_DAY], bins=edges - 0.5)[0]
    return Timeline(
        unit=unit,
        starts=starts,
        counts={kind: tuple(table[:, code].tolist()) for code, kind in enumerate(EventType)},
        wider=tuple(wider.tolist()),
        articles=tuple(articles.tolist()),
        undated={kind: int(undated[code]) for code, kind in enumerate(EventType)},
        outside=beyond,
    )


def _range(days: npt.NDArray[np.int32], date_from: date | None, date_to: date | None) -> tuple[date, date]:
    known = [day for day in (date_from, date_to) if day is not None]
    fallback = known[0] if known else _EPOCH
    first = date_from or (day_of(int(days.min())) if len(days) else fallback)
    last = date_to or (day_of(int(days.max())) if len(days) else fallback)
    return first, max(first, last)


def day_of(number: int) -> date:
    """Return the date that lies so many days after 1970-01-01."""
    return _EPOCH + timedelta(days=number)


def _count(
    days: npt.NDArray[np.int32],
    end_days: npt.NDArray[np.int32],
    types: npt.NDArray[np.int64],
    edges: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], int, npt.NDArray[np.int64]]:
    """Return events per (bin, type), how many fell outside all bins, and the wide ones per bin."""
    bins = len(edges) - 1
    by_day = np.repeat(np.arange(bins), np.diff(edges))
    inside = (days >= edges[0]) & (days < edges[-1])
    positions = by_day[days[inside] - edges[0]]
    kinds = len(EventType)
    table = np.bincount(positions * kinds + types[inside], minlength=bins * kinds).reshape(bins, kinds)
    wide = end_days[inside] >= edges[positions + 1]
    return table, int(len(days) - inside.sum()), np.bincount(positions[wide], minlength=bins)
