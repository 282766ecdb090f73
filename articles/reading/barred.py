"""Tells which words only seem to report an event, by their sentence and by what is told around it.

They are kept for the ledger and are on no map.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from articles.reading.accidents import NEAR, may_be_accident, tells_accident
from articles.reading.armed import is_broken_off, is_tested, leaves_talks
from articles.reading.counted import told_until_now
from articles.reading.found import Found, name_of
from articles.reading.played import counts_harmed, is_only_played
from articles.reading.remembered import FORCE, only_sounds_so, tells_drill
from articles.reading.spoken import is_in_words
from geodata.model import EventType, PlaceRole, Span, SubEventType

_KINDS = tuple(SubEventType)
#: Those who look for the dead and for survivors tell of what was before, not of something new.
_SEARCH = re.compile(
    r"(?:(?:end|halt|suspend|gave up|give up|giving up|call)\w*(?: off)? )?"
    r"(?:the |their |a )?search(?:ed|es|ing)?"
    r"(?: (?:operations?|efforts?|(?:for|through|of|in)(?: \w+){1,2}))?",
    re.IGNORECASE,
)
_SOUGHT = re.compile(
    r"\b(?:rescuers?|rescue (?:workers?|teams?)|survivors?|rubble|debris|bod(?:y|ies))\b", re.IGNORECASE
)

#: What else such a search tells: its end, and who is brought out.
_BROUGHT_OUT = re.compile(
    r"(?:end|gave up|recover|retriev|pull|found|finding)\w*(?: (?:\w+ ){0,3}bod(?:y|ies))?|bod(?:y|ies)",
    re.IGNORECASE,
)
_RESCUE = re.compile(
    r"(?s)\bsearch\w*.*\b(?:rescue|survivors?|rubble|debris)|\b(?:rescue|rubble|debris).*\bsearch"
)


def is_barred(
    found: Found, number: int, trigger: Span, kinds: npt.NDArray[np.float32], *, sure: bool
) -> bool:
    """Whether a trigger only seems to report something; ``sure`` is what takes it for an event."""
    text, sentence = found.article.text, found.sentences[number]
    words, told = text[sentence.start : sentence.end], trigger.of(text)
    behind, kind = text[trigger.end : sentence.end], _KINDS[int(np.argmax(kinds))]
    return (
        is_search(found, number, trigger)
        or (kind.event_type is not EventType.PROTESTS and is_only_played(text, words))
        or is_broken_off(kinds, words)
        or is_tested(kinds, words)
        or is_in_words(told, behind)
        or leaves_talks(told, behind)
        or _is_until_now(found, number, trigger)
        or _is_of_accident(found, number, kind)
        or _goes_on_with_drill(found, number, kind)
        or only_sounds_so(words, sentence.start, trigger, told, kind, sure=sure)
    )


def _is_until_now(found: Found, number: int, trigger: Span) -> bool:
    """Whether a trigger sums up what a group or a war has done until now, at no place of its own."""
    verb, start = told_until_now(_words(found, number)), found.sentences[number].start
    return verb is not None and trigger.start <= start + verb < trigger.end and not _towns(found, number)


def _is_of_accident(found: Found, number: int, kind: SubEventType) -> bool:
    """Whether a trigger is of a blast that the sentences around it tell as an accident, at no other place.

    "The blast brought down the roof" does not say by itself that gas took fire in the shaft.
    """
    if kind.event_type not in FORCE or not may_be_accident(_words(found, number)):
        return False
    here = _towns(found, number)
    return any(
        found.entries[other] == found.entries[number]
        and tells_accident(_words(found, other))
        and not (here and (there := _towns(found, other)) and here.isdisjoint(there))
        for other in range(max(0, number - NEAR), min(len(found.sentences), number + NEAR + 1))
    )


def _words(found: Found, number: int) -> str:
    sentence = found.sentences[number]
    return found.article.text[sentence.start : sentence.end]


def _towns(found: Found, number: int) -> set[str]:
    """Return what the places are called that a sentence names, without areas and the dateline's."""
    first, last = np.searchsorted(found.places.numbers, [number, number + 1])
    named = found.places.items[int(first) : int(last)]
    told = [m for m in named if m.literal and m.role is not PlaceRole.DATELINE]
    return {name_of(m) for m in told if m.place is None or not m.place.is_area}


def _goes_on_with_drill(found: Found, number: int, kind: SubEventType) -> bool:
    """Whether a sentence without a place or day of its own goes on with a drill of the one before it."""
    if kind.event_type not in FORCE or not number:
        return False
    here = found.sentences[number]
    if not tells_drill(_words(found, number - 1)) or counts_harmed(_words(found, number)):
        return False
    places = [m for m in found.places.items if here.start <= m.start < here.end and m.literal]
    times = [
        m for m in found.times.items if here.start <= m.start < here.end and (m.date_start or m.date_end)
    ]
    return not places and not times


def is_search(found: Found, number: int, trigger: Span) -> bool:
    """Whether a trigger is the search for those whom an earlier happening buried."""
    text, sentence = found.article.text, found.sentences[number]
    words = text[sentence.start : sentence.end].lower()
    if _BROUGHT_OUT.fullmatch(trigger.of(text)):
        return _RESCUE.search(words) is not None
    return _SEARCH.fullmatch(trigger.of(text)) is not None and _SOUGHT.search(words) is not None
