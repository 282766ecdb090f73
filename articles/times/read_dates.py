"""Reads what matched dates say: days, months, years, weekdays, holidays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from articles.times import numbers
from articles.times.lexicon import Value
from articles.times.meaning import (
    CalendarDate,
    Holiday,
    HolidayRule,
    Literal,
    Meaning,
    Night,
    NthWeekday,
    Unit,
    WarDay,
    Week,
)
from articles.times.parts import MONTH_CLASSES, Parts, Words, word_before

#: Words before a bare "May" or "March" that make it a month even when they begin a sentence.
_MONTH_CUES = frozenset(
    "in by since from until till on early late mid during last next this and or to through before after of "
    "between around about every each the".split()
)
#: Nouns that number follows, and words that say a year follows although a plural comes next.
_NUMBERED = frozenset(
    "resolution room flight route highway article section order number no nr psalm boeing hill page unit "
    "brigade regiment battalion division squadron".split()
)
_BEFORE_YEARS = frozenset(
    "in since until till during early late mid the its their his her this that before after year".split()
)
_COUNTED = re.compile(
    r"\s+(?:(?!was|is|has|as|its|this|his|plus|less|perhaps|versus|us)[a-z]{2,}s|people|men|women|children|troops|per"
    r"|of (?:them|whom)|km|kilometer|kilometre|meter|metre|tonne|civilian|percent|more|other|dead|wounded)\b"
)
# "Day 201 of Russia's full-scale invasion": the words between "of" and the war.
_WAR = re.compile(
    r"\s+(?:the\s+)?(?:Russia\w*(?:['’]s?)?\s+)?(?:full-scale\s+)?(?:war|invasion)\b", re.IGNORECASE
)
# Whom and what the last number of "September 9 and 12 people" counts.
_HIT = re.compile(
    r"\s+(?:people|persons|civilians|residents|children|women|men|soldiers|troops|fighters|militants|gunmen|officers"
    r"|others|more|villages|towns|houses|homes|buildings|vehicles|tanks|drones|missiles|rockets|shells)\b"
)
#: Weekday -> days from Easter Sunday, of the weekdays that are named after it.
_FROM_EASTER = {1: 1, 6: -1}
_CAPITAL_NEXT = re.compile(r"\s[A-Z]")
# What bears a date as its name, and the words before a day or a season that make it a name.
_BEARER = re.compile(
    r"\s(?:Street|Avenue|Boulevard|Square|Prospekt|Road|Bridge|Park|Stadium|Airport|Hospital|University|Mosque"
    r"|Brigade|Battalion|Regiment|Division|Movement|Alliance|Coalition|Revolution|Agreement|Times|Post|Mirror"
    r"|Telegraph|Express|Mail)\b"
)
_NAMING = tuple(f"{word} " for word in "Arab Prague Peace Black Bloody Red White".split())
_MARCH_NOUN = re.compile(r"\s+(?:to|on|of|for|from|through|into|was|ended|against)\b")
# What "on the 38th" can go on with when it is no day of the month.
_ORDINAL_NOUN = re.compile(r"\s+(?:parallel|floor|day|anniversary|birthday|ballot|vote|attempt|[A-Z])")


def date(parts: Parts) -> list[CalendarDate]:
    """Read a date with whatever it names of year, month, day, weekday, part and hour."""
    if _is_name(parts) or is_named_after(parts) or _is_no_weekday(parts):
        return []
    named = _date_of(tuple(parts.names), tuple(parts.values))
    return [replace(named, start=parts.start, end=parts.end)]


@lru_cache(maxsize=4096)
def _date_of(names: tuple[str, ...], values: tuple[Value, ...]) -> CalendarDate:
    """Return the date that such words say, wherever; kept, because texts say the same over and over."""
    words = Words(names, values)
    clock, taken = numbers.take_clock(words)
    rest = words.without(taken)
    step, story = rest.step_and_story()
    if rest.has("WEEKDAY", "WDABBR") and rest.has(*MONTH_CLASSES):
        step, story = None, False
    has_year = rest.has("YEAR1")
    part = rest.word("PART", "NIGHT", "NOON")
    if ":" in part:
        clock, part = part, ""
    return CalendarDate(
        0,
        0,
        year=numbers.year(rest),
        month=rest.number(*MONTH_CLASSES),
        day=numbers.day(rest) if rest.has(*MONTH_CLASSES) else None,
        weekday=rest.number("WEEKDAY", "WDABBR"),
        of_week=rest.has("WEEK1"),
        part=part,
        clock=clock,
        era=rest.word("BC"),
        year_step=step if has_year else None,
        year_story=story,
        step=None if has_year else step,
        story=story and not has_year,
        edge=rest.edge,
        kind="TIME" if clock or part else "DATE",
    )


def week_of(parts: Parts) -> list[CalendarDate]:
    """Read "the week of September 5" and "the week ending 11 September"."""
    link = parts.index("OF", "ENDED", "START", "STARTING", "TO")
    week = {"OF": Week.OF, "ENDED": Week.ENDING, "TO": Week.ENDING}.get(parts.names[link], Week.FROM)
    named = parts.sub(link + 1, len(parts.names))
    return [replace(whole, start=parts.start, week=week) for whole in date(named)]


def nth_weekday(parts: Parts) -> list[NthWeekday]:
    """Read "the first Sunday of March" and "the last Friday of this month"."""
    split = parts.index("WEEKDAY")
    which, month = parts.sub(0, split), parts.sub(split + 1, len(parts.names))
    nth = -1 if which.has("LAST", "WHOLE") else which.number("ORD", "SECOND") or 1
    step, _ = month.step_and_story()
    return [
        NthWeekday(
            parts.start,
            parts.end,
            weekday=parts.number("WEEKDAY") or 1,
            nth=nth,
            month=month.number(*MONTH_CLASSES),
            year=numbers.year(month),
            step=step if month.has("MONTH1") else None,
        )
    ]


def beside_day(parts: Parts) -> Sequence[Meaning]:
    """Read "the day before yesterday", "the day after May 5", "the eve of May 9" as the day it is."""
    named = parts.sub(parts.index("BEFORE", "AFTER", "OF") + 1, len(parts.names))
    days_on = 1 if parts.has("AFTER") else -1
    if named.has("RELDAY"):
        return [replace(day, start=parts.start, days_on=days_on) for day in relative_day(named)]
    return [replace(day, start=parts.start, days_on=days_on) for day in date(named)]


def half_of_month(parts: Parts) -> list[CalendarDate]:
    """Read "the first half of September"."""
    half = parts.number("ORD", "SECOND")
    if half not in (1, 2):
        return []
    named = parts.sub(parts.index("OF") + 1, len(parts.names))
    return [replace(month, start=parts.start, edge=f"HALF{half}") for month in date(named)]


def night_into(parts: Parts) -> list[CalendarDate]:
    """Read "the night to Friday" and "the night from Sunday to Monday": the one before the last day."""
    last = max(at for at, name in enumerate(parts.names) if name in ("TO", "INTO", "DASH", "AND"))
    return [
        replace(day, start=parts.start, part="NI", night=Night.AFTER, kind="TIME", days_on=-1)
        for day in date(parts.sub(last + 1, len(parts.names)))
    ]


def is_named_after(parts: Parts) -> bool:
    """Whether a street, a unit, a paper or a revolution bears the date: "8 March Street", "Arab Spring"."""
    if parts.text.endswith(_NAMING, 0, parts.start):
        return True
    return _BEARER.match(parts.text, parts.end) is not None


def _is_name(parts: Parts) -> bool:
    """Whether a month alone is rather a name, a verb or a noun ("Jan Kavan", "the Long March", "May I")."""
    if parts.names in (["MABBR"], ["MAR"]):
        return True
    if parts.names != ["MAY"]:
        return False
    before = word_before(parts.text, parts.start)
    if not before or parts.text[parts.start - 1 : parts.start] in "'‘’\"“”`(":
        return True
    word = before
    if word.lower() in _MONTH_CUES and not (
        word.lower() == "the" and _MARCH_NOUN.match(parts.text, parts.end)
    ):
        return False
    return word[0].isupper() or word.endswith(("'s", "’s")) or bool(_MARCH_NOUN.match(parts.text, parts.end))


def _is_no_weekday(parts: Parts) -> bool:
    """Whether a short weekday is a name: "on Sun Microsystems", "The Sun at 9 p.m."."""
    if not parts.has("WDABBR") or parts.has(*MONTH_CLASSES):
        return False
    if parts.names[0] == "WDABBR" and word_before(parts.text, parts.start).lower() == "the":
        return True
    return parts.names[-1] == "WDABBR" and _CAPITAL_NEXT.match(parts.text, parts.end) is not None


def date_range(parts: Parts) -> list[CalendarDate]:
    """Read "3-5 May 1944" or "May 3, 4 and 5" as days that share month and year.

    "May 3 and 12 people" is one day.
    """
    days = [at for at, name in enumerate(parts.names) if name in ("DAYNUM", "ORDNUM", "ORD")]
    if parts.names[-1] == "DAYNUM" and _HIT.match(parts.text, parts.end):
        return date(parts.sub(0, days[0] + 1))
    whole = date(parts)[0]
    found = []
    for at in days:
        first = 0 if at == days[0] else at
        last = len(parts.names) if at == days[-1] else at + 1
        value, piece = parts.values[at], parts.sub(first, last)
        if isinstance(value, int) and 1 <= value <= 31:
            found.append(
                CalendarDate(
                    piece.start,
                    piece.end,
                    year=whole.year,
                    month=whole.month,
                    day=value,
                    era=whole.era,
                    year_step=whole.year_step,
                    year_story=whole.year_story,
                )
            )
    return found


def year(parts: Parts) -> list[CalendarDate]:
    """Read a year that stands alone, not an amount ("2000 men"); "'99" leaves its century to the context."""
    value = numbers.year(parts)
    if not value or (parts.names == ["YEAR"] and _is_amount(parts)):
        return []
    if parts.has("YEAR2") and parts.text[max(0, parts.start - 1) : parts.start] in tuple("'‘`\"“"):
        return []
    era, short = parts.word("BC"), parts.has("YEAR2")
    return [CalendarDate(parts.start, parts.end, year=value, era=era, edge=parts.edge, two_digits=short)]


def _is_amount(parts: Parts) -> bool:
    """Whether four digits count something or are a name: "$1999", "2000 soldiers", "Resolution 1701"."""
    if parts.text[max(0, parts.start - 1) : parts.start] in tuple("$£€#№"):
        return True
    before = word_before(parts.text, parts.start).lower()
    if before in _NUMBERED:
        return True
    if before in ("post", "pre"):
        return False
    counted = _COUNTED.match(parts.text, parts.end)
    return counted is not None and before not in _BEFORE_YEARS and not before.endswith(("'s", "’s"))


def year_range(parts: Parts) -> list[CalendarDate]:
    """Read "1915-16" or "1914-1918" as two years."""
    at = parts.index("YEAR")
    first = parts.values[at]
    second = parts.values[-1]
    if not isinstance(first, int) or not isinstance(second, int):
        return []
    if second < 100:
        second += first // 100 * 100
    left, right = parts.sub(0, at + 1), parts.sub(len(parts.names) - 1, len(parts.names))
    if not first < second < first + 150:
        return [CalendarDate(left.start, left.end, year=first, edge=parts.edge)]
    return [CalendarDate(left.start, left.end, year=first), CalendarDate(right.start, right.end, year=second)]


def bc_range(parts: Parts) -> list[CalendarDate]:
    """Read "490-480 BC" as two years before Christ."""
    found = []
    for piece in (parts.sub(0, 1), parts.sub(len(parts.names) - 2, len(parts.names))):
        number = piece.values[0]
        if isinstance(number, int):
            found.append(CalendarDate(piece.start, piece.end, year=number, era="BC"))
    return found


def iso_date(parts: Parts) -> list[CalendarDate]:
    """Read "2022-09-13", with or without a time."""
    surface = str(parts.values[0])
    year, month, day = (int(field) for field in surface[:10].replace("/", "-").split("-"))
    return [CalendarDate(parts.start, parts.end, year=year, month=month, day=day, clock=surface[11:16])]


def numeric_date(parts: Parts) -> list[CalendarDate]:
    """Read "13.09.2022", "13/09/2022", "09/13/2022"; where both orders fit, the context has to choose."""
    surface = str(parts.values[0])
    first, second, year = (int(field) for field in surface.replace(".", "/").split("/"))
    year += 0 if year > 99 else 2000 if year < 50 else 1900
    dotted = "." in surface
    day, month = (first, second) if dotted or first > 12 else (second, first)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return []
    either = not dotted and day <= 12 and day != month
    return [CalendarDate(parts.start, parts.end, year=year, month=month, day=day, either_order=either)]


def relative_day(parts: Parts) -> list[Unit]:
    """Read "yesterday", "late today", "tomorrow morning" or "tonight", with an hour if there is one."""
    clock, taken = numbers.take_clock(parts)
    rest = parts.without(taken)
    value = rest.value("RELDAY")
    step, part = value if isinstance(value, tuple) else (0, "")
    own = rest.word("PART", "NIGHT", "NOON")
    if ":" in own:
        clock, own = own, ""
    part = own or str(part)
    return [Unit(parts.start, parts.end, unit="D", step=int(step), part=part, clock=clock, deictic=True)]


def weekdays(parts: Parts) -> Sequence[Meaning]:
    """Read "Mondays", "every Friday" and "Friday nights" as sets; "Friday hours" is a Friday."""
    if parts.has("UNITS") and parts.unit != "N":
        return date(parts.sub(0, parts.index("WEEKDAY") + 1))
    day = parts.number("WEEKDAYS", "WEEKDAY")
    part = "NI" if parts.has("UNITS") else parts.word("PART", "NIGHT", "PARTS")
    value = f"XXXX-WXX-{day}" + (f"T{part}" if part else "")
    return [Literal(parts.start, parts.end, value=value, kind="SET")]


def holiday(parts: Parts) -> list[Holiday]:
    """Read a holiday whose day is known in every year, and the eve of one."""
    if parts.has("OF"):
        feast = holiday(parts.sub(parts.index("OF") + 1, len(parts.names)))
        return [replace(meaning, start=parts.start, days_on=-1) for meaning in feast]
    weekday = parts.number("WEEKDAY")
    if parts.has("GOOD") and weekday != 5:
        return []
    step, story = parts.step_and_story()
    month, day, rule = 12, 25, HolidayRule.FIXED
    if parts.has("THANKSGIVING"):
        month, day, rule = 11, 4, HolidayRule.NTH_THURSDAY
    elif parts.has("EASTER", "GOOD"):
        month, rule = 4, HolidayRule.ORTHODOX_EASTER if parts.has("ORTHODOX") else HolidayRule.EASTER
        day = -2 if parts.has("GOOD") else _FROM_EASTER.get(weekday or 7, 0)
    elif parts.has("NEW"):
        month, day = (12, 31) if parts.has("EVE") else (1, 1)
    elif parts.has("ORTHODOX"):
        month, day = 1, 6 if parts.has("EVE", "NIGHT") else 7
    elif parts.has("EVE", "NIGHT"):
        day = 24
    return [
        Holiday(
            parts.start,
            parts.end,
            year=numbers.year(parts),
            month=month,
            day=day,
            found_by=rule,
            step=step,
            story=story,
            part="NI" if parts.has("NIGHT") else "",
        )
    ]


def last_month(parts: Parts) -> list[CalendarDate]:
    """Read "last October", "next May", "this September"."""
    step, story = parts.step_and_story()
    month = parts.number(*MONTH_CLASSES)
    return [CalendarDate(parts.start, parts.end, month=month, step=step, story=story, edge=parts.edge)]


def day_of_month(parts: Parts) -> list[CalendarDate]:
    """Read "the 28th" of the month the story is in."""
    number, part = parts.number("ORDNUM"), parts.word("PART", "NIGHT")
    if part and number and number <= 31:
        return [CalendarDate(parts.start, parts.end, day=number, part=part, kind="TIME")]
    on = parts.has("ON") and not _ORDINAL_NOUN.match(parts.text, parts.end)
    after = parts.text[parts.end : parts.end + 2].lstrip()
    named = parts.sub(1, len(parts.names))
    return (
        [CalendarDate(named.start, named.end, day=number)]
        if number and number <= 31 and (on or not after.isalpha())
        else []
    )


def day_of_that_month(parts: Parts) -> list[CalendarDate]:
    """Read "the 21st of last month"."""
    step, story = parts.step_and_story()
    day = parts.number("ORDNUM", "ORD")
    return [CalendarDate(parts.start, parts.end, day=day, step=step, story=story, of_month=True)]


def day_of_war(parts: Parts) -> list[WarDay]:
    """Read "day 200 of the war", counted from a start that the text makes known."""
    number = parts.number("INT", "DAYNUM", "YEAR", "ORDNUM", "ORD")
    if not parts.has("WAR"):
        war = _WAR.match(parts.text, parts.end)
        named = parts.sub(0, len(parts.names) - 1)
        return [WarDay(named.start, named.end, number=number)] if number and war else []
    return [WarDay(parts.start, parts.end, number=number)] if number else []
