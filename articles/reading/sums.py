"""Sums: "killed eight in the province. Six died in Tank, two in Kulachi" tells two happenings, not three."""

from __future__ import annotations

from collections.abc import Sequence

from articles.reading.found import lies_inside
from articles.reading.happenings import Happening
from articles.reading.reports import toll_of

#: How many sentences before its parts, or behind them, a sum stands.
_REACH = 4
_LEAST_PARTS = 2


def leave_out_sums(happenings: Sequence[Happening], real_from: float) -> None:
    """Let no happening be real that only sums up others, in place.

    It lies in an area, the others in places inside that, at the same time and near it in the text, and their
    dead, or their injured where none gives dead, are all of its.
    """
    real = [h for h in happenings if h.real >= real_from]
    for happening in real:
        if _is_sum(happening, [h for h in real if h is not happening and h.real >= real_from]):
            happening.real = 0.0


def _is_sum(happening: Happening, others: Sequence[Happening]) -> bool:
    area = happening.place
    if area is None or area.place is None or not area.place.is_area:
        return False
    parts = [
        other
        for other in others
        if other.kind.event_type is happening.kind.event_type
        and lies_inside(other.place, area)
        and _stand_near(happening, other)
        and _are_of_one_time(happening, other)
    ]
    if len(parts) < _LEAST_PARTS:
        return False
    whole, tolls = toll_of(happening), [toll_of(part) for part in parts]
    for count, counts in (
        (whole.fatalities, [t.fatalities for t in tolls]),
        (whole.injured, [t.injured for t in tolls]),
    ):
        if count and any(counts):
            return sum(n or 0 for n in counts) == count
    return False


def _stand_near(one: Happening, two: Happening) -> bool:
    return any(abs(a.number - b.number) <= _REACH for a in one.claims for b in two.claims)


def _are_of_one_time(one: Happening, two: Happening) -> bool:
    """Whether the days of two happenings meet; what has none may be of any."""
    a, b = one.time, two.time
    if a is None or b is None:
        return True
    first, last = a.date_start or a.date_end, a.date_end or a.date_start
    start, end = b.date_start or b.date_end, b.date_end or b.date_start
    if first is None or last is None or start is None or end is None:
        return True
    return first <= end and start <= last
