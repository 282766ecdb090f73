"""Lets a people's name tell where unnamed towns lie: "two Somali towns" are in Somalia."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from geodata.model import PlaceKind, PlaceMention, PlaceRole, PlaceUse

_BETWEEN = (
    r"(?:(?!(?:from|of|in|on|at|to|by|with|near|the|and|or|who|that|was|were|is)\s)[a-z][\w-]+\s+){0,2}?"
)
_TOWNS = re.compile(
    rf"\s+{_BETWEEN}(?:towns|villages|communities|settlements|hamlets|cities)\b(?!\s+(?:called|named)\b)"
)
_A_TOWN = re.compile(rf"\s+{_BETWEEN}(?:town|village|community|settlement|hamlet|city)\b")
_ONE = re.compile(r"\b(?:an?|one|another)\s+(?:[a-z][\w-]+\s+)?$", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.!?]['”\")\]]*\s+[A-Z“\"‘(]|\n\s*\n")
_REACH = 20


def let_adjectives_locate(text: str, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Return the mentions; a people's name before unnamed towns is literal where nothing nearer is named."""
    found = list(mentions)
    for index, mention in enumerate(mentions):
        if mention.use is not PlaceUse.DEMONYM or not _stands_before_towns(text, mention):
            continue
        if mention.place is None or mention.place.kind is not PlaceKind.COUNTRY:
            continue
        if any(m.literal for m in _sentence_of(text, mentions, index)):
            continue
        found[index] = replace(
            mention,
            use=PlaceUse.LITERAL,
            role=PlaceRole.EVENT,
            reasons=(*mention.reasons, "says in which country unnamed towns lie"),
        )
    return found


def _stands_before_towns(text: str, mention: PlaceMention) -> bool:
    if _TOWNS.match(text, mention.end):
        return True
    before = _ONE.search(text, max(0, mention.start - _REACH), mention.start)
    return before is not None and _A_TOWN.match(text, mention.end) is not None


def _sentence_of(text: str, mentions: Sequence[PlaceMention], index: int) -> list[PlaceMention]:
    """Return the other mentions of the sentence of the mention at ``index``."""
    first = last = index
    while first and not _ENDS_SENTENCE.search(text, mentions[first - 1].end, mentions[first].start + 1):
        first -= 1
    while last + 1 < len(mentions) and not _ENDS_SENTENCE.search(
        text, mentions[last].end, mentions[last + 1].start + 1
    ):
        last += 1
    return [*mentions[first:index], *mentions[index + 1 : last + 1]]
