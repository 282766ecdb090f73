"""Expressions that are searched for only where a word stands that none of their matches lacks."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sought:
    """A regular expression and the strings, in lower case, of which each of its matches holds one.

    To look for a few strings takes a tenth of the time of trying the expression at every letter, and most
    sentences hold none of them. What is found is the same: tests/test_sought.py spells the expressions out.
    """

    pattern: re.Pattern[str]
    hints: tuple[str, ...]

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match in ``text`` between start and end (excluded), or None."""
        # Written out because it is called for every sentence and expression.
        lowered = text[start:end].lower()
        for hint in self.hints:
            if hint in lowered:
                return self.pattern.search(text, start, end)
        return None

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the match of all of ``text`` between start and end (excluded), or None."""
        return self.pattern.fullmatch(text, start, end) if self.may_match(text[start:end]) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterable[re.Match[str]]:
        """Return the matches in ``text`` between start and end (excluded), in order."""
        return self.pattern.finditer(text, start, end) if self.may_match(text[start:end]) else ()

    def may_match(self, words: str) -> bool:
        """Whether one of the strings stands in ``words``."""
        lowered = words.lower()
        for hint in self.hints:  # noqa: SIM110 - any() would take twice as long
            if hint in lowered:
                return True
        return False


def sought(hints: str, pattern: str, flags: int = 0) -> Sought:
    """Return the compiled pattern with its hints, which are parted by "|"."""
    return Sought(re.compile(pattern, flags), tuple(hints.split("|")))
