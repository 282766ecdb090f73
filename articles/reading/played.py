"""Tells texts whose violence is played: military exercises, films."""

from __future__ import annotations

import re
from functools import lru_cache

_EXERCISE = re.compile(
    r"\b(?:exercises?|drills?|manoeuvres?|maneuvers?|war games?|umpires?|scenario|mock|blank cartridges)\b",
    re.IGNORECASE,
)
#: So often an exercise is named in a text about one, and so early.
OFTEN, EARLY = 3, 500
#: What is told of a film, each counted once: a killed director has fewer about him.
_FILM = (
    r"films?|movies?",
    r"scenes?",
    r"premi[eè]res?|première",
    r"box office",
    r"directors?|directed",
    r"cast|starring|stars?|actors?|actress|extras",
    r"audiences?|viewers|cinema-?goers",
    r"festivals?",
    r"screens?|screening|screened",
    r"sequel|trailer|epic|blockbuster|plot",
)
_FILM_WORDS = tuple(re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in _FILM)
FILM_WORDS = 5
_HARMED = re.compile(
    r"\b(?:killed|wounded|injured|dead|died|hurt)\b[^.;]{0,40}\b\d|\b\d[^.;]{0,40}\b(?:killed|wounded|injured|dead|died)\b"
)


@lru_cache(maxsize=8)
def is_played(text: str) -> bool:
    """Whether a text is about a military exercise or a film, in which nobody is attacked."""
    return _is_exercise(text) or sum(p.search(text) is not None for p in _FILM_WORDS) >= FILM_WORDS


def _is_exercise(text: str) -> bool:
    told = [match.start() for match in _EXERCISE.finditer(text)]
    return len(told) >= OFTEN and told[0] < EARLY


def is_only_played(text: str, sentence: str) -> bool:
    """Whether what a sentence tells is played, in a text about that: it counts nobody harmed."""
    return is_played(text) and _HARMED.search(re.sub(r"[“\"][^”\"]{1,30}[”\"]", " ", sentence)) is None
