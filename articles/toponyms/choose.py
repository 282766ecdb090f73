"""Choose the best set of candidate spans that do not overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def choose_disjoint(scored: Sequence[tuple[int, int, float, Item]]) -> list[Item]:
    """Return the items whose spans are disjoint and whose scores add up to the most, in order.

    ``scored`` holds (first, last, score, item) with half-open spans; items scoring 0 or less are left out.
    """
    worth = sorted((row for row in scored if row[2] > 0), key=lambda row: row[1])
    totals, bounds = [0.0], [0]
    taken: list[tuple[int, Item] | None] = [None]
    for first, last, score, item in worth:
        before = bisect_right(bounds, first) - 1
        with_it = totals[before] + score
        better = with_it > totals[-1]
        totals.append(with_it if better else totals[-1])
        bounds.append(last)
        taken.append((before, item) if better else None)
    chosen: list[Item] = []
    at = len(totals) - 1
    while at > 0:
        step = taken[at]
        if step is None:
            at -= 1
        else:
            at, item = step
            chosen.append(item)
    return chosen[::-1]
