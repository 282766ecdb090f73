"""Decides who won a place: a state on its own land, or a foreign or non-state force."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from articles.words.tokens import COMMA, SENTENCE_END, Tokens, lexicon, read_table
from geodata.model import SubEventType

_N = lexicon().names
_WINNING = frozenset((SubEventType.GOVERNMENT_REGAINS, SubEventType.NON_STATE_OVERTAKES))
_REACH = 10
"""How many units before a verb its subject may stand."""


@dataclass(frozen=True, slots=True)
class Theatre:
    """A force, the words that show it fights abroad, and those that show it does not."""

    force: frozenset[str]
    abroad: frozenset[str]
    own: frozenset[str]


@lru_cache(maxsize=1)
def _theatres() -> tuple[Theatre, ...]:
    rows = read_table("foreign_forces.tsv", "articles.triggers")
    return tuple(Theatre(*(frozenset(cell.split("|")) for cell in row)) for row in rows)


def invaders(words: frozenset[str]) -> tuple[Theatre, ...]:
    """Return the forces that, by the words of the whole text, fight on land that is not their own."""
    return tuple(t for t in _theatres() if words & t.abroad and words & t.force)


def winner(
    tokens: Tokens, kind: SubEventType, first: int, begin: int, end: int, abroad: tuple[Theatre, ...]
) -> SubEventType:
    """Return the sub-type with the roles of home and foreign armies put right.

    A foreign army that takes or retakes a place overtakes it; so does one before which the army of the
    land is driven out. A foreign army driven out means that the land's own state regained it.
    """
    if kind not in _WINNING or not abroad:
        return kind
    words = frozenset(tokens.words[begin:end])
    active = [t for t in abroad if not words & t.own]
    subject = _subject(tokens, first, begin)
    foreign = any(word in theatre.force for theatre in active for word in subject)
    if not subject or not active:
        return kind
    loses = tokens.codes[first] == _N["drive_out"] and _is_passive(tokens, first, begin)
    if foreign:
        return SubEventType.GOVERNMENT_REGAINS if loses else SubEventType.NON_STATE_OVERTAKES
    if any(word in theatre.abroad for theatre in active for word in subject):
        return SubEventType.NON_STATE_OVERTAKES if loses else SubEventType.GOVERNMENT_REGAINS
    return kind


def _subject(tokens: Tokens, first: int, begin: int) -> list[str]:
    """The nearest word before the verb that names a side, in its own clause."""
    names = {w for t in _theatres() for w in t.force | t.abroad}
    for k in range(first - 1, max(begin, first - _REACH) - 1, -1):
        if tokens.codes[k] in (COMMA, SENTENCE_END):
            break
        if tokens.words[k] in names and tokens.words[k - 1] not in ("in", "of", "near", "from", "at", "to"):
            return [tokens.words[k]]
    return []


def _is_passive(tokens: Tokens, first: int, begin: int) -> bool:
    nearby = range(max(begin, first - 3), first)
    return any(tokens.codes[k] == _N["be"] or tokens.words[k].endswith(" been") for k in nearby)
