"""Divides a toll among the places its sentence lists: "six died in A and three in B", "respectively"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from articles.assemble.where import Where
from articles.model import EventMention, Sentence
from geodata.model import Toll

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
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)


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
