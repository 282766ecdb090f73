"""What is known of a trigger and a candidate (a place, a day, a number) before any text is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np

from articles.reading.found import Found, Mentioned
from articles.reading.pieces import Ints, Spanned
from articles.tolls import TollMention
from geodata.model import PlaceKind, PlaceMention, PlaceRole, SentenceKind, TimeMention

#: What a candidate may be to a trigger; the same: an earlier trigger that tells of the same happening.
WHERE, WHEN, DEAD, HURT, SAME = range(5)
ROLES = ("where", "when", "dead", "hurt", "same")

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
_M = TypeVar("_M", bound=Spanned)
OFFSETS = tuple(int(n) for n in np.cumsum([0, *SLOTS.values()])[:-1])
SLOTS_TOTAL = sum(SLOTS.values())


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


@dataclass(frozen=True, slots=True)
class Table(Generic[_M]):
    """What is known of all mentions of one sort before a trigger asks for one of them; a row a mention.

    ``fixed`` are the feature slots that no trigger changes: sort, role, line, holds.
    """

    mentioned: Mentioned[_M]
    starts: Ints
    ends: Ints
    fixed: Ints

    @classmethod
    def of(cls, found: Found, mentioned: Mentioned[_M]) -> Table[_M]:
        """Return the table of an article's mentions."""
        offsets = OFFSETS[3:]
        fixed = [
            [o + v for o, v in zip(offsets, _fixed(found, m, int(n)), strict=True)]
            for m, n in zip(mentioned.items, mentioned.numbers, strict=True)
        ]
        return cls(
            mentioned,
            np.array([m.start for m in mentioned.items], dtype=np.int64),
            np.array([m.end for m in mentioned.items], dtype=np.int64),
            np.array(fixed, dtype=np.int64).reshape(len(fixed), len(offsets)),
        )


def candidates(found: Found, mentioned: Mentioned[Any], number: int) -> Ints:
    """Return the indices of the mentions near enough to sentence ``number`` to belong to it, in order.

    The heading that it stands under and the article's opening are near, however far up.
    """
    ranges = [(0, OPENING), (number - BEFORE, number + AFTER + 1)]
    heading = found.headings[number] if found.headings else None
    if heading is not None:
        ranges.append((heading, heading + 1))
    bounds = np.searchsorted(mentioned.numbers, ranges)
    near: Ints = np.unique(np.concatenate([np.arange(a, b) for a, b in bounds]))
    return near


@dataclass(frozen=True, slots=True)
class Triggers:
    """The triggers of rows of pairs, a row a pair: code points, word pieces, sentence."""

    starts: Ints
    ends: Ints
    firsts: Ints
    lasts: Ints
    numbers: Ints

    @classmethod
    def of(cls, triggers: Sequence[tuple[Spanned, tuple[int, int], int]]) -> Triggers:
        """Return a row for each trigger, given with its pieces and its sentence's number."""
        rows = [(t.start, t.end, *pieces, number) for t, pieces, number in triggers]
        return cls(*np.array(rows, dtype=np.int64).reshape(-1, 5).T)

    def at(self, owners: Ints) -> Triggers:
        """Return the rows ``owners``, one for each pair."""
        return Triggers(
            self.starts[owners],
            self.ends[owners],
            self.firsts[owners],
            self.lasts[owners],
            self.numbers[owners],
        )


def features(table: Table[Any], chosen: Ints, triggers: Triggers) -> Ints:
    """Return an array (pairs × slots) of indices into the table of feature vectors.

    ``chosen`` are the candidates' rows in the table, ``triggers`` the triggers that they are paired with.
    """
    mentioned = table.mentioned
    first, last, numbers = mentioned.firsts[chosen], mentioned.lasts[chosen], mentioned.numbers[chosen]
    gap = np.where(
        first >= triggers.lasts, first - triggers.lasts + 1, np.minimum(0, last - 1 - triggers.firsts)
    )
    steps = np.searchsorted(_PIECE_STEPS, gap, side="right")
    rows = np.empty((len(chosen), len(SLOTS)), dtype=np.int64)
    rows[:, 0] = OFFSETS[0] + np.searchsorted(_SENTENCE_STEPS, numbers - triggers.numbers, side="right")
    rows[:, 1] = OFFSETS[1] + np.where(numbers == triggers.numbers, steps, len(_PIECE_STEPS) + 1)
    rows[:, 2] = OFFSETS[2] + np.minimum(_between(table, chosen, triggers), _BETWEEN_MOST)
    rows[:, 3:] = table.fixed[chosen]
    return rows


def _between(table: Table[Any], chosen: Ints, triggers: Triggers) -> Ints:
    """Return how many other mentions of the sort begin between each trigger and its candidate."""
    starts, ends = table.starts[chosen], table.ends[chosen]
    after = starts >= triggers.starts
    low = np.where(after, triggers.ends, ends)
    high = np.where(after, starts, triggers.starts)
    count: Ints = np.searchsorted(table.starts, high) - np.searchsorted(table.starts, low)
    return np.maximum(0, count)


def _fixed(found: Found, mention: Spanned, number: int) -> tuple[int, int, int, int]:
    return *_sort_of(mention), 1 + _LINES.index(found.sentences[number].kind), _holds(found, mention)


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
