"""Puts small places by the town that opens their sentence: "In Tampico, Tamaulipas, men shot in El Tigre"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.resolve.beside import prefer_near
from articles.resolve.evidence import UNIT_KINDS, Evidence
from articles.resolve.options import Name
from articles.words.closed import Speech, speech
from geodata.geography import distance_km, may_lie_in
from geodata.model import PlaceKind, PlaceMention, PlaceUse

OPENING_KM = 50.0
"""How far from such a town a small place of its sentence lies at most."""
SMALL = 5_000
"""A place of more people may be told beside the town; one of fewer, with namesakes, is by it or unlisted."""
# "On 3 May 2022, in the municipality of X", "Around Monday, in X - Centro".
_OPENS = re.compile(
    r"(?:^|[.!?]['”\")\]]*\s+|\n\s*)(?:(?:On|Around|Between|During|Early|Late)\s[^.()]{2,40}?,\s+)?"
    r"[Ii]n\s+(?:the\s+(?:city|town|municipality)\s+of\s+)?$"
)
_ADDRESS = re.compile(r"(?:\s+-\s+[^,.()]{2,40})?(?:,\s+|\s*\()")
_PLACED = re.compile(r"\b(?:in|at|near)\s+(?:the\s+)?$")
_ENDS = re.compile(r"[.!?]['”\")\]]*\s+[A-Z“\"‘(]|\n\s*\n")
_SAYS = re.compile(rf"\b(?:{'|'.join(sorted(speech(Speech.SOURCE)))})\b")
_REACH = 80


def openings_of(text: str, mentions: Sequence[PlaceMention], evidence: Sequence[Evidence]) -> dict[int, int]:
    """Return, by number, the town that opens the sentence of each name that is told with "in" farther on.

    What the text puts in something of its own, and what somebody says there, is left out.
    """
    found: dict[int, int] = {}
    town: int | None = None
    for index, mention in enumerate(mentions):
        if town is not None and _ENDS.search(text, mentions[town].end, mention.start + 1):
            town = None
        if town is None:
            if index + 1 < len(mentions) and _opens(text, mention, mentions[index + 1]):
                town = index
            continue
        said = evidence[index]
        own = said.shared or said.row or any(other > index for _, other in said.inside)
        placed = _PLACED.search(text, max(0, mention.start - 10), mention.start)
        literal = index > town + 1 and mention.use is PlaceUse.LITERAL
        if placed and literal and not own and not _SAYS.search(text, mentions[town].end, mention.start):
            found[index] = town
    return found


def _opens(text: str, town: PlaceMention, unit: PlaceMention) -> bool:
    return bool(
        _OPENS.search(text, max(0, town.start - _REACH), town.start)
        and _ADDRESS.fullmatch(text, town.end, unit.start)
    )


def heed_openings(
    text: str,
    mentions: Sequence[PlaceMention],
    evidence: Sequence[Evidence],
    names: Sequence[Name],
    name_of: Sequence[int],
) -> None:
    """Take the likeliest place by the town that opens the sentence before a small namesake far from it."""
    for index, town in openings_of(text, mentions, evidence).items():
        if is_far_from_opening(index, town, names, name_of):
            prefer_near(names[name_of[index]], names[name_of[town]], OPENING_KM)


def is_far_from_opening(index: int, town: int, names: Sequence[Name], name_of: Sequence[int]) -> bool:
    """Whether a name's likeliest place is small, one of several, and far from what opens its sentence.

    That is a town which has to lie in the unit that stands behind it.
    """
    name, best = names[name_of[index]], names[name_of[index]].best
    top, unit = names[name_of[town]].best, names[name_of[town + 1]].best
    if best is None or top is None or unit is None or name.count < 2 or name.demonym:
        return False
    if top.place.kind is not PlaceKind.SETTLEMENT or unit.place.kind not in UNIT_KINDS:
        return False
    if best.place.kind is not PlaceKind.SETTLEMENT or best.place.population >= SMALL:
        return False
    return may_lie_in(top.place, unit.place) is True and distance_km(best.place, top.place) > OPENING_KM
