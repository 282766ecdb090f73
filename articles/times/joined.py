"""Lets joined expressions share what only one of them states: the year, the day, the stretch between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeGuard

from articles.times.intervals import months
from articles.times.meaning import CalendarDate, Clock, Meaning, Unit
from articles.times.stamps import Stamp, stamp_at
from articles.times.tense import in_one_sentence
from geodata.model import DatePrecision, TimeMention

_JOINED = re.compile(r"\s*(,|and|or|to|until|till|through|-|–|—|&|/)?\s*(?:the\s+)?\(?\s*", re.IGNORECASE)
_HOURS_JOINED = re.compile(r"\s*[,()]?\s*(?:and|or|to|until|till|-|–|—)?\s*(?:on\s+)?", re.IGNORECASE)
_PART_OF_YEAR = re.compile(r"(?:the\s+|its\s+)?(first|opening|last|final|closing)\b", re.IGNORECASE)
#: How far ahead in its sentence the day of an hour may stand, in characters.
_SENTENCE_REACH = 160
_LENGTH = re.compile(r"P(\d+)([DWM])")
#: What stands between "the past day" and the day it was.
_STATED = re.compile(r"\s*[,(]\s*(?:i\.e\.,?\s*)?(?:on\s+)?")
# On one line: below "1-14 March" a bullet may begin with its own day, "- 3 March".
_RANGE = re.compile(
    r"[^\S\n]*(-|–|—|/|to|into|until|till|through|and)[^\S\n]*"
    r"(?:(?:in\s+)?the\s+(?:early\s+|small\s+|first\s+)hours\s+of\s+(?:the\s+)?|(?:the\s+)?dawn\s+o[nf]\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
#: So far apart the ends of a range may stand, in characters.
_RANGE_GAP = 40


def with_shared_fields(meanings: Sequence[Meaning], text: str, stamps: Sequence[Stamp]) -> list[Meaning]:
    """Give dates the year, and hours the day, that only a later expression states."""
    return _with_days_ahead(_with_years_ahead(meanings, text), text, stamps)


def _with_days_ahead(meanings: list[Meaning], text: str, stamps: Sequence[Stamp]) -> list[Meaning]:
    """Give hours the day that only a later expression states ("between 1:30 and 4:00 on 9 April").

    One that is joined to the hour counts, else the first of the sentence: "at 7:15 a bus was hit on Sunday".
    An hour that stamps an entry takes none from it.
    """
    for at in range(len(meanings) - 2, -1, -1):
        first = meanings[at]
        if not isinstance(first, Clock) or stamp_at(stamps, first.start, first.end):
            continue
        following = _day_ahead(meanings, at, text)
        if following is not None:
            timed = replace(following, start=first.start, end=first.end, clock=first.clock, part="")
            meanings[at] = replace(timed, kind="TIME", edge="")
    return meanings


def _day_ahead(meanings: Sequence[Meaning], at: int, text: str) -> CalendarDate | Unit | None:
    """Return the later expression that names the day of the hour at ``at``, None where none does."""
    hour, following = meanings[at], meanings[at + 1]
    if _names_day(following) and _HOURS_JOINED.fullmatch(text, hour.end, min(following.start, hour.end + 13)):
        return following
    if at and _names_day(meanings[at - 1]) and in_one_sentence(text, meanings[at - 1].end, hour.start):
        return None
    for k in range(at + 1, len(meanings)):
        later = meanings[k]
        if later.start > hour.end + _SENTENCE_REACH or not in_one_sentence(text, hour.end, later.start):
            return None
        if _names_day(later):
            return later
    return None


def _names_day(meaning: Meaning) -> TypeGuard[CalendarDate | Unit]:
    """Whether an expression names the day that an hour belongs to."""
    if isinstance(meaning, CalendarDate):
        return bool(meaning.day or meaning.weekday)
    return isinstance(meaning, Unit) and meaning.unit == "D" and meaning.deictic


def _with_years_ahead(meanings: Sequence[Meaning], text: str) -> list[Meaning]:
    """Give dates the year and month that only the next, joined one states ("12-14 July 1950")."""
    found = list(meanings)
    for at in range(len(found) - 2, -1, -1):
        first, following = found[at], found[at + 1]
        if not isinstance(first, CalendarDate) or not isinstance(following, CalendarDate):
            continue
        if first.year is not None or following.year is None:
            continue
        if first.end <= following.start <= first.end + 20 and _is_joined(first, following, text):
            month = first.month or following.month
            year = following.year - (_is_later_in_year(first, following) and not following.era)
            found[at] = replace(first, year=year, era=following.era, month=month)
    return found


def _is_later_in_year(first: CalendarDate, following: CalendarDate) -> bool:
    """Whether the first of two joined months comes later in the year, so that it is of the year before."""
    return bool(first.month and following.month and first.month > following.month)


def _is_joined(first: CalendarDate, following: CalendarDate, text: str) -> bool:
    """Whether the year that follows is also the year of this month or day: "March and April 1918"."""
    if not (first.month or (first.day and following.month)):
        return False
    joined = _JOINED.fullmatch(text, first.end, following.start)
    if joined is None or following.edge:
        return False
    return bool(following.month) or joined[1] in (",", None)


def with_parts_of_years(mentions: list[TimeMention]) -> list[TimeMention]:
    """Give both words of "the first three months of 2022" the days they name together."""
    for at in range(len(mentions) - 1):
        amount, year = mentions[at], mentions[at + 1]
        days = _days_in_year(amount, year) if amount.kind == "DURATION" else None
        if days is None or year.start - amount.end != len(" of "):
            continue
        for place, mention in ((at, amount), (at + 1, year)):
            mentions[place] = replace(
                mention,
                date_start=days[0],
                date_end=days[1],
                precision=DatePrecision.of_interval(*days),
                reasons=(*mention.reasons, f"part of {year.text}"),
            )
    return mentions


def _days_in_year(amount: TimeMention, year: TimeMention) -> tuple[date, date] | None:
    """Return the first or last days of a year that an amount names; None when it does not name any."""
    named, length = _PART_OF_YEAR.match(amount.text), _LENGTH.fullmatch(amount.value)
    first, last = year.date_start, year.date_end
    if named is None or length is None or first is None or last is None or len(year.value) != 4:
        return None
    count, from_start = int(length[1]), named[1].lower() in ("first", "opening")
    if length[2] == "M":
        return months(first.year, 1 if from_start else 13 - count, count) if 0 < count < 12 else None
    days = timedelta(days=count * (7 if length[2] == "W" else 1) - 1)
    if not timedelta(0) <= days < last - first:
        return None
    return (first, first + days) if from_start else (last - days, last)


def with_stated_days(mentions: list[TimeMention], text: str) -> list[TimeMention]:
    """Give "the past day, 13 June" the one day that stands behind it."""
    for at in range(len(mentions) - 1):
        first, last = mentions[at], mentions[at + 1]
        if first.date_start is None or first.date_end is None or last.date_start != last.date_end:
            continue
        if last.date_start is None or not first.date_start <= last.date_start <= first.date_end:
            continue
        if first.date_start < first.date_end and _STATED.fullmatch(text, first.end, last.start):
            mentions[at] = replace(
                first,
                date_start=last.date_start,
                date_end=last.date_end,
                precision=DatePrecision.of_interval(last.date_start, last.date_start),
                reasons=(*first.reasons, f"the day stated behind it, {last.text}"),
            )
    return mentions


def with_ranges(mentions: list[TimeMention], text: str) -> list[TimeMention]:
    """Give both ends of "3-5 May" or "between March 3 and March 9" the interval from first to last."""
    for at in range(len(mentions) - 1):
        first, last = mentions[at], mentions[at + 1]
        if first.date_start is None or last.date_end is None or first.date_start > last.date_end:
            continue
        days_told = "DATE" in (first.kind, last.kind) or first.date_start != last.date_end
        if not days_told or last.start - first.end > _RANGE_GAP or not _is_range(first, last, text):
            continue
        for place, mention in ((at, first), (at + 1, last)):
            mentions[place] = replace(
                mention,
                date_start=first.date_start,
                date_end=last.date_end,
                precision=DatePrecision.of_interval(first.date_start, last.date_end),
                reasons=(*mention.reasons, f"range from {first.text} to {last.text}"),
            )
    return mentions


def _is_range(first: TimeMention, last: TimeMention, text: str) -> bool:
    """Whether two neighbouring dates are the ends of one stretch of time, or two days running."""
    joined = _RANGE.fullmatch(text, first.end, last.start)
    if joined is None:
        return False
    if joined[1].lower() != "and":
        return True
    before = text[max(0, first.start - 12) : first.start].lower().rstrip()
    return before.endswith("between") or _are_days_running(first, last)


def _are_days_running(first: TimeMention, last: TimeMention) -> bool:
    """Whether two dates are a day and the day after it."""
    one, two = first.date_end, last.date_start
    if one is None or two is None or first.date_start != one or last.date_end != two:
        return False
    return two - one == timedelta(days=1)
