"""Puts a name in the country whose town, court or police the text says it is: "the Bermudian capital"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from articles.resolve.options import Name, Option
from articles.resolve.rank import swap_with_best
from geodata.model import PlaceKind, PlaceMention, PlaceUse

_SORT = r"(?P<sort>capital|city|town|village|port)"
_WORDS = r"(?:(?!of\b|in\b|and\b)[a-z-]+\s+){0,2}"
# "Hamilton, the Bermudian capital"; "Hamilton, the Bermudian town of X" tells of X.
_BEHIND = re.compile(r",\s+(?:which\s+is\s+)?(?:the|an?)\s+(?:[a-z-]+\s+){0,2}")
_BEHIND_ENDS = re.compile(rf"\s+{_WORDS}{_SORT}\b(?!,?\s+(?:of\s+)?[A-Z])")
# "the Seychellois capital, Victoria", "the Indian city of Salem", "Bermuda's capital, Hamilton".
_BEFORE = re.compile(rf"(?:['’]s)?\s+{_WORDS}{_SORT}(?:\s+city)?(?:,|\s+of)?\s+(?:the\s+)?")
# Courts, police and hospitals are at home: "an Indian court in Salem".
_AT_HOME = re.compile(
    rf"\s+{_WORDS}(?:courts?|tribunals?|judges?|police|prosecutors?|magistrates?|hospitals?|prisons?|jails?)"
    rf"\s+in\s+(?:the\s+)?(?:{_WORDS}(?:city|town|village|port)\s+of\s+)?"
)
_LONGEST_GAP = 60
AT_HOME_TOWN, MANY_TIMES = 20_000, 10
"""A town of so many people is meant where a court or the police of its country is said to be in it, unless a
namesake has so many times its people: American police may help in Paris."""


def heed_nations(
    text: str, mentions: Sequence[PlaceMention], names: Sequence[Name], name_of: Sequence[int]
) -> None:
    """Take for each name that is told to be a country's own the likeliest place of it there."""
    for index, other, sort in _told(text, mentions):
        name, nation = names[name_of[index]], names[name_of[other]].best
        best = name.best
        if best is None or nation is None or name.demonym or nation.place.kind is not PlaceKind.COUNTRY:
            continue
        code = nation.place.country_code
        is_there = best.place.country_code == code and (not sort or best.place.kind is PlaceKind.SETTLEMENT)
        if best.place.kind is PlaceKind.COUNTRY or is_there:
            continue
        name.recall({code})
        towns = [at for at, o in enumerate(name.options) if _is_town_of(o, best, code, sort)]
        if towns:
            at = max(towns, key=lambda n: name.options[n].place.population) if sort == "capital" else towns[0]
            swap_with_best(name, at, f"in {nation.place.name}, whose it is told to be")


def _is_town_of(option: Option, best: Option, code: str | None, sort: str) -> bool:
    place = option.place
    least = 0.0 if sort else max(AT_HOME_TOWN, best.place.population / MANY_TIMES)
    return place.kind is PlaceKind.SETTLEMENT and place.country_code == code and place.population >= least


def _told(text: str, mentions: Sequence[PlaceMention]) -> Iterator[tuple[int, int, str]]:
    """Yield each name told so, the country or people beside it, and the word for its sort, "" for none."""
    for first, (one, two) in enumerate(pairwise(mentions)):
        if not 0 < two.start - one.end <= _LONGEST_GAP:
            continue
        people = one.use is PlaceUse.DEMONYM
        if two.use is PlaceUse.DEMONYM:
            ends = _BEHIND_ENDS.match(text, two.end) if _BEHIND.fullmatch(text, one.end, two.start) else None
            if ends is not None and not people:
                yield first, first + 1, ends["sort"]
        elif (owned := _BEFORE.fullmatch(text, one.end, two.start)) and (people or owned[0][0] in "'’"):
            yield first + 1, first, owned["sort"]
        elif people and _AT_HOME.fullmatch(text, one.end, two.start):
            yield first + 1, first, ""
