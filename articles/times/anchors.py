"""What a relative expression hangs on: the day of publication, the story's last date, and the tense."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

# A modal verb carries the verb after it ("will be named"), so that the participle does not count as past.
_FUTURE = re.compile(
    r"(?:\b(?:[Ww]ill|[Ww]on['’]t|shall|would|might|may|should|must|can|to be|going to|(?:is|are|was|were) to)\b|['’]ll\b)"
    r"(?:\s+(?:not|also|be|been|have|likely|then|soon|only|still|[a-z]+ly))*\s+[a-z]+"
    r"|\b(?:plan(?:s|ning)? (?:to|for|on)|planned|planning|[Ss]chedul\w+|[Ee]xpect\w*|due|upcoming|set (?:for|to)|"
    r"tentative\w*|begins|starts|opens|meets?|deadline|hop(?:es?|ing)|agreed to|payable|effective|takes effect|"
    r"postponed until|delayed until|extended (?:to|until)|as (?:early|soon) as|no later than|intends?|proposes?|"
    r"vow(?:s|ed)|ready to|slated|poised|calling for|promis(?:es|ed)|prepar(?:es|ing) (?:to|for)|awaits?|reconvenes|"
    r"expires)\b"
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|said|told|been|ago|became|began|came|fell|found|gave|got|held|kept|led|left|"
    r"lost|made|met|won|rose|sent|shot|took|went|wrote|hit|ran|saw|struck|since|tore|broke|drove|flew|grew|knew|spoke|"
    r"stood|threw|brought|bought|caught|fought|sought|thought|taught|paid|laid|sold|built|spent|burst|hurt|"
    r"(?!(?:hundr|ind|n|f|se|spe|proce|exce|succe|ble|bre|we|gre|unit)e?ed\b)[a-z]{2,}ed)\b"
)
_WAS = re.compile(r"\s+(?:was|were|had|did)\b")
_POSSESSIVE = re.compile(r"\s?['’]s?\b")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]?[A-Z])|\n\s*\n")
_ABBREVIATION = re.compile(r"(?:\b[A-Z][a-z]{0,3}|\b[A-Z]|a\.m|p\.m)$")
#: How far the words that tell the tense are looked for, in characters on either side.
WINDOW = 160


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
    def date(self) -> date | None:
        """The last date if it was a whole day."""
        if self.era or self.year is None or self.month is None or self.day is None:
            return None
        return _day(self.year, self.month, self.day)


#: A bare year this near the story's line moves the line, one farther away is said in passing; a month this
#: far before the last one belongs to the next year. Chosen on the first half of WikiWars-dev (01-08).
SAME_STRETCH, NEW_YEAR = 3, -6


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def tense(text: str, start: int, end: int) -> str:
    """Return "future" or "past" as the words around ``start:end`` in its sentence have it, "" if unclear.

    The nearest telling word before the expression decides, else the first one after it.
    """
    before = text[max(0, start - WINDOW) : start]
    for match in reversed(list(_SENTENCE_END.finditer(before))):
        if not _ABBREVIATION.search(before[: match.start()][-5:]):
            before = before[match.end() :]
            break
    if _POSSESSIVE.match(text, end) or _WAS.match(text, end):
        return "past"
    future, covered = _last(_FUTURE, before)
    past, _ = _last(_PAST, before)
    if future >= 0 or past >= 0:
        return "future" if covered > past else "past"
    after = text[end : end + WINDOW]
    stop = _SENTENCE_END.search(after)
    after = after[: stop.start()] if stop else after
    coming, gone = _FUTURE.search(after), _PAST.search(after)
    if coming and (gone is None or coming.start() < gone.start()):
        return "future"
    return "past" if gone else ""


def _last(pattern: re.Pattern[str], text: str) -> tuple[int, int]:
    """Return start and end of the last match, -1 and -1 without one."""
    found = (-1, -1)
    for match in pattern.finditer(text):
        found = match.span()
    return found
