"""What a place name can be set to: candidates with what speaks for them, what was searched, none at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.place_search import OFFERED
from dashboard.reasons import describe_parts
from dashboard.safe_text import plain
from geodata.corrections import PlaceFix
from geodata.gazetteer import Gazetteer
from geodata.geography import distance_km
from geodata.model import Place, PlaceKind, Span
from geodata.naming import distinct_labels, district_of, find_namesakes
from geodata.store import PlaceMentionRow

MOST_CANDIDATES = 9
UNKNOWN = "It is a place, but nobody knows which"
NOT_A_PLACE = "It is not a place (a government, an army, a team)"
_PAIR = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*°?\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing a name can be set to; ``place`` None stands for unknown, or for no place at all."""

    label: str
    caption: str
    place: Place | None
    literal: bool = True

    def fix(self, article_id: str, mention: PlaceMentionRow) -> PlaceFix:
        """Return the fix that sets this one mention to the choice."""
        span = Span(start=mention.start, end=mention.end)
        return PlaceFix(article_id=article_id, mention=span, place=self.place, literal=self.literal)


def place_at(latitude: float, longitude: float, name: str) -> Place:
    """Return a point of the map or typed coordinates as a place called ``name``."""
    key = f"point:{latitude:.5f},{longitude:.5f}"
    return Place(
        id=key, name=plain(name, 80) or key, kind=PlaceKind.OTHER, latitude=round(latitude, 5),
        longitude=round(longitude, 5), source="set by an analyst",
    )  # fmt: skip


def search_places(typed: str, name: str, gazetteer: Gazetteer) -> list[Place]:
    """Return the places that typed words or coordinates mean; ``name`` is what a point will be called."""
    pair = _PAIR.fullmatch(typed)
    if pair:
        latitude, longitude = float(pair[1]), float(pair[2])
        fits = abs(latitude) <= 90 and abs(longitude) <= 180
        return [place_at(latitude, longitude, name)] if fits else []
    if not typed.strip():
        return []
    return (find_namesakes(typed.strip(), gazetteer) or gazetteer.search(typed.strip(), OFFERED))[:OFFERED]


def candidates_of(mention: PlaceMentionRow, gazetteer: Gazetteer) -> list[Place]:
    """Return the places a mention could be, most likely first, filled up with namesakes in the table."""
    found = [candidate.place for candidate in mention.candidates]
    found += list(gazetteer.candidates(mention.text))[:OFFERED]
    return list({place.id: place for place in found}.values())[:MOST_CANDIDATES]


def choices_of(mention: PlaceMentionRow, candidates: Sequence[Place], found: Sequence[Place]) -> list[Choice]:
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


def is_current(choice: Choice, mention: PlaceMentionRow) -> bool:
    """Whether a choice is what the mention is set to now."""
    same = (choice.place.id if choice.place else None) == (mention.place.id if mention.place else None)
    return same and choice.literal == mention.literal


def _caption(place: Place, mention: PlaceMentionRow) -> str:
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
