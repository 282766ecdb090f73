"""Back, reload, another page and a second tab keep filter, chosen event, map position and undo."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLACE = "[conflictmap.map().getZoom(), Math.round(conflictmap.map().getCenter().lat * 10)]"


def narrowed(dashboard: Any) -> None:
    """Choose words and a place on the map."""
    words = dashboard.page.get_by_role("textbox", name="Words in excerpt or place")
    words.fill("Izium")
    words.press("Enter")
    dashboard.page.wait_for_url("**words=Izium**")
    dashboard.wait_for_count(1)
    dashboard.map.evaluate("void conflictmap.map().setView([48.3, 35.2], 9, { animate: false })")
    dashboard.page.wait_for_url(re.compile(r"map=48\.3000"))
    expect(dashboard.cards()).to_have_count(1)


def is_as_left(dashboard: Any) -> None:
    dashboard.wait_for_count(1)
    dashboard.map.wait_for_function(f"JSON.stringify({PLACE}) === '[9,483]'")
    undo = dashboard.page.get_by_role("button", name="Undo")
    dashboard.page.wait_for_function(
        "() => document.querySelector('.st-key-undo_button button')?.disabled === false"
    )
    undo.click()
    dashboard.wait_for_count(47)


def open_article(dashboard: Any) -> None:
    dashboard.page.get_by_role("button", name="Whole article").click()
    dashboard.page.wait_for_url("**/articles**")
    dashboard.page.locator("article.text .body").wait_for()


def test_the_link_of_an_article_leads_back_to_where_the_map_was(
    open_page: Callable[..., Any], address: str
) -> None:
    dashboard = open_page(address)
    narrowed(dashboard)
    open_article(dashboard)
    assert "48.3000%252C35.2000%252C9" in dashboard.page.url


def test_back_from_an_article(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    narrowed(dashboard)
    open_article(dashboard)
    dashboard.page.go_back()
    is_as_left(dashboard)


def test_a_reloaded_article_leads_back(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    narrowed(dashboard)
    open_article(dashboard)
    dashboard.page.reload()
    dashboard.page.get_by_role("link", name="Back to the map").click()
    is_as_left(dashboard)


def test_an_opened_article_is_no_longer_unread_in_another_tab(
    open_page: Callable[..., Any], address: str
) -> None:
    dashboard = open_page(f"{address}/?words=%22Shell+number+7%22")
    dashboard.wait_for_count(1)
    open_article(dashboard)
    page = dashboard.page.context.new_page()
    page.goto(f"{address}/articles")
    page.get_by_role("heading", name="A day in the north").wait_for()
    page.get_by_text("List of 2 articles").click()
    rows = page.locator("[data-testid=stDataFrame] canvas tr")
    expect(rows.filter(has_text="A month of shells")).to_contain_text("false")


def test_a_reload_and_a_second_tab(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    narrowed(dashboard)
    second = type(dashboard)(dashboard.page.context.new_page())
    second.page.goto(dashboard.page.url)
    is_as_left(second)
    dashboard.page.reload()
    is_as_left(dashboard)


def test_the_note_for_newcomers_is_closed_for_good_and_moves_nothing(
    open_page: Callable[..., Any], address: str
) -> None:
    dashboard = open_page(address)
    drawn = dashboard.map.evaluate("conflictmap.update().summary && performance.timeOrigin")
    before = dashboard.page.locator(".st-key-map_pane iframe").bounding_box()
    dashboard.page.get_by_role("button", name="Got it").click()
    dashboard.page.locator(".welcome").wait_for(state="hidden")
    assert dashboard.page.locator(".st-key-map_pane iframe").bounding_box() == before
    assert dashboard.map.evaluate("performance.timeOrigin") == drawn
    dashboard.page.reload()
    assert dashboard.map
    dashboard.page.locator("#region-input").wait_for()
    dashboard.wait_until_still()
    assert dashboard.page.locator(".welcome").is_hidden()


def test_no_notice_pushes_the_map(open_page: Callable[..., Any], address: str) -> None:
    plain = open_page(address).page.locator(".st-key-map_pane iframe").bounding_box()
    dashboard = open_page(f"{address}/?from=yesterday&near=Izium,-5")
    dashboard.page.get_by_text("write latitude,longitude,km").wait_for()
    assert dashboard.page.locator(".st-key-map_pane iframe").bounding_box() == plain


def test_a_view_is_kept_under_a_name_and_its_link_copied(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(f"{address}/?words=settlements", permissions=["clipboard-read", "clipboard-write"])
    dashboard.wait_for_count(1)
    menu = dashboard.page.get_by_role("button", name="Views")
    menu.click()
    dashboard.page.get_by_role("button", name="Copy link to this view").click()
    dashboard.page.get_by_text("Copied.").wait_for()
    assert "words=settlements" in dashboard.page.evaluate("navigator.clipboard.readText()")
    dashboard.page.get_by_role("textbox", name="Name of this view").fill("Twenty <b>villages</b>")
    dashboard.page.get_by_role("button", name="Keep", exact=True).click()
    dashboard.page.get_by_role("button", name="Reset").click()
    dashboard.wait_for_count(47)
    dashboard.page.reload()
    dashboard.page.get_by_role("button", name="Views").click()
    dashboard.page.get_by_role("button", name="Twenty <b>villages</b>", exact=True).click()
    dashboard.wait_for_count(1)
    dashboard.page.get_by_role("button", name="Undo").click()
    dashboard.wait_for_count(47)
