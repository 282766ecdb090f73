"""The page in other shapes: a phone, the full screen, the wide table, shaded provinces, and when it fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from made_events import KHARKIV, UKRAINE, Told, save, to_article
from playwright.sync_api import expect

from geodata.model import PlacePrecision, SubEventType
from geodata.query import ByDayRule, DateRule, EventFilter, to_query
from geodata.store import Store

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Buttons of the map and its panels that lie over one another.
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll(".cm-panel:not([hidden]), .leaflet-bar")]
    .map((node) => [node.className, node.getBoundingClientRect()]).filter(([, box]) => box.width);
  const found = [];
  boxes.forEach(([one, a], i) => boxes.slice(i + 1).forEach(([two, b]) => {
    const beside = a.left >= b.right - 1 || b.left >= a.right - 1;
    if (!beside && a.top < b.bottom - 1 && b.top < a.bottom - 1) found.push([one, two]);
  }));
  return found;
}"""


HIDDEN = (Path(__file__).parent / "hidden_on_map.js").read_text("utf-8")


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (390, 844)])
@pytest.mark.parametrize("how", ["", "?draw=shades"])
def test_nothing_on_the_map_lies_over_something_else(
    open_page: Callable[..., Any], address: str, size: tuple[int, int], how: str
) -> None:
    dashboard = open_page(f"{address}/{how}", size=size)
    dashboard.map.wait_for_function("conflictmap.named().length > 0")
    found = dashboard.map.evaluate(HIDDEN)
    assert found["names"] > 0
    assert (found["over"], found["cut"], found["under"]) == ([], [], 0)


@pytest.mark.parametrize(("size", "named"), [((390, 844), 2), ((1440, 900), 6)])
def test_what_lies_beside_the_map_is_not_cut_and_all_of_it_can_be_reached(
    open_page: Callable[..., Any],
    serve: Callable[..., str],
    tmp_path: Path,
    size: tuple[int, int],
    named: int,
) -> None:
    """The third country on a phone was cut through, and of nine the last three had no button at all."""
    db = tmp_path / "countries.db"
    told = [
        Told(sentence=f"Strike {code}.", trigger="Strike", kind=SubEventType.AIR_STRIKE,
             place=replace(UKRAINE, id=f"country:{code}", name=f"Country {code}", country_code=code),
             precision=PlacePrecision.COUNTRY, day=date(2022, 9, 1))
        for code in ("UA", "PL", "RO", "HU", "SK", "MD", "BY", "LT", "LV")
    ]  # fmt: skip
    told.append(Told(sentence="Strike.", trigger="Strike", kind=SubEventType.AIR_STRIKE, place=KHARKIV))
    with Store(db) as store:
        save(store, [to_article(told, title="Nine", outlet="Wire", published=date(2022, 9, 2))])
    tray = open_page(serve(db), size=size).map.locator(".cm-tray")
    more = tray.get_by_role("button", name=f"and {9 - named} more")
    expect(more).to_be_visible()
    assert tray.get_by_role("button").count() == named + 1
    assert tray.evaluate("(box) => box.scrollHeight <= box.clientHeight + 1"), "a row is cut"
    more.click()
    expect(tray.get_by_role("button")).to_have_count(9)
    expect(tray.get_by_role("button", name="Country").nth(named)).to_be_focused()


def test_a_province_whose_middle_a_city_takes_is_named_beside_it(
    open_page: Callable[..., Any], address: str
) -> None:
    """Dnipro stands in the middle of its province, which was left without a name."""
    dashboard = open_page(f"{address}/?map=48.2,37.6,7")
    dashboard.map.wait_for_function("conflictmap.named().length > 20")
    named = {
        one if isinstance(one, str) else one["name"] for one in dashboard.map.evaluate("conflictmap.named()")
    }
    assert {"Dnipro", "Dnipropetrovsk Oblast", "Rostov Oblast"} <= named
    found = dashboard.map.evaluate(HIDDEN)
    assert (found["over"], found["cut"], found["under"]) == ([], [], 0)


@pytest.mark.parametrize("path", ["", "articles", "compare", "ledger", "tables", "watch", "add"])
def test_a_phone_is_wide_enough_for_every_page(
    open_page: Callable[..., Any], address: str, path: str
) -> None:
    dashboard = open_page(f"{address}/{path}", size=(390, 844), wait=path == "", has_touch=True)
    page = dashboard.page
    page.wait_for_selector(".cards .card" if path == "" else "h1, h2, h3")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    if path == "":
        box = page.locator(".st-key-map_pane iframe").bounding_box()
        assert box["width"] > 340
        assert dashboard.map.evaluate(OVERLAPS) == []
        assert page.locator(".cards").bounding_box()["y"] >= box["y"] + box["height"]
        note = page.locator(".welcome").bounding_box()
        assert note["y"] + note["height"] < page.locator(".st-key-outcome").bounding_box()["y"]
        assert note["x"] + note["width"] <= 390
        page.get_by_role("button", name="Views").click()
        panel = page.locator(".views .panel").bounding_box()
        assert panel["x"] >= 0
        assert panel["x"] + panel["width"] <= 390
    assert dashboard.errors == []


@pytest.mark.parametrize("width", [800, 1024, 1150, 1160, 1440])
def test_the_first_note_covers_no_page_s_name(
    open_page: Callable[..., Any], address: str, width: int
) -> None:
    page = open_page(address, size=(width, 768)).page
    note = page.locator(".welcome").bounding_box()
    for link in page.locator("[data-testid=stTopNavLink], [data-testid=stTopNavSection]").all():
        box = link.bounding_box()
        under = note["y"] < box["y"] + box["height"] and box["y"] < note["y"] + note["height"]
        assert not under or box["x"] + box["width"] <= note["x"], link.inner_text()
    assert page.locator("[data-testid=stTopNavSection]").count() >= 2


def test_provinces_are_shaded_and_marks_come_back(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    button = dashboard.map.locator("[data-tool=shade]")
    button.click()
    dashboard.page.wait_for_url(re.compile(r"draw=shades"))
    dashboard.map.wait_for_function("conflictmap.update().mode === 'shades'")
    assert button.get_attribute("aria-pressed") == "true"
    assert dashboard.map.locator(".cm-shade").count() == 1
    # What lies within 20 km of Kherson may lie in either of two provinces.
    assert [(mark["total"], mark["label"][:7]) for mark in dashboard.marks()] == [(1, "Kherson")]
    assert dashboard.total_on_map() == 46
    dashboard.map.locator(".cm-shade").click()
    expect(dashboard.page.locator(".cards .banner span")).to_contain_text("Kharkiv Oblast")
    button.click()
    dashboard.map.wait_for_function("conflictmap.update().mode === 'marks'")
    assert len(dashboard.marks()) > 2


# Numbers of provinces that can be read, those that lie over one another, and dots that stand for a number.
NUMBERS = """() => {
  const readable = [...document.querySelectorAll(".cm-area-badge:not(.cm-crowded)")];
  const shown = readable.map((one) => one.getBoundingClientRect());
  const over = shown.filter((a, i) => shown.slice(i + 1).some((b) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom));
  return [shown.length, over.length, document.querySelectorAll(".cm-small.cm-crowded").length];
}"""


def test_numbers_of_shaded_provinces_never_run_into_one_another(
    serve: Callable[..., str], open_page: Callable[..., Any], tmp_path: Path
) -> None:
    """On a map of the world three provinces are a few pixels: one number and two dots, not "111"."""
    units = {"UA.07": (49.98, 36.25), "UA.05": (48.0, 37.8), "UA.14": (48.57, 39.3)}
    told = [
        Told(
            sentence=f"Shells hit {code}.", trigger="Shells", kind=SubEventType.SHELLING,
            day=date(2022, 9, n),
            place=replace(KHARKIV, id=f"made:{n}", name=code, latitude=lat, longitude=lon, admin1=code),
        )
        for n, (code, (lat, lon)) in enumerate(units.items(), start=1)
    ]  # fmt: skip
    with Store(tmp_path / "three.db") as store:
        save(store, [to_article(told, title="Three", outlet="Wire", published=date(2022, 9, 7))])
    dashboard = open_page(f"{serve(tmp_path / 'three.db')}/?draw=shades&map=20,20,2")
    dashboard.map.wait_for_function("conflictmap.update().areas.length === 3")
    assert dashboard.map.evaluate(NUMBERS) == [1, 0, 2]
    dashboard.map.evaluate("void conflictmap.map().setView([48.6, 37.5], 7, { animate: false })")
    dashboard.map.wait_for_function(f"({NUMBERS})()[0] === 3")
    assert dashboard.map.evaluate(NUMBERS) == [3, 0, 0]


# How much the number of each shaded province stands out from its shade on the land.
CONTRASTS = """() => {
  const parts = (color) => color.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = (rgb) => rgb.map((n) => n / 255)
    .map((n) => (n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4))
    .reduce((sum, n, i) => sum + n * [0.2126, 0.7152, 0.0722][i], 0);
  const land = conflictmap.theme().land.match(/\\w\\w/g).map((two) => parseInt(two, 16));
  const shades = [...document.querySelectorAll(".cm-shade")].map((path) => getComputedStyle(path));
  const grounds = shades.map((look) => parts(look.fill)
    .map((n, i) => n * look.fillOpacity + land[i] * (1 - look.fillOpacity)));
  return [...document.querySelectorAll(".cm-area-badge")].map((badge, i) => {
    const [a, b] = [light(parts(getComputedStyle(badge).color)), light(grounds[i])].sort((x, y) => x - y);
    return (b + 0.05) / (a + 0.05);
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_of_shaded_provinces_stand_out(
    open_page: Callable[..., Any], address: str, scheme: str
) -> None:
    dashboard = open_page(f"{address}/?draw=shades", color_scheme=scheme)
    dashboard.map.wait_for_function("conflictmap.update().areas.length === 1")
    dashboard.map.wait_for_function(f"conflictmap.theme().dark === {str(scheme == 'dark').lower()}")
    dashboard.map.wait_for_function(f"({CONTRASTS})().length === 1 && ({CONTRASTS})()[0] >= 4.5")


def test_full_screen_keeps_the_excerpts_beside_the_map(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address)
    dashboard.map.locator("[data-tool=full]").click()
    dashboard.page.wait_for_function("() => document.fullscreenElement !== null")
    expect(dashboard.page.locator("[data-testid=stHeader]")).to_be_hidden()
    expect(dashboard.cards().first).to_be_visible()
    expect(dashboard.page.locator(".timeline")).to_be_visible()
    dashboard.map.locator("[data-tool=full]").click()
    dashboard.page.wait_for_function("() => document.fullscreenElement === null")
    expect(dashboard.page.locator("[data-testid=stHeader]")).to_be_visible()


def test_the_table_takes_the_whole_width_and_gives_it_back(
    open_page: Callable[..., Any], address: str
) -> None:
    dashboard = open_page(address)
    # Until somebody touches the map, it goes on showing everything.
    dashboard.map.locator("#map_div").dispatch_event("pointerdown")
    dashboard.map.evaluate("void conflictmap.map().setView([48.3, 35.2], 9, { animate: false })")
    born = dashboard.map.evaluate("performance.timeOrigin")
    dashboard.page.get_by_text("Wide table", exact=True).click()
    table = dashboard.page.locator(".st-key-wide_table [data-testid=stDataFrame]")
    table.wait_for()
    main = dashboard.page.locator(".stMainBlockContainer").bounding_box()
    assert table.bounding_box()["width"] > 0.9 * main["width"]
    dashboard.page.get_by_text("Excerpts", exact=True).click()
    dashboard.cards().first.wait_for()
    assert dashboard.map.evaluate("performance.timeOrigin") == born, "the map was built anew"
    assert dashboard.map.evaluate("conflictmap.map().getZoom()") == 9


def test_a_report_is_cited_in_one_click(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(address, permissions=["clipboard-read", "clipboard-write"])
    card = dashboard.page.locator(".card", has_text="Rockets hit a school")
    card.get_by_role("button", name="Cite").click()
    expect(card.locator(".cite")).to_have_text("Copied")
    assert dashboard.page.evaluate("navigator.clipboard.readText()") == (
        "“Rockets hit a school in Izium on 3 September.” — Morning Wire, “A day in the north”, 13 Sep 2022. "
        "https://example.org/day"
    )


def test_a_damaged_database_is_said_in_words(
    serve: Callable[..., str], open_page: Callable[..., Any], tmp_path: Path
) -> None:
    db = tmp_path / "damaged.db"
    db.write_bytes(b"this is no database" * 400)
    dashboard = open_page(serve(db), wait=False)
    alert = dashboard.page.get_by_role("alert").first
    alert.wait_for()
    assert "damaged.db" in alert.inner_text()
    assert "Traceback" not in dashboard.page.content()
    assert dashboard.page.locator("[data-testid=stException], .stAlert a[href^=http]").count() == 0


# What a box to choose from says and has no room for.
CUT = """(all) => all.flatMap((box) => [...box.querySelectorAll("[data-baseweb=select] *, input")])
  .filter((one) => getComputedStyle(one).overflowX !== "visible")
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.innerText || one.value)"""


@pytest.mark.parametrize(
    "wanted",
    [EventFilter(date_rule=rule, by_day_rule=by) for rule, by in zip(DateRule, ByDayRule, strict=True)],
    ids=lambda wanted: wanted.date_rule.value,
)
def test_no_box_of_the_filters_cuts_what_it_says(
    open_page: Callable[..., Any], address: str, wanted: EventFilter
) -> None:
    page = open_page(f"{address}/?{urlencode(to_query(wanted))}").page
    page.get_by_text("How dates count", exact=True).click()
    boxes = page.locator("[data-testid=stSidebar] [data-testid=stSelectbox]")
    expect(boxes).to_have_count(3)
    assert boxes.evaluate_all(CUT) == []


def test_how_an_event_is_put_has_room_on_a_narrow_bench(open_page: Callable[..., Any], address: str) -> None:
    page = open_page(f"{address}/review", wait=False, size=(1024, 768)).page
    box = page.locator("[data-testid=stSelectbox]", has_text="It is put as")
    expect(box).to_have_count(1)
    assert box.evaluate_all(CUT) == []
