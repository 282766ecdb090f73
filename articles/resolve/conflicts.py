"""Says why no place of a name is meant where the text puts it: the gazetteer knows none in that unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from articles.resolve.addresses import MANY_NAMESAKES, is_bracketed, is_far_namesake, is_step
from articles.resolve.evidence import AREA_KINDS, QUARTERS, UNIT_KINDS, Evidence, list_around
from articles.resolve.openings import is_far_from_opening
from articles.resolve.options import Name, Option, is_village
from articles.resolve.rank import bears_otherwise, share_nearby
from articles.resolve.told import (
    HELD_KM,
    KNOWN_TOWN,
    LISTED_TOWN,
    PART_KM,
    QUARTER_KM,
    do_others_lie_in,
    own_town,
    row_units,
)
from articles.toponyms.units import split_unit
from geodata.geography import distance_km, in_district, may_lie_in
from geodata.model import Place, PlaceKind, PlaceMention

_SURE_CONTAINER = 0.6
# A town of so many people is no known one where so many places bear its name.
_SEVERAL, _SEVERAL_TOWN = 3, 50_000
# A town of so many people may be told in a province whose middle is at most so much of its radius off.
_BORDER_TOWN, _BORDER_SHARE = 5_000, 1.25
_UNSURE_UNIT_KM = 40.0


#: A village of another name, so far from a town, is no quarter of it: "the Los Olivos district of Celaya".
_VILLAGE_KM = 10.0


def find_conflict(
    text: str,
    index: int,
    evidence: Sequence[Evidence],
    names: Sequence[Name],
    name_of: Sequence[int],
    mentions: Sequence[PlaceMention],
    openings: Mapping[int, int],
) -> str:
    """Return why no option fits when the text puts the place where the gazetteer knows none, else "".

    ``openings`` are the towns that open their sentences, as ``openings_of`` returns them.
    """
    name, said = names[name_of[index]], evidence[index]
    if not name.options or name.options[0].place.kind in (PlaceKind.COUNTRY, PlaceKind.CONTINENT):
        return ""
    elsewhere = (
        _outside_its_town(index, evidence, names, name_of)
        or _outside_its_row(index, evidence, names, name_of)
        or _outside_its_bracket(text, index, names, name_of, mentions)
        or _outside_its_opening(index, openings, names, name_of, mentions)
    )
    if elsewhere:
        return elsewhere
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
        if _is_near_enough(name, nearest.place, top, gap):
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
    best = name.options[0]
    if other != index + 1 or top.place.kind not in UNIT_KINDS:
        return False
    several = name.count >= _SEVERAL and best.place.population < _SEVERAL_TOWN
    known = best.place.population >= KNOWN_TOWN and name.count < MANY_NAMESAKES and not several
    small = best.group != "area" and not known
    return small if len(list_around(evidence, index)) == 2 and small else is_far_namesake(name, top.place)


def _outside_its_town(
    index: int, evidence: Sequence[Evidence], names: Sequence[Name], name_of: Sequence[int]
) -> str:
    """Return why no option is the quarter or suburb that the text says a name is, else ""."""
    name = names[name_of[index]]
    said = evidence[index]
    other = own_town(said, names, name_of)
    if other is None or (name.options[0].group == "area" and said.kind_word not in QUARTERS):
        return ""
    holder = names[name_of[other]]
    town = holder.options[0]
    if share_nearby(holder) < _SURE_CONTAINER:
        return ""
    larger = town.place.population < name.options[0].place.population
    either = index in evidence[other].part_of  # "the Beirut suburb of X", "the X suburb of Beirut"
    if holder is name or (larger and (either or said.kind_word not in QUARTERS)):
        return ""
    best = name.options[0]
    otherwise = bears_otherwise(split_unit(name.surface)[0], best)
    village = otherwise and distance_km(best.place, town.place) > _VILLAGE_KM
    areas = [] if village else _listed_areas(other, evidence, names, name_of)
    if any(_may_hold(area, name) for area in areas):
        return ""
    farthest = QUARTER_KM if said.kind_word in QUARTERS else PART_KM
    farthest = min(farthest, _VILLAGE_KM) if village else farthest
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


def _outside_its_opening(
    index: int,
    openings: Mapping[int, int],
    names: Sequence[Name],
    name_of: Sequence[int],
    mentions: Sequence[PlaceMention],
) -> str:
    """Return why no option lies by the town that opens its sentence, else ""."""
    town = openings.get(index)
    if town is None or not is_far_from_opening(index, town, names, name_of):
        return ""
    return f"no {names[name_of[index]].surface} is known by {mentions[town].text}, which opens its sentence"


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


def _is_near_enough(name: Name, nearest: Place, top: Option, gap: float) -> bool:
    if top.group != "area":
        return gap <= HELD_KM or _may_reach(top.place, nearest, gap)
    return _may_reach(top.place, nearest, gap) or _lies_over_border(name, nearest, top.place, gap)


def _lies_over_border(name: Name, place: Place, unit: Place, gap: float) -> bool:
    """Whether a town, the only one of that name in its country, lies just over the border of a province."""
    at_home = [o.place for o in name.options if o.place.country_code == unit.country_code]
    alone = at_home == [place] and place.population >= _BORDER_TOWN
    return alone and unit.kind is PlaceKind.ADMIN1 and gap <= _BORDER_SHARE * unit.radius_km


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
