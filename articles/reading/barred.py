"""Tells which words only seem to report an event, by their sentence and by what is told around it.

They are kept for the ledger and are on no map.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from articles.reading.accidents import NEAR, is_accident_by, may_be_accident
from articles.reading.armed import is_broken_off, is_tested, leaves_talks
from articles.reading.found import Found
from articles.reading.played import counts_harmed, is_only_played
from articles.reading.remembered import FORCE, only_sounds_so, tells_drill
from articles.reading.spoken import is_in_words
from geodata.model import EventType, Span, SubEventType

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
        or _is_of_accident(found, number, kind)
        or _goes_on_with_drill(found, number, kind)
        or only_sounds_so(words, sentence.start, trigger, told, kind, sure=sure)
    )


def _is_of_accident(found: Found, number: int, kind: SubEventType) -> bool:
    """Whether a trigger is of a blast that the sentences around it tell as an accident."""
    text = found.article.text
    here = found.sentences[number]
    if kind.event_type not in FORCE or not may_be_accident(text[here.start : here.end]):
        return False
    around = found.sentences[max(0, number - NEAR) : number + NEAR + 1]
    return is_accident_by([text[s.start : s.end] for s in around])


def _goes_on_with_drill(found: Found, number: int, kind: SubEventType) -> bool:
    """Whether a sentence without a place or day of its own goes on with a drill of the one before it."""
    if kind.event_type not in FORCE or not number:
        return False
    text, (before, here) = found.article.text, found.sentences[number - 1 : number + 1]
    if not tells_drill(text[before.start : before.end]) or counts_harmed(text[here.start : here.end]):
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
