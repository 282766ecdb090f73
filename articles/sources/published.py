"""Reads a publication date as people and file formats write it; refuses what could mean two days."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from articles.words.closed import MONTHS_SHORT, WEEKDAYS, WEEKDAYS_SHORT

# Newspapers begin in the 17th century; later years are slips, or ends of time such as 9999-12-31.
FIRST_YEAR, LAST_YEAR = 1600, 2199

# Unambiguous spellings. The year stands first: nobody writes the day behind it.
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?$", re.DOTALL)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{6}Z?)?$")
# Or the month is a word. Read with English month names whatever the locale; an hour may stand behind.
_WEEKDAY = re.compile(
    rf"(?:{'|'.join((*WEEKDAYS, *sorted(WEEKDAYS_SHORT, key=len, reverse=True)))})\b\.?,?\s+", re.IGNORECASE
)
_HOUR = r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d{2}\b.*)?$"
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+|-)([A-Za-z]{{3,9}})\.?,?(?:\s+|-)(\d{{4}}){_HOUR}"
)
_MONTH_FIRST = re.compile(rf"([A-Za-z]{{3,9}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_HOUR}")


def parse_published(value: object) -> date | None:
    """Return the calendar date as written, in the writer's own time zone; None for an empty value.

    Takes dates, ISO 8601 ("2022-09-13", also with a time, "20220913"), mail dates ("Tue, 13 Sep 2022
    10:00:00 GMT") and "13 September 2022" or "September 13, 2022". Raises ValueError with the remedy for
    anything else, also for "09/13/2022", which other readers would take for another day, and for years no
    article is from.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    parsed: date | None = None
    if isinstance(value, datetime):
        parsed = value.date()
    elif isinstance(value, date):
        parsed = value
    elif isinstance(value, str):
        parsed = _parse_text(value.strip()[:200])
    elif isinstance(value, int | float) and 10_000_000 <= value < 100_000_000 and value == int(value):
        parsed = _parse_text(str(int(value)))  # a table's cell of digits: 20220913
    if parsed is not None and FIRST_YEAR <= parsed.year <= LAST_YEAR:
        return parsed
    raise ValueError(f"{str(value)[:40]!r} is no date; write it as YYYY-MM-DD")


def day_stated(value: object) -> date | None:
    """Return the date as ``parse_published`` does, and None also for what it refuses: a hint, not a claim."""
    try:
        return parse_published(value)
    except ValueError:
        return None


def _parse_text(text: str) -> date | None:
    """Return the date in ``text`` or None."""
    try:
        if match := _ISO.match(text):
            return date(*map(int, match.group(1, 3, 4)))
        if match := _COMPACT.match(text):
            return date(*map(int, match.groups()))
        weekday = _WEEKDAY.match(text)
        start = weekday.end() if weekday else 0
        if match := _DAY_FIRST.match(text, start):
            day, month, year = match.groups()
            return date(int(year), MONTHS_SHORT[month[:3].lower()], int(day))
        if match := _MONTH_FIRST.match(text, start):
            month, day, year = match.groups()
            return date(int(year), MONTHS_SHORT[month[:3].lower()], int(day))
        return parsedate_to_datetime(text).date()
    except (KeyError, ValueError, IndexError, TypeError, OverflowError):
        return None
