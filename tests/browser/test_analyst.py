"""What an analyst does, in a real browser: brush, draw, search, play, share, read, use the keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_brush_sets_the_typed_dates(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    box = dashboard.page.locator(".timeline .plot").bounding_box()
    y = box["y"] + box["height"] / 2
    dashboard.page.mouse.move(box["x"] + box["width"] * 0.6, y)
    dashboard.page.mouse.down()
    dashboard.page.mouse.move(box["x"] + box["width"] * 0.75, y, steps=6)
    dashboard.page.mouse.up()
    dashboard.page.wait_for_url(re.compile(r"from=2022-.*to=2022-"))
    low, high = (re.search(rf"{name}=([\d-]+)", dashboard.page.url)[1] for name in ("from", "to"))
    dashboard.page.wait_for_function(
        "([low, high]) => { const text = document.querySelector('section[data-testid=stSidebar]').innerHTML;"
        " return [low, high].every((day) => day.split('-').every((part) => text.includes(part))); }",
        arg=[low, high],
    )
    # The address and the date fields change before the line above the map does.
    dashboard.page.wait_for_function(
        "() => { const line = document.querySelector('.st-key-outcome_text p');"
        " return line && !line.innerText.startsWith('47 of '); }"
    )
    assert 0 < dashboard.count() < 47
    assert low < high


def test_drawn_polygon_filters(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    mark = max(dashboard.marks(), key=lambda m: m["total"])
    dashboard.map.locator("[data-tool=polygon]").click()
    for dx, dy in ((-24, -24), (24, -24), (24, 24), (-24, 24)):
        dashboard.click_map(mark["x"] + dx, mark["y"] + dy)
    dashboard.page.keyboard.press("Enter")
    dashboard.page.wait_for_url(re.compile(r"[?&]area="))
    dashboard.page.wait_for_function(
        "() => document.querySelector('.st-key-outcome_text p').innerText.includes('inside')"
    )
    assert 40 <= dashboard.count() <= 42
    dashboard.page.get_by_role("button", name="Drop the drawn area").click()
    dashboard.wait_for_count(47)


def test_place_search_moves_the_map(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    field = dashboard.page.get_by_role("textbox", name="Near a place")
    field.fill("46.6354, 32.6169")
    field.press("Enter")
    dashboard.wait_for_count(2)
    dashboard.map.wait_for_function("Math.abs(conflictmap.map().getCenter().lat - 46.6354) < 0.5")
    dashboard.page.wait_for_url(re.compile(r"near=46\.63540"))
    assert dashboard.map.evaluate("conflictmap.update().drawn.lat") == pytest.approx(46.6354)
    assert "Kherson" in " ".join(dashboard.cards().all_inner_texts())
    assert "Izium" not in " ".join(dashboard.cards().all_inner_texts())


def test_playback_steps_through_the_period(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    dashboard.page.locator(".timeline [data-do=step]").select_option("month")
    dashboard.page.locator(".timeline [data-do=speed]").select_option("350")
    dashboard.page.locator(".timeline [data-do=play]").click()
    seen = set()
    for _ in range(3):
        dashboard.page.wait_for_function(
            "(seen) => { const url = location.search; return url.includes('from=') && !seen.includes(url); }",
            arg=sorted(seen),
        )
        seen.add(dashboard.page.evaluate("location.search"))
    assert len({re.search(r"from=([\d-]+)", url)[1] for url in seen}) == 3


@pytest.mark.parametrize("timezone", ["UTC", "America/New_York", "Europe/Kyiv", "Asia/Tokyo"])
def test_link_restores_the_view(open_page: Callable[..., Any], address: str, timezone: str) -> None:
    link = f"{address}/?from=2022-09-01&to=2022-09-12&map=49.6000,36.6000,7&words=settlements"
    dashboard = open_page(link, timezone_id=timezone)
    dashboard.wait_for_count(1)
    assert dashboard.cards().first.get_attribute("data-id").startswith("ev-")
    assert dashboard.map.evaluate("conflictmap.map().getZoom()") == 7
    expect(dashboard.page.locator(".timeline .said")).to_have_text("1 Sep 2022 – 12 Sep 2022")


def test_link_restores_the_chosen_event(open_page: Callable[..., Any], address: str) -> None:
    first = open_page(address)
    last = first.cards().nth(6).get_attribute("data-id")
    again = open_page(f"{address}/?event={last}")
    again.page.locator(f".card.selected[data-id='{last}']").wait_for()
    again.map.wait_for_function("conflictmap.update().selected !== null")
    assert again.map.evaluate("conflictmap.update().selected.id") == last
    assert again.page.locator(".card.selected").count() == 1


def test_article_is_one_click_away(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    card = dashboard.page.locator(".card", has_text="Rockets hit a school")
    card.get_by_role("button", name="Whole article").click()
    dashboard.page.wait_for_url(re.compile(r"/articles\?article="))
    body = dashboard.page.locator("article.text .body")
    body.wait_for()
    assert "Four bodies were found" in body.inner_text()


def test_overlay_upload(open_page: Callable[..., Any], address: str, tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[36.0, 49.0], [37.5, 50.2]]}
    file = tmp_path / "front.geojson"
    file.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": line}))
    dashboard = open_page(address)
    dashboard.page.get_by_role("button", name="Layers").click()
    dashboard.page.locator("input[type=file]").set_input_files(str(file))
    dashboard.page.get_by_role("textbox", name="Name").fill("Front line <b>")
    dashboard.page.get_by_role("button", name="Lay over the map").click()
    dashboard.map.wait_for_function("conflictmap.update().overlays.length === 1")
    assert dashboard.map.evaluate("conflictmap.update().overlays[0].name") == "Front line <b>"
    dashboard.page.wait_for_url(re.compile(r"layers=Front"))
    assert dashboard.foreign == []


def test_keyboard_alone(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    page = dashboard.page
    dashboard.map.locator("#map_div").focus()
    page.keyboard.press("n")
    tip = dashboard.map.locator(".cm-tip")
    tip.wait_for()
    assert "event" in tip.inner_text()
    page.keyboard.press("Enter")
    page.locator(".cards .banner:not([hidden]), .card.selected").first.wait_for()
    handle = page.locator(".timeline .handle[data-end=from]")
    handle.focus()
    page.keyboard.press("PageUp")
    page.wait_for_url(re.compile(r"from=2022-07-08"))
    dashboard.wait_until_still()
    assert handle.evaluate("(h) => h.getRootNode().activeElement === h"), "the focus was lost in the rerun"
    dashboard.cards().first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"event=ev-"))
    expect(page.locator(".card.selected")).to_have_count(1)


def test_table_twin_chooses_the_same_event(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(f"{address}/?pane=table&words=settlements")
    dashboard.page.locator("[data-testid=stDataFrame]").wait_for()
    expect(dashboard.page.locator(".st-key-side_pane")).to_contain_text("Rows 1–1 of 1")
    assert "pane=table" in dashboard.page.url


@pytest.mark.parametrize(("button", "starts"), [("PNG", b"\x89PNG"), ("CSV", b""), ("GeoJSON", b"{")])
def test_view_can_be_taken_along(
    open_page: Callable[..., Any], address: str, button: str, starts: bytes
) -> None:
    dashboard = open_page(f"{address}/?words=settlements")
    dashboard.wait_for_count(1)
    dashboard.page.get_by_role("button", name="Save").click()
    with dashboard.page.expect_download() as waiting:
        dashboard.page.get_by_role("button", name=button, exact=True).first.click()  # then those of a series
    content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(starts)
    if button != "PNG":
        assert b"settlements" in content
    assert waiting.value.suggested_filename.startswith("conflict-map.")
