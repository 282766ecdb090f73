"""Renews the pictures of the README pages: the dashboard on the samples, in a Chromium without a network.

    PYTHONPATH=tests python tests/take_pictures.py [NAME …]

Without a name all of them. The samples are read into a folder of their own first.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from browser_driver import APP, CHROMIUM, FIRST_PAGE_MS, FLAGS, start_server, stop_server
from playwright.sync_api import sync_playwright

from dashboard.cli import SAMPLES, WORLD_SAMPLES
from dashboard.ingest import ingest_paths
from geodata.store import Store

FOLDER = Path(__file__).parents[1] / "dashboard" / "images"
SIZE = {"width": 1440, "height": 900}
SETTLE_MS = 4_000
MAP = "iframe[title*=folium]"
READY = "window.conflictmap && conflictmap.map && conflictmap.update()"

# Name → the store ("demo" or "world"), the address after the host, and whether the page is dark.
PICTURES: dict[str, tuple[str, str, bool]] = {
    "overview": ("demo", "", False),
    "uncertainty": ("demo", "?from=2022-09-01&to=2022-09-30&map=49.3000,36.0000,7", False),
    "dark": ("demo", "?from=2022-09-01&to=2022-10-31", True),
    "compare": ("demo", "compare", False),
    "world": ("world", "", False),
    "article": ("demo", "", False),
}


def take(page: Any, address: str, name: str) -> None:
    """Open what a picture shows and save it."""
    page.set_default_timeout(FIRST_PAGE_MS)
    page.goto(f"{address}/{PICTURES[name][1]}")
    if name == "article":
        page.locator(".cards .card").nth(3).get_by_role("button", name="Whole article").click()
        page.wait_for_selector("article.text .body")
    for frame in page.locator(MAP).element_handles() or [page.wait_for_selector(MAP)]:
        frame.content_frame().wait_for_function(READY, polling=200)
    page.evaluate("localStorage.setItem('conflictmap-welcome', 'closed')")
    if page.locator(".welcome button").is_visible():
        page.locator(".welcome button").click()
    page.wait_for_timeout(SETTLE_MS)
    page.screenshot(path=FOLDER / f"{name}.png")


def main(asked: Sequence[str]) -> None:
    """Read the samples, serve them and take the pictures asked for."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as api:
        chromium = api.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for store_name, samples in (("demo", SAMPLES), ("world", WORLD_SAMPLES)):
            names = [name for name in asked if PICTURES[name][0] == store_name]
            if not names:
                continue
            db = Path(folder) / f"{store_name}.db"
            with Store(db) as store:
                ingest_paths(store, [str(samples)])
            server, address = start_server(APP, Path(folder), {"CONFLICTMAP_DB": str(db)})
            try:
                for name in names:
                    scheme = "dark" if PICTURES[name][2] else "light"
                    context = chromium.new_context(viewport=SIZE, color_scheme=scheme)
                    take(context.new_page(), address, name)
                    context.close()
            finally:
                stop_server(server)
        chromium.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*PICTURES, []])
    main(parser.parse_args().names or list(PICTURES))
