"""Hostile titles, texts, outlets and links on every page: nothing runs, nothing breaks the layout."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hostile_texts import HOSTILE, HOSTILE_LINKS
from made_events import IZIUM, KHARKIV, OBLAST, Told, save, settlement, to_article

from geodata.model import PlacePrecision, SubEventType
from geodata.store import Store

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UNBROKEN = """() => window.__broken === undefined && [...document.querySelectorAll("iframe")].every(
  (frame) => frame.contentWindow.__broken === undefined)"""
LINKS = """() => {
  const found = [];
  const walk = (root) => root.querySelectorAll("*").forEach((node) => {
    if (node.localName === "a" && node.href) found.push(String(node.href));
    if (node.shadowRoot) walk(node.shadowRoot);
  });
  walk(document);
  return found;
}"""


@pytest.fixture(scope="module")
def hostile_address(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dashboard on articles whose every text is an attack, one article each."""
    db = tmp_path_factory.mktemp("hostile") / "hostile.db"
    pairs = []
    for number, text in enumerate(HOSTILE):
        place = settlement(f"h{number}", text[:2_000], 48 + number / 50, 34 + number / 25)
        told = [
            Told(
                sentence=f"Shells hit {text} at dawn. ", trigger="hit", kind=SubEventType.SHELLING,
                place=(place, IZIUM, KHARKIV)[number % 3], place_words=text[:40],
                day=date(2022, 5, 1) + timedelta(days=number),
            ),
            Told(
                sentence=f"{text} ", trigger=text[:5], kind=SubEventType.ATTACK, place=OBLAST,
                precision=PlacePrecision.REGION, day=date(2022, 5, 1),
            ),
        ]  # fmt: skip
        link = f"{HOSTILE_LINKS[number % len(HOSTILE_LINKS)]}?{number}"
        pairs.append(to_article(told, title=text, outlet=text[:3_000], url=link, published=date(2022, 6, 1)))
    with Store(db) as store:
        save(store, pairs)
    return serve(db)


def check(dashboard: Any) -> None:
    """Nothing ran, nothing was fetched, no link starts a script and the page is as wide as the window."""
    page = dashboard.page
    assert page.evaluate(UNBROKEN)
    assert dashboard.errors == []
    assert dashboard.foreign == []
    links = page.evaluate(LINKS)
    assert [link for link in links if not link.startswith(("http://localhost", "https://example.org/"))] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


def test_map_page(open_page: Callable[..., Any], hostile_address: str) -> None:
    dashboard = open_page(hostile_address)
    more = dashboard.page.locator(".cards .more")
    while more.count():
        shown = dashboard.cards().count()
        more.click()
        dashboard.page.wait_for_function(
            "(n) => { const walk = (r) => [...r.querySelectorAll('*')].flatMap((e) => e.shadowRoot ?"
            " [...e.shadowRoot.querySelectorAll('.card')] : []); return walk(document).length > n; }",
            arg=shown,
        )
    assert dashboard.cards().count() == 2 * len(HOSTILE)
    for mark in dashboard.marks()[:12]:
        box = dashboard.page.locator(".st-key-map_pane iframe").bounding_box()
        dashboard.page.mouse.move(box["x"] + mark["x"], box["y"] + mark["y"])
    check(dashboard)


def test_table(open_page: Callable[..., Any], hostile_address: str) -> None:
    dashboard = open_page(f"{hostile_address}/?pane=table")
    dashboard.page.locator("[data-testid=stDataFrame]").wait_for()
    check(dashboard)


@pytest.mark.parametrize("page", ["articles", "ledger", "add"])
def test_other_pages(open_page: Callable[..., Any], hostile_address: str, page: str) -> None:
    dashboard = open_page(f"{hostile_address}/{page}", wait=False)
    dashboard.page.locator("h1, h2, h3").first.wait_for()
    dashboard.wait_until_still()
    check(dashboard)


def test_hostile_link(open_page: Callable[..., Any], hostile_address: str) -> None:
    dashboard = open_page(
        f"{hostile_address}/?words=%3Cscript%3Ewindow.__broken%3D1%3C%2Fscript%3E&region=%3Cb%3E"
    )
    check(dashboard)
    assert dashboard.page.locator(".st-key-outcome").count() == 1
