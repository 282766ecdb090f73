"""Say how well each option agrees with the article's other names: containers, countries, nearness."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from articles.resolve.evidence import AREA_KINDS, Evidence
from articles.resolve.geometry import KM_PER_DEGREE, lies_in
from articles.resolve.options import Name, Option
from geodata.model import Place, PlaceKind

_SHARE_STEPS = (0.001, 0.05, 0.15, 0.3, 0.5, 0.7, 0.9)
_NEAR_STEPS_KM = (5, 15, 40, 80, 160, 320, 640, 1300, 3000)
_CONTAINER_SHARE = 0.02
_POINTS = (PlaceKind.SETTLEMENT, PlaceKind.FACILITY, PlaceKind.ADMIN2, PlaceKind.OTHER)


def step(value: float, steps: Sequence[float]) -> int:
    """Return how many of the ascending ``steps`` a value reaches."""
    count = 0
    for limit in steps:
        if value < limit:
            break
        count += 1
    return count


@dataclass(slots=True)
class Surroundings:
    """Where the article's names lie at present, by name index.

    ``countries``/``admin1s`` map a code to each name's share there; ``anchors`` are (name, place) pairs
    that are fairly sure.
    """

    countries: dict[str, dict[int, float]]
    admin1s: dict[str, dict[int, float]]
    anchors: list[tuple[int, Place]]
    total: float


def survey(names: Sequence[Name]) -> Surroundings:
    """Return where the names lie, given each option's current share."""
    countries: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    admin1s: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    anchors = []
    for index, name in enumerate(names):
        for option in name.options:
            place, share = option.place, option.share
            if share < 0.01:
                continue
            if place.country_code:
                countries[place.country_code][index] += share
            if place.admin1:
                admin1s[place.admin1][index] += share
            if share > 0.5 and place.kind in _POINTS:
                anchors.append((index, place))
    return Surroundings(countries, admin1s, anchors, float(len(names)))


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
    place = option.place
    others = max(around.total - 1, 1.0)
    group = "area" if place.kind in AREA_KINDS else "point"
    if place.country_code:
        shares = around.countries.get(place.country_code, {})
        share = (sum(shares.values()) - shares.get(index, 0.0)) / others
        level = step(share, _SHARE_STEPS) if around.total > 1 else -1
        found.append(f"country={level}|{group}")
        found.append(f"country={level}|size={int(math.log10(place.population + 1)) // 2}")
    if place.admin1 and place.kind is not PlaceKind.ADMIN1:
        shares = around.admin1s.get(place.admin1, {})
        share = (sum(shares.values()) - shares.get(index, 0.0)) / others
        found.append(f"admin1={step(share, _SHARE_STEPS)}")


def _nearness(option: Option, index: int, around: Surroundings, found: list[str]) -> None:
    place = option.place
    if place.kind in AREA_KINDS and place.kind is not PlaceKind.ADMIN2:
        return
    latitude, longitude = place.latitude, place.longitude
    shrink = math.cos(math.radians(latitude))
    nearest = 1e9
    for other, anchor in around.anchors:
        if other != index and anchor.id != place.id:
            dy = anchor.latitude - latitude
            dx = (anchor.longitude - longitude) * shrink
            gap = dx * dx + dy * dy
            if gap < nearest:
                nearest = gap
    if nearest < 1e9:
        found.append(f"near={step(math.sqrt(nearest) * KM_PER_DEGREE, _NEAR_STEPS_KM)}")


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
