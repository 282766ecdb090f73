"""Reads what matched amounts of time say: durations, distances, whole units, sets, "now"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.times import numbers
from articles.times.meaning import Duration, Every, Frequency, Literal, Meaning, Shift, TheUnit, Unit, Way
from articles.times.parts import MONTH_CLASSES, Parts, word_before

# "before" and "after" that go on with a clause or a noun count from that event, not from the story.
_CLAUSE = re.compile(r"\s+[\w\"“'‘]")
_SOON_LINK = re.compile(r"\s+(?:as|after|afterwards?|found|became)\b")
_BESIDE_EVENT = re.compile(r"\s+(?:before|after)\b")
# "One day last week" is a day of that week, no amount.
_LAST_WEEK = re.compile(r"\s+(?:last|this|next)\b")
_ENDED = re.compile(r"\s+(?:ended|ending|that ended|to)\s")
# What "two-year-old" is said of when it is a time, not the age of somebody.
_LASTING = re.compile(
    r"\s+(?:[a-z]+\s+)?(?:war|conflict|truce|cease-?fire|siege|blockade|offensive|insurgency|uprising|rebellion"
    r"|revolt|campaign|occupation|invasion|embargo|ban|strike|dispute|crisis|agreement|deal|pact|government|coalition"
    r"|regime|junta)\b"
)
_AS_MANY = re.compile(r"\bas many\s+$", re.IGNORECASE)
_MODAL_BEFORE = re.compile(r"\b(?:will|would|may|might|could|can|should|shall|must)\s+$", re.IGNORECASE)
_AMOUNT_WORDS = frozenset("million billion thousand hundred dozen once twice".split())


def ago(parts: Parts) -> list[Shift]:
    """Read "two weeks ago", "three days later", "the day before", "two days after the siege"."""
    counted = parts.has("AGO", "FROM")
    forward = parts.has("LATER", "AFTER", "FROM", "FOLLOWING")
    one = parts.names[0] == "THE" or parts.names[0].endswith("1")
    count = 1.0 if one else numbers.quantity(parts)
    event = parts.has("BEFORE", "AFTER") and _CLAUSE.match(parts.text, parts.end) is not None
    return [
        Shift(
            parts.start,
            parts.end,
            count=count,
            unit=parts.unit,
            step=1 if forward else -1,
            story=not counted,
            beside_event=event,
            way=Way.NARRATIVE if event and one else Way.ANY,
        )
    ]


def last_units(parts: Parts) -> list[Duration]:
    """Read "the past 24 hours", "the next two weeks", "coming months": durations beside a date."""
    if parts.text.startswith("-old", parts.end):
        return []
    count = numbers.quantity(parts)
    step, story = parts.step_and_story()
    return [Duration(parts.start, parts.end, count=count, unit=parts.unit, step=step or 0, story=story)]


def durations(parts: Parts) -> list[Duration]:
    """Read "two to three weeks" as two amounts, the first without its unit."""
    split = parts.index("TO", "AND")
    found = []
    for piece in (parts.sub(0, split), parts.sub(split + 1, len(parts.names))):
        count = numbers.quantity(piece)
        found.append(Duration(piece.start, piece.end, count=count, unit=parts.unit))
    return found


def duration(parts: Parts) -> Sequence[Meaning]:
    """Read "three days", "a 16-hour (flight)", "18 years old"; not "the 6-year-old", a person."""
    unit = parts.unit
    if parts.surface.startswith("many") and word_before(parts.text, parts.start) == "as":
        return []
    aged = parts.names[-1] == "OLD" and parts.names[-2] == "DASH"
    if (unit == "Q" and not parts.has("VAGUE")) or unit == "WE":
        return []
    if aged and not _LASTING.match(parts.text, parts.end):
        return []
    if parts.names == ["ONE", "DAY1"] and _LAST_WEEK.match(parts.text, parts.end):
        return []
    if parts.names == ["ONE", "DAY1"] and _is_after_modal(parts):
        return [Literal(parts.start, parts.end, value="FUTURE_REF")]
    rate = parts.names[0] == "A" and parts.names[-1].endswith("1") and _is_rate(parts)
    age = parts.names[-1] == "OLD" and not aged
    return [
        Duration(
            parts.start,
            parts.end,
            count=numbers.quantity(parts),
            unit=unit,
            kind="SET" if rate else "DURATION",
            way=Way.NARRATIVE if age or rate else Way.ANY,
        )
    ]


def _is_after_modal(parts: Parts) -> bool:
    return _MODAL_BEFORE.search(parts.text, max(0, parts.start - 12), parts.start) is not None


def _is_rate(parts: Parts) -> bool:
    """Whether "a year" follows an amount ("$500 million a year", "700 seats a week")."""
    before = word_before(parts.text, parts.start)
    if before in ("", "as", "is", "was", "this", "its", "his", "us"):
        return False
    return before.endswith("s") or before[-1].isdigit() or before in _AMOUNT_WORDS


def bare_units(parts: Parts) -> list[Duration]:
    """Read "weeks", "years", "month-long", but not "minutes apart", "sleeping quarters", "as many days"."""
    count = None if parts.has("UNITS") else 1.0
    if _AS_MANY.search(parts.text, max(0, parts.start - 10), parts.start):
        return []
    if parts.unit == "Q" or parts.unit.startswith("T"):
        return []
    return [Duration(parts.start, parts.end, count=count, unit=parts.unit)]


def bare_shift(parts: Parts) -> list[Shift]:
    """Read "weeks later", "months before"."""
    step = 1 if parts.has("LATER") else -1
    return [Shift(parts.start, parts.end, count=None, unit=parts.unit, step=step, story=True, bare=True)]


def last_unit(parts: Parts) -> Sequence[Meaning]:
    """Read "last week", "this year", "the following month"; "the past week" reaches up to publication."""
    step, story = parts.step_and_story()
    if parts.has("BYGONE") and parts.unit == "E":
        return [Duration(parts.start, parts.end, count=1.0, unit="E", step=-1)]
    rolling = (parts.has("BYGONE") or (parts.has("THE") and parts.has("LAST"))) and parts.unit != "WE"
    edge = parts.edge
    return [Unit(parts.start, parts.end, unit=parts.unit, step=step, story=story, edge=edge, rolling=rolling)]


def unit_beyond(parts: Parts) -> list[Unit]:
    """Read "the week before last", "the week after next", "the night before last"."""
    night = parts.has("NIGHT")
    return [
        Unit(
            parts.start,
            parts.end,
            unit="D" if night else parts.unit,
            step=-2 if parts.has("BEFORE") else 2,
            part="NI" if night else "",
        )
    ]


def night_before(parts: Parts) -> list[Unit]:
    """Read "the night before": the one that led into the day of the story; not "the night before he died"."""
    if _CLAUSE.match(parts.text, parts.end):
        return []
    return [Unit(parts.start, parts.end, unit="D", step=-1, story=True, part="NI", kind="TIME")]


def edge_unit(parts: Parts) -> list[Unit]:
    """Read "the end of the month", "earlier this week", "month's end"."""
    step, story = parts.step_and_story()
    of_story = story or (step is None and parts.names[0] != "YEAR1")
    return [Unit(parts.start, parts.end, unit=parts.unit, step=step or 0, story=of_story, edge=parts.edge)]


def the_unit(parts: Parts) -> Sequence[Meaning]:
    """Read "the year", "the night": the one the story is in; "the year ended May 31" is an amount.

    "The night before the attack" and "the final week" of something are not of the story.
    """
    unit, part = parts.unit, parts.word("PART", "NIGHT")
    if (part and _BESIDE_EVENT.match(parts.text, parts.end)) or "final" in parts.surface:
        return []
    if unit in ("Y", "Q") and _ENDED.match(parts.text, parts.end):
        return [Duration(parts.start, parts.end, count=1.0, unit=unit)]
    return [TheUnit(parts.start, parts.end, unit="D" if part else unit, part=part)]


def every(parts: Parts) -> list[Every]:
    """Read "every day", "each Friday", "per month"."""
    return [
        Every(
            parts.start,
            parts.end,
            count=numbers.quantity(parts) or 1.0,
            unit=parts.unit,
            month=parts.number(*MONTH_CLASSES),
            part=parts.word("PART"),
            each=parts.has("EACH"),
        )
    ]


def frequency(parts: Parts) -> list[Frequency]:
    """Read "daily", "weekly", "annually"."""
    value = parts.value("FREQUENCY")
    news, story = value if isinstance(value, tuple) else ("", "")
    return [Frequency(parts.start, parts.end, in_news=str(news), in_narratives=str(story))]


def reference(parts: Parts) -> list[Literal]:
    """Read "now", "recently", "the future"."""
    word = parts.word("PRESENT", "CURRENT", "PAST", "RECENT", "FORMER", "SOON", "FUTURE")
    way = Way.NARRATIVE if parts.has("FORMER") else Way.ANY
    return [Literal(parts.start, parts.end, value=word or "PRESENT_REF", way=way)]


def the_past(parts: Parts) -> list[Literal]:
    """Read "in the past"; "the past" before a noun says nothing about time."""
    after = parts.text[parts.end : parts.end + 1]
    return (
        [Literal(parts.start, parts.end, value="PAST_REF")]
        if not after.isspace() or not parts.text[parts.end : parts.end + 2].strip().isdigit()
        else []
    )


def soon(parts: Parts) -> list[Literal]:
    """Read "soon", but not "as soon as" and "soon after"."""
    if _SOON_LINK.match(parts.text, parts.end) or parts.text.endswith(
        "as ", max(0, parts.start - 3), parts.start
    ):
        return []
    return [Literal(parts.start, parts.end, value="FUTURE_REF", way=Way.NEWS)]


def future(parts: Parts) -> list[Literal]:
    """Read "the future" and "in future"; before a noun it is an adjective."""
    way = Way.ANY if parts.has("THE") else Way.NARRATIVE
    return [Literal(parts.start, parts.end, value="FUTURE_REF", way=way)]


def time_of_story(parts: Parts) -> list[Literal]:
    """Read "at this time", "the same time"."""
    return [Literal(parts.start, parts.end, value="PRESENT_REF", way=Way.NARRATIVE)]


def bare_part(parts: Parts) -> list[Literal]:
    """Read "at night", "night attacks": no night in particular; "Operation Dawn" is a name."""
    if parts.text[parts.start].isupper() and word_before(parts.text, parts.start)[:1].isupper():
        return []
    value = f"XXXX-XX-XXT{parts.word('NIGHT', 'PART')}"
    return [Literal(parts.start, parts.end, value=value, kind="TIME", way=Way.NARRATIVE)]
