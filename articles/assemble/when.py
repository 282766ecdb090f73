"""Chooses for a trigger the calendar interval in which the event happened, and says why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from articles.assemble.clauses import Clauses
from articles.assemble.families import HAPPENING_NOUNS
from articles.model import EventMention, TimeMention
from articles.times.intervals import interval_of
from articles.words.sought import sought
from geodata.model import DatePrecision, Span

# The date of saying is not the date of happening; it only bounds it from above.
_SAID = (
    r"(?:said|says|saying|told|announced|announcing|reported|wrote|tweeted|posted|added|confirmed|claimed|"
    r"stated|estimated|"
    r"declared|warned|aired|published|released|statement|interview|address|briefing|speech|update|telegram|"
    r"facebook|twitter|post|message|according to)"
)
_SAID_BEFORE = re.compile(
    rf"\b{_SAID}\b(?:\s+(?:on|in|by|to|from|via|its|his|her|their|the|a|an|reporters|journalists|lawmakers|parliament|"
    r"state|national|local|official|television|tv|radio|telegram|facebook|twitter|channel|page|app|social|"
    r"media|"
    r"reuters|afp|ap|cnn|bbc|news|agency|late|early|earlier|that|video|[A-Z][\w-]+)){0,6}[\s,]*$",
)
_SAID_AFTER = re.compile(
    r"\s+(?:said|says|told|announced|reported|wrote|tweeted|posted|confirmed|claimed|stated|declared|"
    r"warned)\b"
)
_SINCE = sought(
    "since|from",
    r"\b(?:since|from)\s+(?:the\s+|at least\s+)?$"
    r"|\bsince\b[^,.;]{0,60}\b(?:began|begun|started|erupted|broke out|launched|invaded|invasion|"
    r"escalated)\b[^,.;]{0,20}$",
    re.IGNORECASE,
)
# "for the second time since November" counts events and dates none.
_TIME_SINCE = sought(
    " since",
    r"\b(?:time|attack|strike|raid|day) since\s+(?:the\s+)?$"
    r"|\b(?:first|second|third|worst|deadliest|biggest|heaviest|largest)\b[^,.;]{0,45} since\s+"
    r"(?:the\s+)?(?:\w+\s+(?:began|broke out|started|erupted|escalated)\s+)?$",
)
# "which the militants had held since January" dates what went before.
_STATE_SINCE = sought(
    "since",
    r"\b(?:held|controlled|occupied|ruled|governed|besieged)\b[^,.;]{0,30}\bsince\s+(?:the\s+|\w+\s+)?$",
)
_UNTIL = sought("until|till|before|by", r"\b(?:until|till|before|by)\s+(?:the\s+)?$", re.IGNORECASE)
_LIST_GAP = re.compile(r"\s*(?:,|and|or|to|until|through|–|-|on|the|\s)*\s*")

YESTERDAY = ("yesterday", "last night")
# The time of day without a day says little about the day.
_CLOCK_ONLY = re.compile(
    r"(?:at |around |about |shortly |just )*(?:after |before )?"
    r"(?:\d{1,2}(?:[.:]\d\d)?\s*(?:a\.?m\.?|p\.?m\.?|o.clock|local time)?"
    r"|(?:a )?(?:quarter|half) (?:to|past) \w+|noon|midday|dawn|dusk|[a-z]+ o.clock)"
    r"(?:\s+(?:in the (?:morning|afternoon|evening)|local time|at night))*"
    r"|(?:in )?the (?:early |late )?(?:morning|afternoon|evening)",
    re.IGNORECASE,
)
_AFTERMATH = re.compile(
    r"\b(?:(?:for|of|to|help) (?:the )?(?:victims|survivors|those|people)|in the wake of|days after|"
    r"weeks after|months after|condemn\w*|denounc\w+|deplor\w+|mourn\w*|(?:pa(?:y|id|ying) )?tributes? to|"
    r"condolences|investigat(?:e[sd]?|ing|ions?)\b|in connection with|in response to|in retaliation for|"
    r"visit\w* the (?:site|scene)|bring to justice)\b"
)
# "the death toll from the bombing rose on Monday"
_ROSE = sought(
    "rose|risen|climbed|increased|stood at|stands at|passed|grew|grown",
    r"[^.;]{0,80}?\b(?:rose|risen|climbed|increased|stood at|stands at|passed|grew|grown)\b[^.;]{0,60}$",
)
_COUNTED = re.compile(r"\b(?:earlier|later|before|after)\b", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:answer|response|reply|retaliation|reprisals?|revenge|retribution|vengeance) (?:to|for)\b"
)
# "has vowed to answer Saturday's attack": what is promised lies ahead, the attack behind.
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", re.IGNORECASE)
_SINCE_MONTH = re.compile(r"\bsince\s$", re.IGNORECASE)
_OWNS_HAPPENING = re.compile(rf"(?:[’']s)?\s(?:[\w-]+\s){{0,2}}(?:{'|'.join(sorted(HAPPENING_NOUNS))})\b")
# "CAIRO, April 14 (Reuters) - ": the day on which it was written.
_IN_DATELINE = re.compile(r"[A-Z][^.;:–—]{1,60},\s+$")
_ENDS_DATELINE = re.compile(r",?\s*(?:\([^()]{2,30}\)\s*[-–—]|[-–—])\s")
# "in August, when fighters took the town": the clause belongs to the date before it.
_WHEN_CLAUSE = re.compile(r",?\swhen\s(?:(?!\bwhile\b)[^;.]){0,160}")
# "the 2011 uprising" says when something else began.
_YEAR = re.compile(r"(?:19|20)\d\d")
_DESCRIBED_BY_YEAR = re.compile(r"\b(?:the|an?|its|their|his|her|[\w]+[’']s?)\s$")
_DURATION = re.compile(
    r"P(?:T(?P<hours>\d+)H|(?P<days>\d+)D|(?P<weeks>\d+)W|(?P<months>\d+)M|(?P<years>\d+)Y)"
)
# "in recent weeks" reaches back about as far as news does when it says so.
_HAD = re.compile(r"\bhad\s+(?:been\s+)?\w+(?:ed|en)?\b")
RECENT_DAYS = {"PXD": 7, "PXW": 31, "PXM": 180}
_RECENT = re.compile(r"\b(?:recent|past|last few)\b", re.IGNORECASE)
_UNIT_DAYS = {"hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 30.4, "years": 365.25}
# A duration is an interval up to now only after these: "in 24 hours", "has endured five weeks of".
_UP_TO_NOW = re.compile(
    r"(?<!time )\b(?:in|over|during|within\s+the\s+(?:past|last))\s+"
    r"(?:just\s+|only\s+|the\s+|(?:the\s+)?(?:past|last)\s+)?$"
    r"|\b(?:has|have)\s+(?:\w+\s+){1,4}$",
    re.IGNORECASE,
)

WEEK = timedelta(days=7)
SHORTEST_MONTH_DAYS = 28
FARTHEST = 8.0
# A date in a relative clause hardly dates what stands outside of it, and the other way round.
ASIDE_COST = 2.0
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
    """An inclusive interval, its words and how it was found.

    ``stated`` when the sentence dates the event; ``is_period`` when it sums up what went on since a day;
    ``is_borrowed`` when the words date something else the sentence tells; ``is_clock`` when they are a time
    of day alone; ``told_days`` over how many days it may have been told, where only the telling is dated.
    """

    date_start: date | None = None
    date_end: date | None = None
    spans: tuple[Span, ...] = ()
    reason: str = ""
    stated: bool = False
    is_period: bool = False
    is_borrowed: bool = False
    is_clock: bool = False
    told_days: int = 0

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


def undated(latest: date | None) -> When:
    """Return the interval of an event the text does not date: any day up to ``latest``."""
    if latest is None:
        return When(reason="the text does not date it and the article has no publication date")
    return When(date_end=latest, reason=f"the text does not date it; not after {latest}, when it was told")


def latest_day(times: Sequence[TimeMention], published: date | None) -> date | None:
    """Return the last day the article can tell of: publication, or the day before in a morning paper.

    An article that speaks of "yesterday" and never of its own day was written before that day had passed.
    """
    if published is None:
        return None
    spoken_of = {t.date_start for t in times if t.date_start == t.date_end}
    eve = published - timedelta(days=1)
    says_yesterday = any(t.text.lower() in YESTERDAY and t.date_start == eve for t in times)
    return eve if says_yesterday and published not in spoken_of else published


def time_in_sentence(
    clauses: Clauses, event: EventMention, times: Sequence[TimeMention], published: date | None
) -> When | None:
    """Return when the sentence of the trigger says it happened, or None when it does not say."""
    intervals = [(t, w) for t in times if (w := _interval(clauses, t, published)) is not None]
    ranked = sorted(
        ((_cost(clauses, event, t, w), t.start, t, w) for t, w in intervals if not _is_said_date(clauses, t)),
        key=lambda r: r[:2],
    )
    ranked = [r for r in ranked if not _is_counted_elsewhere(clauses, r[2], event)]
    if ranked and ranked[0][0] <= FARTHEST:
        mention, when = ranked[0][2:]
        chosen = _narrowed(clauses, mention, when, intervals)
        if not _opens_clause_of(clauses, mention, event) and clauses.is_nearer_to_another(
            event, (mention.start, mention.end)
        ):
            reason = f"“{mention.text}” dates what else the sentence tells"
            return replace(chosen, stated=False, is_borrowed=True, reason=reason)
        if mention.start > event.end and _CAUSE.search(clauses.text, event.end, mention.start):
            return None  # "the strikes were an answer to the explosion on Saturday"
        if _dates_the_aftermath(clauses, event, mention):
            reason = f"“{mention.text}” dates what came after, so it happened no later than that"
            return replace(chosen, date_start=None, stated=False, reason=reason)
        return chosen
    return said_by(clauses, times, published)


def _is_counted_elsewhere(clauses: Clauses, mention: TimeMention, event: EventMention) -> bool:
    """Whether it is counted from another clause's event: "taking X two days before, while in Y ..."."""
    if _COUNTED.search(mention.text) is None or _opens_clause_of(clauses, mention, event):
        return False
    return clauses.is_nearer_to_another(event, (mention.start, mention.end))


def _dates_the_aftermath(clauses: Clauses, event: EventMention, mention: TimeMention) -> bool:
    """Whether the date belongs to what followed: "the search ended on Tuesday for victims of ..."."""
    if mention.start > event.end:
        return _ROSE.search(clauses.text, event.end, mention.start) is not None
    if mention.end > event.start:
        return False
    between = clauses.text[mention.end : event.start]
    return bool(_AFTERMATH.search(between))


def said_by(clauses: Clauses, times: Sequence[TimeMention], published: date | None) -> When | None:
    """Return the bound that the day of saying sets: "officials said on Friday", so no later than Friday."""
    for mention in times:
        when = _interval(clauses, mention, published)
        if when and when.date_end and _is_said_date(clauses, mention):
            reason = f"told “{mention.text}”, so it happened no later than that"
            return replace(when, date_start=None, stated=False, reason=reason, told_days=when.days)
    return None


def _interval(clauses: Clauses, mention: TimeMention, published: date | None) -> When | None:
    """Return the interval of a mention, cut at publication; None when it has none or is yet to come."""
    start, end = mention.date_start, mention.date_end
    if mention.kind == "DURATION" and start is None and end is None:
        start, end = _until_now(clauses, mention, published)
    if mention.kind == "SET" or (start is None and end is None) or _is_attribute(clauses.text, mention):
        return None
    if _is_in_dateline(clauses, mention):
        return None
    opens_clause = clauses.text.startswith(", when ", mention.end)
    if opens_clause:
        start, end = interval_of(mention.value) or (start, end)
    elif _counts_from(clauses, mention):
        return None
    is_clock = bool(_CLOCK_ONLY.fullmatch(mention.text))
    before = clauses.text[max(clauses.start, mention.start - 90) : mention.start]
    is_period = bool(_SINCE.search(before)) and not opens_clause
    if is_period:
        end = published
    elif _UNTIL.search(before):
        start = None
    if published is not None:
        if start is not None and start > published:
            past = _in_the_past(clauses, mention, start, end)
            if past is None:
                return None
            start, end = past
        end = min(end, published) if end is not None else published
    return When(
        date_start=start,
        date_end=end,
        spans=(Span(start=mention.start, end=mention.end),),
        reason=f"“{mention.text}” in the same sentence",
        stated=not is_clock,
        is_period=is_period,
        is_borrowed=is_clock,
        is_clock=is_clock,
    )


def _counts_from(clauses: Clauses, mention: TimeMention) -> bool:
    """Whether it says since when something lasts or is counted: "held since May", "first time since May"."""
    reach = max(clauses.start, mention.start - 70), mention.start
    return bool(_STATE_SINCE.search(clauses.text, *reach) or _TIME_SINCE.search(clauses.text, *reach))


def _is_in_dateline(clauses: Clauses, mention: TimeMention) -> bool:
    """Whether it opens the story with the day of writing: "CAIRO, April 14 (Reuters) - "."""
    if _ENDS_DATELINE.match(clauses.text, mention.end, clauses.end) is None:
        return False
    return _IN_DATELINE.fullmatch(clauses.text, clauses.start, mention.start) is not None


def _in_the_past(
    clauses: Clauses, mention: TimeMention, start: date, end: date | None
) -> tuple[date, date | None] | None:
    """Return the interval before the one taken for it where the text can only mean the past, else None.

    "To answer Saturday's attack" means the last Saturday, "since October" the last October.
    """
    if _SINCE_MONTH.search(clauses.text, max(clauses.start, mention.start - 12), mention.start):
        return start.replace(year=start.year - 1, day=min(start.day, SHORTEST_MONTH_DAYS)), end
    if _WEEKDAY.fullmatch(mention.text) is None or end is None:
        return None
    owns = _OWNS_HAPPENING.match(clauses.text, mention.end, clauses.end)
    return (start - WEEK, end - WEEK) if owns else None


def _is_attribute(text: str, mention: TimeMention) -> bool:
    """Whether a bare year only describes the noun after it: "the 2011 uprising", "a 2022 truce"."""
    if not _YEAR.fullmatch(mention.text) or not text[mention.end : mention.end + 2].strip().isalpha():
        return False
    return bool(_DESCRIBED_BY_YEAR.search(text, max(0, mention.start - 20), mention.start))


def _until_now(
    clauses: Clauses, mention: TimeMention, published: date | None
) -> tuple[date | None, date | None]:
    """Return the days a duration covers when it ends now; both None when it does not or nobody knows now."""
    recent = RECENT_DAYS.get(mention.value) if _RECENT.search(mention.text) else None
    if recent is not None and published is not None:
        return published - timedelta(days=recent), published
    if _HAD.search(clauses.text, clauses.start, mention.start):
        return None, None  # "300 had died there in two weeks": up to then, not up to now
    length = _DURATION.fullmatch(mention.value)
    before = clauses.text[max(clauses.start, mention.start - 40) : mention.start]
    if published is None or length is None or length.lastgroup is None or not _UP_TO_NOW.search(before):
        return None, None
    days = ceil(int(length[length.lastgroup]) * _UNIT_DAYS[length.lastgroup])
    return published - timedelta(days=days), published


def _cost(clauses: Clauses, event: EventMention, mention: TimeMention, when: When) -> float:
    distance = clauses.distance((event.start, event.end), (mention.start, mention.end))
    if _opens_clause_of(clauses, mention, event):
        distance = 0.0
    aside = ASIDE_COST if clauses.is_aside_to(mention.start, event.start) else 0.0
    return distance + aside + VAGUE_COST[when.precision]


def _opens_clause_of(clauses: Clauses, mention: TimeMention, event: EventMention) -> bool:
    """Whether the event stands in a clause that its date opens: "in August, when fighters took the town"."""
    if mention.end >= event.start:
        return False
    return _WHEN_CLAUSE.fullmatch(clauses.text, mention.end, event.start) is not None


def _is_said_date(clauses: Clauses, mention: TimeMention) -> bool:
    """Whether the mention tells when somebody spoke: "officials said on Friday"."""
    if clauses.text.startswith((", when ", " when "), mention.end):
        return False
    owns = clauses.text.startswith(("'s", "’s"), mention.end)
    if owns and clauses.text.endswith("that ", 0, mention.start):
        return False  # "said that Friday's blast": the day of the blast
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
