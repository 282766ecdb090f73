"""Periods that are worth comparing with one another; days are inclusive."""

from __future__ import annotations

from datetime import date, timedelta

Days = tuple[date, date]


def period_before(days: Days) -> Days:
    """Return the period of the same length that ends on the day before."""
    low, high = days
    return low - (high - low) - timedelta(days=1), low - timedelta(days=1)


def year_before(days: Days) -> Days:
    """Return the same days of the year before; 29 February becomes the 28th."""
    low, high = (_year_before(day) for day in days)
    return low, high


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def halves(days: Days) -> tuple[Days, Days]:
    """Return the earlier and the later half; of an odd number of days the middle one is in the later half."""
    low, high = days
    middle = low + timedelta(days=(high - low).days // 2 + (high - low).days % 2)
    return (low, max(low, middle - timedelta(days=1))), (middle, high)
