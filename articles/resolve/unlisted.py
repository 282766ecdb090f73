"""Counts, by country, the names of a reading that the table of places does not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from articles.resolve.anchors import is_site
from geodata.model import PlaceMention, PlaceRole, Reading

_REACH = 400
"""Characters to each side in which other places say what country an unlisted name lies in."""


def unlisted_names(reading: Reading) -> set[tuple[str, str]]:
    """Return the country and the name of each town and village of a reading that is not listed.

    The country is that of most places named around it; a name without any around it is left out. So are
    streets, buildings and the like: no country file would hold them.
    """
    found = set()
    for mention in reading.places:
        country = _country_around(mention, reading.places) if _is_unlisted(mention) else None
        if country is not None:
            found.add((country, mention.text.casefold()))
    return found


def unlisted_by_country(readings: Iterable[Reading]) -> Counter[str]:
    """Return how many different names of towns and villages are not listed, by the country they lie in."""
    names = {pair for reading in readings for pair in unlisted_names(reading)}
    return Counter(country for country, _ in names)


def describe_unlisted(counts: Counter[str], most: int = 6) -> str:
    """Return one sentence that says of which countries names are missing, and the command; "" for none."""
    if not counts:
        return ""
    worst = counts.most_common(most)
    told = ", ".join(f"{code} {count:,}" for code, count in worst)
    codes = " ".join(code for code, _ in worst)
    command = f"conflictmap gazetteer install {codes}"
    return f"names of villages that are not in the table: {told}; {command} adds them"


def _is_unlisted(mention: PlaceMention) -> bool:
    """Whether a place is meant of which the table holds nothing; it may be drawn as the unit around it."""
    return (
        mention.literal
        and not mention.candidates
        and mention.decided_by == "rule"
        and mention.role is not PlaceRole.DATELINE
        and not is_site(mention.text)
    )


def _country_around(mention: PlaceMention, places: Sequence[PlaceMention]) -> str | None:
    if mention.place is not None:
        return mention.place.country_code
    for reach in (_REACH, None):
        near = Counter(
            other.place.country_code
            for other in places
            if other.literal
            and other.place is not None
            and other.place.country_code is not None
            and (reach is None or abs(other.start - mention.start) <= reach)
        )
        if near:
            return near.most_common(1)[0][0]
    return None
