"""Read positions given relative to a place: "10 km north of Izium", "between A and B", "X, near Y"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.words.closed import BEARINGS, FACTORS, KM_PER_UNIT, ONES, TEENS, TENS
from geodata.model.precision import VAGUE_RADIUS_KM

_NUMBER_WORDS = {**ONES, **TEENS, **TENS, "a dozen": FACTORS["dozen"]}
_DIRECTION = r"(?P<direction>(?:north|south)[\s-]?(?:east|west)|north|south|east|west)"
_SHORT_BEARINGS = {
    "".join(side[0] for side in re.findall("north|south|east|west", word)): word for word in BEARINGS
}
_MEASURED = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)?|" + "|".join(_NUMBER_WORDS) + r")[\s-]*"
    r"(?P<unit>kilomet(?:re|er)|km|mile|mi|met(?:re|er)|m)s?\b\.?(?:\s*\([^)]{1,20}\))?\s+"
    r"(?:to\s+the\s+)?(?:(?:due\s+)?"
    + _DIRECTION.replace("|north|", "|[ns]?[ew]|[ns]|north|")
    + r"(?:ern)?\s+(?:of|from)|(?:away\s+)?from|outside(?:\s+of)?|off|inside)\s+"
    r"(?:the\s+)?(?:[a-z-]+\s+){0,3}?$",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:near(?:by)?|outside|close\s+to|(?:on|in|to)\s+the\s+(?:\w+\s+)?outskirts\s+of|outskirts\s+of|vicinity\s+of|just\s+off|not\s+far\s+from|around|"
    r"(?:just\s+)?"
    + _DIRECTION.replace("?P<direction>", "?:")
    + r"\s+of)\s+(?:the\s+)?(?:(?:[a-z-]+\s+){0,2}(?:village|town|city|settlement)s?\s+of\s+)?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\bbetween\s+(?:the\s+)?(?:(?:villages|towns|cities|settlements)\s+of\s+)?$", re.IGNORECASE
)
_AND = re.compile(r"\s+and\s+(?:the\s+)?", re.IGNORECASE)
_LOOK_BACK = 90
# How the words before a name end, but for "the", where they say near what it is.
_VAGUE_ENDS = frozenset("near nearby outside around".split())
_VAGUE_PAIRS = frozenset(("close to", "far from", "just off", "outskirts of", "vicinity of")) | {
    f"{word} of" for kind in ("village", "town", "city", "settlement") for word in (kind, f"{kind}s")
}
_COMPASS = ("north", "south", "east", "west")
_MEASURE_ENDS = frozenset("of from outside off inside".split())
_UNIT_SIGNS = ("km", "mile", "kilom", "metre", "meter", " mi", " m ", "0m ", "5m ")
_LONGEST_TAIL = 6


@dataclass(frozen=True, slots=True)
class Offset:
    """A position relative to a place.

    ``distance_km`` is 0 for "near"; ``bearing`` in degrees, None where the text gives no direction;
    ``radius_km`` is the uncertainty; ``start`` is where the words begin.
    """

    distance_km: float
    bearing: float | None
    radius_km: float
    start: int
    words: str


def read_offset(text: str, start: int) -> Offset | None:
    """Return the offset that the words before code point ``start`` give the place there, or None."""
    low = max(0, start - _LOOK_BACK)
    window = text[low:start]
    words = window.lower().replace(",", " ")
    tail = words.split()[-_LONGEST_TAIL:]
    # Nearly every name has none of these words before it; to look is quicker than to try the patterns.
    if not _MEASURE_ENDS.isdisjoint(tail) and any(sign in words for sign in _UNIT_SIGNS):
        match = _MEASURED.search(window)
        if match:
            return _measured(match, low)
    vague = _VAGUE.search(window) if _may_be_vague(tail) else None
    if vague:
        return Offset(0.0, None, VAGUE_RADIUS_KM, low + vague.start(), vague.group().strip())
    return None


def _may_be_vague(tail: list[str]) -> bool:
    words = tail[-3:-1] if tail[-1:] == ["the"] else tail[-2:]
    if not words:
        return False
    if words[-1] == "of" and words[0].startswith(_COMPASS):
        return True
    return words[-1] in _VAGUE_ENDS or " ".join(words) in _VAGUE_PAIRS


def _measured(match: re.Match[str], low: int) -> Offset:
    distance = _number(match["number"]) * KM_PER_UNIT[match["unit"].lower()]
    direction = match["direction"]
    words = re.sub(r"\s+", " ", match.group().strip())
    if direction is None:
        return Offset(0.0, None, max(distance, 1.0), low + match.start(), words)
    bearing = _bearing(direction)
    # A direction of eight is true within 22.5 degrees: the error grows with the distance.
    return Offset(distance, bearing, max(2.0, 0.4 * distance), low + match.start(), words)


_RURAL_BEFORE = re.compile(
    r"\b(?:rural(?:\s+areas\s+(?:of|around|near))?|countryside\s+(?:of|around|near))\s+$"
)
_RURAL_AFTER = re.compile(r"(?:['’]s?)?\s+(?:[a-z]+ern\s+)?(?:countryside|rural\s+areas)\b")
_RURAL_REACH = 30
COUNTRYSIDE_KM = 35.0
"""How far around a town its countryside reaches: "the Aleppo countryside", "rural Damascus"."""


def read_countryside(text: str, start: int, end: int) -> Offset | None:
    """Return the surroundings of the place named at ``start:end`` where the text means these, else None."""
    around = text[max(0, start - _RURAL_REACH) : end + _RURAL_REACH]
    if "rural" not in around and "countryside" not in around:
        return None
    before = _RURAL_BEFORE.search(text, max(0, start - _RURAL_REACH), start)
    after = None if before else _RURAL_AFTER.match(text, end)
    if before is None and after is None:
        return None
    words = before[0].strip() if before else after[0].strip() if after else ""
    return Offset(0.0, None, COUNTRYSIDE_KM, before.start() if before else start, words)


_PLACE_WORD = r"(?:village|hamlet|town|city|suburb|settlement|area|checkpoint|crossing|camp|base)"
_BESIDE = re.compile(
    # "X (government-controlled, 20km south of Y)": who writes so measures on a map.
    rf"(?:\s+(?:[a-z-]+\s+)?{_PLACE_WORD})?(?:\s*(?P<bracket>\()(?:[^().]{{1,80}}?[,;]\s+)?|\s*,?\s*)"
    r"(?:(?:non-)?government-controlled,\s+)?(?:which\s+(?:is|lies)\s+)?"
    r"(?:an?\s+(?:[\w-]+\s+){0,2}?(?:village|hamlet|town|city|suburb|settlement|camp|base)\s+)?"
    r"(?:(?:just|about|some|around|roughly|nearly|only|located|situated)\s+)*"
    r"(?:(?P<number>\d+(?:\.\d+)?|" + "|".join(_NUMBER_WORDS) + r")[\s-]?"
    r"(?P<unit>kilomet(?:re|er)|km|mile)s?\s(?:\([^)]{1,20}\)\s)?)?(?:(?:to\s+the|due)\s+)?"
    r"(?:(?P<bearing>(?:north|south|east|west)[\w-]*(?:\s(?:east|west)(?:ern)?\b)?|[NS]?[EW]|[NS])\s+(?:of|from)"
    r"|near|(?:just\s+)?outside|close\s+to|not\s+far\s+from|(?(number)(?:away\s+)?from|(?!)))\s+"
    r"(?:the\s+)?(?:(?:nearby|border|northern|southern|eastern|western|regional|provincial)\s+)?"
    r"(?:(?:city|town|village|capital|port)\s+(?:of\s+)?)?"
)


@dataclass(frozen=True, slots=True)
class Beside:
    """That a place lies by the one named after it: "X, 20 km north of Y", "X, near Y".

    ``distance_km`` is None where no number is told, ``bearing`` (degrees) where no direction of eight is;
    ``directed`` says that some direction is; ``bracketed`` that it is told in a bracket behind the place.
    """

    distance_km: float | None
    directed: bool
    bearing: float | None = None
    bracketed: bool = False


def read_beside(gap: str) -> Beside | None:
    """Return what the words between two names say of how near they are; None where they do not."""
    found = _BESIDE.fullmatch(gap)
    if found is None:
        return None
    distance = _number(found["number"]) * KM_PER_UNIT[found["unit"]] if found["number"] else None
    bearing = _bearing(found["bearing"]) if found["bearing"] else None
    return Beside(distance, found["bearing"] is not None, bearing, found["bracket"] is not None)


def _bearing(direction: str) -> float | None:
    """Return the degrees of a direction of eight, as a word or its letters; None for any other."""
    word = re.sub(r"[\s-]|ern\b", "", direction.lower())
    return BEARINGS.get(_SHORT_BEARINGS.get(word, word))


def _number(written: str) -> float:
    return _NUMBER_WORDS.get(written.lower()) or float(written.replace(",", "."))


_ROAD = r"(?:highways?|motorway|roads?|expressway|freeway|railway|railroad)\b"
_SORT_OF_ROAD = "(?:ring|toll|coastal?|main|national|federal|supply|dirt|strategic)"
_NAME = r"[A-Z][\w’'.]*(?:\s(?:de|del|la|el|al|[A-Z][\w’'.]*)){0,3}"
_JOINED = r"(?:\s*[-–—]\s*|\s+to\s+)"
# "the Riobamba - Alausi - Cuenca highway", "the Kabul to Jalalabad road".
_ROAD_BEHIND = re.compile(rf"(?:{_JOINED}{_NAME}){{0,5}}\s+(?:{_SORT_OF_ROAD}\s)?{_ROAD}")
_JOINED_BEHIND, _JOINED_BEFORE = re.compile(_JOINED + "[A-Z]"), re.compile(rf"{_NAME}{_JOINED}$")
_ROAD_REACH = 40


def is_road_end(text: str, start: int, end: int) -> bool:
    """Whether the place named at ``start:end`` only says where a road leads: "the A - B highway"."""
    if _ROAD_BEHIND.match(text, end) is None:
        return False
    joined = _JOINED_BEHIND.match(text, end) or _JOINED_BEFORE.search(
        text, max(0, start - _ROAD_REACH), start
    )
    return joined is not None


def is_on_road_between(text: str, first_end: int, second_start: int, second_end: int) -> bool:
    """Whether two neighbouring names are those of one road: "the A - B highway"."""
    joined = re.fullmatch(_JOINED, text[first_end:second_start]) is not None
    return joined and is_road_end(text, second_start, second_end)


def is_between(text: str, first_start: int, first_end: int, second_start: int) -> bool:
    """Return whether the text says "between A and B" of two neighbouring mentions."""
    return bool(
        _AND.fullmatch(text, first_end, second_start)
        and _BETWEEN.search(text, max(0, first_start - 50), first_start)
    )
