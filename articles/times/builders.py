"""Reads what a matched expression says: one function per rule of the grammar."""

from __future__ import annotations

import re

from dataclasses import replace

from articles.times import numbers
from articles.times.meaning import Meaning, Parts

_WORD_BEFORE = re.compile(r"([\w'’]+)[\s,\-–(]+$")
#: Words before a bare "May" or "March" that make it a month even when they begin a sentence.
_MONTH_CUES = frozenset(
    "in by since from until till on early late mid during last next this and or to through before after of between "
    "around about every each the".split()
)
# "before" and "after" that go on with a clause or a noun count from that event, not from the story.
_CLAUSE = re.compile(r"\s+[\w\"“'‘]")
_SOON_LINK = re.compile(r"\s+(?:as|after|afterwards?|found|became)\b")
_ORDINAL_NOUN = re.compile(r"\s+(?:parallel|floor|day|anniversary|birthday|ballot|vote|attempt|[A-Z])")
_AMOUNT_WORDS = frozenset("million billion thousand hundred dozen once twice".split())
_MARCH_NOUN = re.compile(r"\s+(?:to|on|of|for|from|through|into|was|ended|against)\b")

_STORY_CLASSES = ("PREVIOUS", "FOLLOWING", "THAT", "SAME")
_WHICH = ("LAST", "BYGONE", "NEXT", "THIS", "THAT", "SAME", "PREVIOUS", "FOLLOWING", "COMING", "CURRENT", "LATEST")
_STEPS = {"LAST": -1, "BYGONE": -1, "PREVIOUS": -1, "NEXT": 1, "FOLLOWING": 1, "COMING": 1}


def _edge(parts: Parts) -> str:
    for name, edge in (
        ("EARLY", "START"),
        ("START", "START"),
        ("MID", "MID"),
        ("LATE", "END"),
        ("END", "END"),
    ):
        if parts.has(name):
            return edge
    return "LATER" if parts.has("LATER") else "EARLIER" if parts.has("EARLIER") else ""


def _step(parts: Parts) -> tuple[int | None, bool]:
    """Return how many units away ("last" -1, "this" 0) and whether it counts from the story."""
    found = [name for name in parts.names if name in _WHICH]
    if not found:
        return None, False
    step = next((_STEPS[name] for name in found if name in _STEPS), 0)
    story = any(name in _STORY_CLASSES for name in found) or (parts.has("THE") and "NEXT" in found)
    return step, story


def _without(parts: Parts, taken: set[int]) -> Parts:
    """Return the parts with the tokens of the hour blanked out, so that 5 p.m. is not the 5th."""
    rest = parts.sub(0, len(parts.names))
    for at in taken:
        if at < len(rest.names):
            rest.names[at] = "TAKEN"
    return rest


def date(parts: Parts) -> list[Meaning]:
    """Read a date with whatever it names of year, month, day, weekday, part and hour."""
    if _is_name(parts):
        return []
    clock, taken = numbers.take_clock(parts)
    rest = _without(parts, taken)
    step, story = _step(rest)
    has_year = rest.has("YEAR1")
    part = rest.word("PART", "NIGHT", "NOON")
    if ":" in part:
        clock, part = part, ""
    return [
        parts.mean(
            "calendar",
            year=numbers.year(rest),
            month=rest.number("MONTH", "MAY", "LOWMAY"),
            day=numbers.day(rest) if rest.has("MONTH", "MAY", "LOWMAY") else None,
            weekday=rest.number("WEEKDAY", "WDABBR"),
            part=part,
            clock=clock,
            era=rest.word("BC"),
            year_step=step if has_year else None,
            year_story=story,
            step=None if has_year else step,
            story=story and not has_year,
            edge=_edge(rest),
            kind="TIME" if clock or part else "DATE",
        )
    ]


def _is_name(parts: Parts) -> bool:
    """Whether a month alone is rather a name, a verb or a noun ("Jan Kavan", "the Long March", "May I")."""
    if parts.names == ["MONTH"]:
        return parts.end - parts.start <= 4 and parts.surface not in ("june", "july")
    if parts.names not in (["MAY"], ["MAY", "DOT"]):
        return False
    before = _WORD_BEFORE.search(parts.text, max(0, parts.start - 20), parts.start)
    if before is None or parts.text[parts.start - 1 : parts.start] in "'’\"“`(":
        return True
    word = before[1]
    if word.lower() in _MONTH_CUES:
        return False
    return word[0].isupper() or word.endswith(("'s", "’s")) or bool(_MARCH_NOUN.match(parts.text, parts.end))


def date_range(parts: Parts) -> list[Meaning]:
    """Read "3-5 May 1944" or "May 3 and 5" as two days that share month and year."""
    days = [at for at, name in enumerate(parts.names) if name in ("DAYNUM", "ORDNUM", "ORD")][:2]
    whole = date(parts)[0]
    month_first = parts.index("MONTH", "MAY") < days[0]
    split = days[0] + 1
    found = []
    for at, piece in ((days[0], parts.sub(0, split)), (days[1], parts.sub(days[1], len(parts.names)))):
        value = parts.values[at]
        if isinstance(value, int) and 1 <= value <= 31:
            found.append(
                piece.mean(
                    "calendar",
                    year=whole.year,
                    month=whole.month,
                    day=value,
                    era=whole.era,
                    year_step=whole.year_step,
                    year_story=whole.year_story,
                    sub="range" if parts.has("DASH", "TO") else "",
                    edge="START" if month_first else "",
                )
            )
    return found


def year(parts: Parts) -> list[Meaning]:
    """Read a bare year; the number must not be an amount ("1500 men")."""
    value = numbers.year(parts)
    return [parts.mean("calendar", year=value, era=parts.word("BC"), edge=_edge(parts))] if value else []


def year_range(parts: Parts) -> list[Meaning]:
    """Read "1915-16" or "1914-1918" as two years."""
    at = parts.index("YEAR")
    first = parts.values[at]
    second = parts.values[-1]
    if not isinstance(first, int) or not isinstance(second, int):
        return []
    if second < 100:
        second += first // 100 * 100
    if not first < second < first + 150:
        return [parts.sub(0, at + 1).mean("calendar", year=first, edge=_edge(parts))]
    left = parts.sub(0, at + 1).mean("calendar", year=first, sub="range")
    right = parts.sub(len(parts.names) - 1, len(parts.names)).mean("calendar", year=second, sub="range")
    return [left, right]


def bc_range(parts: Parts) -> list[Meaning]:
    """Read "490-480 BC" as two years before Christ."""
    first, second = parts.values[0], parts.values[-2]
    left = parts.sub(0, 1).mean("calendar", year=first, era="BC", sub="range")
    right = parts.sub(len(parts.names) - 2, len(parts.names)).mean(
        "calendar", year=second, era="BC", sub="range"
    )
    return [left, right]


def iso_date(parts: Parts) -> list[Meaning]:
    """Read "2022-09-13", with or without a time."""
    surface = str(parts.values[0])
    year, month, day = (int(field) for field in surface[:10].split("-"))
    return [parts.mean("calendar", year=year, month=month, day=day, clock=surface[11:16])]


def numeric_date(parts: Parts) -> list[Meaning]:
    """Read "13.09.2022", "13/09/2022" or "09/13/2022"; day and month are told apart where only one fits."""
    surface = str(parts.values[0])
    dotted = "." in surface
    first, second, year = (int(field) for field in surface.replace(".", "/").split("/"))
    year += 0 if year > 99 else 2000 if year < 50 else 1900
    day, month = (first, second) if dotted or first > 12 else (second, first)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return []
    return [parts.mean("calendar", year=year, month=month, day=day)]


def relative_day(parts: Parts) -> list[Meaning]:
    """Read "yesterday", "late today", "tomorrow morning" or "tonight", with an hour if there is one."""
    clock, taken = numbers.take_clock(parts)
    rest = _without(parts, taken)
    value = rest.value("RELDAY")
    step, part = value if isinstance(value, tuple) else (0, "")
    own = rest.word("PART", "NIGHT", "NOON")
    if ":" in own:
        clock, own = own, ""
    part = own or str(part)
    return [parts.mean("unit", unit="D", step=int(step), part=part, clock=clock, sub="deictic")]


def weekdays(parts: Parts) -> list[Meaning]:
    """Read "Mondays" and "every Friday" as sets."""
    day = parts.number("WEEKDAYS", "WEEKDAY")
    part = parts.word("PART", "NIGHT", "PARTS")
    return [parts.mean("literal", value=f"XXXX-WXX-{day}" + (f"T{part}" if part else ""), kind="SET")]


def holiday(parts: Parts) -> list[Meaning]:
    """Read a holiday that falls on a known day of its year."""
    month, day, weekday = 12, 25, ""
    if parts.has("THANKSGIVING"):
        month, day, weekday = 11, 4, "nth"
    elif parts.has("NEW"):
        month, day = (12, 31) if parts.has("EVE") else (1, 1)
    elif parts.has("EVE", "NIGHT"):
        day = 24
    value = parts.value("CHRISTMAS")
    if isinstance(value, tuple) and value[0] != 12:
        month, day = int(value[0]), int(value[1])
    step, story = _step(parts)
    return [
        parts.mean(
            "holiday",
            year=numbers.year(parts),
            month=month,
            day=day,
            sub=weekday,
            step=step,
            story=story,
            part="NI" if parts.has("NIGHT") else "",
        )
    ]


def last_part(parts: Parts) -> list[Meaning]:
    """Read "last night", "this morning", "that evening"."""
    step, story = _step(parts)
    if parts.has("LAST", "BYGONE", "PREVIOUS"):
        step = -1
    return [
        parts.mean("unit", unit="D", step=step, story=story, part=parts.word("PART", "NIGHT"), kind="TIME")
    ]


def season(parts: Parts) -> list[Meaning]:
    """Read a season with or without its year."""
    step, story = _step(parts)
    has_year = parts.has("YEAR1")
    return [
        parts.mean(
            "season",
            sub=parts.word("SEASON", "FALL"),
            year=numbers.year(parts),
            era=parts.word("BC"),
            year_step=step if has_year else None,
            step=None if has_year else step,
            story=story,
            year_story=story,
            edge=_edge(parts),
        )
    ]


def decade(parts: Parts) -> list[Meaning]:
    """Read "the 1990s", "the '90s", "the nineties", "the 470s BC"."""
    named = parts.number("NAMED_DECADE")
    if named is not None:
        return [parts.mean("literal", value=f"19{named}", sub="decade", edge=_edge(parts))]
    digits = "".join(c for c in str(parts.value("DECADENUM")) if c.isdigit())[:-1]
    if parts.has("BC"):
        return [parts.mean("literal", value=f"BC{digits.zfill(3)}", sub="decade")]
    if len(digits) == 1:
        digits = ("20" if digits == "0" else "19") + digits
    if len(digits) != 3:
        return []
    if digits.endswith("0") and not parts.has("EARLY", "LATE", "MID"):
        return [parts.mean("literal", value=digits, sub="decade", edge=_edge(parts))]
    return [parts.mean("literal", value=digits, sub="decade", edge=_edge(parts))]


def century(parts: Parts) -> list[Meaning]:
    """Read "the 19th century" as 18, "the 4th century BC" as BC03."""
    number = parts.number("ORDNUM", "ORD")
    if number is None:
        return []
    number += parts.number("TENS") or 0
    era = parts.word("BC")
    return [parts.mean("literal", value=f"{era}{number - 1:02}", sub="century", edge=_edge(parts))]


def quarter(parts: Parts) -> list[Meaning]:
    """Read "the third quarter", "the 1989 second quarter", "the first quarter of next year"."""
    number = parts.number("ORD", "SECOND")
    step, story = _step(parts)
    back = -1 if parts.has("AGO", "EARLIER") else None
    return [
        parts.mean(
            "quarter",
            sub=f"Q{number}" if number else "",
            year=numbers.year(parts),
            year_step=back if back else step if parts.has("YEAR1") else None,
            year_story=story,
        )
    ]


def half(parts: Parts) -> list[Meaning]:
    """Read "the first half of 2008"."""
    number = parts.number("ORD", "SECOND") or 2
    step, story = _step(parts)
    return [
        parts.mean(
            "half",
            sub=f"H{number}",
            year=numbers.year(parts),
            year_step=0 if numbers.year(parts) is None and step is None else step,
            year_story=story,
        )
    ]


def last_month(parts: Parts) -> list[Meaning]:
    """Read "last October", "next May", "this September"."""
    step, story = _step(parts)
    return [
        parts.mean("calendar", month=parts.number("MONTH", "MAY"), step=step, story=story, edge=_edge(parts))
    ]


def shift_part(parts: Parts) -> list[Meaning]:
    """Read "the next morning", "the previous night"."""
    return last_part(parts)


def day_of_war(parts: Parts) -> list[Meaning]:
    """Read "day 200 of the war", counted from a start that the text makes known."""
    number = parts.number("INT", "DAYNUM", "YEAR", "ORDNUM", "ORD")
    return [parts.mean("war_day", count=number)] if number else []


def _unit(parts: Parts) -> str:
    for name, value in zip(reversed(parts.names), reversed(parts.values), strict=True):
        if (name == "UNITS" or name.endswith("1") or name == "NIGHT") and isinstance(value, str):
            return "N" if name == "NIGHT" else value
    return ""


def ago(parts: Parts) -> list[Meaning]:
    """Read "two weeks ago", "three days later", "a year earlier", "the day before", "two days after the siege"."""
    counted = parts.has("AGO", "FROM")
    forward = parts.has("LATER", "AFTER", "FROM", "FOLLOWING")
    one = parts.names[0] == "THE" or parts.names[0].endswith("1")
    count = 1.0 if one else numbers.quantity(parts)
    event = parts.has("BEFORE", "AFTER") and _CLAUSE.match(parts.text, parts.end) is not None
    sub = ("beside" if one else "event") if event else ""
    return [parts.mean("shift", count=count, unit=_unit(parts), step=1 if forward else -1, story=not counted,
                       sub=sub, kind="DATE")]


def year_ago_period(parts: Parts) -> list[Meaning]:
    """Read "the year-earlier period"."""
    quarter = "quarter" if parts.has("QUARTER1") and not parts.has("ORD") else ""
    return [parts.mean("shift", count=1.0, unit="Y", step=-1, story=True, sub=quarter)]


def last_units(parts: Parts) -> list[Meaning]:
    """Read "the past 24 hours", "the next two weeks", "coming months": durations beside a date."""
    count = numbers.quantity(parts)
    step, story = _step(parts)
    return [
        parts.mean(
            "duration",
            count=count,
            unit=_unit(parts),
            step=step or 0,
            story=story,
            kind="DURATION",
            sub="counted",
        )
    ]


def duration(parts: Parts) -> list[Meaning]:
    """Read "three days", "a 16-hour (flight)", "18 years old"; not "the 6-year-old", which is a person."""
    unit = _unit(parts)
    if unit in ("Q", "WE") or (parts.names[-1] == "OLD" and parts.names[-2] == "DASH"):
        return []
    rate = parts.names[0] == "A" and parts.names[-1].endswith("1") and _is_rate(parts)
    sub = "age" if parts.names[-1] == "OLD" else "rate" if rate else ""
    return [parts.mean("duration", count=numbers.quantity(parts), unit=unit, kind="SET" if rate else "DURATION", sub=sub)]


def _is_rate(parts: Parts) -> bool:
    """Whether "a year" follows an amount ("$500 million a year", "700 seats a week")."""
    before = _WORD_BEFORE.search(parts.text, max(0, parts.start - 20), parts.start)
    return before is not None and (before[1].endswith("s") or before[1][-1].isdigit() or before[1] in _AMOUNT_WORDS)


def part_of_month(parts: Parts) -> list[Meaning]:
    """Read "the first week of May 1940", "the last days of June" as the stretch of days it is."""
    whole = date(parts.sub(parts.index("OF") + 1, len(parts.names)))
    if not whole:
        return []
    inner, head = whole[0], parts.sub(0, parts.index("OF"))
    last = head.has("LAST", "WHOLE", "END")
    amount_of = head.sub(1 + head.index("ORD", "SECOND", "LAST", "WHOLE", "START", "END"), len(head.names))
    count = numbers.quantity(amount_of) if head.has("UNITS") else 1.0
    nth = 1 if last else head.number("ORD", "SECOND") or 1
    return [replace(inner, form="part_of_month", start=parts.start, end=parts.end, count=count, unit=_unit(head),
                    kind="DURATION", day=-nth if last else nth, edge="")]


def bare_units(parts: Parts) -> list[Meaning]:
    """Read "weeks", "years", "month-long"."""
    count = None if parts.has("UNITS") else 1.0
    if _unit(parts) == "Q":
        return []
    return [parts.mean("duration", count=count, unit=_unit(parts), kind="DURATION", sub="bare")]


def last_unit(parts: Parts) -> list[Meaning]:
    """Read "last week", "this year", "the following month", "that same day"."""
    step, story = _step(parts)
    latest = parts.has("LATEST")
    return [parts.mean("unit", unit=_unit(parts), step=step, story=story, edge=_edge(parts), sub="latest" if latest else "")]


def edge_unit(parts: Parts) -> list[Meaning]:
    """Read "the end of the month", "earlier this week", "month's end"."""
    step, story = _step(parts)
    return [
        parts.mean("unit", unit=_unit(parts), step=step or 0, story=story or step is None, edge=_edge(parts))
    ]


def the_unit(parts: Parts) -> list[Meaning]:
    """Read "the day", "the year": the unit the story is in."""
    unit = _unit(parts)
    part = parts.word("PART", "NIGHT")
    return [parts.mean("the_unit", unit="D" if part else unit, part=part, step=0, story=True)]


def set_(parts: Parts) -> list[Meaning]:
    """Read "every day", "each Friday", "per month"."""
    return [
        parts.mean(
            "set",
            count=numbers.quantity(parts) or 1.0,
            unit=_unit(parts),
            kind="SET",
            month=parts.number("MONTH"),
            part=parts.word("PART"),
        )
    ]


def frequency(parts: Parts) -> list[Meaning]:
    """Read "daily", "weekly", "annually"."""
    value = parts.value("FREQUENCY")
    news, story = value if isinstance(value, tuple) else ("", "")
    return [parts.mean("frequency", value=str(news), sub=str(story), kind="SET")]


def fiscal_year(parts: Parts) -> list[Meaning]:
    """Read "the fiscal year"."""
    return [parts.mean("unit", unit="Y", step=0)]


def the_quarter(parts: Parts) -> list[Meaning]:
    """Read "the quarter": the one last spoken of."""
    return [parts.mean("the_quarter")]


def clock(parts: Parts) -> list[Meaning]:
    """Read an hour of the day that stands alone."""
    value, _ = numbers.take_clock(parts)
    return [parts.mean("clock", clock=value, kind="TIME")] if value else []


def noon(parts: Parts) -> list[Meaning]:
    """Read "noon" and "midnight"."""
    return [parts.mean("clock", clock=parts.word("NOON"), kind="TIME")]


def overnight(parts: Parts) -> list[Meaning]:
    """Read "overnight": the night that ended on the day of publication."""
    return [parts.mean("unit", unit="D", step=-1, part="NI", sub="overnight", kind="TIME")]


def day_of_month(parts: Parts) -> list[Meaning]:
    """Read "the 28th" of the month the story is in."""
    number = parts.number("ORDNUM")
    on = parts.has("ON") and not _ORDINAL_NOUN.match(parts.text, parts.end)
    after = parts.text[parts.end : parts.end + 2].lstrip()
    named = parts.sub(1, len(parts.names))
    return [named.mean("calendar", day=number)] if number and number <= 31 and (on or not after.isalpha()) else []


def reference(parts: Parts) -> list[Meaning]:
    """Read "now", "recently", "the future"."""
    word = parts.word("PRESENT", "CURRENT", "PAST", "RECENT", "FORMER", "SOON", "FUTURE")
    return [parts.mean("literal", value=word or "PRESENT_REF", sub="former" if parts.has("FORMER") else "")]


def the_past(parts: Parts) -> list[Meaning]:
    """Read "in the past"; "the past" before a noun says nothing about time."""
    after = parts.text[parts.end : parts.end + 1]
    return [parts.mean("literal", value="PAST_REF")] if not after.isspace() or not parts.text[parts.end:parts.end+2].strip().isdigit() else []


def soon(parts: Parts) -> list[Meaning]:
    """Read "soon", but not "as soon as" and "soon after"."""
    if _SOON_LINK.match(parts.text, parts.end) or parts.text[: parts.start].endswith("as "):
        return []
    return [parts.mean("literal", value="FUTURE_REF", sub="soon")]


def future(parts: Parts) -> list[Meaning]:
    """Read "the future" and "in future"; before a noun it is an adjective."""
    return [parts.mean("literal", value="FUTURE_REF", sub="" if parts.has("THE") else "adjective")]


def time_of_story(parts: Parts) -> list[Meaning]:
    """Read "at this time", "the same time"."""
    return [parts.mean("literal", value="PRESENT_REF", sub="adjective")]


def bare_part(parts: Parts) -> list[Meaning]:
    """Read "at night", "night attacks": no night in particular."""
    return [parts.mean("literal", value=f"XXXX-XX-XXT{parts.word('NIGHT', 'PART')}", sub="adjective", kind="TIME")]
