"""Values of periods and amounts: last week, two years ago, three days, the third quarter, the summer."""

from __future__ import annotations

from articles.times.calendar_math import UNKNOWN, add_months, shift_year, unit_of, year_text
from articles.times.context import Context
from articles.times.meaning import Every, Half, Quarter, Season, Shift, TheUnit, Unit
from articles.times.value_dates import with_time

#: Unit -> what TIMEX3 writes before and after the number.
_AMOUNTS = {
    "TS": ("PT", "S"), "TM": ("PT", "M"), "TH": ("PT", "H"), "D": ("P", "D"), "N": ("P", "D"),
    "W": ("P", "W"),
    "M": ("P", "M"), "Q": ("P", "Q"), "Y": ("P", "Y"), "E": ("P", "E"), "C": ("P", "C"), "L": ("P", "L"),
    "WE": ("P", "WE"), "S": ("P", "S"), "F": ("P", "W"),
}  # fmt: skip
#: Units that are counted in smaller ones: two decades are P20Y.
_SMALLER = {"E": (10, "Y"), "C": (100, "Y"), "L": (1000, "Y"), "F": (2, "W"), "Q": (3, "M")}
#: What part of a unit a fraction is written in: two and a half years are P2Y6M.
_FRACTIONS = {"PY": (12, "M"), "PTH": (60, "M"), "PTM": (60, "S")}
SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
#: Unit -> value when nothing says which one.
_UNKNOWN_UNITS = {
    "D": "XXXX-XX-XX", "N": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Y": "XXXX",
    "Q": "XXXX-QX", "E": "XXX", "C": "XX",
}  # fmt: skip


def unknown(letter: str, time: str = "") -> str:
    """Return the value of a unit that cannot be placed on the calendar: XXXX-WXX for "last week"."""
    return with_time(_UNKNOWN_UNITS.get(letter, UNKNOWN), time)


def unit(meaning: Unit, context: Context) -> str:
    """Return the value of a whole unit: yesterday, last week, this year, the following month."""
    step, time = meaning.step or 0, meaning.clock or meaning.part
    if meaning.story:
        return _from_story(meaning, meaning.unit, context, step, time)
    if context.today is not None:
        return with_time(unit_of(context.today, meaning.unit, step), time)
    if context.published is None:
        return unknown(meaning.unit, time)
    if meaning.deictic:
        return "PRESENT_REF" if step == 0 else unknown(meaning.unit, time)
    return _from_story(meaning, meaning.unit, context, step, time)


def the_unit(meaning: TheUnit, context: Context) -> str:
    """Return the value of "the year", "the night"; "the weekend" is the last one unless it is to come."""
    today = context.today
    if meaning.unit == "WE" and today is not None:
        coming = context.tense(meaning) == "future" or today.isoweekday() > 5
        return unit_of(today, "WE", 0 if coming else -1)
    if meaning.unit == "Y" and today is not None:
        return unit_of(today, "Y", 0)
    if meaning.part and today is not None and context.story.month and context.story.whole_day is None:
        return with_time(unit_of(today, "D", 0), meaning.part)  # a month last named has no evening
    return _from_story(meaning, meaning.unit, context, 0, meaning.part)


def _from_story(
    meaning: Unit | TheUnit | Shift, letter: str, context: Context, step: int, time: str = ""
) -> str:
    """Count whole units from the story's last date, as precisely as that date was given."""
    story = context.story
    day = story.whole_day
    if day is None and letter in ("D", "N") and story.month is None:
        day = story.last_day
    if day is None and story.year is None and not _has_no_anchor(meaning, context, step):
        day = context.today
    if day is not None:
        return with_time(unit_of(day, letter, step), time)
    if story.year is None:
        return unknown(letter, time)
    years = {"Y": 1, "E": 10, "C": 100}.get(letter)
    if years:
        year, era = shift_year(story.year, story.era, step * years)
        text = year_text(max(year or 0, 0), era)
        return text[: len(text) + 1 - len(str(years))]
    prefix = year_text(story.year, story.era)
    if letter == "M":
        return add_months(story.year, story.month, step) if story.month and not story.era else f"{prefix}-XX"
    if letter in ("D", "N"):
        return with_time(f"{prefix}-{story.month:02}-XX" if story.month else f"{prefix}-XX-XX", time)
    return f"{prefix}-WXX" if letter == "W" else unknown(letter, time)


def _has_no_anchor(meaning: Unit | TheUnit | Shift, context: Context, step: int) -> bool:
    """Whether "the next day" in news that looks back has no date before it to count from."""
    told = context.story.year is not None or context.today is None
    return meaning.from_story and step > 0 and not told and context.tense(meaning) != "future"


def shift(meaning: Shift, context: Context) -> str:
    """Return the value of "two weeks ago", "three days later", "a year earlier"."""
    step = meaning.step
    if meaning.beside_event and (not context.narrative or meaning.count is None):
        return amount(meaning.count, meaning.unit)
    if meaning.count is None:
        return _vague_shift(meaning, context)
    count, letter = meaning.count * step, meaning.unit
    quarter = context.last_quarter if meaning.of_quarter else context.quarter
    if letter == "Y" and abs(count) == 1 and quarter and not context.narrative:
        return f"{int(quarter[:4]) + int(count):04}{quarter[4:]}"
    if letter in _SMALLER:
        factor, letter = _SMALLER[letter]
        count *= factor
    if count != int(count):
        factor, letter = {"Y": (12, "M"), "M": (30, "D"), "W": (7, "D")}.get(letter, (1, letter))
        count *= factor
    if letter.startswith("T"):
        anchor = context.story.whole_day or context.today if meaning.story else context.today
        return f"{anchor.isoformat()}TXX" if anchor else UNKNOWN
    if _has_no_anchor(meaning, context, step) or (context.published is None and not meaning.story):
        return unknown(letter)
    if context.today is not None and not (meaning.story and context.story.year is not None):
        return unit_of(context.today, letter, int(count))
    return _from_story(meaning, letter, context, int(count))


def _vague_shift(meaning: Shift, context: Context) -> str:
    """Return the value of "a few days later": news counts from the story in amounts, narratives do not."""
    if not context.narrative and meaning.story:
        return amount(None, meaning.unit)
    if meaning.bare:
        return unknown(meaning.unit)
    return "PAST_REF" if meaning.step < 0 else "FUTURE_REF"


def amount(count: float | None, letter: str) -> str:
    """Return a duration as TIMEX3 writes it: P2W, PT16H, PXD, P2Y6M."""
    if count is not None and letter in _SMALLER and letter != "Q":
        factor, letter = _SMALLER[letter]
        count *= factor
    prefix, suffix = _AMOUNTS.get(letter, ("P", "X"))
    if count is None:
        return f"{prefix}X{suffix}"
    parts, smaller = _FRACTIONS.get(prefix + suffix, (0, ""))
    rest = (count - int(count)) * parts
    if rest and rest == int(rest) and int(count):
        return f"{prefix}{int(count)}{suffix}{int(rest)}{smaller}"
    return f"{prefix}{count:g}{suffix}" if count != int(count) else f"{prefix}{int(count)}{suffix}"


def every(meaning: Every, context: Context) -> str:
    """Return the value of "every day", "each July", "per month"."""
    if meaning.month:
        return f"XXXX-{meaning.month:02}"
    if meaning.part:
        return f"XXXX-XX-XXT{meaning.part}"
    every_day = meaning.unit == "D" and meaning.count == 1 and meaning.each
    return "XXXX-XX-XX" if context.narrative and every_day else amount(meaning.count, meaning.unit)


def season(meaning: Season, context: Context) -> str:
    """Return the value of a season; a narrative's winter counts to the year it ends in (TIMEX2)."""
    year, era, today = meaning.year, meaning.era, context.today
    step, month = meaning.step or 0, SEASON_MONTH[meaning.season]
    if year is None and meaning.year_step is not None:
        story = meaning.year_story or today is None
        base = (context.story.year, context.story.era) if story or today is None else (today.year, "")
        year, era = shift_year(*base, meaning.year_step)
    elif year is None and (today is None or meaning.story):
        base_year = context.story.year_of(1 if meaning.season == "WI" else month)
        line = context.story.line
        if step and line is not None and not context.story.era:
            base_year = line[0] + _comes_after(month, line[1], step)
            step = 0
        bc_winter = meaning.season == "WI" and context.story.era != ""
        year, era = shift_year(base_year, context.story.era, step + bc_winter)
    elif year is None and today is not None:
        back, ahead = month + 2 >= today.month, month <= today.month
        year = today.year - (back if step < 0 else 0) + (ahead if step > 0 else 0)
    return f"{year_text(year, era)}-{meaning.season}" if year is not None else f"XXXX-{meaning.season}"


def _comes_after(month: int, line_month: int, step: int) -> int:
    """Return how many years on the next (1) or the previous (-1) season that begins in ``month`` lies."""
    if step > 0:
        return int(month <= line_month)
    return -int(month + 2 >= line_month)


def quarter(meaning: Quarter, context: Context) -> str:
    """Return the value of a quarter: without a year the last one that had begun by publication."""
    today = context.today
    if not meaning.quarter and meaning.year is not None:
        return f"{meaning.year:04}{context.last_quarter[4:]}"
    if not meaning.quarter:
        known = meaning.year_step is not None and today is not None and context.quarter
        return f"{today.year + (meaning.year_step or 0)}{context.quarter[4:]}" if known and today else UNKNOWN
    year = meaning.year
    if year is None and today is None:
        year = context.story.year
    elif year is None and today is not None:
        first = 3 * int(meaning.quarter[1:]) - 2
        year = today.year + (meaning.year_step or 0)
        year -= meaning.year_step is None and first > today.month + 2
    return f"{year:04}-{meaning.quarter}" if year else UNKNOWN


def half(meaning: Half, context: Context) -> str:
    """Return the value of "the first half of 2008"."""
    year = meaning.year
    if year is None:
        year = context.today.year + (meaning.year_step or 0) if context.today else context.story.year
    return f"{year:04}-{meaning.half}" if year else UNKNOWN


def the_quarter(context: Context) -> str:
    """Return the quarter last spoken of, else the last that was over by publication."""
    if context.last_quarter:
        return context.last_quarter
    return unit_of(context.today, "Q", -1) if context.today else UNKNOWN
