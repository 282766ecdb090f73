"""Clauses of a sentence that each tell a happening: place, day and dead of the one are not the other's.

"Gunmen killed seven people in X on Tuesday, and on Wednesday bandits abducted two in Y": four mentions, and
which belongs to which is said by the clause.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from articles.reading.another import counts_apart, is_left_behind
from articles.reading.found import Found, lies_inside
from articles.reading.pieces import Spanned
from articles.reading.where import LIST_GAP, Asked, are_alike
from articles.tolls import TollMention
from articles.words.closed import MONTHS, MONTHS_SHORT, ONES, WEEKDAYS
from geodata.model import PlaceMention, TimeMention

#: From this on a trigger makes its clause one that tells a happening.
TELLS_FROM = 0.4
#: So does the verb of a counted death from here on.
TELLS_DEAD_FROM = 0.2
#: From this on a place of its own clause keeps those of others away.
OWN_FROM = 0.1
#: A toll that no trigger is likely to have is given from here on to what is told so surely right before it.
LEFT_FROM, LEFT_TO = 0.1, 0.5
_DAY = (
    rf"(?:on|the|a|several|{'|'.join(ONES)})\s(?:\w+\s){{0,2}}?(?:days?|weeks?|nights?|hours|months?|later"
    rf"|earlier|{'|'.join(sorted({*WEEKDAYS, *MONTHS, *MONTHS_SHORT}))})\b"
)
#: ", a day after a bomb had wounded nine in X": what had been before is another happening.
_LONG_AFTER = rf"(?:(?:the|an?|{'|'.join(ONES)})\s)?(?:hours?|days?|nights?|weeks?|months?)\safter\s"
_BREAK = re.compile(
    rf";|,?\s\b(?:while|whereas)\b|,\sand\b|\sand,|\sand\s(?=on\s\d|{_DAY})|,\s(?={_LONG_AFTER})",
    re.IGNORECASE,
)
#: "Was shot in X on Saturday night and a post in Y came under fire on Sunday": behind a day comes another.
_AND_ANOTHER = re.compile(r"\sand\s(?=(?:an?|the|\d+|several|some|many)\s\w)")
_AND = re.compile(r"\sand\s(?:(?:is|are|was|were|has|have|had)\s)?(?:(?:\w+ly|now|then|also|later)\s){0,2}$")
#: "Settlers attacked X after a gunman had killed two in Y": behind it stands another happening.
_AFTER = re.compile(r"\s(?:hours\s|shortly\s|soon\s)?after\s(?=(?:[\w’'-]+\s){1,8})")

_DIES = re.compile(r"(?:die[sd]?|dying|deaths?|succumb\w*)\b", re.IGNORECASE)

_M = TypeVar("_M", bound=Spanned)


@dataclass(frozen=True, slots=True)
class Clauses:
    """Where the clauses of the sentences begin, and which of them tell a happening, with place or day."""

    begins: Sequence[int]
    tells: Sequence[bool]

    @classmethod
    def of(cls, found: Found, asked: Sequence[Asked]) -> Clauses:
        """Return the clauses of the sentences in which something is asked for."""
        told = [a for a in asked if a.told >= (TELLS_DEAD_FROM if _counts_dead(found, a) else TELLS_FROM)]
        begins: set[int] = set()
        for number in {a.number for a in told}:
            sentence = found.sentences[number]
            begins |= {sentence.start, sentence.end}
            begins |= set(_breaks(found, number, [a for a in told if a.number == number]))
        ordered = sorted(begins)
        triggers = _counts(ordered, [a.trigger for a in told])
        places = _counts(ordered, [m for m in found.places.items if m.literal])
        times = _counts(ordered, [t for t in found.times.items if t.date_start or t.date_end])
        tells = [triggers[k] > 0 and places[k] + times[k] > 0 for k in range(len(ordered))]
        return cls(ordered, tells)

    def number_of(self, mention: Spanned) -> int:
        """Return the number of the clause that a mention begins in, -1 before the first."""
        return bisect_right(self.begins, mention.start) - 1

    def apart(self, trigger: Spanned, mention: Spanned) -> bool:
        """Whether a mention stands in another clause, which tells a happening of its own."""
        one, two = self.number_of(trigger), self.number_of(mention)
        return one != two and two >= 0 and self.tells[two]


def _counts_dead(found: Found, asked: Asked) -> bool:
    """Whether a trigger is itself the word for a counted death: "and gunmen killed two officers in X"."""
    tolls = found.tolls.items
    at = bisect_left([t.start for t in tolls], asked.trigger.end)
    return any(
        t.killed is not None and asked.trigger.start <= t.start < asked.trigger.end for t in tolls[:at][-2:]
    )


def _counts(begins: Sequence[int], mentions: Sequence[Spanned]) -> list[int]:
    counts = [0] * len(begins)
    for mention in mentions:
        at = bisect_right(begins, mention.start) - 1
        if at >= 0:
            counts[at] += 1
    return counts


def _breaks(found: Found, number: int, asked: Sequence[Asked]) -> list[int]:
    """Return where the later clauses of a sentence begin."""
    text, sentence = found.article.text, found.sentences[number]
    breaks = [m.end() for m in _BREAK.finditer(text, sentence.start, sentence.end)]
    breaks += [
        a.trigger.start
        for a in asked
        if _AND.search(text, max(sentence.start, a.trigger.start - 24), a.trigger.start)
    ]
    for time in found.times.items:
        if sentence.start <= time.start < sentence.end and time.date_start is not None:
            opened = _AND_ANOTHER.match(text, time.end)
            breaks += [opened.end()] if opened else []
    breaks += _earlier(found, number, asked)
    return [at for at in breaks if not _is_in_list(found, at)]


def _earlier(found: Found, number: int, asked: Sequence[Asked]) -> list[int]:
    """Return where "after" opens a clause with a trigger and a place of its own, both told before it too.

    Who "died in X after gunmen shot him in Y" died of that.
    """
    text, sentence = found.article.text, found.sentences[number]
    places = [m for m in found.places.items if sentence.start <= m.start < sentence.end and m.literal]
    begins = []
    for match in _AFTER.finditer(text, sentence.start, sentence.end):
        at = match.end()
        front, back = ([m for m in places if (m.start < at) is before] for before in (True, False))
        told = {
            a.trigger.start < at
            for a in asked
            if a.trigger.start >= at or not _DIES.match(text, a.trigger.start)
        }
        if front and back and told == {True, False} and not any(_are_kin(m, o) for m in front for o in back):
            begins.append(at)
    return begins


def _is_in_list(found: Found, at: int) -> bool:
    """Whether a list of places goes on over an "and"."""
    starts = [m.start for m in found.places.items]
    after = bisect_right(starts, at - 1)
    if not 0 < after < len(starts):
        return False
    before, behind = found.places.items[after - 1], found.places.items[after]
    return LIST_GAP.fullmatch(found.article.text, before.end, behind.start) is not None


def places_of_clause(
    found: Found, clauses: Clauses, asked: Sequence[Asked], rows: Sequence[list[tuple[PlaceMention, float]]]
) -> list[list[tuple[PlaceMention, float]]]:
    """Return each trigger's places, those of another clause at 0 where its own has one.

    So are those that a sentence leaves behind.
    """
    kept = [
        [(m, 0.0 if is_left_behind(found, one.number, m) else p) for m, p in row]
        for one, row in zip(asked, rows, strict=True)
    ]
    return _of_clause(
        found,
        clauses,
        asked,
        kept,
        lambda m, p: m.literal and m.place is not None and p >= OWN_FROM,
        _are_kin,
    )


def _are_kin(one: PlaceMention, two: PlaceMention) -> bool:
    """Whether two names tell one place, or one of them lies in the other's."""
    return are_alike(one, two) or lies_inside(one, two) or lies_inside(two, one)


def times_of_clause(
    found: Found,
    clauses: Clauses,
    asked: Sequence[Asked],
    rows: Sequence[Sequence[tuple[TimeMention, float]]],
) -> list[list[tuple[TimeMention, float]]]:
    """Return each trigger's times, those of another clause at 0 where its own names a day."""
    return _of_clause(found, clauses, asked, rows, lambda t, _: bool(t.date_start or t.date_end))


def tolls_of_clause(
    found: Found,
    clauses: Clauses,
    asked: Sequence[Asked],
    rows: Sequence[Sequence[tuple[TollMention, float]]],
    least: float,
    counts: Callable[[TollMention], bool],
) -> list[list[tuple[TollMention, float]]]:
    """Return each trigger's tolls, those of a clause that tells a happening of its own at 0.

    Those that ``counts`` holds for and no trigger has from ``least`` on go to what is told right before.
    """
    kept = [
        [(t, 0.0 if counts_apart(found, one.number, found.sentence_at(t.start)) else p) for t, p in row]
        for one, row in zip(asked, _of_clause(found, clauses, asked, rows, None), strict=True)
    ]
    return _with_those_left(found, asked, kept, least, counts)


def _with_those_left(
    found: Found,
    asked: Sequence[Asked],
    rows: Sequence[list[tuple[TollMention, float]]],
    least: float,
    counts: Callable[[TollMention], bool],
) -> list[list[tuple[TollMention, float]]]:
    """Return the tolls of triggers, each that none is likely to have made likely for the one told before it.

    "Youths threw stones at the police. Three officers were injured": where a sentence names no place and no
    day of its own, what it counts befell those of whom the one before it in the paragraph tells.
    """
    best: dict[int, tuple[float, int, int]] = {}
    for r, (one, row) in enumerate(zip(asked, rows, strict=True)):
        for k, (toll, p) in enumerate(row):
            near = one.told >= LEFT_TO and found.sentence_at(toll.start) - one.number in (0, 1)
            if counts(toll) and (p >= least or near):
                best[toll.start] = max(best.get(toll.start, (0.0, 0, 0)), (p, r, k))
    kept = [list(row) for row in rows]
    for p, r, k in best.values():
        toll = rows[r][k][0]
        if LEFT_FROM <= p < least and _is_told_right_behind(found, asked[r].number, toll):
            kept[r][k] = (toll, least)
    return kept


def _is_told_right_behind(found: Found, number: int, toll: TollMention) -> bool:
    """Whether a toll stands in the next sentence of the paragraph, which names neither place nor day."""
    here = found.sentence_at(toll.start)
    one, two = found.sentences[number], found.sentences[here]
    if here != number + 1 or one.paragraph != two.paragraph or toll.older or toll.aside or toll.of_row:
        return False
    mentions: list[Spanned] = [m for m in found.places.items if m.literal]
    mentions += [t for t in found.times.items if t.date_start or t.date_end]
    return not any(two.start <= m.start < two.end for m in mentions)


def _of_clause(
    found: Found,
    clauses: Clauses,
    asked: Sequence[Asked],
    rows: Sequence[Sequence[tuple[_M, float]]],
    is_own: Callable[[_M, float], bool] | None,
    are_kin: Callable[[_M, _M], bool] = lambda one, two: False,
) -> list[list[tuple[_M, float]]]:
    kept = []
    for one, row in zip(asked, rows, strict=True):
        here = clauses.number_of(one.trigger)
        in_clause = [k for k, (m, _) in enumerate(row) if clauses.number_of(m) == here]
        own = [] if is_own is None else [k for k in in_clause if is_own(*row[k])]
        ready = here >= 0 and (is_own is None or bool(own))
        apart = [
            ready and _apart(found, clauses, one, m) and not any(are_kin(m, row[k][0]) for k in own)
            for m, _ in row
        ]
        left = [(m, 0.0 if away else p) for (m, p), away in zip(row, apart, strict=True)]
        if own and any(apart):
            left = _with_heir(left, max(p for (_, p), away in zip(row, apart, strict=True) if away), own)
        kept.append(left)
    return kept


def _with_heir(row: list[tuple[_M, float]], taken: float, own: Sequence[int]) -> list[tuple[_M, float]]:
    """Return the candidates, the likeliest of those in ``own`` as likely as what was taken from others."""
    best = max(own, key=lambda k: row[k][1])
    return [(m, max(p, taken) if k == best else p) for k, (m, p) in enumerate(row)]


def _apart(found: Found, clauses: Clauses, one: Asked, mention: Spanned) -> bool:
    return found.sentence_at(mention.start) == one.number and clauses.apart(one.trigger, mention)
