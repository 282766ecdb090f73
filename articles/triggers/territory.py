"""Decides who won a place: a state on its own land, or a foreign or non-state force."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from articles.words.tokens import COMMA, SENTENCE_END, Tokens, is_passive, lexicon, read_table
from geodata.model import SubEventType

_N = lexicon().names
_WINNING = frozenset((SubEventType.GOVERNMENT_REGAINS, SubEventType.NON_STATE_OVERTAKES))
_REACH = 14
_OBJECT_REACH = 5
"""How many units before a verb its subject, and after "pushed" the side pushed back, may stand."""

_AGENT_REACH = 3
"""How many units after "by" the side may stand."""

_BACK_REFERENCES = frozenset(("its", "their", "his"))
"""A clause that opens with one of these has the side of the clause before as its subject."""

_OF_PLACE = frozenset(("in", "of", "near", "from", "at", "to"))
"""A name after one of these is a place, not a side."""


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
    side, loses = _side(tokens, first, begin, end)
    invades = [t for t in active if side in t.force]
    if any(side in t.abroad for t in active):
        invades = [t for t in invades if words & t.abroad]  # at home as well: the sentence must say where
    if invades:
        return SubEventType.GOVERNMENT_REGAINS if loses else SubEventType.NON_STATE_OVERTAKES
    if any(side in theatre.abroad for theatre in active):
        return SubEventType.NON_STATE_OVERTAKES if loses else SubEventType.GOVERNMENT_REGAINS
    return kind


def _side(tokens: Tokens, first: int, begin: int, end: int) -> tuple[str, bool]:
    """The side the clause names for the verb, and whether that side loses; "" when it names none."""
    names = _side_names()
    ousts = tokens.codes[first] in (_N["push"], _N["drive_out"])
    passive = ousts and is_passive(tokens, first, begin)
    agent = _agent(tokens, first, end)
    if agent:
        return agent, False
    if ousts and not passive:
        for k in range(first + 1, min(end, first + _OBJECT_REACH)):
            if tokens.words[k] in names:
                return tokens.words[k], True
    for k in range(first - 1, max(begin, first - _REACH) - 1, -1):
        if tokens.codes[k] in (COMMA, SENTENCE_END) and tokens.words[k + 1] not in _BACK_REFERENCES:
            break
        if tokens.codes[k + 1] == _N["rebel"]:
            continue  # "Syrian rebels" are not Syria's army
        if tokens.words[k] in names and tokens.words[k - 1] not in _OF_PLACE:
            return tokens.words[k], passive or tokens.codes[first] == _N["lose"]
    return "", False


def _agent(tokens: Tokens, first: int, end: int) -> str:
    """The side that a passive names right after its verb: "was captured by the ... navy"; "" without one."""
    if first + 1 >= end or tokens.words[first + 1] != "by":
        return ""
    following = tokens.words[first + 2 : min(end, first + 2 + _AGENT_REACH)]
    return next((word for word in following if word in _side_names()), "")


@lru_cache(maxsize=1)
def _side_names() -> frozenset[str]:
    return frozenset(word for theatre in _theatres() for word in theatre.force | theatre.abroad)
