"""The words of one match of the grammar: their classes, what they stand for, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.times.lexicon import Value
from articles.times.tokens import CLASS_OF, Tokens

#: The classes of tokens that name a month.
MONTH_CLASSES = ("MONTH", "MABBR", "MAY", "MAR", "LOWMAY")
#: Word class -> the part of a period it picks; the first that is there counts.
_EDGES = (
    ("EARLY", "START"), ("START", "START"), ("MID", "MID"), ("LATE", "END"), ("END", "END"),
    ("LATTER", "END"), ("LATER", "LATER"), ("EARLIER", "EARLIER"),
)  # fmt: skip
#: Word class -> how many units away; those of ``_STORY`` count from the last date of the story.
_STEPS = {
    "LAST": -1, "BYGONE": -1, "PREVIOUS": -1, "NEXT": 1, "FOLLOWING": 1, "COMING": 1, "THIS": 0, "THAT": 0,
    "SAME": 0, "CURRENT": 0, "LATEST": 0,
}  # fmt: skip
_STORY = frozenset({"PREVIOUS", "FOLLOWING", "THAT", "SAME"})
_WORD_BEFORE = re.compile(r"([\w'’]+)[\s,\-–(]+$")


def word_before(text: str, start: int) -> str:
    """Return the word before an offset, '' when a sign or the beginning of the text comes first."""
    match = _WORD_BEFORE.search(text, max(0, start - 30), start)
    return match[1] if match else ""


class Words:
    """The words of one match: ``names`` are their classes, ``values`` what they stand for."""

    __slots__ = ("kinds", "names", "values")

    def __init__(self, names: Sequence[str], values: Sequence[Value]) -> None:
        self.names = names
        self.values = values
        self.kinds = frozenset(names)

    def has(self, *classes: str) -> bool:
        """Whether a token of one of these classes is there."""
        return not self.kinds.isdisjoint(classes)

    def index(self, *classes: str) -> int:
        """Return the place of the first token of one of these classes, -1 when there is none."""
        if self.kinds.isdisjoint(classes):
            return -1
        return next(n for n, name in enumerate(self.names) if name in classes)

    def value(self, *classes: str) -> Value:
        """Return the value of the first token of one of these classes, None when there is none."""
        at = self.index(*classes)
        return self.values[at] if at >= 0 else None

    def number(self, *classes: str) -> int | None:
        """Return the value of the first token of these classes if it is a number."""
        value = self.value(*classes)
        return value if isinstance(value, int) else None

    def word(self, *classes: str) -> str:
        """Return the value of the first token of these classes if it is a text, else ''."""
        value = self.value(*classes)
        return value if isinstance(value, str) else ""

    def without(self, taken: set[int]) -> Words:
        """Return the same words with some blanked out, so that the 5 of "5 p.m." is no day."""
        if not taken:
            return self
        return Words(
            [name if at not in taken else "TAKEN" for at, name in enumerate(self.names)], self.values
        )

    @property
    def unit(self) -> str:
        """The letters of the last unit named ("D", "W", "TH"), '' without one."""
        for name, value in zip(reversed(self.names), reversed(self.values), strict=True):
            if name == "NIGHT":
                return "N"
            if (name == "UNITS" or name.endswith("1")) and isinstance(value, str):
                return value
        return ""

    @property
    def edge(self) -> str:
        """Which part of a period is meant: START, MID, END, EARLIER, LATER, or '' for all of it."""
        return next((edge for name, edge in _EDGES if name in self.kinds), "")

    def step_and_story(self) -> tuple[int | None, bool]:
        """Return how many units away ("last" -1, "this" 0, None unsaid) and whether from the story."""
        if self.kinds.isdisjoint(_STEPS):
            return None, False
        found = [name for name in self.names if name in _STEPS]
        step = next((_STEPS[name] for name in found if _STEPS[name]), 0)
        return step, any(name in _STORY for name in found) or (
            "NEXT" in found and not {"THE", "DAY1"}.isdisjoint(self.names)
        )


class Parts(Words):
    """The words of one match and where they stand: ``start`` and ``end`` are offsets into ``text``."""

    __slots__ = ("end", "first", "last", "start", "text", "tokens")

    def __init__(self, text: str, tokens: Tokens, first: int, last: int) -> None:
        super().__init__(
            [CLASS_OF[letter] for letter in tokens.letters[first:last]], tokens.values(first, last)
        )
        self.text = text
        self.tokens = tokens
        self.first = first
        self.last = last
        self.start = tokens.start(first)
        self.end = tokens.ends[last - 1]

    @property
    def surface(self) -> str:
        """The match as written, in lower case."""
        return self.text[self.start : self.end].lower()

    def sub(self, first: int, last: int) -> Parts:
        """Return the tokens ``first`` to ``last`` (exclusive) of this match as Parts of their own."""
        return Parts(self.text, self.tokens, self.first + first, self.first + last)
