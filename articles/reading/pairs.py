"""What is known of a trigger and a candidate (a place, a day, a number) before any text is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from articles.model import PlaceMention, PlaceRole, SentenceKind, TimeMention
from articles.reading.found import Found, Mentioned
from articles.reading.pieces import Ints, Spanned
from articles.tolls import TollMention
from geodata.model import PlaceKind

#: What a candidate may be to a trigger.
WHERE, WHEN, DEAD, HURT = range(4)
ROLES = ("where", "when", "dead", "hurt")

#: Candidates stand in at most this many sentences before and after the trigger's, or in the opening ones.
BEFORE, AFTER, OPENING = 5, 1, 2

_SENTENCE_STEPS = (-30, -8, -5, -3, -2, -1, 0, 1, 2)
_PIECE_STEPS = (-60, -30, -18, -11, -7, -4, -2, 0, 1, 3, 5, 8, 12, 19, 31, 61)
_BETWEEN_MOST = 4
_KINDS = tuple(PlaceKind)
_ROLES = tuple(PlaceRole)
_LINES = tuple(SentenceKind)

#: Slots of a pair's features and how many values each has; each value has a learned vector of its own.
SLOTS = {
    "sentence": len(_SENTENCE_STEPS) + 2,
    "pieces": len(_PIECE_STEPS) + 2,
    "between": _BETWEEN_MOST + 1,
    "candidate": 40,
    "role": len(_ROLES) + 1,
    "line": len(SentenceKind) + 1,
    "holds": 4,
}
OFFSETS = tuple(int(n) for n in np.cumsum([0, *SLOTS.values()])[:-1])
SLOTS_TOTAL = sum(SLOTS.values())


def step(value: int, steps: Sequence[int]) -> int:
    """Return how many of ``steps`` the value reaches."""
    return sum(value >= s for s in steps)


def place_kind(mention: PlaceMention) -> int:
    """Return a small number for the sort of place and whether it is meant as one; 0 to 29."""
    kind = 0 if mention.place is None else 1 + _KINDS.index(mention.place.kind)
    return min(kind, 14) + (0 if mention.literal else 15)


def time_kind(mention: TimeMention) -> int:
    """Return a small number for how exactly a time is known; 30 to 34."""
    if mention.date_start is None or mention.date_end is None:
        return 30 + (mention.date_start is not None or mention.date_end is not None)
    days = (mention.date_end - mention.date_start).days
    return 32 + (days > 0) + (days > 8)


def toll_kind(mention: TollMention) -> int:
    """Return a small number for what a toll counts; 35 to 38."""
    return 35 + 2 * (mention.killed is None) + (mention.aside or mention.older)


def candidates(found: Found, mentioned: Mentioned[Any], trigger: Spanned) -> list[int]:
    """Return the indices of the mentions near enough to ``trigger`` to belong to it, in order.

    The heading that it stands under and the article's opening are near, however far up.
    """
    at = sentence_of(found, trigger)
    numbers = mentioned.numbers
    ranges = [(0, OPENING), (at - BEFORE, at + AFTER + 1)]
    heading = found.headings[at] if found.headings else None
    if heading is not None:
        ranges.append((heading, heading + 1))
    near: set[int] = set()
    for low, high in ranges:
        a, b = np.searchsorted(numbers, [low, high])
        near.update(range(int(a), int(b)))
    return sorted(near)


def sentence_of(found: Found, span: Spanned) -> int:
    """Return the number of the sentence a span stands in; the last one where it stands in none."""
    first, _ = found.pieces.of(span)
    numbers = found.pieces.sentences
    return int(numbers[min(first, len(numbers) - 1)]) if len(numbers) else 0


def features(found: Found, mentioned: Mentioned[Any], chosen: Sequence[int], trigger: Spanned) -> Ints:
    """Return an array (candidates × slots) of indices into the table of feature vectors."""
    rows = np.zeros((len(chosen), len(SLOTS)), dtype=np.int64)
    a, b = found.pieces.of(trigger)
    at = sentence_of(found, trigger)
    for row, index in zip(rows, chosen, strict=True):
        mention = mentioned.items[index]
        first, last = int(mentioned.firsts[index]), int(mentioned.lasts[index])
        number = int(mentioned.numbers[index])
        gap = first - b + 1 if first >= b else min(0, last - 1 - a)
        kind, role = _sort_of(mention)
        values = (
            step(number - at, _SENTENCE_STEPS),
            step(gap, _PIECE_STEPS) if number == at else len(_PIECE_STEPS) + 1,
            _between(mentioned.items, index, trigger),
            kind,
            role,
            1 + _LINES.index(found.sentences[number].kind),
            _holds(found, mention),
        )
        row[:] = [offset + value for offset, value in zip(OFFSETS, values, strict=True)]
    return rows


def _sort_of(mention: Spanned) -> tuple[int, int]:
    if isinstance(mention, PlaceMention):
        return place_kind(mention), 1 + _ROLES.index(mention.role)
    if isinstance(mention, TimeMention):
        return time_kind(mention), 0
    if isinstance(mention, TollMention):
        return toll_kind(mention), 0
    return 39, 0


def _holds(found: Found, mention: Spanned) -> int:
    """Return 1 for a place that holds another beside it, 2 for one inside another, 3 for both, else 0."""
    if not isinstance(mention, PlaceMention) or mention.place is None:
        return 0
    holds, held = found.holding.get(mention.start, (False, False))
    return holds + 2 * held


def _between(mentions: Sequence[Spanned], index: int, trigger: Spanned) -> int:
    """Return how many other mentions of the sort stand between trigger and candidate, at most four."""
    mention = mentions[index]
    low, high = min(mention.end, trigger.end), max(mention.start, trigger.start)
    count = 0
    order = range(index - 1, -1, -1) if mention.start >= trigger.start else range(index + 1, len(mentions))
    for k in order:
        if not low <= mentions[k].start < high:
            break
        count += 1
        if count == _BETWEEN_MOST:
            break
    return count
