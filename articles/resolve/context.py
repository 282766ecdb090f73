"""Say how well each option agrees with the article's other names: containers, countries, nearness."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from articles.resolve.evidence import AREA_KINDS, Evidence
from articles.resolve.geometry import KM_PER_DEGREE, lies_in
from articles.resolve.options import Name, Option
from geodata.model import Place, PlaceKind

_SHARE_STEPS = (0.02, 0.07, 0.15, 0.3, 0.5, 0.7, 0.9)
_NEAR_STEPS_KM = (5, 15, 40, 80, 160, 320, 640, 1300, 3000)
_CONTAINER_SHARE = 0.02
_POINTS = (PlaceKind.SETTLEMENT, PlaceKind.FACILITY, PlaceKind.ADMIN2, PlaceKind.OTHER)


@dataclass(slots=True)
class Surroundings:
    """Where the article's names lie at present.

    ``countries``/``admin1s`` map a code to the sum of all names' shares there, ``own`` holds by name index
    what that name put in; ``anchors`` are the fairly sure points (name index, latitude, longitude).
    """

    countries: dict[str, float]
    admin1s: dict[str, float]
    own: list[dict[str, float]]
    anchors: list[tuple[int, float, float]]


def survey(names: Sequence[Name]) -> Surroundings:
    """Return where the names lie, given each option's current share."""
    countries: dict[str, float] = defaultdict(float)
    admin1s: dict[str, float] = defaultdict(float)
    own: list[dict[str, float]] = []
    anchors = []
    for index, name in enumerate(names):
        mine: dict[str, float] = defaultdict(float)
        for option in name.options:
            place, share = option.place, option.share * name.weight
            if share < 0.01:
                continue
            if place.country_code:
                mine[place.country_code] += share
                countries[place.country_code] += share
            if place.admin1:
                mine[place.admin1] += share
                admin1s[place.admin1] += share
            if share > 0.5 and place.kind in _POINTS:
                anchors.append((index, place.latitude, place.longitude))
        own.append(mine)
    return Surroundings(countries, admin1s, own, anchors)


def add_context(
    names: Sequence[Name], name_of: Sequence[int], evidence: Sequence[Evidence], around: Surroundings
) -> None:
    """Set every option's ``features`` from its own and from its agreement with the other names."""
    for index, name in enumerate(names):
        if name.demonym or len(name.options) < 2:
            continue
        claims = _claims(name, names, name_of, evidence)
        for option in name.options:
            option.features = list(option.base)
            _country_features(option, index, around, option.features)
            _nearness(option, index, around, option.features)
            _container_features(option, claims, option.features)


def _country_features(option: Option, index: int, around: Surroundings, found: list[str]) -> None:
    place, own = option.place, around.own[index]
    # One more than there are: a single other name proves little.
    others = len(around.own)
    country, admin1 = place.country_code, place.admin1
    if country:
        level = -1
        if others > 1:
            share = (around.countries.get(country, 0.0) - own.get(country, 0.0)) / others
            level = bisect_right(_SHARE_STEPS, share)
        group = "area" if place.kind in AREA_KINDS else "point"
        found += (f"country={level}|{group}", f"country={level}|{option.size}")
    if admin1 and place.kind is not PlaceKind.ADMIN1:
        share = (around.admin1s.get(admin1, 0.0) - own.get(admin1, 0.0)) / others
        found.append(f"admin1={bisect_right(_SHARE_STEPS, share)}")


def _nearness(option: Option, index: int, around: Surroundings, found: list[str]) -> None:
    place = option.place
    if place.kind in AREA_KINDS and place.kind is not PlaceKind.ADMIN2:
        return
    latitude, longitude = place.latitude, place.longitude
    shrink = math.cos(math.radians(latitude))
    nearest = 1e9
    for other, lat, lon in around.anchors:
        if other != index:
            dy, dx = lat - latitude, (lon - longitude) * shrink
            gap = dx * dx + dy * dy
            # A point at the very same spot is another name of the same place.
            if 0.0 < gap < nearest:
                nearest = gap
    if nearest < 1e9:
        found.append(f"near={bisect_right(_NEAR_STEPS_KM, math.sqrt(nearest) * KM_PER_DEGREE)}")


@dataclass(slots=True)
class _Claim:
    """One statement that this name lies in (or holds) another."""

    pattern: str
    options: list[Option]
    inward: bool


def _claims(
    name: Name, names: Sequence[Name], name_of: Sequence[int], evidence: Sequence[Evidence]
) -> list[_Claim]:
    found = []
    for number in name.mentions:
        said = evidence[number]
        for pattern, other in said.inside:
            holder = names[name_of[other]]
            likely = [o for o in holder.options if o.share >= _CONTAINER_SHARE and o.place.kind in AREA_KINDS]
            if likely and holder is not name:
                found.append(_Claim(pattern, likely, inward=True))
        for other in said.holds:
            held = names[name_of[other]]
            if held.options and held is not name:
                found.append(_Claim("holds", held.options[:30], inward=False))
    return found


def _container_features(option: Option, claims: Sequence[_Claim], found: list[str]) -> None:
    seen = set()
    for claim in claims:
        if claim.inward:
            verdict = _inside_verdict(option.place, claim.options)
            seen.add(f"{claim.pattern}={verdict}")
        elif option.place.kind in AREA_KINDS:
            inside = any(lies_in(held.place, option.place) for held in claim.options)
            seen.add(f"holds={inside:d}|{option.place.kind.value}")
        else:
            seen.add("holds=point")
    found.extend(seen)


def _inside_verdict(place: Place, holders: Sequence[Option]) -> str:
    """Return yes, no or same by the likely containers, weighed by their shares."""
    inside = total = 0.0
    for holder in holders:
        total += holder.share
        if holder.place.id == place.id:
            return "same"
        if lies_in(place, holder.place):
            inside += holder.share
    weight = inside / total if total else 0.0
    return "yes" if weight > 0.6 else "perhaps" if weight > 0.1 else "no"
