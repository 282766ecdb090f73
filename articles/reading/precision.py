"""How exactly the text says where: the site, the town, near it, or an area."""

from __future__ import annotations

import re

from geodata.model import PlaceKind, PlaceMention, PlacePrecision

PRECISION_OF = {
    PlaceKind.COUNTRY: PlacePrecision.COUNTRY,
    PlaceKind.CONTINENT: PlacePrecision.COUNTRY,
    PlaceKind.ADMIN1: PlacePrecision.REGION,
    PlaceKind.ADMIN2: PlacePrecision.DISTRICT,
    PlaceKind.REGION: PlacePrecision.AREA,
    PlaceKind.FACILITY: PlacePrecision.SITE,
    PlaceKind.WATER: PlacePrecision.AREA,
}
#: How many characters before a name say whether a site in it or a spot near it is meant.
REACH = 80
_SITES = (
    "airport airfield barracks base bazaar bridge cafe camp cathedral checkpoint church cinema clinic dam "
    "depot factory hospital hotel kindergarten library mall market monastery mosque museum palace plant port "
    "prison refinery restaurant school shelter stadium station supermarket synagogue temple terminal theatre "
    "theater university warehouse"
)
_SITE = re.compile(
    rf"\b(?:{'|'.join(_SITES.split())}|air base|apartment (?:block|building)|shopping cent(?:er|re))s?\b"
    r"[^,.;:]{0,25}\s(?:in|of|at)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?:near|outside|close to|not far from|on the (?:outskirts|edge) of|just (?:north|south|east|west) of)"
    r"\s+"
    r"(?:the\s+)?(?:[\w-]+\s+){0,2}(?:(?:town|city|village|port)\s+of\s+)?$",
    re.IGNORECASE,
)


def precision_of(text: str, mention: PlaceMention) -> PlacePrecision | None:
    """Return how exactly the place is known, None where it is not resolved."""
    if mention.place is None:
        return None
    chosen = mention.precision or PRECISION_OF.get(mention.place.kind, PlacePrecision.SETTLEMENT)
    if chosen is not PlacePrecision.SETTLEMENT:
        return chosen
    before = text[max(0, mention.start - REACH) : mention.start]
    if _NEAR.search(before):
        return PlacePrecision.NEAR
    return PlacePrecision.SITE if _SITE.search(before) else chosen
