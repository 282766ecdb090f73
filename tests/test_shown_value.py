"""Widgets that show what the session says: no value is set, and a replaced widget changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from made_pages import SECONDS
from streamlit.testing.v1 import AppTest

from dashboard import shown_value
from dashboard.shown_value import changed, key_showing
from geodata.store import Store

APP = str(Path(__file__).parents[1] / "dashboard" / "app.py")
LINK = {
    "words": "village",
    "from": "2022-01-01",
    "to": "2022-12-31",
    "clock": "reported",
    "near": "49.2,37.2,50",
    "possible": "0",
    "deaths": "1",
    "sure": "0.5",
    "count": "reports",
    "pane": "table",
    "order": "oldest",
}


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The state of a session, empty."""
    kept: dict[str, Any] = {}
    monkeypatch.setattr(shown_value, "st", SimpleNamespace(session_state=kept))
    return kept


def test_a_widget_stays_while_it_shows_the_value(session: dict[str, Any]) -> None:
    assert key_showing("words", "") == "words"
    session["words"] = "Izium"
    assert key_showing("words", "Izium") == "words"


def test_a_value_from_elsewhere_makes_a_new_widget(session: dict[str, Any]) -> None:
    key_showing("words", "")
    session["words"] = "Izium"
    assert key_showing("words", "") == "words-1"
    session["words-1"] = ""
    assert key_showing("words", "") == "words-1"


def test_a_widget_that_a_page_left_out_comes_back_as_a_new_one(session: dict[str, Any]) -> None:
    key_showing("words", "")
    assert key_showing("words", "") == "words-1"


def test_a_widget_tells_only_while_it_is_shown(session: dict[str, Any]) -> None:
    told: list[str] = []
    first = changed(key_showing("words", ""), told.append)
    session["words"] = "Izium"
    first()
    assert told == ["Izium"]
    second = changed(key_showing("words", "Kherson"), told.append)
    first()
    assert told == ["Izium"], "what the browser still says of a replaced widget is no choice"
    session["words-1"] = "Lyman"
    second()
    assert told == ["Izium", "Lyman"]


def set_values(page: AppTest) -> list[str]:
    """The widgets of a page to which the program set another value than their default, by label."""
    return [
        box.label
        for box in widgets(page)
        if getattr(box.proto, "set_value", False) and box.proto.value != box.proto.default
    ]


def widgets(page: AppTest) -> Iterator[Any]:
    for kind in (
        *("text_input", "date_input", "number_input", "selectbox", "multiselect", "checkbox", "slider"),
        *("button_group", "toggle"),
    ):
        yield from page.get(kind)


def test_the_page_sets_no_value_but_draws_widgets_with_it(
    made_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFLICTMAP_DB", made_store.name)
    page = AppTest.from_file(APP, default_timeout=SECONDS)
    for name, value in LINK.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    assert page.text_input(key="filter_words").proto.default == "village"
    assert len(list(widgets(page))) > 9
    assert set_values(page) == []
    page.button(key="reset_button").click().run()
    assert set_values(page) == []
    page.button(key="undo_button").click().run()
    assert set_values(page) == []
    assert [box.value for box in page.text_input if box.label.startswith("Words")] == ["village"]
