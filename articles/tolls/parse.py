"""Reads the tolls a text states, sentence by sentence, and adds up those of one event."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from articles.tolls.links import BODY, PREDICATE, WOUND, is_of_the_hurt, link
from articles.tolls.named import named_victims
from articles.tolls.people import Quantity, classes, side_of
from articles.tolls.quantities import find_quantities, is_age, is_denied
from articles.tolls.risen import is_risen_to
from articles.tolls.sides import with_named_side, with_other_side
from articles.tolls.tables import TollCell, TollTable, toll_tables
from articles.tolls.wordings import with_wordings
from articles.words.closed import WEEKDAYS
from articles.words.tokens import COMMA, NUMBER, OTHER, QUOTE, SENTENCE_END, Tokens, lexicon, tokenise
from geodata.model import Span, Toll

_AFTER = classes("after")
_DEATH = classes("kill slay")
_VERB_ENDINGS = ("ed", "dead", "dies")
_NAME_REACH = 14
_BE = lexicon().names["be"]
_AT_LEAST, _CIVILIAN = lexicon().names["at_least"], lexicon().names["civilian"]
_OF_FOES = frozenset("enemy occupier occupiers past".split())
_LONG_AFTER = lexicon().names["long_after"]
_SUPERSEDED = lexicon().names["supersede"]
#: "The fighting has so far left 500 dead" sums up; "the blast has so far killed six" does not.
_LASTING = re.compile(
    r"\b(?:fighting|war|conflict|violence|insurgency|crackdown|unrest|uprising|siege)\b"
    r".*\b(?:has|have) (?:so far|already)\b"
)
_SUMMARY = lexicon().names["summary"]
#: "The mission cannot confirm a report that two were killed"; not "could not confirm how many died".
_UNCONFIRMED = re.compile(
    r"\b(?:can\s?not|could not|can't|couldn't|unable to|not able to)\s(?:\w{1,20}ly\s)?(?:confirm|verify)\s"
    r"(?:(?:a|the|any|these|those)\s)?(?:(?:reports?|claims?|rumou?rs?|allegations?)\s)?that\s[^,]*$"
)
_ENDS_CLAUSE = ("", COMMA, SENTENCE_END, *classes("and prep conj"))
_SPANS = frozenset(("a day", "a month", "a year"))
_DATED_FROM = frozenset("earlier before after later ago".split())
_DATED_BEHIND = ("last", "earlier")
_LONGEST_SENTENCE = 400
"""A text without full stops is read in pieces of this many units, so that the time stays linear."""

_TAKES_LIVES = frozenset("claimed claims claiming claim cost costs costing took taken taking lost".split())
_NEUTRALISES = frozenset("neutralised neutralized neutralise neutralize eliminated eliminate".split())
_LOSES = frozenset(("lost", "losing"))
_MAY_BE_DEATH = _NEUTRALISES | _LOSES | {"lives", "hell"}
_FIGHTERS = classes("state police rebel gunmen forces commander")
_SENDS = frozenset("sent send sends sending dispatched".split())
_LOSS_REACH = 5
_PREDICATE = re.compile(f"[{''.join(sorted(PREDICATE))}]")
_DAYS = WEEKDAYS.keys() | {"yesterday"}
# "Killed 12 in this year's worst attack" is no sum.
_SUPERLATIVES = [[word] for word in "deadliest worst bloodiest biggest largest first".split()]
_TAKES_REACH = 6
_ASIDE_REACH = 14
_OLDER_REACH = 20
_DATED_REACH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class TollMention:
    """A statement of deaths or injuries and where it stands.

    ``killed`` and ``injured`` are counts, None where this statement says nothing of them; ``low`` and
    ``high`` bound the deaths where the text does ("at least", "up to"). ``additional`` is a count on top
    of another ("two more died"). ``aside`` is one told in a clause opened by "after" or "following",
    ``older`` one dated long before ("killed 30 last month", "days after … killed 30") one summed up
    over a longer time ("30 this year") or since corrected ("had at first reported 23 dead"). ``summed`` tells
    the running totals among these apart: they are no event's toll. ``first`` is its first unit and
    ``predicate`` that of the word for death or injury: counts that share it add up. ``place_at`` is where the
    words for its place begin, of tolls told by place ("killed eight in X and four in Y"). ``of_row`` is one
    that stands in a column of tolls: it is that of its row. ``risen`` is what an earlier toll has risen to.
    ``besides`` are fighters who "also" died: they add to the dead of another sentence too.
    """

    start: int
    end: int
    first: int
    predicate: int
    killed: int | None = None
    low: int | None = None
    high: int | None = None
    injured: int | None = None
    additional: bool = False
    place_at: int | None = None
    aside: bool = False
    older: bool = False
    summed: bool = False
    risen: bool = False
    besides: bool = False
    of_row: bool = False


def find_tolls(text: str, tokens: Tokens | None = None) -> list[TollMention]:
    """Return the tolls a text states, in order; [] where it states none. Who is named alone counts as one.

    ``tokens`` are the text's units where they are known already.
    """
    tokens = tokens or tokenise(text)
    found = find_toll_mentions(tokens)
    dead = [m.first for m in found if m.killed is not None]
    hurt = [m.first for m in found if m.injured is not None]
    named = named_victims(text, tokens, dead, hurt, {m.predicate for m in found})
    found += [
        TollMention(
            start=one.start,
            end=one.end,
            first=one.unit,
            predicate=one.unit,
            killed=one.killed,
            injured=1 if one.killed is None else None,
            additional=one.also,
        )
        for one in named
    ]
    for table in toll_tables(text):
        found = [m for m in found if not _crosses_cells(text, table, m)]
        found += [_in_cell(tokens, cell) for cell in table.cells]
    return sorted(found, key=lambda m: m.start)


def _crosses_cells(text: str, table: TollTable, mention: TollMention) -> bool:
    """Whether a toll of the words of a table goes over from one cell to the next."""
    within = table.start <= mention.start < table.end
    return within and not {"|", "\t", "\n"}.isdisjoint(text[mention.start : mention.end])


def _in_cell(tokens: Tokens, cell: TollCell) -> TollMention:
    return TollMention(
        start=cell.start,
        end=cell.end,
        first=bisect_left(tokens.starts, cell.start),
        predicate=bisect_left(tokens.starts, cell.row),
        killed=cell.value if cell.killed else None,
        injured=None if cell.killed else cell.value,
        of_row=True,
    )


def find_toll_mentions(tokens: Tokens) -> list[TollMention]:
    """Return the tolls stated in these units, in order."""
    found: list[TollMention] = []
    tokens = with_wordings(tokens)
    codes = tokens.codes
    dead_or_hurt = [m.start() for m in _PREDICATE.finditer(codes)]
    other = [k for k, word in enumerate(tokens.words) if word in _MAY_BE_DEATH]
    possible = sorted({*dead_or_hurt, *other})
    begin = 0
    while begin < len(codes):
        end = codes.find(SENTENCE_END, begin)
        end = min(len(codes) if end < 0 else end, begin + _LONGEST_SENTENCE)
        within = possible[bisect_left(possible, begin) : bisect_left(possible, end)]
        predicates = [k for k in within if codes[k] in PREDICATE or _is_lives(tokens, k, begin)]
        if predicates:
            found.extend(_sentence(tokens, predicates, begin, end))
        begin = end + (codes[end : end + 1] == SENTENCE_END)
    return with_named_side(tokens, found)


def _is_lives(tokens: Tokens, k: int, begin: int) -> bool:
    """Whether unit k is the word for death in "claimed three more lives" or "neutralised nine terrorists".

    Likewise in "sent two terrorists to hell" and in "the army lost 28 soldiers".
    """
    if tokens.words[k] in _NEUTRALISES:
        before = tokens.codes[max(begin, k - 2) : k].removesuffix(QUOTE)
        return NUMBER in tokens.codes[k + 1 : k + 3] or before.endswith(_BE)
    if tokens.words[k] in _LOSES:
        return _is_loss(tokens, k, begin)
    if tokens.words[k] == "hell":
        sends = not _SENDS.isdisjoint(tokens.words[max(begin, k - _TAKES_REACH) : k])
        return sends and tokens.words[k - 1] == "to"
    if tokens.words[k] != "lives":
        return False
    return not _TAKES_LIVES.isdisjoint(tokens.words[max(begin, k - _TAKES_REACH) : k])


def _is_loss(tokens: Tokens, k: int, begin: int) -> bool:
    """Whether fighters lose so many of their own in unit k: "the army lost 28 soldiers"; not to desertion.

    What one side says the other loses in a day over the whole front is no toll of a place.
    """
    count = k + 1
    while tokens.codes[count : count + 1] == _AT_LEAST:
        count += 1
    own = tokens.codes[max(begin, k - _LOSS_REACH) : k]
    whom = tokens.codes[count + 1 : count + 1 + _LOSS_REACH]
    words = tokens.words[begin : count + 1 + 2 * _LOSS_REACH]
    if (
        tokens.codes[count : count + 1] != NUMBER
        or _FIGHTERS.isdisjoint(own)
        or not _OF_FOES.isdisjoint(words)
    ):
        return False
    whose = next((n for n, code in enumerate(whom) if code in _FIGHTERS or code == _CIVILIAN), None)
    return whose is not None and tokens.words[count + whose + 2 : count + whose + 3] != ["to"]


def _sentence(tokens: Tokens, predicates: list[int], begin: int, end: int) -> list[TollMention]:
    if _is_unconfirmed(tokens, predicates, begin):
        return []
    quantities = find_quantities(tokens, begin, end)
    links = link(tokens, quantities, predicates, begin)
    found = [_mention(tokens, quantity, predicate, at, begin) for quantity, predicate, at in links]
    found = with_other_side(tokens, links, found)
    if any(m.killed is not None for m in found):
        return found
    found.extend(_named_victims(tokens, predicates, begin, end))
    found.extend(_lone_bodies(tokens, predicates))
    found.extend(_denials(tokens, predicates, begin))
    return found


def _is_unconfirmed(tokens: Tokens, predicates: list[int], begin: int) -> bool:
    """Whether whoever tells of the dead cannot confirm them."""
    told = tokens.folded[tokens.starts[begin] : tokens.starts[predicates[0]]]
    return _UNCONFIRMED.search(told) is not None


def _lone_bodies(tokens: Tokens, predicates: list[int]) -> list[TollMention]:
    """A "dead body" without a number is one death."""
    lone = [p for p in predicates if tokens.words[p] in ("dead body", "lifeless body")]
    return [_plain(tokens, p, killed=1) for p in lone[:1]]


def _named_victims(tokens: Tokens, predicates: list[int], begin: int, end: int) -> list[TollMention]:
    """Count the people named with their age where no number is given: "Olena Petrenko, 34, died"."""
    ages = [i for i in range(begin, end) if is_age(tokens, i) and tokens.codes[i - 2] == OTHER]
    deaths = [p for p in predicates if tokens.codes[p] in _DEATH and tokens.words[p].endswith(_VERB_ENDINGS)]
    named = [(i, p) for i in ages for p in deaths if p - _NAME_REACH <= i <= p + _NAME_REACH]
    return [_plain(tokens, p, killed=1) for p in dict(named).values()][: len(ages)]


def _denials(tokens: Tokens, predicates: list[int], begin: int) -> list[TollMention]:
    """Read "no one was killed" and "no casualties" as a toll of zero."""
    denied = [p for p in predicates if tokens.codes[p] not in BODY and is_denied(tokens, begin, p)]
    if not denied:
        return []
    wounded = tokens.codes[denied[0]] in WOUND
    return [_plain(tokens, denied[0], killed=None if wounded else 0, injured=0 if wounded else None)]


def _plain(tokens: Tokens, k: int, killed: int | None, injured: int | None = None) -> TollMention:
    return TollMention(
        start=tokens.starts[k], end=tokens.ends[k], first=k, predicate=k, killed=killed, injured=injured
    )


def _mention(tokens: Tokens, quantity: Quantity, predicate: int, at: int | None, begin: int) -> TollMention:
    first, last = min(quantity.first, predicate), max(quantity.last, predicate)
    wounded = tokens.codes[predicate] in WOUND
    besides = not wounded and _is_of_fighters_too(tokens, quantity, predicate)
    return TollMention(
        start=tokens.starts[first],
        end=tokens.ends[last],
        first=first,
        predicate=predicate,
        killed=None if wounded else quantity.value,
        low=None if wounded else quantity.low,
        high=None if wounded else quantity.high,
        injured=quantity.value if wounded else None,
        additional=quantity.additional or besides or _is_told_besides(tokens, quantity, predicate),
        place_at=None if at is None else tokens.starts[at],
        aside=_is_aside(tokens, first, begin),
        older=_is_older(tokens, first, last, begin),
        summed=_is_summed(tokens, first, last, begin),
        risen=is_risen_to(tokens, quantity, predicate),
        besides=besides,
    )


def _is_told_besides(tokens: Tokens, quantity: Quantity, predicate: int) -> bool:
    """Whether others had been counted: "three servicemen had also died", "one of the wounded died"."""
    if is_of_the_hurt(tokens, quantity) and tokens.codes[predicate] in _DEATH:
        return True
    if tokens.words[quantity.last + 1 : quantity.last + 4] == ["of", "their", "own"]:
        return True
    return quantity.last < predicate and "also" in tokens.words[quantity.last + 1 : predicate]


def _is_of_fighters_too(tokens: Tokens, quantity: Quantity, predicate: int) -> bool:
    """Whether fighters died besides others: "two rebels also died", "two rebels were killed too"."""
    if quantity.last > predicate or side_of(tokens, quantity) is None:
        return False
    if "also" in tokens.words[quantity.last + 1 : predicate]:
        return True
    behind = tokens.words[predicate + 1 : predicate + 3]
    ends = predicate + 1 + (behind[:1] == ["too"]) + 2 * (behind == ["as", "well"])
    return ends > predicate + 1 and tokens.codes[ends : ends + 1] in _ENDS_CLAUSE


def _is_aside(tokens: Tokens, first: int, begin: int) -> bool:
    """Whether the toll stands in a clause opened by "after", "following", "since"."""
    for k in range(first - 1, max(begin, first - _ASIDE_REACH) - 1, -1):
        if tokens.codes[k] in _AFTER:
            return True
        demands = "justice for" in tokens.words[max(begin, first - _ASIDE_REACH) : k]
        if tokens.codes[k] == COMMA and not demands:
            return False
    return False


def _is_summed(tokens: Tokens, first: int, last: int, begin: int) -> bool:
    """Whether the clause counts over a longer time: "so far this year", "since January", on either side."""
    if _is_long_since(tokens, begin) or _LASTING.search(
        tokens.folded[tokens.starts[begin] : tokens.ends[last]]
    ):
        return True
    for k in range(last - 1, max(begin, first - _OLDER_REACH) - 1, -1):
        if _sums_up(tokens, k):
            return True
    for k in range(last + 1, min(len(tokens.codes), last + _DATED_REACH)):
        if tokens.codes[k] in (COMMA, SENTENCE_END):
            return False
        if _sums_up(tokens, k):
            return tokens.words[k + 1 : k + 2] not in _SUPERLATIVES
        if _is_long_since(tokens, k):
            return True
    return False


def _sums_up(tokens: Tokens, k: int) -> bool:
    """Whether unit ``k`` is a word for a longer time; "a day earlier" is a day."""
    dated = tokens.words[k] in _SPANS and not _DATED_FROM.isdisjoint(tokens.words[k + 1 : k + 2])
    return tokens.codes[k] == _SUMMARY and not dated


def _is_long_since(tokens: Tokens, k: int) -> bool:
    """Whether unit ``k`` opens "since January"; "since Monday" is one episode."""
    following = tokens.words[k + 1 : k + 2]
    return tokens.words[k] == "since" and bool(following) and following[0] not in _DAYS


def _is_older(tokens: Tokens, first: int, last: int, begin: int) -> bool:
    """Whether the clause dates the toll well before: "days after" in front, "last month" behind."""
    comma = tokens.codes.find(COMMA, last, last + _DATED_REACH)
    reach = range(begin, min(len(tokens.codes), comma if comma > 0 else last + _DATED_REACH))
    if tokens.codes[begin] == _LONG_AFTER or any(_sums_up(tokens, k) for k in reach):
        return True
    for k in range(first - 1, max(begin, first - _OLDER_REACH) - 1, -1):
        if tokens.codes[k] == _SUPERSEDED and first - k <= _DATED_REACH:
            return True
        if tokens.codes[k] == _LONG_AFTER and not tokens.words[k].startswith(_DATED_BEHIND):
            return True
    for k in range(last + 1, min(len(tokens.codes), last + _DATED_REACH)):
        if tokens.codes[k] in (COMMA, SENTENCE_END):
            return False
        if tokens.codes[k] == _LONG_AFTER and tokens.words[k].startswith(_DATED_BEHIND):
            return True
    return False


def total(mentions: Sequence[TollMention]) -> Toll:
    """Return one toll from the statements about one event; repeated statements count once."""
    killed = [m for m in mentions if m.killed is not None]
    hurt: dict[int, int] = {}
    for m in mentions:
        if m.injured is not None:
            hurt[m.predicate] = hurt.get(m.predicate, 0) + m.injured
    injured = max(hurt.values(), default=None)
    spans = tuple(Span(start=m.start, end=m.end) for m in mentions)
    if not killed:
        return Toll(injured=injured, spans=spans)
    sums: dict[int, int] = {}
    based = {m.predicate for m in killed if not m.additional}
    for m in killed:
        if m.predicate in based:
            sums[m.predicate] = sums.get(m.predicate, 0) + (m.killed or 0)
    best = max(sums.values(), default=0)
    if not any(m.risen and m.predicate in based for m in killed):  # else it counts those who died since
        best += sum(m.killed or 0 for m in killed if m.predicate not in based)
    return Toll(
        fatalities_low=best if any(m.low is not None for m in killed) else None,
        fatalities=best,
        fatalities_high=max((max(best, m.high) for m in killed if m.high is not None), default=None),
        injured=injured,
        spans=spans,
    )
