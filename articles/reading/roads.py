"""Tells the ends of a road from the place where it was blocked: "in X, farmers blocked the A - B highway"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.resolve.relative import is_road_end
from geodata.model import PlaceMention

_PLACED = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Oo]utskirts\sof)\s(?:the\s(?:\w+\s){0,2}of\s|the\s)?$"
)
_REACH = 40


def without_road_ends(
    text: str, row: Sequence[tuple[PlaceMention, float]], here: Sequence[PlaceMention]
) -> list[tuple[PlaceMention, float]]:
    """Return candidates with how likely each is; the ends of a road are none where another place is told.

    ``here`` are those of the trigger's own sentence. The likeliest place told there with "in" or the like
    is then as likely as the likeliest end was; without one all stays.
    """
    ends = {m.start for m, _ in row if is_road_end(text, m.start, m.end)}
    starts = {m.start for m in here}
    told = [
        (m, p)
        for m, p in row
        if m.start in starts - ends
        and m.literal
        and (m.place is None or not m.place.is_area)
        and _PLACED.search(text, max(0, m.start - _REACH), m.start)
    ]
    if not ends or not told:
        return list(row)
    most = max(p for m, p in row if m.start in ends)
    best = max(told, key=lambda pair: pair[1])[0]
    return [(m, 0.0 if m.start in ends else max(p, most) if m is best else p) for m, p in row]
