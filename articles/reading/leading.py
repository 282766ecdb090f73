"""Tells what leads to a place: the word before its name, or before the site that a bracket puts in it."""

from __future__ import annotations

import re

from geodata.model import PlaceMention

_WORD_BEFORE = re.compile(r"([\w’'-]+)\W*$")
#: What stands before a name, by what it says of the place.
PREPOSITIONS = (
    "in",
    "at",
    "near",
    "of",
    "from",
    "to",
    "on",
    "outside",
    "into",
    "over",
    "across",
    "through",
    "and",
    "the",
    "by",
    "against",
    "around",
    "with",
    "for",
    "between",
)
_SITE_BEFORE = re.compile(
    r"\b(?:in\s+front\s+of|(at|outside|near))\s+(?:the\s+|an?\s+)?(?:[\w’'.&-]+\s+){1,9}\((?:[^()]{2,30},\s)?$"
)
_LONGEST_SITE, _SITE_REACH, _LONGEST_BRACKET = 160, 50, 35
_PARTS = re.compile(r"[.,;:()]")


def preposition(text: str, mention: PlaceMention) -> int:
    """What stands before a name, or before the site behind which it stands in brackets: "at a mill (Udy)"."""
    match = None
    if "(" in text[max(0, mention.start - _LONGEST_BRACKET) : mention.start]:
        match = _SITE_BEFORE.search(text, max(0, mention.start - _LONGEST_SITE), mention.start)
    match = match or _WORD_BEFORE.search(text[max(0, mention.start - 30) : mention.start])
    word = (match[1] or "outside").lower() if match else ""
    return PREPOSITIONS.index(word) if word in PREPOSITIONS else -1


def is_of_bracketed_site(text: str, end: int, mention: PlaceMention) -> bool:
    """Whether a place stands in a bracket behind the site of what ends at ``end``: "met at a mill (Udy)"."""
    if not mention.literal or not end < mention.start <= end + _LONGEST_SITE:
        return False
    site = _SITE_BEFORE.search(text, end, mention.start)
    return (
        site is not None
        and site.start() <= end + _SITE_REACH
        and _PARTS.search(text, end, site.start()) is None
    )
