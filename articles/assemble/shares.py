"""Divides a toll among the places its sentence lists: "six died in A and three in B", "respectively"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from articles.assemble.where import Where
from articles.geography import contains, distance_km
from articles.model import EventMention, PlaceMention, Sentence
from articles.words.sought import sought
from geodata.model import Place, Span, Toll

# How many characters after a toll the name of its place may end.
NAMED_AFTER = 60
# Number words as they stand beside places; larger numbers are written in figures.
_WORDS = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True)
)
_NUMBER = re.compile(rf"\b(?:\d{{1,3}}(?:,\d{{3}})+|\d+|{'|'.join(_WORDS)})\b", re.IGNORECASE)
# "six died in A and three in B": no verb and no other fate between the places.
_ELLIPTIC = re.compile(
    rf"\s*(?:on \w+day)?,?\s*(?:and\s+)?(?:another\s+)?{_NUMBER.pattern}"
    r"(?:\s+(?:more|others?|people|civilians|children|soldiers))*(?:,[^,;.]{3,40},)?\s+(?:in|at|near|on|outside)\b",
    re.IGNORECASE,
)
# "two of them in A and one in B", "A, where nine people died": counts that belong to places, not to events.
_NAME = r"(?P<name>[A-Z][\w’'-]+(?:[\s-][A-Z][\w’'-]+){0,3})"
_COUNT = rf"(?P<count>(?i:{_NUMBER.pattern}))"
_IN_PLACE = (
    r"(?:in|at|near|outside)\s(?:the\s(?:[\w-]+\s){0,2}(?:village|town|city|camp|district|suburb)\sof\s)?"
    + _NAME
)
_OF_THEM_IN = sought("them|whom|those", rf"\b{_COUNT}\sof\s(?:them|whom|those)\s(?:[a-z]+\s)?{_IN_PLACE}")
_AND_IN = re.compile(rf",?\s(?:and\s)?{_COUNT}\s(?:more\s|others?\s)?{_IN_PLACE}")
_WHERE_DIED = sought(
    "where",
    rf"{_NAME},\swhere\s(?:at\sleast\s|about\s|another\s|some\s)?{_COUNT}\s(?:[\w-]+\s){{0,3}}?"
    r"(?:died|(?:were|was)\s(?:\w+\s)?killed|lost\stheir\slives)\b",
)
# What was struck with a place lies no farther from it; a namesake elsewhere is another place.
FARTHEST_SHARE_KM = 150.0
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Share:
    """The dead of one place out of several that the event struck.

    ``mention`` is None where the name was found by nothing but its place beside the count; ``span`` is
    where name and count are told.
    """

    mention: PlaceMention | None
    dead: int
    span: Span


def counted_places(text: str, sentence: Sentence, mentions: Sequence[PlaceMention]) -> list[Share]:
    """Return the places of the sentence that are each told with dead of their own, known or not."""
    found = list(_WHERE_DIED.finditer(text, sentence.start, sentence.end))
    item = _OF_THEM_IN.search(text, sentence.start, sentence.end)
    while item is not None:
        found.append(item)
        item = _AND_IN.match(text, item.end(), sentence.end)
    by_end = {m.end: m for m in mentions if m.literal}
    return [
        Share(by_end.get(m.end("name")), _value(m["count"]), Span(start=m.start(), end=m.end()))
        for m in found
    ]


def toll_of(share: Share) -> Toll:
    """Return the share as a toll."""
    return Toll(fatalities=share.dead, spans=(share.span,))


def without_shares(toll: Toll, shares: Sequence[Share]) -> Toll | None:
    """Return what the toll says of all places together: nothing where it is one of the shares.

    None where the shares add up to it, so that no dead are left for the event as a whole.
    """
    told_there = any(
        s.start < share.span.end and share.span.start < s.end for s in toll.spans for share in shares
    )
    if told_there:
        return Toll(injured=toll.injured, spans=toll.spans if toll.injured else ())
    return None if toll.fatalities == sum(share.dead for share in shares) else toll


def is_near(place: Place, others: Sequence[Place]) -> bool:
    """Whether the place of a share lies where the event was; True where nothing tells where that was."""
    return not others or any(contains(o, place) or distance_km(o, place) <= FARTHEST_SHARE_KM for o in others)


def share_of(
    text: str, sentence: Sentence, event: EventMention, where: Where, wheres: Sequence[Where]
) -> Toll:
    """Return the part of the sentence's toll that belongs to ``where``, one of its places.

    Counts that stand one to a place are each place's own. Else a toll told between
    two places belongs to the first of them, one told with a place's name after it to that place; a toll of
    all places together is no one place's number, only a bound for each.
    """
    toll = event.toll
    if len(wheres) < 2 or not toll.spans:
        return toll
    own = _counts_by_place(text, sentence, toll, wheres)
    if own is not None:
        return Toll(fatalities=own[list(wheres).index(where)], spans=toll.spans)
    told = toll.spans[-1].end
    named = [w for w in wheres if _is_named_again(text[told : told + NAMED_AFTER], told, w)]
    if named:
        return toll if where in named else Toll()
    ends = [w.mention.end for w in wheres]
    last = bisect_right(ends, toll.spans[0].start) - 1
    if 0 <= last < len(wheres) - 1:
        return toll if wheres[last] is where else Toll()
    return Toll(fatalities_high=toll.fatalities_high or toll.fatalities, spans=toll.spans)


def _counts_by_place(text: str, sentence: Sentence, toll: Toll, wheres: Sequence[Where]) -> list[int] | None:
    """One count for each place, in the order of ``wheres``; None where counts and places do not pair."""
    ordered = sorted(wheres, key=lambda w: w.mention.start)
    opens = [sentence.start, *(w.mention.end for w in ordered)]
    pieces = [text[a : w.mention.start] for a, w in zip(opens, ordered, strict=False)]
    if _RESPECTIVELY.search(text, ordered[-1].mention.end, sentence.end):
        pieces = [m.group() for m in _NUMBER.finditer(text, ordered[-1].mention.end, sentence.end)]
    counts = [[_value(m.group()) for m in _NUMBER.finditer(piece)] for piece in pieces]
    if len(counts) != len(ordered) or not all(counts) or any(len(found) != 1 for found in counts[1:]):
        return None
    values = [found[-1] for found in counts]  # "three died, two of them in A and one in B"
    goes_on = toll.fatalities == values[0] and all(_ELLIPTIC.match(piece) for piece in pieces[1:])
    if sum(values) != toll.fatalities and not goes_on:
        return None
    return [values[ordered.index(w)] for w in wheres]


def _value(word: str) -> int:
    return _WORDS.get(word.lower()) or int(word.replace(",", ""))


def _is_named_again(after: str, told: int, where: Where) -> bool:
    """Whether the words after a toll say once more where: "strikes on A and B; nine were killed in A"."""
    found = re.match(rf"[^,;.]*?\b(?:in|at|near) (?={re.escape(where.mention.text)}\b)", after)
    return found is not None and told + found.end() != where.mention.start
