"""Finds the day at the head of a text, on a line of its own or in the dateline: perhaps its publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from articles.sources.published import day_stated
from articles.words.closed import MONTHS, MONTHS_SHORT, WEEKDAYS, WEEKDAYS_SHORT

# Characters and lines looked at: what stands further down is the story.
HEAD = 1_200
_LINES = 8
# A line that bears a date is no longer than this, else it is a sentence.
_LONGEST = 120

_MONTH = rf"(?:{'|'.join((*MONTHS, *sorted(MONTHS_SHORT, key=len, reverse=True)))})\b\.?"
_WEEKDAY = rf"(?:{'|'.join((*WEEKDAYS, *sorted(WEEKDAYS_SHORT, key=len, reverse=True)))})\b\.?"
_NTH = r"\b(\d{1,2})(?:st|nd|rd|th)?"
_DAY = re.compile(
    rf"\b\d{{4}}-\d\d-\d\d(?!\d)|{_NTH}\s+{_MONTH},?\s+\d{{4}}\b|\b{_MONTH}\s+{_NTH},?\s+\d{{4}}\b|"
    r"\b\d{1,2}\.\d{1,2}\.\d{4}\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
# What may stand on the line behind its date: a weekday, the hour, a time zone, brackets.
_BEHIND = re.compile(
    rf"(?:{_WEEKDAY}|\b\d{{1,2}}[:.]\d\d(?::\d\d)?\b|\b[ap]\.?m\b\.?|\bat\b|"
    r"\b(?:gmt|utc|e?est|edt|c?est|cet|eet|msk|local time|(?:kyiv|moscow) time)\b|[\s,;|·•()\[\]–—-])*",
    re.IGNORECASE,
)
# What may stand right before it: nothing, a sign that sets it off, or what says that it is one.
_BEFORE = re.compile(
    r"(?:^|[,;:|·•–—(\[-]|\b(?:published|posted|issued|released|dated?|updated|modified)(?:\s+on)?)\s*$",
    re.IGNORECASE,
)
_WEEKDAY_BEFORE = re.compile(rf"{_WEEKDAY},?\s*$", re.IGNORECASE)
# The first day of a span of days: "5 – 12 September 2022" is no day.
_SPAN = re.compile(rf"(?:\d|{_MONTH})\s*[–—-]\s*$", re.IGNORECASE)
_CHANGED = re.compile(r"\b(?:updated|modified|revised|edited|changed)\b", re.IGNORECASE)
# The dateline of a story: "KYIV, Ukraine, Sept. 13, 2022 (Reuters) — Two people ...".
_PLACE = re.compile(r"\w[^.!?\n]{1,60}[,(\[]\s*$")
_STORY = re.compile(r"[)\]]?\s*(?:\([^()\n]{1,40}\)\s*)?[—–-]{1,2}\s")


def day_at_head(text: str) -> date | None:
    """Return the day that stands set off at the head of a text, None where there is none.

    A day inside a sentence or a title is not meant, nor are two days on a line. One that is said to be of a
    change counts only where no other stands there.
    """
    changed: date | None = None
    for line in _head_of(text):
        day = _day_on(line)
        if day is not None and not _CHANGED.search(line):
            return day
        changed = changed or day
    return changed


def _head_of(text: str) -> Iterator[str]:
    """Yield the first lines with words, and of the first paragraph what may be its dateline."""
    lines = (line.strip() for line in re.split(r"[\n\f]", text[:HEAD]))
    for _, line in zip(range(_LINES), filter(None, lines), strict=False):
        yield line
        if len(line) > 2 * _LONGEST:
            return


def _day_on(line: str) -> date | None:
    found = list(_DAY.finditer(line[:_LONGEST]))
    if len(found) != 1:
        return None
    before, behind = line[: found[0].start()], line[found[0].end() :]
    before = _WEEKDAY_BEFORE.sub("", before)
    is_line = len(line) <= _LONGEST and _BEHIND.fullmatch(behind) and _BEFORE.search(before)
    is_dateline = _PLACE.match(before) and _STORY.match(behind)
    if not (is_line or is_dateline) or _SPAN.search(before):
        return None
    said = _ORDINAL.sub("", found[0][0])
    if "." in said and said[0].isdigit() and said.count(".") == 2:
        day, month, year = said.split(".")
        said = f"{year}-{month:0>2}-{day:0>2}"
    return day_stated(said)
