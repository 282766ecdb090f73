"""Chooses the places of a trigger out of the candidates that the encoder scored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from articles.reading.boosted import Boosted
from articles.reading.encoder import FOLDER
from articles.reading.found import Found, lies_inside, name_of
from articles.reading.holding import are_one, holds, is_address, is_described, points_on
from articles.reading.leading import is_of_bracketed_site, preposition, with_led
from articles.reading.pieces import Spanned
from articles.reading.roads import without_road_ends
from articles.reading.shares import with_shares
from articles.reading.spoken import is_told_of_before
from geodata.model import PlaceKind, PlaceMention, PlaceRole, PlaceUse, SentenceKind

WHERE_FILE = FOLDER / "where.npz"
#: From this on each place is one of the event's; without any, the likeliest from ``AT_LEAST`` on.
PLACES_FROM, AT_LEAST = 0.5, 0.1
#: From this on a place is the event's though its name seems to stand for who governs there.
MEANT_FROM = 0.85
#: From this on a place is the event's where another of its list is.
LISTED_FROM = 0.2
#: An area that is likelier by so much than a place in it is the event's; else the place is.
LIKELIER = 0.2
#: How likely a town is that is only described right behind what happened.
DESCRIBED_FROM = 0.75
#: How likely the town is that stands in a bracket behind the site of what happened.
BRACKETED_FROM = 0.75

_KINDS, _ROLES, _USES = tuple(PlaceKind), tuple(PlaceRole), tuple(PlaceUse)
_LINES = tuple(SentenceKind)
LIST_GAP = re.compile(
    r"\s*(?:,|;|/|&|\||\t|,?\s*\band\b|,?\s*\bor\b|,?\s*\bas well as\b)\s*(?:and\s+)?(?:the\s+)?"
    r"(?:in\s+|near\s+|at\s+|on\s+|around\s+|outside\s+)?(?:the\s+)?(?:(?:outskirts|suburbs|area)\s+of\s+)?"
    r"(?:(?:[a-z-]+\s+){0,2}(?:towns?|villages?|cit(?:y|ies)|settlements?)\s+of\s+)?",
    re.IGNORECASE,
)
_UNIT_WORDS = re.compile(
    r"\s*(?:regions?|oblasts?|provinces?|districts?|states?|counties|county|areas?)?\s*", re.IGNORECASE
)

Scored = tuple[PlaceMention, float]
Floats = npt.NDArray[np.float64]

WHERE_NAMES = (
    "p",
    "top",
    "share",
    "rank",
    "best_of_place",
    "literal",
    "use",
    "role",
    "kind",
    "resolved",
    "confidence",
    "same_sentence",
    "sentences",
    "after",
    "gap",
    "holds_top",
    "inside_top",
    "same_as_top",
    "listed_with_top",
    "listed",
    "list_top",
    "list_mean",
    "mentions",
    "line",
    "opening",
    "before",
    "told",
    "holds_any",
    "inside_any",
    "candidates",
    "precise",
    "settlements",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A trigger whose place is asked for: its span, its sentence and how likely it reports an event."""

    trigger: Spanned
    number: int
    told: float


def choose_places(judged: Sequence[Scored], text: str = "") -> list[Scored]:
    """Return the places of an event, each once, without the areas around them; [] where there is none.

    A name that stands for a government, an army or a people is no place of an event, but where it heads a row
    ("12 Jan - Lima: thousands march"). An area is around a place that its tables say it holds,
    or that ``text`` says lies in it ("an island in the sea").
    """
    ranked = sorted((x for x in judged if x[0].literal or _heads_row(x, text)), key=lambda x: -x[1])
    sure = [x for x in ranked if x[1] >= PLACES_FROM] or _likeliest(ranked, text)
    kept: list[Scored] = []
    for mention, p in sure:
        if not any(are_alike(mention, m) for m, _ in kept):
            kept.append((mention, p))
    kept = _of_one_spot(kept, [m for m, _ in judged], text)
    nested = [(x, y) for x in kept for y in kept if x is not y and holds(x[0], y[0], text)]
    around = [x for x, y in nested if x[1] <= y[1] + LIKELIER]
    beside = [y for x, y in nested if x[1] > y[1] + LIKELIER]
    return sorted((x for x in kept if x not in around and x not in beside), key=lambda x: x[0].start)


def _heads_row(judged: Scored, text: str) -> bool:
    """Whether a name that seems to stand for who governs a town heads a row on what happened there."""
    mention, p = judged
    return p >= MEANT_FROM and mention.use is PlaceUse.METONYM and text.startswith(":", mention.end)


def _likeliest(ranked: Sequence[Scored], text: str) -> list[Scored]:
    """Return the likeliest place, if it is likely at all, or what lies in it and is about as likely."""
    if not ranked or ranked[0][1] < AT_LEAST:
        return []
    best = ranked[0]
    near = (x for x in ranked[1:] if x[1] + LIKELIER >= best[1] and x[1] >= AT_LEAST)
    return [next((x for x in near if holds(best[0], x[0], text)), best)]


def _of_one_spot(kept: Sequence[Scored], named: Sequence[PlaceMention], text: str) -> list[Scored]:
    """Return the places without those that only say where another of them lies, and one of each spot."""
    own = [x for x in kept if not points_on(x[0], text)] or list(kept)
    left = set()
    one: Scored | None = None
    for two in sorted(own, key=lambda x: x[0].start):
        if one is not None and is_address(one[0], two[0], named, text):
            left.add(two[0].start)
            continue
        if one is not None and are_one(one[0], two[0], text):
            left.add(min(one, two, key=lambda x: (x[1], -x[0].start))[0].start)
        one = two
    return [x for x in own if x[0].start not in left]


def judge(
    found: Found, asked: Sequence[Asked], scored: Sequence[Sequence[Scored]], trees: Boosted | None
) -> list[list[Scored]]:
    """Return for each trigger its candidates with the probability that each is a place of the event."""
    if trees is None or not any(scored):
        return [list(s) for s in scored]
    standing = Standing.of(found)
    told = [(a, row) for a, row in zip(asked, scored, strict=True) if row]
    rows = where_features(standing, [a for a, _ in told], [row for _, row in told])
    likely = iter(trees.probabilities(rows).tolist())
    judged = [[(m, next(likely)) for m, _ in s] for s in scored]
    text = found.article.text
    judged = [
        [(m, max(p, BRACKETED_FROM) if is_of_bracketed_site(text, a.trigger.end, m) else p) for m, p in row]
        for a, row in zip(asked, judged, strict=True)
    ]
    judged = [
        [
            (m, 0.0 if _is_of_another(found, a, m) else p)
            for m, p in _with_described(found, a, with_led(found, a.number, a.trigger, row, PLACES_FROM))
        ]
        for a, row in zip(asked, judged, strict=True)
    ]
    return [
        with_shares(found, a.number, _with_lists(standing, _without_roads(found, a, row)), PLACES_FROM)
        for a, row in zip(asked, judged, strict=True)
    ]


def _without_roads(found: Found, asked: Asked, row: list[Scored]) -> list[Scored]:
    here = [m for m, _ in row if found.sentence_at(m.start) == asked.number]
    return without_road_ends(found.article.text, row, here)


def _with_described(found: Found, asked: Asked, row: list[Scored]) -> list[Scored]:
    """Return the candidates; what happened in a town that is only described did not happen elsewhere.

    "Rebels attacked a base in Arauca. A bomb went off in the country's capital": not in Arauca.
    """
    told = next((m for m, _ in row if is_described(found.article.text, asked.trigger, m)), None)
    if told is None:
        return row
    here = {m.start for m, _ in row if found.sentence_at(m.start) == asked.number}
    most = {m.start: 1.0 if m.start in here else 1 - DESCRIBED_FROM for m, _ in row}
    return [(m, max(p, DESCRIBED_FROM) if m is told else min(p, most[m.start])) for m, p in row]


def _is_of_another(found: Found, asked: Asked, mention: PlaceMention) -> bool:
    """Whether a place says where another lies, or is told of what was before the trigger's happening."""
    if points_on(mention, found.article.text):
        return True
    here = found.sentence_at(mention.start) == asked.number
    return here and is_told_of_before(found.article.text, asked.trigger, mention)


def _with_lists(standing: Standing, judged: list[Scored]) -> list[Scored]:
    """Return the candidates, those of a list as likely as its likeliest: what befell B befell A, B and C."""
    lists = [standing.lists[standing.row_of[m.start]] for m, _ in judged]
    best = dict(sorted((n, p) for n, (_, p) in zip(lists, judged, strict=True) if p >= PLACES_FROM))
    return [
        (m, max(p, best[number]) if number in best and p >= LISTED_FROM else p)
        for number, (m, p) in zip(lists, judged, strict=True)
    ]


def are_alike(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether two mentions name the same place."""
    if a.place is not None and b.place is not None:
        return a.place.id == b.place.id
    return a.text.casefold() == b.text.casefold()


def list_of(found: Found, mentions: Sequence[PlaceMention]) -> list[int]:
    """Return for every mention the number of the list it stands in: "A, B and C" is one list.

    A place and the area that it is said to lie in ("Udy, Kharkiv region") stand in no list together.
    """
    numbers: list[int] = []
    text = found.article.text
    for k, mention in enumerate(mentions):
        before = mentions[k - 1] if k else None
        joined = False
        if before is not None and before.end <= mention.start <= before.end + 60:
            gap = text[before.end : mention.start]
            gap = gap[m.end() :] if (m := _UNIT_WORDS.match(gap)) else gap
            joined = (
                bool(LIST_GAP.fullmatch(gap))
                and not lies_inside(before, mention)
                and not lies_inside(mention, before)
            )
        numbers.append(numbers[-1] if joined else (numbers[-1] + 1 if numbers else 0))
    return numbers


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of every place name of an article before a trigger asks, as arrays with a row each.

    ``itself``: literal, use, role, kind, resolved, confidence. ``in_text``: mentions of the place, sort of
    line, opening, word before. ``holds``: holds a name beside it, is held by one. ``names`` number the
    places. ``relations`` keeps which places lie in which once it was asked.
    """

    row_of: dict[int, int]
    starts: Floats
    ends: Floats
    numbers: Floats
    lists: Floats
    names: npt.NDArray[np.int64]
    itself: Floats
    in_text: Floats
    holds: Floats
    precise: Floats
    settlements: Floats
    relations: dict[tuple[str, str], bool]

    @classmethod
    def of(cls, found: Found) -> Standing:
        """Return the table of an article's place names."""
        mentions = found.places.items
        numbers = [found.sentence_at(m.start) for m in mentions]
        codes: dict[str, int] = {}
        placed = [m.place for m in mentions]
        return cls(
            row_of={m.start: k for k, m in enumerate(mentions)},
            starts=_column([m.start for m in mentions]),
            ends=_column([m.end for m in mentions]),
            numbers=_column(numbers),
            lists=_column(list_of(found, mentions)),
            names=np.array([codes.setdefault(name_of(m), len(codes)) for m in mentions], dtype=np.int64),
            itself=np.array([_itself(m) for m in mentions], dtype=np.float64),
            in_text=np.array(
                [_in_text(found, m, n) for m, n in zip(mentions, numbers, strict=True)], dtype=np.float64
            ),
            holds=np.array([found.holding.get(m.start, (False, False)) for m in mentions], dtype=np.float64),
            precise=_column([m.precision.ucdp if m.precision else -1 for m in mentions]),
            settlements=_column([p is not None and p.kind is PlaceKind.SETTLEMENT for p in placed]),
            relations={},
        )

    def lies_in(self, inner: PlaceMention, outer: PlaceMention) -> bool:
        """Whether one mention's place lies in the other's."""
        if inner.place is None or outer.place is None:
            return False
        key = inner.place.id, outer.place.id
        known = self.relations.get(key)
        if known is None:
            known = self.relations[key] = lies_inside(inner, outer)
        return known


def where_features(standing: Standing, asked: Sequence[Asked], scored: Sequence[Sequence[Scored]]) -> Floats:
    """Return a row of features, named in ``WHERE_NAMES``, for every candidate of every trigger, in order.

    Each trigger has at least one candidate.
    """
    sizes = np.array([len(row) for row in scored])
    owners, begins = np.repeat(np.arange(len(sizes)), sizes), np.cumsum(sizes) - sizes
    mentions = [m for row in scored for m, _ in row]
    at = np.array([standing.row_of[m.start] for m in mentions])
    p = np.array([p for row in scored for _, p in row])
    order = np.lexsort((-p, owners))
    ranks = np.empty(len(at))
    ranks[order] = np.arange(len(at)) - begins[owners]
    top = order[begins][owners]
    names = owners * (standing.names.max() + 1) + standing.names[at]
    return np.column_stack(
        [
            p,
            p[top],
            p / np.maximum(1e-6, p[top]),
            ranks,
            _best_of(names, p)[names],
            standing.itself[at],
            *_where_it_stands(standing, asked, owners, at),
            _beside(standing, mentions, [mentions[k] for k in top]),
            *_lists(owners, standing.lists[at], p, top),
            standing.in_text[at],
            np.array([a.told for a in asked])[owners],
            standing.holds[at],
            sizes[owners],
            standing.precise[at],
            np.bincount(owners, standing.settlements[at])[owners],
        ]
    )


def _best_of(keys: npt.NDArray[np.int64], p: Floats) -> Floats:
    """Return the highest value for each key, by the key."""
    best = np.zeros(keys.max() + 1)
    np.maximum.at(best, keys, p)
    return best


def _where_it_stands(
    standing: Standing, asked: Sequence[Asked], owners: npt.NDArray[np.int64], at: npt.NDArray[np.int64]
) -> list[npt.NDArray[Any]]:
    """Same sentence, sentences away, behind the trigger, characters away."""
    rows = [(a.number, a.trigger.start, a.trigger.end) for a in asked]
    own, first, last = np.array(rows, dtype=np.float64)[owners].T
    numbers, starts, ends = standing.numbers[at], standing.starts[at], standing.ends[at]
    gap = np.maximum(0, np.maximum(starts, first) - np.minimum(ends, last))
    return [numbers == own, numbers - own, starts >= first, np.minimum(gap, 600)]


def _beside(
    standing: Standing, mentions: Sequence[PlaceMention], tops: Sequence[PlaceMention]
) -> npt.NDArray[np.bool_]:
    """Holds the likeliest place, lies in it, is it."""
    return np.array(
        [
            (standing.lies_in(top, m), standing.lies_in(m, top), are_alike(m, top))
            for m, top in zip(mentions, tops, strict=True)
        ]
    )


def _lists(
    owners: npt.NDArray[np.int64], lists: Floats, p: Floats, top: npt.NDArray[np.int64]
) -> list[npt.NDArray[Any]]:
    """In a list with the likeliest, names of its list, likeliest of the list, mean of the list."""
    keys = owners * (int(lists.max()) + 1) + lists.astype(np.int64)
    size = np.bincount(keys)[keys]
    return [lists == lists[top], size, _best_of(keys, p)[keys], np.bincount(keys, p)[keys] / size]


def _column(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float64)


def _itself(mention: PlaceMention) -> list[float]:
    """Literal, use, role, kind, resolved, confidence."""
    place = mention.place
    return [
        float(mention.literal),
        float(_USES.index(mention.use)),
        float(_ROLES.index(mention.role)),
        float(_KINDS.index(place.kind)) if place else -1.0,
        float(place is not None),
        mention.confidence,
    ]


def _in_text(found: Found, mention: PlaceMention, number: int) -> list[float]:
    """Mentions of the place, sort of line, opening, word before."""
    return [
        float(found.counts.get(name_of(mention), 0)),
        float(_LINES.index(found.sentences[number].kind)) if found.sentences else 0.0,
        float(number < 2),
        float(preposition(found.article.text, mention)),
    ]
