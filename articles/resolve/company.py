"""Lets the article's country, a fuller name, or the table that lists a place, decide between namesakes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from articles.resolve.evidence import UNIT_KINDS
from articles.resolve.options import Name, Option, is_village, kind_group
from articles.resolve.rank import swap_with_best
from articles.toponyms.tokens import LINKS
from articles.toponyms.units import split_unit
from geodata.gazetteer.names import normalise_name
from geodata.geography import distance_km
from geodata.model import PlaceKind

CLOSE = 0.4
"""From this share of the likeliest one's on a namesake is about as likely."""
COMPANY = 3
"""So many other names of a country, its regions and towns, make it the one that an article is about."""

MANY_COUNTRIES = 5
"""A unit's name that so many countries have says nothing of which is meant: "Northern Province"."""
FULL_SHARE = 0.5
"""From this share on a fuller name is sure enough to say what its beginning means."""
APART_KM = 60.0
"""So far apart at least lie a town and another that is not told by the beginning of its name: Lagos Island
and Lagos are two."""
SHORTEST_BEGINNING = 4
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


def heed_full_names(names: Sequence[Name]) -> None:
    """Let the beginning of a town's name mean that town: "San José", where San José de Apartadó is told.

    Not where another name lies in the country of the likeliest namesake, nor for a larger town that bears
    the name itself: Washington is not Washington Heights.
    """
    lying = Counter(name.options[0].place.country_code for name in names if name.options)
    words = [normalise_name(name.surface).split() for name in names]
    for name, own in zip(names, words, strict=True):
        best = name.best
        if best is None or name.demonym or best.place.kind is not PlaceKind.SETTLEMENT:
            continue
        if len("".join(own)) < SHORTEST_BEGINNING:
            continue
        fuller = [
            (other.options[0], its[len(own)] in LINKS)
            for other, its in zip(names, words, strict=True)
            if len(its) > len(own) and its[: len(own)] == own and _is_sure_town(other)
        ]
        if len({option.place.id for option, _ in fuller}) == 1 and _is_meant(best, *fuller[0], lying):
            _take(name, fuller[0][0])


def _is_sure_town(name: Name) -> bool:
    best = name.best
    if best is None or name.demonym or best.share < FULL_SHARE or split_unit(name.surface)[1] is not None:
        return False
    return best.place.kind is PlaceKind.SETTLEMENT


def _is_meant(best: Option, full: Option, linked: bool, lying: Counter[str | None]) -> bool:
    """Whether a fuller name's town is meant before the likeliest one; ``linked``: it goes on with "de"."""
    one, other = best.place, full.place
    if distance_km(one, other) <= APART_KM:
        return False
    if one.country_code != other.country_code and lying[one.country_code] > 1:
        return False
    return linked or "name=primary" not in best.base or one.population < other.population


def _take(name: Name, full: Option) -> None:
    at = next((at for at, o in enumerate(name.options) if o.place.id == full.place.id), len(name.options))
    if at == len(name.options):
        name.options.append(replace(full, score=name.options[-1].score, share=0.0, told=("", 0.0)))
    swap_with_best(name, at, "as the text calls it by its full name too")
