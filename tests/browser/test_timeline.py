"""The timeline in the browser: one rule for its axis, no zoom outlives its period, playback is honest."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from browser_driver import WAIT_MS
from made_events import IZIUM, KHARKIV, Told, save, to_article

from geodata.model import SubEventType
from geodata.store import Store

expect = pytest.importorskip("playwright.sync_api").expect

STRIKE = Told(
    sentence="A strike hit Izium.", trigger="strike", kind=SubEventType.SHELLING, place=IZIUM,
    place_words="Izium", day=date(2022, 3, 4),
)  # fmt: skip
WHOLE = "Axis: all days of the data, 4 Mar 2022 – 21 Sep 2022, by week"


pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dashboard on four events from March to September, one of them known only by a day."""
    told = [
        STRIKE,
        replace(
            STRIKE, sentence="Shells fell on Kharkiv.", trigger="fell", place=KHARKIV, day=date(2022, 6, 8)
        ),
        replace(STRIKE, sentence="Mortars hit Izium.", trigger="hit", day=date(2022, 9, 20)),
        replace(STRIKE, sentence="A rocket hit Izium.", trigger="hit", day=None, until=date(2022, 9, 12)),
    ]
    db = tmp_path_factory.mktemp("axis") / "axis.db"
    with Store(db) as store:
        save(store, [to_article(told, title="Spring", outlet="Wire", published=date(2022, 9, 21))])
    return serve(db)


def first_and_last_day(dashboard: Any) -> tuple[str, str]:
    """The days that the axis begins and ends with, as its slider says them."""
    days = dashboard.page.locator(".timeline .handle").evaluate_all(
        """(handles) => {
          const iso = (day) => new Date(day * 86400000).toISOString().slice(0, 10);
          return ["aria-valuemin", "aria-valuemax"].map((name) => iso(Number(handles[0].getAttribute(name))));
        }"""
    )
    return days[0], days[1]


def expect_axis(dashboard: Any, first: str, last: str) -> None:
    """Wait until the axis runs from the one day to the other."""
    until = time.monotonic() + WAIT_MS / 1000
    while (found := first_and_last_day(dashboard)) != (first, last) and time.monotonic() < until:
        dashboard.page.wait_for_timeout(200)
    assert found == (first, last)


def test_the_axis_is_that_of_the_data_or_of_the_period_and_says_so(
    open_page: Callable[..., Any], address: str
) -> None:
    dashboard = open_page(f"{address}/?from=2022-06-01&to=2022-06-30", size=(1800, 900))
    words = dashboard.page.locator(".timeline .axis_words")
    expect(words).to_have_text(WHOLE)
    expect_axis(dashboard, "2022-03-04", "2022-09-21")
    dashboard.page.locator(".timeline [data-do=axis-period]").click()
    expect(words).to_have_text("Axis: the chosen period, by day")
    expect_axis(dashboard, "2022-06-01", "2022-06-30")
    dashboard.page.get_by_role("radio", name="Last 30").click()
    dashboard.wait_for_count(2)
    expect(words).to_have_text("Axis: the chosen period, by day")
    expect_axis(dashboard, "2022-08-22", "2022-09-20")
    dashboard.page.locator(".timeline [data-do=axis-whole]").click()
    expect(words).to_have_text(WHOLE)
    expect_axis(dashboard, "2022-03-04", "2022-09-21")
    assert dashboard.errors == []


def test_no_axis_outlives_its_period(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(f"{address}/?from=2022-06-01&to=2022-06-30", size=(1800, 900))
    words = dashboard.page.locator(".timeline .axis_words")
    dashboard.page.locator(".timeline [data-do=axis-period]").click()
    expect(words).to_have_text("Axis: the chosen period, by day")
    dashboard.page.get_by_role("button", name="Reset").click()
    dashboard.wait_for_count(4)
    expect(words).to_have_text(WHOLE)
    expect_axis(dashboard, "2022-03-04", "2022-09-21")
    dashboard.page.get_by_role("radio", name="Last 7 days").click()
    dashboard.wait_for_count(1)
    expect(words).to_have_text(WHOLE)


def test_a_filter_leaves_the_axis_as_it_is(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(f"{address}/?words=shells", size=(1800, 900))
    dashboard.wait_for_count(1)
    expect(dashboard.page.locator(".timeline .axis_words")).to_have_text(WHOLE)
    expect_axis(dashboard, "2022-03-04", "2022-09-21")


def test_playback_leaves_out_what_has_no_first_day_and_a_halt_lets_it_in_again(
    open_page: Callable[..., Any], address: str
) -> None:
    dashboard = open_page(address)
    dashboard.wait_for_count(4)
    page = dashboard.page
    page.locator(".timeline [data-do=step]").select_option("year")
    page.locator(".timeline [data-do=speed]").select_option("1600")
    page.locator(".timeline [data-do=play]").click()
    dashboard.wait_for_count(3)
    expect(page.locator(".st-key-outcome_text h5")).to_contain_text("not only “by” a day")
    page.locator(".timeline [data-do=play]").click()
    dashboard.wait_for_count(4)
    expect(page.locator(".st-key-outcome_text h5")).not_to_contain_text("by” a day")


def test_articles_read_have_a_strip_with_a_name(open_page: Callable[..., Any], address: str) -> None:
    dashboard = open_page(f"{address}/?from=2022-03-01")
    names = dashboard.page.locator(".timeline svg text.name").evaluate_all(
        "(all) => all.map((one) => one.firstChild.data)"
    )
    assert names == ["articles", "by a day", "events"]
    read = dashboard.page.locator(".timeline rect.read title")
    assert read.all_text_contents() == ["1 article read, published 19 Sep 2022 – 21 Sep 2022"]


@pytest.mark.parametrize("number", [3, 9])
def test_every_event_between_two_days_is_drawn_or_counted(
    serve: Callable[..., str], open_page: Callable[..., Any], tmp_path: Path, number: int
) -> None:
    """Nine of the same days need more rows than there are: bars say how many may lie where."""
    told = [
        replace(STRIKE, sentence=f"Strike {n} hit Izium.", day=date(2022, 3, 1), until=date(2022, 3, 20 + n))
        for n in range(number)
    ]
    with Store(tmp_path / "spans.db") as store:
        for n, one in enumerate(told):
            save(
                store,
                [to_article([one], title=f"Spring {n}", outlet=f"Wire {n}", published=date(2022, 4, 1))],
            )
        lasting = len(list(store.events()))
    page = open_page(f"{serve(tmp_path / 'spans.db')}/").page
    lines = page.locator(".timeline line.span")
    bars = page.locator(".timeline rect.over title")
    drawn = lines.count()
    if number == 3:
        assert (drawn, bars.count()) == (lasting, 0)
    else:
        assert drawn == 0
        assert bars.first.text_content().startswith(f"{lasting} may lie in ")
        assert f"≤ {lasting}" in page.locator(".timeline svg").inner_html()
