"""The dashboard's pages without a browser: what they show for a store, an empty store and odd links."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made_events import IZIUM, KHERSON
from made_pages import SECONDS, page_script
from streamlit.testing.v1 import AppTest

from dashboard import data
from dashboard.ingest import ingest_text, ingest_upload
from dashboard.map_message import COLUMNS
from dashboard.map_view import box_of
from dashboard.safe_text import markdown
from dashboard.watch_state import Gap, SourceState, WatchState, save_state, state_file
from geodata.corrections import PlaceFix
from geodata.export import export_bytes
from geodata.query import EventFilter, EventIndex
from geodata.store import Store

WORDS = "Words in excerpt or place"
APP = str(Path(__file__).parents[1] / "dashboard" / "app.py")
WITHOUT = (
    "1 without a date · 1 dated after the day it was published · 1 without a place · "
    "1 known to the country only"
)


@pytest.fixture
def app(made_store: Store, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The whole app on the hand-made store."""
    monkeypatch.setenv("CONFLICTMAP_DB", made_store.name)
    return AppTest.from_file(APP, default_timeout=SECONDS)


def counts_line(app: AppTest) -> str:
    return next(m.value for m in app.markdown if re.search(r"\*\*[\d,]+\*\* of [\d,]+ events", m.value))


def map_tables(app: AppTest) -> dict[str, list[dict[str, Any]]]:
    """The tables of what the map was told to draw, each as rows by column."""
    told = json.loads(app.get("component_instance")[0].proto.json_args)
    found = re.search(r"conflictmap\.show\((\[.*\])\)\.addTo", told["feature_group"])
    assert found is not None
    sent = {name: value for name, value in json.loads(found[1]) if name in COLUMNS}
    return {
        name: [dict(zip(columns, row, strict=True)) for row in rows] for name, (columns, rows) in sent.items()
    }


def called(label: str, boxes: Sequence[Any]) -> Any:
    """The widget with a label, which keeps it when a new one stands in its place."""
    return next(box for box in boxes if box.label == label)


def events_on_map(app: AppTest) -> int:
    sent = map_tables(app)
    rows = [row for name in ("marks", "areas", "tray") for row in sent[name]]
    return sum(sum(row["counts"][1::2]) for row in rows)


def test_first_page(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert "**47** of 47 events" in counts_line(app)
    assert WITHOUT in counts_line(app)
    assert events_on_map(app) == 46


def test_words_filter_reaches_the_map(app: AppTest) -> None:
    app.run()
    app.text_input(key="filter_words").set_value("settlements").run()
    assert "**1** of 47 events" in counts_line(app)
    assert events_on_map(app) == 1
    assert app.query_params["words"] in ("settlements", ["settlements"])


def test_dates_the_wrong_way_round_are_swapped(app: AppTest) -> None:
    app.query_params["from"] = "2022-09-01"
    app.run()
    assert called("From", app.date_input).value.isoformat() == "2022-09-01"
    called("To", app.date_input).set_value(date(2022, 8, 1)).run()
    assert called("From", app.date_input).value == date(2022, 8, 1)
    assert called("To", app.date_input).value == date(2022, 9, 1)


def test_undo_and_reset(app: AppTest) -> None:
    app.run()
    app.text_input(key="filter_words").set_value("Izium").run()
    app.text_input(key="filter_words").set_value("Kherson").run()
    app.button(key="undo_button").click().run()
    assert called(WORDS, app.text_input).value == "Izium"
    app.button(key="reset_button").click().run()
    assert called(WORDS, app.text_input).value == ""
    assert "**47** of 47" in counts_line(app)


def test_an_empty_result_names_the_filter_and_drops_it(app: AppTest) -> None:
    app.query_params["words"] = "submarine"
    app.query_params["deaths"] = "1"
    app.run()
    assert "**0** of 47" in counts_line(app)
    assert any("Nothing is left after" in m.value and "submarine" in m.value for m in app.markdown)
    app.button(key="nothing_drop_words").click().run()
    assert "**0** of 47" not in counts_line(app)


def test_a_link_names_layers_and_says_that_it_does_not_contain_them(app: AppTest) -> None:
    app.query_params["layers"] = "Front line, 2022-09-13, ISW|<script>alert(1)</script>"
    app.run()
    assert not app.exception
    [warning] = [t.value for t in app.toast if "names layers" in t.value]
    assert "Front line, 2022-09-13, ISW" in warning.replace("\\", "")
    assert "<script>" not in warning
    app.text_input(key="filter_words").set_value("settlements").run()
    assert str(app.query_params["layers"]).count("|") == 1
    app.button(key="forget_layers").click().run()
    assert "layers" not in app.query_params


def test_a_link_with_nonsense_says_what_was_left_out(app: AppTest) -> None:
    app.query_params["from"] = "13/09/2022"
    app.query_params["region"] = "ne:XX.99"
    app.run()
    assert not app.exception
    assert any("13/09/2022" in t.value.replace("\\", "") for t in app.toast)
    assert any("region was dropped from the filter" in t.value for t in app.toast)
    assert "**47** of 47" in counts_line(app)


def test_a_malformed_place_in_a_link_is_named_and_the_rest_of_it_holds(app: AppTest) -> None:
    app.query_params["near"] = "Izium,-5"
    app.query_params["deaths"] = "2"
    app.run()
    assert not app.exception
    assert any("near" in t.value and "Izium,-5" in t.value.replace("\\", "") for t in app.toast)
    assert "**15** of 47" in counts_line(app), "of which so many state two dead and more"


def test_place_search_takes_coordinates(app: AppTest) -> None:
    app.run()
    app.text_input(key="near_typed").set_value("46.6354, 32.6169").run()
    assert "**2** of 47" in counts_line(app)
    app.button(key="drop_near").click().run()
    assert "**47** of 47" in counts_line(app)


def test_a_place_search_asks_which_namesake_is_meant(app: AppTest) -> None:
    app.run()
    app.text_input(key="near_typed").set_value("Zaliznychne").run()
    assert "**47** of 47" in counts_line(app), "nothing is filtered before one is chosen"
    which = app.selectbox(key="near_choice")
    assert which.value is None
    assert len(set(which.options)) == len(which.options) == 6
    assert "Zaliznychne, Poltava Oblast, UA (49.572, 34.595)" in which.options
    which.set_value("Zaliznychne, Zaporizhzhia Oblast, UA").run()
    assert not app.exception
    assert "47.64855,36.16715,25.000,Zaliznychne, Zaporizhzhia Oblast, UA" in app.query_params["near"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("near", "0.0,-30.0,20.0,the ocean"), ("area", "0,-30|0,-29|1,-29"), ("region", "ne:DE.02")],
)
@pytest.mark.parametrize("possible", ["0", "1"])
def test_a_place_without_events_leaves_the_page_whole(
    app: AppTest, name: str, value: str, possible: str
) -> None:
    app.query_params[name] = value
    if possible == "0":
        app.query_params["possible"] = "0"
    app.run()
    assert not app.exception
    assert "**0** of 47" in counts_line(app)
    assert app.checkbox(key="filter_possible").value is (possible == "1")
    app.run()
    assert app.checkbox(key="filter_possible").value is (possible == "1")
    app.button(key=f"nothing_drop_{name}").click().run()
    assert not app.exception
    assert "**47** of 47" in counts_line(app)


def test_an_unknown_region_leaves_the_known_ones(app: AppTest) -> None:
    app.query_params["region"] = "ne:XX.99|ne:UA.07"
    app.run()
    assert not app.exception
    assert any("XX.99" in t.value.replace("\\", "") for t in app.toast)
    assert app.query_params["region"] in ("ne:UA.07", ["ne:UA.07"])


def test_table_twin(app: AppTest) -> None:
    app.query_params["pane"] = "table"
    app.run()
    assert len(app.dataframe[0].value) == 47
    assert any("Rows 1–47 of 47" in c.value for c in app.caption)


def test_empty_store_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFLICTMAP_DB", str(tmp_path / "empty.db"))
    app = AppTest.from_file(APP, default_timeout=SECONDS).run()
    assert not app.exception
    assert [s.value for s in app.subheader] == ["No events yet"]


@pytest.mark.parametrize(
    ("module", "render"),
    [
        ("ledger", "render_ledger"),
        ("article_view", "render_articles"),
        ("add_articles", "render_add_articles"),
        ("watch_page", "render_watch"),
        ("changes_page", "render_changes"),
        ("tables_page", "render_tables"),
        ("side_by_side", "render_side_by_side"),
    ],
)
def test_other_pages(module: str, render: str, made_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFLICTMAP_DB", made_store.name)
    app = AppTest.from_string(page_script(module, render), default_timeout=SECONDS).run()
    assert not app.exception


def test_watched_sources_are_shown_with_their_troubles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = str(tmp_path / "events.db")
    monkeypatch.setenv("CONFLICTMAP_DB", db)
    monkeypatch.setenv("CONFLICTMAP_DATA", str(tmp_path / "data"))
    failing = SourceState(
        name="https://example.org/<b>", problem="the server answered 500", failures_in_a_row=2
    )
    failing.note_gap(Gap(start=0.0, end=7_200.0, why="the watch was not running", lost=True))
    save_state(state_file(db), WatchState(alive_at=0.0, stopped=False, sources={"x": failing}))
    app = AppTest.from_string(page_script("watch_page", "render_watch"), default_timeout=SECONDS).run()
    assert not app.exception
    assert "has not been running since 1 Jan 1970, 00:00 UTC" in app.warning[0].value
    # A watch that does not run tries nothing again.
    told = "The last 2 tries failed: the server answered 500; the next is when the watch runs."
    assert app.error[0].value == told
    assert any("may have come and gone unseen" in m.value for m in app.markdown)
    assert app.dataframe[0].value["State"].tolist() == ["failing"]


def test_files_that_no_policy_holds_for_are_not_offered_while_one_is_chosen(
    made_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFLICTMAP_DB", made_store.name)
    app = AppTest.from_string(page_script("changes_page", "render_changes"), default_timeout=SECONDS).run()
    assert any("CSV" in str(button) for button in app.get("download_button"))
    app.session_state["release_confirmed"] = True
    app.run()
    assert not app.exception
    assert len(app.get("download_button")) == 0
    assert any("they would tell what you keep back" in caption.value for caption in app.caption)


def test_what_changed_is_shown_as_a_map_with_lines_a_table_and_files(
    made_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFLICTMAP_DB", made_store.name)
    event = next(e for e in made_store.events() if e.lead.place == IZIUM)
    mention = event.lead.place_spans[0]
    fix = PlaceFix(article_id=event.lead.article_id, mention=mention, place=KHERSON)
    made_store.correct(fix, analyst="Ana", note="<b>another Izium</b>")
    app = AppTest.from_string(page_script("changes_page", "render_changes"), default_timeout=SECONDS).run()
    assert not app.exception
    assert any("1 moved" in m.value for m in app.markdown)
    [row] = app.dataframe[0].value.to_dict("records")
    assert "Izium, Kharkiv Oblast, UA → Kherson, Kharkiv Oblast, UA" in row["change"]
    assert "correction 1 by Ana: <b>another Izium</b>" in row["why"]
    told = json.loads(app.get("component_instance")[0].proto.json_args)["feature_group"]
    assert '"moved"' in told
    assert "line" in told
    newest, *_, oldest = data.versions(made_store.name)
    app.selectbox(key="changes_since").set_value(oldest).run()
    assert len(app.dataframe[0].value) == 47
    app.selectbox(key="changes_since").set_value(newest).run()
    assert len(app.dataframe[0].value) == 1
    app.text_input(key="watch_name").set_value("Everything")
    next(b for b in app.button if b.label == "Watch").click().run()
    assert not app.exception
    assert any("**Everything**" in m.value and "no event changed" in m.value for m in app.markdown)
    made_store.undo_correction(1, analyst="Ben")
    app.run()
    assert any("**Everything**" in m.value and "1 moved" in m.value for m in app.markdown)
    app.button(key="watch_show_Everything").click().run()
    assert not app.exception
    assert len(app.dataframe) == 2
    app.button(key="watch_seen_Everything").click().run()
    app.button(key="watch_gone_Everything").click().run()
    assert not any("**Everything**" in m.value for m in app.markdown)


def test_a_table_is_compared_and_drawn_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = str(tmp_path / "events.db")
    monkeypatch.setenv("CONFLICTMAP_DB", db)
    head = "event_id_cnty,event_date,sub_event_type,location,latitude,longitude,fatalities\n"
    with Store(db) as store:
        ingest_text(store, "Shells hit Nikopol on 12 September 2022 and killed two people.")
        ingest_upload(store, "t.csv", (head + "U1,2022-09-12,Armed clash,Nikopol,47.57,34.39,9\n").encode())
    app = AppTest.from_string(page_script("tables_page", "render_tables"), default_timeout=SECONDS).run()
    assert not app.exception
    assert any(markdown("both: 0 (deaths differ in 0); only the table: 1; only read: 1") in m.value
               for m in app.markdown)  # fmt: skip
    heads = [list(table.value.columns) for table in app.dataframe]
    assert [len(columns) for columns in heads] == [12, 5, 4]
    assert not [name for columns in heads for name in columns if "_" in name or name[0].islower()]
    app.toggle(key="compare_same_type").set_value(False).run()
    assert any(markdown("both: 1 (deaths differ in 1)") in m.value for m in app.markdown)
    drawn = AppTest.from_file(APP, default_timeout=SECONDS).run()
    told = json.loads(drawn.get("component_instance")[0].proto.json_args)["feature_group"]
    assert "ACLED, a table beside what was read: 1 event" in told


def test_an_export_can_be_made_less_exact(app: AppTest) -> None:
    app.run()
    places = app.selectbox(key="release_places")
    places.select(places.options[-1]).run()
    app.number_input(key="release_delay").set_value(30).run()
    assert not app.exception


def test_the_order_of_a_link_reaches_cards_and_table(app: AppTest) -> None:
    app.query_params["order"] = "fatalities"
    app.query_params["pane"] = "table"
    app.run()
    assert not app.exception
    assert app.selectbox(key="table_order").value == "fatalities"
    app.selectbox(key="table_order").set_value("oldest").run()
    assert app.query_params["order"] in ("oldest", ["oldest"])
    assert any("oldest first" in caption.value for caption in app.caption)


def test_an_article_is_withdrawn_and_put_back_on_its_page(
    made_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFLICTMAP_DB", made_store.name)
    before = made_store.events()
    script = page_script("article_view", "render_articles")
    app = AppTest.from_string(script, default_timeout=SECONDS).run()
    shown = app.selectbox(key="article_choice").value
    app.text_input(key="withdraw_who").set_value("Ana")
    app.button(key=f"withdraw_{shown}").click().run()
    assert not app.exception
    assert made_store.article(shown) is None
    assert made_store.corrections()[0].in_force
    app.button(key=f"restore_{shown}").click().run()
    assert not app.exception
    assert made_store.article(shown) is not None
    assert [entry.analyst for entry in made_store.corrections()] == ["Ana", "Ana"]
    assert {e.id for e in made_store.events()} == {e.id for e in before}


def test_a_saved_picture_of_a_region_opens_on_all_of_it(
    made_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It shows the region whole, so the map that is opened on it does, not the events in it alone."""
    monkeypatch.setenv("CONFLICTMAP_DB", made_store.name)
    chosen = EventIndex(made_store).select(EventFilter(regions=("ne:UA.07",)))
    content = export_bytes(made_store, chosen, ".geojson")

    def page(content: bytes) -> None:
        import streamlit as st

        from dashboard import data, open_file, view

        view.current()
        open_file.open_saved(data.index(data.store_name()), "kharkiv.geojson", content)
        st.write(st.session_state["fit_box"][1], st.session_state["notice"])

    app = AppTest.from_function(page, args=(content,), default_timeout=60).run()
    assert not app.exception
    said = " ".join(element.value for element in app.markdown)
    assert all(f"{side}" in said for side in box_of("ne:UA.07") or ())
    assert "Opened kharkiv.geojson." in said
