"""The HTML report is one small file that opens from disk, filters itself and asks nobody for anything."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from browser_driver import CHROMIUM, FLAGS
from made_events import make_random_store, make_store

from dashboard.saved_files import read_saved, verify_saved
from dashboard.snapshot import draw_snapshot
from geodata.query import EventFilter, EventIndex
from geodata.store import Store

MOST_BYTES = 3_000_000


@pytest.mark.slow
def test_two_thousand_events_are_a_small_file_that_can_be_verified(tmp_path: Path) -> None:
    with Store(tmp_path / "many.db") as store:
        make_random_store(store, 2_000)
        index = EventIndex(store)
        data = draw_snapshot(index, index.select(EventFilter()), ".html")
        assert verify_saved(read_saved("report.html", data), index).same
    assert data.count(b"<tr data-event=") == 2_000
    assert len(data) <= MOST_BYTES


def test_the_report_says_the_period_asked_for_and_every_doubt(tmp_path: Path) -> None:
    with Store(tmp_path / "made.db") as store:
        make_store(store)
        index = EventIndex(store)
        wanted = EventFilter(date_from=date(2022, 8, 21), date_to=date(2022, 9, 30))
        page = draw_snapshot(index, index.select(wanted), ".html").decode()
    assert "<b>From 21 August 2022 to 30 September 2022</b>" in page
    for words in ("place not sure", "claimed, not confirmed", "near the place named", "only possibly in"):
        assert f"<p>{words}" in page
    drawn = re.findall(r'<g class="place (\w+)"', page)
    assert "spot" in drawn
    assert 'stroke-dasharray="4 3"' in page


@pytest.mark.browser
def test_the_report_filters_itself_from_disk(tmp_path: Path) -> None:
    if CHROMIUM is None:
        pytest.skip("no Chromium: install Debian's package chromium to run the browser tests")
    api = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
    with Store(tmp_path / "made.db") as store:
        make_store(store)
        index = EventIndex(store)
        (tmp_path / "report.html").write_bytes(draw_snapshot(index, index.select(EventFilter()), ".html"))
    asked: list[str] = []
    wrong: list[str] = []

    def drive() -> None:
        with api.sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page()
            page.on("request", lambda request: asked.append(request.url))
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.goto((tmp_path / "report.html").as_uri())
            page.wait_for_selector("body.live")
            assert page.inner_text("#count") == "47 of 47 events listed"
            page.fill("#from", "2022-09-01")
            assert page.locator("tr[data-event]:visible").count() == page.evaluate(
                "[...document.querySelectorAll('tr[data-event]')]"
                ".filter((row) => (row.dataset.end || row.dataset.start) >= '2022-09-01').length"
            )
            page.click("#reset")
            page.fill("#words", "bodies")
            assert page.inner_text("#count") == "1 of 47 events listed"
            assert page.locator("#map .place:visible").count() == 1
            browser.close()

    # In a thread of its own: other browser tests leave an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(drive).result()
    assert asked == [(tmp_path / "report.html").as_uri()]
    assert wrong == []
