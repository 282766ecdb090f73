"""Takes the class off words that the text uses in another sense: "hit a record", "died of flu"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from articles.words.tokens import OTHER, SENTENCE_END, Tokens, read_table

_WINDOW = 80
"""How many characters before and after a word are looked at."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What must stand right before and right after a word that then has another sense; None = anything."""

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    sense: str


@lru_cache(maxsize=1)
def guards() -> dict[str, tuple[Guard, ...]]:
    """Return the rows of senses.tsv by word; raises ValueError for a group that is not defined."""
    groups: dict[str, str] = {}
    table: dict[str, list[Guard]] = {}
    for row in read_table("senses.tsv", "articles.triggers"):
        if row[0].startswith("="):
            groups[row[0][1:]] = row[1]
            continue
        words, before, after, sense = row
        guard = Guard(
            before=None if before == "-" else re.compile(_filled(before, groups).removesuffix("$") + r"\Z"),
            after=None if after == "-" else re.compile(_filled(after, groups)),
            sense=sense,
        )
        for word in words.split("; "):
            table.setdefault(word, []).append(guard)
    return {word: tuple(found) for word, found in table.items()}


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
            before, after = _around(tokens, folded, i)
            if any(_holds(guard, before, after) for guard in table[tokens.words[i]]):
                others.append(i)
    if not others:
        return tokens
    codes = list(tokens.codes)
    for i in others:
        codes[i] = OTHER
    return replace(tokens, codes="".join(codes))


def _around(tokens: Tokens, folded: str, i: int) -> tuple[str, str]:
    """The text before and after unit ``i``, no farther than the sentence goes."""
    start, end = max(0, tokens.starts[i] - _WINDOW), tokens.ends[i] + _WINDOW
    k = tokens.codes.rfind(SENTENCE_END, max(0, i - _WINDOW), i)
    if k >= 0:
        start = max(start, tokens.ends[k])
    k = tokens.codes.find(SENTENCE_END, i + 1, i + _WINDOW)
    if k >= 0:
        end = min(end, tokens.starts[k])
    return folded[start : tokens.starts[i]], folded[tokens.ends[i] : end]


def _holds(guard: Guard, before: str, after: str) -> bool:
    if guard.after is not None and not guard.after.match(after):
        return False
    return guard.before is None or bool(guard.before.search(before))
