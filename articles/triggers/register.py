"""Tells reports on conflict from other news, in which weak words of violence report no conflict event."""

from __future__ import annotations

from functools import lru_cache

from articles.triggers.engine import Hit
from articles.words.tokens import Tokens, lexicon, read_table
from geodata.model import EventType, SubEventType

_ENOUGH = 3
"""So many different words make a register. Local, health and business news has at most two of conflict (of
430 stories read, 19 had three, nearly all of them about conflict or an army); agency reports on conflict have
four and more."""

_OUTNUMBERED = 2
"""A digest of other news may name three wars in passing; where the words of the other register are more than
so many to one of conflict, it is no report on conflict."""

# Demonstrations are their own evidence; these means of violence as well.
_SELF_EVIDENT = frozenset((SubEventType.SUICIDE_BOMB, SubEventType.AIR_STRIKE, SubEventType.MOB_VIOLENCE))
_CROWDS = frozenset((EventType.PROTESTS, EventType.RIOTS))


@lru_cache(maxsize=1)
def _registers() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """For each register the classes and the single words that show it."""
    classes: dict[str, set[str]] = {}
    singles: dict[str, set[str]] = {}
    for name, kind, words in read_table("register.tsv", "articles.triggers"):
        if kind != "-":
            classes.setdefault(name, set()).add(lexicon().names[kind])
        else:
            singles.setdefault(name, set()).update(words.split(" "))
    return {name: (frozenset(classes.get(name, ())), frozenset(words)) for name, words in singles.items()}


def is_about_something_else(tokens: Tokens) -> bool:
    """Whether the text has the words of another register and hardly any of conflict, or far fewer."""
    other = _words_of(tokens, "other", len(tokens.words))
    if other < _ENOUGH:
        return False
    needed = max(_ENOUGH, other // _OUTNUMBERED)
    return _words_of(tokens, "conflict", needed) < needed


def _words_of(tokens: Tokens, name: str, enough: int) -> int:
    """How many different words of a register the text has; ``enough`` of them end the count."""
    classes, words = _registers()[name]
    seen = words.intersection(tokens.words)
    if len(seen) < enough and classes:
        seen = seen.union(
            word for word, code in zip(tokens.words, tokens.codes, strict=True) if code in classes
        )
    return len(seen)


def shows_conflict(tokens: Tokens, begin: int, end: int) -> bool:
    """Whether units begin..end hold a word of conflict."""
    classes, words = _registers()["conflict"]
    return any(tokens.codes[k] in classes or tokens.words[k] in words for k in range(begin, end))


def stands_alone(hit: Hit) -> bool:
    """Whether the hit reports an event of conflict whatever the text is about."""
    kind = hit.rule.sub_event_type
    return kind is not None and (kind.event_type in _CROWDS or kind in _SELF_EVIDENT)
