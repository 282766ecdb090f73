"""Whole articles, from text to reports, hold what they promise whatever the text looks like."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.pipeline import read_article, read_articles
from articles.sources import read_file
from geodata.model import Article, Reading, Report

PUBLISHED = date(2022, 10, 3)
SAMPLES = Path(__file__).parents[1] / "articles" / "samples"
TEXT = (
    "Kharkiv shelled as troops enter Izium\n\n"
    "Russian artillery shelled Kharkiv on Saturday, killing three people, the governor, Oleh Syniehubov, "
    "said.\n\n"
    "“They hit the market while people queued,” a witness told reporters.\n\n"
    "Ukrainian troops recaptured Izium on September 10, and police later found four bodies in the city’s "
    "park.\n\n"
    "In Dnipro and Mykolaiv, missile strikes damaged houses yesterday.\n\n"
    "A woman looks at a house damaged by a missile strike in Dnipro"
)
UNRELATED = (
    "The price of bread rose again.",
    "Schools will open at nine.",
    "The singer thanked her fans for a wonderful evening.",
)
slow = settings(max_examples=25)


@lru_cache(maxsize=8)
def read(text: str, published: date | None = PUBLISHED) -> Reading:
    return read_article(Article.create(text, published=published))


def told(reports: tuple[Report, ...]) -> set[tuple[str, str, str]]:
    return {(r.event_type.value, r.place.name if r.place else "", str(r.date_end)) for r in reports}


def test_reads_an_article() -> None:
    places = {r.place.name for r in read(TEXT).reports if r.place}
    assert {"Kharkiv", "Izium", "Dnipro", "Mykolaiv"} <= places
    assert len(read(TEXT).reports) <= 6


@pytest.mark.parametrize(
    "changed",
    [
        TEXT.replace("“", '"').replace("”", '"').replace("’", "'"),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n\n", "\n\n\n"),
        "  " + TEXT + "\n\n",
    ],
    ids=["straight quotes", "Windows line ends", "wide gaps", "margins"],
)
def test_typography_does_not_change_the_events(changed: str) -> None:
    assert told(read(changed).reports) == told(read(TEXT).reports)


def test_capitals_keep_the_events() -> None:
    kinds = {(r.event_type, r.place.name) for r in read(TEXT).reports if r.place}
    shouted = {(r.event_type, r.place.name) for r in read(TEXT.upper()).reports if r.place}
    assert len(kinds & shouted) >= len(kinds) - 1


@slow
@given(st.integers(min_value=1, max_value=5), st.sampled_from(UNRELATED))
def test_an_unrelated_paragraph_hardly_changes_the_events(position: int, sentence: str) -> None:
    paragraphs = TEXT.split("\n\n")
    paragraphs.insert(position, sentence)
    changed, known = told(read("\n\n".join(paragraphs)).reports), told(read(TEXT).reports)
    assert len(changed ^ known) <= 3  # one event of five may change its type, one move across a threshold


@slow
@given(st.lists(st.sampled_from([*TEXT.split("\n\n"), *UNRELATED, "“", "in Kyiv", "😀"]), max_size=7))
def test_every_span_lies_in_the_text_and_no_event_after_publication(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    reading = read(text)
    for mention in (*reading.places, *reading.times, *reading.events):
        assert text[mention.start : mention.end] == mention.text
    for report in reading.reports:
        spans = (report.excerpt, report.trigger_span, *report.place_spans, *report.time_spans)
        for span in (*spans, *report.also_at, *report.attribution_spans, *report.toll.spans):
            assert 0 <= span.start < span.end <= len(text)
        assert report.excerpt.start <= report.trigger_span.start < report.excerpt.end
        assert report.date_end is None or report.date_end <= PUBLISHED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "The museum in Kyiv opens on Monday. Tickets are free.",
        "Analysts fear that Russia could attack Odesa in spring. Kyiv called for more sanctions.",
        "Ministers met in Brussels on Tuesday to discuss grain exports.",
    ],
)
def test_no_event_no_report(text: str) -> None:
    assert read(text).reports == ()


def test_without_publication_date_nothing_is_guessed() -> None:
    reports = read(TEXT, published=None).reports
    assert {r.date_end for r in reports} <= {None}


def test_reading_the_same_article_again_gives_the_same_reports() -> None:
    assert read(TEXT) == read(TEXT)


def test_the_samples_give_events_with_reasons() -> None:
    articles = [a for path in sorted(SAMPLES.glob("*.md")) for a in read_file(path) if isinstance(a, Article)]
    readings, events = read_articles(articles)
    assert len(readings) == len(articles)
    assert sum(1 for r in readings if r.reports) >= 0.9 * len(articles)
    assert all(report.reasons for event in events for report in event.reports)
    assert len({event.id for event in events}) == len(events)
