"""Codes a snippet of one or a few sentences by the best of the event rules."""

from __future__ import annotations

from articles.tolls import find_toll_mentions, total
from articles.triggers.detect import choose
from articles.triggers.engine import match
from articles.words.tokens import tokenise
from geodata.model import SubEventType, Toll


def code_snippet(text: str) -> tuple[SubEventType | None, Toll]:
    """Return the sub-type of the snippet's main event, None when it reports none, and the toll stated."""
    tokens = tokenise(text)
    chosen = choose(match(tokens.codes))
    best = max(chosen, key=lambda hit: (hit.rule.weight, -hit.first), default=None)
    return (best.rule.sub_event_type if best else None), total(find_toll_mentions(tokens))
