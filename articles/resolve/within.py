"""Draw a village that no table holds over the district or town that the text puts it in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from articles.resolve.addresses import GOES_ON_IN_LIST
from articles.resolve.anchors import is_site
from articles.resolve.evidence import QUARTERS, SMALL, TOWN, UNIT_KINDS, Evidence, list_around, read_evidence
from articles.resolve.fronts import fronts_of
from articles.resolve.openings import openings_of
from articles.resolve.placing import drawn_by
from articles.resolve.relative import read_beside, read_offset
from articles.resolve.villages import only_unit_beside
from articles.toponyms.units import UNIT_WORDS, split_unit
from articles.words.closed import Speech, speech
from geodata.geography import may_lie_in
from geodata.model import Place, PlaceKind, PlaceMention, PlacePrecision

WITHIN_CONFIDENCE = 0.6
"""Most that is trusted of a place drawn as the unit around it."""
LARGEST_RADIUS_KM = 40.0
"""A unit that reaches farther says too little of where a village is: it stays without a place of its own."""
WIDEST_KM = 400.0
"""A unit or region that reaches farther says nothing of where an event was."""
_TOWN_RADIUS_KM = 10.0
_UNIT_RADIUS_KM = 25.0  # the unit around a town that gives it its name
# What a village or a small unit is called behind its name, in many lands.
_CALLED = (
    r"(?:(?:border|rural|frontline)\s+)?(?:villages?|hamlets?|towns?|cit(?:y|ies)|settlements?|areas?|camps?|fronts?|"
    r"sectors?|neighbou?rhoods?|quarters?|suburbs?|wards?|parish(?:es)?|kebeles?|barangays?|tambons?|mandals?|groupements?|"
    rf"corregimientos?|veredas?|unions?|countryside|{'|'.join(sorted(UNIT_WORDS))})"
)
FARTHEST_BESIDE_KM = 100.0
"""A village that is told to lie farther from a town is not drawn by it."""
_BY_BEARING_KM = 25.0  # "X, north of Y"
_BRACKET = re.compile(rf"(?:\s+{_CALLED})?\s*\((?:in\s+)?(?:[A-Z][\w’' -]{{2,30}},\s+){{0,2}}")
_UPWARDS = re.compile(r",\s+")
# What may stand between a village and what holds it, farther behind: "Wetwet kebele, in Gidan woreda (North
# Wello, Amhara)", "Margat area (coded as Bolan) (Kachhi, Balochistan)". Nothing is said to happen in it.
_ADDRESS = re.compile(
    rf"(?:\s*(?:[][,()/]|\b{_CALLED}\b|\b(?:in|of|the|al|wa|coded\s+(?:as|to))\b|\b[a-z]?[A-Z][\w’'-]{{1,30}}\b))*\s*"
)
_CALLED_TOWN = re.compile(r"\s+(?:city|town)\b")
_UP = re.compile(r"\s+(?:district|sub-district|neighbou?rhood|suburb|quarter|ward|area),\s+")
_OPENS_ADDRESS = re.compile(r"\s*\((?:in\s+)?(?P<between>(?:[^\W\d_][\w’' -]{2,30},\s+){0,2})")
# "In Sitio Lamba, Barangay Lagasan, Pikit": between them may stand what no name was found in.
_NEXT_UP = re.compile(r",\s+(?:(?:Barangay|Brgy\.?|Purok|Sitio)(?:\s[A-Z][\w’'-]+){1,2},\s+)?")
_SAYS_OR_OPENS = re.compile(rf"\s(?:\(|(?:ha[sd]\s)?(?:{'|'.join(sorted(speech(Speech.SOURCE)))})\b)")
_PLACED, _REACH = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear)\s+(?:the\s+)?$"), 12
_LONGEST_ADDRESS, _LONGEST_CHAIN = 90, 8  # in characters, in names
_OF_A_TOWN = frozenset(("district of", "suburb"))  # "the X area of Kunduz", "the Kabul suburb of X"
_AREAS = (PlaceKind.ADMIN2, PlaceKind.ADMIN1, PlaceKind.REGION)


def place_within(text: str, mentions: list[PlaceMention], evidence: Sequence[Evidence]) -> list[PlaceMention]:
    """Give every literal name without a place the small unit, or the town, that it is said to lie in."""
    fronts, openings = fronts_of(text, mentions, evidence), openings_of(text, mentions, evidence)
    for index in range(len(mentions) - 1, -1, -1):  # what holds a name mostly stands behind it
        mention = mentions[index]
        if mention.place is not None or not mention.literal:
            continue
        beside = _beside_a_town(text, mentions, index) or _by_its_town(text, mentions, index, evidence)
        beside = beside or _by_address(text, mentions, index, evidence[index].kind_word)
        if beside is None and index in fronts and not evidence[index].listed:
            beside = _on_front(mention, mentions[fronts[index]])
        if beside is None and index in openings:
            beside = _by_opening(mention, mentions[openings[index]], mentions[openings[index] + 1])
        if beside is not None:
            mentions[index] = beside
            continue
        holder = _behind_bracket(text, mentions, index)
        if holder is not None and holder.place is not None and _is_small(holder):
            mentions[index] = _drawn_as(mention, holder, holder.place, as_unit=not is_site(mention.text))
            continue
        holder = _of_row_or_town(index, mentions, evidence[index])
        if holder is not None and holder.place is not None:
            as_unit = not evidence[index].part_of
            mentions[index] = _drawn_as(mention, holder, holder.place, as_unit=as_unit)
            continue
        for pattern, other in evidence[index].inside:
            holder = mentions[other]
            in_list = pattern == "comma" and other in evidence[index].listed
            called = evidence[index].kind_word
            if mention.candidates and (in_list or not _is_told_unit(holder)):
                continue
            if _as_unit(mention, holder, called) is not holder:
                continue
            if holder.place is not None and _is_close(pattern, holder, called, in_list=in_list):
                mentions[index] = _drawn_as(mention, holder, holder.place)
                break
    return mentions


def _beside_a_town(text: str, mentions: Sequence[PlaceMention], index: int) -> PlaceMention | None:
    """Return a village that no table holds, drawn by the town that it lies by: "X, 25 km from Y".

    Where a distance is told, its namesakes elsewhere are no hindrance.
    """
    mention = mentions[index]
    if index + 1 >= len(mentions) or is_site(mention.text):
        return None
    town = mentions[index + 1]
    place = town.place
    told = read_beside(text[mention.end : town.start])
    if told is None or place is None or place.kind is not PlaceKind.SETTLEMENT:
        return None
    if told.distance_km is None and (mention.candidates or not town.literal):
        return None
    offset = read_offset(text, town.start)
    if offset is None or max(offset.distance_km, offset.radius_km) > FARTHEST_BESIDE_KM:
        return None
    if told.directed and told.distance_km is None:
        offset = replace(offset, radius_km=_BY_BEARING_KM)
    drawn = drawn_by(replace(mention, place=place, candidates=()), place, offset)
    return replace(drawn, confidence=min(town.confidence, WITHIN_CONFIDENCE))


def _by_its_town(
    text: str, mentions: Sequence[PlaceMention], index: int, evidence: Sequence[Evidence]
) -> PlaceMention | None:
    """Return a name drawn by the town that it is told in where the words say that the town itself is meant.

    They do so by "town" or by an address of its own behind it: "in Msabaha in Malindi (Kilifi county)"; not
    where that begins with its own name, which is that of the unit around it: "X in Damboa (Damboa, Borno)".
    """
    mention, said = mentions[index], evidence[index]
    for pattern, other in (*said.inside, *_above(text, mentions, index)):
        holder = mentions[other]
        if holder.place is None or pattern not in _HELD or other < index:
            continue
        if pattern != "comma" and is_drawn_as_another(holder):
            return replace(_drawn_as(mention, holder, holder.place), radius_km=holder.radius_km)
        if holder.precision is not PlacePrecision.SETTLEMENT or len(list_around(evidence, index)) > 2:
            continue
        large = pattern != "comma" or holder.place.population >= LARGE_TOWN
        if _CALLED_TOWN.match(text, holder.end) or (large and _has_own_address(text, mentions, other)):
            return _drawn_as(mention, holder, holder.place)
    return None


def _above(text: str, mentions: Sequence[PlaceMention], index: int) -> list[tuple[str, int]]:
    """Return the name behind a quarter and a comma, if there is one: "Nungwi ward, Zanzibar city"."""
    if index + 1 < len(mentions) and _UP.fullmatch(text, mentions[index].end, mentions[index + 1].start):
        return [("comma", index + 1)]
    return []


def _has_own_address(text: str, mentions: Sequence[PlaceMention], index: int) -> bool:
    """Whether a bracket behind a town names what it lies in, and not first its own name."""
    if index + 1 >= len(mentions):
        return False
    town, unit = mentions[index], mentions[index + 1]
    opens = _OPENS_ADDRESS.fullmatch(text, town.end, unit.start)
    if opens is None or unit.place is None:
        return False
    own = not opens["between"] and split_unit(unit.text)[0].casefold() == town.text.casefold()
    return not own and unit.place.is_area


def _is_addressed_pair(
    text: str, mentions: Sequence[PlaceMention], evidence: Sequence[Evidence], index: int
) -> bool:
    """Whether a name and the one behind a comma are no list, but an address: "X, Damboa (Borno state)".

    So they are in "in X, Puebla, men ...", where the second one is a unit as well as a town.
    """
    if len(list_around(evidence, index)) != 2 or index + 1 not in evidence[index].listed:
        return False
    if _has_own_address(text, mentions, index + 1):
        return True
    mention, holder = mentions[index], mentions[index + 1]
    placed = _PLACED.search(text, max(0, mention.start - _REACH), mention.start) is not None
    unit = any(c.place.kind in UNIT_KINDS for c in holder.candidates)
    return placed and unit and GOES_ON_IN_LIST.match(text, holder.end) is None


def _by_address(text: str, mentions: Sequence[PlaceMention], index: int, called: str) -> PlaceMention | None:
    """Return a name drawn by the town that its address goes on with: "in X, Jolo, Sulu".

    That is no list: the town's province closes it ("in X, Jolo, Sulu, men ..."), or no other name follows. A
    town's name that stands for its unit is left to ``units_told``.
    """
    mention = mentions[index]
    town, *above = mentions[index + 1 : index + 3] or [mention]
    place, end = town.place, town.end
    placed = _PLACED.search(text, max(0, mention.start - _REACH), mention.start)
    if not placed or not _NEXT_UP.fullmatch(text, mention.end, town.start) or not town.literal:
        return None
    if place is None or town.precision is not PlacePrecision.SETTLEMENT:
        return None
    if above and _UPWARDS.fullmatch(text, end, above[0].start):
        units = [c.place for c in above[0].candidates if c.place.kind in UNIT_KINDS]
        end = above[0].end if any(may_lie_in(place, unit) for unit in units) else end
    if GOES_ON_IN_LIST.match(text, end) or _SAYS_OR_OPENS.match(text, end):
        return None
    if _as_unit(mention, town, called, paired=True) is not town:
        return None
    return _drawn_as(mention, town, place)


def _on_front(mention: PlaceMention, town: PlaceMention) -> PlaceMention | None:
    """Return an unlisted village drawn by the town after which its stretch of front is called."""
    place = town.place
    if place is None or place.kind is not PlaceKind.SETTLEMENT or is_site(mention.text):
        return None
    drawn = _drawn_as(mention, town, place)
    return replace(
        drawn, radius_km=LARGEST_RADIUS_KM, reasons=(*mention.reasons, f"on the front of {place.label}")
    )


def _by_opening(mention: PlaceMention, town: PlaceMention, unit: PlaceMention) -> PlaceMention | None:
    """Return a name drawn by the town that opens its sentence, which lies in the unit behind it."""
    place, around = town.place, unit.place
    if place is None or place.kind is not PlaceKind.SETTLEMENT or is_site(mention.text):
        return None
    if around is None or around.kind not in UNIT_KINDS or not may_lie_in(place, around):
        return None
    drawn = _drawn_as(mention, town, place)
    why = f"drawn by {place.label}, which opens its sentence"
    return replace(drawn, radius_km=_UNIT_RADIUS_KM, reasons=(*mention.reasons, why))


def units_told(text: str, mentions: Sequence[PlaceMention]) -> dict[int, PlaceMention]:
    """Return, by where it starts, the unit that the text puts each unplaced name in, however wide it is.

    What is told of one mention holds for all of that name; the smallest unit counts, a country does not.
    """
    evidence = read_evidence(text, mentions)
    found: dict[str, PlaceMention] = {}
    for index, mention in enumerate(mentions):
        if mention.place is not None or not mention.literal:
            continue
        said = evidence[index]
        held = [
            other
            for pattern, other in said.inside
            if pattern in _HELD
            and (other not in said.listed or _is_addressed_pair(text, mentions, evidence, index))
        ]
        key = mention.text.casefold()
        holders = [
            _as_unit(mention, mentions[o], said.kind_word, paired=o in said.listed)
            for o in (*held, *said.shared, *said.row)
        ]
        areas = [holder for holder in holders if _is_unit(holder)] + _behind_address(text, mentions, index)
        areas += [found[key]] if key in found else []
        areas = areas or only_unit_beside(text, mentions, mention)
        if areas:
            found[key] = min(areas, key=lambda holder: holder.radius_km)
    return {
        mention.start: found[mention.text.casefold()]
        for mention in mentions
        if mention.place is None and mention.text.casefold() in found
    }


_HELD = frozenset(("comma", "in", "district of"))
_MOST_PEOPLE = 0.4  # of a province, so many as live in a town whose quarters are told beside its villages
LARGE_TOWN = 500_000
"""In a town of so many people an unlisted name without a word for what it is may be a quarter."""


def _behind_address(text: str, mentions: Sequence[PlaceMention], index: int) -> list[PlaceMention]:
    """Return the finest unit that the address behind a name leads up to, if there is one."""
    end = mentions[index].end
    for holder in mentions[index + 1 : index + 1 + _LONGEST_CHAIN]:
        gap = text[end : holder.start]
        if len(gap) > _LONGEST_ADDRESS or not holder.literal or not _ADDRESS.fullmatch(gap):
            break
        if _is_unit(holder):
            return [holder]
    return []


def _as_unit(
    mention: PlaceMention, holder: PlaceMention, called: str, *, paired: bool = False
) -> PlaceMention:
    """Return the unit of its name for a town that holds a village: "Tawileh town in the Hasakah countryside".

    "X village, Aleppo" lies in the province, and so does a name with no word for what it is beside a town
    that is no large one; a quarter, a street or a building lies in the town. ``paired`` with the name alone
    ("in X, Puebla, ..."), a large town is meant only where most people of the province live in it.
    """
    place = holder.place
    if (
        place is None
        or place.kind is not PlaceKind.SETTLEMENT
        or called in QUARTERS
        or called == "suburb"
        or is_site(mention.text)
    ):
        return holder
    units = [
        c.place for c in holder.candidates if c.place.kind in UNIT_KINDS and c.place.admin1 == place.admin1
    ]
    unit = max(units, key=lambda unit: (unit.kind is PlaceKind.ADMIN1, unit.radius_km), default=None)
    if unit is None:
        return holder
    most = _MOST_PEOPLE * unit.population if paired and unit.population else LARGE_TOWN
    small = place.population < most
    if not (small or holder.precision is PlacePrecision.NEAR or called in SMALL | TOWN):
        return holder
    return replace(
        holder,
        place=unit,
        latitude=unit.latitude,
        longitude=unit.longitude,
        radius_km=unit.radius_km,
        precision=PlacePrecision.REGION if unit.kind is PlaceKind.ADMIN1 else PlacePrecision.DISTRICT,
    )


def _is_unit(holder: PlaceMention) -> bool:
    place = holder.place
    if place is None or holder.precision is PlacePrecision.NEAR or holder.radius_km > WIDEST_KM:
        return False
    return place.kind in _AREAS or holder.precision is PlacePrecision.DISTRICT


def _behind_bracket(text: str, mentions: Sequence[PlaceMention], index: int) -> PlaceMention | None:
    """Return the unit that a bracket behind a name begins with: "X village (Solhan, Yagha)".

    A town's name stands there for the unit around it. Units that no table holds are passed over.
    """
    gap = _BRACKET
    for before, holder in pairwise(mentions[index : index + 1 + _LONGEST_CHAIN]):
        if not holder.literal or not gap.fullmatch(text[before.end : holder.start]):
            return None
        if holder.place is not None:
            return holder
        gap = _UPWARDS
    return None


def _of_row_or_town(index: int, mentions: Sequence[PlaceMention], said: Evidence) -> PlaceMention | None:
    """Return the town of which a name is a quarter, else the finest unit or the nearest town of its row."""
    for other in said.part_of:
        if mentions[other].place is not None and _is_small(mentions[other]):
            return mentions[other]
    row = [mentions[other] for other in said.row if mentions[other].place is not None]
    if not any(holder.place is not None and holder.place.is_area for holder in row):
        return None
    near = sorted(filter(_is_small, row), key=lambda holder: abs(holder.start - mentions[index].start))
    return min(near, key=lambda holder: holder.place is not None and holder.place.is_area, default=None)


def _is_told_unit(holder: PlaceMention) -> bool:
    """Whether a holder is a unit, so that a name known only elsewhere is a village of it that is unlisted."""
    return holder.place is not None and (
        holder.place.kind is PlaceKind.ADMIN2 or holder.precision is PlacePrecision.DISTRICT
    )


def is_drawn_as_another(mention: PlaceMention) -> bool:
    """Whether a name that no table holds is drawn as the unit or town around it."""
    return mention.place is not None and not mention.candidates and not is_site(mention.text)


def _is_close(pattern: str, holder: PlaceMention, called: str, *, in_list: bool) -> bool:
    """Whether the holder is small enough to stand for what lies in it.

    A town in a list holds nothing, nor its countryside; "the village of X in Kharkiv" lies in the province.
    """
    place = holder.place
    if place is None or not _is_small(holder):
        return False
    if place.kind is PlaceKind.SETTLEMENT and holder.precision is not PlacePrecision.DISTRICT:
        return pattern in _OF_A_TOWN or (not in_list and called not in SMALL)
    return place.kind in _AREAS or holder.precision is PlacePrecision.DISTRICT


def _is_small(holder: PlaceMention) -> bool:
    """Whether a holder is exact and small enough to say where something in it is."""
    return holder.radius_km <= LARGEST_RADIUS_KM and holder.precision is not PlacePrecision.NEAR


def _drawn_as(
    mention: PlaceMention, holder: PlaceMention, place: Place, *, as_unit: bool = False
) -> PlaceMention:
    """Return a name drawn as its holder: near a town, or within the unit that the town's name stands for."""
    town = place.kind is PlaceKind.SETTLEMENT and holder.precision is not PlacePrecision.DISTRICT
    in_town = town and not as_unit
    return replace(
        mention,
        candidates=(),
        place=place,
        latitude=place.latitude,
        longitude=place.longitude,
        radius_km=max(holder.radius_km, _UNIT_RADIUS_KM if town and as_unit else _TOWN_RADIUS_KM),
        precision=PlacePrecision.NEAR if in_town else PlacePrecision.DISTRICT,
        confidence=min(holder.confidence, WITHIN_CONFIDENCE),
        reasons=(*mention.reasons, f"drawn as {place.label}, which the text says it lies in"),
    )
