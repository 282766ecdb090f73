"""Tolls and days told by place: "killed eight in X and four in Y", "took X on Tuesday and Y on Friday"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from articles.reading.found import Found
from articles.reading.pieces import Spanned
from articles.tolls import TollMention
from articles.words.closed import MONTHS, MONTHS_SHORT
from geodata.model import PlaceMention, TimeMention

#: Characters between "in" and the name: "in neighbouring Mangu", "in the village of Udy".
_LEAD = 32
#: What leads from a day to the next place of such a list, without a verb.
_NEXT = re.compile(r",?\s(?:and\s)?(?:in\s|at\s|near\s)?(?:the\s(?:[a-z]+\s)?(?:city|town|village)\sof\s)?")

#: What is told in one breath with a likely toll is likely enough from here on; the breath in characters.
BREATH_FROM, _BREATH = 0.25, 40
#: A row of a running list has so many characters at most.
_ROW = 600
_MONTH = "|".join(sorted({*MONTHS, *MONTHS_SHORT}))
#: How a row of a running list begins: with its day.
_DATED = re.compile(
    rf"\W{{0,4}}(?:\d{{1,2}}(?:st|nd|rd|th)?[\s./-](?:\d{{1,2}}[./-]|(?:{_MONTH})\b)|(?:{_MONTH})\.?\s\d{{1,2}}\b|\d{{4}}-\d)",
    re.IGNORECASE,
)

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
    for run in _runs_of_days(found, number, named):
        if run & set(likely):
            made |= run
    return [(m, max(p, least) if m.start in made else p) for m, p in row]


def _runs_of_days(found: Found, number: int, named: Sequence[PlaceMention]) -> list[set[int]]:
    """Return where the places begin that take turns with their days: "took A on Tuesday and B on Friday"."""
    runs: list[set[int]] = []
    told = _in_order(_days(found, number), [m for m in named if m.literal])
    for one, day, two, other in zip(told, told[1:], told[2:], told[3:], strict=False):
        if not isinstance(day, TimeMention) or not isinstance(other, TimeMention):
            continue
        if isinstance(one, TimeMention) or isinstance(two, TimeMention):
            continue
        if _NEXT.fullmatch(found.article.text, day.end, two.start) is None:
            continue
        if runs and one.start in runs[-1]:
            runs[-1].add(two.start)
        else:
            runs.append({one.start, two.start})
    return runs


def _days(found: Found, number: int) -> list[TimeMention]:
    """Return the times of a sentence that are one day each."""
    sentence = found.sentences[number]
    here = (t for t in found.times.items if sentence.start <= t.start < sentence.end)
    return [t for t in here if t.date_start and t.date_start == t.date_end]


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


def days_by_place(
    found: Found, trigger: Spanned, number: int, places: Sequence[PlaceMention]
) -> dict[int, TimeMention]:
    """Return, by where each place starts, its own day: "took A on Tuesday and B, near C, on Friday".

    Places and days of the sentence take turns behind the trigger, or from before it on ("On Tuesday it took
    A and on Friday B"); where they do not, no day is one place's alone.
    """
    days = _days(found, number)
    if len(days) != len(places) or len(places) < 2 or places[0].start < trigger.end:
        return {}
    told = _in_order(days, places)
    firsts, seconds = told[::2], told[1::2]
    if not _are_days(seconds):
        firsts, seconds = seconds, firsts
    if not _are_days(seconds) or any(isinstance(m, TimeMention) for m in firsts):
        return {}
    return {m.start: t for m, t in zip(firsts, seconds, strict=True) if isinstance(t, TimeMention)}


def _are_days(mentions: Sequence[PlaceMention | TimeMention]) -> bool:
    return all(isinstance(m, TimeMention) for m in mentions)


def _in_order(
    days: Sequence[TimeMention], places: Sequence[PlaceMention]
) -> list[PlaceMention | TimeMention]:
    told: list[PlaceMention | TimeMention] = [*days, *places]
    return sorted(told, key=lambda m: m.start)


def with_those_in_one_breath(
    found: Found,
    kept: tuple[TollMention, ...],
    others: Sequence[TollMention],
    scored: Sequence[tuple[TollMention, float]],
    is_own: Callable[[TollMention], bool],
) -> tuple[TollMention, ...]:
    """Return a claim's injured with those told in one breath with its dead: "12 killed, 58 injured"."""
    beside = [
        t
        for t, p in scored
        if p >= BREATH_FROM
        and t not in kept
        and is_own(t)
        and any(_in_one_breath(found, o, t) for o in others)
    ]
    return tuple(sorted((*kept, *beside), key=lambda t: t.start))


def _in_one_breath(found: Found, one: TollMention, two: TollMention) -> bool:
    """Whether nothing that parts them stands between two tolls of a sentence: no place, day or number."""
    begin, end = min(one.end, two.end), max(one.start, two.start)
    if end - begin > _BREATH or found.sentence_at(one.start) != found.sentence_at(two.start):
        return False
    parted = re.search(r"[.;\d\n]", found.article.text[begin:end])
    mentions: list[Spanned] = [*found.places.items, *found.times.items]
    return parted is None and not any(begin <= m.start < end for m in mentions)


def is_of_other_row(text: str, trigger: Spanned, toll: TollMention) -> bool:
    """Whether a toll stands in another row than a trigger: in one of a table, or of a list of dated lines."""
    one, two = sorted((trigger.start, toll.start))
    if "\n" not in text[one:two]:
        return False
    begins = [text.rfind("\n", max(0, at - _ROW), at) + 1 for at in (one, two)]
    return toll.of_row or all(_DATED.match(text, begin) for begin in begins)
