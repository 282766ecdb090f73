"""Place streets, hospitals and camps that the gazetteer lacks at the town they belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from articles.resolve.evidence import Evidence
from articles.resolve.options import PlaceTable
from articles.toponyms.spans import is_usable
from articles.toponyms.units import is_quarter
from articles.toponyms.words import words_in
from geodata.geography import distance_km
from geodata.model import Place, PlaceKind, PlaceMention, PlacePrecision, PlaceUse

ANCHORED_CONFIDENCE = 0.6
"""Most that an anchored place is trusted; cross-validated, 0.66 of them lay within 161 km."""
ANCHOR_RADIUS_KM = 10.0
_NEAR_CHARACTERS = 300
# "In the town's Main Street": a town named before.
_OF_TOWN_BEFORE = re.compile(r"\b[Tt]he\s+(?:town|city|village|capital)['’]s\s+(?:[a-z-]+\s+){0,2}$")
_LONGEST_LEAD = 50
_STREETS = words_in("street")
_SITES = words_in("facility") | words_in("street") | frozenset(("park", "zoo", "arena", "beach"))
_ANCHOR_KINDS = (
    PlaceKind.SETTLEMENT,
    PlaceKind.ADMIN1,
    PlaceKind.ADMIN2,
    PlaceKind.REGION,
    PlaceKind.FACILITY,
)


def is_site(surface: str) -> bool:
    """Whether a name says itself that it is a building, a street or the like."""
    words = surface.lower().replace(".", "").split()
    return is_quarter(surface) or any(word in _SITES for word in words)


def _is_street(surface: str) -> bool:
    return surface.lower().rpartition(" ")[2] in _STREETS


def anchor_sites(
    text: str,
    mentions: list[PlaceMention],
    evidence: Sequence[Evidence],
    gazetteer: PlaceTable,
) -> list[PlaceMention]:
    """Give every unlisted site the place it is named after, said to lie in, or mentioned beside.

    Only names with a word for a building or a street are anchored: an unknown village stays unplaced.
    """
    for index, mention in enumerate(mentions):
        if mention.candidates or mention.place is not None or mention.use is PlaceUse.DEMONYM:
            continue
        if not is_site(mention.text):
            continue
        found = _within(index, evidence, mentions)
        if found is None and _OF_TOWN_BEFORE.search(
            text, max(0, mention.start - _LONGEST_LEAD), mention.start
        ):
            found = _beside(index, mentions, before=True)
        # A street lies elsewhere than the place it is named after; an airport or a hospital mostly there.
        if found is None and _is_street(mention.text):
            found = _beside(index, mentions)
        named = _named_after(mention.text, mentions, gazetteer)
        if named is not None and (is_quarter(mention.text) or not _is_nearby(named[0], index, mentions)):
            named = None
        found = found or named or _beside(index, mentions)
        if found is not None:
            mentions[index] = _anchored(mention, *found)
    return mentions


def _within(
    index: int, evidence: Sequence[Evidence], mentions: Sequence[PlaceMention]
) -> tuple[Place, str] | None:
    for _, other in evidence[index].inside:
        place = mentions[other].place
        if place is not None and place.kind in _ANCHOR_KINDS:
            return place, f"which the text says it is in, {place.label}"
    return None


def _named_after(
    surface: str, mentions: Sequence[PlaceMention], gazetteer: PlaceTable
) -> tuple[Place, str] | None:
    """Return the place inside the name: the article's own sense of it where it has one, else the first."""
    words = surface.split()
    for size in range(len(words) - 1, 0, -1):
        for first in (0, len(words) - size):
            part = " ".join(words[first : first + size]).removesuffix("'s").removesuffix("’s")
            if part.lower() in _SITES:
                continue
            for mention in mentions:
                if mention.text == part and mention.place and mention.place.kind in _ANCHOR_KINDS:
                    return mention.place, f"after which it is named, {mention.place.label}"
            place = _prominent(part, gazetteer)
            if place is not None:
                return place, f"after which it is named, {place.label}"
    return None


def _is_public(surface: str) -> bool:
    """Whether a name is that of a street, a square or a park: named after whom and what one likes."""
    return surface.lower().rpartition(" ")[2] in _STREETS | {"park", "square", "stadium"}


_SAME_AREA_KM = 150.0
_WELL_KNOWN = 300_000


def _is_nearby(place: Place, index: int, mentions: Sequence[PlaceMention]) -> bool:
    """Whether a place lies near the settlement named beside the site, else near another that the text names.

    Barracks, schools and bridges bear the names of far towns and of saints: Giwa Barracks are in Maiduguri.
    Of a city that all know by this name the airport may be told beside any other; a park of its name lies
    anywhere.
    """
    site = mentions[index].text
    if place.population >= _WELL_KNOWN and site.startswith(place.name) and not _is_public(site):
        return True
    beside = _beside(index, mentions)
    if beside is not None:
        return distance_km(beside[0], place) <= _SAME_AREA_KM + place.radius_km
    others = [
        m.place
        for number, m in enumerate(mentions)
        if number != index and m.literal and m.place and m.place.kind is PlaceKind.SETTLEMENT
    ]
    elsewhere = [other for other in others if other.id != place.id]
    return not elsewhere or any(
        distance_km(other, place) <= _SAME_AREA_KM + place.radius_km for other in elsewhere
    )


_LEAST_POPULATION = 50_000


def _prominent(part: str, gazetteer: PlaceTable) -> Place | None:
    for place, kind in gazetteer.matches(part)[:1]:
        if is_usable(part, kind) and place.kind in _ANCHOR_KINDS and place.population >= _LEAST_POPULATION:
            return place
    return None


def _beside(
    index: int, mentions: Sequence[PlaceMention], *, before: bool = False
) -> tuple[Place, str] | None:
    """Return the nearest literal settlement in the text, before or after, or only before."""
    start = mentions[index].start
    near = [
        (abs(m.start - start), m.place)
        for m in mentions
        if m.literal
        and m.place
        and m.place.kind is PlaceKind.SETTLEMENT
        and abs(m.start - start) <= _NEAR_CHARACTERS
        and (not before or m.start < start)
    ]
    if not near:
        return None
    place = min(near, key=lambda pair: pair[0])[1]
    return place, f"the settlement named next to it, {place.label}"


def _anchored(mention: PlaceMention, place: Place, how: str) -> PlaceMention:
    return replace(
        mention,
        place=place,
        latitude=place.latitude,
        longitude=place.longitude,
        radius_km=max(ANCHOR_RADIUS_KM, place.radius_km),
        precision=PlacePrecision.NEAR,
        confidence=ANCHORED_CONFIDENCE,
        reasons=(*mention.reasons, f"drawn at the place {how}"),
    )
