"""Takes the class off words that the text uses in another sense: "hit a record", "died of flu"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from articles.words.tokens import OTHER, SENTENCE_END, Tokens, read_table

_WINDOW = 80
"""How many characters before and after a word are looked at."""


@dataclass(frozen=True, slots=True)
class Guards:
    """What must stand right before or right after a word that then has another sense, or on both sides.

    None where nothing is said of that side alone.
    """

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    around: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]

    def hold(self, before: str, after: str) -> bool:
        """Whether the text before and after the word gives it another sense."""
        if self.after is not None and self.after.match(after):
            return True
        if self.before is not None and self.before.search(before):
            return True
        return any(right.match(after) and left.search(before) for left, right in self.around)


def sense_rows() -> Iterator[tuple[list[str], str, str, list[str]]]:
    """Yield of each row of senses.tsv its words, the patterns on their left and right, and the row itself.

    A pattern is empty where nothing is asked of that side. Raises ValueError for a group that is not defined.
    """
    groups: dict[str, str] = {}
    for row in read_table("senses.tsv", "articles.triggers"):
        if row[0].startswith("="):
            groups[row[0][1:]] = row[1]
            continue
        words, before, after, _ = row
        left = "" if before == "-" else _filled(before, groups).removesuffix("$") + r"\Z"
        yield words.split("; "), left, "" if after == "-" else _filled(after, groups), row


@lru_cache(maxsize=1)
def guards() -> dict[str, Guards]:
    """Return the rows of senses.tsv by word."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for words, left, right, _ in sense_rows():
        for word in words:
            rows.setdefault(word, []).append((left, right))
    return {word: _merged(found) for word, found in rows.items()}


def _merged(rows: list[tuple[str, str]]) -> Guards:
    """Make one expression of all that is said of one side, so that few are tried for a word."""
    return Guards(
        before=_any_of([left for left, right in rows if left and not right]),
        # A row that asks for nothing on either side holds everywhere.
        after=_any_of([right for left, right in rows if not left]),
        around=tuple((re.compile(left), re.compile(right)) for left, right in rows if left and right),
    )


def _any_of(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


def _filled(pattern: str, groups: dict[str, str]) -> str:
    for name in re.findall(r"\{([a-z]+)\}", pattern):
        if name not in groups:
            raise ValueError(f"senses.tsv: there is no group {name!r}")
        pattern = pattern.replace(f"{{{name}}}", groups[name])
    return pattern


def in_their_sense(tokens: Tokens) -> Tokens:
    """Return the units with the class of no event for every word that the text uses in another sense."""
    table = guards()
    folded = tokens.folded.replace("\n", " ")
    others: list[int] = []
    for i in [i for i, word in enumerate(tokens.words) if word in table]:
        if tokens.codes[i] != OTHER:
            before, after = around(tokens, folded, i)
            if table[tokens.words[i]].hold(before, after):
                others.append(i)
    if not others:
        return tokens
    codes = list(tokens.codes)
    for i in others:
        codes[i] = OTHER
    return replace(tokens, codes="".join(codes))


def around(tokens: Tokens, folded: str, i: int) -> tuple[str, str]:
    """Return the text before and after unit ``i``, no farther than the sentence goes."""
    start, end = max(0, tokens.starts[i] - _WINDOW), tokens.ends[i] + _WINDOW
    k = tokens.codes.rfind(SENTENCE_END, max(0, i - _WINDOW), i)
    if k >= 0:
        start = max(start, tokens.ends[k])
    k = tokens.codes.find(SENTENCE_END, i + 1, i + _WINDOW)
    if k >= 0:
        end = min(end, tokens.starts[k])
    return folded[start : tokens.starts[i]], folded[tokens.ends[i] : end]
