"""What a matched temporal expression says, before it is known when it was said."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Way(StrEnum):
    """The way of dating in which an expression is one: TimeML's of news, TIMEX2's of narratives, or both."""

    ANY = ""
    NEWS = "news"
    NARRATIVE = "narrative"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What every expression has: where it stands, its TIMEX3 type, and the way of dating it belongs to.

    ``edge`` narrows a period: START, MID, END, HALF1, HALF2, EARLIER or LATER than the day counted from.
    """

    start: int
    end: int
    kind: str = field(default="DATE", kw_only=True)
    edge: str = field(default="", kw_only=True)
    way: Way = field(default=Way.ANY, kw_only=True)

    @property
    def from_story(self) -> bool:
        """Whether it counts from the last date of the story, not from the day of publication."""
        return False

    @property
    def named_year(self) -> int | None:
        """The year that its words name."""
        return None

    @property
    def is_stated(self) -> bool:
        """Whether its words say which year is meant, by name or by how far it is away."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class InYear(Meaning):
    """What lies in a year: one named, one counted (``year_step`` from now, or from the story), or none told.

    Without a year, ``step`` tells which one is meant ("last May" -1), counted from the story if ``story``.
    """

    year: int | None = None
    era: str = ""
    year_step: int | None = None
    year_story: bool = False
    step: int | None = None
    story: bool = False

    @property
    def from_story(self) -> bool:
        """Whether it counts from the last date of the story, not from the day of publication."""
        return self.story

    @property
    def named_year(self) -> int | None:
        """The year that its words name."""
        return self.year

    @property
    def is_stated(self) -> bool:
        """Whether its words say which year is meant, by name or by how far it is away."""
        return self.year is not None or bool(self.step)


class Night(StrEnum):
    """Which night goes with a day: none, the one that begins on it, the one that leads into it."""

    NONE = ""
    AFTER = "after"
    INTO = "into"


class HolidayRule(StrEnum):
    """How the day of a holiday is found."""

    FIXED = "fixed"
    NTH_THURSDAY = "nth Thursday"
    EASTER = "easter"
    ORTHODOX_EASTER = "orthodox easter"


class Week(StrEnum):
    """Which seven days go with a day: none, its calendar week, those that end or begin with it."""

    NONE = ""
    OF = "of"
    ENDING = "ending"
    FROM = "from"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDate(InYear):
    """A date of which some of year, month, day, weekday, part and hour are named; the context gives the rest.

    ``two_digits``: of the year only the last two are known. ``either_order``: day and month could be the
    other way round. ``of_week``: the weekday is one of the week that ``step`` tells; ``of_month``: the day
    is one of the month that it tells. ``days_on`` is how many days after the day named the one meant lies.
    """

    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    part: str = ""
    clock: str = ""
    two_digits: bool = False
    either_order: bool = False
    of_week: bool = False
    of_month: bool = False
    week: Week = Week.NONE
    night: Night = Night.NONE
    days_on: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock(Meaning):
    """An hour that stands alone."""

    clock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday(InYear):
    """A holiday: a day of a month, the nth Thursday of it, or so many days from (Orthodox) Easter."""

    month: int
    day: int
    found_by: HolidayRule
    part: str = ""
    days_on: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NthWeekday(InYear):
    """One like "the first Sunday of March": ``nth`` -1 is the last; without a month ``step`` tells which."""

    weekday: int
    nth: int
    month: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarDay(Meaning):
    """The so-manieth day of the war that the text speaks of."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Season(InYear):
    """A season: SP, SU, FA or WI."""

    season: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOfMonth(InYear):
    """One like "the first week of May": the ``nth`` stretch of so many units, -1 the last."""

    month: int | None
    nth: int
    count: float | None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter(InYear):
    """A quarter, Q1 to Q4; "" is the one last spoken of."""

    quarter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Half(InYear):
    """A half of a year: H1 or H2."""

    half: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TheQuarter(Meaning):
    """The quarter last spoken of: "the quarter"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Meaning):
    """The whole unit that lies ``step`` away from now or, with ``story``, from the story's last date.

    ``deictic``: "today" and its like, which news alone counts from. ``rolling``: "the past week", up to
    publication.
    """

    unit: str
    step: int | None
    story: bool = False
    part: str = ""
    clock: str = ""
    days_on: int = 0
    deictic: bool = False
    rolling: bool = False
    night: Night = Night.NONE

    @property
    def from_story(self) -> bool:
        """Whether it counts from the last date of the story, not from the day of publication."""
        return self.story

    @property
    def is_stated(self) -> bool:
        """Whether its words say how far away it is."""
        return bool(self.step)


@dataclass(frozen=True, slots=True, kw_only=True)
class TheUnit(Meaning):
    """The unit that the story is in: "the year", "the night"."""

    unit: str
    part: str = ""

    @property
    def from_story(self) -> bool:
        """Always: what it counts from is the last date of the story."""
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift(Meaning):
    """So many units on (``step`` 1) or back (-1): "two weeks ago", "three days later"; None is "a few".

    ``story``: counted from the story, not from publication. ``beside_event``: an event follows that it is
    counted from ("two days after the siege"). ``bare``: without a number. ``of_quarter``: a year from the
    quarter last spoken of.
    """

    count: float | None
    unit: str
    step: int
    story: bool
    beside_event: bool = False
    bare: bool = False
    of_quarter: bool = False

    @property
    def from_story(self) -> bool:
        """Whether it counts from the last date of the story, not from the day of publication."""
        return self.story

    @property
    def is_stated(self) -> bool:
        """Always: its words say how far away it is."""
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration(Meaning):
    """An amount of time; ``step`` is set where it is counted back or on from now ("the past two weeks")."""

    count: float | None
    unit: str
    step: int | None = None
    story: bool = False
    kind: str = "DURATION"

    @property
    def from_story(self) -> bool:
        """Whether it counts from the last date of the story, not from the day of publication."""
        return self.story


@dataclass(frozen=True, slots=True, kw_only=True)
class Every(Meaning):
    """What comes again: "every day", "each July", "per month"."""

    count: float
    unit: str
    month: int | None
    part: str
    each: bool
    kind: str = "SET"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency(Meaning):
    """What comes daily, weekly or the like, which the two ways of dating write differently."""

    in_news: str
    in_narratives: str
    kind: str = "SET"


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal(Meaning):
    """What the words alone value: a decade, a century, PRESENT_REF."""

    value: str
