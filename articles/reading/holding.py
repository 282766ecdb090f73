"""Tells by tables and by the words between two names whether they name one place, or one around the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.reading.found import lies_inside
from articles.reading.pieces import Spanned
from articles.resolve.relative import is_on_road_between
from geodata.geography import distance_km
from geodata.model import PlaceKind, PlaceMention

_DETERMINED = r"(?:the\s+)?"
_WITHIN = re.compile(r",?\s+(?:\w+\s+)?in\s+(?:the\s+)?(?:(?:north|south|east|west)\w*\s+)?", re.IGNORECASE)
#: "Baghdad's heavily fortified Green Zone".
_OWN = re.compile(rf"[’']s?\s+{_DETERMINED}(?:[a-z][\w-]*\s+){{0,4}}")
#: From cell to cell of a row the places get finer.
_CELL = re.compile(r"\s*(?:\|\s*)+")
#: One place by its names in two languages.
_OTHER_NAME = re.compile(r"\s?/\s?")
_AND = re.compile(rf"(?:\s*\([^()]{{1,60}}\))?\s+and\s+{_DETERMINED}")
_BETWEEN = re.compile(
    rf"\bbetween\s+{_DETERMINED}(?:(?:towns?|villages?|cit(?:y|ies)|settlements?)\s+of\s+)?$", re.IGNORECASE
)
_BEARING = re.compile(
    r"\b(?:north|south)?-?(?:north|south|east|west)(?:ern\s(?:part|edge|outskirts))?\s+(?:of|from)\s+"
    rf"{_DETERMINED}(?:(?:[A-Z]\w+\s+)?(?:city|town|village|capital|port)(?:\s+city)?(?:,|\s+of)?\s+)?$",
    re.IGNORECASE,
)
_ONWARDS = re.compile(
    rf"(?:\s+[Cc]ity)?,?\s+(?:in|near|at|around|outside)\s+{_DETERMINED}(?:(?:towns?|villages?)\s+of\s+)?[A-Z]"
)
# Between a trigger and a town that is only described: "exploded at a bus park in the nation's capital".
_BEHIND = re.compile(r"(?:\s[a-z-]+){0,7}?\s(?:in|at|near|outside)\s(?:the|its|their)\s(?:\w+[’']s\s)?")
_COMMA = re.compile(r",\s+")
_BRACKET = re.compile(r"(?:\s+[a-z]+)?\s*\((?:in\s+)?(?:the\s+)?")
#: "The camp on the edge of the town".
_EDGE = re.compile(
    r"(?:\s+(?!(?:and|or)\b)\w+){0,3}\s+on\s+the\s+(?:\w+\s+)?(?:edge|outskirts)\s+of\s+(?:the\s+)?"
)
#: Farther inside such a bracket: "Nagare (Fada Ngourma, Gourma)".
_IN_BRACKET = re.compile(r"(?:\s+[a-z]+)?\s*\([^()]{1,60},\s+")
_OPENS_ADDRESS = re.compile(r",\s+|\s*\(")
_AT = re.compile(rf"\b(?:at|in|near|outside|of)\s+{_DETERMINED}$")
_LISTS_ON = re.compile(
    r"(?:,|\s+(?:and|or|as\s+well\s+as))\s+(?:and\s+)?(?:in\s+|the\s+)*[A-Z]|\s*(?:and|&)\b"
)
#: By so much the city is larger that a small town lies by.
LARGER = 5
#: Such a bearing stands at most so many characters before a name.
REACH = 60
#: So near to each other lie what tables list under the names of one place: a town, its municipality.
ONE_SPOT_KM = 25.0


def holds(area: PlaceMention, inner: PlaceMention, text: str) -> bool:
    """Whether an area lies around another place, by the tables or by the words between them.

    "An island in the sea", "the White House in Washington", "Baghdad's Green Zone", a cell of a row and the
    next, finer one.
    """
    if lies_inside(inner, area):
        return True
    wide = area.place is not None and area.place.is_area
    if inner.end <= area.start:
        return (wide or _is_finer(inner, area)) and bool(_WITHIN.fullmatch(text[inner.end : area.start]))
    gap = text[area.end : inner.start]
    return (wide and bool(_CELL.fullmatch(gap))) or (_is_finer(inner, area) and bool(_OWN.fullmatch(gap)))


def _is_finer(inner: PlaceMention, area: PlaceMention) -> bool:
    """Whether a place is a site or in no table, and the other a town: a site may stand in a town."""
    town = area.place is not None and area.place.kind is PlaceKind.SETTLEMENT
    return town and (inner.place is None or inner.place.kind in (PlaceKind.FACILITY, PlaceKind.OTHER))


def points_on(mention: PlaceMention, text: str) -> bool:
    """Whether a place only says where the one named right behind it lies: "east of Kharkiv near Udy".

    "West of Avdiivka and near Marinka" tells of two.
    """
    bearing = _BEARING.search(text[max(0, mention.start - REACH) : mention.start])
    return bearing is not None and _ONWARDS.match(text, mention.end) is not None


def is_described(text: str, trigger: Spanned, mention: PlaceMention) -> bool:
    """Whether a mention only describes a town, right behind a trigger: "in the nation's capital"."""
    gap = text[trigger.end : min(mention.start, trigger.end + REACH)]
    return mention.text == "capital" and trigger.end + REACH > mention.start and bool(_BEHIND.fullmatch(gap))


def are_one(a: PlaceMention, b: PlaceMention, text: str) -> bool:
    """Whether two names, of which ``a`` stands first, tell one spot: "Klinë/Klina", "between A and B".

    So do the ends of a road: "the A - B highway".
    """
    if is_on_road_between(text, a.end, b.start, b.end):
        return True
    gap = text[a.end : b.start]
    if _OTHER_NAME.fullmatch(gap):
        return a.place is None or b.place is None or distance_km(a.place, b.place) <= ONE_SPOT_KM
    return bool(_AND.fullmatch(gap) and _BETWEEN.search(text[max(0, a.start - REACH) : a.start]))


def _is_by_city(a: PlaceMention, b: PlaceMention, text: str) -> bool:
    """Whether a pair is a small town and the city it lies by: "at Vavunathivu, Batticaloa, a mine …".

    Before it stands one preposition and behind it no more of a list.
    """
    one, two = a.place, b.place
    if one is None or two is None or not one.kind is PlaceKind.SETTLEMENT is two.kind:
        return False
    if two.population < LARGER * max(one.population, 1) or distance_km(one, two) > ONE_SPOT_KM:
        return False
    return _AT.search(text[max(0, a.start - REACH) : a.start]) is not None and not _LISTS_ON.match(
        text, b.end
    )


def is_address(a: PlaceMention, b: PlaceMention, named: Sequence[PlaceMention], text: str) -> bool:
    """Whether ``b`` is where ``a`` lies since the unit of both closes the chain: "Bosso, Minna, Niger State".

    So is what a bracket right behind a name begins with. ``named`` are all names around, among which the one
    that closes the chain may be.
    """
    gap = text[a.end : b.start]
    if (
        _BRACKET.fullmatch(gap)
        or _EDGE.fullmatch(gap)
        or (_IN_BRACKET.fullmatch(gap) and not lies_inside(b, a))
    ):
        return True
    if not _COMMA.fullmatch(text[a.end : b.start]):
        return False
    if _is_by_city(a, b, text):
        return True
    return any(
        _OPENS_ADDRESS.fullmatch(text[b.end : c.start])
        and c.place is not None
        and c.place.is_area
        and (a.place is None or lies_inside(a, c))
        and lies_inside(b, c)
        for c in named
        if b.end < c.start <= b.end + 3
    )
