"""Follows where a story is in time, so that partial dates and "the next day" find what they count from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Line = tuple[int, int, int]

# What it costs a partial date to lie in a year, in units of about a year's jump. Chosen on WikiWars-dev (483
# partial dates: 94 % right when the dates before them are right) and rounded.
#: A year forward from the last date, and each year beyond the first; going back at all, and per year back.
FORWARD, FAR_FORWARD, BACK, FAR_BACK = 1.0, 1.0, 0.8, 0.4
#: Going on not from the last date but from the one a flashback broke off.
FROM_ASIDE = 0.5
#: Leaving a year that was just said alone, when it lies within this many years of the story.
LEAVE_PASSING, PASSING_YEARS = 1.0, 3
#: Leaving the year named last.
LEAVE_YEAR = 0.3
#: A year before the next stated date; lying after it at all, and per year; both fade with every expression
#: that stands between.
BEFORE_NEXT, AFTER_NEXT, FAR_AFTER_NEXT, FADING = 0.6, 0.5, 0.65, 0.9


@dataclass(slots=True)
class Story:
    """Where the story is.

    ``year``, ``month`` and ``day`` are the last date named, as far as it was named; ``era`` is "BC" or "".
    ``line`` is the last year, month and day (0 for none) with a month, ``aside`` the line that a date stated
    in another year broke off, ``passing`` the last year said alone since then. ``coming`` is the next stated
    year and month, ``coming_after`` expressions on. ``last_day`` is the last whole day.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    era: str = ""
    line: Line | None = None
    aside: Line | None = None
    passing: int | None = None
    coming: tuple[int, int] | None = None
    coming_after: int = 0
    last_day: date | None = None

    def move(self, year: int, month: int | None, day: int | None, era: str, stated: bool) -> None:
        """Go on to a date that was just read; ``stated`` tells a year that was written from one inferred."""
        self.year, self.month, self.day, self.era = year, month, day, era
        if month is None:
            if self._has_left_line(year):
                self.line = None
            self.passing = year
            return
        if self.line is not None and stated and not 0 <= year - self.line[0] <= 1:
            self.aside = self.line
        elif not stated and self.aside is not None and year == self.aside[0]:
            self.aside = None
        self.line, self.passing = (year, month, day or 0), None
        if day is not None and not era:
            self.last_day = _day(year, month, day)

    def _has_left_line(self, year: int) -> bool:
        """Whether two years in a row lie far from the line: the story has moved there."""
        if self.line is None or self.passing is None:
            return False
        return min(abs(self.passing - self.line[0]), abs(year - self.line[0])) > PASSING_YEARS

    def year_of(self, month: int, day: int = 0) -> int | None:
        """Return the year of a date without one: that in which the story runs on most smoothly."""
        if self.era or self.line is None:
            return self.coming[0] if self.year is None and self.coming is not None else self.year
        years = {self.line[0] + step for step in (-1, 0, 1)}
        if self.aside is not None:
            years.add(self.aside[0])
        if self.passing is not None:
            years.add(self.passing)
        if self.coming is not None:
            years.update((self.coming[0], self.coming[0] - 1))
        return min(sorted(years), key=lambda year: self._cost((year, month, day), self.line or (year, 1, 0)))

    def _cost(self, here: Line, line: Line) -> float:
        """Return how far from smooth the story would run on to a date."""
        year = here[0]
        cost = _jump(line, here)
        if self.aside is not None:
            cost = min(cost, FROM_ASIDE + _jump(self.aside, here))
        passing = self.passing
        days_on = here[:2] == line[:2] and 0 < line[2] < here[2]
        near = passing is not None and abs(passing - line[0]) <= PASSING_YEARS
        if near and passing not in (line[0], year) and not days_on:
            cost += LEAVE_PASSING
        if year != self.year:
            cost += LEAVE_YEAR
        return cost + self._cost_of_coming(here)

    def _cost_of_coming(self, here: Line) -> float:
        """Return what it costs to lie long before or even after the next date that is stated."""
        if self.coming is None:
            return 0.0
        years = self.coming[0] - here[0] + (self.coming[1] - here[1]) / 12
        cost = BEFORE_NEXT * min(years, 3) if years >= 0 else AFTER_NEXT + FAR_AFTER_NEXT * min(-years, 3)
        return cost * FADING**self.coming_after

    @property
    def whole_day(self) -> date | None:
        """The last date if it was a whole day."""
        if self.era or self.year is None or self.month is None or self.day is None:
            return None
        return _day(self.year, self.month, self.day)


def _jump(origin: Line, here: Line) -> float:
    """Return what it costs to go from one date to another, in about years."""
    months = 12 * (here[0] - origin[0]) + here[1] - origin[1]
    if months == 0 and here[2] and here[2] < origin[2]:
        return BACK / 2
    if months >= 0:
        return FORWARD * min(months, 11) / 12 + FAR_FORWARD * max(months - 11, 0) / 12
    return BACK - FAR_BACK * months / 12


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
