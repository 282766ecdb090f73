"""Tells what leads to a place: the word before it, a bracket behind a site, the opening of a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.reading.found import Found, lies_inside
from articles.reading.pieces import Spanned
from articles.words.closed import Speech, speech
from geodata.model import PlaceMention

_WORD_BEFORE = re.compile(r"([\w’'-]+)\W*$")
#: What stands before a name, by what it says of the place.
PREPOSITIONS = (
    "in",
    "at",
    "near",
    "of",
    "from",
    "to",
    "on",
    "outside",
    "into",
    "over",
    "across",
    "through",
    "and",
    "the",
    "by",
    "against",
    "around",
    "with",
    "for",
    "between",
)
_SITE_BEFORE = re.compile(
    r"\b(?:in\s+front\s+of|(at|outside|near))\s+(?:the\s+|an?\s+)?(?:[\w’'.&-]+\s+){1,9}\((?:[^()]{2,30},\s)?$"
)
# "Four came from Bitola, where crowds burned shops": nothing else is named between the two.
_WHERE = re.compile(r",?\s+where\s(?:(?!\bfor\b)[^.;:()]){0,80}$")
# Between the places of a list: "in Bitola, Resen and the town of Ohrid".
_NAMES = re.compile(
    r"(?:[\s,/&-]|\b(?:and|or|in|at|near|the|of|towns?|villages?|cit(?:y|ies))\b|\b[A-Z][\w’'-]*)*"
)
# "In Imphal, women held a sit-in", "Meanwhile in the town of Moreh, a bomb went off".
_OPENS = re.compile(
    r"\W{0,6}(?:(?:[Mm]eanwhile|[Ee]lsewhere|[Ss]eparately|[Aa]lso|[Aa]nd|[Bb]ut),?\s)*[Ii]n\s"
    r"(?:(?:nearby|neighbou?ring)\s|the\s(?:[a-z]+\s){0,2}?(?:city|town|village|district)\sof\s)?$"
)
_SAYING = speech(Speech.PLACE) | speech(Speech.QUOTE) | speech(Speech.SOURCE)
_SPEAKS = re.compile(rf"\b(?:{'|'.join(sorted(_SAYING))}|according)\b|[“\"]")
#: How likely the place is whose clause or sentence tells what happened there, where that names no other.
LED_FROM = 0.85
_LONGEST_SITE, _SITE_REACH, _LONGEST_BRACKET = 160, 50, 35
_PARTS = re.compile(r"[.,;:()]")


def preposition(text: str, mention: PlaceMention) -> int:
    """What stands before a name, or before the site behind which it stands in brackets: "at a mill (Udy)"."""
    match = None
    if "(" in text[max(0, mention.start - _LONGEST_BRACKET) : mention.start]:
        match = _SITE_BEFORE.search(text, max(0, mention.start - _LONGEST_SITE), mention.start)
    match = match or _WORD_BEFORE.search(text[max(0, mention.start - 30) : mention.start])
    word = (match[1] or "outside").lower() if match else ""
    return PREPOSITIONS.index(word) if word in PREPOSITIONS else -1


def is_of_bracketed_site(text: str, end: int, mention: PlaceMention) -> bool:
    """Whether a place stands in a bracket behind the site of what ends at ``end``: "met at a mill (Udy)"."""
    if not mention.literal or not end < mention.start <= end + _LONGEST_SITE:
        return False
    site = _SITE_BEFORE.search(text, end, mention.start)
    return (
        site is not None
        and site.start() <= end + _SITE_REACH
        and _PARTS.search(text, end, site.start()) is None
    )


def is_in_where_clause(text: str, trigger: Spanned, mention: PlaceMention) -> bool:
    """Whether a trigger stands in the clause on what happened at a place: "Udy, where crowds ran riot"."""
    if not mention.literal or mention.end >= trigger.start:
        return False
    return _WHERE.match(text, mention.end, trigger.start) is not None


def opens_sentence(text: str, start: int, trigger: Spanned, mention: PlaceMention) -> bool:
    """Whether the sentence that begins at ``start`` opens with a place and goes on with what happened there.

    Nobody speaks between: "In Imphal, women held a sit-in", not "In Kyiv, the army said it had shelled".
    """
    if (
        not mention.literal
        or mention.end >= trigger.start
        or _OPENS.fullmatch(text, start, mention.start) is None
    ):
        return False
    return _SPEAKS.search(text, mention.end, trigger.start) is None


def with_led(
    found: Found,
    number: int,
    trigger: Spanned,
    row: Sequence[tuple[PlaceMention, float]],
    places_from: float,
) -> list[tuple[PlaceMention, float]]:
    """Return the candidates of a trigger in sentence ``number``, the one likely that its clause opens with.

    "In Imphal, women held a sit-in", "Four came from Bitola, where crowds ran riot": not where the sentence
    before was, nor what else stands before such a "where", but for a place in such an area.
    """
    text, sentence = found.article.text, found.sentences[number]
    here = [m for m, _ in row if sentence.start <= m.start < sentence.end and m.literal]
    led = next((m for m in here if is_in_where_clause(text, trigger, m)), None)
    apart = [m for m in here if led is not None and is_told_apart(text, m, led)]
    if led is None and not any(p >= places_from for m, p in row if m in here):
        opening = [m for m in here if opens_sentence(text, sentence.start, trigger, m)]
        led = next((m for m in opening if all(m is o or lies_inside(m, o) for o in here)), None)
    if led is None or any(p >= places_from and lies_inside(m, led) for m, p in row):
        return list(row)
    kept = [m for m in here if m not in apart]
    return [(m, max(p, LED_FROM) if m is led else p if m in kept else min(p, 1 - LED_FROM)) for m, p in row]


def is_told_apart(text: str, mention: PlaceMention, led: PlaceMention) -> bool:
    """Whether a place before the one that a "where" follows, and in no list with it, is of something else."""
    if mention.end > led.start or lies_inside(mention, led) or lies_inside(led, mention):
        return False
    return _NAMES.fullmatch(text, mention.end, led.start) is None
