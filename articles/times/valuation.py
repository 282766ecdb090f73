"""Gives every meaning its TIMEX3 value, from the document's date or from the story so far."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from articles.times.anchors import Story, tense
from articles.times.meaning import Meaning

#: A month without a year this near lies ahead, or this far ahead lies behind, whatever the tense: news about
#: last December calls it "last December" by November. Chosen on AQUAINT and TimeBank (74 of 80 right).
NEAR_AHEAD, NEAR_BEHIND = 2, 10

#: Value of what counts from a date nobody stated.
UNKNOWN = ""


@dataclass(slots=True)
class Context:
    """What the values of a document hang on; ``story`` moves on with every date that is read."""

    text: str
    published: date | None
    narrative: bool
    has_bc: bool = False
    war_start: date | None = None
    story: Story = field(default_factory=Story)
    quarter: str = ""
    last_quarter: str = ""

    def tense(self, meaning: Meaning) -> str:
        """Return the tense around an expression."""
        return tense(self.text, meaning.start, meaning.end)

    @property
    def today(self) -> date | None:
        """The day that "today" is; None when the document has no date or tells an old story."""
        return self.published


def value_of(meaning: Meaning, context: Context) -> str:
    """Return the TIMEX3 value; UNKNOWN when it counts from a date nobody stated."""
    try:
        return _RESOLVERS[meaning.form](meaning, context)
    except (ValueError, OverflowError):
        return UNKNOWN


def _calendar(meaning: Meaning, context: Context) -> str:
    if meaning.weekday and not meaning.month and not meaning.day:
        return _with_time(_weekday(meaning, context), meaning if context.narrative else _by_day(meaning))
    year, era = _year(meaning, context)
    if year is None:
        return _with_time(_yearless(meaning), meaning)
    if meaning.month is None and meaning.day is None:
        return _year_text(year, era)
    month = meaning.month or context.story.month
    if month is None:
        return UNKNOWN
    text = f"{_year_text(year, era)}-{month:02}"
    if meaning.day:
        if meaning.day > monthrange(year if year % 4 else 2000, month)[1]:
            return UNKNOWN
        text += f"-{meaning.day:02}"
    return _with_time(text, meaning if context.narrative else _by_day(meaning))


def _by_day(meaning: Meaning) -> Meaning:
    """Drop the night from "Friday night": 15 of 25 in AQUAINT and TimeBank are valued as the day."""
    return replace(meaning, part="") if meaning.part == "NI" else meaning


def _yearless(meaning: Meaning) -> str:
    if meaning.month is None:
        return UNKNOWN
    return f"XXXX-{meaning.month:02}" + (f"-{meaning.day:02}" if meaning.day else "")


def _year_text(year: int, era: str) -> str:
    return f"{era}{year:04}"


def _with_time(value: str, meaning: Meaning) -> str:
    if not value:
        return value
    if meaning.clock:
        return f"{value}T{meaning.clock}"
    return f"{value}T{meaning.part}" if meaning.part else value


def _year(meaning: Meaning, context: Context) -> tuple[int | None, str]:
    """Return year and era of a calendar date, from its own words, the story or the day of publication."""
    story, today = context.story, context.today
    if meaning.year is not None:
        era = meaning.era or ("BC" if context.has_bc and meaning.year < 1000 else "")
        return meaning.year, era
    if meaning.year_step is not None:
        if meaning.year_story or context.narrative or today is None:
            return _shift_year(story.year, story.era, meaning.year_step)
        return today.year + meaning.year_step, ""
    if meaning.month is None:
        if context.narrative or today is None:
            return story.year, story.era
        return (today.year if context.story.year is None else story.year), ""
    if context.narrative or today is None:
        year = story.year_of(meaning.month, meaning.day or 0)
        return (year + (meaning.step or 0) if year else year), story.era
    return _nearest_year(meaning, context, today), ""


def _shift_year(year: int | None, era: str, step: int) -> tuple[int | None, str]:
    if year is None:
        return None, ""
    return (year - step if era else year + step), era


def _nearest_year(meaning: Meaning, context: Context, today: date) -> int:
    """Return the year of a month without one in the news: before or after publication, as the tense says."""
    month = meaning.month or 1
    day = meaning.day or (today.day if month == today.month else 1)
    ahead = (month, day) > (today.month, today.day)
    if meaning.step is not None and meaning.step != 0:
        if meaning.step < 0:
            return today.year - (month >= today.month)
        return today.year + (month <= today.month)
    if meaning.weekday and meaning.day:
        return _year_of_weekday(meaning, today, month)
    months_ahead = (month - today.month) % 12
    if months_ahead <= NEAR_AHEAD and (months_ahead or meaning.day):
        return today.year + (month < today.month)
    if months_ahead >= NEAR_BEHIND:
        return today.year - (month > today.month)
    if context.tense(meaning) == "future":
        return today.year + (not ahead and (month, day) != (today.month, today.day))
    return today.year - ahead


def _year_of_weekday(meaning: Meaning, today: date, month: int) -> int:
    """Return the year nearest to publication in which the date falls on the weekday that is named."""
    for year in (today.year, today.year - 1, today.year + 1):
        days = monthrange(year, month)[1]
        if (meaning.day or 1) <= days and date(year, month, meaning.day or 1).isoweekday() == meaning.weekday:
            return year
    return today.year


def _weekday(meaning: Meaning, context: Context) -> str:
    story_day = context.story.date
    today = context.today
    if context.narrative or today is None or meaning.story:
        if story_day is None:
            return f"XXXX-WXX-{meaning.weekday}" if today is None or context.narrative else UNKNOWN
        if story_day.isoweekday() == meaning.weekday and not meaning.step:
            return story_day.isoformat()
        return _step_weekday(story_day, meaning, 1 if meaning.step != -1 else -1).isoformat()
    if meaning.step in (-1, 1):
        return _step_weekday(today, meaning, meaning.step).isoformat()
    ahead = context.tense(meaning) == "future"
    if today.isoweekday() == meaning.weekday:
        return today.isoformat()
    return _step_weekday(today, meaning, 1 if ahead else -1).isoformat()


def _step_weekday(anchor: date, meaning: Meaning, direction: int) -> date:
    """Return the next day before or after ``anchor`` (never itself) that has the weekday."""
    distance = (((meaning.weekday or 1) - anchor.isoweekday()) * direction) % 7
    return anchor + timedelta(days=direction * (distance or 7))


def _anchor(meaning: Meaning, context: Context) -> date | None:
    """Return the day counted from."""
    if meaning.story or context.narrative or context.today is None:
        return (
            context.story.date
            if (context.narrative or context.today is None)
            else (context.story.date or context.today)
        )
    return context.today


def _unit(meaning: Meaning, context: Context) -> str:
    """Return the value of a whole unit: yesterday, last week, this year, the following month."""
    step = meaning.step or 0
    if meaning.unit == "Q" and meaning.sub == "latest":
        return _the_quarter(meaning, context)
    if meaning.sub in ("deictic", "overnight") or not (meaning.story or context.narrative):
        if context.narrative and meaning.sub == "deictic":
            return "PRESENT_REF" if step == 0 else UNKNOWN
        if context.narrative or context.today is None:
            return _from_story(meaning, context, step)
        return _with_time(_step_unit(context.today, meaning.unit, step), meaning)
    return _from_story(meaning, context, step)


def _from_story(meaning: Meaning, context: Context, step: int) -> str:
    """Count whole units from the story's last date, as precisely as that date was given."""
    story = context.story
    day = story.date
    if day is None and meaning.unit in ("D", "N") and story.month is None:
        day = story.last_day
    if day is not None:
        return _with_time(_step_unit(day, meaning.unit, step), meaning)
    if story.year is None:
        return (
            _with_time(_step_unit(context.today, meaning.unit, step), meaning)
            if context.today and not context.narrative
            else UNKNOWN
        )
    unit = meaning.unit
    if unit in ("Y", "E", "C"):
        year, era = _shift_year(story.year, story.era, step * {"Y": 1, "E": 10, "C": 100}[unit])
        text = _year_text(year or 0, era)
        return text[: len(text) - {"Y": 0, "E": 1, "C": 2}[unit]]
    prefix = _year_text(story.year, story.era)
    if unit == "M":
        if story.month is None:
            return f"{prefix}-XX"
        return _add_months(story.year, story.month, step)
    if unit in ("D", "N"):
        return _with_time(f"{prefix}-{story.month:02}-XX" if story.month else f"{prefix}-XX-XX", meaning)
    return f"{prefix}-WXX" if unit == "W" else UNKNOWN


def _add_months(year: int, month: int, count: int) -> str:
    total = year * 12 + month - 1 + count
    return f"{total // 12:04}-{total % 12 + 1:02}"


def _step_unit(day: date, unit: str, step: int) -> str:
    """Return the value of the unit ``step`` away from the one that ``day`` lies in."""
    if unit in ("D", "N"):
        return (day + timedelta(days=step)).isoformat()
    if unit in ("W", "WE"):
        iso = (day + timedelta(weeks=step)).isocalendar()
        return f"{iso.year}-W{iso.week:02}" + ("-WE" if unit == "WE" else "")
    if unit == "M":
        return _add_months(day.year, day.month, step)
    if unit == "Q":
        total = day.year * 4 + (day.month - 1) // 3 + step
        return f"{total // 4:04}-Q{total % 4 + 1}"
    if unit == "Y":
        return f"{day.year + step:04}"
    if unit == "E":
        return f"{day.year // 10 + step:03}"
    if unit == "C":
        return f"{day.year // 100 + step:02}"
    return UNKNOWN


def _shift(meaning: Meaning, context: Context) -> str:
    """Return the value of "two weeks ago", "three days later", "a year earlier"."""
    step = meaning.step or 1
    if meaning.sub in ("event", "beside") and (not context.narrative or meaning.count is None):
        return amount(meaning.count, meaning.unit)
    if meaning.count is None:
        return "PAST_REF" if step < 0 else "FUTURE_REF"
    count = meaning.count * step
    unit = meaning.unit
    quarter = context.last_quarter if meaning.sub == "quarter" else context.quarter
    if unit == "Y" and abs(count) == 1 and not context.narrative and quarter:
        year, rest = quarter.split("-")
        return f"{int(year) + int(count):04}-{rest}"
    if unit in ("TH", "TM", "TS"):
        return _shift_hours(meaning, context)
    if unit in ("F", "E", "C", "Q"):
        factor, unit = {"F": (2, "W"), "E": (10, "Y"), "C": (100, "Y"), "Q": (3, "M")}[unit]
        count *= factor
    if count != int(count):
        count, unit = {"Y": (count * 12, "M"), "M": (count * 30, "D"), "W": (count * 7, "D")}.get(
            unit, (count, unit)
        )
    if meaning.story or context.narrative:
        return _from_story(Meaning(form="unit", unit=unit), context, int(count))
    if context.today is None:
        return _from_story(Meaning(form="unit", unit=unit), context, int(count)) if meaning.story else UNKNOWN
    return _step_unit(context.today, unit, int(count))


def _shift_hours(meaning: Meaning, context: Context) -> str:
    anchor = _anchor(meaning, context)
    return f"{anchor.isoformat()}TXX" if anchor else UNKNOWN


_AMOUNT_UNITS = {
    "TS": ("PT", "S"), "TM": ("PT", "M"), "TH": ("PT", "H"), "D": ("P", "D"), "N": ("P", "D"), "W": ("P", "W"),
    "M": ("P", "M"), "Q": ("P", "Q"), "Y": ("P", "Y"), "E": ("P", "E"), "C": ("P", "C"), "L": ("P", "L"),
    "WE": ("P", "WE"), "S": ("P", "S"), "F": ("P", "W"),
}  # fmt: skip
#: Units TimeML counts in smaller ones: two decades are P20Y.
_FACTORS = {"E": (10, "Y"), "C": (100, "Y"), "L": (1000, "Y"), "F": (2, "W"), "Q": (3, "M")}


def amount(count: float | None, unit: str) -> str:
    """Return a duration as TIMEX3 writes it: P2W, PT16H, PXD, P2Y6M."""
    if count is not None and unit in _FACTORS:
        factor, unit = _FACTORS[unit]
        count *= factor
    prefix, letter = _AMOUNT_UNITS.get(unit, ("P", "X"))
    if count is None:
        return f"{prefix}X{letter}"
    if count != int(count):
        split = {"Y": (12, "M"), "H": (60, "M")}.get(letter if prefix == "P" or letter == "H" else "")
        if split and (count * split[0]) == int(count * split[0]) and int(count):
            rest = round((count - int(count)) * split[0])
            return f"{prefix}{int(count)}{letter}{rest}{split[1]}"
        return f"{prefix}{count:g}{letter}"
    return f"{prefix}{int(count)}{letter}"


def _part_of_month(meaning: Meaning, context: Context) -> str:
    del context
    return amount(meaning.count, meaning.unit)


def _duration(meaning: Meaning, context: Context) -> str:
    del context
    return amount(meaning.count, meaning.unit)


def _set(meaning: Meaning, context: Context) -> str:
    if meaning.month:
        return f"XXXX-{meaning.month:02}"
    if meaning.part:
        return f"XXXX-XX-XXT{meaning.part}"
    if context.narrative and meaning.unit == "D" and meaning.count == 1:
        return "XXXX-XX-XX" if "every" in context.text[meaning.start : meaning.end].lower() else "P1D"
    return amount(meaning.count, meaning.unit)


def _frequency(meaning: Meaning, context: Context) -> str:
    return meaning.sub if context.narrative else meaning.value


def _literal(meaning: Meaning, context: Context) -> str:
    del context
    return meaning.value


def _season(meaning: Meaning, context: Context) -> str:
    year, era = meaning.year, meaning.era
    today = context.today
    if year is None:
        if meaning.year_step is not None or context.narrative or today is None or meaning.story:
            year, era = _shift_year(
                context.story.year, context.story.era, (meaning.year_step or 0) + (meaning.step or 0)
            )
            if (
                not context.narrative
                and today is not None
                and meaning.year_step is not None
                and not meaning.year_story
            ):
                year, era = today.year + meaning.year_step, ""
        elif meaning.step is not None and meaning.step < 0:
            first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[meaning.sub]
            year = today.year - (first + 2 >= today.month)
        elif meaning.step is not None and meaning.step > 0:
            first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[meaning.sub]
            year = today.year + (first <= today.month)
        else:
            year = today.year
    if year is None:
        return f"XXXX-{meaning.sub}"
    return f"{_year_text(year, era)}-{meaning.sub}"


def _season_year(meaning: Meaning, context: Context) -> int | None:
    """Return the story's year for a season; TIMEX2 counts a winter to the year it ends in."""
    if meaning.year_step is not None:
        return context.story.year
    return context.story.year_of({"SP": 3, "SU": 6, "FA": 9, "WI": 1}[meaning.sub])


def _quarter(meaning: Meaning, context: Context) -> str:
    """Return the value of a quarter: without a year the last one that had begun by publication."""
    today = context.today
    if not meaning.sub:
        base = int(context.quarter[:4]) if context.quarter else None
        if meaning.year_step is not None and today is not None and context.quarter:
            return f"{today.year + meaning.year_step}-{context.quarter[5:]}"
        return f"{base}-QX" if base else UNKNOWN
    year = meaning.year
    if year is None:
        if today is None or context.narrative:
            year = context.story.year
        elif meaning.year_step is not None:
            year = today.year + meaning.year_step
        else:
            first = 3 * int(meaning.sub[1:]) - 2 if meaning.sub[1:].isdigit() else 1
            year = today.year - (first > today.month and first - today.month > 2)
    return f"{year:04}-{meaning.sub}" if year else UNKNOWN


def _half(meaning: Meaning, context: Context) -> str:
    year = meaning.year
    if year is None:
        today = context.today
        year = (
            context.story.year
            if today is None or context.narrative
            else today.year + (meaning.year_step or 0)
        )
    return f"{year:04}-{meaning.sub}" if year else UNKNOWN


def _the_quarter(meaning: Meaning, context: Context) -> str:
    del meaning
    if context.last_quarter:
        return context.last_quarter
    return _step_unit(context.today, "Q", -1) if context.today and not context.narrative else UNKNOWN


def _the_unit(meaning: Meaning, context: Context) -> str:
    if meaning.unit == "WE" and context.today and not context.narrative:
        step = 0 if context.tense(meaning) == "future" or context.today.isoweekday() > 5 else -1
        return _step_unit(context.today, "WE", step)
    return _from_story(meaning, context, 0)


def _clock(meaning: Meaning, context: Context) -> str:
    day = context.story.date if context.narrative else context.story.date or context.today
    return f"{day.isoformat() if day else 'XXXX-XX-XX'}T{meaning.clock}"


def _holiday(meaning: Meaning, context: Context) -> str:
    year = meaning.year
    if year is None:
        today = context.today
        if today is None or context.narrative:
            year = context.story.year
        else:
            found = Meaning(
                form="calendar",
                start=meaning.start,
                end=meaning.end,
                month=meaning.month,
                day=meaning.day if not meaning.sub else 25,
                step=meaning.step,
            )
            year = _nearest_year(found, context, today)
    if year is None or meaning.month is None or meaning.day is None:
        return UNKNOWN
    if meaning.sub == "nth":
        return _nth_weekday(year, meaning.month, 4, meaning.day).isoformat()
    return _with_time(date(year, meaning.month, meaning.day).isoformat(), meaning)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def _war_day(meaning: Meaning, context: Context) -> str:
    if context.war_start is None or meaning.count is None:
        return UNKNOWN
    return (context.war_start + timedelta(days=int(meaning.count) - 1)).isoformat()


_RESOLVERS: dict[str, Callable[[Meaning, Context], str]] = {
    "calendar": _calendar,
    "unit": _unit,
    "shift": _shift,
    "duration": _duration,
    "part_of_month": _part_of_month,
    "set": _set,
    "frequency": _frequency,
    "literal": _literal,
    "season": _season,
    "quarter": _quarter,
    "half": _half,
    "the_quarter": _the_quarter,
    "the_unit": _the_unit,
    "clock": _clock,
    "holiday": _holiday,
    "war_day": _war_day,
}
