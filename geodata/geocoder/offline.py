"""A geopy geocoder that answers from the gazetteer alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geodata.gazetteer import Gazetteer, NameKind, open_gazetteer
from geodata.globe import points_km
from geodata.model import Place, PlaceKind

Box = tuple[float, float, float, float]  # south, west, north, east in degrees

DEFAULT_LIMIT = 10
REVERSE_KM = 50.0  # farther from any settlement a point has only its region's name
_QUERY_KEYS = ("street", "city", "town", "village", "county", "state", "country", "postalcode")
_AREA_KINDS = frozenset(
    {PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION, PlaceKind.CONTINENT}
)
# Under such a name a place is only meant when nothing else has the name.
_WEAK_NAMES = frozenset({NameKind.CODE, NameKind.TRANSLITERATION, NameKind.PEOPLE})
_SETTLEMENTS = frozenset({PlaceKind.SETTLEMENT})


class OfflineGeocoder(Geocoder):  # type: ignore[misc]
    """Find coordinates for a name, and names for coordinates, without any network.

    ``Location.raw`` holds the gazetteer's record as a dict (id, name, kind, country_code, admin1, …).
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        super().__init__(user_agent="conflictmap")
        self.gazetteer = gazetteer or open_gazetteer()

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        country_codes: str | Sequence[str] | None = None,
        viewbox: Sequence[Any] | None = None,
        bounded: bool = False,
        limit: int | None = None,
    ) -> Location | list[Location] | None:
        """Return the place, or with ``exactly_one=False`` all places, a query names; None for none.

        A query is "village, region, country" with as many parts as wanted, or a mapping with Nominatim's
        keys (city, county, state, country). ``country_codes`` are two-letter ISO codes to stay within.
        ``viewbox`` is a pair of opposite corners (latitude, longitude): places in it come first, and with
        ``bounded`` they alone come. ``timeout`` is accepted and means nothing here.

        Raises GeocoderQueryError when the query is empty or an argument is not of the form above.
        """
        if limit is not None and limit < 1:
            raise GeocoderQueryError("limit must be at least 1")
        name, containers = split_query(query)
        box = to_box(viewbox)
        places = self.find(name, containers, to_codes(country_codes))
        if box is not None:
            inside = [p for p in places if is_inside(p, box)]
            places = inside if bounded else inside + [p for p in places if not is_inside(p, box)]
        found = [to_location(place) for place in places[: limit or DEFAULT_LIMIT]]
        if not found:
            return None
        return found[0] if exactly_one else found

    def find(self, name: str, containers: Sequence[str], country_codes: frozenset[str]) -> list[Place]:
        """Return the places of that name inside all the containers, most prominent first."""
        matches = self.gazetteer.matches(name)
        strong = [place for place, kind in matches if kind not in _WEAK_NAMES]
        places = strong or [place for place, _ in matches]
        if country_codes:
            places = [p for p in places if p.country_code in country_codes]
        for container in containers:
            units = [u for u in self.gazetteer.candidates(container) if u.kind in _AREA_KINDS]
            places = [p for p in places if any(lies_in(p, unit) for unit in units)]
        return places

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int | None = None,
    ) -> Location | list[Location] | None:
        """Return the settlement nearest to a point within 50 km, else the unit it lies in, else None.

        ``query`` is a geopy Point, a (latitude, longitude) pair or a string of one. With
        ``exactly_one=False`` the settlements come nearest first. Raises GeocoderQueryError for no point.
        """
        try:
            point = Point(query)
        except (ValueError, TypeError) as error:
            raise GeocoderQueryError(f"{query!r} is no point: give latitude, longitude") from error
        near = self.gazetteer.near(point.latitude, point.longitude, REVERSE_KM, _SETTLEMENTS)
        places = [place for place, _ in near[: limit or DEFAULT_LIMIT]]
        if not places:
            places = [unit for unit in (self._unit_at(point),) if unit is not None]
        if not places:
            return None
        found = [to_location(place) for place in places]
        return found[0] if exactly_one else found

    def _unit_at(self, point: Point) -> Place | None:
        # Outlines take a second to load, and only far-off points need them.
        from geodata.regions import admin1_at

        return admin1_at(point.latitude, point.longitude, self.gazetteer)


def split_query(query: str | Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the name asked for and the areas it should lie in; raises GeocoderQueryError for none."""
    if isinstance(query, Mapping):
        unknown = sorted(set(query) - set(_QUERY_KEYS))
        if unknown:
            raise GeocoderQueryError(f"unknown keys {unknown}: use {', '.join(_QUERY_KEYS)}")
        parts = [query[key] for key in _QUERY_KEYS if query.get(key) and key not in ("street", "postalcode")]
    else:
        parts = [part.strip() for part in str(query).split(",")]
    parts = [part for part in parts if part]
    if not parts:
        raise GeocoderQueryError("the query is empty: give a place name")
    return parts[0], parts[1:]


def to_codes(country_codes: str | Sequence[str] | None) -> frozenset[str]:
    """Return ISO codes in capitals; raises GeocoderQueryError for one that is not two letters."""
    codes = [country_codes] if isinstance(country_codes, str) else list(country_codes or ())
    codes = [code.strip().upper() for entry in codes for code in entry.split(",")]
    wrong = [code for code in codes if len(code) != 2 or not code.isalpha()]
    if wrong:
        raise GeocoderQueryError(f"{wrong} are no two-letter ISO country codes")
    return frozenset(codes)


def to_box(viewbox: Sequence[Any] | None) -> Box | None:
    """Return south, west, north, east of two opposite corners; raises GeocoderQueryError for others."""
    if viewbox is None:
        return None
    try:
        first, second = (Point(corner) for corner in viewbox)
    except (ValueError, TypeError) as error:
        raise GeocoderQueryError("a viewbox is a pair of corners, each latitude, longitude") from error
    latitudes = sorted((first.latitude, second.latitude))
    longitudes = sorted((first.longitude, second.longitude))
    return latitudes[0], longitudes[0], latitudes[1], longitudes[1]


def is_inside(place: Place, box: Box) -> bool:
    """Return whether a place's point lies in a box, its edges included."""
    south, west, north, east = box
    return south <= place.latitude <= north and west <= place.longitude <= east


def lies_in(place: Place, unit: Place) -> bool:
    """Return whether a place is filed under a unit, or lies in its circle where nothing is filed."""
    if place.id == unit.id:
        return False
    if unit.kind is PlaceKind.COUNTRY:
        return place.country_code == unit.country_code
    if unit.kind is PlaceKind.ADMIN1:
        return place.admin1 == unit.admin1
    if place.admin2_name is not None and place.admin2_name == unit.name:
        return place.admin1 == unit.admin1
    away = points_km(place.latitude, place.longitude, unit.latitude, unit.longitude)
    return away <= max(unit.radius_km, 1.0) and unit.country_code in (None, place.country_code)


def to_location(place: Place) -> Location:
    """Return a place as geopy gives places: address, point and the record itself."""
    raw = {name: getattr(place, name) for name in place.__slots__}
    raw["kind"] = place.kind.value
    return Location(place.label, (place.latitude, place.longitude), raw)
