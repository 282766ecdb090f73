"""Who took ground decides the sub-type: a state retaking its own land, or anybody else."""

from __future__ import annotations

import re

from articles.actors.mentions import country_name
from geodata.model import SubEventType

WON = frozenset({SubEventType.GOVERNMENT_REGAINS, SubEventType.NON_STATE_OVERTAKES})
_TAKES = re.compile(
    r"\b(?:re)?(?:captur|seiz|occup|claim|conquer|liberat)\w*|\b(?:re)?(?:take|took|taken|taking)\b|\boverr[au]n\w*"
    r"|\b(?:regain|gain|recover|advanc|enter|clear|push|storm|hoist)\w*"
    r"|\b(?:rais|plant)\w+ (?:\w+ ){0,3}flags?\b",
    re.IGNORECASE,
)
_LOSES = re.compile(r"\b(?:lost|loses?|losing)\b", re.IGNORECASE)
_STATE = re.compile(r"(?:Military|Police) Forces of (.+)")


def by_taker(kind: SubEventType, trigger: str, taker: str | None, country_code: str | None) -> SubEventType:
    """Return the sub-type of ground that was taken, by who took (or lost) it and whose land it is.

    ``taker`` is the actor in ACLED's style, ``country_code`` the country the place lies in. A state on its
    own land regains it; a foreign army and an armed group overtake it. Other sub-types, triggers that do
    not say who gains ("withdrew", "fell") and unknown takers stay as they are.
    """
    loses = bool(_LOSES.search(trigger))
    if kind not in WON or taker is None or country_code is None or not (loses or _TAKES.search(trigger)):
        return kind
    state = _STATE.fullmatch(taker)
    own = state is not None and state[1] == country_name(country_code)
    return SubEventType.GOVERNMENT_REGAINS if own is not loses else SubEventType.NON_STATE_OVERTAKES
