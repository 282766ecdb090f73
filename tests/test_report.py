"""The HTML report is one small file that opens from disk, filters itself and asks nobody for anything."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from browser_driver import CHROMIUM, FLAGS
from made_events import KHARKIV, Told, make_random_store, make_store, save, to_article

from dashboard.saved_files import read_saved, verify_saved
from dashboard.snapshot import draw_snapshot
from geodata.model import SubEventType
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


def test_each_type_at_a_place_has_a_mark_and_no_mark_covers_a_name(tmp_path: Path) -> None:
    """A mark for all that happened at a place would show a type that the filter hides."""
    kinds = (SubEventType.SHELLING, SubEventType.ABDUCTION, SubEventType.SHELLING)
    told = [
        Told(sentence=f"It hit Kharkiv {n} times. ", trigger="hit", kind=kind, place=KHARKIV,
             place_words="Kharkiv", day=date(2022, 9, 1 + n))
        for n, kind in enumerate(kinds)
    ]  # fmt: skip
    with Store(tmp_path / "made.db") as store:
        save(store, [to_article(told, title="Hits", outlet="Dispatch", published=date(2022, 9, 9))])
        index = EventIndex(store)
        page = lxml.html.document_fromstring(draw_snapshot(index, index.select(EventFilter()), ".html"))
    rows = [row.get("data-type") for row in page.iter("tr") if row.get("data-event")]
    marks = page.xpath("//g[@class='place spot']")
    assert sorted(len(mark.get("data-rows").split()) for mark in marks) == [1, 2]
    for mark in marks:
        (sign,) = mark.xpath(".//use")
        assert {f"#t{rows[int(row)]}" for row in mark.get("data-rows").split()} == {sign.get("href")}
    heights = [float(mark.xpath(".//use")[0].get("y")) for mark in marks]
    assert abs(heights[0] - heights[1]) >= 15
    (name,) = page.xpath("//g[@class='town']//text[text()='Kharkiv']")
    assert name.get("text-anchor") == "end", "to its right stands the number of the mark"


def filter_each_way(page: Any) -> None:
    """Filter by date, words, region and type, each time looking whether the rows are those that pass."""
    assert page.inner_text("#count") == "47 of 47 events listed"
    page.fill("#from", "2022-09-01")
    assert listed(page) == passing(page, "(row.dataset.end || row.dataset.start) >= '2022-09-01'")
    page.click("#reset")
    page.fill("#words", "bodies")
    assert page.inner_text("#count") == "1 of 47 events listed"
    assert page.locator("#map .place:visible").count() == 1
    page.click("#reset")
    region = page.locator("#region option").nth(1).get_attribute("value")
    page.select_option("#region", region)
    page.locator("#types input").first.uncheck()
    off = page.locator("#types input").first.get_attribute("value")
    assert listed(page) == passing(page, f"row.dataset.region === {region!r} && row.dataset.type !== '{off}'")


def listed(page: Any) -> list[str]:
    rows = page.locator("tr[data-event]:visible")
    return list(rows.evaluate_all("(rows) => rows.map((row) => row.dataset.event)"))


def passing(page: Any, condition: str) -> list[str]:
    """The events of the rows that meet a condition, some and not all."""
    found = page.evaluate(
        "[...document.querySelectorAll('tr[data-event]')]"
        f".filter((row) => {condition}).map((row) => row.dataset.event)"
    )
    assert 0 < len(found) < 47
    return list(found)


@pytest.mark.browser
def test_the_report_filters_itself_from_disk(tmp_path: Path) -> None:
    if CHROMIUM is None:
        pytest.skip("no Chromium: install Debian's package chromium to run the browser tests")
    api = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
    with Store(tmp_path / "made.db") as store:
        make_store(store)
        index = EventIndex(store)
        (tmp_path / "report.html").write_bytes(draw_snapshot(index, index.select(EventFilter()), ".html"))
        assert verify_saved(read_saved("report.html", (tmp_path / "report.html").read_bytes()), index).same
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
            filter_each_way(page)
            browser.close()

    # In a thread of its own: other browser tests leave an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(drive).result()
    assert asked == [(tmp_path / "report.html").as_uri()]
    assert wrong == []
