"""Map, timeline and cards in a real browser: one selection, clicks both ways, no other machine asked."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made_events import IZIUM, Told, save, to_article
from playwright.sync_api import expect

from dashboard.map_message import description
from geodata.model import SubEventType
from geodata.store import Store

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EVENTS, PLACELESS = 47, 1


def test_map_is_drawn_without_a_network(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    assert dashboard.count() == EVENTS
    assert dashboard.total_on_map() == EVENTS - PLACELESS
    assert dashboard.map.evaluate("document.querySelectorAll('.cm-area').length") == 1
    assert dashboard.map.evaluate("document.querySelectorAll('.cm-near').length") == 1
    assert "Ukraine 1" in dashboard.map.locator(".cm-tray").inner_text()
    pixels = dashboard.map.evaluate(
        "(() => { const c = document.querySelector('.leaflet-marks-pane canvas');"
        " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        " return d.some((value) => value > 0); })()"
    )
    assert pixels, "the canvas of the marks is empty"
    assert dashboard.foreign == []
    assert dashboard.errors == []


def test_filter_changes_all_panes_together(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    zoom = dashboard.map.evaluate("conflictmap.map().getZoom()")
    words = dashboard.page.get_by_role("textbox", name="Words in excerpt or place")
    words.fill("damaged")
    words.press("Enter")
    dashboard.wait_for_count(1)
    dashboard.wait_for_map(1)
    # The panes are drawn one after the other.
    expect(dashboard.cards()).to_have_count(1)
    expect(dashboard.page.locator(".cards .count")).not_to_contain_text("1 events")
    expect(dashboard.page.locator(".timeline rect.inside")).to_have_count(0)
    expect(dashboard.page.locator(".timeline .undated b")).to_have_text("1")
    assert dashboard.map.evaluate("conflictmap.map().getZoom()") == zoom, "a filter moved the map"


def test_a_script_that_is_loaded_twice_runs_once(open_page: Callable[..., Any], address: str) -> None:
    """A frame that is told to draw twice while it still loads asks for its script twice."""
    dashboard = open_page(f"{address}/?words=Kharkiv")
    dashboard.map.evaluate(
        """() => new Promise((done) => {
          const again = document.createElement("script");
          again.src = [...document.scripts].find((one) => one.src.includes("/map-")).src;
          again.onload = done;
          document.head.append(again);
        })"""
    )
    words = dashboard.page.get_by_role("textbox", name="Words in excerpt or place")
    words.fill("school")
    words.press("Enter")
    dashboard.wait_for_map(1)
    assert dashboard.errors == []


def test_a_message_of_another_form_is_refused_in_words(open_page: Callable[..., Any], address: str) -> None:
    """The description that Python writes messages by is the one the map's script reads them by."""
    dashboard = open_page(address)
    assert dashboard.map.evaluate("conflictmap.described") == {k: list(v) for k, v in description().items()}
    dashboard.map.evaluate("conflictmap.show([['mode', 'marks'], ['weather', 'fair']])")
    said = dashboard.map.locator(".cm-unread").inner_text()
    assert "Reload the page" in said
    assert "lacks types, marks" in said
    assert "has an unknown weather" in said
    dashboard.map.evaluate(
        "conflictmap.show(Object.entries(conflictmap.described).map(([name, columns]) => "
        "[name, columns.length ? [[...columns, 'age'], []] : null]))"
    )
    assert "has other columns in types, marks" in dashboard.map.locator(".cm-unread").inner_text()


def test_no_badge_hides_the_number_of_a_mark(open_page: Callable[..., Any], address: str) -> None:
    """The province's middle lies beside its city: seen from afar the two numbers would stand on one spot."""
    dashboard = open_page(address)
    for zoom in (5, 6, 7):
        dashboard.map.evaluate(f"void conflictmap.map().setView([49.8, 36.4], {zoom}, {{ animate: false }})")
        box = dashboard.map.locator(".cm-area-badge").bounding_box()
        frame = dashboard.page.locator(".st-key-map_pane iframe").bounding_box()
        middle = (box["x"] - frame["x"] + box["width"] / 2, box["y"] - frame["y"] + box["height"] / 2)
        away = [math.dist(middle, (mark["x"], mark["y"])) for mark in dashboard.marks()]
        assert min(away) > 16, zoom


def test_pin_opens_all_its_events(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    mark = max(dashboard.marks(), key=lambda m: m["total"])
    dashboard.click_map(mark["x"], mark["y"])
    banner = dashboard.page.locator(".cards .banner:not([hidden])")
    banner.wait_for()
    assert re.match(rf"{mark['total']:,} events at ", banner.inner_text())
    shown = re.search(r"of (\d+) events", dashboard.page.locator(".cards .count").inner_text())
    assert shown is not None
    assert int(shown[1]) == mark["total"] >= 40
    banner.get_by_role("button").click()
    banner.wait_for(state="hidden")


def test_card_moves_the_map_and_marks_the_pin(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    card = dashboard.page.locator(".card", has_text="Kherson").first
    card.click()
    dashboard.map.wait_for_function("Math.abs(conflictmap.map().getCenter().lat - 46.6354) < 1.5")
    dashboard.page.wait_for_url(re.compile(r"[?&]event=ev-"))
    dashboard.map.wait_for_function("conflictmap.update().selected !== null")
    expect(dashboard.page.locator(".card.selected")).to_have_count(1)


def test_excerpt_marks_place_date_and_trigger(open_page: Callable[..., Any], address: str) -> None:
    card = open_page(address).page.locator(".card", has_text="Rockets hit a school")
    assert card.locator("mark.place").inner_text() == "Izium"
    assert card.locator("mark.date").inner_text() == "on 3 September"
    assert card.locator("mark.trigger").inner_text() == "hit"
    styles = [
        card.locator(f"mark.{kind}").evaluate(
            "(m) => [getComputedStyle(m).borderBottomStyle, getComputedStyle(m).fontWeight].join()"
        )
        for kind in ("place", "date", "trigger")
    ]
    assert len(set(styles)) == 3, "the three marks must differ by more than colour"


def test_undated_bin_hides_and_shows(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(f"{address}/?from=2022-07-01&to=2022-09-30")
    dashboard.wait_for_count(45)
    undated = dashboard.page.locator(".undated")
    expect(undated.locator("b")).to_have_text("1")
    undated.click()
    dashboard.wait_for_count(46)
    dashboard.wait_for_map(45)
    dashboard.page.wait_for_url("**undated=1**")


def test_hover_links_card_and_mark(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    mark = next(m for m in dashboard.marks() if m["label"].startswith("Izium"))
    box = dashboard.page.locator(".st-key-map_pane iframe").bounding_box()
    dashboard.page.mouse.move(box["x"] + mark["x"] + 1, box["y"] + mark["y"] + 1)
    hovered = dashboard.page.locator(".card.hovered")
    hovered.wait_for()
    expect(hovered.first).to_contain_text("Izium")
    dashboard.page.locator(".card", has_text="Fighting went on").hover()
    dashboard.map.wait_for_function("Math.abs((conflictmap.hovered() || {}).lat - 46.6354) < 0.001")


def test_the_map_follows_the_keys_from_card_to_card(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(f"{address}/?map=49.2103,37.2761,9")
    kherson = dashboard.page.locator(".card", has_text="Fighting went on")
    before = dashboard.page.locator(
        ".card", has=dashboard.page.locator("~ .card", has_text="Fighting went on")
    )
    before.last.focus()
    dashboard.page.keyboard.press("ArrowDown")
    expect(kherson).to_be_focused()
    dashboard.map.wait_for_function("conflictmap.map().getBounds().contains([46.6354, 32.6169])")
    assert dashboard.map.evaluate("conflictmap.map().getZoom()") == 9, "it moves there as near as it is"
    dashboard.map.wait_for_function("Math.abs((conflictmap.hovered() || {}).lat - 46.6354) < 0.001")


def test_back_restores_the_view_before(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    words = dashboard.page.get_by_role("textbox", name="Words in excerpt or place")
    words.fill("settlements")
    words.press("Enter")
    dashboard.page.wait_for_url("**words=settlements**")
    dashboard.wait_for_count(1)
    dashboard.page.go_back()
    dashboard.wait_for_count(47)
    dashboard.page.wait_for_url(lambda url: "words" not in url)


def test_moving_the_map_asks_the_server_nothing(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    dashboard.page.wait_for_url("**map=**")
    before = dashboard.page.url
    sent: list[int] = []
    session = dashboard.page.context.new_cdp_session(dashboard.page)
    session.send("Network.enable")
    session.on("Network.webSocketFrameSent", lambda frame: sent.append(1))
    dashboard.map.evaluate("void conflictmap.map().panBy([120, 60])")
    dashboard.page.wait_for_function("(url) => location.href !== url", arg=before)
    dashboard.page.wait_for_timeout(800)
    assert sent == []


def test_a_part_of_the_map_says_what_lies_outside(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(f"{address}/?map=46.63,32.61,9")
    outside = dashboard.map.locator(".cm-outside")
    outside.wait_for()
    assert outside.inner_text() == "44 events outside this view"
    outside.click()
    dashboard.map.wait_for_function("document.querySelector('.cm-outside').hidden")


def test_a_last_possible_day_is_drawn_and_counted_apart_and_left_out_of_earlier_periods(
    open_page: Callable[..., Any], serve: Callable[..., str], tmp_path: Path
) -> None:
    strike = Told(
        sentence="A strike hit Izium.", trigger="strike", kind=SubEventType.SHELLING, place=IZIUM,
        place_words="Izium", until=date(2022, 9, 12),
    )  # fmt: skip
    dated = replace(strike, sentence="Rockets hit Izium.", trigger="hit", day=date(2022, 3, 4), until=None)
    with Store(tmp_path / "by.db") as store:
        save(
            store, [to_article([strike, dated], title="By a day", outlet="Wire", published=date(2022, 9, 13))]
        )
    address = serve(tmp_path / "by.db")
    dashboard = open_page(f"{address}/?from=2022-03-01&to=2022-03-31")
    dashboard.wait_for_count(1)
    line = dashboard.page.locator(".st-key-outcome_text p").inner_text()
    assert "1 dated only “by” a day left out by the period" in line
    assert dashboard.page.locator(".tree .by").count() == 0
    dashboard = open_page(f"{address}/?from=2022-03-01&to=2022-03-31&by=possible")
    dashboard.wait_for_count(2)
    dashboard.wait_for_map(2)
    line = dashboard.page.locator(".st-key-outcome_text p").inner_text()
    assert "1 dated only “by” a day · 1 only possibly in the period" in line
    assert dashboard.page.locator(".tree .by").first.inner_text() == "+ 1 by"
    [mark] = dashboard.marks()
    assert mark["label"] == "Izium: 2 events, 1 of them dated only “by” a day"
    expect(dashboard.page.locator(".timeline rect.inside")).to_have_count(1)
    expect(dashboard.page.locator(".timeline .open:not(.outside)")).to_have_count(1)
    bar = dashboard.page.locator(".timeline .open title").text_content()
    assert "no first day is known. Explosions/Remote violence: 1" in bar
    card = dashboard.cards().filter(has_text="by 12 Sep 2022")
    assert card.locator(".chip.doubt").inner_text() == "only possibly in the period"
    assert dashboard.errors == []


def test_type_names_break_after_slashes_only(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(f"{address}/?words=school", size=(1024, 768))
    dashboard.wait_for_count(1)
    lines = (
        dashboard.cards()
        .first.locator(".head strong")
        .evaluate(
            """(title) => {
          const range = document.createRange();
          const seen = [];
          for (const part of [...title.childNodes].filter((n) => n.nodeType === 3)) {
            for (const [word] of part.data.matchAll(/\\S+/g)) {
              const at = part.data.indexOf(word);
              range.setStart(part, at);
              range.setEnd(part, at + word.length);
              seen.push([word, new Set([...range.getClientRects()].map((box) => box.top)).size]);
            }
          }
          return seen;
        }"""
        )
    )
    assert lines == [["Shelling/", 1], ["artillery/", 1], ["missile", 1], ["attack", 1]]


def test_what_lies_between_two_days_stands_under_the_bars(
    open_page: Callable[..., Any], address: str
) -> None:
    timeline = open_page(address).page.locator(".timeline svg")
    heights = timeline.locator("line.span, rect.over").evaluate_all(
        "all => all.map((one) => (one.y1 || one.y).baseVal.value)"
    )
    floor = timeline.locator("rect.inside").evaluate_all(
        "all => Math.max(...all.map(({ y, height }) => y.baseVal.value + height.baseVal.value))"
    )
    assert heights
    assert min(heights) > floor, "at a height of the scale it would look like a number of events"
    assert timeline.locator("text.name", has_text="between").count() == 1
