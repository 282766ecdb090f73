"""Gives every toll to one happening: what a sentence, a bullet or an entry states of its own stays there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np

from articles.reading.claims import Claim
from articles.reading.found import Found
from articles.reading.happenings import Happening
from articles.reading.holding import holds
from articles.reading.pieces import Spanned
from articles.reading.spoken import speaks_itself
from articles.reading.where import are_alike
from articles.tolls import TollMention
from geodata.model import PlaceKind, PlaceMention, SentenceKind

#: What is told less likely takes no toll from what is told surely.
OWNER_FROM = 0.5

#: Where another main clause begins.
_BREAK = re.compile(r";|\b(?:while|whereas)\b")

#: Toll -> the happenings it belongs to.
Owners = dict[tuple[int, int], set[int]]


def own_tolls(found: Found, happenings: Sequence[Happening]) -> None:
    """Take from every claim the tolls that belong to another happening, in place.

    A toll in another bullet, in another entry of a running report or in a sentence about another place is not
    the claim's. Where several happenings claim one, it belongs to those that its own sentence tells, of these
    to those of its clause, else to the nearest. Fighters who "also" died belong with the dead before them.
    """
    for happening in happenings:
        happening.claims[:] = [_kept(c, partial(_within_reach, found, c)) for c in happening.claims]
    owners = _owners(found, happenings)
    for n, happening in enumerate(happenings):
        happening.claims[:] = [_kept(c, partial(_is_owner, owners, n)) for c in happening.claims]


def _kept(claim: Claim, belongs: Callable[[TollMention], bool]) -> Claim:
    dead = tuple(t for t in claim.dead if belongs(t))
    hurt = tuple(t for t in claim.hurt if belongs(t))
    if len(dead) == len(claim.dead) and len(hurt) == len(claim.hurt):
        return claim
    return replace(claim, dead=dead, hurt=hurt)


def _key(toll: TollMention) -> tuple[int, int]:
    return toll.start, toll.end


def _tolls(claim: Claim) -> Iterable[TollMention]:
    return {_key(t): t for t in (*claim.dead, *claim.hurt)}.values()


def _within_reach(found: Found, claim: Claim, toll: TollMention) -> bool:
    """Whether a claim may have a toll at all: both in one item of a list, or neither in another's."""
    number = found.sentence_at(toll.start)
    if number == claim.number:
        return True
    here, there = found.sentences[claim.number], found.sentences[number]
    bullets = here.kind is SentenceKind.BULLET and there.kind is SentenceKind.BULLET
    if bullets and here.paragraph != there.paragraph:
        return False
    if _is_elsewhere(found, claim, number):
        return False
    return found.entries[claim.number] == found.entries[number]


def _is_elsewhere(found: Found, claim: Claim, number: int) -> bool:
    """Whether a sentence names places of its own, and none of them has to do with the claim's."""
    text, place = found.article.text, claim.place
    first, last = np.searchsorted(found.places.numbers, [number, number + 1])
    named = [
        m
        for m in found.places.items[int(first) : int(last)]
        if m.literal and not _is_country(m) and not speaks_itself(text, m)
    ]
    if place is None or not named:
        return False
    return not any(are_alike(m, place) or holds(m, place, text) or holds(place, m, text) for m in named)


def _is_country(mention: PlaceMention) -> bool:
    return mention.place is not None and mention.place.kind is PlaceKind.COUNTRY


def _is_owner(owners: Owners, n: int, toll: TollMention) -> bool:
    return n in owners[_key(toll)]


def _breaks(text: str, one: Spanned, two: Spanned) -> int:
    """Return how many main clauses begin between two spans of a sentence."""
    return len(_BREAK.findall(text[min(one.end, two.end) : max(one.start, two.start)]))


def _owners(found: Found, happenings: Sequence[Happening]) -> Owners:
    """Return for every toll the happenings it belongs to, by their place in the list."""
    distances: dict[tuple[int, int], dict[int, tuple[bool, int, int]]] = defaultdict(dict)
    text = found.article.text
    for n, happening in enumerate(happenings):
        for claim in happening.claims:
            for toll in _tolls(claim):
                away = abs(claim.number - found.sentence_at(toll.start))
                held = distances[_key(toll)]
                here = claim.told < OWNER_FROM, away, 0 if away else _breaks(text, claim.trigger, toll)
                held[n] = min(held.get(n, here), here)
    owners = {key: {n for n, d in held.items() if d == min(held.values())} for key, held in distances.items()}
    for toll, before in _told_besides(found):
        shared = owners.get(_key(before), set()) & distances.get(_key(toll), {}).keys()
        if shared:
            owners[_key(toll)] = shared
    return owners


def _told_besides(found: Found) -> Iterator[tuple[TollMention, TollMention]]:
    """Yield the dead who "also" died, each with those told before them in the paragraph."""
    dead = [t for t in found.tolls.items if t.killed is not None]
    for before, toll in pairwise(dead):
        one, two = (found.sentences[found.sentence_at(t.start)].paragraph for t in (before, toll))
        if toll.besides and one == two:
            yield toll, before
