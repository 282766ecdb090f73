"""Reads of which region a name that is called a village is told: by the region that its sentence names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from geodata.model import PlaceKind, PlaceMention

SENTENCE_REACH = 600
"""How many characters to each side a sentence is looked for."""
_BEFORE = re.compile(r"\b(?:village|hamlet|settlement)\s(?:of\s)?$")
_BEHIND = re.compile(r",\s+an?\s+(?:[\w-]+\s+){0,2}?(?:(?:village|hamlet|settlement)\b|community\s+in\b)")
_LONGEST_WORD = 20


def is_called_village(text: str, mention: PlaceMention) -> bool:
    """Whether the words beside a name say that it is a village: "the village of X", "X, a village on …"."""
    if _BEFORE.search(text, max(0, mention.start - _LONGEST_WORD), mention.start):
        return True
    return _BEHIND.match(text, mention.end) is not None


def regions_beside(text: str, ordered: Sequence[PlaceMention], mention: PlaceMention) -> list[PlaceMention]:
    """Return the mentions of first-level units in the sentence of a mention."""
    return _units_beside(text, ordered, mention, PlaceKind.ADMIN1)


def only_unit_beside(text: str, ordered: Sequence[PlaceMention], mention: PlaceMention) -> list[PlaceMention]:
    """Return the only region that the sentence of a village names, or its only district, or []."""
    if not is_called_village(text, mention):
        return []
    region = _only(regions_beside(text, ordered, mention))
    districts = _units_beside(text, ordered, mention, PlaceKind.ADMIN2)
    return _only([m for m in districts if region and _admin1(m) == _admin1(region[0])]) or region


def _only(units: Sequence[PlaceMention]) -> list[PlaceMention]:
    return list(units[:1]) if len({m.place.id for m in units if m.place is not None}) == 1 else []


def _admin1(mention: PlaceMention) -> str | None:
    return mention.place.admin1 if mention.place is not None else None


def _units_beside(
    text: str, ordered: Sequence[PlaceMention], mention: PlaceMention, kind: PlaceKind
) -> list[PlaceMention]:
    opens, closes = _sentence_around(text, mention)
    starts = [m.start for m in ordered]
    near = ordered[bisect_left(starts, opens) : bisect_left(starts, closes)]
    return [m for m in near if m.place is not None and m.place.kind is kind]


def _sentence_around(text: str, mention: PlaceMention) -> tuple[int, int]:
    low, high = max(0, mention.start - SENTENCE_REACH), min(len(text), mention.end + SENTENCE_REACH)
    opens = max(low, *(text.rfind(mark, low, mention.start) + 1 for mark in (". ", "\n")))
    ends = [e for mark in (". ", "\n") if (e := text.find(mark, mention.end, high)) >= 0]
    return opens, min(ends, default=high)
