"""Turns TIMEX3 values into inclusive calendar intervals (proleptic Gregorian, no time zones)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

Interval = tuple[date, date]

# First month and length in months. A winter is the one that begins in December of its year (TIMEX3).
_SEASONS = {"SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "AU": (9, 3), "WI": (12, 3)}

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?(?:T.*)?")
_MONTHS = re.compile(r"(\d{4})-(?:(\d\d)(?:-XX)?|Q([1-4])|H([12])|(SP|SU|FA|AU|WI))(?:T.*)?")
_YEARS = re.compile(r"(\d{2,4})(?:-XX(?:-XX)?)?")


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
    """Return the part of an interval that "early", "mid-" or "late" leaves: about a third of it."""
    start, end = interval
    days = (end - start).days + 1
    if days < 7 or edge not in ("START", "MID", "END"):
        return interval
    third = days // 3
    if edge == "START":
        return start, start + timedelta(days=third)
    if edge == "MID":
        return start + timedelta(days=third - 1), end - timedelta(days=third - 1)
    return end - timedelta(days=third), end
