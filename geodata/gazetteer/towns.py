"""Tells towns from their sections, which GeoNames lists alike and sometimes with more people."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
import numpy.typing as npt

from geodata.gazetteer.index import Gazetteer
from geodata.globe import points_km

# A section lies this near to a town that has so many times its names in the world's languages and at least
# this share of its people: Mariupol has 48 names, its right bank 4 and half as many people again. That makes
# 725 sections of the 6,204 settlements of 100,000 people and more, nearly all of them rightly.
NEAR_KM = 15.0
MORE_NAMES = 4
LEAST_NAMES = 12
LEAST_SHARE = 0.5
# Where a section ranks among towns: Saltivka's 409,300 as a village of 8,000, after the towns around Kharkiv.
SECTION_SHARE = 0.02
# No farther than the town itself reaches with so many people a square kilometre: Kharkiv 10.6 km, which
# holds Saltivka and Rayon KTZ; Donetsk 8.5 km, which leaves out Makiivka.
PEOPLE_PER_KM2 = 4_000.0
# A city's districts are called by an adjective in Ukrainian and Russian: Rutchenkivskyi, of Donetsk. With
# such a name fewer names of the town's and a wider reach are enough.
UNIT_ENDINGS = ("skyi", "skyy", "skiy", "skij")
MORE_NAMES_OF_UNIT = 2
# Side of the squares that are searched for a town; at 65° north 0.35° of longitude are 16 km.
_LATITUDE_STEP, _LONGITUDE_STEP = 0.15, 0.35


def ranking_population(gazetteer: Gazetteer, rows: npt.NDArray[np.integer]) -> npt.NDArray[np.float64]:
    """Return what to rank these rows by on a map: their population, little of it for sections of towns."""
    names = gazetteer.name_counts()
    people: npt.NDArray[np.float64] = gazetteer.population[rows].astype(np.float64)
    known: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in rows[names[rows] >= LEAST_NAMES]:
        known[_square(gazetteer, int(row))].append(int(row))
    for place, row in enumerate(rows):
        if any(_is_section(gazetteer, names, int(row), town) for town in _around(gazetteer, known, int(row))):
            people[place] *= SECTION_SHARE
    return people


def _square(gazetteer: Gazetteer, row: int) -> tuple[int, int]:
    latitude, longitude = gazetteer.latitude[row], gazetteer.longitude[row]
    return int(latitude // _LATITUDE_STEP), int(longitude // _LONGITUDE_STEP)


def _around(gazetteer: Gazetteer, known: dict[tuple[int, int], list[int]], row: int) -> list[int]:
    """Return the well-known rows in the square of ``row`` and the eight beside it."""
    y, x = _square(gazetteer, row)
    return [town for dy in (-1, 0, 1) for dx in (-1, 0, 1) for town in known.get((y + dy, x + dx), ())]


def _is_section(gazetteer: Gazetteer, names: npt.NDArray[np.int64], row: int, town: int) -> bool:
    """Whether ``row`` is a part of ``town`` rather than a town beside it."""
    own = max(int(names[row]), LEAST_NAMES // MORE_NAMES)
    if town == row or names[town] < MORE_NAMES_OF_UNIT * own:
        return False
    if gazetteer.population[town] < LEAST_SHARE * gazetteer.population[row]:
        return False
    here = (gazetteer.latitude[row], gazetteer.longitude[row])
    there = (gazetteer.latitude[town], gazetteer.longitude[town])
    away_km = points_km(*map(float, (*here, *there)))
    if away_km >= NEAR_KM:
        return False
    if gazetteer.place_at(row).name.endswith(UNIT_ENDINGS):
        return True
    reach_km = math.sqrt(gazetteer.population[town] / PEOPLE_PER_KM2 / math.pi)
    return bool(names[town] >= MORE_NAMES * own) and away_km < reach_km
