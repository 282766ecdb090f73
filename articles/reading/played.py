"""Tells texts whose violence is played: military exercises, films."""

from __future__ import annotations

import re
from functools import lru_cache

from articles.words.closed import ONES, TEENS, TENS

#: No restraint, caution or rights that somebody exercises.
_EXERCISE = re.compile(
    r"\b(?:exercises?(?! (?:restraint|caution|control|power|influence|its|their|his|her|our|your)\b)"
    r"|drills?|manoeuvres|maneuvers|war games?|umpires?|scenario|blank cartridges)\b",
    re.IGNORECASE,
)
_MOVIE = re.compile(r"\b(?:films?|movies?|sequel|cinema)\b", re.IGNORECASE)
#: So often such a word stands in a text about it, so early, and once in so many characters.
OFTEN, EARLY, EVERY = 3, 600, 900
#: What is told of a film, each counted once: a killed director has fewer about him.
_FILM = (
    r"scenes?",
    r"premi[eè]res?",
    r"box office",
    r"directors?|directed",
    r"cast|starring|stars?|actors?|actress|extras",
    r"audiences?|viewers|cinema-?goers",
    r"festivals?",
    r"screens?|screening|screened",
    r"trailer|epic|blockbuster|plot",
)
_FILM_WORDS = tuple(re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in _FILM)
FILM_WORDS = 4
#: A number, of persons and not of time or length.
_COUNT = (
    rf"\b(?:\d+|an?|{'|'.join([*ONES, *TEENS, *TENS])})\b"
    r"(?![\s-](?:minutes?|hours?|days?|weeks?|months?|years?|kilomet\w+|km|met(?:er|re)s?|miles?)\b)"
)
_HARM = r"\b(?:kill(?:ed|ing)|wound(?:ed|ing)|injur(?:ed|ing)|died|dead|murdered|beheaded)\b"
_HARMED = re.compile(rf"{_HARM}[^.;]{{0,40}}{_COUNT}|{_COUNT}[^.;]{{0,40}}{_HARM}", re.IGNORECASE)
_IN_QUOTES = re.compile(r"[“\"][^”\"]{1,30}[”\"]")


@lru_cache(maxsize=8)
def is_played(text: str) -> bool:
    """Whether a text is about a military exercise or a film, in which nobody is attacked."""
    if _is_about(_EXERCISE, text):
        return True
    return _is_about(_MOVIE, text) and sum(p.search(text) is not None for p in _FILM_WORDS) >= FILM_WORDS


def _is_about(words: re.Pattern[str], text: str) -> bool:
    told = [match.start() for match in words.finditer(text)]
    return len(told) >= max(OFTEN, len(text) / EVERY) and told[0] < EARLY


def counts_harmed(sentence: str) -> bool:
    """Whether a sentence counts dead or wounded, not only in quotes as those of an exercise are."""
    return _HARMED.search(_IN_QUOTES.sub(" ", sentence)) is not None


def is_only_played(text: str, sentence: str) -> bool:
    """Whether what a sentence tells is played, in a text about that: it counts nobody harmed."""
    return is_played(text) and not counts_harmed(sentence)
