"""Chooses the places of a trigger out of the candidates that the encoder scored."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from articles.geography import contains
from articles.model import PlaceMention, PlaceRole, PlaceUse, SentenceKind
from articles.reading.boosted import Boosted
from articles.reading.encoder import FOLDER
from articles.reading.found import Found, name_of
from articles.reading.pieces import Spanned
from geodata.model import PlaceKind

WHERE_FILE = FOLDER / "where.npz"
#: From this on each place is one of the event's; without any, the likeliest from ``AT_LEAST`` on.
PLACES_FROM, AT_LEAST = 0.5, 0.1

_KINDS, _ROLES, _USES = tuple(PlaceKind), tuple(PlaceRole), tuple(PlaceUse)
_WORD_BEFORE = re.compile(r"([\w’'-]+)\W*$")
#: What stands before a name, by what it says of the place.
_PREPOSITIONS = (
    "in",
    "at",
    "near",
    "of",
    "from",
    "to",
    "on",
    "outside",
    "into",
    "over",
    "across",
    "through",
    "and",
    "the",
    "by",
    "against",
    "around",
    "with",
    "for",
    "between",
)
_LIST_GAP = re.compile(
    r"\s*(?:,|;|/|&|\||,?\s*\band\b|,?\s*\bor\b|,?\s*\bas well as\b)\s*(?:and\s+)?(?:the\s+)?"
    r"(?:in\s+|near\s+|at\s+)?"
    r"(?:(?:towns?|villages?|cit(?:y|ies)|settlements?)\s+of\s+)?",
    re.IGNORECASE,
)
_UNIT_WORDS = re.compile(
    r"\s*(?:regions?|oblasts?|provinces?|districts?|states?|counties|county|areas?)?\s*", re.IGNORECASE
)

Scored = tuple[PlaceMention, float]

WHERE_NAMES = (
    "p",
    "top",
    "share",
    "rank",
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
    "best_of_place",
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


def choose_places(judged: Sequence[Scored]) -> list[Scored]:
    """Return the places of an event, each once, without the areas around them; [] where there is none."""
    ranked = sorted(judged, key=lambda x: -x[1])
    sure = [x for x in ranked if x[1] >= PLACES_FROM] or [x for x in ranked[:1] if x[1] >= AT_LEAST]
    kept: list[Scored] = []
    for mention, p in sure:
        if not any(are_alike(mention, m) for m, _ in kept):
            kept.append((mention, p))
    finest = [x for x in kept if not any(lies_in(m, x[0]) for m, _ in kept if m is not x[0])]
    return sorted(finest, key=lambda x: x[0].start)


def judge(found: Found, asked: Asked, scored: Sequence[Scored], trees: Boosted | None) -> list[Scored]:
    """Return the candidates with the probability that each is a place of the event."""
    if trees is None or not scored:
        return list(scored)
    rows = np.array(where_features(found, asked, scored))
    return [(m, float(p)) for (m, _), p in zip(scored, trees.probabilities(rows), strict=True)]


def are_alike(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether two mentions name the same place."""
    if a.place is not None and b.place is not None:
        return a.place.id == b.place.id
    return a.text.casefold() == b.text.casefold()


def lies_in(inner: PlaceMention, outer: PlaceMention) -> bool:
    """Whether one mention's place lies in the other's."""
    return inner.place is not None and outer.place is not None and contains(outer.place, inner.place)


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
                bool(_LIST_GAP.fullmatch(gap))
                and not lies_in(before, mention)
                and not lies_in(mention, before)
            )
        numbers.append(numbers[-1] if joined else (numbers[-1] + 1 if numbers else 0))
    return numbers


def where_features(found: Found, asked: Asked, scored: Sequence[Scored]) -> list[list[float]]:
    """Return a row of features, named in ``WHERE_NAMES``, for every candidate."""
    mentions = [m for m, _ in scored]
    chances = [p for _, p in scored]
    top = int(np.argmax(chances))
    lists = list_of(found, mentions)
    sizes = Counter(lists)
    ranks = np.argsort(np.argsort([-p for p in chances]))
    best_of: dict[str, float] = {}
    for m, p in scored:
        best_of[name_of(m)] = max(best_of.get(name_of(m), 0.0), p)
    settlements = float(sum(m.place is not None and m.place.kind is PlaceKind.SETTLEMENT for m in mentions))
    rows = []
    for k, (mention, p) in enumerate(scored):
        share = [p, chances[top], p / max(1e-6, chances[top]), float(ranks[k])]
        beside = [float(lists[k] == lists[top]), float(sizes[lists[k]]), best_of[name_of(mention)]]
        around = [
            float(len(scored)),
            float(mention.precision.ucdp) if mention.precision else -1.0,
            settlements,
        ]
        rows.append(
            share
            + _itself(mention)
            + _where_it_stands(found, asked, mention)
            + _beside(mention, mentions[top])
            + beside
            + _in_text(found, asked, mention)
            + around
        )
    return rows


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


def _where_it_stands(found: Found, asked: Asked, mention: PlaceMention) -> list[float]:
    """Same sentence, sentences away, behind the trigger, characters away."""
    number = found.sentence_at(mention.start)
    gap = max(0, max(mention.start, asked.trigger.start) - min(mention.end, asked.trigger.end))
    return [
        float(number == asked.number),
        float(number - asked.number),
        float(mention.start >= asked.trigger.start),
        float(min(gap, 600)),
    ]


def _beside(mention: PlaceMention, top: PlaceMention) -> list[float]:
    """Holds the likeliest place, lies in it, is it."""
    return [float(lies_in(top, mention)), float(lies_in(mention, top)), float(are_alike(mention, top))]


def _in_text(found: Found, asked: Asked, mention: PlaceMention) -> list[float]:
    """Mentions of the place, sort of line, opening, word before, how likely the trigger, holds and held."""
    number = found.sentence_at(mention.start)
    holds, held = found.holding.get(mention.start, (False, False))
    return [
        float(found.counts.get(name_of(mention), 0)),
        float(_line(found, number)),
        float(number < 2),
        float(_preposition(found.article.text, mention)),
        asked.told,
        float(holds),
        float(held),
    ]


def _line(found: Found, number: int) -> int:
    return list(SentenceKind).index(found.sentences[number].kind)


def _preposition(text: str, mention: PlaceMention) -> int:
    match = _WORD_BEFORE.search(text[max(0, mention.start - 30) : mention.start])
    word = match[1].lower() if match else ""
    return _PREPOSITIONS.index(word) if word in _PREPOSITIONS else -1
