"""Correcting in a real browser without a network: places, events, words, keys, a colleague's log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hostile_texts import MARKER

from geodata.corrections import DateFix, PlaceFix, ReportKey
from geodata.model import (
    Article,
    Candidate,
    DatePrecision,
    Place,
    PlaceKind,
    PlaceMention,
    PlacePrecision,
    PlaceRole,
    Reading,
    Report,
    Sentence,
    SentenceKind,
    Span,
    SubEventType,
    Toll,
)
from geodata.store import Store
from geodata.store.exchange import export_log

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WRONG = Place(
    id="made:1", name="Zaliznychne", kind=PlaceKind.SETTLEMENT, latitude=47.65, longitude=36.1,
    country_code="UA", admin1="UA.26", admin1_name="Zaporizhzhia Oblast",
)  # fmt: skip
RIGHT = replace(
    WRONG, id="made:2", latitude=48.5, longitude=37.9, admin1="UA.05", admin1_name="Donetsk Oblast"
)
OUTLETS = ("Dispatch", "Courier", f"<img src=x onerror={MARKER}=1>", "Herald")
TOLD = "Shelling of the school in Zaliznychne killed {} people on the {}."
MISSED = "Later a crowd burned two cars beside the market."
MORE = ("Monitor", "Tribune", "Gazette", "Wire")
LOOKS = 20


def make(store: Store, outlets: Sequence[str] = OUTLETS) -> list[Report]:
    """Fill a store with articles on three events each at Zaliznychne; return their reports."""
    pairs = []
    for number, outlet in enumerate(outlets):
        lines = [TOLD.format(n + 2, f"{day_of(number, n):%d of %B}") for n in range(3)]
        published = day_of(number, 0).replace(day=20)
        article = Article.create(
            "\n\n".join([*lines, MISSED]), title=f"News {number}", outlet=outlet, published=published
        )
        reports = [_report(article, line, n, number) for n, line in enumerate(lines)]
        mentions = [_mention(article, r) for r in reports]
        sentences = [
            Sentence(start=s, end=s + len(line), paragraph=n, kind=SentenceKind.BODY)
            for n, line in enumerate([*lines, MISSED])
            for s in [article.text.index(line)]
        ]
        reading = Reading(
            article_id=article.id, sentences=tuple(sentences), places=tuple(mentions), reports=tuple(reports)
        )
        pairs.append((article, reading))
    store.save_readings(pairs)
    return [report for _, reading in pairs for report in reading.reports]


def day_of(number: int, n: int) -> date:
    return date(2022, 9 + number // 4, 5 * (number % 4) + n + 1)


def _report(article: Article, line: str, n: int, number: int) -> Report:
    start, day = article.text.index(line), day_of(number, n)
    place = start + line.index("Zaliznychne")
    return Report(
        id=f"{article.id}-{n}", article_id=article.id, excerpt=Span(start=start, end=start + len(line)),
        trigger_span=Span(start=start, end=start + 8), sub_event_type=SubEventType.SHELLING, place=WRONG,
        latitude=WRONG.latitude, longitude=WRONG.longitude, place_precision=PlacePrecision.SETTLEMENT,
        place_confidence=0.5, place_spans=(Span(start=place, end=place + 11),), date_start=day, date_end=day,
        date_precision=DatePrecision.DAY, published=article.published, confidence=0.4 + 0.01 * n,
        toll=Toll(fatalities_low=n + 2, fatalities=n + 2, fatalities_high=n + 2),
    )  # fmt: skip


def _mention(article: Article, report: Report) -> PlaceMention:
    span = report.place_spans[0]
    return PlaceMention(
        start=span.start, end=span.end, text=span.of(article.text), role=PlaceRole.EVENT,
        candidates=(Candidate(place=WRONG, score=0.5), Candidate(place=RIGHT, score=0.4)),
        place=WRONG, latitude=WRONG.latitude, longitude=WRONG.longitude, confidence=0.5,
        precision=PlacePrecision.SETTLEMENT,
    )  # fmt: skip


@pytest.fixture
def served(serve: Callable[..., str], tmp_path: Path) -> Iterator[tuple[str, Store]]:
    """The address of a dashboard on the events at Zaliznychne, and their store."""
    db = tmp_path / "bench.db"
    with Store(db) as store:
        make(store)
        yield serve(db), store


def ready(dashboard: Any) -> None:
    """Wait until the page has done what it was asked."""
    dashboard.page.wait_for_function("() => !document.querySelector('[data-testid=stStatusWidget]')")


def press(dashboard: Any, name: str | re.Pattern[str]) -> None:
    dashboard.page.get_by_role("button", name=name, exact=isinstance(name, str)).first.click()


def wait_until_enabled(dashboard: Any, name: str) -> None:
    dashboard.page.wait_for_function(
        "(name) => [...document.querySelectorAll('button')].some((b) => b.innerText === name && !b.disabled)",
        arg=name,
    )


def review(open_page: Callable[..., Any], address: str) -> Any:
    """Open the review and say who looks."""
    dashboard = open_page(f"{address}/review", wait=False)
    who = dashboard.page.get_by_label("Who (kept in the log)")
    who.wait_for(timeout=400_000)
    who.fill("Dana")
    who.press("Enter")
    wait_until_enabled(dashboard, "Confirm")
    return dashboard


def no_harm(dashboard: Any) -> None:
    assert dashboard.foreign == []
    assert dashboard.errors == []
    assert dashboard.page.evaluate(f"() => {MARKER}") is None


def test_a_name_moves_from_a_wrong_province_everywhere(
    open_page: Callable[..., Any], served: tuple[str, Store]
) -> None:
    address, store = served
    dashboard = review(open_page, address)
    dashboard.page.get_by_text(re.compile(r"^2 · Zaliznychne, Donetsk")).click()
    dashboard.page.get_by_text("everywhere", exact=True).click()
    dashboard.page.get_by_text("12 events would move").wait_for()
    press(dashboard, "Save")
    dashboard.page.get_by_text(re.compile("Corrections of this event")).wait_for()
    assert {event.lead.place.id for event in store.events() if event.lead.place} == {RIGHT.id}
    dashboard.page.get_by_role("link", name="Map", exact=True).first.click()
    dashboard.wait_for_map(12)
    (mark,) = dashboard.map.evaluate("conflictmap.update().marks.map((m) => [m.lat, m.lng, m.total])")
    assert mark == [RIGHT.latitude, RIGHT.longitude, 12]
    no_harm(dashboard)


def test_events_are_merged_split_rejected_and_all_of_it_undone(
    open_page: Callable[..., Any], served: tuple[str, Store]
) -> None:
    address, store = served
    before = store.events()
    dashboard = review(open_page, address)
    dashboard.page.get_by_text(re.compile("The same as another event")).click()
    choice = dashboard.page.get_by_role("combobox", name="Same as")
    option = dashboard.page.get_by_role("option").first
    choice.wait_for()
    dashboard.wait_until_still()
    for _ in range(8):  # the list closes again where the page is still being drawn
        choice.click()
        dashboard.page.wait_for_timeout(2500)
        if option.is_visible():
            break
    option.click()
    press(dashboard, "Make them one event")
    dashboard.page.get_by_text("2 reports", exact=False).first.wait_for()
    assert len(store.events()) == len(before) - 1
    press(dashboard, re.compile("Another event"))
    dashboard.page.get_by_text("1 report, 1 source").wait_for()
    assert len(store.events()) == len(before)
    press(dashboard, "Not an event")
    dashboard.page.get_by_text("1 rejected").wait_for()
    assert len(store.events()) == len(before) - 1
    dashboard.page.get_by_role("link", name="Corrections").first.click()
    for left in (2, 1, 0):
        press(dashboard, re.compile("Undo the last"))
        dashboard.page.wait_for_function(
            "(n) => [...document.querySelectorAll('button')].filter((b) => b.innerText.trim() === 'Undo')"
            ".length === n",
            arg=left,
        )
    assert sorted(e.id for e in store.events()) == sorted(e.id for e in before)
    no_harm(dashboard)


def test_an_event_is_added_by_selecting_words(
    open_page: Callable[..., Any], served: tuple[str, Store]
) -> None:
    address, store = served
    dashboard = open_page(f"{address}/articles", wait=False)
    body = dashboard.page.locator("article.text .body")
    body.wait_for(timeout=400_000)
    box = body.evaluate(
        """(body, words) => {
          const piece = [...body.childNodes].findLast((node) => node.textContent.includes(words)).firstChild;
          const range = document.createRange();
          const at = piece.data.indexOf(words);
          range.setStart(piece, at);
          range.setEnd(piece, at + words.length);
          const { left, right, top, height } = range.getBoundingClientRect();
          return [left, right, top + height / 2];
        }""",
        "crowd burned two cars",
    )
    dashboard.page.mouse.move(box[0] + 1, box[2])
    dashboard.page.mouse.down()
    dashboard.page.mouse.move(box[1] - 1, box[2], steps=8)
    dashboard.page.mouse.up()
    press(dashboard, "Add an event from these words")
    kind = dashboard.page.get_by_role("combobox", name="What happened")
    kind.click()
    kind.fill("Mob viol")
    kind.press("Enter")
    who = dashboard.page.get_by_label("Who (kept in the log)")
    who.fill("Dana")
    who.press("Enter")
    wait_until_enabled(dashboard, "Add the event")
    press(dashboard, "Add the event")
    dashboard.page.get_by_text(re.compile("Select words in the text")).wait_for()
    (added,) = [report for report in store.reports() if "-added-" in report.id]
    article = store.article(added.article_id)
    assert article is not None
    assert added.trigger_span.of(article.text) == "crowd burned two cars"
    assert added.excerpt.of(article.text) == MISSED
    no_harm(dashboard)


def test_twenty_events_are_reviewed_by_keyboard(
    open_page: Callable[..., Any], serve: Callable[..., str], tmp_path: Path
) -> None:
    with Store(tmp_path / "many.db") as store:
        make(store, (*OUTLETS, *MORE))
        review_by_keyboard(open_page, serve(tmp_path / "many.db"), store)


def review_by_keyboard(open_page: Callable[..., Any], address: str, store: Store) -> None:
    """Confirm one event after the other with keys alone, one of them after another candidate was chosen."""
    dashboard = review(open_page, address)
    dashboard.page.locator("nav.review .keys").click()
    for done in range(LOOKS):
        shown = dashboard.page.locator("nav.review [aria-current='true']").get_attribute("data-id")
        if done == 1:
            dashboard.page.keyboard.press("2")
            dashboard.page.get_by_text("Save and confirm").first.wait_for()
        dashboard.page.keyboard.press("c")
        dashboard.page.get_by_text(re.compile(f"^{done + 1} of ")).wait_for()
        dashboard.page.wait_for_function(
            """(before) => {
              const hosts = [...document.querySelectorAll('*')].map((e) => e.shadowRoot || e);
              const nav = hosts.map((h) => h.querySelector && h.querySelector('nav.review')).find(Boolean);
              return nav.querySelector("[aria-current='true']")?.dataset.id !== before;
            }""",
            arg=shown,
        )
    dashboard.page.reload()
    dashboard.page.get_by_text(re.compile(f"^{LOOKS} of ")).wait_for()
    made = [type(entry.fix).__name__ for entry in store.corrections()]
    assert made.count("Confirm") == LOOKS
    assert made.count("PlaceFix") == 1
    no_harm(dashboard)


def test_a_colleague_s_log_with_a_clash_is_taken_in_and_decided(
    open_page: Callable[..., Any], served: tuple[str, Store], tmp_path: Path
) -> None:
    address, store = served
    with Store(tmp_path / "theirs.db") as theirs:
        report = make(theirs)[0]
        key, name = ReportKey.of(report), report.place_spans[0]
        store.correct(
            DateFix(report=key, date_start=date(2022, 9, 4), date_end=date(2022, 9, 4)), analyst="Dana"
        )
        theirs.correct(
            DateFix(report=key, date_start=date(2022, 9, 5), date_end=date(2022, 9, 5)),
            analyst=OUTLETS[2], note=OUTLETS[2],
        )  # fmt: skip
        theirs.correct(PlaceFix(article_id=report.article_id, mention=name, place=RIGHT), analyst="Kim")
        log = tmp_path / "log.jsonl"
        log.write_text(export_log(theirs), "utf-8")
    dashboard = open_page(f"{address}/corrections", wait=False)
    who = dashboard.page.get_by_label("Who (kept in the log)")
    who.wait_for(timeout=400_000)
    who.fill("Dana")
    who.press("Enter")
    dashboard.page.locator("input[type=file]").set_input_files(str(log))
    dashboard.page.get_by_text("2 new").wait_for()
    dashboard.page.get_by_text("1 contradict").wait_for()
    press(dashboard, "Take it in")
    dashboard.page.get_by_text("1 to decide").wait_for()
    assert store.reports()[0].place != WRONG or any(r.place == RIGHT for r in store.reports())
    press(dashboard, "Keep this")
    dashboard.page.get_by_text("decided between 2").wait_for()
    dashboard.page.wait_for_function("() => !document.body.innerText.includes('1 to decide')")
    assert store.clashes() == []
    kept = next(r for r in store.reports() if r.id == report.id)
    assert (kept.date_start, kept.place) == (date(2022, 9, 4), RIGHT)
    no_harm(dashboard)
