"""The region box and a place without events, in a real browser without a network."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_enter_takes_the_best_match_outlines_it_and_moves_the_map(
    open_page: Callable[..., Any], address: str
) -> None:
    dashboard = open_page(address)
    field = dashboard.page.get_by_role("combobox", name="Country, province, district or region")
    field.fill("khar")
    options = dashboard.page.get_by_role("listbox", name="Regions").get_by_role("option")
    expect(options.first).to_have_text("Kharkiv Oblast, UA\n44 events", use_inner_text=True)
    field.press("Enter")
    dashboard.page.wait_for_url(re.compile(r"region=ne%3AUA\.07$|region=ne%3AUA\.07&"))
    dashboard.map.wait_for_function("conflictmap.update().regions.length === 1")
    dashboard.map.wait_for_function("conflictmap.map().getZoom() >= 7")
    expect(dashboard.map.locator(".cm-region")).to_have_count(1)
    dashboard.page.get_by_role("button", name="Drop Kharkiv Oblast, UA").click()
    dashboard.wait_for_count(47)


def test_a_district_called_as_its_region_does_not_go_before_it(
    open_page: Callable[..., Any], address: str
) -> None:
    dashboard = open_page(address)
    field = dashboard.page.get_by_role("combobox", name="Country, province, district or region")
    options = dashboard.page.get_by_role("listbox", name="Regions").get_by_role("option")
    field.fill("kharkiv")
    expect(options.first).to_contain_text("Kharkiv Oblast, UA")
    field.fill("kharkiv raion")
    expect(options.first).to_contain_text("Kharkiv Raion, Kharkiv Oblast, UA")
    field.fill("burma")
    expect(options).to_have_count(0)
    expect(dashboard.page.get_by_text("Press Enter to look it up")).to_be_visible()
    field.press("Enter")
    expect(dashboard.page.get_by_role("button", name="Drop Myanmar")).to_be_visible()


def test_a_few_letters_and_enter_take_one_region(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    field = dashboard.page.get_by_role("combobox", name="Country, province, district or region")
    field.fill("Don")
    options = dashboard.page.get_by_role("listbox", name="Regions").get_by_role("option")
    expect(options.first).to_contain_text("Don")
    field.press("Enter")
    dashboard.page.wait_for_url(re.compile(r"region="))
    expect(dashboard.page.get_by_role("list", name="Chosen regions").get_by_role("listitem")).to_have_count(1)


def test_a_misspelt_region_is_suggested_and_one_click_away(
    open_page: Callable[..., Any], address: str
) -> None:
    dashboard = open_page(address)
    field = dashboard.page.get_by_role("combobox", name="Country, province, district or region")
    field.fill("Bavariaa")
    field.press("Enter")
    dashboard.page.get_by_role("button", name="Bavaria, DE").click()
    dashboard.wait_for_count(0)
    dashboard.map.wait_for_function("Math.abs(conflictmap.map().getCenter().lat - 49) < 2")
    assert dashboard.total_on_map() == 0
    assert "region=ne%3ADE.02" in dashboard.page.url
    dashboard.page.get_by_role("button", name="Drop “in or possibly in Bavaria").click()
    dashboard.wait_for_count(47)
    assert "region" not in dashboard.page.url


def test_a_circle_without_events_leaves_the_page_whole(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(f"{address}/?near=0,-30,20,the ocean")
    dashboard.wait_for_count(0)
    dashboard.page.get_by_text("What happened").first.wait_for()
    dashboard.page.get_by_role("checkbox", name="Include what is possibly inside").wait_for()
    assert dashboard.page.locator("[data-testid=stException]").count() == 0
    timeline = dashboard.page.locator(".timeline").bounding_box()
    assert timeline["y"] + timeline["height"] <= 900, (
        "what is said of nothing pushes the timeline off the page"
    )


def test_a_district_of_no_known_border_is_a_dashed_circle_that_the_legend_explains(
    open_page: Callable[..., Any], address: str
) -> None:
    dashboard = open_page(f"{address}/?region=unit%3ACD.11.01")
    outline = dashboard.map.locator(".cm-region")
    expect(outline).to_have_attribute("stroke-dasharray", "8 6")
    dashboard.map.get_by_role("button", name="Legend").click()
    expect(dashboard.map.get_by_text("a district whose border is not known")).to_be_visible()
    whole = open_page(f"{address}/?region=ne%3AUA.07")
    expect(whole.map.locator(".cm-region")).not_to_have_attribute("stroke-dasharray", "8 6")
