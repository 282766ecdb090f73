"""How an event's interval lies to the filter's period: the SQL of each rule, and who is sure to lie in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import numpy.typing as npt

from geodata.query.filter import ByDayRule, Clock, DateRule, EventFilter

NO_DAY = np.iinfo(np.int32).min
"""Stands for an unknown day; less than every other number of days since 1970-01-01."""

Days = npt.NDArray[np.int32]
Sql = tuple[str, list[object]]

_EPOCH = date(1970, 1, 1)

_DATE_COLUMNS = {
    Clock.OCCURRED: ("date_start", "date_end"),
    Clock.REPORTED: ("reported_first", "reported_first"),
}


def period_sql(wanted: EventFilter) -> Sql:
    """Return the condition that an event's dates meet, with its values.

    Either bound of the period and of the event may be open. An event of which one bound is unknown passes
    where it may lie in the period; ``surely_in_period`` tells it from the others. What is dated only "by" a
    day may lie in every period before it, so that ``by_day_rule`` narrows these.
    """
    start, end = _DATE_COLUMNS[wanted.clock]
    condition, values = _DATE_RULES[wanted.date_rule](start, end, wanted.date_from, wanted.date_to)
    if wanted.clock is Clock.OCCURRED:
        by_day, more = _by_day(wanted)
        condition, values = f"{condition} AND (date_start IS NOT NULL OR {by_day})", [*values, *more]
    undated = f"({start} IS NULL AND {end} IS NULL)"
    if wanted.include_undated:
        return f"{condition} OR {undated}", values
    return f"({condition}) AND NOT {undated}", values


def _by_day(wanted: EventFilter) -> Sql:
    if wanted.by_day_rule is ByDayRule.LEFT_OUT:
        return "FALSE", []
    if wanted.by_day_rule is ByDayRule.POSSIBLE or wanted.date_to is None:
        return "TRUE", []
    return "date_end <= ?", [wanted.date_to]


def _overlaps(start: str, end: str, low: date | None, high: date | None) -> Sql:
    condition = f"(({start} IS NULL OR {start} <= ?) AND ({end} IS NULL OR {end} >= ?))"
    return condition, [high or date.max, low or date.min]


def _starts_in(start: str, end: str, low: date | None, high: date | None) -> Sql:
    # The first day of an interval is its start; where one end is open, the start may be any day it leaves.
    first, last = low or date.min, high or date.max
    started = f"({start} >= ? AND {start} <= ? AND {end} IS NOT NULL)"
    may = f"(({start} IS NULL AND {end} >= ?) OR ({end} IS NULL AND {start} <= ?))"
    return f"({started} OR {may})", [first, last, first, last]


def _certainly_within(start: str, end: str, low: date | None, high: date | None) -> Sql:
    asked = ((f"{start} >= ?", low), (f"{end} <= ?", high))
    terms = [(term, day) for term, day in asked if day is not None]
    return f"({' AND '.join(term for term, _ in terms)})", [day for _, day in terms]


_DATE_RULES: dict[DateRule, Callable[[str, str, date | None, date | None], Sql]] = {
    DateRule.OVERLAPS: _overlaps,
    DateRule.STARTS_IN: _starts_in,
    DateRule.CERTAINLY_WITHIN: _certainly_within,
}


def day_number(day: date | None) -> int:
    """Return the days from 1970-01-01 to a day, ``NO_DAY`` for None."""
    return int(NO_DAY) if day is None else (day - _EPOCH).days


def surely_in_period(wanted: EventFilter, starts: Days, ends: Days) -> npt.NDArray[np.bool_]:
    """Return which of the events that pass the period certainly lie in it; without a period all do.

    ``starts`` and ``ends`` bound the events on the filter's clock, inclusively (``NO_DAY``: unknown). Where
    the rule is that an event starts in the period, the first day of an interval is taken for its start.
    """
    if wanted.date_rule is DateRule.STARTS_IN:
        ends = np.where((starts != NO_DAY) & (ends != NO_DAY), starts, ends)
    sure = np.ones(len(starts), dtype=np.bool_)
    if wanted.date_from is not None:
        sure &= starts >= day_number(wanted.date_from)
    if wanted.date_to is not None:
        sure &= (ends != NO_DAY) & (ends <= day_number(wanted.date_to))
    return sure


def is_surely_in_period(
    wanted: EventFilter, start: date | None, end: date | None, reported: date | None
) -> bool:
    """Return the same for one event: its first and last possible day and the day of the first report."""
    if wanted.clock is Clock.REPORTED:
        start = end = reported
    bounds = (np.array([day_number(day)], dtype=np.int32) for day in (start, end))
    return bool(surely_in_period(wanted, *bounds)[0])
