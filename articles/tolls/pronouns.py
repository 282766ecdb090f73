"""Counts whom a later verb kills: "dragged nine men off a bus and shot them dead", "was hit and died"."""

from __future__ import annotations

import re

from articles.tolls.people import Quantity, classes
from articles.words.tokens import COMMA, NUMBER, SENTENCE_END, Tokens, lexicon

_N = lexicon().names
_DEADLY = classes("kill slay")
_WOUND = classes("wound")
_DIED = frozenset(("died", "succumbed"))
_JOINS = frozenset(("and", "but", "where", "before"))
_LATER = frozenset(
    "later then he she they both also has had have there soon after afterwards in at hospital of".split()
) | {COMMA}
"""What may stand between "was hit" and "died", when it is the same one that dies."""
_DIES_WITHIN = 9
_TAKES = classes("abduct arrest take seize at_least") | {NUMBER}
_SEIZED = frozenset("up took taken caught seized stopped held tied bound made forced out".split())
"""Words right before a count that take it, beside verbs in "-ed" and "-ing"."""
_BEHIND = 24
"""Characters behind such a verb in which "their throats" ends."""
_REACH = 26
"""Units between a count and the verb that kills them."""
_THEM = r"(?:(?:all\sof\s)?them|him|her)"
_KILLS_THEM = re.compile(
    r"\b(?:and|before|then)\s(?:\w+ly\s|then\s|later\s|afterwards\s){0,2}"
    r"(?:(?:sho(?:t|oting)|hack(?:ed|ing)|beat(?:ing)?|stabb(?:ed|ing)|burn(?:ed|t|ing)|ston(?:ed|ing))\s"
    rf"{_THEM}\s(?:all\s)?(?P<after>dead|to\sdeath)"
    r"|(?P<before>kill(?:ed|ing)|execut(?:ed|ing)|murder(?:ed|ing)|behead(?:ed|ing)|slaughter(?:ed|ing)"
    rf"|gunned|lynch(?:ed|ing)|massacr(?:ed|ing)|assassinat(?:ed|ing))\s{_THEM}\b"
    r"|(?P<throats>slit|slitting|cut|cutting)\s(?:their\sthroats|(?:his|her)\sthroat))"
)
_ONES = re.compile(r"\s(?:him|her|his)\b")


def killed_afterwards(
    tokens: Tokens, quantities: list[Quantity], links: dict[int, int], predicates: list[int]
) -> dict[int, int]:
    """Return the counts that a verb takes and the next kills as "them", each with the unit of that verb.

    The count stands right behind its verb: in "five gunmen came and killed them" they are not the dead. Who
    is killed as "him" or "her" is one.
    """
    found: dict[int, int] = {}
    for predicate in predicates:
        killing = _kills_them(tokens, predicate) if tokens.codes[predicate] in _DEADLY else None
        if killing is None:
            continue
        before = [n for n, q in enumerate(quantities) if predicate - _REACH <= q.first and q.last < predicate]
        taken = [n for n in before if _is_taken(tokens, quantities[n])]
        value = quantities[taken[-1]].value if taken else None
        one = _ONES.search(killing) is not None
        if taken and taken[-1] not in links and value and (value == 1 or not one):
            found[taken[-1]] = predicate
    return found


def died_of_it(tokens: Tokens, predicate: int, predicates: list[int]) -> int:
    """Return the unit in which those hurt in a unit die: "was hit by a bullet and died"; else the same."""
    if tokens.codes[predicate] not in _WOUND:
        return predicate
    later = next((p for p in predicates if p > predicate), None)
    if later is None or later - predicate > _DIES_WITHIN or tokens.words[later] not in _DIED:
        return predicate
    between = tokens.words[predicate + 1 : later]
    joined = not _JOINS.isdisjoint(between)
    return (
        later
        if joined and all(w in _JOINS or w in _LATER or w.endswith("ly") for w in between)
        else predicate
    )


def _kills_them(tokens: Tokens, predicate: int) -> str | None:
    """Return the words in which the verb of a unit has "them", "him" or "her" for its object, else None."""
    begin = max(0, predicate - 4, tokens.codes.rfind(SENTENCE_END, max(0, predicate - 4), predicate) + 1)
    at = tokens.starts[predicate]
    for match in _KILLS_THEM.finditer(tokens.folded, tokens.starts[begin], tokens.ends[predicate] + _BEHIND):
        group = match.lastgroup
        if group is not None and match.start(group) == at:
            return match.group()
    return None


def _is_taken(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether a count is the object of the verb right before it: "pulled nine men", "lined up ten"."""
    k = quantity.first - 1
    while k > 0 and tokens.codes[k] == _N["at_least"]:
        k -= 1
    if k < 0:
        return False
    word = tokens.words[k].split(" ")[0]
    return tokens.codes[k] in _TAKES or word.endswith(("ed", "ing")) or word in _SEIZED
