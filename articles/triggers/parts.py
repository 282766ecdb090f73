"""Parts a sentence that tells of several places: "shelled A up north, while rebels took B in the south"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from articles.triggers.choice import choose_events, weigh
from articles.triggers.engine import Hit, match, may_match
from articles.words.closed import MONTHS, WEEKDAYS
from articles.words.tokens import COMMA, SENTENCE_END, Tokens, lexicon

_N = lexicon().names
_CONJUNCTIONS = frozenset(("while", "whereas", "as"))
_AFTER_COMMA = frozenset(("and", "but"))
_TELLS_FIRST = frozenset(("after", "before"))
"""With a verb in -ing after them these open a clause about the same subject: "after capturing the town"."""

_LONG_AFTER = _N["long_after"]
_OPENERS = _CONJUNCTIONS | _AFTER_COMMA | _TELLS_FIRST
_VERBS = frozenset(
    _N[name]
    for name in (
        "hit fire_v attack_v shelling burn throw abduct arrest take seize retake control shoot repel destroy "
        "slay kill drive_out loot overrun advance"
    ).split()
)
"""After "and" a verb of these opens a clause about the same subject."""

_MONTH = "|".join(word.capitalize() for word in MONTHS)
_DAY = "|".join(word.removesuffix("day").capitalize() for word in WEEKDAYS)
_DATED_WHERE = re.compile(
    r"where\s[^,;.]{5,120}?\b(?:in|on|last|earlier|back in)\s(?:late\s|early\s|mid-)?"
    rf"(?:{_MONTH}|\w+day\b"
    r"|(?:19|20)\d\d|week|month|year|this (?:week|month|year))"
)
"""A relative clause with a date of its own tells of another day: "X, where nine were killed in May"."""

_PLACE = re.compile(
    r"\b(?:(?:in|near|at|around|outside|across|over|into|out of|on the)\s+(?:[a-z][\w’'-]*\s+){0,4}"
    r"|(?:edge|gates|city|town|village|most|all|half|parts?|control) of\s+"
    r"|(?:when|where|hit|struck|shelled|bombed|attacked|captured|seized|retook|recaptured|liberated|stormed|"
    r"took|entered|overran|capturing|seizing|taking|retaking|recapturing|overrunning|shelling|bombing)\s+)"
    rf"(?!(?:{_MONTH}|{_DAY})(?:day)?\b)[A-Z]"
)
"""A preposition of place, or a verb that takes a place, before a name."""


@dataclass(frozen=True, slots=True)
class Part:
    """Units first..last (excluded) of a text; ``shares_subject`` with the part before."""

    first: int
    last: int
    shares_subject: bool


def choose_by_part(tokens: Tokens, text: str, codes: str, begin: int, end: int) -> list[Hit]:
    """Return what the sentence in units begin..end reports, each part with a place of its own read by itself.

    ``codes`` are those of the sentence; the hits' units count from ``begin``.
    """
    if not may_match(codes):
        return []
    parts = list(_parts(tokens, text, begin, end))
    if len(parts) < 2:
        return choose_events(weigh(match(codes), tokens, begin, end, counted_from=begin), codes)
    chosen: list[Hit] = []
    for part in parts:
        subject = codes[: chosen[0].first] if part.shares_subject and chosen else ""
        found = _within(match(subject + codes[part.first - begin : part.last - begin]), part, subject, begin)
        chosen += choose_events(weigh(found, tokens, begin, end, counted_from=begin), codes)
    return chosen


def _within(hits: Sequence[Hit], part: Part, subject: str, begin: int) -> list[Hit]:
    """The hits of the part itself, without those of the subject set before it, counted from ``begin``."""
    shift = part.first - begin - len(subject)
    return [
        replace(hit, first=hit.first + shift, last=hit.last + shift)
        for hit in hits
        if hit.first >= len(subject)
    ]


def _parts(tokens: Tokens, text: str, begin: int, end: int) -> Iterator[Part]:
    """Yield the parts of the sentence that name a place each; what names none goes with the part before."""
    first, shares = begin, False
    for cut, is_shared in _cuts(tokens, text, begin, end):
        both_placed = _names_place(tokens, text, first, cut) and _names_place(tokens, text, cut, end)
        if both_placed or _opens_aside(tokens, text, cut):
            yield Part(first, cut, shares)
            first, shares = cut, is_shared
    yield Part(first, end, shares)


def asides(tokens: Tokens, text: str, begin: int, end: int) -> list[int]:
    """Return the units in begin..end that open a clause about another day: "two weeks after", ", where"."""
    return [k for k in range(begin + 1, end - 1) if _opens_aside(tokens, text, k)]


def _opens_aside(tokens: Tokens, text: str, k: int) -> bool:
    word = tokens.words[k]
    if tokens.codes[k] == _LONG_AFTER:
        return word.endswith("after")
    if word == "after" and tokens.words[k - 1] == "a day":
        return True
    if word != "where" or tokens.codes[k - 1] != COMMA:
        return False
    return _DATED_WHERE.match(text, tokens.starts[k]) is not None


def _cuts(tokens: Tokens, text: str, begin: int, end: int) -> Iterator[tuple[int, bool]]:
    words, codes = tokens.words, tokens.codes
    for k in range(begin + 1, end - 1):
        word = words[k]
        if _opens_aside(tokens, text, k):
            yield k, False
            continue
        if word not in _OPENERS and codes[k - 1] != SENTENCE_END:
            continue
        if word in _CONJUNCTIONS or words[k - 1].startswith(";"):
            yield k, False
        elif word in _AFTER_COMMA and codes[k - 1] in (COMMA, SENTENCE_END):
            yield k, codes[k + 1] in _VERBS
        elif codes[k + 1] in _VERBS and (word == "and" or words[k + 1].endswith("ing")):
            yield k, True
        elif word in _TELLS_FIRST:
            yield k, False


def _names_place(tokens: Tokens, text: str, first: int, last: int) -> bool:
    return bool(first < last and _PLACE.search(text, tokens.starts[first], tokens.ends[last - 1]))
