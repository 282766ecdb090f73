"""Reports of one happening become one event; copies are one source; every disagreement stays visible."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_samples import PLACES

from articles.pipeline import read_articles
from articles.sources import read_file
from geodata.joining import PARTS, join_reports
from geodata.model import Article, DatePrecision, Event, PlacePrecision, Report, Span, SubEventType, Toll

DAY = date(2023, 6, 14)
SAMPLES = Path(__file__).parents[1] / "articles" / "samples"


def article(text: str, outlet: str, published: date = DAY) -> Article:
    return Article.create(text, outlet=outlet, published=published)


def report(
    source: Article,
    place: str = "Nikopol",
    day: date | None = DAY,
    toll: int | None = None,
    sub_type: SubEventType = SubEventType.SHELLING,
    number: int = 0,
) -> Report:
    known = PLACES[place]
    return Report(
        id=f"{source.id}-{place}-{number}",
        article_id=source.id,
        excerpt=Span(start=0, end=len(source.text)),
        trigger_span=Span(start=0, end=1),
        sub_event_type=sub_type,
        place=known,
        latitude=known.latitude,
        longitude=known.longitude,
        place_precision=PlacePrecision.REGION if known.is_area else PlacePrecision.SETTLEMENT,
        place_confidence=0.9,
        date_start=day,
        date_end=day or source.published,
        date_precision=DatePrecision.DAY if day else DatePrecision.UNKNOWN,
        published=source.published,
        toll=Toll(fatalities=toll),
    )


WIRE = article(
    "A missile strike killed five people at a bakery in Nikopol on Wednesday, officials said.", "Wire"
)
PAPER = article(
    "Missile hits Nikopol bakery: seven killed, the mayor of the town wrote on Telegram.", "Paper"
)
COPY = article(
    "A missile strike killed five people at a bakery in Nikopol on Wednesday, officials said.", "Copy"
)
OTHER = article("Farmers near Sumy were hurt by a mine while ploughing a field.", "Other")


def sizes(events: list[Event]) -> list[int]:
    return sorted(len(e.reports) for e in events)


def test_same_place_day_and_kind_is_one_event_with_both_tolls() -> None:
    [event] = join_reports([report(WIRE, toll=5), report(PAPER, toll=7)], [WIRE, PAPER])
    assert (event.fatalities_low, event.fatalities_high) == (5, 7)
    assert "toll: 7 (Paper), 5 (Wire)" in event.disagreements
    assert any("same place" in reason for reason in event.reasons)


def test_a_copied_wire_story_is_one_source() -> None:
    [event] = join_reports([report(WIRE, toll=5), report(COPY, toll=5)], [WIRE, COPY])
    assert len(event.reports) == 2
    assert event.reasons[0] == "2 reports, 1 source (1 near-identical copy)"


@pytest.mark.parametrize(
    "other",
    [
        report(PAPER, place="Sumy"),
        report(PAPER, day=DAY - timedelta(days=9)),
        report(PAPER, sub_type=SubEventType.ARRESTS),
        report(PAPER, place="Ukraine"),
    ],
    ids=["other place", "other week", "other kind", "only the country"],
)
def test_what_keeps_reports_apart(other: Report) -> None:
    assert sizes(join_reports([report(WIRE), other], [WIRE, PAPER])) == [1, 1]


def test_two_events_of_one_article_stay_two() -> None:
    morning, evening = report(WIRE), report(WIRE, number=1)
    assert sizes(join_reports([morning, evening, report(PAPER)], [WIRE, PAPER])) == [1, 2]


def test_an_undated_report_joins_a_dated_one_of_the_same_days() -> None:
    assert sizes(join_reports([report(WIRE, toll=5), report(PAPER, day=None, toll=5)], [WIRE, PAPER])) == [2]
    old = replace(WIRE, id="old", published=DAY - timedelta(days=60))
    undated = report(old, day=None, toll=5)
    assert sizes(join_reports([undated, report(PAPER, toll=5)], [old, PAPER])) == [1, 1]


def test_a_report_without_place_stands_alone() -> None:
    nowhere = replace(report(WIRE), place=None, latitude=None, longitude=None, place_precision=None)
    assert sizes(join_reports([nowhere, report(PAPER)], [WIRE, PAPER])) == [1, 1]


def test_the_better_placed_and_dated_report_leads() -> None:
    vague, exact = report(WIRE, day=None, toll=5), report(PAPER, toll=5)
    [event] = join_reports([vague, exact], [WIRE, PAPER])
    assert event.lead == exact


def test_joining_twice_or_in_another_order_gives_the_same_events() -> None:
    reports = [report(WIRE, toll=5), report(PAPER, toll=7), report(COPY, toll=5), report(OTHER, place="Sumy")]
    articles = [WIRE, PAPER, COPY, OTHER]
    first = join_reports(reports, articles)
    assert join_reports([*reversed(reports), *reports], articles) == first
    assert {e.id for e in join_reports(reports[:2], articles)}.isdisjoint(
        e.id for e in first if len(e.reports) == 3
    )


def test_nothing_gives_nothing() -> None:
    assert join_reports([], []) == []


def test_every_part_of_the_score_is_named() -> None:
    assert all(part == part.strip() and len(part) > 5 for part in PARTS)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([WIRE, PAPER, COPY, OTHER]),
            st.sampled_from(["Nikopol", "Orikhiv", "Sumy", "Sumy region", "Ukraine"]),
            st.one_of(st.none(), st.integers(min_value=0, max_value=3)),
            st.one_of(st.none(), st.integers(min_value=0, max_value=20)),
        ),
        max_size=8,
    )
)
def test_every_report_is_in_exactly_one_event(
    rows: list[tuple[Article, str, int | None, int | None]],
) -> None:
    reports = [
        report(source, place, DAY - timedelta(days=days) if days is not None else None, toll, number=n)
        for n, (source, place, days, toll) in enumerate(rows)
    ]
    events = join_reports(reports, [WIRE, PAPER, COPY, OTHER])
    assert sorted(r.id for e in events for r in e.reports) == sorted(r.id for r in reports)
    for event in events:
        told_by = [r.article_id for r in event.reports]
        assert len(told_by) == len(set(told_by))


# Labelled by hand: of all pairs of reports of two sample dispatches these tell one happening (first words of
# the file names, place); all other pairs are different happenings.
SAME = {
    ("2022-02-25-hostomel", "2022-07-01-snake", "Snake Island"),  # taken on 24 February
    ("2022-03-26-mariupol", "2022-05-05-mariupol", "Mariupol"),
    ("2022-04-08-kramatorsk", "2022-04-10-kramatorsk", "Kramatorsk"),
    ("2022-07-01-snake", "2022-07-02-serhiivka", "Snake Island"),
}


def labelled_same(one: str, other: str, place: str) -> bool:
    return any(
        place == where and {a, b} == {k for k in (a, b) if one.startswith(k) or other.startswith(k)}
        for a, b, where in SAME
    )


def test_the_rule_on_labelled_pairs_of_the_samples() -> None:
    files: dict[str, str] = {}
    articles = []
    for path in sorted(SAMPLES.glob("*.md")):
        for item in read_file(path):
            assert isinstance(item, Article)
            files[item.id] = path.stem
            articles.append(item)
    _, events = read_articles(articles)
    joined = {
        (*sorted((files[a.article_id], files[b.article_id])), a.place.name if a.place else "")
        for event in events
        for a, b in combinations(event.reports, 2)
    }
    right = {pair for pair in joined if labelled_same(*pair)}
    assert len(right) / max(1, len(joined)) >= 0.9
    assert right


def test_a_longer_name_does_not_name_the_town_in_it() -> None:
    """ "Nova Ivanivka" and "Ivanivka" are two towns side by side, and the one text names one of them."""
    made = []
    for number, name in enumerate(("Nova Ivanivka", "Ivanivka")):
        source = article(f"Shells killed 3 people at the mill in {name} on Wednesday.", f"Outlet {number}")
        place = replace(PLACES["Nikopol"], id=f"made:{number}", name=name)
        made.append((source, replace(report(source, toll=3), place=place)))
    assert sizes(join_reports([r for _, r in made], [a for a, _ in made])) == [1, 1]
