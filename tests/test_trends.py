"""Trends count each event of a province or an actor in the bin of its first day, and all in the sum."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from made_events import make_random_store

from dashboard.trends import fewer_bars
from geodata.query import EventFilter, EventIndex
from geodata.query.trends import actor_trends, trends_of, unit_trends
from geodata.store import Store


def test_the_busiest_come_first_and_what_has_no_bin_counts_in_the_sum_alone() -> None:
    groups, bins = np.array([0, 0, 1, 1, 1, -1]), np.array([0, -1, 1, 1, 0, 0])
    found = trends_of(("a", "b", "c"), groups, bins, 2, 5)
    assert [(t.name, t.count, t.per_bin) for t in found] == [("b", 3, (1, 2)), ("a", 2, (1, 0))]


def test_a_long_axis_is_shown_in_fewer_bars_without_losing_an_event() -> None:
    assert fewer_bars(list(range(10)), 24) == list(range(10))
    bars = fewer_bars([1] * 98, 24)
    assert len(bars) <= 24
    assert sum(bars) == 98


def test_units_and_actors_add_up_to_the_events_shown(tmp_path: Path) -> None:
    with Store(tmp_path / "trends.db") as store:
        make_random_store(store, 150)
        index = EventIndex(store)
        selection = index.select(EventFilter())
        timeline = selection.timeline()
        shades = {shade.code: shade.count for shade in selection.shades(index.units)}
        units = unit_trends(index, selection, timeline)
        assert {trend.name: trend.count for trend in units} == shades
        assert all(sum(trend.per_bin) <= trend.count for trend in units)
        for trend in actor_trends(index, selection, timeline):
            wanted = EventFilter(actors=(trend.name,))
            assert trend.count == len(index.select(wanted))
