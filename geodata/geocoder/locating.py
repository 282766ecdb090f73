"""What somebody types to say where: coordinates in any common form, or a name for a geopy geocoder."""

from __future__ import annotations

import re
import warnings

from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geodata.geocoder.chain import country_code_of
from geodata.model import Place, PlaceKind

# geopy finds a point inside longer texts as well; here the whole text must be one.
_LIKE_A_POINT = re.compile(r"[\d.,;°º′″'\"\s+\-NSEWnsew]+")
_MOST_PARTS = 2
_FULL_TURN = 180
BY_HAND = "set by an analyst"
ONLINE = "© OpenStreetMap contributors, through an online geocoder"


def read_point(typed: str) -> tuple[float, float] | None:
    """Return latitude and longitude of typed coordinates, such as "49.21, 37.28" or "49°12'N 37°17'E".

    None for anything else, and for a point that lies nowhere on Earth.
    """
    parts = re.split(r"[,;]", typed)
    if not _LIKE_A_POINT.fullmatch(typed) or len(parts) > _MOST_PARTS:
        return None
    if any(float(number) > _FULL_TURN for number in re.findall(r"\d+(?:\.\d+)?", typed)):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a latitude beyond the poles, which is refused below
        try:
            point = Point(typed.strip())
        except ValueError:
            return None
    return point.latitude, point.longitude


def locate(typed: str, geocoder: Geocoder, limit: int | None = None) -> list[Location]:
    """Return what typed words mean: the point itself, or the geocoder's places of that name, likeliest first.

    Empty for nothing and for nowhere. Raises what the geocoder raises: GeocoderServiceError when an online
    one cannot be asked.
    """
    point = read_point(typed)
    if point is not None:
        return [Location("{:g}, {:g}".format(*point), point, {})]
    if not any(letter.isalpha() for letter in typed):
        return []
    return list(geocoder.geocode(typed.strip(), exactly_one=False, limit=limit) or ())


def to_place(found: Location, called: str = "") -> Place:
    """Return a geocoder's answer as a place: the table's own record, else a point.

    A point is ``called`` so where it was typed as coordinates, and by its address where a service knows it.
    """
    if "kind" in found.raw:
        return Place(**found.raw | {"kind": PlaceKind(found.raw["kind"])})
    latitude, longitude = round(found.latitude, 5), round(found.longitude, 5)
    asked = bool(found.raw)
    return Place(
        id=f"point:{latitude:.5f},{longitude:.5f}",
        name=found.address if asked else called or found.address,
        kind=PlaceKind.OTHER,
        latitude=latitude,
        longitude=longitude,
        country_code=country_code_of(found),
        source=str(found.raw.get("licence") or ONLINE) if asked else BY_HAND,
    )
