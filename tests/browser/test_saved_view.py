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
    """Save the map as PNG from the menu, which stays open."""
    with dashboard.page.expect_download() as download:
        dashboard.page.locator(".st-key-snapshot_png button").click()
    path = folder / "map.png"
    download.value.save_as(path)
    return path.read_bytes()


def test_only_this_part_of_the_map_and_a_dropped_snapshot(
    address: str, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    dashboard: Dashboard = open_page(f"{address}/?from=2022-09-01&to=2022-09-30")
    page = dashboard.page
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Only this part of the map").click()
    middles = []
    for latitude, longitude in ((50.0, 36.2), (46.6, 32.6)):
        dashboard.map.evaluate(
            f"conflictmap.map().setView([{latitude}, {longitude}], 8, {{ animate: false }})"
        )
        page.wait_for_timeout(2_500)
        if not page.locator(".st-key-snapshot_png button").is_visible():
            page.get_by_role("button", name="Save").click()
        data = snapshot(dashboard, tmp_path)
        south, west, north, east = read_statement(data).bounds or (0, 0, 0, 0)
        middles.append(((south + north) / 2, (west + east) / 2))
    assert middles[0] == pytest.approx((50.0, 36.2), abs=0.3)
    assert middles[1] == pytest.approx((46.6, 32.6), abs=0.3)

    fresh: Dashboard = open_page(address)
    everything = fresh.count()
    assert fresh.page.evaluate(DROP, ["map.png", base64.b64encode(data).decode()])
    fresh.page.wait_for_selector("text=Opened map.png")
    assert fresh.count() < everything
    assert "from=2022-09-01" in fresh.page.url
    assert fresh.errors == []
