"""Turn ranked options into placed mentions, or into mentions that say why they have no place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from articles.resolve.calibration import calibrated
from articles.resolve.conflicts import find_conflict
from articles.resolve.evidence import AREA_KINDS, Evidence
from articles.resolve.openings import openings_of
from articles.resolve.options import Name
from articles.resolve.rank import SURE_OF_TWINS, has_twin, share_nearby
from articles.resolve.reasons import Parts
from articles.resolve.relative import Offset, is_between, is_on_road_between, read_countryside, read_offset
from articles.toponyms.units import UnitSort
from geodata.amounts import counted
from geodata.gazetteer.tables import OWN_KNOWLEDGE
from geodata.geography import may_lie_in
from geodata.globe import midpoint, moved, points_km
from geodata.model import Candidate, Place, PlaceKind, PlaceMention, PlacePrecision, PlaceRole

LISTED, LISTED_AT_MOST = 5, 60
"""Candidates kept with a mention: this many, and beyond that all with a share of 1 % up to the second."""
_LISTED_SHARE = 0.01
_UNIT_RADIUS_KM = {UnitSort.FIRST: 50.0, UnitSort.SECOND: 25.0}
"""How far a unit reaches from the town after which it is named, where no table holds the unit."""
_BETWEEN_LIMIT_KM = 200.0
_PRECISION = {
    PlaceKind.COUNTRY: PlacePrecision.COUNTRY,
    PlaceKind.CONTINENT: PlacePrecision.AREA,
    PlaceKind.REGION: PlacePrecision.AREA,
    PlaceKind.ADMIN1: PlacePrecision.REGION,
    PlaceKind.ADMIN2: PlacePrecision.DISTRICT,
    PlaceKind.SETTLEMENT: PlacePrecision.SETTLEMENT,
    PlaceKind.FACILITY: PlacePrecision.SITE,
    PlaceKind.OTHER: PlacePrecision.SITE,
}
_SMALL_WATER_KM = 25.0
_LEADS_TO_MEASURE = re.compile(
    r"\s*(?:[,(–—]|,?\s*(?:about|some)|is|lies|,\s+(?:which\s+is|located)"
    r"|\((?:[^().]{1,80}[,;])?\s*(?:about|some|around|roughly)?)?\s*",
    re.IGNORECASE,
)
SURE_OF_OWN = 0.75
"""Most that is trusted of a place whose point is this project's own knowledge: checked against other tables,
about so many of the small ones lie as near as they say."""
_KNOWN_TO_KM = 15.0
"""A village whose point is known less exactly is somewhere near it."""


def precision_of(place: Place) -> PlacePrecision:
    """Return how exactly a mention of this place says where."""
    if place.kind is PlaceKind.WATER:
        return PlacePrecision.SITE if place.radius_km < _SMALL_WATER_KM else PlacePrecision.AREA
    if place.kind is PlaceKind.SETTLEMENT and place.radius_km > _KNOWN_TO_KM:
        return PlacePrecision.NEAR
    return _PRECISION[place.kind]


def place_mentions(
    text: str,
    mentions: Sequence[PlaceMention],
    evidence: Sequence[Evidence],
    names: Sequence[Name],
    name_of: Sequence[int],
) -> list[PlaceMention]:
    """Return the mentions with candidates, place, coordinates, precision, confidence and reasons."""
    known = [(_listed(name), _confidence(name), _why(name)) for name in names]
    openings = openings_of(text, mentions, evidence)
    placed = []
    for index, mention in enumerate(mentions):
        name = names[name_of[index]]
        conflict = find_conflict(text, index, evidence, names, name_of, mentions, openings)
        resolved = _resolved(mention, name, *known[name_of[index]], conflict)
        if resolved.literal and resolved.place is not None:
            if evidence[index].holds and resolved.role in (PlaceRole.BACKGROUND, PlaceRole.EVENT):
                resolved = replace(resolved, role=_role_of_holder(resolved, evidence[index], names, name_of))
            resolved = _displaced(text, index, mentions, resolved)
        placed.append(resolved)
    return _between(text, placed)


def _listed(name: Name) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(place=o.place, score=round(o.score, 3), parts=Parts(o.base, o.context, o.told))
        for number, o in enumerate(name.options[:LISTED_AT_MOST])
        if number < LISTED or o.share >= _LISTED_SHARE
    )


def _role_of_holder(
    mention: PlaceMention, said: Evidence, names: Sequence[Name], name_of: Sequence[int]
) -> PlaceRole:
    """A place that only says where another one lies is that one's container; a town of a list holds none."""
    place = mention.place
    for other in said.holds:
        if other in said.listed and place is not None and not place.is_area:
            continue
        held = names[name_of[other]].best
        if place is not None and held is not None and may_lie_in(held.place, place):
            return PlaceRole.CONTAINER
    return mention.role


def _resolved(
    mention: PlaceMention, name: Name, listed: tuple[Candidate, ...], sure: float, why: str, conflict: str
) -> PlaceMention:
    best = name.best
    if best is None:
        reason = f"the gazetteer has no {mention.text!r}"
        return replace(mention, reasons=(*mention.reasons, reason))
    if conflict:
        return replace(mention, candidates=listed, reasons=(*mention.reasons, conflict))
    place, radius_km, precision = best.place, best.place.radius_km, precision_of(best.place)
    if name.sort in _UNIT_RADIUS_KM and not place.is_area:
        radius_km, precision = _UNIT_RADIUS_KM[name.sort], PlacePrecision.DISTRICT
        why = f"{why}; no unit of that name is listed, so that it is drawn around the town"
    return PlaceMention(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        use=mention.use,
        role=mention.role,
        candidates=listed,
        place=place,
        latitude=place.latitude,
        longitude=place.longitude,
        radius_km=radius_km,
        precision=precision,
        confidence=sure,
        reasons=(*mention.reasons, why),
        decided_by=mention.decided_by,
    )


def _confidence(name: Name) -> float:
    if not name.options:
        return 0.0
    sure = min(calibrated(share_nearby(name)), name.at_most)
    if name.options[0].place.source.startswith(OWN_KNOWLEDGE):
        sure = min(sure, SURE_OF_OWN)
    return min(sure, SURE_OF_TWINS) if has_twin(name) else sure


def _why(name: Name) -> str:
    best = name.best
    if best is None:
        return ""
    off = "" if name.at_most == 1.0 else ", but far from the others of its list"
    if len(name.options) < 2:
        return f"{best.place.label} is the only place of that name in the gazetteer{off}"
    places = counted(name.count, "place")
    return f"{best.place.label} is the likeliest of {places} of that name ({best.share:.2f}){off}"


def _displaced(
    text: str, index: int, mentions: Sequence[PlaceMention], mention: PlaceMention
) -> PlaceMention:
    """Move a mention by the words before it; leave it where they place the mention before it instead."""
    if mention.place is None or mention.place.kind in AREA_KINDS:
        return mention
    around = read_countryside(text, mention.start, mention.end)
    if around is not None:
        return drawn_by(mention, mention.place, around)
    offset = read_offset(text, mention.start)
    if offset is None:
        return mention
    if index and _describes_previous(text, mentions[index - 1], offset):
        return replace(mention, role=PlaceRole.CONTAINER)
    return drawn_by(mention, mention.place, offset)


def drawn_by(mention: PlaceMention, place: Place, offset: Offset) -> PlaceMention:
    """Return a mention drawn as far from its place as the words before it say."""
    latitude, longitude = place.latitude, place.longitude
    if offset.bearing is not None:
        latitude, longitude = moved(latitude, longitude, offset.bearing, offset.distance_km)
    return replace(
        mention,
        latitude=latitude,
        longitude=longitude,
        radius_km=max(offset.radius_km, place.radius_km),
        precision=PlacePrecision.NEAR,
        reasons=(*mention.reasons, f"drawn by the words {offset.words!r}"),
    )


def _describes_previous(text: str, previous: PlaceMention, offset: Offset) -> bool:
    """Whether "Balakliia, 90 km south-east of" describes the place named just before the measure."""
    gap = text[previous.end : offset.start] if previous.end <= offset.start else None
    return gap is not None and _LEADS_TO_MEASURE.fullmatch(gap) is not None


def _between(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Draw both ends of a road or of "between A and B" half-way, with half their distance as the radius."""
    for index in range(len(mentions) - 1):
        one, two = mentions[index], mentions[index + 1]
        if not (one.literal and two.literal and one.place and two.place):
            continue
        if one.place.kind in AREA_KINDS or two.place.kind in AREA_KINDS:
            continue
        road = is_on_road_between(text, one.end, two.start, two.end)
        if not road and not is_between(text, one.start, one.end, two.start):
            continue
        a, b = one.place, two.place
        gap = points_km(a.latitude, a.longitude, b.latitude, b.longitude)
        if 0 < gap <= _BETWEEN_LIMIT_KM:
            latitude, longitude = midpoint(a.latitude, a.longitude, b.latitude, b.longitude)
            for position in (index, index + 1):
                mentions[position] = replace(
                    mentions[position],
                    latitude=latitude,
                    longitude=longitude,
                    radius_km=gap / 2,
                    precision=PlacePrecision.NEAR,
                    reasons=(*mentions[position].reasons, f"drawn between {a.name} and {b.name}"),
                )
    return mentions
