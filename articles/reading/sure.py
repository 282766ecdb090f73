"""What speaks for a happening being real, and for its place, date and type being right."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from articles.reading.claims import Claim
from articles.reading.encoder import FOLDER
from articles.reading.facts import NAN, TYPE_ROWS, Row, has_own_place, line
from articles.reading.found import Found, lies_inside, name_of
from articles.reading.happenings import Happening
from articles.reading.where import are_alike
from geodata.model import EventType, Modality, PlaceKind, PlaceMention, PlaceRole, TimeMention

REAL_FILE, SURE_FILE = FOLDER / "real.npz", FOLDER / "sure.npz"
_ROLES, _KIND_NUMBERS = tuple(PlaceRole), tuple(PlaceKind)

#: More happenings at one place are counted as so many.
MOST_HERE = 20

SURE_NAMES = (
    "told",
    "told_mean",
    "claims",
    "sentence",
    "where",
    "where_next",
    "gap",
    "placed",
    "own_place",
    "places",
    "next_holds",
    "place_kind",
    "confidence",
    "literal",
    "role",
    "when",
    "timed",
    "day",
    "days_old",
    "future",
    "kind",
    "kind_margin",
    "type_share",
    "kind_number",
    "same_type_near",
    "line",
    "position",
    "happenings",
    "sentences",
    "dead",
    "length",
    "doc_told",
    "candidates",
    "alone",
    "word",
    "word_happened",
    "word_sure",
    "word_same",
    "words_here",
    "like",
    "here_before",
    "here_after",
    "type_here_before",
    "told_before",
    "time_away",
    "time_votes",
    "times_named",
    "place_away",
    "place_votes",
    "place_named",
    "namesakes",
    "precision",
    "type_votes",
)


@dataclass(frozen=True, slots=True)
class Story:
    """What all happenings of an article have in common, counted once."""

    told: float
    happenings: int
    types: Counter[EventType]
    claims: Counter[int]
    here: dict[int, Row]

    @classmethod
    def of(cls, happenings: Sequence[Happening]) -> Story:
        """Return the counts over all happenings of an article; there is at least one."""
        return cls(
            told=float(np.mean([max(c.told for c in h.claims) for h in happenings])),
            happenings=len(happenings),
            types=Counter(h.kind.event_type for h in happenings),
            claims=Counter(c.number for h in happenings for c in h.claims),
            here=_here(happenings),
        )


def _here(happenings: Sequence[Happening]) -> dict[int, Row]:
    """Return what else is told of each happening's place, by its identity.

    Happenings told there before and after, those before of the same type, and how likely these were told.
    """
    places = [name_of(h.place) if h.place is not None else "" for h in happenings]
    left = Counter(places)
    before: dict[str, list[tuple[EventType, float]]] = defaultdict(list)
    found = {}
    for happening, place in zip(happenings, places, strict=True):
        left[place] -= 1
        own = happening.kind.event_type
        latest = before[place][-MOST_HERE:]
        found[id(happening)] = [
            float(len(latest)),
            float(min(MOST_HERE, left[place])),
            float(sum(kind is own for kind, _ in latest)),
            max((told for _, told in latest), default=0.0),
        ]
        before[place].append((own, max(c.told for c in happening.claims)))
    return found


def sure_features(found: Found, happening: Happening, story: Story) -> Row:
    """Return what speaks for a happening being real and rightly placed, dated and typed."""
    lead = happening.lead
    sentence, kind = found.sentences[lead.number], happening.kind
    return [
        max(c.told for c in happening.claims),
        float(np.mean([c.told for c in happening.claims])),
        float(len(happening.claims)),
        max(c.sentence for c in happening.claims),
        *_place_facts(found, happening),
        max(c.when for c in happening.claims),
        *_date_facts(found, happening.time),
        *_kind_facts(happening, story),
        line(sentence.kind),
        lead.number / max(1, len(found.sentences)),
        float(story.happenings),
        float(len(found.sentences)),
        float(lead.toll.fatalities is not None),
        float(sentence.end - sentence.start),
        story.told,
        float(len(found.counts)),
        float(story.claims[lead.number]),
        *_word_facts(found, happening),
        happening.like,
        *story.here[id(happening)],
        *_time_votes(found, happening),
        *_place_votes(found, happening),
        _share(happening, lambda c: c.kind.event_type is kind.event_type),
    ]


def _time_votes(found: Found, happening: Happening) -> Row:
    """Sentences between claim and time, the share of claims that give that time, times named at all."""
    time = happening.time
    named = float(len({(m.date_start, m.date_end) for m in found.times.items}))
    if time is None:
        return [NAN, NAN, named]
    away = min(abs(found.sentence_at(time.start) - c.number) for c in happening.claims)
    days = time.date_start, time.date_end
    votes = _share(happening, lambda c: c.time is None or (c.time.date_start, c.time.date_end) == days)
    return [float(away), votes, named]


def _place_votes(found: Found, happening: Happening) -> Row:
    """Sentences between claim and place, the share of claims there, mentions, namesakes, precision."""
    place = happening.place
    if place is None:
        return [NAN] * 5
    away = min(abs(found.sentence_at(place.start) - c.number) for c in happening.claims)
    votes = _share(happening, lambda c: c.place is None or are_alike(c.place, place))
    named = float(found.counts.get(name_of(place), 0))
    exact = float(place.precision.ucdp) if place.precision else NAN
    return [float(away), votes, named, float(len(place.candidates)), exact]


def _share(happening: Happening, fits: Callable[[Claim], bool]) -> float:
    """The share of the claims that fit, the surer ones weighing more."""
    told = [(c.told, fits(c)) for c in happening.claims]
    return sum(t for t, fit in told if fit) / sum(t for t, _ in told)


def _place_facts(found: Found, happening: Happening) -> Row:
    lead, place = happening.lead, happening.place
    own = [c for c in happening.claims if c.place is not None]
    best = max(own, key=lambda c: c.where, default=lead)
    known = [
        best.where,
        best.where_next,
        best.where - best.where_next,
        float(place is not None and place.place is not None),
        has_own_place(found, best),
        float(lead.places),
        float(lies_inside(place, best.next_place)) if best.next_place is not None else NAN,
        _kind_number(place),
    ]
    if place is None:
        return [*known, NAN, NAN, NAN]
    return [*known, place.confidence, float(place.literal), float(_ROLES.index(place.role))]


def _kind_facts(happening: Happening, story: Story) -> Row:
    kinds = happening.kinds
    ranked = np.sort(kinds)[::-1]
    return [
        float(ranked[0]),
        float(ranked[0] - ranked[1]),
        float((TYPE_ROWS @ kinds).max()),
        float(np.argmax(kinds)),
        float(story.types[happening.kind.event_type] - 1),
    ]


def _word_facts(found: Found, happening: Happening) -> Row:
    """Return what the lexicon says of the triggers: known, happened, how sure, of the same sub-type."""
    words = [c.word for c in happening.claims if c.word is not None]
    here = float(len(found.words_in(happening.lead.number)))
    if not words:
        return [0.0, NAN, NAN, NAN, here]
    return [
        float(len(words)),
        float(np.mean([w.modality is Modality.HAPPENED for w in words])),
        max(w.confidence for w in words),
        float(np.mean([w.sub_event_type is happening.kind for w in words])),
        here,
    ]


def _kind_number(mention: PlaceMention | None) -> float:
    if mention is None or mention.place is None:
        return NAN
    return float(_KIND_NUMBERS.index(mention.place.kind))


def _date_facts(found: Found, time: TimeMention | None) -> Row:
    """Dated at all, days of the interval, days before publication (both logarithmic), after publication."""
    first = (time.date_start or time.date_end) if time is not None else None
    last = (time.date_end or time.date_start) if time is not None else None
    if first is None or last is None:
        return [0.0, NAN, NAN, 0.0]
    published = found.article.published
    if published is None:
        return [1.0, math.log1p((last - first).days), NAN, 0.0]
    old = (published - last).days
    return [
        1.0,
        math.log1p((last - first).days),
        math.copysign(math.log1p(abs(old)), old),
        float(first > published),
    ]
