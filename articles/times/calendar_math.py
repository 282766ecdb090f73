"""Calendar arithmetic on TIMEX3 values: units of a day, months and years apart, Easter."""

from __future__ import annotations

from datetime import date, timedelta

#: What a value is when nothing makes it known.
UNKNOWN = ""


def year_text(year: int, era: str) -> str:
    """Return a year as TIMEX3 writes it: "1945", "BC0490"."""
    return f"{era}{year:04}"


def shift_year(year: int | None, era: str, step: int) -> tuple[int | None, str]:
    """Return the year ``step`` years on, and its era; years before Christ count down."""
    if year is None:
        return None, ""
    return (year - step if era else year + step), era


def add_months(year: int, month: int, count: int) -> str:
    """Return the month ``count`` months on, as "2022-03"."""
    total = year * 12 + month - 1 + count
    return f"{total // 12:04}-{total % 12 + 1:02}"


def unit_of(day: date, unit: str, step: int) -> str:
    """Return the value of the unit ``step`` units away from the one ``day`` lies in; UNKNOWN for odd units.

    Raises OverflowError or ValueError where the calendar ends.
    """
    if unit in ("D", "N"):
        return (day + timedelta(days=step)).isoformat()
    if unit in ("W", "WE"):
        iso = (day + timedelta(weeks=step)).isocalendar()
        return f"{iso.year}-W{iso.week:02}" + ("-WE" if unit == "WE" else "")
    if unit == "M":
        return add_months(day.year, day.month, step)
    if unit == "Q":
        total = day.year * 4 + (day.month - 1) // 3 + step
        return f"{total // 4:04}-Q{total % 4 + 1}"
    years = {"Y": (1, 4), "E": (10, 3), "C": (100, 2)}.get(unit)
    return f"{day.year // years[0] + step:0{years[1]}}" if years else UNKNOWN


def nearest_weekday(anchor: date, weekday: int, direction: int) -> date:
    """Return the next such weekday (1 Monday to 7 Sunday) before (-1) or after (1) a day, never itself."""
    distance = ((weekday - anchor.isoweekday()) * direction) % 7
    return anchor + timedelta(days=direction * (distance or 7))


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """Return the ``nth`` such weekday of a month, counted from 1."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def easter(year: int) -> date:
    """Return Easter Sunday (Gregorian; the anonymous algorithm of Nature, 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Return Easter Sunday of the Orthodox churches as a Gregorian day (Meeus 1991)."""
    a, b = year % 4, year % 7
    d = (19 * (year % 19) + 15) % 30
    month, day = divmod(d + (2 * a + 4 * b - d + 34) % 7 + 114, 31)
    julian_days_behind = year // 100 - year // 400 - 2
    return date(year, month, day + 1) + timedelta(days=julian_days_behind)
