"""Tells that a name stands in a list of villages: "raided A, B and C villages", "the towns of A and B"."""

from __future__ import annotations

from articles.toponyms.tokens import LINKS, Tokens
from articles.words.closed import ONES

_PLURALS = frozenset(
    "villages towns hamlets settlements localities townships communes barangays kebeles suburbs "
    "neighbourhoods neighborhoods cities islands".split()
)
_BESIDE = frozenset(
    "other several some nearby surrounding neighbouring neighboring adjoining adjacent border small many "
    "more farming".split()
) | frozenset(ONES)
_JOINTS = frozenset((",", "and", "&"))
_LEADS = frozenset(("of", "at", "including", "like", "as", "namely", ":"))
#: Longest name in tokens, and names of one list that are looked at on either side.
LONGEST, MOST = 4, 12


def is_in_list_of_places(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the list that the tokens ``first:last`` stand in is headed or ended by a word for places."""
    return _ends_so(tokens, last) or _begins_so(tokens, first)


def _ends_so(tokens: Tokens, at: int) -> bool:
    """Whether, over the next names of the list, a word for places follows."""
    count = len(tokens)
    for _ in range(MOST):
        joined = at
        while joined < count and tokens.lower[joined] in _JOINTS and joined - at < 2:
            joined += 1
        told = joined
        while told < count and tokens.lower[told] in _BESIDE:
            told += 1
        if told < count and tokens.lower[told] in _PLURALS and not tokens.capital[told]:
            return True
        if joined == at or joined >= count or not tokens.capital[joined]:
            return False
        at = joined
        while at < count and at - joined < LONGEST and (tokens.capital[at] or _links(tokens, at)):
            at += 1
    return False


def _begins_so(tokens: Tokens, at: int) -> bool:
    """Whether, over the names before it in the list, a word for places leads to it."""
    for _ in range(MOST):
        before = at - 1
        if before < 0:
            return False
        if tokens.lower[before] in _PLURALS:
            return True
        if tokens.lower[before] in _LEADS:
            return not _PLURALS.isdisjoint(tokens.lower[max(0, before - 3) : before])
        joined = before
        while joined >= 0 and tokens.lower[joined] in _JOINTS and before - joined < 2:
            joined -= 1
        if joined == before or joined < 0 or not tokens.capital[joined]:
            return False
        at = joined
        while at > 0 and joined - at < LONGEST and (tokens.capital[at - 1] or _links(tokens, at - 1)):
            at -= 1
    return False


def _links(tokens: Tokens, at: int) -> bool:
    return tokens.words[at] in "-–" or (tokens.lower[at] in LINKS and tokens.lower[at] != "and")
