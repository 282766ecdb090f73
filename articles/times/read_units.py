"""Reads what matched amounts of time say: durations, distances, whole units, sets, "now"."""

from __future__ import annotations

import re

from articles.times import numbers
from articles.times.meaning import MONTH_CLASSES, Meaning, Parts, word_before

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


def ago(parts: Parts) -> list[Meaning]:
    """Read "two weeks ago", "three days later", "the day before", "two days after the siege"."""
    counted = parts.has("AGO", "FROM")
    forward = parts.has("LATER", "AFTER", "FROM", "FOLLOWING")
    one = parts.names[0] == "THE" or parts.names[0].endswith("1")
    count = 1.0 if one else numbers.quantity(parts)
    event = parts.has("BEFORE", "AFTER") and _CLAUSE.match(parts.text, parts.end) is not None
    sub = ("beside" if one else "event") if event else ""
    return [
        parts.mean(
            "shift",
            count=count,
            unit=parts.unit,
            step=1 if forward else -1,
            story=not counted,
            sub=sub,
            kind="DATE",
        )
    ]


def last_units(parts: Parts) -> list[Meaning]:
    """Read "the past 24 hours", "the next two weeks", "coming months": durations beside a date."""
    if parts.text.startswith("-old", parts.end):
        return []
    count = numbers.quantity(parts)
    step, story = parts.step_and_story()
    return [
        parts.mean(
            "duration",
            count=count,
            unit=parts.unit,
            step=step or 0,
            story=story,
            kind="DURATION",
            sub="counted",
        )
    ]


def durations(parts: Parts) -> list[Meaning]:
    """Read "two to three weeks" as two amounts, the first without its unit."""
    split = parts.index("TO", "AND")
    found = []
    for piece in (parts.sub(0, split), parts.sub(split + 1, len(parts.names))):
        found.append(piece.mean("duration", count=numbers.quantity(piece), unit=parts.unit, kind="DURATION"))
    return found


def duration(parts: Parts) -> list[Meaning]:
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
        return [parts.mean("literal", value="FUTURE_REF")]
    rate = parts.names[0] == "A" and parts.names[-1].endswith("1") and _is_rate(parts)
    sub = "age" if parts.names[-1] == "OLD" and not aged else "rate" if rate else ""
    return [
        parts.mean(
            "duration", count=numbers.quantity(parts), unit=unit, kind="SET" if rate else "DURATION", sub=sub
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


def bare_units(parts: Parts) -> list[Meaning]:
    """Read "weeks", "years", "month-long", but not "minutes apart", "sleeping quarters", "as many days"."""
    count = None if parts.has("UNITS") else 1.0
    if _AS_MANY.search(parts.text, max(0, parts.start - 10), parts.start):
        return []
    if parts.unit == "Q" or parts.unit.startswith("T"):
        return []
    return [parts.mean("duration", count=count, unit=parts.unit, kind="DURATION", sub="bare")]


def bare_shift(parts: Parts) -> list[Meaning]:
    """Read "weeks later", "months before"."""
    step = 1 if parts.has("LATER") else -1
    return [parts.mean("shift", count=None, unit=parts.unit, step=step, story=True, sub="bare")]


def last_unit(parts: Parts) -> list[Meaning]:
    """Read "last week", "this year", "the following month"; "the past week" reaches up to publication."""
    step, story = parts.step_and_story()
    if parts.has("BYGONE") and parts.unit == "E":
        return [parts.mean("duration", count=1.0, unit="E", step=-1, kind="DURATION", sub="counted")]
    rolling = (parts.has("BYGONE") or (parts.has("THE") and parts.has("LAST"))) and parts.unit != "WE"
    sub = "rolling" if rolling else ""
    return [parts.mean("unit", unit=parts.unit, step=step, story=story, edge=parts.edge, sub=sub)]


def unit_beyond(parts: Parts) -> list[Meaning]:
    """Read "the week before last", "the week after next", "the night before last"."""
    night = parts.has("NIGHT")
    return [
        parts.mean(
            "unit",
            unit="D" if night else parts.unit,
            step=-2 if parts.has("BEFORE") else 2,
            part="NI" if night else "",
        )
    ]


def night_before(parts: Parts) -> list[Meaning]:
    """Read "the night before": the one that led into the day of the story; not "the night before he died"."""
    if _CLAUSE.match(parts.text, parts.end):
        return []
    return [parts.mean("unit", unit="D", step=-1, story=True, part="NI", kind="TIME")]


def edge_unit(parts: Parts) -> list[Meaning]:
    """Read "the end of the month", "earlier this week", "month's end"."""
    step, story = parts.step_and_story()
    of_story = story or (step is None and parts.names[0] != "YEAR1")
    return [parts.mean("unit", unit=parts.unit, step=step or 0, story=of_story, edge=parts.edge)]


def the_unit(parts: Parts) -> list[Meaning]:
    """Read "the year", "the night": the one the story is in; "the year ended May 31" is an amount.

    "The night before the attack" and "the final week" of something are not of the story.
    """
    unit, part = parts.unit, parts.word("PART", "NIGHT")
    if (part and _BESIDE_EVENT.match(parts.text, parts.end)) or "final" in parts.surface:
        return []
    if unit in ("Y", "Q") and _ENDED.match(parts.text, parts.end):
        return [parts.mean("duration", count=1.0, unit=unit, kind="DURATION")]
    return [parts.mean("the_unit", unit="D" if part else unit, part=part, step=0, story=True)]


def every(parts: Parts) -> list[Meaning]:
    """Read "every day", "each Friday", "per month"."""
    return [
        parts.mean(
            "set",
            count=numbers.quantity(parts) or 1.0,
            unit=parts.unit,
            kind="SET",
            month=parts.number(*MONTH_CLASSES),
            part=parts.word("PART"),
            sub="each" if parts.has("EACH") else "",
        )
    ]


def frequency(parts: Parts) -> list[Meaning]:
    """Read "daily", "weekly", "annually"."""
    value = parts.value("FREQUENCY")
    news, story = value if isinstance(value, tuple) else ("", "")
    return [parts.mean("frequency", value=str(news), sub=str(story), kind="SET")]


def reference(parts: Parts) -> list[Meaning]:
    """Read "now", "recently", "the future"."""
    word = parts.word("PRESENT", "CURRENT", "PAST", "RECENT", "FORMER", "SOON", "FUTURE")
    return [parts.mean("literal", value=word or "PRESENT_REF", sub="former" if parts.has("FORMER") else "")]


def the_past(parts: Parts) -> list[Meaning]:
    """Read "in the past"; "the past" before a noun says nothing about time."""
    after = parts.text[parts.end : parts.end + 1]
    return (
        [parts.mean("literal", value="PAST_REF")]
        if not after.isspace() or not parts.text[parts.end : parts.end + 2].strip().isdigit()
        else []
    )


def soon(parts: Parts) -> list[Meaning]:
    """Read "soon", but not "as soon as" and "soon after"."""
    if _SOON_LINK.match(parts.text, parts.end) or parts.text.endswith(
        "as ", max(0, parts.start - 3), parts.start
    ):
        return []
    return [parts.mean("literal", value="FUTURE_REF", sub="soon")]


def future(parts: Parts) -> list[Meaning]:
    """Read "the future" and "in future"; before a noun it is an adjective."""
    return [parts.mean("literal", value="FUTURE_REF", sub="" if parts.has("THE") else "adjective")]


def time_of_story(parts: Parts) -> list[Meaning]:
    """Read "at this time", "the same time"."""
    return [parts.mean("literal", value="PRESENT_REF", sub="adjective")]


def bare_part(parts: Parts) -> list[Meaning]:
    """Read "at night", "night attacks": no night in particular; "Operation Dawn" is a name."""
    if parts.text[parts.start].isupper() and word_before(parts.text, parts.start)[:1].isupper():
        return []
    value = f"XXXX-XX-XXT{parts.word('NIGHT', 'PART')}"
    return [parts.mean("literal", value=value, sub="adjective", kind="TIME")]
