"""Counts the one person whom a sentence names as killed or hurt: "Olena Petrenko, a nurse, was killed"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from articles.words.tokens import SENTENCE_END, Tokens

# Every repetition is bounded, so that a text of nothing but capital letters is read in linear time.
_WORD = r"[A-Z][\w’'-]{1,30}"
_NAME = rf"{_WORD}(?:\s{{1,3}}(?:(?:al|el|bin|ibn|abu|de|da|del|van|von)[\s-])?(?:{_WORD}|[A-Z]\.)){{1,5}}"
_ASIDE = r"(?:,[^,.;]{2,80},|\s\([^)]{1,40}\))?"
_KILLED = (
    r"(?:killed|shot dead|shot and killed|assassinated|murdered|stabbed to death|gunned down|beheaded"
    r"|lynched|executed|beaten to death|hacked to death)"
)
_HURT = r"(?:wounded|injured|shot and (?:wounded|injured))"
_PASSIVE = r"(?:was|is|has been|had been)\s{1,3}(?:\w{1,20}ly\s|also\s|later\s)?"
# A singular verb says that there is one: "were killed" counts others with the one who is named.
_SUFFERED = re.compile(
    rf"\b{_NAME}{_ASIDE}\s{{1,3}}{_PASSIVE}(?:(?P<killed>{_KILLED})|(?P<hurt>{_HURT}))\b",
)
_PAIR = rf"{_NAME}(?P<two>\s{{1,3}}and\s{{1,3}}{_NAME})?"
# "Two terrorists were killed, while Sepoy Jamil Khan also embraced martyrdom": no one counted is meant again.
_FELL = re.compile(
    rf"\b{_PAIR}{_ASIDE}\s{{1,3}}(?:(?:also|later)\s)?(?P<killed>(?:embraced|attained)\s(?:martyrdom|shahadat))\b"
)
_DID = re.compile(
    r"\b(?P<killed>kill(?:s|ed|ing)|assassinat(?:ed|es|ing)|murdered|beheaded|gunned down|shot dead"
    r"|(?:burn(?:ed|t)|beat(?:en)?|stabbed|hacked|stoned) to death)\s{1,3}"
    r"(?:(?:the|a|its|their|his|former|top|senior|local|prominent)\s){0,4}(?:[a-z-]{1,20}\s){0,3}"
    rf"{_NAME}(?=\s?(?:[,.;]|$|\b(?:in|at|on|near|outside|after|during|while|who|when)\b))",
)
# "Gunmen dragged Idris Bala, a teacher, from his home and shot him dead."
_THEN = re.compile(
    rf"\b(?:pulled|dragged|took|taken|abducted|kidnapped|seized|stopped|caught|ambushed|attacked|chased)\s{{1,3}}"
    rf"{_NAME}\b[^.;\n]{{0,100}}?\b(?:and|before|then)\s(?:(?:then|later)\s)?"
    r"(?P<killed>(?:killed|killing|murdered|executed|beheaded|lynched)\s(?:him|her)\b"
    r"|(?:shot|shooting|hacked|hacking|beat|beating|stabbed|stabbing|burned|burnt)\s(?:him|her)\s(?:dead|to\sdeath)\b)"
)


class NamedVictim(NamedTuple):
    """Where it is told, the unit of the verb, how many were killed: None where one was hurt.

    ``also``: besides others whom the sentence counts.
    """

    start: int
    end: int
    unit: int
    killed: int | None
    also: bool = False


def named_victims(
    text: str, tokens: Tokens, dead: Iterable[int], hurt: Iterable[int], verbs: Container[int]
) -> Iterator[NamedVictim]:
    """Yield everyone named as the one victim of a sentence, and who fell besides those that it counts.

    ``dead`` and ``hurt`` are the first units of what is counted already: a sentence with a count of its own
    names nobody more. ``verbs`` are the units of the verbs of these counts.
    """
    counted = {True: sorted(dead), False: sorted(hurt)}
    for match in _FELL.finditer(text):
        unit = bisect_right(tokens.starts, match.start("killed")) - 1
        if unit not in verbs:
            also = _is_counted(tokens, unit, counted[True])
            yield NamedVictim(match.start(), match.end(), unit, killed=2 if match["two"] else 1, also=also)
    for pattern in (_SUFFERED, _DID, _THEN):
        for match in pattern.finditer(text):
            killed = match["killed"] is not None
            verb = match.start("killed") if killed else match.start("hurt")
            unit = bisect_right(tokens.starts, verb) - 1
            if unit < 0 or _is_counted(tokens, unit, counted[killed]):
                continue
            yield NamedVictim(match.start(), match.end(), unit, killed=1 if killed else None)


def _is_counted(tokens: Tokens, unit: int, counted: list[int]) -> bool:
    """Whether the sentence around a unit counts its victims."""
    begin = tokens.codes.rfind(SENTENCE_END, 0, unit) + 1
    end = tokens.codes.find(SENTENCE_END, unit)
    first = bisect_left(counted, begin)
    return first < len(counted) and (end < 0 or counted[first] < end)
