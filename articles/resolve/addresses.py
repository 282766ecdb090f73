"""Reads a town, its district and its province as an address: "Mansa town (Mansa district, Punjab)"."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from articles.resolve.evidence import UNIT_KINDS, Evidence, list_around
from articles.resolve.options import Name, Option, is_village
from articles.resolve.rank import swap_with_best
from geodata.geography import distance_km, may_lie_in
from geodata.model import Place, PlaceKind, PlaceMention

_HOLDERS = (*UNIT_KINDS, PlaceKind.COUNTRY)
# Behind a pair without an "and": "in Los Angeles, Veracruz, on Saturday".
GOES_ON_IN_LIST = re.compile(r",?\s+(?:and|or|&)\s|,\s+[A-Z]")
FAMOUS_TOWN = 300_000
"""A town of so many people in the country of a unit is not sought in it by a comma alone."""
MANY_NAMESAKES = 10
"""A name that so many places bear has no fame: "Emiliano Zapata, Tabasco" is not the town by Cuernavaca."""
_TOWN_OF = re.compile(r"\b(?:municipality|city|town|village|commune)\s+of\s+$")
_TOWN_REACH = 20
FAR_KM = 500.0
"""A namesake abroad so far from the unit is not meant where the unit's country has towns of that name."""
_LIKELY = 0.1  # less likely, a unit that bears another name holds nothing: "Morelos" for Ecatepec de Morelos
TOWN_KM = 30.0
"""What lies so near to a town may lie in it rather than in the unit named like it."""


def heed_addresses(
    text: str,
    mentions: Sequence[PlaceMention],
    evidence: Sequence[Evidence],
    names: Sequence[Name],
    name_of: Sequence[int],
) -> None:
    """Let each name and the unit behind it, the coarsest first, mean places that lie so."""
    for index in range(len(mentions) - 2, -1, -1):
        other = _holder_of(text, mentions, names, name_of, index)
        name, holder = names[name_of[index]], names[name_of[other]]
        if name is holder or name.demonym or holder.demonym or not name.options or not holder.options:
            continue
        bracketed = is_bracketed(text, mentions, index)
        if bracketed or is_step(text, mentions, evidence, names, name_of, index):
            sure = bracketed or name.count >= MANY_NAMESAKES or _is_called_town(text, mentions[index])
            _agree(name, holder, math.inf if sure else FAMOUS_TOWN)


def _is_called_town(text: str, mention: PlaceMention) -> bool:
    return _TOWN_OF.search(text, max(0, mention.start - _TOWN_REACH), mention.start) is not None


def _holder_of(
    text: str, mentions: Sequence[PlaceMention], names: Sequence[Name], name_of: Sequence[int], index: int
) -> int:
    """Return the number of the next name, or of the first listed one of a bracket that begins there.

    So it is Midlands for Kwekwe in "Kwekwe (Kwekwe Urban, Midlands)".
    """
    other = index + 1
    if "(" not in text[mentions[index].end : mentions[other].start]:
        return other
    while other + 1 < len(mentions) and not names[name_of[other]].options:
        if text[mentions[other].end : mentions[other + 1].start].strip() != ",":
            return index + 1
        other += 1
    return other


def is_step(
    text: str,
    mentions: Sequence[PlaceMention],
    evidence: Sequence[Evidence],
    names: Sequence[Name],
    name_of: Sequence[int],
    index: int,
) -> bool:
    """Whether a comma leads from a name up to what holds it, and not on in a list."""
    other = index + 1
    if ("comma", other) not in evidence[index].inside or "(" in text[
        mentions[index].end : mentions[other].start
    ]:
        return False
    if other not in evidence[index].listed:
        return True
    members = list_around(evidence, index)
    if index != members[0]:
        return False
    last = members[-1]
    if last > other and not _is_chain([names[name_of[n]].best for n in members[1:]]):
        return False
    return GOES_ON_IN_LIST.match(text, mentions[last].end) is None


def _is_chain(bests: Sequence[Option | None]) -> bool:
    """Whether each is an area that lies in the next."""
    places = [best.place for best in bests if best is not None and best.place.kind in _HOLDERS]
    if len(places) < len(bests):
        return False
    return all(a.id != b.id and may_lie_in(a, b) for a, b in pairwise(places))


def is_bracketed(text: str, mentions: Sequence[PlaceMention], index: int) -> bool:
    """Whether the next name stands in a bracket behind this one, or both in one behind another name."""
    gap = text[mentions[index].end : mentions[index + 1].start]
    closes = text.find(")", mentions[index + 1].end, mentions[index + 1].end + 60)
    if closes < 0:
        return False
    if "(" in gap:
        return re.fullmatch(r"(?:\s+[a-z]+)?\s*\((?:in\s+)?(?:the\s+)?", gap) is not None
    opens = text.rfind("(", max(0, mentions[index].start - 60), mentions[index].start)
    return gap.strip() == "," and opens >= 0 and index > 0 and mentions[index - 1].end >= opens - 12


def _agree(name: Name, holder: Name, known: float) -> None:
    best = holder.options[0]
    if _take_itself(name, best.place):
        return
    name.recall({o.place.country_code for o in holder.options if o.place.kind in _HOLDERS})
    for at_holder in _areas(holder):
        area = holder.options[at_holder].place
        fits = [
            at for at, o in enumerate(name.options) if o.place.id != area.id and may_lie_in(o.place, area)
        ]
        if not fits:
            continue
        fits = _nearest_village_first(name, area, fits)
        if fits[0] and not _is_meant(name.options[0], name.options[fits[0]], area, known):
            return
        if at_holder and not _lies_in_town(name.options[fits[0]].place, best.place):
            swap_with_best(holder, at_holder, f"as {name.surface} lies in it")
        if fits[0]:
            swap_with_best(name, fits[0], f"in {area.name}, as the text says")
        return
    _take_unit(name, holder)


def _take_itself(name: Name, unit: Place) -> bool:
    """Take the unit behind a name for the name too, where it bears it and none but villages elsewhere do.

    "Pauk town (Pauk township, Magway)", where no table holds the town; whether it was taken.
    """
    itself = [at for at, option in enumerate(name.options) if option.place.id == unit.id]
    towns = [o.place for o in name.options if o.place.kind is PlaceKind.SETTLEMENT]
    home = [place for place in towns if place.country_code == unit.country_code]
    if not itself or name.options[0].place not in home:
        return False
    if any(may_lie_in(place, unit) or place.population for place in home):
        return False
    swap_with_best(name, itself[0], f"as {unit.name} stands behind it")
    return True


def _nearest_village_first(name: Name, area: Place, fits: list[int]) -> list[int]:
    """Let the village nearest to the middle of a district stand first, where the likeliest is a village."""
    if area.kind is not PlaceKind.ADMIN2 or not is_village(name.options[fits[0]].place):
        return fits
    villages = [at for at in fits if is_village(name.options[at].place)]
    return sorted(villages, key=lambda at: distance_km(name.options[at].place, area))


def _areas(holder: Name) -> list[int]:
    """Return what a name could be that holds places: the likeliest, the unit around it, the others."""
    code = holder.options[0].place.admin1
    found = [
        at
        for at, option in enumerate(holder.options)
        if option.place.kind in _HOLDERS
        and (not at or option.share >= _LIKELY or "name=primary" in option.base)
    ]
    return sorted(found, key=lambda at: (at > 0, not code or holder.options[at].place.admin1 != code))


def _is_meant(best: Option, option: Option, area: Place, known: float) -> bool:
    """Whether a place in the unit is meant before the likeliest one, which lies elsewhere."""
    if best.place.kind is PlaceKind.COUNTRY or may_lie_in(best.place, area):
        return False
    return best.place.country_code != area.country_code or best.place.population < known


def _lies_in_town(place: Place, town: Place) -> bool:
    return town.kind is PlaceKind.SETTLEMENT and distance_km(place, town) <= TOWN_KM


def _take_unit(name: Name, holder: Name) -> None:
    """Take the unit around a town for what is meant where only namesakes far from it are known."""
    town = holder.options[0].place
    if town.kind is not PlaceKind.SETTLEMENT or not is_far_namesake(name, town):
        return
    for at, option in enumerate(holder.options):
        if option.place.kind in UNIT_KINDS and option.place.admin1 == town.admin1:
            swap_with_best(holder, at, f"as {name.surface} is told to lie in it")
            return


def is_far_namesake(name: Name, unit: Place) -> bool:
    """Whether the likeliest place lies abroad and far from a unit in whose country some are so called."""
    best = name.options[0].place
    if best.kind is not PlaceKind.SETTLEMENT or best.country_code == unit.country_code:
        return False
    at_home = any(option.place.country_code == unit.country_code for option in name.options)
    return at_home and distance_km(best, unit) > FAR_KM
