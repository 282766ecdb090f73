"""How the events of each unit and actor are spread over the bins of a timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.query.columns import Columns
from geodata.query.filter import Clock
from geodata.query.index import EventIndex
from geodata.query.period import NO_DAY, day_number
from geodata.query.selection import Selection
from geodata.query.timeline import Timeline

Numbers = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One unit's or actor's events: how many in all, and in each bin those whose first day lies there."""

    name: str
    count: int
    per_bin: tuple[int, ...]


def trends_of(
    names: Sequence[str],
    groups: Numbers,
    bins: Numbers,
    n_bins: int,
    most: int,
    weights: Numbers | None = None,
) -> list[Trend]:
    """Return the busiest groups. ``groups`` and ``bins`` run parallel, one pair per event; -1 is none.

    ``weights`` are what each event counts for, None: each once.
    An event without a bin (no first day, or one outside the bins) counts in ``count`` alone.
    """
    member = groups >= 0
    counts = np.ones(len(groups)) if weights is None else weights
    totals = np.bincount(groups[member], weights=counts[member], minlength=len(names))
    inside = member & (bins >= 0)
    keys = groups[inside] * n_bins + bins[inside]
    spread = np.bincount(keys, weights=counts[inside], minlength=len(names) * n_bins)
    table = spread.astype(np.int64).reshape(len(names), n_bins)
    order = np.argsort(-totals, kind="stable")[:most]
    return [
        Trend(name=names[at], count=int(totals[at]), per_bin=tuple(table[at].tolist()))
        for at in order.tolist()
        if totals[at]
    ]


def bins_of(columns: Columns, selection: Selection, timeline: Timeline) -> Numbers:
    """Return, parallel to the selected rows, the bin of an event's first day, -1 where there is none."""
    days = columns.reported_days if selection.filter.clock is Clock.REPORTED else columns.starts
    edges = np.array([day_number(day) for day in timeline.starts], dtype=np.int64)
    firsts = days[selection.rows].astype(np.int64)
    bins = np.searchsorted(edges, firsts, side="right") - 1
    known = (firsts != NO_DAY) & (firsts <= day_number(timeline.last))
    return np.where(known, bins, -1)


def unit_trends(index: EventIndex, selection: Selection, timeline: Timeline, most: int = 30) -> list[Trend]:
    """Return the first-level units with the most selected events; their names are codes ("UA.07")."""
    columns, units = index.columns, index.units
    groups = units.of[columns.location[selection.rows]]
    bins = bins_of(columns, selection, timeline)
    return trends_of(units.codes, groups, bins, len(timeline.starts), most, selection.weights)


def actor_trends(index: EventIndex, selection: Selection, timeline: Timeline, most: int = 30) -> list[Trend]:
    """Return the actors with the most selected events; one with two actors counts for both."""
    columns, actors = index.columns, index.columns.actors
    whole = trends_of(
        [str(at) for at in range(len(actors.sets))],
        actors.codes[selection.rows],
        bins_of(columns, selection, timeline),
        len(timeline.starts),
        len(actors.sets),
        selection.weights,
    )
    found: dict[str, list[Trend]] = {}
    for trend in whole:
        for name in actors.sets[int(trend.name)]:
            found.setdefault(name, []).append(trend)
    added = [
        Trend(
            name=name, count=sum(t.count for t in parts),
            per_bin=tuple(map(sum, zip(*(t.per_bin for t in parts), strict=True))),
        )
        for name, parts in found.items()
    ]  # fmt: skip
    return sorted(added, key=lambda trend: (-trend.count, trend.name))[:most]
