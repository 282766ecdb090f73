"""Names who acted and on whom, in ACLED's style, as far as the trigger's sentence says it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from articles.actors.mentions import ActorMention, country_name, find_actor_mentions, in_country
from articles.words.closed import Speech, speech
from geodata.model import EventMention, EventType, Sentence, Span, SubEventType

__all__ = ["Actors", "complete_actors", "find_actors"]

_CIVILIAN_TYPES = frozenset({EventType.CIVILIANS, EventType.EXPLOSIONS})
_DEMONSTRATIONS = frozenset({EventType.PROTESTS, EventType.RIOTS})
_PASSIVE_BEFORE = re.compile(r"\b(?:was|were|been|being|is|are|be|got)\s+(?:\w+ly\s+)?(?:\w+\s+)?$")
_BY = re.compile(r"\bby\s+(?:the\s+|a\s+|an\s+)?(?:[\w-]+\s+){0,3}$")
# Whoever finds the dead did not kill them.
_FOUND = re.compile(
    r"\b(?:discover|found|find|unearth|exhum|recover|bod(?:y|ies)|corpses?|grave)", re.IGNORECASE
)
_SPEECH_AFTER = re.compile(
    r"\s*(?:officials?|authorities|prosecutors?|governors?|presidents?|ministry|ministers?|spokes\w+|command|"
    r"intelligence|sources?|media|agency)?\s*(?:\w+\s+){0,2}"
    rf"(?!claimed responsib)(?:{'|'.join(sorted(speech(Speech.ACTOR)))})\b"
)
# Who speaks of its own deeds: "the Arakan Army (AA) said its fighters took the town".
_OF_ITSELF = re.compile(
    rf"\s*(?:\([^)]{{1,12}}\)\s*)?(?:\w+\s+){{0,2}}?(?:{'|'.join(sorted(speech(Speech.ACTOR)))})\s+"
    r"(?:(?:on\s+)?[A-Z]\w+day\s+)?(?:that\s+)?(?:it|they|(?:its|their)\s+(?:own\s+)?\w+)\b"
)
_ITS = re.compile(r"\b(?:its|their)\s(?:own\s)?$")


@dataclass(frozen=True, slots=True)
class Actors:
    """ACLED-style names, None where the text names nobody; ``civilian_targeting`` when civilians were hit."""

    actor1: str | None = None
    actor2: str | None = None
    civilian_targeting: bool = False


def find_actors(
    text: str,
    sentence: Sentence,
    event: EventMention,
    sub_type: SubEventType,
    country_code: str | None,
    source: tuple[Span, ...] = (),
) -> Actors:
    """Return who did it and to whom; ``country_code`` is the event's country, for "police" and "civilians".

    Whoever stands before an active trigger or after its "by" acted; whoever stands on the other side was
    acted on. A source ("officials said") is no actor.
    """
    named = list(find_actor_mentions(text, sentence, country_name(country_code)))
    own = [m for m in named if m.end < event.start and _OF_ITSELF.match(text, m.end)]
    found = [
        m
        for m in named
        if m in own
        or not (_SPEECH_AFTER.match(text, m.end) or any(s.start <= m.start < s.end for s in source))
    ]
    if own:
        found = [m for m in found if not _ITS.search(text, sentence.start, m.start)]
    acting = [m for m in found if not m.is_civilian]
    if _FOUND.search(event.text):
        acting = []
    by = next((m for m in acting if m.start >= event.end and _BY.search(text[event.end : m.start])), None)
    passive = by is not None or bool(
        _PASSIVE_BEFORE.search(text[max(sentence.start, event.start - 30) : event.start])
    )
    before = [m for m in acting if m.start < event.end]
    after = [m for m in acting if m.start >= event.end]
    if passive:
        first, second = by, (before[-1] if before else None)
    else:
        first, second = (before[-1] if before else None), (after[0] if after else None)
    return _named(first, second, found, sub_type, country_code)


def complete_actors(actors: Actors, sub_type: SubEventType) -> Actors:
    """Return ``actors`` with ACLED's name for an unknown perpetrator of violence against civilians."""
    if sub_type.event_type is EventType.CIVILIANS and actors.actor1 is None:
        return replace(actors, actor1="Unidentified Armed Group")
    return actors


def _named(
    first: ActorMention | None,
    second: ActorMention | None,
    found: list[ActorMention],
    sub_type: SubEventType,
    country_code: str | None,
) -> Actors:
    """Fill in what the event type implies: the civilians who were hit, the protesters who marched."""
    actor1, actor2 = (first.name if first else None), (second.name if second else None)
    country = country_name(country_code)
    harmed = next((m.name for m in found if m.is_civilian), None)
    if sub_type.event_type in _DEMONSTRATIONS:
        group = "Protesters" if sub_type.event_type is EventType.PROTESTS else "Rioters"
        actor1, actor2 = in_country(group, country), actor2 or (actor1 if actor1 != actor2 else None)
        return Actors(actor1, actor2 if actor2 != actor1 else None)
    if sub_type.event_type is EventType.CIVILIANS:
        return Actors(actor1, in_country("Civilians", country), True)
    targeted = sub_type.event_type in _CIVILIAN_TYPES and harmed is not None and actor2 is None
    if targeted:
        actor2 = harmed
    return Actors(actor1, actor2 if actor2 != actor1 else None, targeted)
