"""Lets the article's country, or the table that lists a place, decide between namesakes about as likely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from articles.resolve.evidence import UNIT_KINDS
from articles.resolve.options import Name, is_village, kind_group
from articles.resolve.rank import swap_with_best
from geodata.model import PlaceKind

CLOSE = 0.4
"""From this share of the likeliest one's on a namesake is about as likely."""
COMPANY = 3
"""So many other names of a country, its regions and towns, make it the one that an article is about."""

MANY_COUNTRIES = 5
"""A unit's name that so many countries have says nothing of which is meant: "Northern Province"."""
HARDLY_LESS = 0.25
"""From this share of a village's on a town of its name and province is meant before it."""


def prefer_listed_towns(names: Sequence[Name]) -> None:
    """Let a town of the tables be meant before a village of its name in its province.

    Not where the text calls it a village, or names what lies so near the village that it is far likelier.
    """
    for name in names:
        if name.demonym or not name.options or not is_village(name.options[0].place):
            continue
        if any(kind_group(word) == "village" for word in name.kind_words):
            continue
        village = name.options[0]
        for at, option in enumerate(name.options):
            place = option.place
            town = place.kind is PlaceKind.SETTLEMENT and not is_village(place)
            same = place.admin1 is not None and place.admin1 == village.place.admin1
            if town and same and option.share >= HARDLY_LESS * village.share:
                swap_with_best(name, at, "a town before a village of its name and province")
                break


def heed_company(names: Sequence[Name]) -> None:
    """Let a town mean its namesake in the country of several other names, where its own is that of none.

    "Palma" beside Pemba, Mueda and Cabo Delgado is the one in Mozambique. So is a unit's name that many
    countries have, however much likelier the unit of another country may seem.
    """
    lying = Counter(name.options[0].place.country_code for name in names if name.options)
    for name in names:
        if len(name.options) < 2 or name.demonym:
            continue
        best = name.options[0]
        units = [option for option in name.options if option.place.kind in UNIT_KINDS]
        common = best in units and len({unit.place.country_code for unit in units}) >= MANY_COUNTRIES
        town = best.place.kind is PlaceKind.SETTLEMENT
        if not (town or common) or lying[best.place.country_code] > 1:
            continue
        for at, option in enumerate(name.options[1:], 1):
            if not common and option.share < CLOSE * best.share:
                break
            if common and option not in units:
                continue
            code = option.place.country_code
            if code is not None and code != best.place.country_code and lying[code] >= COMPANY:
                swap_with_best(name, at, "as the text names others in that country")
                break
