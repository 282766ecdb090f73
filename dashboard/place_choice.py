"""What a place name can be set to: candidates with what speaks for them, what was searched, none at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geopy.geocoders.base import Geocoder
from geopy.location import Location

from dashboard.reasons import describe_parts
from dashboard.safe_text import plain
from geodata.corrections import PlaceFix
from geodata.gazetteer import Gazetteer
from geodata.geocoder import locate, to_place
from geodata.geography import distance_km
from geodata.model import Place, PlaceMention, Span
from geodata.naming import distinct_labels, district_of

MOST_CANDIDATES = 9
OFFERED = 8
UNKNOWN = "It is a place, but nobody knows which"
NOT_A_PLACE = "It is not a place (a government, an army, a team)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing a name can be set to; ``place`` None stands for unknown, or for no place at all."""

    label: str
    caption: str
    place: Place | None
    literal: bool = True

    def fix(self, article_id: str, mention: PlaceMention) -> PlaceFix:
        """Return the fix that sets this one mention to the choice."""
        span = Span(start=mention.start, end=mention.end)
        return PlaceFix(article_id=article_id, mention=span, place=self.place, literal=self.literal)


def place_at(latitude: float, longitude: float, name: str) -> Place:
    """Return a point of the map as a place called ``name``."""
    return to_place(Location("", (latitude, longitude), {}), plain(name, 80))


def search_places(typed: str, name: str, geocoder: Geocoder) -> list[Place]:
    """Return the places that typed words or coordinates mean; ``name`` is what a point will be called."""
    return [to_place(found, plain(name, 80)) for found in locate(typed, geocoder, OFFERED)]


def candidates_of(mention: PlaceMention, gazetteer: Gazetteer) -> list[Place]:
    """Return the places a mention could be, most likely first, filled up with namesakes in the table."""
    found = [candidate.place for candidate in mention.candidates]
    found += list(gazetteer.candidates(mention.text))[:OFFERED]
    return list({place.id: place for place in found}.values())[:MOST_CANDIDATES]


def choices_of(mention: PlaceMention, candidates: Sequence[Place], found: Sequence[Place]) -> list[Choice]:
    """Return everything a mention can be set to: candidates, unknown, no place, then what was searched."""
    known = {place.id for place in candidates}
    more = [place for place in found if place.id not in known]
    labels = distinct_labels([*candidates, *more])
    made = [
        Choice(label=plain(label, 110), caption=_caption(place, mention), place=place)
        for place, label in zip([*candidates, *more], labels, strict=True)
    ]
    neither = [
        Choice(label=UNKNOWN, caption="the event stays, without a spot on the map", place=None),
        Choice(label=NOT_A_PLACE, caption="nothing is put on the map for it", place=None, literal=False),
    ]
    return [*made[: len(candidates)], *neither, *made[len(candidates) :]]


def is_current(choice: Choice, mention: PlaceMention) -> bool:
    """Whether a choice is what the mention is set to now."""
    same = (choice.place.id if choice.place else None) == (mention.place.id if mention.place else None)
    return same and choice.literal == mention.literal


def _caption(place: Place, mention: PlaceMention) -> str:
    """Return district, coordinates, distance from where the name is now, and what speaks for the place."""
    district = district_of(place)
    parts = [plain(district, 40)] if district and district not in place.label else []
    parts.append(f"{place.latitude:.3f}, {place.longitude:.3f}")
    now = mention.place
    if now is not None and now.id == place.id:
        parts.append("chosen now")
    elif now is not None:
        parts.append(f"{distance_km(now, place):,.0f} km from the one now")
    scored = next((c for c in mention.candidates if c.place.id == place.id), None)
    if scored is not None:
        parts.append(plain(describe_parts(scored.parts), 500))
    return " · ".join(parts)
