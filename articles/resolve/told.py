"""Lets what a sentence says outright, a country, unit or neighbour, outweigh how well known a place is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from itertools import pairwise

from articles.resolve.addresses import FAMOUS_TOWN, heed_addresses
from articles.resolve.beside import first_that, heed_neighbours, prefer_near
from articles.resolve.evidence import UNIT_KINDS, Evidence, list_around
from articles.resolve.fronts import heed_fronts
from articles.resolve.nations import MANY_TIMES, heed_nations
from articles.resolve.openings import heed_openings
from articles.resolve.options import Name, Option
from articles.resolve.rank import swap_with_best
from articles.toponyms.units import UnitSort
from geodata.geography import distance_km, may_lie_in
from geodata.model import Place, PlaceKind, PlaceMention, PlaceRole, PlaceUse

_ENDS_SENTENCE = re.compile(r"[.!?]['”\")\]]*\s+[A-Z“\"‘(]|\n\s*\n")
_OPENS = re.compile(r"\b(?:in|across|throughout)\s+(?:the\s+)?(?:[\w-]+ern\s+)?$", re.IGNORECASE)
_ENDS_OPENING = re.compile(_ENDS_SENTENCE.pattern + "|;")
_ENDS_SECTION = re.compile(r"\n\s*\n")
_HEADS = re.compile(r"\s*(?::|\n)")
_LINE_BEFORE = re.compile(r"(?:^|\n)[\s*•–-]*$")
_BEFORE_UNIT = re.compile(r"(?:\s+(?:city|town))?\s*[,(]\s*")
_BEHIND_UNIT = re.compile(
    r"(?:\s+(?:state|province|region|governorate|district|department))?\s*(?:[),.;:\n]|$)"
)
# "Terny in Sumy region", "the Terny area in eastern Sumy region".
_IN = re.compile(r"(?:\s+(?:village|town|city|settlement|area))?,?\s+in\s+(?:the\s+)?(?:[a-z-]+ern\s+)?")
_REACH = 30
HELD_KM = 150.0
"""How far a place may lie from the town that it is said to lie in: in its district, or its province."""
PART_KM, QUARTER_KM = 60.0, 30.0
"""How far a suburb, and a quarter, may lie from the middle of its town."""
ACT_ABROAD = frozenset("US RU GB FR CN".split())
"""Countries whose armies and officials are in the news of every other: to name them says little of where."""
LISTED_TOWN = 100_000
"""A town with fewer people is not meant beside two or more names of a list that lie elsewhere together."""
LIST_KM, OFF_LIST_KM = 60.0, 100.0
"""How near to each other such names lie at most, and how far off the one that is not meant at least."""
OFF_LIST_CONFIDENCE = 0.5
"""Most that is trusted of a name that lies so where no nearer place bears it."""
TOLD_OF_UNIT = 2
"""So many names of a unit make the text speak of it."""
KNOWN_TOWN = 20_000
"""A town of the same country with so many people, and many times those of its namesake, stays where only
its list ("Kyiv, Odesa and Mykolaivka in Donetsk region"), or its sentence ("In Donetsk region, ..."), names a
unit."""


def heed_what_is_told(
    text: str,
    mentions: Sequence[PlaceMention],
    evidence: Sequence[Evidence],
    names: Sequence[Name],
    name_of: Sequence[int],
) -> None:
    """Reorder the options of names whose sentence says in what country, unit or by what place they lie."""
    countries = _countries(mentions, names, name_of)
    named = {code for codes in countries for code in codes}
    lying = Counter(name.best.place.country_code for name in names if name.best is not None)
    for first, last in _sentences(text, mentions):
        here = {code for index in range(first, last) for code in countries[index]}
        if len(here) == 1:
            for index in range(first, last):
                _prefer_country(names[name_of[index]], here, lying, "in the country that the sentence names")
    located = named - ACT_ABROAD
    for name in names if located else ():
        if name.best is not None and name.best.place.population < KNOWN_TOWN:
            _prefer_country(name, located, lying, "in a country that the text names")
    _prefer_called_so(names)
    units = _units_of(text, mentions, [names[number] for number in name_of])
    for index, said in enumerate(evidence):
        if any(name_of[o] == name_of[index] and _ends_address(text, mentions, o) for _, o in said.inside):
            _prefer_seat(names[name_of[index]], evidence, names, name_of)
        unit = units.get(index)
        if unit is not None and not said.shared and set(said.listed).issuperset(o for _, o in said.inside):
            _prefer_within(names[name_of[index]], (unit,), FAMOUS_TOWN, "as the sentence is about it")
    for index in range(len(mentions)):
        _heed_holders(text, index, mentions, evidence, names, name_of)
    heed_neighbours(text, mentions, names, name_of)
    heed_fronts(text, mentions, evidence, names, name_of)
    heed_openings(text, mentions, evidence, names, name_of)
    for index in range(len(mentions)):
        _heed_list(index, evidence, names, name_of)
    heed_nations(text, mentions, names, name_of)
    heed_addresses(text, mentions, evidence, names, name_of)


def _heed_holders(
    text: str,
    index: int,
    mentions: Sequence[PlaceMention],
    evidence: Sequence[Evidence],
    names: Sequence[Name],
    name_of: Sequence[int],
) -> None:
    """Let a name mean a place of what holds its list or its row, or of what it is told to lie in."""
    name, said = names[name_of[index]], evidence[index]
    if said.shared:
        tops = [names[name_of[n]].best for other in said.shared for n in list_around(evidence, other)]
        areas = [top.place for top in tops if top is not None and top.place.kind in UNIT_KINDS]
        known = LISTED_TOWN if do_others_lie_in(index, areas, evidence, names, name_of) else KNOWN_TOWN
        _prefer_within(name, areas, known, "where the text puts the list")
    _prefer_within(name, row_units(index, evidence, names, name_of), FAMOUS_TOWN, "which its row names")
    if (town := own_town(said, names, name_of)) is not None:
        prefer_near(name, names[name_of[town]], PART_KM)
    for pattern, other in said.inside:
        if other in said.listed or not mentions[other].literal:
            continue
        prefer_near(name, names[name_of[other]], HELD_KM)
        if pattern == "in" and _IN.fullmatch(text, mentions[index].end, mentions[other].start):
            _prefer_within(name, _unit(names[name_of[other]]), FAMOUS_TOWN, "as the text says")


def own_town(said: Evidence, names: Sequence[Name], name_of: Sequence[int]) -> int | None:
    """Return the mention of the town of which a name is said to be a part; None where that is no town."""
    bests = ((other, names[name_of[other]].best) for other in said.part_of)
    towns = (other for other, best in bests if best is not None and best.place.kind is PlaceKind.SETTLEMENT)
    return next(towns, None)


def _unit(name: Name) -> list[Place]:
    """Return the unit that a name most likely is, as the only one of a list."""
    return [name.best.place] if name.best is not None and name.best.place.kind in UNIT_KINDS else []


def _units_of(text: str, mentions: Sequence[PlaceMention], names: Sequence[Name]) -> dict[int, Place]:
    """Return, by number, the unit that each place is told of: "In Sumy region, A and B were hit".

    Such an opening holds up to a semicolon or the end of its sentence, a heading ("Sumy region:") up to an
    empty line; another unit ends both.
    """
    found: dict[int, Place] = {}
    unit: Place | None = None
    ends = _ENDS_OPENING
    opened = 0
    for index, (mention, name) in enumerate(zip(mentions, names, strict=True)):
        heads = _is_heading(text, mention)
        place = name.best.place if name.best is not None and (mention.literal or heads) else None
        if unit is not None and ends.search(text, opened, mention.start + 1):
            unit = None
        if place is None:
            continue
        if place.kind in UNIT_KINDS and name.sort is not UnitSort.CITY:
            unit = (
                place if heads or _OPENS.search(text, max(0, mention.start - _REACH), mention.start) else None
            )
            ends, opened = _ENDS_SECTION if heads else _ENDS_OPENING, mention.end
        elif unit is not None and mention.role is not PlaceRole.ORIGIN:
            found[index] = unit
    return found


def _is_heading(text: str, mention: PlaceMention) -> bool:
    return bool(
        _HEADS.match(text, mention.end)
        and _LINE_BEFORE.search(text, max(0, mention.start - _REACH), mention.start)
    )


def _ends_address(text: str, mentions: Sequence[PlaceMention], other: int) -> bool:
    """Whether a mention stands right behind the one before it, and alone: "Kunduz (Kunduz)"."""
    one, two = mentions[other - 1], mentions[other]
    return bool(_BEFORE_UNIT.fullmatch(text, one.end, two.start) and _BEHIND_UNIT.match(text, two.end))


def _prefer_seat(
    name: Name, evidence: Sequence[Evidence], names: Sequence[Name], name_of: Sequence[int]
) -> None:
    """Take the town that lies in a unit of its own name and in all that the text says it lies in."""
    own = {name_of[index] for index in name.mentions}
    above = {name_of[other] for index in name.mentions for _, other in evidence[index].inside} - own
    holders = [best.place for number in above if (best := names[number].best) is not None]
    if len(holders) < len(above):
        return
    first_level = [o.place for o in name.options if o.place.kind is PlaceKind.ADMIN1]
    units = first_level or [o.place for o in name.options if o.place.kind in UNIT_KINDS]
    best = name.best
    if best is None or name.demonym or (best.group != "area" and _lies_in_one(best.place, units)):
        return
    at = first_that(
        name.options,
        lambda o: (
            o.group != "area"
            and _lies_in_one(o.place, units)
            and all(may_lie_in(o.place, holder) for holder in holders)
        ),
    )
    if at:
        swap_with_best(name, at, "the town of the unit named after it")


def _lies_in_one(place: Place, areas: Sequence[Place]) -> bool:
    return any(may_lie_in(place, area) for area in areas)


def _prefer_within(name: Name, areas: Sequence[Place], known: int, why: str) -> None:
    """Take the likeliest place of a unit before one elsewhere, unless that is a town of so many people."""
    best = name.best
    if best is None or name.demonym or not areas or _lies_in_one(best.place, areas):
        return
    abroad = all(best.place.country_code != area.country_code for area in areas)
    if best.group == "area" and not (abroad and best.place.kind in UNIT_KINDS):
        return
    at = first_that(name.options, lambda o: o.group != "area" and _lies_in_one(o.place, areas))
    if at and (abroad or best.place.population < max(known, MANY_TIMES * name.options[at].place.population)):
        swap_with_best(name, at, f"in {areas[0].name}, {why}")


def _countries(
    mentions: Sequence[PlaceMention], names: Sequence[Name], name_of: Sequence[int]
) -> list[tuple[str, ...]]:
    """Return for each mention the code of the country that it names itself, literally or as a people."""
    found: list[tuple[str, ...]] = []
    for index, mention in enumerate(mentions):
        best = names[name_of[index]].best
        is_country = best is not None and best.place.kind is PlaceKind.COUNTRY
        told = mention.use in (PlaceUse.LITERAL, PlaceUse.DEMONYM)
        code = best.place.country_code if best is not None and is_country and told else None
        found.append((code,) if code else ())
    return found


def _sentences(text: str, mentions: Sequence[PlaceMention]) -> list[tuple[int, int]]:
    """Return the first and last (half-open) mention of each sentence that has two or more."""
    bounds = [0]
    for index in range(1, len(mentions)):
        if _ENDS_SENTENCE.search(text, mentions[index - 1].end, mentions[index].start + 1):
            bounds.append(index)
    bounds.append(len(mentions))
    return [(a, b) for a, b in pairwise(bounds) if b - a > 1]


def _prefer_country(name: Name, codes: Set[str], lying: Counter[str | None], why: str) -> None:
    """Take the likeliest place in the told countries before one in a country where no other name lies."""
    best = name.best
    if best is None or name.demonym or best.place.kind is PlaceKind.COUNTRY:
        return
    own = best.place.country_code
    if own is None or own in codes or lying[own] > 1:
        return
    at = first_that(name.options, lambda option: option.place.country_code in codes)
    if at:
        swap_with_best(name, at, why)


def _is_called_so(option: Option) -> bool:
    """Whether the name is just that of a town in a unit."""
    town = option.place.kind is PlaceKind.SETTLEMENT and option.place.admin1 is not None
    return town and "name=primary" in option.base


def _prefer_called_so(names: Sequence[Name]) -> None:
    """Take a town of just that name in a unit told of before one elsewhere that is called otherwise.

    Mambasa in Ituri is not Mombasa where Ituri and Djugu are told, though that has it among its names.
    """
    lying = Counter(name.best.place.admin1 for name in names if name.best is not None)
    for name in names:
        best = name.best
        if best is None or best.place.kind is not PlaceKind.SETTLEMENT or "name=primary" in best.base:
            continue
        if lying[best.place.admin1] > 1:
            continue
        at = first_that(name.options, lambda o: _is_called_so(o) and lying[o.place.admin1] >= TOLD_OF_UNIT)
        if at:
            swap_with_best(name, at, "a town of just that name in a unit that the text speaks of")


def do_others_lie_in(
    index: int,
    areas: Sequence[Place],
    evidence: Sequence[Evidence],
    names: Sequence[Name],
    name_of: Sequence[int],
) -> bool:
    """Whether a list has two or more other names, and all of them lie in these areas."""
    others = [best.place for best in _others_of_list(index, evidence, names, name_of)]
    towns = [place for place in others if all(place.id != area.id for area in areas)]
    return len(towns) > 1 and all(_lies_in_one(place, areas) for place in towns)


def row_units(
    index: int, evidence: Sequence[Evidence], names: Sequence[Name], name_of: Sequence[int]
) -> list[Place]:
    """Return the units, else the countries, that the other cells of a name's row name."""
    bests = [names[name_of[other]].best for other in evidence[index].row]
    areas = [best.place for best in bests if best is not None]
    for kinds in (UNIT_KINDS, (PlaceKind.COUNTRY,)):
        if found := [area for area in areas if area.kind in kinds]:
            return found
    return []


def _others_of_list(
    index: int, evidence: Sequence[Evidence], names: Sequence[Name], name_of: Sequence[int]
) -> list[Option]:
    own = names[name_of[index]]
    others = {name_of[other] for other in list_around(evidence, index)}
    bests = [names[number].best for number in sorted(others) if names[number] is not own]
    return [best for best in bests if best is not None]


def _heed_list(
    index: int, evidence: Sequence[Evidence], names: Sequence[Name], name_of: Sequence[int]
) -> None:
    """Take the place by the other names of a list, where all of these lie together and this one far off.

    Where no place of the name lies there, it is trusted little.
    """
    name = names[name_of[index]]
    best = name.best
    if best is None or name.demonym or best.group == "area" or best.place.population >= LISTED_TOWN:
        return
    others = [other.place for other in _others_of_list(index, evidence, names, name_of)]
    if len(others) < _LEAST_OTHERS or any(other.kind is not PlaceKind.SETTLEMENT for other in others):
        return
    if any(distance_km(one, two) > LIST_KM for one in others for two in others):
        return
    if any(distance_km(best.place, other) <= OFF_LIST_KM for other in others):
        return
    at = first_that(
        name.options,
        lambda o: o.group != "area" and any(distance_km(o.place, other) <= LIST_KM for other in others),
    )
    if at:
        swap_with_best(name, at, "by the others of its list")
    elif len(others) > _LEAST_OTHERS:
        name.at_most = OFF_LIST_CONFIDENCE


_LEAST_OTHERS = 2
