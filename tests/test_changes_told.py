"""What changed is told alike by command, files and since a saved file; watch lists remember."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from command_line import run
from made_records import (
    IZIUM,
    KHARKIV_OBLAST,
    KHERSON,
    UDY,
    UKRAINE,
    filled_store,
    make_article,
    make_reading,
    make_reports,
)
from streamlit.testing.v1 import AppTest

from dashboard import changes_page, data
from dashboard.changing import (
    areas_of,
    box_of_changes,
    change_symbols,
    describe_change,
    describe_difference,
    group_of,
    marks_of,
    overlays_of,
    shapes_of,
)
from dashboard.cli import app
from dashboard.file_changes import changes_since_file
from dashboard.saved_files import NotSavedError, read_saved
from dashboard.snapshot import SnapshotOptions, draw_snapshot
from geodata.changes import Kind
from geodata.corrections import DateFix, NotAnEvent, PlaceFix, ReportKey, TypeFix
from geodata.export import ReleasePolicy, export_bytes
from geodata.export.changed import CHANGE_COLUMNS, CHANGE_FORMATS, changes_bytes
from geodata.model import Report, SubEventType
from geodata.query import EventFilter, EventIndex
from geodata.query.past import narrow
from geodata.store import Store, StoreError
from geodata.store.watch_lists import load_watch_lists, remove_watch_list, save_watch_list

SMALL = SnapshotOptions(width_px=640, height_px=400)
HARM = '=HYPERLINK("x")<script>alert(1)</script>\x07'


def fill(store: Store) -> list[Report]:
    """Store one article of six events."""
    article = make_article()
    store.save_reading(article, make_reading(article))
    return list(make_reports(article))


def correct(store: Store, reports: list[Report], note: str = "the other Udy") -> None:
    """Move one event, date and type another, withdraw a third."""
    first, second, third, *_ = reports
    fix = PlaceFix(article_id=first.article_id, mention=first.place_spans[0], place=KHERSON)
    store.correct(fix, analyst="Ana", note=note)
    day = date(2022, 9, 1)
    store.correct(DateFix(report=ReportKey.of(second), date_start=day, date_end=day), analyst="Ana")
    store.correct(TypeFix(report=ReportKey.of(second), sub_event_type=SubEventType.AIR_STRIKE), analyst="Ben")
    store.correct(NotAnEvent(report=ReportKey.of(third)), analyst="Ben", note="never happened")


@pytest.fixture
def changed(tmp_path: Path) -> Iterator[tuple[Store, int]]:
    with Store(tmp_path / "told.db") as store:
        reports = fill(store)
        before = store.revision()
        correct(store, reports)
        yield store, before


def test_each_change_is_said_as_it_was_and_is_with_its_causes(changed: tuple[Store, int]) -> None:
    store, before = changed
    found = store.changes(before)
    said = {change.kinds[0]: describe_change(change) for change in found.changes}
    assert said[Kind.WITHDRAWN] == "withdrawn"
    assert said[Kind.MOVED].startswith("moved 4")
    assert "Udy, Kharkiv Oblast, UA → Kherson, Kherson Oblast, UA" in said[Kind.MOVED]
    assert "dated 12–13 Sep 2022 → 1 Sep 2022" in said[Kind.REDATED]
    assert "type Shelling/artillery/missile attack → Air/drone strike" in said[Kind.REDATED]
    by_kind = {change.kinds[0]: change for change in found.changes}
    assert [v.who for v in found.causes_of(by_kind[Kind.REDATED])] == ["Ana", "Ben"]
    assert "1 withdrawn, 1 moved, 1 re-dated, 1 re-typed and 1 more or less certain" in describe_difference(
        found
    )


def test_what_moved_is_a_line_from_the_old_place_to_the_new(changed: tuple[Store, int]) -> None:
    store, before = changed
    shapes = shapes_of(store.changes(before).changes)
    [line] = [shape for shape in shapes["moved"] if shape.geom_type == "LineString"]
    assert list(line.coords) == [(UDY.longitude, UDY.latitude), (KHERSON.longitude, KHERSON.latitude)]
    assert [layer.name for layer in overlays_of(store.changes(before).changes)] == ["moved"]


def test_every_change_at_a_spot_is_counted_in_its_mark(changed: tuple[Store, int]) -> None:
    store, before = changed
    changes = store.changes(before).changes
    marks = marks_of(changes)
    assert len({(mark.latitude, mark.longitude) for mark in marks}) == len(marks)
    names = [symbol.name for symbol in change_symbols()]
    counted = Counter[str]()
    for mark in (*marks, *areas_of(changes)):
        counted.update({names[group]: number for group, number in mark.counts.items()})
    assert counted == Counter(group_of(change) for change in changes if change.shown.latitude is not None)
    # Another change of the same kind at the same place makes its number greater, not a mark more.
    twice = marks_of([*changes, *changes])
    assert [sum(mark.counts.values()) for mark in twice] == [2 * sum(mark.counts.values()) for mark in marks]
    assert marks_of(()) == areas_of(()) == []
    assert overlays_of(()) == []


def test_what_lies_somewhere_in_an_area_is_no_point_among_what_changed(changed: tuple[Store, int]) -> None:
    store, before = changed
    changes = store.changes(0, before).changes
    areas = {area.place_id: area for area in areas_of(changes)}
    assert set(areas) == {KHARKIV_OBLAST.id, UKRAINE.id}
    outline = areas[KHARKIV_OBLAST.id].geometry
    assert outline is not None
    assert outline.area > 2
    assert areas[UKRAINE.id].geometry is None
    middles = {(place.latitude, place.longitude) for place in (KHARKIV_OBLAST, UKRAINE)}
    assert middles.isdisjoint((mark.latitude, mark.longitude) for mark in marks_of(changes))
    # A briefing draws the same shapes, and nothing in the middle of a country.
    drawn = shapes_of(changes)["added"]
    assert outline in drawn
    assert (UKRAINE.longitude, UKRAINE.latitude) not in [
        tuple(shape.coords[0]) for shape in drawn if shape.geom_type == "Point"
    ]
    assert box_of_changes(changes) == (KHERSON.latitude, KHERSON.longitude, UDY.latitude, IZIUM.longitude)


@pytest.mark.parametrize("suffix", CHANGE_FORMATS)
def test_a_file_of_changes_holds_every_change_and_runs_nothing(tmp_path: Path, suffix: str) -> None:
    with Store(tmp_path / "told.db") as store:
        reports = fill(store)
        before = store.revision()
        correct(store, reports, note=HARM)
        data = changes_bytes(store.changes(before), suffix, "What changed.")
    if suffix == ".geojson":
        found = json.loads(data)
        rows = [feature["properties"] for feature in found["features"]]
        kinds = [(feature["geometry"] or {}).get("type") for feature in found["features"]]
        assert kinds.count("LineString") == 1
        assert found["about"]["statement"] == "What changed."
    elif suffix == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        names, *lines = book["changes"].iter_rows(values_only=True)
        rows = [dict(zip(names, line, strict=True)) for line in lines]
        assert [row[0] for row in book["columns"].iter_rows(min_row=2, values_only=True)] == list(names)
        assert {cell.data_type for row in book["changes"].iter_rows() for cell in row} <= {
            "s",
            "inlineStr",
            "n",
            "d",
        }
    else:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        assert rows[0]["about_this_file"] == "What changed."
        assert not any(str(value).startswith("=") for row in rows for value in row.values())
    assert len(rows) == 3
    assert {name for row in rows for name in row} >= {column.name for column in CHANGE_COLUMNS}
    moved = next(row for row in rows if str(row["what"]).startswith("moved"))
    assert (moved["location_before"], moved["location_after"]) == (UDY.label, KHERSON.label)
    assert round(float(moved["moved_km"])) == 488
    assert "by Ana" in moved["causes"]


@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".gpkg", ".png", ".html"])
def test_what_changed_since_a_saved_file_is_told_with_its_causes(tmp_path: Path, suffix: str) -> None:
    with Store(tmp_path / "told.db") as store:
        reports = fill(store)
        index = EventIndex(store)
        everything = index.select(EventFilter())
        if suffix in (".png", ".html"):
            data = draw_snapshot(index, everything, suffix, options=SMALL)
        else:
            data = export_bytes(store, everything, suffix)
        saved = read_saved(f"file{suffix}", data)
        assert changes_since_file(saved, EventIndex(store)).changes == ()
        correct(store, reports)
        found = changes_since_file(saved, EventIndex(store))
        assert {c.kinds for c in found.changes} == {
            (Kind.MOVED, Kind.CERTAINTY), (Kind.REDATED, Kind.RETYPED), (Kind.WITHDRAWN,),
        }  # fmt: skip
        assert {v.who for change in found.changes for v in found.causes_of(change)} == {"Ana", "Ben"}


def test_a_file_is_compared_under_its_filter(tmp_path: Path) -> None:
    wanted = EventFilter(sub_event_types=(SubEventType.SHELLING,))
    with Store(tmp_path / "told.db") as store:
        reports = fill(store)
        saved = read_saved("f.csv", export_bytes(store, EventIndex(store).select(wanted), ".csv"))
        middle = store.revision()
        correct(store, reports)
        [change] = changes_since_file(saved, EventIndex(store)).changes
        assert change.before is not None
        assert change.before.sub_event_type is SubEventType.SHELLING
        assert changes_since_file(saved, EventIndex(store), middle).changes == ()
        hidden = export_bytes(
            store, EventIndex(store).select(wanted), ".csv", policy=ReleasePolicy(blur_km=5)
        )
        with pytest.raises(NotSavedError, match="release policy"):
            changes_since_file(read_saved("f.csv", hidden), EventIndex(store))


def test_a_filter_keeps_what_passes_before_or_after(changed: tuple[Store, int]) -> None:
    store, before = changed
    found = store.changes(before)
    for kind, number in ((SubEventType.SHELLING, 1), (SubEventType.AIR_STRIKE, 1), (SubEventType.ATTACK, 1)):
        assert len(narrow(found, EventFilter(sub_event_types=(kind,))).changes) == number
    assert narrow(found, EventFilter(words="nothing")).changes == ()
    assert narrow(found, EventFilter()) == found


def test_the_command_lists_versions_and_says_what_changed(changed: tuple[Store, int], tmp_path: Path) -> None:
    store, before = changed
    db = ("--db", store.name)
    listed = run("changes", *db)
    assert "correction 1 by Ana: the other Udy" in listed
    assert "ingest; 1 article, 6 events written" in listed
    said = run("changes", str(before), *db, "-o", str(tmp_path / "changes.geojson"))
    assert "1 withdrawn, 1 moved, 1 re-dated, 1 re-typed and 1 more or less certain" in said
    assert len(json.loads((tmp_path / "changes.geojson").read_text("utf-8"))["features"]) == 3
    assert "no event changed" in run("changes", str(before), str(before), *db)
    assert "1 withdrawn." in run("changes", "last", *db)
    assert "1 moved" in run("changes", str(before), *db, "--type", "civilians")
    for wrong in ("99", "yesterday"):
        refused = CliRunner().invoke(app, ["changes", wrong, *db])
        assert refused.exit_code == 2
        assert "version" in refused.output


def test_a_watch_list_says_what_is_new_since_it_was_looked_at(tmp_path: Path) -> None:
    with filled_store(tmp_path) as store:
        db = ("--db", store.name)
        assert "nothing is watched" in run("new", *db)
        run("new", "Attacks", "--keep", "--sub", "attack", *db)
        assert "no event changed" in run("new", "Attacks", *db)
        first = make_reports(make_article())[0]
        store.correct(TypeFix(report=ReportKey.of(first), sub_event_type=SubEventType.ABDUCTION), note="why")
        assert "1 re-typed" in run("new", *db)
        assert "1 re-typed" in run("new", "Attacks", "--peek", *db)
        assert "why" in run("new", "Attacks", *db)
        assert "no event changed" in run("new", "Attacks", *db)
        run("new", "Attacks", "--forget", *db)
        assert load_watch_lists(store) == []


def _changes() -> None:
    import streamlit as st

    from dashboard.changes_page import render_changes

    st.session_state.setdefault("pages", {})
    render_changes()


def test_what_came_after_the_page_was_drawn_is_still_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with filled_store(tmp_path) as store:
        monkeypatch.setenv("CONFLICTMAP_DB", store.name)
        save_watch_list(store, "all", "", store.revision())
        first, second = make_reports(make_article())[:2]
        store.correct(NotAnEvent(report=ReportKey.of(first)))
        shown = store.revision()
        page = AppTest.from_function(_changes, default_timeout=120).run()
        assert not page.exception
        assert not any("no event changed" in told.value for told in page.markdown)
        store.correct(NotAnEvent(report=ReportKey.of(second)))
        next(button for button in page.button if button.label == "Seen").click().run()
        assert not page.exception
        assert [one.seen for one in load_watch_lists(store)] == [shown]
        assert not any("no event changed" in told.value for told in page.markdown)


def test_a_watch_list_needs_a_name_and_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(tmp_path / "lists.db") as store:
        for name in ("", " ", "x" * 81):
            with pytest.raises(StoreError, match="needs a name"):
                save_watch_list(store, name, "", 0)
        monkeypatch.setattr("geodata.store.watch_lists.MOST_LISTS", 2)
        for name in ("a", "b"):
            save_watch_list(store, name, "", 0)
        with pytest.raises(StoreError, match="remove one"):
            save_watch_list(store, "c", "", 0)
        save_watch_list(store, "b", "type=civilians", 7)
        assert [(one.name, one.seen) for one in load_watch_lists(store)] == [("a", 0), ("b", 7)]
        assert remove_watch_list(store, "a")
        assert not remove_watch_list(store, "a")


def test_looking_at_a_list_reloads_no_copy_of_the_events(tmp_path: Path) -> None:
    with filled_store(tmp_path) as store:
        before = store.revision()
        save_watch_list(store, "all", "", before)
        assert store.revision() == before


def test_two_readers_of_a_difference_wait_for_it_once(
    changed: tuple[Store, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, since = changed
    asked: list[int] = []
    compare = Store.changes
    monkeypatch.setattr(Store, "changes", lambda self, *pair: asked.append(1) or compare(self, *pair))
    found = [data.difference(store.name, store.revision(), since, store.revision()) for _ in range(2)]
    assert found[0] is found[1]
    assert len(asked) == 1


def test_the_table_of_what_changed_does_not_wait_for_the_map(
    changed: tuple[Store, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, since = changed
    drawn: list[str] = []
    monkeypatch.setattr(changes_page, "_render_map", lambda changes, key: drawn.append("map"))
    monkeypatch.setattr(changes_page.st, "dataframe", lambda *_, **__: drawn.append("table"))
    changes_page.render_difference(store.changes(since), EventFilter(), key="tested")
    assert drawn == ["table", "map"]
