"""Says which weaker matches count, so that what is vague never chains what is told exactly.

Reports that name the same place and are dated alike match surely; those that hang together by such matches
are a part. A match across dates (a day apart, overlapping, vague) or between a place and a wider one is
weaker: a part that is dated or placed vaguely, or is one report alone, leans by its single best one. All
other weaker matches count for nothing, so a town shelled every day makes many small parts and not one that
grows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from geodata.joining.groups import Link
from geodata.joining.profile import Profile

# Which side of a weaker match may lean by it even when it is not alone.
FIRST, SECOND = 1, 2


class Weaker(NamedTuple):
    """A weaker match: two reports, the lesser id first, its score, and the sides that may lean (bits)."""

    one: str
    other: str
    score: int
    sides: int


def sides_of(one: Profile, other: Profile) -> int:
    """Return the sides that are dated or placed vaguely and so may lean on others, as bits."""
    return FIRST * one.is_vague + SECOND * other.is_vague


def leaning(part: Collection[str], weaker: Iterable[Weaker]) -> Weaker | None:
    """Return the one of its weaker matches by which a part leans on another, None where by none."""
    alone = len(part) == 1
    best: tuple[int, str, str] | None = None
    found: Weaker | None = None
    for match in weaker:
        first = match.one in part
        if first and match.other in part:
            continue
        if not alone and not match.sides & (FIRST if first else SECOND):
            continue
        rank = (-match.score, match.one, match.other)
        if best is None or rank < best:
            best, found = rank, match
    return found


def parts_among(keys: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Return the parts that these keys fall into, each key in one; pairs with other keys are left out."""
    of = {key: {key} for key in keys}
    for one, other in pairs:
        a, b = of.get(one), of.get(other)
        if a is None or b is None or a is b:
            continue
        small, large = (a, b) if len(a) < len(b) else (b, a)
        large |= small
        for key in small:
            of[key] = large
    return list({id(part): part for part in of.values()}.values())


def counting(links: Iterable[Link], profiles: Mapping[str, Profile]) -> list[Link]:
    """Return the matches that count: the sure ones, and those by which parts lean on others."""
    listed = list(links)
    sure = [link for link in listed if link[2].is_sure]
    weaker: dict[str, list[Weaker]] = defaultdict(list)
    for one, other, match in listed:
        if not match.is_sure:
            tie = Weaker(one, other, match.score, sides_of(profiles[one], profiles[other]))
            weaker[one].append(tie)
            weaker[other].append(tie)
    if not weaker:
        return sure
    leant = {
        best[:2]
        for part in parts_among(profiles, (link[:2] for link in sure))
        if (best := leaning(part, (one for key in part for one in weaker.get(key, ()))))
    }
    return [link for link in listed if link[2].is_sure or link[:2] in leant]
