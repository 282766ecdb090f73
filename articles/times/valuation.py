"""Gives every meaning its TIMEX3 value: which function values which."""

from __future__ import annotations

import re
from datetime import date

from articles.times import value_dates, value_units
from articles.times.calendar_math import UNKNOWN, unit_of
from articles.times.context import Context
from articles.times.meaning import (
    CalendarDate,
    Clock,
    Duration,
    Every,
    Frequency,
    Half,
    Holiday,
    Literal,
    Meaning,
    NthWeekday,
    PartOfMonth,
    Quarter,
    Season,
    Shift,
    TheQuarter,
    TheUnit,
    Unit,
    WarDay,
    Week,
)


def value_of(meaning: Meaning, context: Context) -> str:
    """Return the TIMEX3 value; UNKNOWN where the words name no date there is (February 30)."""
    try:
        value = _value(meaning, context)
        if isinstance(meaning, CalendarDate | Holiday | Unit) and meaning.days_on:
            return _from_day(value, "D", meaning.days_on)
        if isinstance(meaning, CalendarDate) and meaning.week is not Week.NONE:
            return _from_day(value, "W", 0)
        return value
    except (ValueError, OverflowError):
        return UNKNOWN


def _value(meaning: Meaning, context: Context) -> str:
    match meaning:
        case CalendarDate() | Clock() | Holiday() | NthWeekday() | WarDay():
            return _value_of_day(meaning, context)
        case Unit():
            return value_units.unit(meaning, context)
        case TheUnit():
            return value_units.the_unit(meaning, context)
        case Shift():
            return value_units.shift(meaning, context)
        case Duration() | PartOfMonth():
            return value_units.amount(meaning.count, meaning.unit)
        case Every():
            return value_units.every(meaning, context)
        case Frequency():
            return meaning.in_narratives if context.narrative else meaning.in_news
        case Literal():
            return meaning.value
        case Season():
            return value_units.season(meaning, context)
        case Quarter():
            return value_units.quarter(meaning, context)
        case Half():
            return value_units.half(meaning, context)
        case TheQuarter():
            return value_units.the_quarter(context)
    raise TypeError(f"nothing values {type(meaning).__name__}")


def _value_of_day(meaning: CalendarDate | Clock | Holiday | NthWeekday | WarDay, context: Context) -> str:
    match meaning:
        case CalendarDate():
            return value_dates.calendar(meaning, context)
        case Clock():
            return value_dates.clock(meaning, context)
        case Holiday():
            return value_dates.holiday(meaning, context)
        case NthWeekday():
            return value_dates.weekday_of_month(meaning, context)
        case WarDay():
            return value_dates.war_day(meaning, context)


def _from_day(value: str, unit: str, step: int) -> str:
    """Return the day some days on from the value of a day, or its week; UNKNOWN for other values."""
    if not re.match(r"\d{4}-\d\d-\d\d", value):
        return UNKNOWN
    return unit_of(date.fromisoformat(value[:10]), unit, step) + value[10:]
