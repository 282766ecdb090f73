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


def test_places_in_one_list_are_one_event_each() -> None:
    reports = reports_of("Missile strikes hit Orikhiv, Nikopol and Sumy on Monday.")
    assert [r.place.name for r in reports if r.place] == ["Orikhiv", "Nikopol", "Sumy"]


def test_a_toll_told_between_two_places_belongs_to_the_first() -> None:
    reports = reports_of(
        "Missile strikes were reported in Orikhiv, where two people were killed, and in Nikopol on Monday."
    )
    assert {r.place.name: r.toll.fatalities for r in reports if r.place} == {"Orikhiv": 2, "Nikopol": None}


def test_a_toll_of_two_places_together_is_neither_ones() -> None:
    reports = reports_of("Missile strikes killed nine people in Orikhiv and Nikopol on Monday.")
    assert [r.toll.fatalities for r in reports] == [None, None]
    assert [r.toll.fatalities_high for r in reports] == [9, 9]


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


def test_the_town_is_the_town_told_last() -> None:
    reports = reports_of(
        "Residents of Orikhiv fled in buses on Sunday.\n\n"
        "Two days later a missile strike killed six people in the town."
    )
    assert [r.place.name for r in reports if r.place] == ["Orikhiv"]
    assert "taken as" in " ".join(reports[0].reasons)


def test_the_same_attack_told_again_is_one_event() -> None:
    text = (
        "Missile strike kills five in Nikopol\n\n"
        "  • Missile kills five in Nikopol\n\n"
        "A missile strike killed five people in Nikopol on Wednesday, officials said.\n\n"
        "The strike hit a bakery. At least five people were killed, the governor said.\n\n"
        "A woman walks past a bakery destroyed by a missile strike in Nikopol. Photograph: Agency"
    )
    [report] = reports_of(text)
    assert told([report]) == [(STRIKE, "Nikopol", "2023-06-14", 5)]
    assert report.excerpt.of(text).startswith("A missile strike killed five")
    assert len(report.also_at) >= 3


def test_a_repeated_caption_counts_once_and_is_kept() -> None:
    caption = "A house damaged by a missile strike in Nikopol where the bridge used to stand"
    text = f"It was a quiet week.\n\n{caption}\n\n{caption}\n\nNothing else is known."
    [report] = reports_of(text)
    assert [s.of(text) for s in report.also_at] == [caption]


def test_two_days_are_two_events() -> None:
    reports = reports_of(
        "Shelling killed one person in Orikhiv on Monday. Shelling killed four people in Orikhiv on Tuesday."
    )
    assert sorted(r.date_end.isoformat() for r in reports if r.date_end) == ["2023-06-12", "2023-06-13"]


def test_the_day_of_saying_only_bounds_the_event() -> None:
    [report] = reports_of("Troops recaptured Orikhiv, the army said on Wednesday.")
    assert (report.date_start, report.date_end) == (None, date(2023, 6, 14))
    assert report.date_precision is DatePrecision.UNKNOWN


def test_what_came_before_is_bounded_by_what_followed() -> None:
    reports = reports_of(
        "After Orikhiv was recaptured, residents said soldiers had killed villagers there.\n\n"
        "On June 9 police discovered four bodies in Orikhiv."
    )
    retaken = next(r for r in reports if r.event_type.value == "Battles")
    assert retaken.date_end == date(2023, 6, 9)


def test_an_undated_event_is_not_after_publication() -> None:
    [report] = reports_of("Shelling killed two people in Orikhiv.")
    assert (report.date_start, report.date_end) == (None, PUBLISHED)
    assert any("not date" in reason for reason in report.reasons)


def test_a_paper_that_speaks_of_yesterday_ends_yesterday() -> None:
    reports = reports_of(
        "Missiles hit Nikopol yesterday.\n\nAn earlier artillery strike damaged a school in Sumy."
    )
    assert {r.date_end for r in reports} == {date(2023, 6, 14)}


def test_without_publication_date_relative_dates_stay_unknown() -> None:
    [report] = reports_of("Shelling killed two people in Orikhiv yesterday.", published=None)
    assert (report.date_start, report.date_end) == (None, None)
    assert report.date_precision is DatePrecision.UNKNOWN


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("Early in the invasion", date(2022, 2, 24), date(2022, 4, 30)),
        ("Since the war began", date(2022, 2, 24), PUBLISHED),
        ("Since the start of Russia’s full-scale invasion", date(2022, 2, 24), PUBLISHED),
    ],
)
def test_counts_from_the_start_of_the_war(words: str, start: date, end: date) -> None:
    [report] = reports_of(f"{words}, shelling has killed 40 people in Orikhiv.")
    assert (report.date_start, report.date_end) == (start, end)


def test_no_war_is_dated_before_it_began() -> None:
    [report] = reports_of(
        "Early in the war, shelling killed 4 people in Orikhiv.", published=date(2010, 5, 5)
    )
    assert report.date_start is None


def test_the_dateline_is_the_last_resort() -> None:
    text = "MOGADISHU (Agency) - A car bomb killed eight people on Monday, police said."
    [placed] = reports_of(text.replace("MOGADISHU", "Mogadishu"), dateline="Mogadishu")
    assert placed.place
    assert placed.place.name == "Mogadishu"
    assert placed.place_confidence < 0.5
    elsewhere = reports_of(
        "Nairobi (Agency) - A car bomb killed eight people in Baidoa on Monday, police said.",
        dateline="Nairobi",
    )
    assert [r.place.name for r in elsewhere if r.place] == ["Baidoa"]


def test_a_lead_without_place_takes_it_from_the_next_sentence() -> None:
    reports = reports_of(
        "A suicide bomber killed eleven people on Monday.\n\n"
        "The explosion tore through a market in Baidoa, police said."
    )
    assert told(reports) == [(STRIKE, "Baidoa", "2023-06-12", 11)]


def test_a_government_is_no_place() -> None:
    reports = reports_of("Ukraine shelled Orikhiv on Monday.", metonyms=("Ukraine",))
    assert [r.place.name for r in reports if r.place] == ["Orikhiv"]


def test_an_event_without_place_is_kept_without_place() -> None:
    [report] = reports_of("Shelling killed two people on Monday.")
    assert report.place is None
    assert report.latitude is None


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


def test_quotes_and_line_ends_do_not_matter() -> None:
    expected = told(reports_of(ARTICLE))
    assert expected
    assert told(reports_of(ARTICLE.replace("“", '"').replace("”", '"'))) == expected
    assert told(reports_of(ARTICLE.replace("\n", "\r\n"))) == expected


@given(
    st.integers(min_value=0, max_value=4),
    st.sampled_from(["The museum reopened its doors.", "Bread costs more."]),
)
def test_an_unrelated_paragraph_changes_nothing_else(position: int, sentence: str) -> None:
    paragraphs = ARTICLE.split("\n\n")
    paragraphs.insert(position, sentence)
    assert told(reports_of("\n\n".join(paragraphs))) == told(reports_of(ARTICLE))


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
