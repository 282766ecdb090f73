"""What a toll has risen to or is put at: "has risen to nine", "revised its count of the dead to 12"."""

from __future__ import annotations

from articles.tolls.people import Quantity
from articles.words.tokens import SENTENCE_END, Tokens

RISEN = frozenset(
    "rose risen rises rising climbed climbs climbing increased increases grown grew reached reaches "
    "reaching stood stands jumped passed".split()
)
_FIGURES = frozenset("number figure figures tally count estimate total toll".split())
"""What is put at a count: "their tally of the dead"."""
_CHANGES = frozenset(
    "revised revises revising raised raises raising lowered lowers lowering cut cuts corrected corrects "
    "correcting updated updates upped put puts putting increased increases brought brings bringing reduced "
    "changed".split()
)
_CHANGE_REACH = 8
"""How many units before "of the dead" the verb that changes their number stands."""


def is_risen_to(tokens: Tokens, quantity: Quantity, predicate: int) -> bool:
    """Whether a toll is said to have risen to a count: "has risen to nine", "bringing the toll to nine"."""
    if predicate > quantity.first:
        return False
    words = " ".join(tokens.words[predicate : quantity.first]).split(" ")
    return words[-1] == "to" or not RISEN.isdisjoint(words)


def risen_to(tokens: Tokens, quantities: list[Quantity], links: dict[int, int]) -> set[int]:
    """Return the counts that a toll has risen to: those found since are in them."""
    return {n for n, predicate in links.items() if is_risen_to(tokens, quantities[n], predicate)}


def is_put_at(tokens: Tokens, quantity: Quantity, predicate: int) -> bool:
    """Whether a count is what the number of the dead is put at: "revised its figure of the dead to 122"."""
    of = tokens.words[max(0, predicate - 2) : predicate]
    if len(of) < 2 or of[0] not in _FIGURES or of[1] != "of":
        return False
    leads = tokens.words[quantity.first - 1]
    if leads == "at":
        return True
    begin = max(0, predicate - _CHANGE_REACH, tokens.codes.rfind(SENTENCE_END, 0, predicate) + 1)
    return leads == "to" and not _CHANGES.isdisjoint(tokens.words[begin:predicate])
