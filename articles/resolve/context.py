"""Say how well each option agrees with the article's other names: containers, countries, nearness."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from articles.resolve.evidence import AREA_KINDS, Evidence
from articles.resolve.options import Name, Option
from geodata.geography import may_lie_in
from geodata.globe import KM_PER_DEGREE, narrowings
from geodata.model import Place, PlaceKind

_SHARE_STEPS = (0.02, 0.07, 0.15, 0.3, 0.5, 0.7, 0.9)
_NEAR_STEPS_KM = (5, 15, 40, 80, 160, 320, 640, 1300, 3000)
_CONTAINER_SHARE = 0.02
_LEAST_SHARE = 0.01
_ALONE = -1
# One name of two is a half, whatever the last digit of a sum of floats says.
_ROUNDING = 1e-9
_NOWHERE = float("inf")
_ADMIN1 = PlaceKind.ADMIN1
_WIDE = tuple(AREA_KINDS - {PlaceKind.ADMIN2})
_POINTS = (PlaceKind.SETTLEMENT, PlaceKind.FACILITY, PlaceKind.ADMIN2, PlaceKind.OTHER)


@dataclass(slots=True)
class Surroundings:
    """Where the article's names lie at present.

    ``shares`` maps the code of a country ("UA") or province ("UA.07") to the sum of all names' shares there,
    ``own`` holds by name index what that name put in; ``anchors`` are the fairly sure points (name index,
    latitude, longitude).
    """

    shares: dict[str, float]
    own: list[dict[str, float]]
    anchors: list[tuple[int, float, float]]


def survey(names: Sequence[Name]) -> Surroundings:
    """Return where the names lie, given each option's current share."""
    shares: dict[str, float] = {}
    own: list[dict[str, float]] = []
    anchors = []
    for index, name in enumerate(names):
        mine: dict[str, float] = {}
        for option in name.options:
            share = option.share * name.weight
            if share < _LEAST_SHARE:
                continue
            place = option.place
            for code in (place.country_code, place.admin1):
                if code:
                    mine[code] = mine.get(code, 0.0) + share
            if share > 0.5 and place.kind in _POINTS:
                anchors.append((index, place.latitude, place.longitude))
        own.append(mine)
        for code, share in mine.items():
            shares[code] = shares.get(code, 0.0) + share
    return Surroundings(shares, own, anchors)


def add_context(
    names: Sequence[Name], name_of: Sequence[int], evidence: Sequence[Evidence], around: Surroundings
) -> None:
    """Set every option's ``context`` from its agreement with the other names."""
    undecided = [index for index, name in enumerate(names) if len(name.options) > 1]
    near_steps = iter(_near_steps([(index, names[index]) for index in undecided], around.anchors))
    for index in undecided:
        name, levels = names[index], _Levels(around, index)
        claims = _claims(name, names, name_of, evidence)
        for option in name.options:
            place, near = option.place, next(near_steps)
            country = levels[place.country_code] if place.country_code else None
            admin1 = levels[place.admin1] if place.admin1 and place.kind is not _ADMIN1 else None
            option.context = _context(country, option.group, option.size, admin1, near)
            if claims:
                option.context += _container_features(option, claims)


class _Levels(dict[str, int]):
    """By code of a country or province, the step of the other names' share there; counted when asked for."""

    def __init__(self, around: Surroundings, index: int) -> None:
        super().__init__()
        self.shares, self.own, self.count = around.shares, around.own[index], len(around.own)

    def __missing__(self, code: str) -> int:
        # Divided by one more than there are: a single other name proves little.
        share = (self.shares.get(code, 0.0) - self.own.get(code, 0.0)) / self.count + _ROUNDING
        level = self[code] = bisect_right(_SHARE_STEPS, share) if self.count > 1 else _ALONE
        return level


@lru_cache(maxsize=100_000)
def _context(
    country: int | None, group: str, size: str, admin1: int | None, near: int | None
) -> tuple[str, ...]:
    """Return the features of these steps; there are few combinations, so the strings are made once."""
    found: tuple[str, ...] = ()
    if country is not None:
        found += (f"country={country}|{group}", f"country={country}|{size}")
    if admin1 is not None:
        found += (f"admin1={max(admin1, 0)}",)
    if near is not None:
        found += (f"near={near}",)
    return found


def _near_steps(
    undecided: Sequence[tuple[int, Name]], anchors: Sequence[tuple[int, float, float]]
) -> list[int | None]:
    """Return for each option of these names the step of its distance to the nearest other name's anchor.

    None for countries, provinces and other wide areas, and where there is no other anchor.
    """
    places = [option.place for _, name in undecided for option in name.options]
    if not anchors or not places:
        return [None] * len(places)
    owner = np.array([index for index, name in undecided for _ in name.options])
    latitude = np.array([place.latitude for place in places])
    longitude = np.array([place.longitude for place in places])
    anchor, anchor_latitude, anchor_longitude = np.array(anchors).T
    dy = anchor_latitude - latitude[:, None]
    dx = (anchor_longitude - longitude[:, None]) * narrowings(latitude)[:, None]
    gap = dx * dx + dy * dy
    # A point at the very same spot is another name of the same place.
    gap[(owner[:, None] == anchor) | (gap == 0.0)] = np.inf
    nearest = np.sqrt(gap.min(axis=1)) * KM_PER_DEGREE
    steps = np.searchsorted(_NEAR_STEPS_KM, nearest, side="right").tolist()
    return [
        step if near < _NOWHERE and place.kind not in _WIDE else None
        for step, near, place in zip(steps, nearest.tolist(), places, strict=True)
    ]


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


def _container_features(option: Option, claims: Sequence[_Claim]) -> tuple[str, ...]:
    seen = set()
    for claim in claims:
        if claim.inward:
            verdict = _inside_verdict(option.place, claim.options)
            seen.add(f"{claim.pattern}={verdict}")
        elif option.group == "area":
            inside = any(may_lie_in(held.place, option.place) for held in claim.options)
            seen.add(f"holds={inside:d}|{option.place.kind.value}")
        else:
            seen.add("holds=point")
    return tuple(sorted(seen))


def _inside_verdict(place: Place, holders: Sequence[Option]) -> str:
    """Return yes, no or same by the likely containers, weighed by their shares."""
    inside = total = 0.0
    for holder in holders:
        total += holder.share
        if holder.place.id == place.id:
            return "same"
        if may_lie_in(place, holder.place):
            inside += holder.share
    weight = inside / total if total else 0.0
    return "yes" if weight > 0.6 else "perhaps" if weight > 0.1 else "no"
