"""Notices that a sentence names a place no gazetteer knows, so that its event is put at no other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.model import EventMention, PlaceMention, Sentence, TimeMention

_NAME = r"(?:[a-z]{2,3}-)?[A-Z][\w’'-]+(?:\s(?:[a-z]{2}-)?[A-Z][\w’'-]+)*"
_NAMED_UNIT = re.compile(
    rf"\b(?:(?:village|town|city|settlement|hamlet|suburb)\s+of\s+(?P<of>{_NAME})"
    rf"|(?<![.!?“\"]\s)(?!(?:The|This|That|These|Those|Its|Their|Another)\b)(?P<before>{_NAME})\s+"
    r"(?:village|town|township|settlement|city|region|province|governorate|department|oblast|district|"
    r"county)\b"
    rf"|(?:to|in|near|at|from|of)\s+(?P<called>{_NAME}),\s(?:an?|the)\s(?:[a-z-]+\s){{0,3}}"
    r"(?:village|town|city|settlement|hamlet|suburb)\b"
    r"|(?:in|near|at)\s+(?P<after>[A-Z][a-z]+(?:-[A-Z][a-z]+)*)"
    r"(?=\s+(?:on|in|when|late|early|overnight|yesterday|alone)\b|[.,;]))"
)
_QUARTER = re.compile(
    r"\b(?:neighbou?rhood|district|quarter|suburb|ward|slum)s?\s+(?:of|in)\s+the\s+(?:city|capital|town)\b"
)
_OBJECT = re.compile(
    r"\s+(?:from\s+)?(?:the\s+)?(?:(?:village|town|city|settlement)\s+of\s+)?(?P<name>[A-Z][\w-]+)(?!\s+(?:forces|troops|soldiers|army|military|positions)\b)"
)
# Capitalised words after "in" or "at" that are no places.
NO_PLACES = frozenset(
    "Parliament Congress Telegram Facebook Twitter English Russian Ukrainian Arabic French Ramadan Christmas "
    "Easter Islam Reuters January February March April May June July August September October November "
    "December Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)


def names_unknown_place(
    text: str, sentence: Sentence, mentions: Sequence[PlaceMention], times: Sequence[TimeMention]
) -> bool:
    """Whether the sentence names a place that is in no gazetteer: "the village of X", unresolved names."""
    if any(m.literal and m.place is None for m in mentions):
        return True
    known = [(m.start, m.end) for m in mentions]
    for match in _NAMED_UNIT.finditer(text, sentence.start, sentence.end):
        group = next(name for name in ("of", "before", "called", "after") if match[name])
        start, end = match.span(group)
        if group == "after" and (match[group] in NO_PLACES or _in_any(times, start)):
            continue
        if not any(a < end and start < b for a, b in known):
            return True
    return False


def lies_in_known_town(text: str, sentence: Sentence) -> bool:
    """Whether the unknown place is a quarter of the town told of: "the X neighbourhood of the city"."""
    return _QUARTER.search(text, sentence.start, sentence.end) is not None


def takes_unknown_place(
    text: str, sentence: Sentence, event: EventMention, mentions: Sequence[PlaceMention]
) -> bool:
    """Whether the object of the trigger is a name no gazetteer knows: "seized Karuba"."""
    found = _OBJECT.match(text, event.end, sentence.end)
    if found is None:
        return False
    start, end = found.span("name")
    return not any(m.start < end and start < m.end for m in mentions)


def _in_any(times: Sequence[TimeMention], at: int) -> bool:
    return any(t.start <= at < t.end for t in times)
