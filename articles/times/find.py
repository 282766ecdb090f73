"""Walks through a text: matches, meanings, values and intervals, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from articles.times import read_dates, read_periods, read_units
from articles.times.context import Context
from articles.times.grammar import EXPRESSION, RULES, STRETCH
from articles.times.intervals import interval_of, placed
from articles.times.joined import (
    with_parts_of_years,
    with_ranges,
    with_shared_fields,
    with_stated_days,
)
from articles.times.meaning import (
    CalendarDate,
    Duration,
    Every,
    Frequency,
    InYear,
    Literal,
    Meaning,
    PartOfMonth,
    Quarter,
    Season,
    Shift,
    TheQuarter,
    TheUnit,
    Unit,
    Way,
)
from articles.times.parts import Parts, word_before
from articles.times.stamps import find_stamps, stamp_at
from articles.times.tokens import Tokens, read_tokens
from articles.times.valuation import value_of
from articles.times.value_units import SEASON_MONTH
from geodata.model import DatePrecision, TimeMention

Reader = Callable[[Parts], Sequence[Meaning]]


def _reader(rule: str) -> Reader:
    """Return the function that reads a rule's matches; a rule without one fails at import."""
    module = next(m for m in (read_dates, read_periods, read_units) if hasattr(m, rule))
    found: Reader = getattr(module, rule)
    return found


_READERS = tuple(_reader(rule) for rule, _ in RULES)

#: A document is a narrative when it names this many years and this small a share of its expressions points
#: at the day of publication. On the development corpora news has 9 % or more, war histories 4 % or less.
NARRATIVE_YEARS, DEICTIC_SHARE = 5, 0.05

# What "the May 2007" describes; it tells of another time in passing, and the story does not go there.
_NOUN = re.compile(r"\s+[a-z]")
_AMOUNT = re.compile(r"P[\dX.T]")
_VALUE = re.compile(r"(BC)?(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?$")


def find_times(text: str, published: date | None) -> list[TimeMention]:
    """Return the temporal expressions of a text in order, never overlapping.

    ``published`` is the day the document appeared; the clock is never asked. Without it, what counts from
    it ("yesterday", "on Friday") has a value with X ("XXXX-WXX-5") and no interval, while what counts from
    an earlier full date in the text ("the next day") has one.
    """
    meanings = [meaning for tokens in read_tokens(text) for meaning in _meanings(text, tokens)]
    context = Context(
        text=text,
        published=published,
        narrative=_is_narrative(meanings, published),
        has_bc=sum(isinstance(m, InYear) and m.era == "BC" for m in meanings) >= 2,
        stamps=find_stamps(text),
    )
    found = with_parts_of_years(list(_mentions(meanings, context)))
    return with_ranges(with_stated_days(found, text), text)


def _meanings(text: str, tokens: Tokens) -> Iterator[Meaning]:
    """Yield the meaning of every match of the grammar, left to right."""
    for stretch in STRETCH.finditer(tokens.letters):
        at, end = stretch.span()
        while (match := EXPRESSION.search(tokens.letters, at, end)) and match.lastindex:
            found = _READERS[match.lastindex - 1](Parts(text, tokens, match.start(), match.end()))
            yield from found
            at = match.end() if found else match.start() + 1


def _is_narrative(meanings: Sequence[Meaning], published: date | None) -> bool:
    """Whether dates hang on the story: years are named, and little points at the day of publication."""
    if published is None:
        return True
    years = sum(isinstance(m, CalendarDate | Season) and m.year is not None for m in meanings)
    deictic = sum(_is_deictic(m) for m in meanings)
    return years >= NARRATIVE_YEARS and deictic <= DEICTIC_SHARE * len(meanings)


def _is_deictic(meaning: Meaning) -> bool:
    """Whether an expression points at the day of publication: "Monday", "yesterday", "two days ago"."""
    if isinstance(meaning, CalendarDate):
        return meaning.weekday is not None and meaning.month is None and not meaning.story
    return isinstance(meaning, Unit | Shift) and not meaning.story


def _mentions(meanings: Sequence[Meaning], context: Context) -> Iterator[TimeMention]:
    other_way = Way.NEWS if context.narrative else Way.NARRATIVE
    found = with_shared_fields(meanings, context.text, context.stamps)
    for meaning, (ahead, distance) in zip(found, _stated_ahead(found), strict=True):
        if meaning.way is other_way:
            continue
        context.story.coming, context.story.coming_after = ahead, distance
        context.in_stamp = stamp_at(context.stamps, meaning.start, meaning.end)
        value = value_of(meaning, context)
        if value:
            _remember(value, meaning, context)
            mention = _mention(meaning, value, context)
            if context.in_stamp:
                context.go_to_entry(mention.date_start)
            yield mention


def _stated_ahead(meanings: Sequence[Meaning]) -> list[tuple[tuple[int, int] | None, int]]:
    """Return for every meaning the next year and month that are stated after it and how many meanings on."""
    found: list[tuple[tuple[int, int] | None, int]] = []
    ahead, distance = None, 0
    for meaning in reversed(meanings):
        distance += 1
        found.append((ahead, distance))
        if isinstance(meaning, CalendarDate) and meaning.year and meaning.month and not meaning.era:
            ahead, distance = (meaning.year, meaning.month), 0
    return found[::-1]


def _remember(value: str, meaning: Meaning, context: Context) -> None:
    """Move the story on to the date just read."""
    if "-Q" in value and not value.endswith("X"):
        if _is_quarter_to_come(value, meaning, context):
            return
        if isinstance(meaning, Quarter) and (meaning.quarter or meaning.year is None):
            context.quarter = context.last_quarter = value
        elif isinstance(meaning, TheQuarter):
            context.quarter = value
        return
    if isinstance(meaning, Duration | Unit | TheUnit) and meaning.unit in ("M", "Y"):
        context.quarter = ""
    if isinstance(meaning, Season):
        _remember_season(value, meaning, context)
        return
    if isinstance(meaning, PartOfMonth) and meaning.year is not None and meaning.month and not meaning.era:
        context.story.move(meaning.year, meaning.month, None, "", True)
        return
    match = _VALUE.match(value)
    if match is None or meaning.kind in ("SET", "DURATION"):
        return
    era, year, month, day = match.groups()
    if month and not day and _is_attribute(meaning, context.text):
        return
    if isinstance(meaning, Shift) and meaning.unit == "Y" and not context.narrative:
        return
    context.story.move(
        int(year), int(month) if month else None, int(day) if day else None, era or "", meaning.is_stated
    )


def _is_attribute(meaning: Meaning, text: str) -> bool:
    """Whether a month of a stated year only describes something, as in "the May 2007 high"."""
    if meaning.named_year is None or not _NOUN.match(text, meaning.end):
        return False
    return word_before(text, meaning.start).lower() == "the"


def _is_quarter_to_come(value: str, meaning: Meaning, context: Context) -> bool:
    """Whether news looks ahead to a quarter: figures that follow are not of that one."""
    interval = interval_of(value)
    if interval is None or context.today is None or interval[1] < context.today:
        return False
    return context.tense(meaning) == "future"


def _remember_season(value: str, meaning: Season, context: Context) -> None:
    """Move the story on to a season that names its year, or, before Christ, is inferred."""
    story = context.story
    if meaning.year is not None and not meaning.era:
        story.move(meaning.year, SEASON_MONTH[meaning.season], None, "", True)
    elif value.startswith("BC"):
        story.move(int(value[2:6]), None, None, "BC", meaning.year is not None)


def _mention(meaning: Meaning, value: str, context: Context) -> TimeMention:
    start, end = placed(value, meaning, context)
    return TimeMention(
        start=meaning.start,
        end=meaning.end,
        text=context.text[meaning.start : meaning.end],
        value=value,
        kind=_kind(value, meaning),
        date_start=start,
        date_end=end,
        precision=DatePrecision.of_interval(start, end),
        reasons=_reasons(value, meaning, context),
    )


def _kind(value: str, meaning: Meaning) -> str:
    """Return the TIMEX3 type that goes with a value."""
    if meaning.kind == "SET":
        return "SET"
    if _AMOUNT.match(value):
        return "DURATION"
    return "TIME" if "T" in value and not value.endswith("_REF") else "DATE"


def _reasons(value: str, meaning: Meaning, context: Context) -> tuple[str, ...]:
    """Say what the value was counted from."""
    if isinstance(meaning, CalendarDate) and meaning.either_order:
        return ("as written, but day and month could be the other way round",)
    if isinstance(meaning, Literal | Frequency | Every) or meaning.named_year is not None:
        return ("as written",)
    if "X" in value and context.published is None and not meaning.from_story:
        return ("nothing to count from: the document has no date",)
    if context.today is not None and not meaning.from_story:
        return (f"counted from publication on {context.today.isoformat()}",)
    return ("counted from the story so far",)
