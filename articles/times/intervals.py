"""Turns TIMEX3 values into inclusive calendar intervals (proleptic Gregorian, no time zones)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from articles.times.context import Context
from articles.times.meaning import (
    CalendarDate,
    Clock,
    Duration,
    Meaning,
    Night,
    PartOfMonth,
    Season,
    Shift,
    Unit,
    Week,
)
from articles.times.value_dates import calendar, nearest_year

Interval = tuple[date, date]
#: First and last day; None for a bound that is open or not known.
OpenInterval = tuple[date | None, date | None]

# First month and length in months. A winter is the one that begins in December of its year (TIMEX3).
_SEASONS = {"SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "AU": (9, 3), "WI": (12, 3)}

_SPRING_ENDS = 5

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?(?:T.*)?")
_MONTHS = re.compile(r"(\d{4})-(?:(\d\d)(?:-XX)?|Q([1-4])|H([12])|(SP|SU|FA|AU|WI))(?:T.*)?")
_YEARS = re.compile(r"(\d{2,4})(?:-XX(?:-XX)?)?")


@lru_cache(maxsize=4096)
def interval_of(value: str) -> Interval | None:
    """Return the first and last day of a value, None when it names no calendar interval.

    Years before Christ, durations, sets and references ("PAST_REF") have none, nor have values with an
    unknown week or an impossible date.
    """
    try:
        return _interval(value)
    except (ValueError, OverflowError):
        return None


def _interval(value: str) -> Interval | None:
    if match := _DAY.fullmatch(value):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return day, day
    if match := _WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday + timedelta(days=5 if match[3] else 0), monday + timedelta(days=6)
    if match := _MONTHS.fullmatch(value):
        year = int(match[1])
        if match[2]:
            return months(year, int(match[2]), 1)
        if match[3]:
            return months(year, 3 * int(match[3]) - 2, 3)
        if match[4]:
            return months(year, 6 * int(match[4]) - 5, 6)
        return months(year, *_SEASONS[match[5]])
    if match := _YEARS.fullmatch(value):
        digits = match[1]
        first = int(digits.ljust(4, "0"))
        last = int(digits.ljust(4, "9"))
        return date(first, 1, 1), date(last, 12, 31)
    return None


def months(year: int, month: int, count: int) -> Interval:
    """Return the interval of ``count`` whole months from ``month`` of ``year``."""
    last = month - 1 + count - 1
    end_year, end_month = year + last // 12, last % 12 + 1
    return date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])


def narrowed(interval: Interval, edge: str) -> Interval:
    """Return what "early", "mid-" or "late" leaves of an interval, about a third, or the half named."""
    start, end = interval
    days = (end - start).days + 1
    if days < 7 or edge not in ("START", "MID", "END", "HALF1", "HALF2"):
        return interval
    if edge.startswith("HALF"):
        middle = start + timedelta(days=days // 2)
        return (start, middle - timedelta(days=1)) if edge == "HALF1" else (middle, end)
    third = days // 3
    if edge == "START":
        return start, start + timedelta(days=third)
    if edge == "MID":
        return start + timedelta(days=third - 1), end - timedelta(days=third - 1)
    return end - timedelta(days=third), end


_BARE_DAYS = 7
"""How many "the first days of" a month are, when no number says it."""

_DAYS_OF = {
    "TH": 1 / 24,
    "TM": 1 / 1440,
    "TS": 1 / 86400,
    "D": 1,
    "N": 1,
    "W": 7,
    "F": 14,
    "M": 30.44,
    "Y": 365.25,
}
_WORDS = re.compile(r"\w+")
#: The words that leave a bound open; a quick look for them spares most expressions the two searches after.
_BOUNDS = frozenset("since from beginning starting until till through".split())
_SINCE = re.compile(
    r"\b(?:since|from|beginning|starting)\s+(?:on\s+|in\s+|at\s+)?(?:the\s+)?$", re.IGNORECASE
)
_WITHIN = re.compile(r"\b(?:in|over|within|during)\s+$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|through)\s+(?:the\s+)?$", re.IGNORECASE)


def placed(value: str, meaning: Meaning, context: Context) -> OpenInterval:
    """Return the inclusive interval of an expression where it stands; None for a bound that is not known.

    Amounts counted from publication reach up to it ("the past 24 hours": the day before and the day itself).
    "Since" and "until" leave one bound open.
    """
    if isinstance(meaning, PartOfMonth):
        return _part_of_month(meaning, context) or (None, None)
    if isinstance(meaning, Duration) and meaning.kind == "DURATION":
        return _beside_publication(meaning, context)
    if isinstance(meaning, Unit) and meaning.rolling and context.today is not None:
        return _reaching_from(context.today, meaning.step, 1.0, meaning.unit)
    interval = interval_of(_own_winter(value, meaning, context)) or _hours_later(meaning, context)
    if interval is None:
        return None, None
    start, end = _edged(interval, meaning, context)
    if isinstance(meaning, CalendarDate) and meaning.week in (Week.ENDING, Week.FROM):
        return _seven_days(meaning, context)
    if isinstance(meaning, Clock) and meaning.clock == "24:00" and start == context.today:
        start -= timedelta(days=1)
    if isinstance(meaning, CalendarDate | Unit) and meaning.night is not Night.NONE:
        start, end = _night(start, meaning, context)
    before = context.text[max(0, meaning.start - 20) : meaning.start]
    if _BOUNDS.isdisjoint(_WORDS.findall(before.lower())):
        return start, end
    if _SINCE.search(before):
        return start, None if "since" in before.lower() else end
    return (None, end) if _UNTIL.search(before) else (start, end)


def _hours_later(meaning: Meaning, context: Context) -> Interval | None:
    """Return the day of what was told before for "hours later" and "a few minutes later"."""
    if not isinstance(meaning, Shift) or meaning.beside_event or meaning.step < 0:
        return None
    day = context.story.whole_day if meaning.story and meaning.unit.startswith("T") else None
    return None if day is None else (day, day)


def _seven_days(meaning: CalendarDate, context: Context) -> OpenInterval:
    """Return the days of "the week ending September 11" or "the week starting September 5"."""
    day = interval_of(calendar(meaning, context))
    if day is None:
        return None, None
    step = timedelta(days=6)
    return (day[0] - step, day[0]) if meaning.week is Week.ENDING else (day[0], day[0] + step)


def _night(day: date, meaning: CalendarDate | Unit, context: Context) -> Interval:
    """Return the two days of a night: from ``day`` on, or up to it where it is said to lead "into" it.

    A night told on the day it is dated is the one before.
    """
    of_weekday = isinstance(meaning, CalendarDate) and meaning.weekday
    if meaning.night is Night.INTO or (of_weekday and day == context.published):
        return day - timedelta(days=1), day
    return day, day + timedelta(days=1)


def _own_winter(value: str, meaning: Meaning, context: Context) -> str:
    """Return the value of an unnamed winter by the year it begins in, as intervals count it.

    A narrative's counts to the year it ends in; news of January to May speaks of the one that is or was.
    """
    if not (value.endswith("-WI") and value[:4].isdigit() and isinstance(meaning, Season)):
        return value
    today = context.today
    over = today is not None and today.month <= _SPRING_ENDS and today.year == int(value[:4])
    if meaning.year is None and (context.narrative or (over and not meaning.step)):
        return f"{int(value[:4]) - 1:04}-WI"
    return value


def _edged(interval: Interval, meaning: Meaning, context: Context) -> Interval:
    """Narrow "early May", and "earlier this week" and "later that month" by the day they are counted from."""
    start, end = interval
    anchor = context.today if not meaning.from_story else context.story.last_day
    if anchor is not None and start <= anchor <= end:
        if meaning.edge == "EARLIER":
            return start, anchor
        if meaning.edge == "LATER":
            return anchor, end
    return narrowed(interval, meaning.edge)


def _beside_publication(meaning: Duration, context: Context) -> OpenInterval:
    """Return the days an amount like "the past two weeks" covers, counted back or on from publication."""
    step = meaning.step
    if step is None and _is_day_just_over(meaning, context):
        step = -1
    return _reaching_from(context.today, step, meaning.count, meaning.unit)


def _reaching_from(today: date | None, step: int | None, count: float | None, unit: str) -> OpenInterval:
    """Return the days from publication back (``step`` -1) or on that so many units cover."""
    length = _DAYS_OF.get(unit)
    if not step or not count or length is None or today is None:
        return None, None
    try:
        other = today + timedelta(days=step * max(1, round(count * length)))
    except OverflowError:
        return None, None
    return min(today, other), max(today, other)


def _is_day_just_over(meaning: Duration, context: Context) -> bool:
    """Whether "in 24 hours" is the day up to publication, as daily reports from a front have it."""
    before = context.text[max(0, meaning.start - 12) : meaning.start]
    hours = meaning.unit == "TH" and meaning.count is not None and 12 <= meaning.count <= 72
    return hours and _WITHIN.search(before) is not None and context.tense(meaning) == "past"


def _part_of_month(meaning: PartOfMonth, context: Context) -> Interval | None:
    """Return the days of "the first week of May" or "the last ten days of June"."""
    year = meaning.year if meaning.year is not None else _year_of(meaning, context)
    month = meaning.month or context.story.month
    bare_days = _BARE_DAYS if meaning.unit == "D" and meaning.count is None else 0
    days = bare_days or round((meaning.count or 0) * _DAYS_OF.get(meaning.unit, 0))
    if year is None or month is None or meaning.era or not 1 <= days <= 31 or not 1 <= year <= 9999:
        return None
    first, last = months(year, month, 1)
    if meaning.nth < 0:
        return max(first, last - timedelta(days=days - 1)), last
    start = first + timedelta(days=days * (meaning.nth - 1))
    return (start, min(last, start + timedelta(days=days - 1))) if start <= last else None


def _year_of(meaning: PartOfMonth, context: Context) -> int | None:
    today = context.today
    if today is None or meaning.month is None:
        return context.story.year_of(meaning.month) if meaning.month else context.story.year
    month = CalendarDate(meaning.start, meaning.end, month=meaning.month, step=meaning.step)
    return nearest_year(month, context, today)
