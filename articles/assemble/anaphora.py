"""Finds the places that "the village", "there", "those provinces" or "the capital" refer to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.assemble.clauses import is_list_gap
from articles.assemble.where import CARRIED_CONFIDENCE, Where
from articles.model import EventMention, PlaceMention, Sentence
from articles.words.sought import sought
from geodata.model import PlaceKind

_ANAPHOR = sought(
    "village|town|city|settlement|hamlet|suburb|port|capital|island|region|province|oblast|"
    "district|enclave|peninsula",
    r"\b(?:the|this|that)\s+(?:(?:same|small|besieged|southern|northern|eastern|western|strategic|nearby|port|"
    r"border|capital|now|whole|entire|embattled|devastated|liberated)\s+)*"
    r"(village|town|city|settlement|hamlet|suburb|port|capital|island|region|province|oblast|district|"
    r"enclave|peninsula)(?!\s+of\b)(?!\s+(?-i:[A-Z]))\b(?![’'-])",
    re.IGNORECASE,
)
_AREA_WORDS = frozenset({"region", "province", "oblast", "state", "district", "enclave", "peninsula"})
_NATIONWIDE = sought(
    "the country|nationwide",
    r"\b(?:across|around|throughout|all over) the country\b|\bnationwide\b",
    re.IGNORECASE,
)
_THERE = sought(
    "there",
    r"\bthere\b(?!\s+(?:is|are|was|were|has|have|had|will|would|could|may|might|can|been|remains?|seems?)\b|['’])",
)
_NEARBY = sought("nearby", r"\bnearby\b(?=\s*[.,;]|\s+(?:and|but|on|when|while|in the|at)\b)")
_DONE_TO_THEM = re.compile(r"\s+(?:them|him|her)\b(?!\s+[a-z]*(?:self|selves))")
_IT_WAS = re.compile(r"It\s+(?:has|had|was)\b")
_PLURAL_ANAPHOR = sought(
    "villages|towns|cities|settlements|provinces|regions|oblasts|states|districts",
    r"\b(?:those|these|both|the two|the three|the four)\s+(?:\w+\s+)?"
    r"(villages|towns|cities|settlements|provinces|regions|oblasts|states|districts)\b",
    re.IGNORECASE,
)
_SINGULAR = {
    "villages": "village",
    "towns": "town",
    "cities": "city",
    "settlements": "settlement",
    "provinces": "province",
    "regions": "region",
    "oblasts": "oblast",
    "states": "state",
    "districts": "district",
}
_SETTLEMENT_WORDS = frozenset(
    {"village", "town", "city", "settlement", "hamlet", "suburb", "port", "capital"}
)


def places_by_anaphor(
    text: str,
    sentence: Sentence,
    earlier: Sequence[PlaceMention],
    told: PlaceMention | None,
    event: EventMention,
    previous: int,
) -> list[Where]:
    """Return the places that "the village", "the region", "those provinces" in the sentence refer to.

    ``earlier`` are the usable mentions before the sentence, nearest last; ``told`` is where the event told
    last happened, which goes before any other place named nearer; ``previous`` is where the sentence
    before begins, for "there".
    """
    nationwide = _NATIONWIDE.search(text, sentence.start, sentence.end)
    if nationwide is not None:
        return _whole_country(earlier, event, nationwide.group())
    found = _PLURAL_ANAPHOR.search(text, sentence.start, sentence.end)
    several = found is not None
    found = found or _ANAPHOR.search(text, sentence.start, sentence.end)
    if found is None:
        if told is not None and _goes_on_about(text, sentence, told, event, previous):
            reason = f"the sentence of “{event.text}” goes on about “{told.text}”"
            share = told.confidence * CARRIED_CONFIDENCE
            return [Where(mention=told, confidence=share, reason=reason, carried=True)]
        just_named = [m for m in earlier if m.start >= previous]
        return _there(just_named, event) if _THERE.search(text, sentence.start, sentence.end) else []
    noun = found.group(1).lower()
    noun = _SINGULAR[noun] if several else noun
    if found.group(1).lower() == "capital":
        return _capital(earlier, event, found.group())
    nearest_first = [*([told] if told and not several else []), *reversed(earlier)]
    if several:
        fitting = _together(text, nearest_first, noun) or _pair(found.group(), earlier, previous, noun)
    else:
        fitting = [m for m in nearest_first if m.place and _noun_fits(noun, m.place.kind)]
    return [
        Where(
            mention=mention,
            confidence=mention.confidence * CARRIED_CONFIDENCE,
            reason=f"“{found.group()}” in the sentence of “{event.text}” taken as “{mention.text}”",
            carried=True,
        )
        for mention in (fitting if several else fitting[:1])
    ]


def _goes_on_about(
    text: str, sentence: Sentence, told: PlaceMention, event: EventMention, previous: int
) -> bool:
    """Whether the sentence goes on about the place told just before.

    It does where it says "nearby", where it tells what was done to "them" who were told of in the sentence
    before, and where "it" follows a sentence that began with the place.
    """
    if _NEARBY.search(text, sentence.start, sentence.end):
        return True
    if told.start >= previous and _DONE_TO_THEM.match(text, event.end):
        return True
    return text.startswith(told.text, previous) and bool(_IT_WAS.match(text, sentence.start))


def _capital(earlier: Sequence[PlaceMention], event: EventMention, words: str) -> list[Where]:
    """Return the largest of the cities named before, which is what "the capital" mostly means."""
    cities = [m for m in earlier if m.place and m.place.kind is PlaceKind.SETTLEMENT]
    largest = max(cities, key=lambda m: m.place.population if m.place else 0, default=None)
    if largest is None:
        return []
    reason = f"“{words}” in the sentence of “{event.text}” taken as “{largest.text}”"
    share = largest.confidence * CARRIED_CONFIDENCE
    return [Where(mention=largest, confidence=share, reason=reason, carried=True)]


def _there(earlier: Sequence[PlaceMention], event: EventMention) -> list[Where]:
    """Return the town named last, for what happened "there"; the area named last where no town was."""
    known = [m for m in earlier if m.place and m.place.kind is not PlaceKind.COUNTRY]
    towns = [m for m in known if m.place and not m.place.is_area] or known
    if not towns:
        return []
    reason = f"“there” in the sentence of “{event.text}” taken as “{towns[-1].text}”"
    share = towns[-1].confidence * CARRIED_CONFIDENCE
    return [Where(mention=towns[-1], confidence=share, reason=reason, carried=True)]


def _whole_country(earlier: Sequence[PlaceMention], event: EventMention, words: str) -> list[Where]:
    """Return the country named last, for what is told of all of it."""
    for mention in reversed(earlier):
        if mention.place and mention.place.kind is PlaceKind.COUNTRY:
            reason = f"“{words}” in the sentence of “{event.text}” taken as “{mention.text}”"
            share = mention.confidence * CARRIED_CONFIDENCE
            return [Where(mention=mention, confidence=share, reason=reason, carried=True)]
    return []


def _together(text: str, nearest_first: list[PlaceMention], noun: str) -> list[PlaceMention]:
    """Return the last list of two or more mentions of which one is what ``noun`` says; none without one."""
    listed: list[PlaceMention] = []
    for mention in [*nearest_first, None]:
        gap = text[mention.end : listed[-1].start] if mention and listed else ""
        if mention and (not listed or (len(gap) <= 40 and is_list_gap(gap))):
            listed.append(mention)
            continue
        called = (
            text[max(0, listed[-1].start - 30) : listed[-1].start].rstrip().endswith(f"{noun}s of")
            if listed
            else False
        )
        fits = called or any(m.place and _noun_fits(noun, m.place.kind) for m in listed)
        if len(listed) > 1 and fits:
            return listed[::-1]
        listed = [mention] if mention else []
    return []


def _pair(words: str, earlier: Sequence[PlaceMention], previous: int, noun: str) -> list[PlaceMention]:
    """Return the two places that the sentence before names apart, for "both towns" or "the two towns"."""
    if not words.lower().startswith(("both", "the two")):
        return []
    named = {m.place.id: m for m in earlier if m.start >= previous and m.place}
    fitting = [m for m in named.values() if m.place and _noun_fits(noun, m.place.kind)]
    return fitting if len(fitting) == 2 else []


def _noun_fits(noun: str, kind: PlaceKind) -> bool:
    if noun in _SETTLEMENT_WORDS:
        return kind in (PlaceKind.SETTLEMENT, PlaceKind.FACILITY)
    if noun in _AREA_WORDS:
        return kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION)
    return kind not in (PlaceKind.COUNTRY, PlaceKind.WATER)
