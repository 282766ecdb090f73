"""Follows where a story is in time, so that partial dates and "the next day" find what they count from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

#: A bare year this near the story's line moves the line, one farther away is said in passing; a month this
#: far before the last one belongs to the next year. Chosen on the first half of WikiWars-dev (01-08).
SAME_STRETCH, NEW_YEAR = 3, -6


@dataclass(slots=True)
class Story:
    """Where the story is.

    ``year``, ``month`` and ``day`` are the last date named, as far as it was named; ``era`` is "BC" or "".
    ``line`` is the last year, month and day (0 for none) with a month: years said in passing ("the 1975
    report") leave it alone. ``passing`` is the last bare year since then, ``aside`` the line that a full date
    in another year broke off. ``last_day`` is the last whole day.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    era: str = ""
    line: tuple[int, int, int] | None = None
    aside: tuple[int, int, int] | None = None
    passing: int | None = None
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
        return min(abs(self.passing - self.line[0]), abs(year - self.line[0])) > SAME_STRETCH

    def year_of(self, month: int, day: int = 0) -> int | None:
        """Return the year a month without one belongs to, were the story to go on forwards."""
        if self.era or self.line is None:
            return self.year
        line_year, line_month, line_day = self.line
        ahead = month - line_month
        if self.passing is not None and self.passing != line_year:
            away = self.passing - line_year
            same_month = ahead == 0 and 0 < line_day < day
            if abs(away) <= SAME_STRETCH and (away != -1 or ahead < 0) and not same_month:
                return self.passing
        if self.aside is not None and ahead < 0 and -1 <= month - self.aside[1] < -NEW_YEAR:
            return self.aside[0]
        return line_year + (ahead <= NEW_YEAR)

    @property
    def whole_day(self) -> date | None:
        """The last date if it was a whole day."""
        if self.era or self.year is None or self.month is None or self.day is None:
            return None
        return _day(self.year, self.month, self.day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
