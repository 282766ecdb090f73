"""Turn ranked options into placed mentions, or into mentions that say why they have no place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from articles.resolve.addresses import is_bracketed, is_far_namesake, is_step
from articles.resolve.calibration import calibrated
from articles.resolve.evidence import AREA_KINDS, UNIT_KINDS, Evidence, list_around
from articles.resolve.options import Name, Option, is_village
from articles.resolve.rank import SURE_OF_TWINS, has_twin, share_nearby
from articles.resolve.reasons import Parts
from articles.resolve.relative import Offset, is_between, read_countryside, read_offset
from articles.resolve.told import (
    HELD_KM,
    KNOWN_TOWN,
    LISTED_TOWN,
    PART_KM,
    QUARTER_KM,
    do_others_lie_in,
    row_units,
)
from articles.toponyms.units import UnitSort
from geodata.amounts import counted
from geodata.geography import distance_km, in_district, may_lie_in
from geodata.globe import midpoint, moved, points_km
from geodata.model import Candidate, Place, PlaceKind, PlaceMention, PlacePrecision, PlaceRole

LISTED, LISTED_AT_MOST = 5, 60
"""Candidates kept with a mention: this many, and beyond that all with a share of 1 % up to the second."""
_LISTED_SHARE = 0.01
_SURE_CONTAINER = 0.6
_UNIT_RADIUS_KM = {UnitSort.FIRST: 50.0, UnitSort.SECOND: 25.0}
"""How far a unit reaches from the town after which it is named, where no table holds the unit."""
_BETWEEN_LIMIT_KM = 200.0
_UNSURE_UNIT_KM = 40.0
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
    placed = []
    for index, mention in enumerate(mentions):
        name = names[name_of[index]]
        conflict = _conflict(text, index, evidence, names, name_of, mentions)
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


def _conflict(
    text: str,
    index: int,
    evidence: Sequence[Evidence],
    names: Sequence[Name],
    name_of: Sequence[int],
    mentions: Sequence[PlaceMention],
) -> str:
    """Return why no option fits when the text puts the place where the gazetteer knows none, else ""."""
    name, said = names[name_of[index]], evidence[index]
    if not name.options or name.options[0].place.kind in (PlaceKind.COUNTRY, PlaceKind.CONTINENT):
        return ""
    elsewhere = _outside_its_town(index, evidence, names, name_of) or _outside_its_row(
        index, evidence, names, name_of
    )
    if elsewhere:
        return elsewhere
    abroad = _outside_its_bracket(text, index, names, name_of, mentions)
    if abroad:
        return abroad
    areas = [area for other in said.shared for area in _listed_areas(other, evidence, names, name_of)]
    limit = LISTED_TOWN if do_others_lie_in(index, areas, evidence, names, name_of) else KNOWN_TOWN
    known = name.options[0].place.population >= limit or name.options[0].group == "area"
    shared = () if known else (("shared", other) for other in said.shared)
    for pattern, other in (*_told_holders(index, evidence, names, name_of), *shared):
        top = names[name_of[other]].best
        if index in evidence[other].part_of:
            continue
        if top is None or _share_within(names[name_of[other]], top) < _SURE_CONTAINER:
            continue
        address = _is_address(index, other, evidence, top, name)
        address = address and is_step(text, mentions, evidence, names, name_of, index)
        if not (address or _is_binding(pattern, top.place, said, other)):
            continue
        if top.group != "area" and name.options[0].group == "area":
            continue
        areas = _listed_areas(other, evidence, names, name_of, name if address else None)
        if any(_may_hold(area, name) for area in areas):
            continue
        nearest = min(name.options, key=lambda o: distance_km(o.place, top.place))
        gap = distance_km(nearest.place, top.place)
        if _may_reach(top.place, nearest.place, gap) or (top.group != "area" and gap <= HELD_KM):
            continue
        return (
            f"no {name.surface} is known in {mentions[other].text}; "
            f"the nearest one, {nearest.place.label}, is {gap:.0f} km from its centre"
        )
    return ""


def _told_holders(
    index: int, evidence: Sequence[Evidence], names: Sequence[Name], name_of: Sequence[int]
) -> list[tuple[str, int]]:
    """Return what a name is said to lie in, and what holds an unlisted one: "X in Y district of Z"."""
    found = []
    for pattern, other in evidence[index].inside:
        found.append((pattern, other))
        if names[name_of[other]].best is None:
            found += [(pattern, above) for _, above in evidence[other].inside if above > other > index]
    return found


def _is_address(index: int, other: int, evidence: Sequence[Evidence], top: Option, name: Name) -> bool:
    """Whether a town and a unit make a pair, "in Xicotlan, Guerrero, ...": an address and no list.

    So does a large town that has namesakes in the unit's country: "in Los Angeles, Veracruz, ...".
    """
    if other != index + 1 or top.place.kind not in UNIT_KINDS:
        return False
    small = name.options[0].group != "area" and name.options[0].place.population < KNOWN_TOWN
    return small if len(list_around(evidence, index)) == 2 and small else is_far_namesake(name, top.place)


_QUARTERS = ("neighborhood", "neighbourhood")


def _outside_its_town(
    index: int, evidence: Sequence[Evidence], names: Sequence[Name], name_of: Sequence[int]
) -> str:
    """Return why no option is the quarter or suburb that the text says a name is, else ""."""
    name = names[name_of[index]]
    said = evidence[index]
    for other in said.part_of if name.options[0].group != "area" or said.kind_word in _QUARTERS else ():
        holder = names[name_of[other]]
        town = holder.best
        if town is None or town.place.kind is not PlaceKind.SETTLEMENT or town.share < _SURE_CONTAINER:
            continue
        larger = town.place.population < name.options[0].place.population
        either = index in evidence[other].part_of  # "the Beirut suburb of X", "the X suburb of Beirut"
        if holder is name or (larger and (either or said.kind_word not in _QUARTERS)):
            continue
        if any(_may_hold(area, name) for area in _listed_areas(other, evidence, names, name_of)):
            continue
        farthest = QUARTER_KM if said.kind_word in _QUARTERS else PART_KM
        if all(distance_km(o.place, town.place) - o.place.radius_km > farthest for o in name.options):
            return f"no {name.surface} is known in or by {town.place.name}"
    return ""


def _outside_its_bracket(
    text: str, index: int, names: Sequence[Name], name_of: Sequence[int], mentions: Sequence[PlaceMention]
) -> str:
    """Return why no option lies in the country of the unit next in a bracket: "(Abadan, Borno)", else ""."""
    if index + 1 >= len(mentions) or not is_bracketed(text, mentions, index):
        return ""
    name, holder = names[name_of[index]], names[name_of[index + 1]]
    top = holder.best
    if top is None or name is holder or name.demonym or top.place.kind not in UNIT_KINDS:
        return ""
    if _share_within(holder, top) < _SURE_CONTAINER or top.place.country_code is None:
        return ""
    if any(o.place.country_code in (top.place.country_code, None) for o in name.options):
        return ""
    return f"no {name.surface} is known in {top.place.country_code}, where {mentions[index + 1].text} lies"


def _outside_its_row(
    index: int, evidence: Sequence[Evidence], names: Sequence[Name], name_of: Sequence[int]
) -> str:
    """Return why no option lies in a unit or country that the name's row of a table names, else ""."""
    name = names[name_of[index]]
    areas = row_units(index, evidence, names, name_of)
    if not areas or name.options[0].group == "area" or any(_may_hold(area, name) for area in areas):
        return ""
    return f"no {name.surface} is known in {areas[0].name}, which its row names"


def _may_hold(area: Place, name: Name) -> bool:
    return any(may_lie_in(o.place, area) is not False or o.place.id == area.id for o in name.options)


def _listed_areas(
    holder: int,
    evidence: Sequence[Evidence],
    names: Sequence[Name],
    name_of: Sequence[int],
    held: Name | None = None,
) -> list[Place]:
    """Return what may hold a place: each of "in Takhar and Kunduz provinces", a unit named like a town.

    What the holder itself lies in is no other of a list: "X village (Ernakulam district, Kerala)".
    """
    found = []
    top = names[name_of[holder]].best
    for index in list_around(evidence, holder):
        if index != holder and names[name_of[index]] is held:
            continue
        options = names[name_of[index]].options
        reach = 1 if options and options[0].group == "area" else len(options)
        found += [
            option.place
            for option in options[:reach]
            if option.place.kind in AREA_KINDS
            and (index == holder or top is None or not may_lie_in(top.place, option.place))
        ]
    return found


def _may_reach(unit: Place, place: Place, gap: float) -> bool:
    """Whether a second-level unit, of which only a middle is known, may reach to a place of its province."""
    drawn_from_towns = unit.kind is PlaceKind.ADMIN2 and unit.id.startswith("unit:")
    if drawn_from_towns and (is_village(place) or in_district(place, unit) is False):
        return False
    return drawn_from_towns and unit.admin1 == place.admin1 and gap <= 2 * unit.radius_km + _UNSURE_UNIT_KM


def _share_within(holder: Name, top: Option) -> float:
    """The share of the places a container could be that lie in the likeliest one, itself among them."""
    if top.place.kind is not PlaceKind.ADMIN1:
        return top.share
    return sum(option.share for option in holder.options if option.place.admin1 == top.place.admin1)


_BINDING = frozenset(("shared", "in", "district of", "adjective"))


def _is_binding(pattern: str, holder: Place, said: Evidence, other: int) -> bool:
    """Whether the words leave no doubt that the place lies in the holder."""
    if holder.kind is PlaceKind.SETTLEMENT:
        return pattern in ("in", "comma") and other not in said.listed
    if holder.kind not in AREA_KINDS or holder.kind is PlaceKind.CONTINENT:
        return False
    return pattern in ("shared", "in", "district of", "adjective") or (
        pattern == "comma" and other not in said.listed
    )


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
    gap = text[previous.end : offset.start].strip() if previous.end <= offset.start else None
    return gap is not None and gap.lower() in (
        "",
        ",",
        "(",
        "–",
        "—",
        ", about",
        ", some",
        "about",
        "is",
        "lies",
        ", which is",
        ", located",
    )


def _between(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Draw both ends of "between A and B" half-way, with half their distance as the radius."""
    for index in range(len(mentions) - 1):
        one, two = mentions[index], mentions[index + 1]
        if not (one.literal and two.literal and one.place and two.place):
            continue
        if one.place.kind in AREA_KINDS or two.place.kind in AREA_KINDS:
            continue
        if not is_between(text, one.start, one.end, two.start):
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
