"""Reads "North and South Kivu" as two names: the first half stands for "North Kivu"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from geodata.model import PlaceMention, PlaceUse

_DIRECTION = r"(?:North|South|East|West|Central|Northern|Southern|Eastern|Western|Upper|Lower)"
_HALVES = re.compile(rf"(?<![\w-])(?P<list>{_DIRECTION}(?:,\s+{_DIRECTION})*),?\s+(?:and|or|&)\s+$")
_WHOLE = re.compile(rf"{_DIRECTION}\s+(?P<rest>\S.*)", re.DOTALL)
_HALF = re.compile(_DIRECTION)
_LONGEST = 60


def with_first_halves(text: str, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Return the mentions with one more for each direction listed before a name that begins with one."""
    found: list[PlaceMention] = []
    for mention in mentions:
        after = found[-1].end if found else 0
        halves = _HALVES.search(text, max(after, mention.start - _LONGEST), mention.start)
        if halves and mention.use is not PlaceUse.DEMONYM and _WHOLE.fullmatch(mention.text):
            for half in _HALF.finditer(text, halves.start("list"), halves.end("list")):
                found.append(replace(mention, start=half.start(), end=half.end(), text=half[0]))
        found.append(mention)
    return found


def is_half(name: str) -> bool:
    """Whether a name is a direction alone, as in "North and South Kivu"."""
    return _HALF.fullmatch(name) is not None


def whole_name(half: str, other: str) -> str:
    """Return the name that a half stands for beside another: "North" beside "South Kivu" for "North Kivu"."""
    found = _WHOLE.fullmatch(other)
    return f"{half} {found['rest']}" if found else half
