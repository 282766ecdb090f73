"""What the snippet classifier looks at: the rules that hold, the classes of words, their order, the words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from articles.triggers.engine import Hit
from articles.words.tokens import SENTENCE_END, Tokens, lexicon

# How much a feature of each kind weighs; chosen by cross-validation on the development half of CASE-2021,
# where anything from half to one and a half of these values scores within 0.5 points.
_RULE, _CLASS, _LEAD, _PAIR, _WORD = 1.0, 1.0, 0.5, 0.5, 0.5
_SHORTEST_LEAD = 5
"""A sentence shorter than this many units is a heading: the lead is the first longer one."""


def features(tokens: Tokens, hits: Sequence[Hit], ranked: Sequence[tuple[float, Hit]]) -> dict[str, float]:
    """Return the named features of a snippet.

    ``hits`` are all rules that hold, ``ranked`` those that are left after the stronger ones took their
    parts, with their scores, best first.
    """
    found: dict[str, float] = {"B:" + (_kind(ranked[0][1]) if ranked else "nothing"): _RULE}
    for hit in hits:
        name = "R:" + _kind(hit)
        found[name] = max(found.get(name, 0.0), hit.weight / 10 * _RULE)
    for score, hit in ranked:
        found["S:" + _kind(hit)] = score / 10 * _RULE
    _add_classes(tokens.codes, found)
    for word in set(tokens.words):
        if word[0].isalpha():
            found["W:" + word] = _WORD
    return found


def _kind(hit: Hit) -> str:
    return hit.rule.sub_event_type.name if hit.rule.sub_event_type else "NONE"


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {code: name for name, code in lexicon().names.items()}


def _add_classes(codes: str, found: dict[str, float]) -> None:
    names = _names()
    lead = True
    for sentence in codes.split(SENTENCE_END):
        present = [names[code] for code in sentence if code in names]
        for name in set(present):
            found["C:" + name] = _CLASS
            if lead:
                found["F:" + name] = _LEAD
        for first, second in pairwise(present):
            found[f"P:{first}>{second}"] = _PAIR
        lead = lead and len(sentence) < _SHORTEST_LEAD
