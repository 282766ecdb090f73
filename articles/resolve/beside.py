"""Takes the place of a name that lies by its neighbour as the text says: "X, 20 km south of Y"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from articles.resolve.options import Name, Option
from articles.resolve.rank import swap_with_best
from articles.resolve.relative import Beside, read_beside
from geodata.geography import distance_km
from geodata.globe import CORNER, moved, points_km
from geodata.model import Place, PlaceKind, PlaceMention

BESIDE_KM = 60.0
"""How far "X, north-east of Y" and "X, near Y" may lie from Y."""
SLACK_KM = 40.0
"""How much farther "X, 20 km north of Y" may lie than it says."""
OFF_KM, OFF_SHARE = 5.0, 0.4
"""How far, and what part of the distance, a place lies at most from the spot that a distance and one of eight
directions tell: 22.5 degrees are 0.4 of the distance."""
LOOSELY_KM, LOOSELY_SHARE = 25.0, 0.75
"""The same for what running text tells, which takes "north" for "north-west"."""
# "X, 10 km south of Y" may lie twice as far from Y and so much more; "X, near Y" so far; nothing lies farther
# that is told by a bearing alone: "X, north of Y".
_TWICE, _NEAR_KM, _BEARING_KM = 2, 150.0, 800.0


def heed_neighbours(
    text: str, mentions: Sequence[PlaceMention], names: Sequence[Name], name_of: Sequence[int]
) -> None:
    """Let every name that the text puts by the next one mean a place that lies there."""
    for index in range(len(mentions) - 1):
        told = read_beside(text[mentions[index].end : mentions[index + 1].start])
        if told is None:
            continue
        name, neighbour = names[name_of[index]], names[name_of[index + 1]]
        if not _take_at_spot(name, neighbour, told):
            limit = BESIDE_KM if told.distance_km is None else told.distance_km + SLACK_KM
            prefer_near(name, neighbour, limit)


def prefer_near(name: Name, neighbour: Name, limit: float) -> None:
    """Take the likeliest place within ``limit`` kilometres of the neighbour before one farther off."""
    best, other = name.best, neighbour.best
    if best is None or other is None or name is neighbour or best.group == "area" or other.group == "area":
        return
    limit += _reach_km(other.place)
    if distance_km(best.place, other.place) <= limit:
        return
    at = first_that(
        name.options,
        lambda option: option.group != "area" and distance_km(option.place, other.place) <= limit,
    )
    if at:
        swap_with_best(name, at, f"by {other.place.name}, as the text says")


def _reach_km(place: Place) -> float:
    """Return how far a lake, a river or a range reaches from its middle: who is near its shore is near it."""
    return place.radius_km * CORNER if place.kind in (PlaceKind.WATER, PlaceKind.OTHER) else 0.0


def _take_at_spot(name: Name, neighbour: Name, told: Beside) -> bool:
    """Take the place nearest to the spot that distance and direction tell; whether one lies there."""
    best, other = name.best, neighbour.best
    if best is None or other is None or name is neighbour or best.group == "area" or other.group == "area":
        return False
    gaps = {
        at: gap
        for at, option in enumerate(name.options)
        if option.group != "area" and option.place.id != other.place.id
        if (gap := km_from_spot(told, option.place, other.place)) is not None and gap <= _least_off(told)
    }
    if gaps and 0 not in gaps:
        at = min(gaps, key=lambda number: gaps[number])
        swap_with_best(name, at, f"as far from {other.place.name} as the text says")
    return bool(gaps)


def km_from_spot(told: Beside, place: Place, town: Place) -> float | None:
    """Return how far a place lies from where distance and direction from a town lead; None where none do.

    From which spot of a lake or a range they count, nobody says.
    """
    if told.distance_km is None or told.bearing is None or _reach_km(town) > OFF_KM:
        return None
    latitude, longitude = moved(town.latitude, town.longitude, told.bearing, told.distance_km)
    return points_km(place.latitude, place.longitude, latitude, longitude)


def _least_off(told: Beside) -> float:
    return OFF_KM + OFF_SHARE * (told.distance_km or 0.0)


def lies_elsewhere(told: Beside, place: Place, town: Place, *, known: bool) -> bool:
    """Whether a place lies farther from where the text puts it than its words may be wrong.

    A bracket measures ("X (government-controlled, 20km south of Y)"); against it only a place that is
    ``known`` by that name alone may lie somewhat off.
    """
    gap = max(0.0, distance_km(place, town) - _reach_km(town))
    if told.distance_km is None:
        return gap > (_BEARING_KM if told.directed else _NEAR_KM)
    off = km_from_spot(told, place, town)
    if off is None:
        return gap > _TWICE * told.distance_km + SLACK_KM
    loosely = LOOSELY_KM + LOOSELY_SHARE * told.distance_km
    return off > (_least_off(told) if told.bracketed and not known else loosely)


def first_that(options: Sequence[Option], holds: Callable[[Option], bool]) -> int:
    """Return where the first option is for which ``holds``; 0, which needs no swap, where there is none."""
    return next((at for at, option in enumerate(options) if holds(option)), 0)
