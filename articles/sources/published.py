"""Reads a publication date as people and file formats write it; refuses what could mean two days."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from articles.words.closed import MONTHS_SHORT

# Newspapers begin in the 17th century; later years are slips, or ends of time such as 9999-12-31.
FIRST_YEAR, LAST_YEAR = 1600, 2199

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$", re.DOTALL)
# Unambiguous spellings: the month is a word. Read with English month names whatever the locale.
_DAY_FIRST = re.compile(r"(\d{1,2})\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})$")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})$")


def parse_published(value: object) -> date | None:
    """Return the calendar date as written, in the writer's own time zone; None for an empty value.

    Takes dates, ISO 8601 ("2022-09-13", also with a time), mail dates ("Tue, 13 Sep 2022 10:00:00 GMT")
    and "13 September 2022" or "September 13, 2022". Raises ValueError with the remedy for anything else,
    also for "09/13/2022", which other readers would take for another day, and for years no article is from.
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
            return date(*(int(part) for part in match.groups()))
        if match := _DAY_FIRST.match(text):
            day, month, year = match.groups()
            return date(int(year), MONTHS_SHORT[month[:3].lower()], int(day))
        if match := _MONTH_FIRST.match(text):
            month, day, year = match.groups()
            return date(int(year), MONTHS_SHORT[month[:3].lower()], int(day))
        return parsedate_to_datetime(text).date()
    except (KeyError, ValueError, IndexError, TypeError, OverflowError):
        return None
