"""What speaks for and against two claims of one article telling the same happening."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from articles.reading.again import told_again
from articles.reading.claims import Claim
from articles.reading.encoder import FOLDER, PairNet, Vectors
from articles.reading.facts import NAN, TYPE_ROWS, Row, has_own_place, line
from articles.reading.found import Found
from geodata.geography import contains, distance_km
from geodata.model import PlaceKind, PlaceMention, TimeMention

SAME_FILE = FOLDER / "same.npz"
#: What is known of each claim by itself.
ALONE = (
    "placed",
    "own_place",
    "timed",
    "line",
    "told",
    "where",
    "country",
    "sentence",
    "own_time",
    "opened",
    "definite",
    "another",
    "places",
)
SAME_NAMES = (
    "kinds",
    "same_kind",
    "types",
    "same_word",
    "alike",
    "again",
    "same_id",
    "same_name",
    "a_holds_b",
    "b_holds_a",
    "km",
    "same_day",
    "days_apart",
    "same_toll",
    "toll_ratio",
    "a_toll",
    "b_toll",
    "sentences",
    "same_paragraph",
    "between",
    "gap",
    "joined",
    "parts",
    "times_between",
    "triggers_between",
    "clause_between",
    "a_kind",
    "b_kind",
    *(f"a_{name}" for name in ALONE),
    *(f"b_{name}" for name in ALONE),
)

#: Between triggers so far apart no word is looked at.
NEAR = 300
_JOINED = re.compile(r"\b(?:and|while|but|as well as)\b")
_PARTS = re.compile(r"[,;:—–]")
_CLAUSE = re.compile(r"\b(?:that|which|who|when|after|before|in which|during)\b")
_DEFINITE = frozenset("the this that these those its their".split())
_ANOTHER = frozenset(
    "another second third separate separately other also later earlier then fresh new again".split()
)
#: What stands right before a trigger says whether it names something new or known, and as noun or verb.
_OPENERS = (
    frozenset({"a", "an"}),
    _DEFINITE,
    frozenset("of in by from for during after before".split()),
    frozenset("was were been being is are be".split()),
    frozenset({"had", "has", "have"}),
    frozenset({"and", "or"}),
    frozenset({"to"}),
    frozenset({"who", "which"}),
)

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


def same_features(
    found: Found, vectors: Vectors, net: PairNet, claims: Sequence[Claim], pairs: Indices
) -> Floats:
    """Return what speaks for and against two claims telling one happening, a row for each pair.

    A pair holds two indices into ``claims``; the first stands first in the text.
    """
    first, second = pairs.T
    alone = np.array([_alone(found, c) for c in claims])
    related: dict[tuple[int, int], Row] = {}
    couples = [(claims[i], claims[j]) for i, j in pairs.tolist()]
    return np.column_stack(
        [
            *_meanings(found, vectors, claims, first, second),
            told_again(found, vectors, net, claims, pairs),
            np.array([_place_relation(a.place, b.place, related) for a, b in couples]),
            np.array([_time_relation(a.time, b.time) for a, b in couples]),
            *_tolls(claims, first, second),
            *_distances(found, claims, first, second),
            *_between(found, claims, first, second),
            alone[first],
            alone[second],
        ]
    )


def _meanings(
    found: Found, vectors: Vectors, claims: Sequence[Claim], first: Indices, second: Indices
) -> list[npt.NDArray[Any]]:
    """Sub-types alike, the same, types alike, same word, triggers alike."""
    kinds = np.stack([c.kinds for c in claims])
    types = kinds @ TYPE_ROWS.T
    best = kinds.argmax(1)
    text = found.article.text
    words = [text[c.trigger.start : c.trigger.end].casefold()[:5] for c in claims]
    _, codes = np.unique(words, return_inverse=True)
    sides = vectors.means(*np.array([c.pieces for c in claims]).T)
    sides /= np.linalg.norm(sides, axis=1, keepdims=True) + 1e-6
    return [
        (kinds[first] * kinds[second]).sum(1),
        best[first] == best[second],
        (types[first] * types[second]).sum(1),
        codes[first] == codes[second],
        (sides[first] * sides[second]).sum(1),
    ]


def _tolls(claims: Sequence[Claim], first: Indices, second: Indices) -> list[npt.NDArray[Any]]:
    """Same number of dead, the smaller by the larger, stated by either."""
    dead = [c.toll.fatalities for c in claims]
    known = np.array([NAN if n is None else float(n) for n in dead])
    x, y = known[first], known[second]
    ratio = np.minimum(x, y) / np.maximum(1, np.maximum(x, y))
    return [np.where(np.isnan(x + y), NAN, x == y), ratio, ~np.isnan(x), ~np.isnan(y)]


def _distances(
    found: Found, claims: Sequence[Claim], first: Indices, second: Indices
) -> list[npt.NDArray[Any]]:
    """Sentences apart, same paragraph, places named between."""
    numbers = np.array([c.number for c in claims])
    paragraphs = np.array([found.sentences[c.number].paragraph for c in claims])
    begins, ends = (np.searchsorted(found.places.firsts, [c.pieces[k] for c in claims]) for k in (0, 1))
    return [
        np.abs(numbers[second] - numbers[first]),
        paragraphs[first] == paragraphs[second],
        np.maximum(0, begins[second] - ends[first]),
    ]


def _between(
    found: Found, claims: Sequence[Claim], first: Indices, second: Indices
) -> list[npt.NDArray[Any]]:
    """Characters between (logarithmic), an "and", commas, times, triggers, a clause; both sub-types."""
    text = found.article.text
    starts, ends = (np.array([getattr(c.trigger, name) for c in claims]) for name in ("start", "end"))
    low, high = np.minimum(ends[first], starts[second]), np.maximum(ends[first], starts[second])
    is_near = high - low <= NEAR
    times = np.array([t.start for t in found.times.items])
    triggers = np.unique(starts)
    kinds = np.array([int(c.kinds.argmax()) for c in claims])
    return [
        np.log1p(high - low),
        is_near & (_count(_JOINED, text, low, high) > 0),
        is_near * _count(_PARTS, text, low, high),
        np.searchsorted(times, high) - np.searchsorted(times, low),
        np.maximum(0, np.searchsorted(triggers, high) - np.searchsorted(triggers, low)),
        is_near & (_count(_CLAUSE, text, low, high) > 0),
        kinds[first],
        kinds[second],
    ]


def _count(pattern: re.Pattern[str], text: str, low: Indices, high: Indices) -> Indices:
    """Return how often a pattern begins in each of the ranges of a text."""
    starts = np.array([m.start() for m in pattern.finditer(text)], dtype=np.int64)
    count: Indices = np.maximum(0, np.searchsorted(starts, high) - np.searchsorted(starts, low))
    return count


def _alone(found: Found, claim: Claim) -> Row:
    """Return what is named in ``ALONE``."""
    return [
        float(claim.place is not None),
        has_own_place(found, claim),
        float(claim.time is not None),
        line(found.sentences[claim.number].kind),
        claim.told,
        claim.where,
        _is_country(claim.place),
        claim.sentence,
        _has_own_time(found, claim),
        *_opened(found.article.text, claim),
        claim.places,
    ]


def _has_own_time(found: Found, claim: Claim) -> float:
    """Whether the claim's time stands in its own sentence; NaN where it has none."""
    return NAN if claim.time is None else float(found.sentence_at(claim.time.start) == claim.number)


def _opened(text: str, claim: Claim) -> tuple[float, float, float]:
    """Which sort of word stands before the trigger, whether "the" or "this" does, whether "another" does."""
    words = text[max(0, claim.trigger.start - 40) : claim.trigger.start].casefold().split()[-4:]
    sort = next((k for k, group in enumerate(_OPENERS) if words and words[-1] in group), -1)
    definite = bool(_DEFINITE & set(words[-2:]))
    return float(sort), float(definite), float(bool(_ANOTHER & set(words)))


def _is_country(mention: PlaceMention | None) -> float:
    if mention is None or mention.place is None:
        return NAN
    return float(mention.place.kind is PlaceKind.COUNTRY)


def _place_relation(a: PlaceMention | None, b: PlaceMention | None, known: dict[tuple[int, int], Row]) -> Row:
    """Same place, same name, one holds the other, the other the one, kilometres (logarithmic)."""
    if a is None or b is None:
        return [NAN] * 5
    key = a.start, b.start
    if key not in known:
        same_name = float(a.text.casefold() == b.text.casefold())
        known[key] = [NAN, same_name, NAN, NAN, NAN]
        if a.place is not None and b.place is not None:
            known[key] = [
                float(a.place.id == b.place.id),
                same_name,
                float(contains(a.place, b.place)),
                float(contains(b.place, a.place)),
                math.log1p(distance_km(a.place, b.place)),
            ]
    return known[key]


def _time_relation(a: TimeMention | None, b: TimeMention | None) -> Row:
    """Same interval, days apart (logarithmic)."""
    if a is None or b is None:
        return [NAN, NAN]
    same = float((a.date_start, a.date_end) == (b.date_start, b.date_end))
    sa, ea = a.date_start or a.date_end, a.date_end or a.date_start
    sb, eb = b.date_start or b.date_end, b.date_end or b.date_start
    if sa is None or ea is None or sb is None or eb is None:
        return [same, NAN]
    return [same, math.log1p(max(0, (sb - ea).days, (sa - eb).days))]
