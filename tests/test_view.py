"""The view of a session and its address: what Back, another page and a late browser do to it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

import pytest

from dashboard import view
from dashboard.acts import Act
from dashboard.keeper import MOST_OPENED, from_kept, ids_from, to_kept
from geodata.query import EventFilter


class Params(dict[str, str]):
    """An address's parameters as Streamlit gives them."""

    def to_dict(self) -> dict[str, str]:
        return dict(self)

    def from_dict(self, given: dict[str, str]) -> None:
        self.clear()
        self.update(given)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A session without Streamlit: its state, its address, and a clock that a test turns."""
    made = SimpleNamespace(session_state={}, query_params=Params(), now=100.0)
    monkeypatch.setattr(view, "st", made)
    monkeypatch.setattr(view, "time", SimpleNamespace(monotonic=lambda: made.now))
    return made


def draw_map(browser: Any) -> EventFilter:
    """What the map page does with the address in each run."""
    view.follow_address()
    view.write_address()
    return view.current().wanted


def test_back_takes_over_the_filter_of_the_address(browser: Any) -> None:
    draw_map(browser)
    view.narrow(words="Izium")
    draw_map(browser)
    assert browser.query_params == {"words": "Izium"}
    browser.now += 5
    browser.query_params.from_dict({"map": "49,36,7"})
    assert draw_map(browser).words == ""
    browser.now += 5
    browser.query_params.from_dict({"words": "Izium", "map": "49,36,7"})
    assert draw_map(browser).words == "Izium"
    view.undo()
    assert view.current().wanted.words == "", "what Back did can be undone"


def test_a_browser_that_is_late_undoes_nothing(browser: Any) -> None:
    draw_map(browser)
    view.narrow(words="Izium")
    draw_map(browser)
    browser.query_params.clear()  # sent before the new address had come
    assert draw_map(browser).words == "Izium"
    browser.now += 5
    browser.query_params.clear()
    view.narrow(fatalities_at_least=3)  # a widget changed in the same message
    assert draw_map(browser) == EventFilter(words="Izium", fatalities_at_least=3)


def test_another_page_leads_back_to_the_view_and_the_place(browser: Any) -> None:
    draw_map(browser)
    view.narrow(words="Izium")
    browser.query_params["map"] = "49.5,36.5,8"
    draw_map(browser)
    browser.now += 5
    view.write_other_address(article="a1")
    assert browser.query_params["article"] == "a1"
    assert dict(parse_qsl(browser.query_params["view"])) == {"words": "Izium", "map": "49.5,36.5,8"}
    assert view.map_address() == {"words": "Izium", "map": "49.5,36.5,8"}
    browser.query_params.clear()  # the page's name was clicked
    assert draw_map(browser).words == "Izium"
    assert browser.query_params == {"words": "Izium", "map": "49.5,36.5,8"}


def test_back_from_another_page_keeps_the_view(browser: Any) -> None:
    draw_map(browser)
    view.narrow(words="Izium")
    draw_map(browser)
    view.write_other_address(article="a1")
    browser.now += 5
    assert draw_map(browser).words == "Izium", "the history may still hold the other page's parameters"
    assert browser.query_params == {"words": "Izium"}


def test_a_reload_of_another_page_restores_the_view(browser: Any) -> None:
    browser.query_params.from_dict({"article": "a1", "view": "words=Izium&event=e1&map=49.5%2C36.5%2C8"})
    assert view.current().wanted.words == "Izium"
    assert view.current().selected == "e1"
    view.write_other_address(article="a1")
    assert view.map_address() == {"words": "Izium", "event": "e1", "map": "49.5,36.5,8"}
    browser.query_params.clear()
    assert draw_map(browser).words == "Izium"
    assert browser.query_params["map"] == "49.5,36.5,8"


def test_a_malformed_view_of_another_page_is_said(browser: Any) -> None:
    browser.query_params.from_dict({"article": "a1", "view": "near=Izium%2C-5&words=Izium"})
    assert view.current().wanted == EventFilter(words="Izium")
    [problem] = browser.session_state["link_problems"]
    assert "for near was left out" in problem


def test_a_kept_view_opens_as_one_step(browser: Any) -> None:
    draw_map(browser)
    view.narrow(words="Izium")
    view.open_link("region=ne%3AUA.07&pane=table&near=Izium%2C-5&map=49%2C36%2C7")
    now = view.current()
    assert (now.wanted, now.pane) == (EventFilter(regions=("ne:UA.07",)), "table")
    assert len(browser.session_state["link_problems"]) == 1
    view.undo()
    assert view.current().wanted == EventFilter(words="Izium")


def test_undo_steps_survive_in_the_browser() -> None:
    steps = [EventFilter(), EventFilter(words="a&b=c"), EventFilter(regions=("ne:UA.07", "country:UA"))]
    assert from_kept(to_kept(steps)) == steps


@pytest.mark.parametrize("kept", [None, "words=x", [None, 3], {"undo": []}])
def test_what_a_browser_made_up_gives_no_step(kept: object) -> None:
    assert from_kept(Act({"undo": kept}).texts("undo")) == []


def test_no_more_steps_come_back_than_are_kept() -> None:
    assert len(from_kept(["words=x"] * 1000)) == view.UNDO_DEPTH
    assert from_kept(["near=Izium,-5&words=x"]) == [EventFilter(words="x")]


@pytest.mark.parametrize("kept", [None, "2c7c5e38a7a3363a", {"a": 1}, [7, None, "<b>", "a" * 99, ""]])
def test_what_a_browser_made_up_is_no_opened_article(kept: object) -> None:
    assert ids_from(Act({"opened": kept}).texts("opened")) == frozenset()


def test_of_the_opened_articles_the_newest_are_kept() -> None:
    assert ids_from(["2c7c5e38a7a3363a", "made-1"]) == {"2c7c5e38a7a3363a", "made-1"}
    assert len(ids_from([str(n) for n in range(MOST_OPENED + 5)])) == MOST_OPENED
