"""Gives every meaning its TIMEX3 value: which function values which form."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from articles.times import value_dates, value_units
from articles.times.calendar_math import UNKNOWN, unit_of
from articles.times.context import Context
from articles.times.meaning import Meaning

_VALUES: dict[str, Callable[[Meaning, Context], str]] = {
    "calendar": value_dates.calendar,
    "clock": value_dates.clock,
    "holiday": value_dates.holiday,
    "nth_weekday": value_dates.weekday_of_month,
    "war_day": value_dates.war_day,
    "unit": value_units.unit,
    "the_unit": value_units.the_unit,
    "shift": value_units.shift,
    "duration": value_units.duration,
    "part_of_month": value_units.duration,
    "set": value_units.every,
    "frequency": value_units.frequency,
    "literal": value_units.literal,
    "season": value_units.season,
    "quarter": value_units.quarter,
    "half": value_units.half,
    "the_quarter": value_units.the_quarter,
}


def _from_day(value: str, meaning: Meaning) -> str:
    """Return the day some days on from the value of a day, or its week; UNKNOWN for other values."""
    if not re.match(r"\d{4}-\d\d-\d\d", value):
        return UNKNOWN
    day = date.fromisoformat(value[:10])
    unit, step = ("D", meaning.days_on) if meaning.days_on else ("W", 0)
    return unit_of(day, unit, step) + value[10:]


def value_of(meaning: Meaning, context: Context) -> str:
    """Return the TIMEX3 value; UNKNOWN where the words name no date there is (February 30)."""
    try:
        value = _VALUES[meaning.form](meaning, context)
        if meaning.days_on or meaning.sub.startswith("week "):
            return _from_day(value, meaning)
        return value
    except (ValueError, OverflowError):
        return UNKNOWN
