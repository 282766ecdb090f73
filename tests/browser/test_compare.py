"""Two periods side by side and as a difference, on maps that move together."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

READY = "window.conflictmap && conflictmap.map && conflictmap.update()"


def frame_of(page: Any, key: str) -> Any:
    frame = page.wait_for_selector(f".st-key-{key} iframe").content_frame()
    frame.wait_for_function(READY, polling=100)
    return frame


def test_two_periods_side_by_side_and_their_difference(open_page: Callable[..., Any], address: str) -> None:
    """July has forty shells on Kharkiv; August one clash near Kherson, in no single province."""
    link = "a=from%3D2022-07-01%26to%3D2022-07-31&b=from%3D2022-08-01%26to%3D2022-08-31"
    dashboard = open_page(f"{address}/compare?{link}", wait=False)
    page = dashboard.page
    left, right = frame_of(page, "compare_a"), frame_of(page, "compare_b")
    totals = [
        frame.evaluate("conflictmap.update().marks.reduce((n, m) => n + m.total, 0)")
        for frame in (left, right)
    ]
    assert totals == [40, 1]
    expect(page.get_by_text("A has 40 events")).to_be_visible()

    place = "[conflictmap.map().getZoom(), conflictmap.map().getCenter().lat]"
    # Half a pixel apart at most: each map rounds its own corner.
    same = pytest.approx(right.evaluate(place), abs=0.02)
    assert left.evaluate(place) == same, "both show the same part from the start"
    zoom = left.evaluate("conflictmap.map().getZoom()")
    left.locator(".leaflet-control-zoom-out").click()
    right.wait_for_function("(zoom) => conflictmap.map().getZoom() < zoom", arg=zoom)
    left.wait_for_function(
        "(zoom) => conflictmap.map().getZoom() === zoom", arg=right.evaluate("conflictmap.map().getZoom()")
    )

    page.get_by_text("Difference", exact=True).click()
    change = frame_of(page, "compare_change")
    [area] = change.evaluate("conflictmap.update().areas.map((a) => [a.label, a.change])")
    assert area == ["Kharkiv Oblast, UA: A 40, B 0", -40]
    assert change.locator(".cm-shade").count() == 1
    assert change.locator(".cm-area-badge").inner_text() == "−40"

    page.get_by_role("button", name="Swap A and B").click()
    page.wait_for_url(re.compile(r"a=from%3D2022-08-01"))
    change.wait_for_function("conflictmap.update().areas[0].change === 40")
    assert dashboard.errors == []
    assert dashboard.foreign == []


def test_a_view_taken_over_by_its_link(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(f"{address}/compare", wait=False)
    page = dashboard.page
    frame_of(page, "compare_a")
    page.locator(".st-key-side_b").get_by_role("button", name="Take a link").click()
    field = page.get_by_role("textbox", name="Link of a view, for B")
    field.fill(f"{address}/?words=settlements&map=1,2,3")
    field.press("Enter")
    page.wait_for_url(re.compile(r"b=words%3Dsettlements"))
    expect(page.locator(".st-key-side_b")).to_contain_text("1 event ·")
    assert page.locator("[data-testid=stException]").count() == 0


def test_a_release_is_previewed_on_both_maps_and_the_choice_outlasts_the_page(
    open_page: Callable[..., Any], address: str
) -> None:
    link = "a=from%3D2022-07-01%26to%3D2022-07-31&b=from%3D2022-08-01%26to%3D2022-08-31"
    dashboard = open_page(f"{address}/compare?{link}", wait=False)
    page = dashboard.page
    left = frame_of(page, "compare_a")
    here = "conflictmap.update().marks.map((m) => [m.lat, m.lng])"
    assert left.evaluate(here) == [[pytest.approx(49.9808), pytest.approx(36.2527)]]
    page.get_by_role("button", name="Save").click()
    page.locator(".st-key-release_places").get_by_role("combobox").click()
    page.get_by_role("option", name="moved to a grid of 50 km").click()
    dashboard.wait_until_still()
    page.get_by_text("Show on the map", exact=True).click()
    expect(page.get_by_text("Preview of a release: points moved to a grid of 50 km")).to_be_visible()
    moved = f"(() => {{ const [[lat]] = {here}; return Math.abs(lat - 49.9808) > 0.01; }})()"
    left.wait_for_function(moved)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Map", exact=True).click()
    assert dashboard.map
    expect(page.get_by_text("Preview of a release: points moved to a grid of 50 km")).to_be_visible()
    assert dashboard.errors == []
