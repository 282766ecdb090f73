"""Tolls told by place, "killed eight in X and four in Y": what befell X befell Y, and each keeps its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from articles.reading.found import Found
from articles.tolls import TollMention
from geodata.model import PlaceMention

#: Characters between "in" and the name: "in neighbouring Mangu", "in the village of Udy".
_LEAD = 32

Scored = tuple[PlaceMention, float]


def with_shares(found: Found, number: int, row: list[Scored], least: float) -> list[Scored]:
    """Return a trigger's candidates, those made likely that share a toll with a likely one."""
    named = [m for m, _ in row if found.sentence_at(m.start) == number]
    likely = [m.start for m, p in row if p >= least]
    made: set[int] = set()
    for tolls in _by_verb(found, number).values():
        places = {m.start for t in tolls if (m := place_of(t, named)) is not None}
        begins, ends = min(t.start for t in tolls), max(places, default=0)
        if any(begins <= start <= ends for start in likely):
            made |= places
    return [(m, max(p, least) if m.start in made else p) for m, p in row]


def _by_verb(found: Found, number: int) -> dict[int, list[TollMention]]:
    """Return the tolls told by place in a sentence, by their verb."""
    sentence = found.sentences[number]
    by_verb: dict[int, list[TollMention]] = {}
    for toll in found.tolls.items:
        if toll.place_at is not None and sentence.start <= toll.start < sentence.end:
            by_verb.setdefault(toll.predicate, []).append(toll)
    return by_verb


def place_of(toll: TollMention, places: Sequence[PlaceMention]) -> PlaceMention | None:
    """Return the place that a toll told by place is told at, None for any other toll."""
    at = toll.place_at
    if at is None:
        return None
    behind = [m for m in places if at <= m.start <= at + _LEAD or m.start <= at < m.end]
    return min(behind, key=lambda m: m.start, default=None)


def with_those_told_with(
    kept: Sequence[TollMention],
    scored: Sequence[tuple[TollMention, float]],
    is_own: Callable[[TollMention], bool],
) -> tuple[TollMention, ...]:
    """Return a claim's tolls with the others of the same verb, where they are told by place."""
    verbs = {k.predicate for k in kept} & {t.predicate for t, _ in scored if t.place_at is not None}
    missing = [t for t, _ in scored if t.predicate in verbs and t not in kept and is_own(t)]
    return tuple(sorted((*kept, *missing), key=lambda t: t.start))
