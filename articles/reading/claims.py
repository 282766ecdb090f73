"""Finds the words that report an event, and for each where, when and with how many dead it happened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from articles.reading.armed import by_victims, by_words
from articles.reading.barred import is_barred
from articles.reading.boosted import Boosted
from articles.reading.clauses import Clauses, places_of_clause, times_of_clause, tolls_of_clause
from articles.reading.encoder import PairNet, Vectors
from articles.reading.found import Found, Mentioned
from articles.reading.pairs import DEAD, HURT, WHEN, WHERE, Table, Triggers, candidates, features
from articles.reading.pieces import Spanned
from articles.reading.shares import (
    days_by_place,
    is_of_other_row,
    place_of,
    with_those_in_one_breath,
    with_those_told_with,
)
from articles.reading.spoken import is_grievance, is_of_aside, is_told_of_before
from articles.reading.when import WHEN_FROM, judge_times, of_aside
from articles.reading.where import Asked, are_alike, choose_places, judge
from articles.tolls import TollMention, total
from geodata.model import EventMention, EventType, PlaceMention, Span, SubEventType, TimeMention, Toll

#: Below this a word is no trigger; what lies between it and the bar for events is kept for the ledger.
TOLD_FROM = 0.2
TOLL_FROM = 0.5
#: From this on the network is sure enough that a word no lexicon knows tells an event.
TOLD_SURELY_FROM = 0.5
LONGEST_TRIGGER = 12
#: What the sentence's and the lexicon's sub-type weigh beside the trigger's own; chosen on held-out articles.
BY_SENTENCE, BY_WORD, BY_NEARBY_WORD = 0.6, 1.5, 0.4
KINDS = tuple(SubEventType)
_MET = re.compile(r"\b(?:arrest|detain|dispers)\w*|\btear[- ]?gas\w*|\bwater cannons?\b", re.IGNORECASE)
_CROWDS = (EventType.PROTESTS, EventType.RIOTS)

_M = TypeVar("_M", bound=Spanned)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One trigger at one place.

    ``told`` is the probability that the trigger reports an event at all, ``kinds`` those of the sub-types.
    ``place`` None: the text gives none; ``where`` is the chosen place's probability, ``where_next`` the
    best other's. ``places`` is how many places share the trigger; ``met`` says that its words tell of people
    arrested or driven apart; ``word`` is what the lexicon takes the trigger for; ``barred`` that it only
    seems to report: a search for the dead, talks broken off, an attack in words, a missile test.
    """

    trigger: Span
    pieces: tuple[int, int]
    number: int
    told: float
    sentence: float
    kinds: npt.NDArray[np.float32]
    place: PlaceMention | None = None
    where: float = 0.0
    next_place: PlaceMention | None = None
    where_next: float = 0.0
    places: int = 1
    time: TimeMention | None = None
    when: float = 0.0
    dead: tuple[TollMention, ...] = ()
    hurt: tuple[TollMention, ...] = ()
    together: Toll = field(default_factory=Toll)
    met: bool = False
    word: EventMention | None = None
    barred: bool = False

    @property
    def kind(self) -> SubEventType:
        """The likeliest sub-type."""
        return KINDS[int(np.argmax(self.kinds))]

    @property
    def toll(self) -> Toll:
        """What the claim says of dead and injured."""
        if not self.dead and not self.hurt:
            return Toll()
        return total(sorted({*self.dead, *self.hurt}, key=lambda m: (m.start, m.end)))


@dataclass(frozen=True, slots=True)
class Choosers:
    """The trees that choose among the places and times that the pair net scored; None: its scores decide."""

    where: Boosted | None = None
    when: Boosted | None = None


def find_claims(
    found: Found, vectors: Vectors, net: PairNet, trees: Choosers, bases: Sequence[Claim]
) -> list[Claim]:
    """Return the claims of an article in the order of its text, one for each place of each trigger.

    ``bases`` are its triggers, as ``find_triggers`` returns them.
    """
    where = score(found, vectors, net, bases, found.places, WHERE)
    when = score(found, vectors, net, bases, found.times, WHEN)
    dead = score(found, vectors, net, bases, found.tolls, DEAD)
    hurt = score(found, vectors, net, bases, found.tolls, HURT)
    asked = [Asked(b.trigger, b.number, b.told) for b in bases]
    clauses = Clauses.of(found, asked)
    where = places_of_clause(found, clauses, asked, judge(found, asked, where, trees.where))
    when = judge_times(found, asked, times_of_clause(found, clauses, asked, when), trees.when)
    dead = tolls_of_clause(found, clauses, asked, dead, TOLL_FROM, lambda toll: bool(toll.killed))
    hurt = tolls_of_clause(found, clauses, asked, hurt, TOLL_FROM, lambda toll: bool(toll.injured))
    rows = zip(bases, asked, where, when, dead, hurt, strict=True)
    return [c for row in rows for c in _complete(found, *row)]


def find_triggers(found: Found, vectors: Vectors) -> list[Claim]:
    """Return a claim without place, time and toll for every trigger, in the order of the text."""
    return [c for c in all_triggers(found, vectors) if not c.barred]


def all_triggers(found: Found, vectors: Vectors) -> list[Claim]:
    """Return what ``find_triggers`` does, and with ``barred`` the words that only seem to report an event."""
    claims: list[Claim] = []
    text = found.article.text
    for first, last, told, kinds in _triggers(found, vectors):
        trigger = Span(start=int(found.pieces.starts[first]), end=int(found.pieces.ends[last - 1]))
        number = int(found.pieces.sentences[first])
        a, b = np.searchsorted(found.pieces.sentences, [number, number + 1])
        pooled = vectors.pooled(int(a), int(b))
        some = float(1 / (1 + np.exp(pooled[0] - np.logaddexp.reduce(pooled[1:]))))
        word = word_at(found, number, trigger)
        mixed = mix_kinds(kinds, pooled[1:], word, found.words_in(number))
        begins, ends = found.sentences[number].start, found.sentences[number].end
        mixed = by_words(mixed, text, begins, ends, trigger)
        claims.append(
            Claim(
                trigger=trigger,
                pieces=(first, last),
                number=number,
                told=told,
                sentence=some,
                kinds=mixed,
                met=bool(_MET.search(trigger.of(text))),
                word=word,
                barred=is_barred(
                    found, number, trigger, mixed, sure=word is not None or told >= TOLD_SURELY_FROM
                ),
            )
        )
    return claims


def word_at(found: Found, number: int, trigger: Span) -> EventMention | None:
    """Return the lexicon's event at a trigger, None where it knows none there."""
    hits = [m for m in found.words_in(number) if m.start < trigger.end and trigger.start < m.end]
    return max(hits, key=lambda m: m.confidence, default=None)


def mix_kinds(
    kinds: npt.NDArray[np.float32],
    sentence: npt.NDArray[np.float32],
    word: EventMention | None,
    words: Sequence[EventMention],
) -> npt.NDArray[np.float32]:
    """Return the sub-types' probabilities by the trigger, its sentence and the lexicon together."""
    score = np.log(kinds + 1e-4) + BY_SENTENCE * (sentence - np.logaddexp.reduce(sentence))
    for mention in words:
        score[KINDS.index(mention.sub_event_type)] += BY_WORD if mention is word else BY_NEARBY_WORD
    odds = np.exp(score - score.max())
    mixed: npt.NDArray[np.float32] = (odds / odds.sum()).astype(np.float32)
    return mixed


def _triggers(found: Found, vectors: Vectors) -> Iterator[tuple[int, int, float, npt.NDArray[np.float32]]]:
    """Yield piece ranges, the probability that they tell an event and those of its sub-types."""
    logits = vectors.told - vectors.told.max(axis=1, keepdims=True)
    odds = np.exp(logits)
    share = odds / odds.sum(axis=1, keepdims=True)
    told = 1 - share[:, 0]
    pieces = found.pieces
    k, n, done = 0, len(told), 0
    while k < n:
        if told[k] < TOLD_FROM:
            k += 1
            continue
        first = k
        while (
            k + 1 < n
            and told[k + 1] >= TOLD_FROM
            and pieces.sentences[k + 1] == pieces.sentences[first]
            and k + 1 - first < LONGEST_TRIGGER
        ):
            k += 1
        last = k + 1
        kinds = share[first:last, 1:].sum(0)
        begin, end = _whole_words(found, first, last)
        k = max(last, k + 1)
        if begin >= done:  # else more of a word that was a trigger already
            yield begin, end, float(told[first:last].max()), kinds / kinds.sum()
            done = end


def _whole_words(found: Found, first: int, last: int) -> tuple[int, int]:
    """Widen a range of pieces to whole words."""
    text, pieces = found.article.text, found.pieces

    def joined(k: int) -> bool:
        end, start = int(pieces.ends[k - 1]), int(pieces.starts[k])
        return end == start and text[end - 1 : end].isalnum() and text[start : start + 1].isalnum()

    while first > 0 and joined(first):
        first -= 1
    while last < len(pieces.ids) and joined(last):
        last += 1
    return first, last


def _complete(
    found: Found,
    base: Claim,
    asked: Asked,
    where: Sequence[tuple[PlaceMention, float]],
    when: Sequence[tuple[TimeMention, float]],
    killed: Sequence[tuple[TollMention, float]],
    injured: Sequence[tuple[TollMention, float]],
) -> list[Claim]:
    """Return the claim with its time and tolls, once for each of its places."""
    time, p_when = max(when, key=lambda x: x[1], default=(None, 0.0))
    own = partial(_is_own, found, base)
    killed = [(m, p) for m, p in killed if m.killed is not None]
    injured = [(m, p) for m, p in injured if m.injured is not None]
    dead, hurt = _tolls(killed, own), _tolls(injured, own)
    dead, hurt = (
        with_those_in_one_breath(found, dead, hurt, killed, own),
        with_those_in_one_breath(found, hurt, dead, injured, own),
    )
    time = of_aside(found, asked, time if p_when >= WHEN_FROM else None)
    begins = found.sentences[base.number].start
    kinds = by_victims(base.kinds, found.article.text, begins, base.trigger, (*dead, *hurt))
    base = replace(base, time=time, when=p_when, dead=dead, hurt=hurt, kinds=kinds)
    chosen = choose_places(where, found.article.text)
    if len(chosen) < 2:
        return [_placed(base, where, *(chosen[0] if chosen else (None, 0.0)))]
    places = [m for m, _ in chosen]
    together = Toll() if _each_has_one(places, dead) else base.toll
    days = days_by_place(found, base.trigger, base.number, places)
    return [
        replace(
            _placed(base, where, place, p),
            places=len(chosen),
            together=together,
            time=days.get(place.start, base.time),
            dead=_share(place, places, dead),
            hurt=_share(place, places, hurt),
        )
        for place, p in chosen
    ]


def _tolls(
    scored: Sequence[tuple[TollMention, float]], is_own: Callable[[TollMention], bool]
) -> tuple[TollMention, ...]:
    """Return the tolls that are likely a claim's own, with those told by place beside them."""
    kept = [m for m, p in scored if (p >= TOLL_FROM or m.of_row) and is_own(m)]
    return with_those_told_with(kept, scored, is_own)


def _is_own(found: Found, base: Claim, toll: TollMention) -> bool:
    """Whether a toll may be the claim's: not one of what had happened before, in the same sentence."""
    text = found.article.text
    if found.sentence_at(toll.start) != base.number:
        return not is_of_other_row(text, base.trigger, toll)
    return not (
        is_told_of_before(text, base.trigger, toll)
        or is_told_of_before(text, toll, base.trigger)
        or is_of_aside(text, toll, base.trigger)
        or (base.kind.event_type in _CROWDS and is_grievance(text, toll))
    )


def _placed(
    base: Claim, where: Sequence[tuple[PlaceMention, float]], place: PlaceMention | None, p: float
) -> Claim:
    others = [
        (m, q)
        for m, q in where
        if m.literal and m is not place and (place is None or not are_alike(m, place))
    ]
    following, q = max(others, key=lambda x: x[1], default=(None, 0.0))
    return replace(base, place=place, where=p, next_place=following, where_next=q)


def score(
    found: Found, vectors: Vectors, net: PairNet, bases: Sequence[Claim], mentioned: Mentioned[_M], role: int
) -> list[list[tuple[_M, float]]]:
    """Return for each trigger the mentions that may belong to it, each with the probability that it does."""
    table = Table.of(found, mentioned)
    by_sentence = {n: candidates(found, mentioned, n) for n in {b.number for b in bases}}
    near = [by_sentence[b.number] for b in bases]
    if not sum(map(len, near)):
        return [[] for _ in bases]
    chosen = np.concatenate(near)
    owners = np.repeat(np.arange(len(bases)), [len(n) for n in near])
    asked = Triggers.of([(b.trigger, b.pieces, b.number) for b in bases]).at(owners)
    triggers = vectors.means(*np.array([b.pieces for b in bases]).T)
    others = vectors.means(mentioned.firsts, mentioned.lasts)
    pairs = np.stack([owners, chosen], axis=1)
    likely = iter(net.probabilities(triggers, others, pairs, features(table, chosen, asked), role).tolist())
    return [[(mentioned.items[i], next(likely)) for i in n.tolist()] for n in near]


def _each_has_one(places: Sequence[PlaceMention], tolls: Sequence[TollMention]) -> bool:
    """Whether tolls stand among the places, so that each is one's own; one outside them is shared."""
    if len(tolls) != 1 or tolls[0].place_at is not None:
        return True
    return min(m.start for m in places) < tolls[0].start and tolls[0].end < max(m.end for m in places)


def _share(
    place: PlaceMention, places: Sequence[PlaceMention], tolls: Sequence[TollMention]
) -> tuple[TollMention, ...]:
    """Return the tolls of one of several places: its own where several are told, none where all share one.

    A toll belongs to the nearest place: "three died in X and two in Y", "in X, where two died, and in Y".
    """
    if not _each_has_one(places, tolls):
        return ()
    by_place = {id(t): place_of(t, places) for t in tolls}
    taken = {m.start for m in by_place.values() if m is not None}
    free = [m for m in places if m.start not in taken] or places
    owner = {id(t): by_place[id(t)] or min(free, key=lambda m: (near(m, t), m.start)) for t in tolls}
    return tuple(t for t in tolls if owner[id(t)] is place)


def near(a: Spanned, b: Spanned) -> int:
    """Return how many characters lie between two spans."""
    return max(0, max(a.start, b.start) - min(a.end, b.end))
