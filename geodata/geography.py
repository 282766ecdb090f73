"""Says how far apart places are and whether one lies within another, as far as codes and distances tell."""

from __future__ import annotations

from functools import lru_cache

from geodata.gazetteer.tables import read_table
from geodata.globe import CORNER, points_km
from geodata.model import Place, PlaceKind

# Areas whose extent is not known reach so far at least, in kilometres; others 40.
_LEAST_REACH_KM = {PlaceKind.ADMIN2: 60.0, PlaceKind.REGION: 100.0, PlaceKind.CONTINENT: 3000.0}
_LEAST_KM = 40.0
# Of a village there are namesakes in every second district.
VILLAGE, _VILLAGE_KM = "village:", 30.0
# Beyond the border of the first-level unit around it a district is not sought, but tables err by so much.
_OVER_BORDER_KM = 20.0
_NESTED = frozenset(("district", "township"))
_UNIT_WORDS = _NESTED | {"raion", "county"}
# What the ids of units begin with whose names stand in the records of towns, and so decide; outlines may be
# of former years.
_RECORDED, _DRAWN = ("unit:", "county:"), "ne:"


def distance_km(first: Place, second: Place) -> float:
    """Return the great-circle distance between two places' points, in kilometres."""
    return points_km(first.latitude, first.longitude, second.latitude, second.longitude)


def contains(outer: Place, inner: Place) -> bool:
    """Whether ``inner`` lies in the area ``outer``; False for two points and for a place and itself."""
    if outer.id == inner.id or not outer.is_area or outer.kind is inner.kind:
        return False
    if outer.kind is PlaceKind.COUNTRY:
        return outer.country_code is not None and outer.country_code == inner.country_code
    if outer.kind is PlaceKind.ADMIN1:
        if inner.kind in (PlaceKind.COUNTRY, PlaceKind.CONTINENT, PlaceKind.REGION):
            return False
        return outer.admin1 is not None and outer.admin1 == inner.admin1
    if outer.kind is PlaceKind.ADMIN2:
        coded = outer.admin2 is not None and outer.admin2 == inner.admin2
        return not inner.is_area and (coded or in_district(inner, outer) is True)
    if inner.kind in (PlaceKind.COUNTRY, PlaceKind.CONTINENT):
        return False
    return distance_km(outer, inner) <= outer.radius_km * CORNER


@lru_cache(maxsize=1)
def _former_parts() -> dict[str, frozenset[str]]:
    """Return the first-level units that were split off another, by its code: news names both for years."""
    rows = read_table("former_units.tsv", "unit now")
    return {row["unit"]: frozenset(row.list("now")) for row in rows}


def in_district(town: Place, district: Place) -> bool | None:
    """Return whether a town's record puts it in a second-level unit; None where the two cannot be compared.

    The record names the unit as the gazetteer's own tables do, in Myanmar a district but not its townships;
    a unit with an outline may be one of former years.
    """
    known = district.id.startswith((_DRAWN, *_RECORDED))
    if not town.admin2_name or not town.id.startswith("gn:") or not known:
        return None
    if town.admin1 != district.admin1:
        return False
    if town.admin2_name == district.name:
        return True
    return False if excludes(town.admin2_name, district) else None


def excludes(recorded: str, district: Place) -> bool:
    """Whether a place that is recorded in a unit of another name lies in no part of this one.

    So it is where both are listed on one level, which a word for it in both names shows too ("Izium Raion"
    and "Kupiansk Raion"); in Myanmar districts hold townships.
    """
    one, other = (name.lower().rpartition(" ")[2] for name in (recorded, district.name))
    if one == other and one in _UNIT_WORDS:
        return True
    nested = one != other and not {one, other}.isdisjoint(_NESTED)
    return district.id.startswith(_RECORDED) and not nested


def may_lie_in(place: Place, area: Place) -> bool | None:
    """Return whether ``place`` lies in or about ``area``; None where its country is not known.

    More is taken for inside than by ``contains``, to choose among namesakes: what has no code goes by the
    distance from the area's centre, within a reach that no area's is less than.
    """
    if place.id == area.id:
        return False
    if area.kind is PlaceKind.COUNTRY:
        return None if place.country_code is None else place.country_code == area.country_code
    if area.kind is PlaceKind.ADMIN1 and place.admin1 is not None:
        if place.kind is PlaceKind.COUNTRY:
            return False
        return place.admin1 == area.admin1 or place.admin1 in _former_parts().get(area.admin1 or "", ())
    if place.country_code and area.country_code and place.country_code != area.country_code:
        return False
    if area.kind is PlaceKind.ADMIN2 and place.admin1 == area.admin1:
        if place.admin2 and area.admin2:
            return place.admin2 == area.admin2
        if (told := in_district(place, area)) is not None:
            return told
    least = _LEAST_REACH_KM.get(area.kind, _LEAST_KM)
    if area.kind is PlaceKind.ADMIN2 and place.id.startswith(VILLAGE):
        least = _VILLAGE_KM
    if area.kind is PlaceKind.ADMIN2 and place.admin1 and area.admin1 and place.admin1 != area.admin1:
        least = _OVER_BORDER_KM
    reach = max(area.radius_km * CORNER, least)
    return distance_km(place, area) <= reach
