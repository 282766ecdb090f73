"""Fixtures of the browser tests: a served store, a Chromium without a network, an opened page."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_driver import APP, CHROMIUM, FIRST_PAGE_MS, FLAGS, WAIT_MS, Dashboard, start_server, stop_server
from made_events import make_store

from geodata.store import Store


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Return a function that serves a store and gives the address; all servers end with the session."""
    running: list[subprocess.Popen[bytes]] = []

    def start(db: Path, **environment: str) -> str:
        folder = tmp_path_factory.mktemp("run")
        server, address = start_server(APP, folder, {"CONFLICTMAP_DB": str(db)} | environment)
        running.append(server)
        return address

    yield start
    for server in running:
        stop_server(server)


@pytest.fixture(scope="session")
def address(serve: Callable[..., str], chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a dashboard on the hand-made events."""
    db = tmp_path_factory.mktemp("store") / "made.db"
    with Store(db) as store:
        make_store(store)
    started = serve(db)
    # The first page on a machine builds the table of places and the basemap, which may take a minute.
    context = chromium.new_context()
    page = context.new_page()
    page.goto(started)
    page.wait_for_selector(".cards .card", timeout=FIRST_PAGE_MS)
    context.close()
    return started


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium: install Debian's package chromium to run the browser tests")
    playwright_api = pytest.importorskip(
        "playwright.sync_api", reason="Playwright for Python is not installed"
    )
    # What is looked at comes late where other work loads the machine; the library's own 5 s are too few.
    playwright_api.expect.set_options(timeout=WAIT_MS)
    with playwright_api.sync_playwright() as api:
        browser = api.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any) -> Iterator[Callable[..., Dashboard]]:
    """Return a function that opens an address in a fresh context and waits until the map is drawn."""
    contexts: list[Any] = []

    def visit(
        address: str, *, wait: bool = True, size: tuple[int, int] = (1440, 900), **context: Any
    ) -> Dashboard:
        made = chromium.new_context(viewport={"width": size[0], "height": size[1]}, **context)
        contexts.append(made)
        made.set_default_timeout(WAIT_MS)
        dashboard = Dashboard(made.new_page())
        dashboard.page.goto(address)
        if wait:
            assert dashboard.map
            dashboard.page.wait_for_selector(".timeline svg rect")
            dashboard.wait_until_still()
        return dashboard

    yield visit
    for made in contexts:
        made.close()
