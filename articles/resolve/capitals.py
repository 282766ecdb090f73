"""Finds capitals that are told without their name: "in the country's capital", "the Somali capital"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.resolve.placing import drawn_by, precision_of
from articles.resolve.relative import read_offset
from geodata.capitals import capital_of
from geodata.gazetteer import Gazetteer
from geodata.model import Candidate, Place, PlaceKind, PlaceMention, PlaceRole, PlaceUse

DEFINED_CONFIDENCE, TOLD_CONFIDENCE, GUESSED_CONFIDENCE = 0.9, 0.85, 0.6
"""Trusted at most where the text says which town is its capital, whose capital it is, or neither."""

_CAPITAL = re.compile(
    r"(?<![\w-])capital(?:\s+city)?(?![\w-])"
    r"(?!\s+(?:punishment|markets?|gains?|goods|expenditures?|offen[cs]es?|crimes?|investments?|flows?|letters"
    r"|murders?|sentences?|stocks?|costs?|controls?|cit(?:y|ies))\b)"
)
# "the capital Juba", "the capital city of Juba", "the capital, Juba": the name itself is there.
_NAMES_IT = re.compile(r"\s*,?\s*(?:of\s+)?(?:the\s+)?")
_OF = re.compile(r"\s+of\s")
_NAMED_BEFORE = re.compile(r",\s+(?:which\s+is\s+)?(?:the|its|their)\s+(?:[A-Z]\w+\s+|country['’]s\s+)?$")
_PLACED = re.compile(
    r"\b(?P<preposition>in|at|near|around|outside|across|inside|over|on|of|from|into|to|towards?|through|within)"
    r"\s+the\s+$"
)
_OWN = re.compile(r"\b(?:the|this)\s+(?:country|nation)['’]s\s+$")
_OWNED = re.compile(r"(?:['’]s)?\s+")
_HAPPENS_THERE = frozenset("in at near around outside across inside over within".split())
_REACH = 40


def with_capitals(text: str, mentions: Sequence[PlaceMention], gazetteer: Gazetteer) -> list[PlaceMention]:
    """Return the mentions, in order, and one more for each capital that is told without its name.

    Whose capital it is, the text says ("Somalia's capital"), or the nearest place named before it does. Where
    the text has said which town it calls the capital, that one is meant.
    """
    found = list(mentions)
    if "capital" not in text:
        return found
    for match in _CAPITAL.finditer(text):
        if any(m.start < match.end() and match.start() < m.end for m in mentions):
            continue
        if _named_behind(text, match, mentions) is not None or _OF.match(text, match.end()):
            continue
        told = _told_place(text, match, mentions, gazetteer)
        if told is not None:
            found.append(_mention(text, match, *told))
    return sorted(found, key=lambda m: m.start)


def _told_place(
    text: str, match: re.Match[str], mentions: Sequence[PlaceMention], gazetteer: Gazetteer
) -> tuple[int, Place, float] | None:
    """Return where the phrase begins, the capital and how far that is trusted."""
    start = match.start()
    before = [m for m in mentions if m.end <= start]
    owner = before[-1] if before and _OWNED.fullmatch(text, before[-1].end, start) else None
    if owner is not None:
        if owner.place is None or owner.place.kind is not PlaceKind.COUNTRY:
            return None
        place = capital_of(owner.place.country_code or "", gazetteer)
        return (owner.start, place, TOLD_CONFIDENCE) if place else None
    own = _OWN.search(text, max(0, start - _REACH), start)
    phrase = own or _PLACED.search(text, max(0, start - _REACH), start)
    if phrase is None:
        return None
    begin = phrase.start() if own else phrase.end("preposition") + 1
    called = None if own else _called_so(text, match, mentions)
    if called is not None:
        return begin, called, DEFINED_CONFIDENCE
    code = _country_of(before, mentions)
    place = capital_of(code, gazetteer) if code else None
    return (begin, place, TOLD_CONFIDENCE if own else GUESSED_CONFIDENCE) if place else None


def _called_so(text: str, match: re.Match[str], mentions: Sequence[PlaceMention]) -> Place | None:
    """Return the town that the text has called the capital last: "the capital, Juba", "Juba, the capital"."""
    called = None
    for earlier in _CAPITAL.finditer(text, 0, match.start()):
        named = _named_behind(text, earlier, mentions)
        if named is None and _NAMED_BEFORE.search(text, max(0, earlier.start() - _REACH), earlier.start()):
            named = next((m for m in reversed(mentions) if 0 <= earlier.start() - m.end <= _REACH), None)
        if named is not None and named.place is not None and named.place.kind is PlaceKind.SETTLEMENT:
            called = named.place
    return called


def _named_behind(text: str, match: re.Match[str], mentions: Sequence[PlaceMention]) -> PlaceMention | None:
    following = next((m for m in mentions if m.start >= match.end()), None)
    if following is None or not _NAMES_IT.fullmatch(text, match.end(), following.start):
        return None
    town = following.place is None or following.place.kind is PlaceKind.SETTLEMENT
    return following if town else None


def _country_of(before: Sequence[PlaceMention], mentions: Sequence[PlaceMention]) -> str | None:
    """Return the country of the nearest place meant before, else of the first one; peoples speak last."""
    literal = [m for m in before if m.literal], [m for m in mentions if m.literal][:1]
    for group in (literal[0], literal[1], before):
        for mention in reversed(group):
            if mention.place is not None and mention.place.country_code:
                return mention.place.country_code
    return None


def _mention(text: str, match: re.Match[str], begin: int, place: Place, sure: float) -> PlaceMention:
    word = _PLACED.search(text, max(0, begin - _REACH), begin + 4) or re.search(
        r"(\w+)\s+(?:the\s+)?$", text[max(0, begin - _REACH) : begin]
    )
    happens = word is not None and word[1].lower() in _HAPPENS_THERE
    mention = PlaceMention(
        start=match.start(),
        end=match.end(),
        text=match[0],
        use=PlaceUse.LITERAL,
        role=PlaceRole.EVENT if happens else PlaceRole.BACKGROUND,
        candidates=(Candidate(place=place, score=0.0),),
        place=place,
        latitude=place.latitude,
        longitude=place.longitude,
        radius_km=place.radius_km,
        precision=precision_of(place),
        confidence=sure,
        reasons=(f"told without its name: {place.label}",),
    )
    offset = read_offset(text, begin)
    return mention if offset is None else drawn_by(mention, place, offset)
