"""Hostile titles, texts, outlets and links on every page: nothing runs, nothing breaks the layout."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hostile_texts import HOSTILE, HOSTILE_LINKS
from made_events import IZIUM, KHARKIV, OBLAST, Told, save, settlement, to_article

from dashboard.pages import PAGES
from dashboard.snapshot import SnapshotOptions, draw_snapshot
from geodata.corrections import ActorsFix, Merge, ReportKey, SpotFix
from geodata.model import PlacePrecision, SubEventType
from geodata.query import EventFilter, EventIndex
from geodata.store import Store
from geodata.store.exchange import export_log, import_log
from geodata.store.watch_lists import save_watch_list

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


STEPS = 14


@pytest.fixture(scope="module")
def hostile_address(serve: Callable[..., str], hostile_store: Path) -> str:
    """A dashboard on articles whose every text is an attack."""
    return serve(hostile_store)


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles whose every text is an attack, one article each, corrected by attackers."""
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
        correct(store)
    return db


def correct(store: Store) -> None:
    """Correct with an attack in every field of the log, with a clash, and watch selections of such names."""
    reports = store.reports()
    for number, text in enumerate(HOSTILE):
        report, (who, why) = reports[2 * number], (text[:200], text[:2_000])
        key = ReportKey.of(report)
        store.correct(ActorsFix(report=key, actor1=text[:500], actor2=text[:300]), analyst=who, note=why)
        if number % 3 == 0:
            place = settlement(f"m{number}", text[:300], 47, 33)
            store.correct(SpotFix(report=key, place=place), analyst=who)
        if number % 5 == 0:
            others = (key, ReportKey.of(reports[2 * number + 1]))
            store.correct(Merge(reports=others), analyst=who, note=why)
        if text.strip() and text.isprintable():
            save_watch_list(store, text[:80], urlencode({"words": text[:200]}), 1)
    with Store(f"{store.name}.theirs") as theirs:
        theirs.save_readings([(store.article(reports[0].article_id), store.reading(reports[0].article_id))])
        for text in HOSTILE[:6]:
            fix = ActorsFix(report=ReportKey.of(reports[0]), actor1=f"Their {text}", actor2=None)
            theirs.correct(fix, analyst=text, note=text)
        import_log(store, export_log(theirs))
    assert store.clashes()


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
    # Every fifth article had its two events made one.
    assert dashboard.cards().count() == 2 * len(HOSTILE) - len(HOSTILE[::5])
    for mark in dashboard.marks()[:12]:
        box = dashboard.page.locator(".st-key-map_pane iframe").bounding_box()
        dashboard.page.mouse.move(box["x"] + mark["x"], box["y"] + mark["y"])
    check(dashboard)


def test_table(open_page: Callable[..., Any], hostile_address: str) -> None:
    dashboard = open_page(f"{hostile_address}/?pane=table")
    dashboard.page.locator("[data-testid=stDataFrame]").wait_for()
    check(dashboard)


@pytest.mark.parametrize("page", sorted(set(PAGES) - {"map"}))
def test_other_pages(open_page: Callable[..., Any], hostile_address: str, page: str) -> None:
    dashboard = open_page(f"{hostile_address}/{page}", wait=False)
    dashboard.page.locator("h1, h2, h3, h4, h5").first.wait_for()
    dashboard.wait_until_still()
    check(dashboard)


def test_the_bench_shows_one_attack_after_the_other(
    open_page: Callable[..., Any], hostile_address: str
) -> None:
    """Every event in turn, its place bench and its sources opened, as the key n goes on to the next."""
    dashboard = open_page(f"{hostile_address}/review", wait=False)
    queue = dashboard.page.locator("nav.review .keys")
    queue.wait_for()
    dashboard.wait_until_still()
    queue.click()
    seen = set()
    for _ in range(STEPS):
        seen.add(dashboard.page.locator("nav.review [aria-current='true']").get_attribute("data-id"))
        for box in dashboard.page.locator("[data-testid=stExpander] summary").all():
            box.click()
        check(dashboard)
        dashboard.page.keyboard.press("n")
        dashboard.page.wait_for_timeout(400)
        dashboard.wait_until_still()
    assert len(seen) > STEPS // 2


def test_every_hand_over_page_opens_from_disk_and_runs_nothing(
    open_page: Callable[..., Any], hostile_store: Path, tmp_path: Path
) -> None:
    with Store(hostile_store) as store:
        index = EventIndex(store)
        selection = index.select(EventFilter())
        for suffix in (".html", ".svg"):
            options = SnapshotOptions(title=HOSTILE[4], width_px=900, height_px=600)
            file = tmp_path / f"events{suffix}"
            file.write_bytes(draw_snapshot(index, selection, suffix, options=options))
    for suffix in (".html", ".svg"):
        dashboard = open_page((tmp_path / f"events{suffix}").as_uri(), wait=False)
        # To measure it the browser has to lay it all out, whatever the texts are.
        drawn = dashboard.page.wait_for_function(
            "() => document.documentElement.getBoundingClientRect().height"
        )
        assert drawn.json_value() > 0
        assert dashboard.page.evaluate("() => window.__broken") is None
        assert dashboard.errors == []
        assert [asked for asked in dashboard.foreign if not asked.startswith("file:")] == []
    page = open_page((tmp_path / "events.html").as_uri(), wait=False).page
    page.wait_for_selector("body.live")
    assert page.locator("tr[data-event]").count() == len(selection)
    page.fill("#words", "<script>")
    assert 0 < page.locator("tr[data-event]:visible").count() < len(selection)
    for why in page.locator("details summary:visible").all()[:5]:
        why.click()
    assert page.evaluate("() => window.__broken") is None


def test_words_after_one_without_an_end_can_be_read_and_chosen(
    open_page: Callable[..., Any], hostile_address: str, hostile_store: Path
) -> None:
    """A word of 100,000 letters keeps an article's page from nothing, and what is chosen is taken."""
    with Store(hostile_store) as store:
        endless = next(a for a in store.articles() if "A" * 100_000 in a.text)
    dashboard = open_page(f"{hostile_address}/articles?article={endless.id}", wait=False)
    body = dashboard.page.locator("article.text .body")
    body.wait_for()
    assert body.evaluate("(body) => body.scrollHeight") > 1_000
    words = body.evaluate(
        """(body) => {
          const texts = [];
          const walk = (node) => node.nodeType === 3 ? texts.push(node) : node.childNodes.forEach(walk);
          walk(body);
          const first = texts.findIndex((node) => node.data.includes("hit A"));
          const at = texts[first].data.indexOf("hit A");
          const range = document.createRange();
          range.setStart(texts[first], at);
          range.setEnd(texts[first + 1], 50);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
          body.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
          return texts[first].data.slice(at) + texts[first + 1].data.slice(0, 50);
        }"""
    )
    assert len(words) > 100
    dashboard.page.get_by_role("button", name="Add an event from these words").click()
    dashboard.page.get_by_role("combobox", name="What happened").wait_for()
    assert f"“{words}”" in dashboard.page.locator("[data-testid=stMain]").inner_text()
    check(dashboard)


def test_hostile_link(open_page: Callable[..., Any], hostile_address: str) -> None:
    dashboard = open_page(
        f"{hostile_address}/?words=%3Cscript%3Ewindow.__broken%3D1%3C%2Fscript%3E&region=%3Cb%3E"
    )
    check(dashboard)
    assert dashboard.page.locator(".st-key-outcome").count() == 1
