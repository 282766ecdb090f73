"""Trends count each event of a province or an actor in the bin of its first day, and all in the sum."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_events import PLAIN, make_random_store, save, to_article
from streamlit.testing.v1 import AppTest

from dashboard.trends import describe_deaths, fewer_bars, rows_of
from geodata.model import Event
from geodata.query import Counting, EventFilter, EventIndex
from geodata.query.deaths import Deaths, DeathsOf
from geodata.query.trends import Trend, actor_trends, trends_of, unit_trends
from geodata.store import Store

APP = Path(__file__).parents[1] / "dashboard" / "app.py"


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


def test_the_dead_add_up_with_the_range_of_the_sources_and_each_event_once(tmp_path: Path) -> None:
    article, reading = to_article(PLAIN, title="A day", outlet="Wire")
    sides = itertools.cycle([("Army", "Militia"), ("Army", None), (None, None)])
    reports = [
        replace(report, actor1=one, actor2=two, toll=replace(report.toll, fatalities_high=high))
        for report, (one, two) in zip(reading.reports, sides, strict=False)
        for high in [9 if report.toll.fatalities else None]
    ]
    with Store(tmp_path / "deaths.db") as store:
        save(store, [(article, replace(reading, reports=tuple(reports)))])
        index = EventIndex(store)
        for counting in Counting:
            dead = DeathsOf(index, index.select(EventFilter(counting=counting)))
            assert dead.all() == added(store.events()) != Deaths(events=7, stated=2, best=6, low=6, high=6)
            for name, found in (dead.by_unit() | dead.by_actor()).items():
                region = f"ne:{name}" if "." in name else None
                wanted = EventFilter(
                    regions=(region,) if region else (), actors=() if region else (name,),
                    include_possible=False,
                )  # fmt: skip
                assert found == added(store.events(index.select(wanted).ids())), name


def added(events: Sequence[Event]) -> Deaths:
    stated = [event for event in events if event.fatalities is not None]
    low, high = ([event.fatalities_low for event in stated], [event.fatalities_high for event in stated])
    best = [event.fatalities or 0 for event in stated]
    return Deaths(
        events=len(events), stated=len(stated), best=sum(best),
        low=sum(b if n is None else n for n, b in zip(low, best, strict=True)),
        high=sum(b if n is None else n for n, b in zip(high, best, strict=True)),
    )  # fmt: skip


def test_the_dead_are_told_with_how_many_events_state_them() -> None:
    some = Deaths(events=9, stated=2, best=12, low=10, high=40)
    assert describe_deaths(some).startswith("**12 (10–40)** dead, as stated for 2 of 9 events;")
    none = Deaths(events=1, stated=0, best=0, low=0, high=0)
    assert describe_deaths(none) == "None of the 1 event shown states a number of dead."
    trend = Trend(name="UA.07", count=3, per_bin=(1, 2))
    [bare] = rows_of("Province", [("Kharkiv Oblast, UA", trend)], "Events", None)
    [told] = rows_of("Province", [("Kharkiv Oblast, UA", trend)], "Events", {"UA.07": some})
    assert "Deaths" not in bare
    assert told["Deaths"] == "12 (10–40)"
    [silent] = rows_of("Province", [("Kharkiv Oblast, UA", trend)], "Events", {"UA.07": none})
    assert silent["Deaths"] == "", "nothing stated is not 0"


def test_the_dead_are_added_up_beside_the_map_when_asked_for(
    made_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFLICTMAP_DB", made_store.name)
    page = AppTest.from_file(str(APP), default_timeout=60)
    page.query_params["pane"] = "trends"
    page.run()
    assert not any("dead, as stated" in m.value for m in page.markdown)
    page.toggle(key="trends_deaths").set_value(True).run()
    assert not page.exception
    killed = 2 + 4 + sum(n % 3 for n in range(40))
    assert any(f"**{killed}** dead, as stated for 42 of 47 events" in m.value for m in page.markdown)
