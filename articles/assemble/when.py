"""Chooses for a trigger the calendar interval in which the event happened, and says why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from articles.assemble.clauses import Clauses
from articles.model import EventMention, TimeMention
from geodata.model import DatePrecision, Span

# The date of saying is not the date of happening; it only bounds it from above.
_SAID = (
    r"(?:said|says|saying|told|announced|announcing|reported|wrote|tweeted|posted|added|confirmed|claimed|stated|"
    r"declared|warned|aired|published|released|statement|interview|address|briefing|speech|update|telegram|"
    r"facebook|twitter|post|message|according to)"
)
_SAID_BEFORE = re.compile(
    rf"\b{_SAID}\b(?:\s+(?:on|in|by|to|via|its|his|her|their|the|a|an|reporters|journalists|lawmakers|parliament|"
    r"state|national|local|official|television|tv|radio|telegram|facebook|twitter|channel|page|app|social|media|"
    r"reuters|afp|ap|cnn|bbc|news|agency|late|early|earlier|that|video|[A-Z][\w-]+)){0,6}[\s,]*$",
)
_SAID_AFTER = re.compile(rf"\s*,?\s*(?:{_SAID}|that\b)", re.IGNORECASE)
_LIST_GAP = re.compile(r"\s*(?:,|and|or|to|until|through|–|-|on|the|\s)*\s*")

FARTHEST = 8.0
# A duration ("in 24 hours", "in recent weeks") dates an event less well than a day a little farther off.
VAGUE_COST = {
    DatePrecision.DAY: 0.0,
    DatePrecision.DAYS: 0.5,
    DatePrecision.WEEK: 0.8,
    DatePrecision.MONTH: 1.2,
    DatePrecision.LONGER: 2.0,
    DatePrecision.UNKNOWN: 1.0,
}


@dataclass(frozen=True, slots=True)
class When:
    """An inclusive interval, its words and how it was found; ``stated`` when the sentence dates the event."""

    date_start: date | None = None
    date_end: date | None = None
    spans: tuple[Span, ...] = ()
    reason: str = ""
    stated: bool = False

    @property
    def precision(self) -> DatePrecision:
        """How exactly the interval is known; an open one is UNKNOWN."""
        return DatePrecision.of_interval(self.date_start, self.date_end)

    @property
    def days(self) -> int:
        """How many days the interval spans; an open one spans very many."""
        if self.date_start is None or self.date_end is None:
            return 10_000
        return (self.date_end - self.date_start).days + 1

    def overlaps(self, other: When) -> bool:
        """Whether both may be the same day; an open bound is unlimited."""
        starts_in_time = (
            self.date_start is None or other.date_end is None or self.date_start <= other.date_end
        )
        ends_in_time = self.date_end is None or other.date_start is None or other.date_start <= self.date_end
        return starts_in_time and ends_in_time


def undated(published: date | None) -> When:
    """Return the interval of an event the text does not date: any day up to publication."""
    if published is None:
        return When(reason="the text does not date it and the article has no publication date")
    return When(date_end=published, reason="the text does not date it; not after publication")


def time_in_sentence(
    clauses: Clauses, event: EventMention, times: Sequence[TimeMention], published: date | None
) -> When | None:
    """Return when the sentence of the trigger says it happened, or None when it does not say."""
    intervals = [(t, w) for t in times if (w := _interval(t, published)) is not None]
    ranked = sorted(
        ((_cost(clauses, event, t, w), t.start, t, w) for t, w in intervals if not _is_said_date(clauses, t)),
        key=lambda r: r[:2],
    )
    if ranked and ranked[0][0] <= FARTHEST:
        return _narrowed(clauses, ranked[0][2], ranked[0][3], intervals)
    said = [(t, w) for t, w in intervals if _is_said_date(clauses, t) and w.date_end]
    if not said:
        return None
    mention, when = said[0]
    return replace(
        when,
        date_start=None,
        stated=False,
        reason=f"told “{mention.text}”, so it happened no later than that",
    )


def _interval(mention: TimeMention, published: date | None) -> When | None:
    """Return the interval of a mention, cut at publication; None when it has none or is yet to come."""
    if mention.kind == "SET" or (mention.date_start is None and mention.date_end is None):
        return None
    start, end = mention.date_start, mention.date_end
    if published is not None:
        if start is not None and start > published:
            return None
        end = min(end, published) if end is not None else published
    return When(
        date_start=start,
        date_end=end,
        spans=(Span(start=mention.start, end=mention.end),),
        reason=f"“{mention.text}” in the same sentence",
        stated=True,
    )


def _cost(clauses: Clauses, event: EventMention, mention: TimeMention, when: When) -> float:
    distance = clauses.distance((event.start, event.end), (mention.start, mention.end))
    return distance + VAGUE_COST[when.precision]


def _is_said_date(clauses: Clauses, mention: TimeMention) -> bool:
    """Whether the mention tells when somebody spoke: "officials said on Friday"."""
    before = clauses.text[max(clauses.start, mention.start - 70) : mention.start]
    if _SAID_BEFORE.search(before):
        return True
    return bool(_SAID_AFTER.match(clauses.text, mention.end, min(clauses.end, mention.end + 20)))


def _narrowed(
    clauses: Clauses, mention: TimeMention, when: When, intervals: Sequence[tuple[TimeMention, When]]
) -> When:
    """Join days listed together and prefer the narrower of two expressions that agree."""
    for other, interval in intervals:
        if other is mention or _is_said_date(clauses, other):
            continue
        left, right = (mention, other) if mention.start < other.start else (other, mention)
        gap = clauses.text[left.end : right.start]
        if len(gap) < 12 and _LIST_GAP.fullmatch(gap) and not when.overlaps(interval):
            return _spanning(when, interval)
        near = abs(other.start - mention.start) < 120
        if near and when.overlaps(interval) and interval.days < when.days:
            return interval
    return when


def _spanning(one: When, other: When) -> When:
    starts = [w.date_start for w in (one, other) if w.date_start]
    ends = [w.date_end for w in (one, other) if w.date_end]
    return replace(
        one,
        date_start=min(starts, default=None),
        date_end=max(ends, default=None),
        spans=tuple(sorted((*one.spans, *other.spans), key=lambda s: s.start)),
        reason="days listed together in the same sentence",
    )
