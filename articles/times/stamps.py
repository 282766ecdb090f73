"""Finds the lines that stamp the entries of a running report with the time each was written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from articles.times.lexicon import CLASSES


def _names(*classes: str) -> str:
    """Return the pattern of a word of these classes, the longer ones first."""
    words = sorted({w for name in classes for w in CLASSES[name]}, key=lambda w: (-len(w), w))
    return rf"(?:{'|'.join(words)})\b\.?"


_WEEKDAY = _names("WEEKDAY", "WDABBR")
_MONTH = _names("MONTH", "MABBR", "MAY", "MAR")
_HOUR = (
    r"(?:\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|\d{4}\s?(?:hrs|h|gmt|utc)\b)"
)
_AGO = r"\d{1,3}\s?(?:s|secs?|m|mins?|minutes?|h|hrs?|hours?|d|days?)\s+ago\b"
_DAY = r"\d{4}-\d\d-\d\d(?!\d)|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{1,2}(?:st|nd|rd|th)?\b|(?:19|20)\d\d\b"
_ZONE = r"(?:gmt|utc|bst|c?est|e[ds]t|cet|eet|msk|local time|(?:kyiv|kiev|moscow) time)\b"
_PIECE = re.compile(
    rf"(?:{_AGO}|{_HOUR}|{_WEEKDAY}|{_MONTH}|{_DAY}|{_ZONE}|\b(?:at|on|today|yesterday)\b|[\s,;|·•()\[\]–—-])+",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\n\r]+")
_TOLD_AT = re.compile(rf"{_HOUR}|{_AGO}", re.IGNORECASE)
#: A line of more characters says more than a time.
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Stamp:
    """A line that is nothing but a time of day, perhaps with its day."""

    start: int
    end: int


def find_stamps(text: str) -> list[Stamp]:
    """Return the lines of ``text`` that are nothing but a time of day or "12m ago", with or without a day.

    A line that is only a date is a heading, and none of these.
    """
    found = []
    for line in _LINE.finditer(text):
        said = line[0].strip()
        if len(said) > LONGEST or not any(c.isdigit() for c in said[:LONGEST]):
            continue
        if _PIECE.fullmatch(said) and _TOLD_AT.search(said):
            start = line.start() + line[0].index(said)
            found.append(Stamp(start, start + len(said)))
    return found


def stamp_at(stamps: Sequence[Stamp], start: int, end: int) -> bool:
    """Whether a span lies in one of the stamps, which stand in the order of the text."""
    before = bisect_right(stamps, start, key=lambda s: s.start) - 1
    return before >= 0 and end <= stamps[before].end
