"""What the values of a document hang on: its day of publication, its story so far, its way of dating."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from articles.times.meaning import Meaning
from articles.times.story import Story
from articles.times.tense import is_just_told, is_limit, tense


@dataclass(slots=True)
class Context:
    """What expressions are counted from.

    ``narrative`` documents hang their dates on the story, not on ``published``. ``story`` moves on with
    every date that is read; ``last_quarter`` is the quarter last named ("1989-Q3") and ``quarter`` the same
    while the text still speaks of quarters. ``war_start`` is the first day of the war that "day 200 of the
    war" counts, None where the text does not make it known. ``has_bc`` documents leave the era out at times.
    """

    text: str
    published: date | None
    narrative: bool
    has_bc: bool = False
    war_start: date | None = None
    story: Story = field(default_factory=Story)
    quarter: str = ""
    last_quarter: str = ""

    @property
    def today(self) -> date | None:
        """The day news counts from; None in narratives and in documents without a date."""
        return None if self.narrative else self.published

    def tense(self, meaning: Meaning) -> str:
        """Return "future", "past" or "" as the sentence around an expression has it."""
        return tense(self.text, meaning.start, meaning.end)

    def is_limit(self, meaning: Meaning) -> bool:
        """Whether an expression says until when something is to be done or to last."""
        return is_limit(self.text, meaning.start, meaning.end)

    def is_just_told(self, meaning: Meaning) -> bool:
        """Whether a past verb stands right before an expression."""
        return is_just_told(self.text, meaning.start)
