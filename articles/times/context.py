"""What the values of a document hang on: its day of publication, its story so far, its way of dating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from articles.times.meaning import Meaning
from articles.times.stamps import Stamp
from articles.times.story import Story
from articles.times.tense import is_just_told, is_limit, tense


@dataclass(slots=True)
class Context:
    """What expressions are counted from.

    ``narrative`` documents hang their dates on the story, not on ``published``. ``story`` moves on with
    every date that is read; ``last_quarter`` is the quarter last named ("1989-Q3") and ``quarter`` the same
    while the text still speaks of quarters. ``has_bc`` documents leave the era out at times. ``stamps`` head
    the entries of a running report: from one on, ``published`` is the day of its entry. ``in_stamp`` tells
    that the expression being read stands in one.
    """

    text: str
    published: date | None
    narrative: bool
    has_bc: bool = False
    stamps: Sequence[Stamp] = ()
    in_stamp: bool = False
    story: Story = field(default_factory=Story)
    quarter: str = ""
    last_quarter: str = ""

    @property
    def today(self) -> date | None:
        """The day news counts from; None in narratives and in documents without a date."""
        return None if self.narrative else self.published

    def go_to_entry(self, day: date | None) -> None:
        """Count from the day of the entry whose stamp was just read, if it was written before the article."""
        if day is None or self.published is None or day > self.published + timedelta(days=1):
            return
        self.published = day
        self.story.move(day.year, day.month, day.day, "", stated=True)

    def tense(self, meaning: Meaning) -> str:
        """Return "future", "past" or "" as the sentence around an expression has it."""
        return tense(self.text, meaning.start, meaning.end)

    def is_limit(self, meaning: Meaning) -> bool:
        """Whether an expression says until when something is to be done or to last."""
        return is_limit(self.text, meaning.start, meaning.end)

    def is_just_told(self, meaning: Meaning) -> bool:
        """Whether a past verb stands right before an expression."""
        return is_just_told(self.text, meaning.start)
