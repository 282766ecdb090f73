"""Adds up the dead of two sides: "four gunmen were killed and two soldiers died", "on our side, two"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from articles.tolls.people import Quantity, side_of
from articles.words.tokens import Tokens

if TYPE_CHECKING:
    from articles.tolls.parse import TollMention

_WHAT = r"\s(?:side|losses|casualties|ranks|toll)\b"
_FOES = r"(?:enemy|rebels?|terrorists?|jihadists?|militants?|insurgents?|bandits?|assailants?|attackers?)"
_OWN = r"(?:friendly|own|our|government|army|military|loyalist)"
_SIDE = re.compile(
    rf"\b(?:(?P<foe>{_FOES}'?{_WHAT}|side\sof\sthe\s{_FOES}\b)|{_OWN}{_WHAT}|side\sof\sthe\s{_OWN}\b)"
)
_PART = re.compile(r"[;\n]|\.(?=\s)")
_RIGHT_BEHIND = re.compile(r"[^,;.\n]{0,40}")
_MOST_BEFORE, _MOST_PARTS = 12, 2
"""How many tolls, and how many parts of sentences, the dead of one side stand before those of the other."""


def with_other_side(
    tokens: Tokens, links: Sequence[tuple[Quantity, int, int | None]], found: list[TollMention]
) -> list[TollMention]:
    """Add to the dead of one side those of the other: "four gunmen were killed and two soldiers died"."""
    sides = [side_of(tokens, quantity) for quantity, _, _ in links]
    told = [n for n, mention in enumerate(found) if mention.killed is not None]
    return [
        replace(mention, additional=True)
        if n in told
        and sides[n]
        and any(
            sides[m] and sides[m] != sides[n] and found[m].predicate != mention.predicate
            for m in told
            if m < n
        )
        else mention
        for n, mention in enumerate(found)
    ]


def with_named_side(tokens: Tokens, found: list[TollMention]) -> list[TollMention]:
    """Add up what is told by side: "on our side, two dead; on the enemy side, nine killed"."""
    phrases = list(_SIDE.finditer(tokens.folded))
    if len({match["foe"] is None for match in phrases}) < 2:
        return found
    parts = [match.end() for match in _PART.finditer(tokens.folded)]
    ends = [match.end() for match in phrases]
    sides: list[bool | None] = []
    result: list[TollMention] = []
    for n, mention in enumerate(found):
        k = bisect_right(ends, mention.start)
        sides.append(_side_at(tokens.folded, phrases[max(0, k - 1) : k], phrases[k : k + 1], mention))
        begins = bisect_right(parts, mention.start)
        earlier = [
            m
            for m in range(max(0, n - _MOST_BEFORE), n)
            if sides[m] is not None
            and sides[m] != sides[n]
            and found[m].killed is not None
            and found[m].predicate != mention.predicate
            and not result[m].additional
            and begins - bisect_right(parts, found[m].start) <= _MOST_PARTS
        ]
        adds = mention.killed is not None and sides[n] is not None and bool(earlier)
        result.append(replace(mention, additional=True) if adds else mention)
    return result


def _side_at(
    text: str, before: Sequence[re.Match[str]], behind: Sequence[re.Match[str]], mention: TollMention
) -> bool | None:
    """Return whether a toll is told of the foe by the words of its part of the sentence; None without.

    The words for the side stand before the toll, or else right behind it.
    """
    for match in behind:
        if _RIGHT_BEHIND.fullmatch(text, mention.end, match.start()):
            return match["foe"] is not None
    for match in before:
        if not _PART.search(text, match.end(), mention.start):
            return match["foe"] is not None
    return None
