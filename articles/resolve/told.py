"""Lets what a sentence says outright, its country or a neighbour, outweigh how well known a place is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from articles.model import PlaceMention, PlaceUse
from articles.resolve.evidence import Evidence
from articles.resolve.options import Name, Option
from articles.resolve.rank import swap_with_best
from articles.words.closed import KM_PER_MILE
from geodata.geography import distance_km
from geodata.model import PlaceKind

_ENDS_SENTENCE = re.compile(r"[.!?]['”\")\]]*\s+[A-Z“\"‘(]|\n\s*\n")
_BESIDE = re.compile(
    r"\s*,?\s*(?:which\s+(?:is|lies)\s+)?(?:(?:just|about|some|around|located|situated)\s+)*"
    r"(?:(?P<number>\d+)\s?(?P<unit>km|kilomet\w+|miles?)\s(?:\([^)]{1,20}\)\s)?)?(?:to\s+the\s+)?"
    r"(?:(?:north|south|east|west)[\w-]*\s+(?:of|from)|near|outside|close\s+to|not\s+far\s+from)\s+"
    r"(?:the\s+)?(?:(?:nearby|border|northern|southern|eastern|western)\s+)?"
    r"(?:(?:city|town|village|capital|port)\s+(?:of\s+)?)?",
)
BESIDE_KM = 60.0
"""How far "X, north-east of Y" and "X, near Y" may lie from Y."""
SLACK_KM = 40.0
"""How much farther "X, 20 km north of Y" may lie than it says."""


def heed_what_is_told(
    text: str,
    mentions: Sequence[PlaceMention],
    evidence: Sequence[Evidence],
    names: Sequence[Name],
    name_of: Sequence[int],
) -> None:
    """Reorder the options of names whose sentence says in what country or by what place they lie."""
    countries = _countries(mentions, names, name_of)
    lying = Counter(name.best.place.country_code for name in names if name.best is not None)
    for first, last in _sentences(text, mentions):
        here = {code for index in range(first, last) for code in countries[index]}
        if len(here) == 1:
            for index in range(first, last):
                _prefer_country(names[name_of[index]], next(iter(here)), lying)
    for index in range(len(mentions) - 1):
        limit = _told_km(text[mentions[index].end : mentions[index + 1].start])
        if limit is not None:
            _prefer_near(names[name_of[index]], names[name_of[index + 1]], limit)


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


def _prefer_country(name: Name, code: str, lying: Counter[str | None]) -> None:
    """Take the likeliest place in the sentence's country before one in a country where no other name lies."""
    best = name.best
    if best is None or name.demonym or best.place.kind is PlaceKind.COUNTRY:
        return
    if best.place.country_code in (None, code) or lying[best.place.country_code] > 1:
        return
    at = _first(name.options, lambda option: option.place.country_code == code)
    if at:
        swap_with_best(name, at, "in the country that the sentence names")


def _told_km(gap: str) -> float | None:
    """Return how far apart two places may be by the words between them; None where they do not say."""
    found = _BESIDE.fullmatch(gap)
    if found is None:
        return None
    if found["number"] is None:
        return BESIDE_KM
    scale = KM_PER_MILE if found["unit"].startswith("mile") else 1.0
    return float(found["number"]) * scale + SLACK_KM


def _prefer_near(name: Name, neighbour: Name, limit: float) -> None:
    best, other = name.best, neighbour.best
    if best is None or other is None or name is neighbour or best.group == "area" or other.group == "area":
        return
    if distance_km(best.place, other.place) <= limit:
        return
    at = _first(
        name.options,
        lambda option: option.group != "area" and distance_km(option.place, other.place) <= limit,
    )
    if at:
        swap_with_best(name, at, f"by {other.place.name}, as the text says")


def _first(options: Sequence[Option], holds: Callable[[Option], bool]) -> int:
    """Return where the first option is for which ``holds``; 0, which needs no swap, where there is none."""
    return next((at for at, option in enumerate(options) if holds(option)), 0)
