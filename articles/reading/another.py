"""Tells that a sentence turns to another happening: "In a separate incident", "Elsewhere, …"."""

from __future__ import annotations

import re

from articles.reading.counted import told_until_now
from articles.reading.found import Found
from geodata.model import PlaceKind, PlaceMention

_HAPPENING = (
    r"(?:\w+ )?(?:incident|attack|raid|strike|blast|explosion|bombing|assault|ambush|clash|operation)"
    r"(?:s|es)?\b"
)
_ANOTHER = re.compile(
    r"\W*(?:(?:meanwhile|also|and|but|on \w+day|earlier|later),? )?(?:separately\b|elsewhere\b"
    rf"|in an? (?:\w+ly )?(?:separate|similar|different|unrelated|parallel) (?:{_HAPPENING}|case|development)"
    r"|in another (?:\w+ )?(?:incident|attack|raid|strike|assault|ambush|clash|case|operation|development)\b"
    rf"|an? (?:separate|similar|different|unrelated|previous|earlier) {_HAPPENING})",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"\W*(?:(?:meanwhile|and|but),? )?elsewhere\b", re.IGNORECASE)
_POINT = (PlaceKind.SETTLEMENT, PlaceKind.FACILITY)


def tells_another(sentence: str) -> bool:
    """Whether a sentence opens with words that part what it tells from what was told right before it."""
    return _ANOTHER.match(sentence) is not None


def turns_away(found: Found, before: int, number: int) -> bool:
    """Whether sentence ``number`` turns away from what sentence ``before``, the one right before it, tells.

    What it tells may still be a summary's of the text's head.
    """
    if before != number - 1:
        return False
    sentence = found.sentences[number]
    return tells_another(found.article.text[sentence.start : sentence.end])


def counts_apart(found: Found, before: int, number: int) -> bool:
    """Whether what sentence ``number`` counts is nothing of what another, ``before``, tells.

    So it is where it turns away, and where it says what a group or a war has done until now.
    """
    if before == number:
        return False
    sentence = found.sentences[number]
    until_now = told_until_now(found.article.text[sentence.start : sentence.end])
    return until_now is not None or turns_away(found, before, number)


def is_left_behind(found: Found, number: int, mention: PlaceMention) -> bool:
    """Whether a sentence that opens "Elsewhere" leaves the place that a mention before it names."""
    sentence = found.sentences[number]
    if mention.start >= sentence.start or mention.place is None or mention.place.kind not in _POINT:
        return False
    return _ELSEWHERE.match(found.article.text, sentence.start, sentence.end) is not None
