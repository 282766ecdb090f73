"""Codes a snippet of one or a few sentences by the best of the event rules."""

from __future__ import annotations

from articles.model import Modality
from articles.tolls import find_toll_mentions, total
from articles.triggers.detect import choose
from articles.triggers.engine import Hit, match
from articles.triggers.modality import modality_of
from articles.words.tokens import SENTENCE_END, Tokens, tokenise
from geodata.model import SubEventType, Toll

_FIRST_SENTENCE_BONUS = 1.0
_NOT_HAPPENED_MALUS = 3.0
_SHORTEST_LEAD = 5
"""A lead shorter than this many units is a dateline or a heading."""


def rank(tokens: Tokens) -> list[tuple[float, Hit]]:
    """Return the rules that hold with their scores, best first; the lead sentence counts more."""
    lead = tokens.codes.find(SENTENCE_END, _SHORTEST_LEAD)
    scored = []
    for hit in choose(match(tokens.codes)):
        score = hit.rule.weight
        if lead < 0 or hit.first < lead:
            score += _FIRST_SENTENCE_BONUS
        begin = tokens.codes.rfind(SENTENCE_END, 0, hit.first) + 1
        if modality_of(tokens, hit.first, begin, hit.last)[0] is not Modality.HAPPENED:
            score -= _NOT_HAPPENED_MALUS
        scored.append((score, hit))
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].first))


def code_snippet(text: str) -> tuple[SubEventType | None, Toll]:
    """Return the sub-type of the snippet's main event, None when it reports none, and the toll stated."""
    tokens = tokenise(text)
    ranked = rank(tokens)
    return (ranked[0][1].rule.sub_event_type if ranked else None), total(find_toll_mentions(tokens))
