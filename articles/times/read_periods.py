"""Reads what matched periods say: seasons, quarters, decades, parts of months, hours of the day."""

from __future__ import annotations

from articles.times import numbers
from articles.times.meaning import (
    CalendarDate,
    Clock,
    Half,
    Literal,
    Night,
    PartOfMonth,
    Quarter,
    Season,
    Shift,
    TheQuarter,
    Unit,
)
from articles.times.parts import Parts, word_before
from articles.times.read_dates import date, is_named_after

#: Whose "30s" are years of a life, not of a century.
_OWNERS = frozenset("his her their my our your".split())


def season(parts: Parts) -> list[Season]:
    """Read a season with or without its year."""
    if is_named_after(parts):
        return []
    step, story = parts.step_and_story()
    has_year = parts.has("YEAR1")
    return [
        Season(
            parts.start,
            parts.end,
            season=parts.word("SEASON", "FALL"),
            year=numbers.year(parts),
            era=parts.word("BC"),
            year_step=step if has_year else None,
            step=None if has_year else step,
            story=story,
            year_story=story,
            edge=parts.edge,
        )
    ]


def decade(parts: Parts) -> list[Literal]:
    """Read "the 1990s", "the '90s", "the nineties", "the 470s BC"."""
    named = parts.number("NAMED_DECADE")
    if named is not None:
        return [Literal(parts.start, parts.end, value=f"19{named}", edge=parts.edge)]
    surface = str(parts.value("DECADENUM"))
    if len(surface) == 3 and word_before(parts.text, parts.start).lower() in _OWNERS:
        return []
    digits = "".join(c for c in surface if c.isdigit())[:-1]
    if parts.has("BC"):
        return [Literal(parts.start, parts.end, value=f"BC{digits.zfill(3)}")]
    if len(digits) == 1:
        digits = ("20" if digits == "0" else "19") + digits
    if len(digits) != 3:
        return []
    return [Literal(parts.start, parts.end, value=digits, edge=parts.edge)]


def century(parts: Parts) -> list[Literal]:
    """Read "the 19th century" as 18, "the 4th century BC" as BC03."""
    number = parts.number("ORDNUM", "ORD")
    if number is None:
        return []
    number += parts.number("TENS") or 0
    era = parts.word("BC")
    return [Literal(parts.start, parts.end, value=f"{era}{number - 1:02}", edge=parts.edge)]


def quarter(parts: Parts) -> list[Quarter]:
    """Read "the third quarter", "the 1989 second quarter", "the first quarter of next year"."""
    number = parts.number("ORD", "SECOND")
    step, story = parts.step_and_story()
    back = -1 if parts.has("AGO", "EARLIER") else None
    return [
        Quarter(
            parts.start,
            parts.end,
            quarter=f"Q{number}" if number else "",
            year=numbers.year(parts),
            year_step=back if back else step if parts.has("YEAR1") else None,
            year_story=story,
        )
    ]


def short_quarter(parts: Parts) -> list[Quarter] | list[Half]:
    """Read "Q1 2023" and "H2 of 2022"."""
    code, named = parts.word("QSHORT"), numbers.year(parts)
    if code[0] == "H":
        return [Half(parts.start, parts.end, half=code, year=named)]
    return [Quarter(parts.start, parts.end, quarter=code, year=named)]


def half(parts: Parts) -> list[Half]:
    """Read "the first half of 2008"."""
    number = parts.number("ORD", "SECOND") or 2
    step, story = parts.step_and_story()
    return [
        Half(
            parts.start,
            parts.end,
            half=f"H{number}",
            year=numbers.year(parts),
            year_step=0 if numbers.year(parts) is None and step is None else step,
            year_story=story,
        )
    ]


def the_quarter(parts: Parts) -> list[TheQuarter]:
    """Read "the quarter": the one last spoken of."""
    return [TheQuarter(parts.start, parts.end)]


def quarter_of_year(parts: Parts) -> list[Quarter]:
    """Read "the 1988 quarter": the quarter last spoken of, in that year."""
    return [Quarter(parts.start, parts.end, quarter="", year=numbers.year(parts))]


def fiscal_year(parts: Parts) -> list[Unit]:
    """Read "the fiscal year"."""
    return [Unit(parts.start, parts.end, unit="Y", step=0)]


def year_ago_period(parts: Parts) -> list[Shift]:
    """Read "the year-earlier period"."""
    of_quarter = parts.has("QUARTER1") and not parts.has("ORD")
    return [Shift(parts.start, parts.end, count=1.0, unit="Y", step=-1, story=True, of_quarter=of_quarter)]


def part_of_month(parts: Parts) -> list[PartOfMonth]:
    """Read "the first week of May 1940", "the last days of June" as the stretch of days it is."""
    whole = date(parts.sub(parts.index("OF") + 1, len(parts.names)))
    if not whole:
        return []
    inner, head = whole[0], parts.sub(0, parts.index("OF"))
    last = head.has("LAST", "WHOLE", "END")
    amount_of = head.sub(1 + head.index("ORD", "SECOND", "LAST", "WHOLE", "START", "END"), len(head.names))
    count = numbers.quantity(amount_of) if head.has("UNITS") else 1.0
    nth = 1 if last else head.number("ORD", "SECOND") or 1
    return [
        PartOfMonth(
            parts.start,
            parts.end,
            year=inner.year,
            era=inner.era,
            year_step=inner.year_step,
            year_story=inner.year_story,
            step=inner.step,
            story=inner.story,
            month=inner.month,
            nth=-nth if last else nth,
            count=count,
            unit=head.unit,
            kind="DURATION",
        )
    ]


def clock(parts: Parts) -> list[Clock]:
    """Read an hour of the day that stands alone."""
    value, _ = numbers.take_clock(parts)
    return [Clock(parts.start, parts.end, clock=value, kind="TIME")] if value else []


def noon(parts: Parts) -> list[Clock]:
    """Read "noon" and "midnight", not "High Noon"."""
    if word_before(parts.text, parts.start).lower().strip("'’") == "high":
        return []
    return [Clock(parts.start, parts.end, clock=parts.word("NOON"), kind="TIME")]


def overnight(parts: Parts) -> list[Unit]:
    """Read "overnight": the night that ended on the day of publication."""
    return [Unit(parts.start, parts.end, unit="D", step=-1, part="NI", night=Night.AFTER, kind="TIME")]


def overnight_day(parts: Parts) -> list[CalendarDate]:
    """Read "overnight Sunday", the night after it, and "overnight into Monday", the night before it."""
    night = Night.INTO if parts.has("INTO", "TO") else Night.AFTER
    weekday = parts.number("WEEKDAY")
    return [CalendarDate(parts.start, parts.end, weekday=weekday, part="NI", night=night, kind="TIME")]


def last_part(parts: Parts) -> list[Unit]:
    """Read "last night", "this morning", "that evening"."""
    step, story = parts.step_and_story()
    if parts.has("LAST", "BYGONE", "PREVIOUS"):
        step = -1
    part = parts.word("PART", "NIGHT")
    return [Unit(parts.start, parts.end, unit="D", step=step, story=story, part=part, kind="TIME")]
