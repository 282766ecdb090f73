"""A snapshot of a part of the map shows that part at the click; a file dropped on the page opens its view."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser_driver import Dashboard

from dashboard.snapshot import read_statement

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# The page tells the server where the map stands a little after it stopped moving.
TRIES = 10
DROP = """([name, text]) => {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name));
  const init = { dataTransfer: data, bubbles: true, cancelable: true };
  document.body.dispatchEvent(new DragEvent("dragenter", init));
  const veiled = !document.querySelector(".drop-veil")?.hidden;
  document.body.dispatchEvent(new DragEvent("drop", init));
  return veiled;
}"""


def snapshot(dashboard: Dashboard, folder: Path) -> bytes:
    """Save the map as PNG from the menu, which is opened again where it closed."""
    dashboard.wait_until_still()
    if not dashboard.page.locator(".st-key-snapshot_png button").is_visible():
        dashboard.page.get_by_role("button", name="Save").click()
    with dashboard.page.expect_download() as download:
        dashboard.page.locator(".st-key-snapshot_png button").click()
    path = folder / "map.png"
    download.value.save_as(path)
    return path.read_bytes()


def middle_of(data: bytes) -> tuple[float, float]:
    """The latitude and longitude in the middle of a snapshot."""
    south, west, north, east = read_statement(data).bounds or (0, 0, 0, 0)
    return (south + north) / 2, (west + east) / 2


def test_only_this_part_of_the_map_and_a_dropped_snapshot(
    address: str, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    dashboard: Dashboard = open_page(f"{address}/?from=2022-09-01&to=2022-09-30")
    page = dashboard.page
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Only this part of the map").click()
    for latitude, longitude in ((50.0, 36.2), (46.6, 32.6)):
        dashboard.map.evaluate(
            f"void conflictmap.map().setView([{latitude}, {longitude}], 8, {{ animate: false }})"
        )
        asked = pytest.approx((latitude, longitude), abs=0.3)
        for _ in range(TRIES):
            data = snapshot(dashboard, tmp_path)
            if (middle := middle_of(data)) == asked:
                break
        assert middle == asked

    fresh: Dashboard = open_page(address)
    everything = fresh.count()
    assert fresh.page.evaluate(DROP, ["map.png", base64.b64encode(data).decode()])
    fresh.page.wait_for_selector("text=Opened map.png")
    fresh.page.wait_for_url("**from=2022-09-01**")
    fresh.wait_until_still()
    assert fresh.count() < everything
    assert fresh.errors == []


def test_the_preview_of_a_release_pushes_the_map_nowhere(address: str, open_page: Callable[..., Any]) -> None:
    dashboard: Dashboard = open_page(address)
    page = dashboard.page
    before = page.locator(".st-key-map_pane iframe").bounding_box()
    page.get_by_role("button", name="Save").click()
    page.locator(".st-key-release_places").get_by_role("combobox").click()
    page.get_by_role("option", name="moved to their province").click()
    page.locator(".st-key-release_preview").get_by_text("Show on the map").click()
    page.get_by_text("Preview of a release").wait_for()
    dashboard.wait_until_still()
    after = page.locator(".st-key-map_pane iframe").bounding_box()
    assert after["y"] - before["y"] < 40
    assert abs(after["y"] + after["height"] - before["y"] - before["height"]) < 12
