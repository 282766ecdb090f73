"""Reads the number a run of number words or digits stands for."""

from __future__ import annotations

from articles.words.closed import FACTORS, ONES, TEENS, TENS

_ADDED = {
    "zero": 0, "half a dozen": 6, "pair of": 2, "both": 2, "single": 1, "sole": 1, "lone": 1,
    **ONES, **TEENS, **TENS,
}  # fmt: skip

# What a vague quantity is counted as; ACLED counts dozens as 12 and hundreds as 100. A quantity that is not
# here ("several", "many") is no number, and the toll stays unstated.
VAGUE = {
    "dozens": 12,
    "scores": 20,
    "hundreds": 100,
    "thousands": 1000,
    "tens": 10,
    "tens of thousands": 10_000,
    "hundreds of thousands": 100_000,
}

_LARGEST = 20_000_000
"""No single event has a higher toll; a longer number is a mistake of reading, such as a telephone number."""


def value_of(words: list[str]) -> int | None:
    """Return the number the words stand for ("twenty", "five" -> 25), or None when they are no count."""
    total = current = 0
    for word in words:
        if word in _ADDED:
            current += _ADDED[word]
        elif word in FACTORS:
            current = max(current, 1) * FACTORS[word]
            if current >= 1000:
                total, current = total + current, 0
        else:
            digits = _digits(word)
            if digits is None:
                return None
            current += digits
    number = total + current
    return number if number <= _LARGEST else None


def _digits(word: str) -> int | None:
    head, *groups = word.replace(".", ",").split(",")
    if groups and any(len(group) != 3 for group in groups):
        return None
    text = "".join((head, *groups))
    return int(text) if len(text) <= 9 and text.isascii() and text.isdigit() else None
