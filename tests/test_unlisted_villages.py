"""Villages that no table of places holds keep their own name: two of one unit are never one place."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from old_stores import make_old
from sqlalchemy import inspect

from articles.pipeline import read_article
from dashboard.snapshot.web_page import where
from dashboard.wording import describe_place
from geodata.corrections import PlaceFix, ReportKey, SpotFix
from geodata.export import ReleasePolicy
from geodata.export.columns import Selected, place_of, record_of
from geodata.joining import join_reports
from geodata.model import (
    Article,
    DatePrecision,
    Place,
    PlaceKind,
    PlacePrecision,
    Reading,
    Report,
    Span,
    SubEventType,
    Toll,
)
from geodata.query import EventFilter, EventIndex
from geodata.store import Store
from geodata.store.upkeep import check

DAY = date(2023, 6, 14)
OBLAST = Place(
    id="ne:UA.21", name="Sumy Oblast", kind=PlaceKind.ADMIN1, latitude=51.0, longitude=34.0,
    country_code="UA", admin1="UA.21", admin1_name="Sumy Oblast", radius_km=86.0,
)  # fmt: skip
RAION = Place(
    id="unit:okh", name="Okhtyrka Raion", kind=PlaceKind.ADMIN2, latitude=50.3, longitude=34.9,
    country_code="UA", admin1="UA.21", admin1_name="Sumy Oblast", admin2="UA.21.okh",
    admin2_name="Okhtyrka Raion", radius_km=35.0,
)  # fmt: skip
TOWN = Place(
    id="gn:okh", name="Okhtyrka", kind=PlaceKind.SETTLEMENT, latitude=50.31, longitude=34.89,
    country_code="UA", admin1="UA.21", admin1_name="Sumy Oblast", admin2="UA.21.okh",
    admin2_name="Okhtyrka Raion", population=48_000,
)  # fmt: skip
# What a village is drawn as: the unit, the unit around a town, the town it is told beside.
DRAWN = {
    "oblast": (OBLAST, PlacePrecision.REGION, 86.0),
    "raion": (RAION, PlacePrecision.DISTRICT, 35.0),
    "around the town": (TOWN, PlacePrecision.DISTRICT, 25.0),
    "near the town": (TOWN, PlacePrecision.NEAR, 15.0),
}
Told = tuple[Article, Report]


def told(number: int, own_name: str, drawn: str, text: str = "", killed: int | None = 3) -> Told:
    """Return an article of an outlet of its own, with the report of a shelling in it."""
    place, precision, radius_km = DRAWN[drawn]
    text = text or f"Shells killed {killed} people at the mill in {own_name or place.name} on Wednesday."
    article = Article.create(text, outlet=f"Outlet {number}", published=DAY)
    report = Report(
        id=f"{article.id}-0", article_id=article.id, excerpt=Span(start=0, end=len(text)),
        trigger_span=Span(start=0, end=6), sub_event_type=SubEventType.SHELLING, place=place,
        own_name=own_name, latitude=place.latitude, longitude=place.longitude, radius_km=radius_km,
        place_precision=precision, place_confidence=0.6 if own_name else 0.9, date_start=DAY, date_end=DAY,
        date_precision=DatePrecision.DAY, published=DAY, toll=Toll(fatalities=killed),
    )  # fmt: skip
    return article, report


def in_town(number: int) -> Told:
    """Return a report of the town itself."""
    article, report = told(number, "", "near the town")
    return article, replace(report, place_precision=PlacePrecision.SETTLEMENT, radius_km=0.0)


def joined(*pairs: Told) -> set[frozenset[str]]:
    """Return the events that reports make, each as the outlets' numbers; the order must not matter."""
    made = set()
    for seed in range(4):
        some = random.Random(seed).sample(pairs, len(pairs))
        events = join_reports([report for _, report in some], [article for article, _ in some])
        outlet = {article.id: article.outlet[7:] for article, _ in some}
        made.add(frozenset(frozenset(outlet[r.article_id] for r in event.reports) for event in events))
    assert len(made) == 1
    return set(made.pop())


@pytest.mark.parametrize("drawn", DRAWN)
def test_two_villages_drawn_as_one_place_are_two_events(drawn: str) -> None:
    pairs = [told(1, "Novoselivka", drawn), told(2, "Nova Ivanivka", drawn), told(3, "Ivanivka", drawn)]
    assert joined(*pairs) == {frozenset("1"), frozenset("2"), frozenset("3")}


@pytest.mark.parametrize("drawn", DRAWN)
@pytest.mark.parametrize("again", ["NOVOSELIVKA", "Novosélivka", "Novoselivka village", "the Novoselivka"])
def test_one_village_told_twice_is_one_event_however_it_is_written(drawn: str, again: str) -> None:
    first, second = told(1, "Novoselivka", drawn), told(2, again, drawn)
    assert joined(first, second) == {frozenset("12")}
    [event] = join_reports([first[1], second[1]], [first[0], second[0]])
    assert any("same place" in reason for reason in event.reasons)


@pytest.mark.parametrize(("unit", "drawn"), [("oblast", "oblast"), ("oblast", "raion"), ("raion", "raion")])
def test_what_is_told_of_the_unit_may_be_what_happened_in_one_of_its_villages(unit: str, drawn: str) -> None:
    wide, first = told(1, "", unit), told(2, "Novoselivka", drawn)
    assert joined(wide, first) == {frozenset("12")}
    [event] = join_reports([wide[1], first[1]], [wide[0], first[0]])
    assert any("one place within the other" in reason for reason in event.reasons)
    assert event.lead.own_name == "Novoselivka"
    three = joined(wide, first, told(3, "Ivanivka", drawn))
    assert {len(event) for event in three} == {1, 2}
    assert not any({"2", "3"} <= event for event in three)
    otherwise = told(1, "", unit, "Thirty-one soldiers fell under heavy fire all day long.", 31)
    assert joined(otherwise, first) == {frozenset("1"), frozenset("2")}


@pytest.mark.parametrize("drawn", ["oblast", "raion", "around the town"])
def test_a_village_of_a_unit_is_no_town_of_it(drawn: str) -> None:
    text = "Shells killed 3 people at the mill in Novoselivka, not far from Okhtyrka, on Wednesday."
    assert joined(told(1, "Novoselivka", drawn, text), in_town(2)) == {frozenset("1"), frozenset("2")}


def test_a_village_told_beside_a_town_or_a_part_of_it_may_be_what_another_tells_of_the_town() -> None:
    assert joined(told(1, "Novoselivka", "near the town"), in_town(2)) == {frozenset("12")}
    two = joined(told(1, "Novoselivka", "near the town"), in_town(2), told(3, "Mala", "near the town"))
    assert not any({"1", "3"} <= event for event in two)


def test_a_village_that_a_table_holds_by_now_is_the_one_of_its_name() -> None:
    known = replace(TOWN, id="ua:1", name="Novoselivka", latitude=50.5, longitude=34.8, population=300)
    article, report = in_town(2)
    listed = replace(report, place=known, latitude=known.latitude, longitude=known.longitude)
    assert joined(told(1, "Novoselivka", "raion"), (article, listed)) == {frozenset("12")}
    assert joined(told(1, "Ivanivka", "raion"), (article, listed)) == {frozenset("1"), frozenset("2")}


def readings(pairs: Sequence[Told]) -> list[tuple[Article, Reading]]:
    return [(article, Reading(article_id=article.id, reports=(report,))) for article, report in pairs]


THREE = [told(1, "Novoselivka", "raion"), told(2, "Ivanivka", "raion"), told(3, "NOVOSELIVKA", "raion")]


def outlets(store: Store) -> set[frozenset[str]]:
    """Return the events of a store, each as the outlets' numbers."""
    named = {article.id: article.outlet[7:] for article in store.articles()}
    return {frozenset(named[r.article_id] for r in event.reports) for event in store.events()}


@pytest.mark.parametrize("batch", [1, 3])
def test_the_store_keeps_and_shows_the_own_name(tmp_path: Path, batch: int) -> None:
    with Store(tmp_path / "events.db") as store:
        pairs = readings(THREE)
        for start in range(0, 3, batch):
            store.save_readings(pairs[start : start + batch])
        assert outlets(store) == {frozenset("13"), frozenset("2")}
        assert {r.id: r.own_name for r in store.reports()} == {r.id: r.own_name for _, r in THREE}
        index = EventIndex(store)
        found = index.select(EventFilter(words="Ivanivka"))
        [card] = store.cards(found.ids())
        label, note = describe_place(card.event.lead)
        assert label == "Ivanivka, in Okhtyrka Raion, Sumy Oblast, UA"
        assert note == "in no table of places; somewhere in this district"
        record = record_of(Selected(card=card, wanted=EventFilter()))
        assert (record["location"], record["location_told"]) == ("Okhtyrka Raion", "Ivanivka")
        assert place_of(record) == "Ivanivka (Okhtyrka Raion)"
        assert where(record) == "Ivanivka, in Okhtyrka Raion, Sumy Oblast, UA"
        blurred = ReleasePolicy(blur_km=20).release(record)
        assert blurred is not None
        assert "Ivanivka" not in str(blurred)
        [state] = store.states(store.versions()[-1].number, [card.event.id])
        assert state.as_event().lead.where == label


def test_a_place_that_an_analyst_sets_is_called_by_its_own_name(tmp_path: Path) -> None:
    article, report = told(1, "Novoselivka", "raion")
    report = replace(report, place_spans=(Span(start=37, end=48),))
    with Store(tmp_path / "events.db") as store:
        store.save_readings(readings([(article, report)]))
        store.correct(SpotFix(report=ReportKey.of(report), place=RAION, precision=PlacePrecision.NEAR))
        [event] = store.events()
        assert event.lead.own_name == "Novoselivka"
        store.correct(PlaceFix(article_id=article.id, mention=report.place_spans[0], place=TOWN))
        [event] = store.events()
        assert (event.lead.own_name, event.lead.place) == ("", TOWN)


def test_an_older_store_gets_the_names_back_that_its_reasons_tell(tmp_path: Path) -> None:
    """Up to version 9 villages were told apart by what they are drawn as alone, and so were joined."""
    path = tmp_path / "events.db"
    said = "is in no table of places that is installed"
    drawn = f"{said}; drawn at Okhtyrka district, which the text says it lies in"
    pairs = [(a, replace(r, reasons=("“Shells”", f"{r.own_name} {drawn}"))) for a, r in THREE]
    with Store(path) as store:
        store.save_readings(readings([(a, replace(r, own_name="")) for a, r in pairs]))
        assert outlets(store) == {frozenset("123")}
        was = store.versions()[-1].number
    make_old(path, 9)
    with Store(path) as store:
        store.finish_joining()
        assert outlets(store) == {frozenset("13"), frozenset("2")}
        assert {r.own_name for r in store.reports()} == {"Novoselivka", "Ivanivka", "NOVOSELIVKA"}
        assert check(store) == []
        (index,) = inspect(store.engine).get_indexes("report_links")
        assert index["column_names"] == ["other", "is_sure", "leant"]
        [before] = store.states(was)
        assert before.own_name == ""


@pytest.mark.parametrize(
    ("where", "names", "unit"),
    [
        ("Wunamo, Demosi and Kuburi villages in Borno state", {"Wunamo", "Demosi", "Kuburi"}, "Borno"),
        ("Wunamo, Demosi and Kuburi villages", {"Wunamo", "Demosi", "Kuburi"}, None),
    ],
)
def test_each_village_of_a_list_is_a_report_of_its_own(
    tmp_path: Path, where: str, names: set[str], unit: str | None
) -> None:
    """They had one id, so that the last one stored took the place of the others."""
    text = f"The attackers burned {where} on Sunday, killing five people."
    article = Article.create(text, published=DAY)
    reading = read_article(article)
    with Store(tmp_path / "events.db") as store:
        store.save_reading(article, reading)
        found = {event.lead.own_name: event.lead for event in store.events()}
        assert found.keys() == names
        for name, lead in found.items():
            assert [text[s.start : s.end] for s in lead.place_spans] == [name]
            assert (lead.place.name if lead.place else None) == unit
            assert describe_place(lead)[0].startswith(name)


def test_a_village_that_is_drawn_as_the_district_around_it_is_called_by_its_name() -> None:
    text = "A shell hit a home in Krasnovershynka (Pokrovsk district, Donetsk region) on Monday."
    [report] = read_article(Article.create(text, published=DAY)).reports
    assert report.own_name == "Krasnovershynka"
    assert report.where is not None
    assert report.where.startswith("Krasnovershynka, in Pokrovsk Raion")
    [listed] = read_article(
        Article.create("A shell hit a home in Kupiansk on Monday.", published=DAY)
    ).reports
    assert listed.own_name == ""


@pytest.mark.parametrize(
    ("told", "town", "radius"),
    [
        ("in Surqandar, about 25 km from Gwadar, on Monday", "Gwadar", 25.0),
        ("in Surqandar, near Gwadar, on Monday", "Gwadar", 15.0),
        ("in Surqandar, 300 km from Gwadar, on Monday", None, 0.0),
    ],
)
def test_an_unlisted_village_is_drawn_by_the_town_it_lies_by(
    told: str, town: str | None, radius: float
) -> None:
    text = f"Gunmen in Pakistan shot dead seven barbers {told}, police said."
    (report,) = read_article(Article.create(text, published=DAY)).reports
    assert report.own_name == "Surqandar"
    assert (report.place.name if report.place else None) == town
    if town:
        assert (report.place_precision, report.radius_km) == (PlacePrecision.NEAR, radius)
