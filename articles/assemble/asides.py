"""Finds the clauses of a sentence that tell of another day, so that they keep their own place and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol, TypeVar

from articles.assemble.when import When
from articles.assemble.where import is_usable
from articles.model import EventMention, PlaceMention, Sentence
from articles.words.sought import sought

_NUMBERS = dict(
    zip("a an one two three four five six seven eight nine ten".split(), (1, 1, *range(1, 11)), strict=True)
)
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
# News counts weeks and longer roughly, by half of them; a number of days is meant as it stands.
_ROUGHLY = {"day": 0.0, "week": 0.5, "month": 0.5, "year": 0.5}
# "two weeks after nine people were killed in X"
_LONG_AFTER = sought(
    "after",
    rf"\b(?:(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})\s+)?(?P<unit>day|week|month|year)s?\s+after\s",
    re.IGNORECASE,
)
# "in X, where nine people were killed in May": up to the next comma.
_WHERE = sought("where", r",\swhere\s[^,;.]{5,160}")


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...


_M = TypeVar("_M", bound=_Spanned)


@dataclass(frozen=True, slots=True)
class Aside:
    """Characters start..end of a clause about another day.

    ``days`` is how long before the sentence's other event, give or take ``slack_days``, None when it is not
    counted so; ``is_open`` when it may be any number of them: "months after"; ``is_relative`` when the clause
    is about the place named before it.
    """

    start: int
    end: int
    days: int | None = None
    slack_days: int = 0
    is_open: bool = False
    is_relative: bool = False

    def holds(self, at: int) -> bool:
        """Whether the character ``at`` stands in the clause."""
        return self.start <= at < self.end


def find_asides(
    text: str, sentence: Sentence, events: Sequence[EventMention], times: Sequence[_Spanned]
) -> list[Aside]:
    """Return the clauses about another day that hold a trigger or are told beside one."""
    found = [
        Aside(m.start(), sentence.end, *_days_and_slack(m))
        for m in _LONG_AFTER.finditer(text, sentence.start, sentence.end)
        if m.start() > sentence.start
    ][:1]
    for clause in _WHERE.finditer(text, sentence.start, sentence.end):
        aside = Aside(clause.start(), clause.end(), is_relative=True)
        if any(aside.holds(t.start) for t in times):
            found.append(aside)
    return [a for a in found if any(a.holds(e.start) for e in events)]


def on_its_side(mentions: Sequence[_M], event: EventMention, asides: Sequence[Aside]) -> list[_M]:
    """Return the mentions that stand in the same clauses about other days as the trigger."""
    return [m for m in mentions if all(a.holds(m.start) is a.holds(event.start) for a in asides)]


def places_on_its_side(
    mentions: Sequence[PlaceMention], event: EventMention, asides: Sequence[Aside]
) -> list[PlaceMention]:
    """Return the places a trigger may be at: of its own clause, else the one that clause is about."""
    own = on_its_side(mentions, event, asides)
    inside = next((a for a in asides if a.holds(event.start)), None)
    if inside is None or any(is_usable(m) or (m.literal and m.place is None) for m in own):
        return own
    return [m for m in mentions if m.end <= inside.start][-1:] if inside.is_relative else list(mentions)


def counted_back(event: EventMention, main: When | None, asides: Sequence[Aside]) -> When | None:
    """Return when it happened by how long before the sentence's other event it was; None if not told."""
    aside = next((a for a in asides if a.days is not None and a.holds(event.start)), None)
    if aside is None or aside.days is None or main is None or main.date_end is None:
        return None
    slack = aside.slack_days
    first = None if main.date_start is None or aside.is_open else _before(main.date_start, aside.days + slack)
    return replace(
        main,
        date_start=first,
        date_end=_before(main.date_end, aside.days - slack),
        stated=first is not None,
        is_borrowed=False,
        reason=f"counted back {aside.days} days from the sentence's other event",
    )


def _before(day: date, days: int) -> date:
    return day - timedelta(days=days)


def _days_and_slack(found: re.Match[str]) -> tuple[int, int, bool]:
    count, unit = found["count"], found["unit"].lower()
    if count is None:
        return _UNIT_DAYS[unit], 0, True
    number = int(count) if count.isdigit() else _NUMBERS[count.lower()]
    days = number * _UNIT_DAYS[unit]
    return days, round(days * _ROUGHLY[unit]), False
