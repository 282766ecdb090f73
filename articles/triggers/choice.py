"""Chooses among the rules that hold for one sentence: the best of each sub-type, parts given to wholes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from articles.triggers.engine import Hit
from articles.triggers.modality import modality_of
from articles.words.tokens import COMMA, Tokens, lexicon, read_table
from geodata.model import Modality, SubEventType

_MEASURE = 9.0
_VAGUE = 6.0
"""Rows that say "no event" from the first weight on tell of sanctions or of who claims an attack; a row up to
the second, "the killings", then only says what they are about."""

_NOT_HAPPENED = 3.0
"""What a rule loses in weight where its trigger is denied, planned or feared."""


@lru_cache(maxsize=1)
def _dominance() -> dict[tuple[SubEventType | None, SubEventType | None], float]:
    table: dict[tuple[SubEventType | None, SubEventType | None], float] = {}
    for winner, losers, weight in read_table("dominance.tsv", "articles.triggers"):
        for loser in losers.split(" "):
            table[SubEventType[winner], SubEventType[loser]] = float(weight)
    return table


@lru_cache(maxsize=1)
def _minimum() -> dict[SubEventType, float]:
    rows = read_table("document_minimum.tsv", "articles.triggers")
    return {SubEventType[name]: float(weight) for name, weight in rows}


def weigh(hits: Sequence[Hit], tokens: Tokens, begin: int, end: int, *, counted_from: int) -> list[Hit]:
    """Return the hits, lighter where the sentence in units begin..end does not say that it happened.

    So what happened keeps its place beside what was planned, feared or denied in the same sentence. The
    hits' units are ``counted_from`` one of the text's.
    """
    # Many rules share a trigger.
    lighter = {
        first
        for first in {hit.first for hit in hits}
        if modality_of(tokens, counted_from + first, begin, end)[0] is not Modality.HAPPENED
    }
    return [replace(hit, weight=hit.weight - _NOT_HAPPENED) if hit.first in lighter else hit for hit in hits]


def choose(hits: Sequence[Hit]) -> list[Hit]:
    """Return the best hit of each sub-type, without those another one takes with it, in text order."""
    best: dict[SubEventType | None, Hit] = {}
    for hit in hits:
        kind = hit.rule.sub_event_type
        if kind not in best or (hit.weight, -hit.first) > (best[kind].weight, -best[kind].first):
            best[kind] = hit
    table = _dominance()
    lost = {
        loser
        for winner, strong in best.items()
        for loser, weak in best.items()
        if not (weak.happened and not strong.happened)
        and _takes(strong.weight, weak.weight, table.get((winner, loser)), table.get((loser, winner), 0.0))
    }
    kept = sorted((h for kind, h in best.items() if kind not in lost), key=lambda h: (-h.weight, h.first))
    chosen: list[Hit] = []
    for hit in kept:
        if not any(hit.first <= other.last and other.first <= hit.last for other in chosen):
            chosen.append(hit)
    return sorted(chosen, key=lambda h: h.first)


def _takes(strong: float, weak: float, reach: float | None, reach_back: float) -> bool:
    """Whether a hit takes another with it; of two that would take each other only the better one does."""
    if reach is None or weak > reach:
        return False
    return strong > reach_back or (strong, reach) > (weak, reach_back)


def choose_events(hits: Sequence[Hit], codes: str) -> list[Hit]:
    """Return what a sentence of a running text reports: the hits strong enough to stand there, as `choose`.

    Other clauses of the sentence, parted by a comma in ``codes``, may report the same kind once more:
    "shelled one town, while rebels hit another".
    """
    if not hits:
        return []
    minimum = _minimum()
    measured = any(hit.rule.sub_event_type is None and hit.rule.weight >= _MEASURE for hit in hits)
    strong = [
        hit
        for hit in hits
        if hit.rule.sub_event_type is not None
        and hit.rule.weight >= minimum.get(hit.rule.sub_event_type, 0.0)
        and not (measured and hit.rule.sub_event_type is SubEventType.ATTACK and hit.weight <= _VAGUE)
    ]
    if len(strong) < 2:
        return strong
    kept = choose(strong)
    for hit in sorted(strong, key=lambda h: (-h.weight, h.first)):
        alike = [other for other in kept if other.rule.sub_event_type is hit.rule.sub_event_type]
        if codes[hit.first] in _OUTCOMES:
            continue
        if alike and hit.weight >= _AGAIN and all(_are_apart(hit, other, codes) for other in alike):
            kept.append(hit)
    return sorted(kept, key=lambda h: h.first)


# What says the same kind once more must name its means.
_AGAIN = 6.5

# What an event did to people and things is no second event: "missiles hit the port, killing two".
_OUTCOMES = frozenset(lexicon().names[name] for name in ("kill", "wound", "slay", "destroy", "losses"))


def _are_apart(one: Hit, other: Hit, codes: str) -> bool:
    first, second = sorted((one, other), key=lambda h: h.first)
    return first.last < second.first and COMMA in codes[first.last + 1 : second.first]
