"""Walks through a text: matches, meanings, values and intervals, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from articles.model import TimeMention
from articles.times import builders
from articles.times.grammar import EXPRESSION, RULE_OF, STRETCH
from articles.times.intervals import Interval, interval_of, narrowed
from articles.times.meaning import Meaning, Parts
from articles.times.tokens import Tokens, read_tokens
from articles.times.valuation import Context, value_of
from geodata.model import DatePrecision

_BUILDERS: dict[str, Callable[[Parts], list[Meaning]]] = {
    rule: getattr(builders, {"set": "set_", "present": "reference", "past": "reference",
                             "former": "reference"}.get(rule, rule))
    for rule in dict.fromkeys(RULE_OF)
}  # fmt: skip
#: A document is a narrative when it names this many years and this small a share of its expressions points
#: at the day of publication. On the development corpora news has 9 % or more, war histories 3 % or less.
NARRATIVE_YEARS, DEICTIC_SHARE = 5, 0.05
_JOINED = re.compile(r"\s*(?:,|and|or|to|until|till|through|-|–|—|&)?\s*(?:the\s+)?\(?\s*", re.IGNORECASE)
#: What TimeML leaves unmarked in news and TIMEX2 marks in narratives, and the other way round.
_NARRATIVE_ONLY = frozenset({"former", "adjective", "age", "rate", "beside"})
_NEWS_ONLY = frozenset({"soon"})
_VALUE = re.compile(r"(BC)?(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?$")
_FULL_SCALE_INVASION = re.compile(r"\bUkrain|\bKyiv|\bKiev|\bZelensk")
_WAR_START = date(2022, 2, 24)


def find_times(text: str, published: date | None) -> list[TimeMention]:
    """Return the temporal expressions of a text in order, never overlapping.

    ``published`` is the day the document appeared. Without it nothing is counted from it: relative
    expressions keep what the text itself makes known (an earlier full date) or have no interval.
    """
    tokens = read_tokens(text)
    meanings = list(_meanings(text, tokens))
    context = Context(
        text=text,
        published=published,
        narrative=_is_narrative(meanings, published),
        has_bc=sum(meaning.era == "BC" for meaning in meanings) >= 2,
        war_start=_WAR_START if _FULL_SCALE_INVASION.search(text) else None,
    )
    return [mention for mention in _mentions(meanings, context)]


def _meanings(text: str, tokens: Tokens) -> Iterator[Meaning]:
    """Yield the meaning of every match of the grammar, left to right."""
    for stretch in STRETCH.finditer(tokens.letters):
        at, end = stretch.span()
        while at < end:
            match = EXPRESSION.match(tokens.letters, at, end)
            if match is None or match.lastgroup is None:
                at += 1
                continue
            rule = RULE_OF[int(match.lastgroup[1:])]
            found = _BUILDERS[rule](Parts(text, tokens, at, match.end()))
            yield from found
            at = match.end() if found else at + 1


def _is_narrative(meanings: list[Meaning], published: date | None) -> bool:
    """Whether dates hang on the story: years are named, and they little points at the day of publication."""
    if published is None:
        return True
    years = sum(m.form in ("calendar", "season") and (m.year is not None) for m in meanings)
    deictic = sum(_is_deictic(m) for m in meanings)
    return years >= NARRATIVE_YEARS and deictic <= DEICTIC_SHARE * len(meanings)


def _is_deictic(meaning: Meaning) -> bool:
    """Whether an expression points at the day of publication: "Monday", "yesterday", "last week", "two days ago"."""
    if meaning.form == "calendar":
        return meaning.weekday is not None and meaning.month is None and not meaning.story
    return meaning.form in ("unit", "shift") and not meaning.story


def _mentions(meanings: list[Meaning], context: Context) -> Iterator[TimeMention]:
    for at, meaning in enumerate(meanings):
        following = meanings[at + 1] if at + 1 < len(meanings) else None
        meaning = _with_year_ahead(meaning, following, context)
        if meaning.sub in (_NEWS_ONLY if context.narrative else _NARRATIVE_ONLY):
            continue
        value = value_of(meaning, context)
        if not value:
            continue
        _remember(value, meaning, context)
        yield _mention(meaning, value, context)


def _with_year_ahead(meaning: Meaning, following: Meaning | None, context: Context) -> Meaning:
    """Give the first of two joined dates the year or month that only the second states ("12-14 July 1950")."""
    if (
        following is None
        or following.form != "calendar"
        or meaning.form != "calendar"
        or meaning.year is not None
    ):
        return meaning
    if meaning.weekday and not meaning.day:
        return meaning
    if meaning.month is None and meaning.day is None:
        return meaning
    if following.start < meaning.end or not _JOINED.fullmatch(context.text[meaning.end : following.start]):
        return meaning
    if following.year is not None and (meaning.month or following.month):
        return replace(
            meaning, year=following.year, era=following.era, month=meaning.month or following.month
        )
    return meaning


def _remember(value: str, meaning: Meaning, context: Context) -> None:
    """Move the story on to the date just read."""
    story = context.story
    if "-Q" in value and not value.endswith("X"):
        if meaning.form == "quarter":
            context.quarter = context.last_quarter = value
        return
    if meaning.unit in ("M", "Y") and meaning.form in ("duration", "unit", "the_unit"):
        context.quarter = ""
    match = _VALUE.match(value)
    if match is None or meaning.kind in ("SET", "DURATION"):
        return
    story.move(int(match[2]), int(match[3]) if match[3] else None, int(match[4]) if match[4] else None, match[1] or "",
               meaning.year is not None or bool(meaning.step))


def _mention(meaning: Meaning, value: str, context: Context) -> TimeMention:
    interval = _interval(meaning, value, context)
    return TimeMention(
        start=meaning.start,
        end=meaning.end,
        text=context.text[meaning.start : meaning.end],
        value=value,
        kind=meaning.kind,
        date_start=interval[0] if interval else None,
        date_end=interval[1] if interval else None,
        precision=DatePrecision.of_interval(*interval) if interval else DatePrecision.UNKNOWN,
    )


def _interval(meaning: Meaning, value: str, context: Context) -> Interval | None:
    interval = interval_of(value)
    return narrowed(interval, meaning.edge) if interval else None
