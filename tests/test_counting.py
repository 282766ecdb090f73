"""Numbers count events or their reports: the same on map, timeline, lists and in every picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made_events import CROWD, PLAIN, make_random_store, to_article
from map_reading import read_parts

from dashboard.map_view import summary_of, to_update
from dashboard.outcome import counts_line
from dashboard.series.drawing import count_words
from dashboard.series.frames import SeriesOptions, collect_series
from dashboard.snapshot import collect, draw_snapshot, read_statement
from dashboard.snapshot.frame import frame_for
from dashboard.snapshot.page import Box
from dashboard.snapshot.panels import warnings_of
from dashboard.timeline import summary_of as timeline_summary
from geodata.export.about import about
from geodata.export.policy import ReleasePolicy
from geodata.joining import build_event, profile_of
from geodata.model import EventType, Report
from geodata.query import Counting, EventFilter, EventIndex, Selection, from_query, to_query
from geodata.query.trends import unit_trends
from geodata.store import Store

FILTERS = (
    EventFilter(),
    EventFilter(event_types=(EventType.BATTLES, EventType.EXPLOSIONS)),
    EventFilter(date_from=date(2022, 9, 1), date_to=date(2023, 6, 30), include_undated=True),
    EventFilter(regions=("ne:UA.07",)),
    EventFilter(fatalities_at_least=1),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventIndex]:
    """Events of one to four reports each, of every kind."""
    with Store(tmp_path_factory.mktemp("counting") / "events.db") as store:
        make_random_store(store, 90)
        reports = sorted(store.reports(), key=lambda r: (r.date_start or date.min, r.id))
        groups: list[list[Report]] = []
        while reports:
            size = 1 + len(groups) % 4
            groups.append(reports[:size])
            reports = reports[size:]
        store.save_events(
            [build_event([profile_of(r) for r in group], id=f"e{n}") for n, group in enumerate(groups)]
        )
        yield EventIndex(store)


def numbers_of(index: EventIndex, selection: Selection) -> dict[str, Any]:
    """Return the total that each part of the screen and of a picture adds up to."""
    update, cells = to_update(
        index, selection, names={}, window=None, selected=None, overlays=(), fit_token="1"
    )
    parts = read_parts(update)
    drawn = sum(sum(row["counts"][1::2]) for name in ("marks", "areas", "tray") for row in parts[name])
    content = collect(index, selection)
    trends = unit_trends(index, selection, selection.timeline(), 1_000)
    shaded = sum(shade.count for shade in selection.shades(index.units))
    return {
        "types": sum(selection.shown_types().values()),
        "map": drawn + selection.without_place,
        "cells": cells.total,
        "timeline": selection.timeline().total,
        "picture": content.cells.total,
        "picture's types": sum(content.types.values()),
        "picture's timeline": content.timeline.total,
        "content": content.count,
        "ledger": selection.whole - sum(step.removed for step in selection.ledger()),
        "trends": selection.count if sum(t.count for t in trends) == shaded else -1,
    }


@pytest.mark.parametrize("wanted", FILTERS)
@pytest.mark.parametrize("counting", Counting)
def test_every_part_adds_up_to_the_same(index: EventIndex, wanted: EventFilter, counting: Counting) -> None:
    selection = index.select(replace(wanted, counting=counting))
    events = index.store.events(selection.ids())
    reports = sum(len(event.reports) for event in events)
    assert (len(selection), selection.reports) == (len(events), reports)
    expected = reports if counting is Counting.REPORTS else len(events)
    assert reports > len(events)
    assert selection.count == expected
    assert set(numbers_of(index, selection).values()) == {expected}


def test_what_is_shown_does_not_depend_on_what_is_counted(index: EventIndex) -> None:
    for wanted in FILTERS:
        one, two = (index.select(replace(wanted, counting=counting)) for counting in Counting)
        assert one.ids() == two.ids()
        assert one.digest() == two.digest()
        assert one.counting(Counting.REPORTS).count == two.count


def test_doubts_are_counted_alike(index: EventIndex) -> None:
    """Each doubt counts the reports of exactly the events that it names."""
    selection = index.select(EventFilter(counting=Counting.REPORTS))
    events = index.store.events(selection.ids())
    told = []
    for number, is_so in (
        (selection.undated, lambda lead: lead.date_start is None and lead.date_end is None),
        (selection.by_day, lambda lead: lead.date_start is None and lead.date_end is not None),
        (selection.without_place, lambda lead: lead.place is None),
        (selection.in_tray, lambda lead: lead.place is not None and lead.place.id == "country:UA"),
    ):
        assert number == sum(len(event.reports) for event in events if is_so(event.lead))
        told.append(number)
    assert sum(map(bool, told)) > 1


def test_words_say_what_is_counted(index: EventIndex) -> None:
    selection = index.select(EventFilter(counting=Counting.REPORTS))
    told = f"{selection.count:,} reports"
    cells = selection.cells(None)
    assert summary_of(selection, cells).startswith(f"Map of {told}")
    assert counts_line(selection).startswith(
        f"**{selection.count:,}** of {told} · of {len(selection):,} events"
    )
    assert "dated reports by" in timeline_summary(selection.timeline(), Counting.REPORTS)
    assert f"told by {told}" in about(selection).counts
    content = collect(index, selection)
    assert count_words(content, frame_for(content.bounds, Box(0, 0, 500, 400))).startswith(told)
    by_records = dict(warnings_of(content, frame_for(content.bounds, Box(0, 0, 500, 400))))
    by_columns = dict(
        warnings_of(replace(content, records=None), frame_for(content.bounds, Box(0, 0, 500, 400)))
    )
    for words, number in by_columns.items():
        assert by_records.get(words, number) == number, words
    series = collect_series(index, selection, SeriesOptions(), names=str, policy=None)
    assert series.most == max(frame.content.count for frame in series.frames)


def test_a_link_a_picture_and_a_release_keep_what_is_counted(index: EventIndex) -> None:
    wanted = EventFilter(counting=Counting.REPORTS)
    assert to_query(wanted) == {"count": "reports"}
    assert from_query({"count": "reports"}) == (wanted, ())
    left_out, problems = from_query({"count": "articles"})
    assert (left_out, len(problems)) == (EventFilter(), 1)
    selection = index.select(wanted)
    for suffix in (".svg", ".html"):
        statement = read_statement(draw_snapshot(index, selection, suffix))
        assert (statement.wanted, statement.shown) == (wanted, len(selection))
    released = collect(index, selection, policy=ReleasePolicy(to_admin1=True))
    assert released.count == selection.count
    assert released.about.reports == selection.reports


def test_the_report_page_counts_reports(index: EventIndex) -> None:
    selection = index.select(EventFilter(counting=Counting.REPORTS))
    page = draw_snapshot(index, selection, ".html").decode()
    weights = [int(n or 1) for n in re.findall(r'<tr data-event="[^>]*?(?: data-weight="(\d+)")?>', page)]
    assert sum(weights) == selection.count
    types = [int(n.replace(",", "")) for n in re.findall(r"<b>([\d,]+)</b></label>", page)]
    assert sum(types) == selection.count
    places = [int(n) for n in re.findall(r": (\d+) reports?</title>", page)]
    assert sum(places) == selection.count - selection.without_place - selection.in_tray


def test_the_switch_on_the_page_counts_reports_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit.testing.v1 import AppTest

    path = tmp_path / "events.db"
    monkeypatch.setenv("CONFLICTMAP_DB", str(path))
    with Store(path) as store:
        pairs = [
            to_article(PLAIN, title="North", outlet="Wire", published=date(2022, 9, 13)),
            to_article(CROWD[:3], title="Shells", outlet="Paper", published=date(2022, 8, 1)),
        ]
        store.save_readings(pairs)
        first, *others = (profile_of(r) for _, reading in pairs for r in reading.reports)
        store.save_events(
            [build_event([first, others[0]], id="two"), *(build_event([o]) for o in others[1:])]
        )
    app = Path(__file__).parents[1] / "dashboard" / "app.py"
    page = AppTest.from_file(str(app), default_timeout=120).run()
    assert any("**9** of 9 events" in m.value for m in page.markdown)
    switch = next(box for box in page.segmented_control if box.key == "counting")
    switch.set_value(Counting.REPORTS).run()
    assert not page.exception
    assert any("**10** of 10 reports · of 9 events" in m.value for m in page.markdown)
    assert page.session_state["view"].wanted.counting is Counting.REPORTS
    next(b for b in page.button if b.key == "undo_button").click().run()
    assert any("**9** of 9 events" in m.value for m in page.markdown)
