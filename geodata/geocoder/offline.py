"""A geopy geocoder that answers from the gazetteer alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.model import Place, PlaceKind
from geodata.naming import distinct_labels, find_namesakes, places_named

Box = tuple[float, float, float, float]  # south, west, north, east in degrees

DEFAULT_LIMIT = 10
REVERSE_KM = 50.0  # farther from any settlement a point has only its region's name
_QUERY_KEYS = ("street", "city", "town", "village", "county", "state", "country", "postalcode")
_SETTLEMENTS = frozenset({PlaceKind.SETTLEMENT})


class OfflineGeocoder(Geocoder):  # type: ignore[misc]
    """Find coordinates for a name, and names for coordinates, without any network.

    ``Location.raw`` holds the gazetteer's record as a dict (id, name, kind, country_code, admin1, …). No two
    addresses of an answer read the same.

    With ``points_first`` it answers what is asked for beside a map: points before areas of the same name,
    what bears a name before what is only also called so, and of several namesakes the one whose id alone is
    among ``known``. With ``begun`` a name that no place has is the beginning of one.
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        points_first: bool = False,
        known: Collection[str] = (),
        begun: bool = False,
    ) -> None:
        super().__init__(user_agent="conflictmap")
        self.gazetteer = gazetteer or open_gazetteer()
        self.points_first = points_first
        self.known = known
        self.begun = begun

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
        country_codes: str | Sequence[str] | None = None,
        viewbox: Sequence[Point | Sequence[float]] | None = None,
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
        box, codes = to_box(viewbox), to_codes(country_codes)
        places = [p for p in self.find(to_words(query)) if not codes or p.country_code in codes]
        if box is not None:
            inside = [p for p in places if is_inside(p, box)]
            places = inside if bounded else inside + [p for p in places if not is_inside(p, box)]
        found = to_locations(places[: 1 if exactly_one else limit or DEFAULT_LIMIT])
        if not found:
            return None
        return found[0] if exactly_one else found

    def find(self, typed: str) -> list[Place]:
        """Return the places that "village, region, country" may mean, the likeliest first."""
        if self.points_first:
            found = find_namesakes(typed, self.gazetteer, used=self.known)
        else:
            found = places_named(typed, self.gazetteer)
        return found or (self.gazetteer.search(typed, DEFAULT_LIMIT) if self.begun else [])

    def reverse(
        self,
        query: Point | str | Sequence[float],
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
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
        found = to_locations(places)
        return found[0] if exactly_one else found

    def _unit_at(self, point: Point) -> Place | None:
        # Outlines take a second to load, and only far-off points need them.
        from geodata.regions import admin1_at

        return admin1_at(point.latitude, point.longitude, self.gazetteer)


def to_words(query: str | Mapping[str, str]) -> str:
    """Return a query as "village, region, country"; raises GeocoderQueryError for one without a name."""
    if isinstance(query, Mapping):
        unknown = sorted(set(query) - set(_QUERY_KEYS))
        if unknown:
            raise GeocoderQueryError(f"unknown keys {unknown}: use {', '.join(_QUERY_KEYS)}")
        parts = [query[key] for key in _QUERY_KEYS if query.get(key) and key not in ("street", "postalcode")]
    else:
        parts = [part.strip() for part in str(query).split(",")]
    words = ", ".join(part for part in parts if part)
    if not words:
        raise GeocoderQueryError("the query is empty: give a place name")
    return words


def to_codes(country_codes: str | Sequence[str] | None) -> frozenset[str]:
    """Return ISO codes in capitals; raises GeocoderQueryError for one that is not two letters."""
    codes = [country_codes] if isinstance(country_codes, str) else list(country_codes or ())
    codes = [code.strip().upper() for entry in codes for code in entry.split(",")]
    wrong = [code for code in codes if len(code) != 2 or not code.isalpha()]
    if wrong:
        raise GeocoderQueryError(f"{wrong} are no two-letter ISO country codes")
    return frozenset(codes)


def to_box(viewbox: Sequence[Point | Sequence[float]] | None) -> Box | None:
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


def to_locations(places: Sequence[Place]) -> list[Location]:
    """Return places as geopy gives them: an address that is no other's, the point, the record as a dict."""
    found = []
    for place, label in zip(places, distinct_labels(places), strict=True):
        raw = {name: getattr(place, name) for name in place.__slots__}
        raw["kind"] = place.kind.value
        found.append(Location(label, (place.latitude, place.longitude), raw))
    return found
