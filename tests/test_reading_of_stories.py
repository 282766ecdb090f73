"""One event comes out once, at its own place and date, wherever the article tells it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_samples import PUBLISHED, reports_of, told

from geodata.model import DatePrecision, PlacePrecision

STRIKE = "Explosions/Remote violence"


def test_place_date_and_toll_of_one_sentence() -> None:
    [report] = reports_of("Russian shelling killed three people in Orikhiv on Tuesday.")
    assert told([report]) == [(STRIKE, "Orikhiv", "2023-06-13", 3)]
    assert report.date_start == date(2023, 6, 13)
    assert report.date_precision is DatePrecision.DAY


def test_a_toll_of_two_places_together_is_neither_ones() -> None:
    reports = reports_of("Missile strikes killed nine people in Orikhiv and Nikopol on Monday.")
    assert [r.toll.fatalities for r in reports] == [None, None]
    assert [r.toll.fatalities_high for r in reports] == [9, 9]


@pytest.mark.parametrize(
    ("more", "killed"),
    [
        ("Two rebels were killed too.", 5),
        ("Two rebels also died, according to the governor in Odesa.", 5),
        ("Two rebels were killed too. The army said that two attackers had also died.", 5),
        ("It had warned of attacks.", 3),
    ],
)
def test_fighters_who_died_too_add_to_the_dead_of_another_sentence(more: str, killed: int) -> None:
    [report] = reports_of(f"Rebels attacked a post in Orikhiv on Tuesday, killing three soldiers. {more}")
    assert report.toll.fatalities == killed


def test_the_container_of_a_place_is_no_second_place() -> None:
    [report] = reports_of("Shelling hit Kupiansk in the Kharkiv region on Monday.")
    assert report.place
    assert report.place.name == "Kupiansk"


def test_only_a_region_named_gives_a_region() -> None:
    [report] = reports_of("Shelling killed two villagers in the Sumy region on Monday.")
    assert report.place_precision is PlacePrecision.REGION


def test_a_site_in_a_town() -> None:
    [report] = reports_of("A missile hit the railway station in Kupiansk on Monday, killing four people.")
    assert report.place_precision is PlacePrecision.SITE


def test_a_repeated_caption_counts_once_and_is_kept() -> None:
    caption = "A house damaged by a missile strike in Nikopol where the bridge used to stand"
    text = f"It was a quiet week.\n\n{caption}\n\n{caption}\n\nNothing else is known."
    [report] = reports_of(text)
    assert [s.of(text) for s in report.also_at] == [caption]


def test_a_paper_that_speaks_of_yesterday_ends_yesterday() -> None:
    reports = reports_of(
        "Missiles hit Nikopol yesterday.\n\nAn earlier artillery strike damaged a school in Sumy."
    )
    assert {r.date_end for r in reports} == {date(2023, 6, 14)}


def test_without_publication_date_relative_dates_stay_unknown() -> None:
    [report] = reports_of("Shelling killed two people in Orikhiv yesterday.", published=None)
    assert (report.date_start, report.date_end) == (None, None)
    assert report.date_precision is DatePrecision.UNKNOWN


def test_no_war_is_dated_before_it_began() -> None:
    [report] = reports_of(
        "Early in the war, shelling killed 4 people in Orikhiv.", published=date(2010, 5, 5)
    )
    assert report.date_start is None


def test_a_lead_without_place_takes_it_from_the_next_sentence() -> None:
    reports = reports_of(
        "A suicide bomber killed eleven people on Monday.\n\n"
        "The explosion tore through a market in Baidoa, police said."
    )
    assert told(reports) == [(STRIKE, "Baidoa", "2023-06-12", 11)]


def test_a_government_is_no_place() -> None:
    reports = reports_of("Ukraine shelled Orikhiv on Monday.", metonyms=("Ukraine",))
    assert [r.place.name for r in reports if r.place] == ["Orikhiv"]


@pytest.mark.parametrize(
    "text",
    [
        "The museum opens on Monday. Tickets cost three euros.",
        "The minister warned that sanctions could follow next week.",
        "",
    ],
)
def test_no_event_gives_no_report(text: str) -> None:
    assert reports_of(text) == []


ARTICLE = (
    "A missile strike killed five people in Nikopol on Wednesday, officials said.\n\n"
    "Shelling also hit Orikhiv, where two houses burned down.\n\n"
    "In the Sumy region, gunmen abducted a mayor on 2 June.\n\n"
    "“They took him at night,” a neighbour said."
)


@given(st.lists(st.sampled_from([*ARTICLE.split("\n\n"), "He left.", "in Sumy", "“"]), max_size=8))
def test_spans_lie_in_the_text_and_dates_before_publication(pieces: list[str]) -> None:
    text = "\n\n".join(pieces)
    for report in reports_of(text):
        spans = (
            report.excerpt,
            report.trigger_span,
            *report.place_spans,
            *report.time_spans,
            *report.also_at,
        )
        assert all(0 <= s.start < s.end <= len(text) for s in (*spans, *report.attribution_spans))
        assert (
            report.excerpt.start <= report.trigger_span.start < report.trigger_span.end <= report.excerpt.end
        )
        assert report.date_end is None or report.date_end <= PUBLISHED
        assert report.excerpt not in report.also_at
