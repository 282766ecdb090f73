"""Values of dates: what year a day is in, which Friday is meant, where an hour belongs."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from articles.times.calendar_math import (
    UNKNOWN,
    add_months,
    easter,
    nearest_weekday,
    nth_weekday,
    orthodox_easter,
    shift_year,
    year_text,
)
from articles.times.context import Context
from articles.times.meaning import CalendarDate, Clock, Holiday, HolidayRule, NthWeekday, WarDay
from articles.times.wars import day_of_war

#: A month without a year this near lies ahead, or this far ahead lies behind, whatever the tense: news speaks
#: of "last December", not of "December", in November. Chosen on AQUAINT and TimeBank (101 of 104 right).
NEAR_AHEAD, NEAR_BEHIND = 2, 10
#: A month that is a limit ("by February", "until mid-November") lies ahead when it is this near.
LIMIT_AHEAD = 6


def calendar(meaning: CalendarDate, context: Context) -> str:
    """Return the value of a date of which some of year, month, day and weekday are named."""
    if meaning.weekday and not meaning.month:
        return with_time(_weekday(meaning, context), _time_of(meaning, context))
    if meaning.either_order:
        meaning = _in_likely_order(meaning, context)
    year, era = _year(meaning, context)
    if meaning.month is None and meaning.day is None:
        return year_text(year, era) if year is not None else UNKNOWN
    month = meaning.month or context.story.month
    if meaning.month is None and context.today is not None:
        year, month = _month_of_day(meaning, context, context.today)
    if month is None:
        return UNKNOWN
    text = f"{year_text(year, era) if year is not None else 'XXXX'}-{month:02}"
    if meaning.day:
        if meaning.day > monthrange(year if year and not era else 2000, month)[1]:
            return UNKNOWN
        text += f"-{meaning.day:02}"
    return with_time(text, _time_of(meaning, context))


def _month_of_day(meaning: CalendarDate, context: Context, today: date) -> tuple[int, int]:
    """Return year and month of "the 21st" in news: the story's, else the last that has come to that day."""
    story = context.story
    if not meaning.of_month and story.year is not None and story.month is not None:
        return story.year, story.month
    step = -1 if not meaning.of_month and (meaning.day or 1) > today.day else meaning.step or 0
    counted_from = story.whole_day if meaning.story and story.whole_day else today
    year, month = add_months(counted_from.year, counted_from.month, step).split("-")
    return int(year), int(month)


def _in_likely_order(meaning: CalendarDate, context: Context) -> CalendarDate:
    """Return "3/4/2022" month first, unless only day first lies shortly before publication."""
    swapped = replace(meaning, month=meaning.day, day=meaning.month)
    if context.published is None or not (meaning.year and meaning.month and meaning.day):
        return meaning
    limit = context.published + timedelta(days=1)
    as_is = date(meaning.year, meaning.month, meaning.day)
    other = date(meaning.year, meaning.day, meaning.month)
    return swapped if other <= limit and (as_is > limit or other > as_is) else meaning


def with_time(value: str, time: str) -> str:
    """Add the hour or the part of the day to a value, if there is one."""
    return f"{value}T{time}" if value and time else value


def _time_of(meaning: CalendarDate, context: Context) -> str:
    """Return the hour or the part of the day that a date names.

    "Friday night" is the day in news: 12 of 21 in AQUAINT and TimeBank are valued so.
    """
    part = "" if meaning.part == "NI" and not context.narrative else meaning.part
    return meaning.clock or part


def _year(meaning: CalendarDate, context: Context) -> tuple[int | None, str]:
    """Return year and era of a date, from its own words, the story or the day of publication."""
    story, today = context.story, context.today
    if meaning.two_digits and meaning.year is not None:
        now = today.year if today is not None else story.year
        return (_whole_year(meaning.year % 100, now) if now else meaning.year), ""
    if meaning.year is not None:
        return meaning.year, meaning.era or ("BC" if context.has_bc and meaning.year < 1000 else "")
    if meaning.year_step is not None:
        if meaning.year_story or today is None:
            return shift_year(story.year, story.era, meaning.year_step)
        return today.year + meaning.year_step, ""
    if meaning.month is None:
        return (today.year, "") if today and story.year is None else (story.year, story.era)
    if today is None:
        year = story.year_of(meaning.month, meaning.day or 0)
        if year is None and context.published is not None:
            return nearest_year(meaning, context, context.published), ""
        return (year + (meaning.step or 0) if year else year), story.era
    return nearest_year(meaning, context, today), ""


def _whole_year(two_digits: int, now: int) -> int:
    """Return the last year that ends in two digits, unless the next one comes within ten years."""
    year = now // 100 * 100 + two_digits
    return year if year <= now + 10 else year - 100


def nearest_year(meaning: CalendarDate, context: Context, today: date) -> int:
    """Return the year of a month without one in the news: before or after publication, as the tense says."""
    month = meaning.month or 1
    day = meaning.day or (today.day if month == today.month else 1)
    ahead = (month, day) > (today.month, today.day)
    if meaning.step:
        just_over = not meaning.day and month == today.month - 1
        if meaning.step < 0:
            return today.year - (month >= today.month or just_over)
        return today.year + (month <= today.month)
    if meaning.weekday and meaning.day:
        return _year_of_weekday(meaning, today, month)
    months_ahead = (month - today.month) % 12
    if 0 < months_ahead <= LIMIT_AHEAD and not meaning.day and context.is_limit(meaning):
        return today.year + (month < today.month)
    if 0 < months_ahead <= NEAR_AHEAD and not meaning.day and context.is_just_told(meaning):
        return today.year - ahead
    if months_ahead <= NEAR_AHEAD and (months_ahead or meaning.day):
        return today.year + (month < today.month)
    if months_ahead >= NEAR_BEHIND:
        return today.year - (month > today.month)
    if context.tense(meaning) == "future":
        return today.year + (not ahead and (month, day) != (today.month, today.day))
    return today.year - ahead


def _year_of_weekday(meaning: CalendarDate, today: date, month: int) -> int:
    """Return the year nearest to publication in which the date falls on the weekday that is named."""
    day = meaning.day or 1
    for year in (today.year, today.year - 1, today.year + 1):
        if day <= monthrange(year, month)[1] and date(year, month, day).isoweekday() == meaning.weekday:
            return year
    return today.year


def _weekday(meaning: CalendarDate, context: Context) -> str:
    """Return the day of a weekday: in news before or after publication, in narratives after the last date."""
    weekday, step = meaning.weekday or 1, meaning.step
    if meaning.of_week and context.today is not None:
        monday = context.today - timedelta(days=context.today.isoweekday() - 1)
        return (monday + timedelta(weeks=step or 0, days=weekday - 1)).isoformat()
    today, anchor = context.today, context.story.whole_day
    if context.published is None and not meaning.story:
        anchor = None
    if today is None or (meaning.story and anchor):
        if anchor is None:
            return f"XXXX-WXX-{weekday}"
        if anchor.isoweekday() == weekday and not step:
            return anchor.isoformat()
        return nearest_weekday(anchor, weekday, -1 if step == -1 else 1).isoformat()
    if step:
        return nearest_weekday(today, weekday, step).isoformat()
    if today.isoweekday() == weekday:
        return today.isoformat()
    ahead = context.tense(meaning) == "future"
    return nearest_weekday(today, weekday, 1 if ahead else -1).isoformat()


def clock(meaning: Clock, context: Context) -> str:
    """Return the value of an hour that stands alone: on the last day named, or the day of publication.

    An hour that stamps an entry is one of the day the entry was written.
    """
    last = None if context.in_stamp else context.story.whole_day
    day = last or context.today
    return f"{day.isoformat() if day else 'XXXX-XX-XX'}T{meaning.clock}"


def holiday(meaning: Holiday, context: Context) -> str:
    """Return the value of a holiday, in the nearest year where none is named."""
    today, rule = context.today, meaning.found_by
    year, month = meaning.year, meaning.month
    if year is None and today is not None:
        day = meaning.day if rule is HolidayRule.FIXED else 25
        about = CalendarDate(meaning.start, meaning.end, month=month, day=day, step=meaning.step)
        year = nearest_year(about, context, today)
    elif year is None:
        year = context.story.year
    if year is None:
        return UNKNOWN
    if rule in (HolidayRule.EASTER, HolidayRule.ORTHODOX_EASTER):
        sunday = easter(year) if rule is HolidayRule.EASTER else orthodox_easter(year)
        return (sunday + timedelta(days=meaning.day)).isoformat()
    if rule is HolidayRule.NTH_THURSDAY:
        return nth_weekday(year, month, 4, meaning.day).isoformat()
    return with_time(date(year, month, meaning.day).isoformat(), meaning.part)


def weekday_of_month(meaning: NthWeekday, context: Context) -> str:
    """Return the value of "the first Sunday of March"."""
    story, today, nth = context.story, context.today, meaning.nth
    year, month = meaning.year, meaning.month
    if month is None:
        base = today or story.whole_day
        if base is None:
            return UNKNOWN
        year, month = (
            int(field) for field in add_months(base.year, base.month, meaning.step or 0).split("-")
        )
    elif year is None:
        about = CalendarDate(meaning.start, meaning.end, month=month, step=meaning.step)
        year = nearest_year(about, context, today) if today else story.year_of(month)
    if year is None:
        return UNKNOWN
    found = nth_weekday(year, month, meaning.weekday, max(nth, 1))
    last = nth_weekday(year, month, meaning.weekday, 5)
    if nth < 0:
        found = last if last.month == month else last - timedelta(weeks=1)
    return found.isoformat() if found.month == month else UNKNOWN


def war_day(meaning: WarDay, context: Context) -> str:
    """Return the day of "day 200 of the war"; the first day is day 1."""
    day = day_of_war(context.text, meaning.start, meaning.end, meaning.number, context.published)
    return day.isoformat() if day else UNKNOWN
