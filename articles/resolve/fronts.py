"""Puts what is told of a stretch of front by its town: "In the Lyman direction, ... towards Terny"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.resolve.addresses import FAMOUS_TOWN
from articles.resolve.beside import prefer_near
from articles.resolve.evidence import Evidence, read_evidence
from articles.resolve.options import Name
from articles.resolve.rank import swap_with_best
from articles.toponyms.units import UnitSort, split_unit
from geodata.geography import distance_km
from geodata.model import Place, PlaceKind, PlaceMention, PlaceUse

FRONT_KM = 80.0
"""How far from the town that it is called by a stretch of front reaches."""
OFF_FRONT_KM, KNOWN_TOWN = 120.0, 20_000
"""A place of fewer people, farther from it, is no more than a namesake where others bear its name too."""
MANY_TIMES_LARGER = 3
"""A namesake with so many times the people is rather what a stretch of front is called after."""
_STRETCH = re.compile(r"\s+(?:direction|axis|sector|front)\b")
_LEADS = re.compile(
    r"(?:\b(?:in|on|along)\s+(?:the\s+)?|(?:^|\n)[\s*•–-]*|[.!?]\s+(?:the\s+)?)$", re.IGNORECASE
)
_ENDS = re.compile(r"[.!?]['”\")\]]*\s+[A-Z“\"‘(]|\n\s*\n")
_REACH = 20


def fronts_of(text: str, mentions: Sequence[PlaceMention], evidence: Sequence[Evidence]) -> dict[int, int]:
    """Return, by number, the mention after which the stretch of front is called that a name is told of.

    It holds up to the end of its sentence, to the next stretch or to a unit: "; in Sumy region, ...". What
    the text puts in something of its own is told of none.
    """
    found: dict[int, int] = {}
    front: int | None = None
    for index, mention in enumerate(mentions):
        if front is not None and _ENDS.search(text, mentions[front].end, mention.start + 1):
            front = None
        if _is_stretch(text, mention):
            front = index
        elif split_unit(mention.text)[1] in (UnitSort.FIRST, UnitSort.SECOND):
            front = None
        elif front is not None and mention.use is PlaceUse.LITERAL:
            said = evidence[index]
            if not said.shared and all(other < index for _, other in said.inside):
                found[index] = front
    return found


def _is_stretch(text: str, mention: PlaceMention) -> bool:
    return mention.use is not PlaceUse.DEMONYM and bool(
        _STRETCH.match(text, mention.end)
        and _LEADS.search(text, max(0, mention.start - _REACH), mention.start)
    )


def heed_fronts(
    text: str,
    mentions: Sequence[PlaceMention],
    evidence: Sequence[Evidence],
    names: Sequence[Name],
    name_of: Sequence[int],
) -> None:
    """Take the likeliest place on the told stretch of front before a namesake, no large town, far from it."""
    fronts = fronts_of(text, mentions, evidence)
    for front in set(fronts.values()):
        _take_largest(names[name_of[front]])
    for index, front in fronts.items():
        name = names[name_of[index]]
        if name.best is not None and not name.demonym and name.best.place.population < FAMOUS_TOWN:
            prefer_near(name, names[name_of[front]], FRONT_KM)


def _take_largest(name: Name) -> None:
    """Let the largest town so called in its country stand before a small one."""
    best = name.best
    if best is None or best.place.kind is not PlaceKind.SETTLEMENT:
        return
    towns = [
        at
        for at, option in enumerate(name.options)
        if option.place.kind is PlaceKind.SETTLEMENT and option.place.country_code == best.place.country_code
    ]
    largest = max(towns, key=lambda at: name.options[at].place.population)
    if name.options[largest].place.population > MANY_TIMES_LARGER * best.place.population:
        swap_with_best(name, largest, "after which a stretch of front is called")


def far_from_their_front(text: str, mentions: Sequence[PlaceMention]) -> set[int]:
    """Return where names begin of which only small namesakes far from the told stretch of front are known."""
    if _STRETCH.search(text) is None:
        return set()
    return {
        mention.start
        for index, front in fronts_of(text, mentions, read_evidence(text, mentions)).items()
        if _is_namesake(mention := mentions[index], mentions[front].place)
    }


def _is_namesake(mention: PlaceMention, town: Place | None) -> bool:
    place = mention.place
    if place is None or town is None or town.is_area or place.kind is not PlaceKind.SETTLEMENT:
        return False
    known = len(mention.candidates) == 1 and place.name == mention.text
    return not known and place.population < KNOWN_TOWN and distance_km(place, town) > OFF_FRONT_KM
