"""Values that a small slip of the code would change; tests/planted_faults.py plants such slips."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_records import make_article, make_event, make_reading, make_reports
from reading_samples import PLACES
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from articles.reading import happenings as joining
from articles.reading.claims import Claim
from articles.reading.happenings import join_claims
from articles.times import find_times
from dashboard import overview
from dashboard.mentions import MarkedSpan, without_overlaps
from geodata.export import export_bytes
from geodata.export.columns import COLUMNS
from geodata.export.policy import ReleasePolicy
from geodata.globe import narrowing, narrowings
from geodata.joining import join_reports
from geodata.model import (
    Article,
    DatePrecision,
    Place,
    PlaceMention,
    PlacePrecision,
    Report,
    Span,
    SubEventType,
    Toll,
)
from geodata.query import ByDayRule, Clock, DateRule, EventFilter, EventIndex
from geodata.query.period import is_surely_in_period, period_sql
from geodata.query.spatial import Locations, relation_of
from geodata.store import Store

KM_PER_DEGREE = 111.195
MAY, JUNE = date(2022, 5, 1), date(2022, 6, 1)


@pytest.mark.parametrize(("latitude", "wide"), [(0.0, 1.0), (60.0, 0.5), (-60.0, 0.5), (90.0, 0.01)])
def test_a_degree_of_longitude_narrows_towards_the_poles(latitude: float, wide: float) -> None:
    assert narrowing(latitude) == pytest.approx(wide)
    assert narrowings(np.array([latitude])) == pytest.approx([wide])


# The period


@pytest.mark.parametrize(
    ("start", "end", "passes"),
    [
        (date(2022, 5, 10), date(2022, 5, 12), True),
        (date(2022, 4, 30), date(2022, 5, 12), False),
        (date(2022, 6, 2), date(2022, 6, 3), False),
        # By a day: it may have begun on any day up to it.
        (None, date(2022, 4, 30), False),
        (None, MAY, True),
        (None, date(2022, 7, 1), True),
        # Since a day: it may have begun on any day from it on.
        (JUNE, None, True),
        (date(2022, 6, 2), None, False),
        (date(2022, 3, 1), None, True),
        (None, None, False),
    ],
)
def test_what_starts_in_a_period_where_one_end_is_open(
    start: date | None, end: date | None, passes: bool
) -> None:
    wanted = EventFilter(
        date_from=MAY, date_to=JUNE, date_rule=DateRule.STARTS_IN, by_day_rule=ByDayRule.POSSIBLE
    )
    condition, values = period_sql(wanted)
    event = "(SELECT CAST(? AS DATE) AS date_start, CAST(? AS DATE) AS date_end)"
    found = duckdb.execute(f"SELECT count(*) FROM {event} WHERE {condition}", [start, end, *values])
    assert found.fetchall() == [(int(passes),)]


@pytest.mark.parametrize(
    ("start", "end", "within", "starts_within"),
    [
        (date(2022, 5, 10), date(2022, 5, 12), True, True),
        (MAY, JUNE, True, True),
        (date(2022, 5, 30), date(2022, 6, 2), False, True),
        (date(2022, 4, 30), date(2022, 5, 2), False, False),
        (date(2022, 4, 30), date(2022, 6, 2), False, False),
        (None, date(2022, 5, 10), False, False),
        (date(2022, 5, 10), None, False, False),
    ],
)
def test_what_reaches_over_the_end_of_a_period_may_lie_outside(
    start: date | None, end: date | None, within: bool, starts_within: bool
) -> None:
    wanted = EventFilter(date_from=MAY, date_to=JUNE)
    assert is_surely_in_period(wanted, start, end, None) is within
    started = replace(wanted, date_rule=DateRule.STARTS_IN)
    assert is_surely_in_period(started, start, end, None) is starts_within
    told = replace(wanted, clock=Clock.REPORTED)
    assert is_surely_in_period(told, start, end, MAY) is True


@pytest.mark.parametrize(
    ("text", "published", "interval"),
    [
        ("Fighting raged from 28 December to 3 January.", date(2023, 1, 5),
         (date(2022, 12, 28), date(2023, 1, 3))),
        ("Shelling between December 30 and January 2 killed two.", date(2024, 1, 4),
         (date(2023, 12, 30), date(2024, 1, 2))),
        ("The siege lasted from 28 December to 3 January 2017.", date(2023, 6, 5),
         (date(2016, 12, 28), date(2017, 1, 3))),
    ],
)  # fmt: skip
def test_an_interval_across_new_year_lies_in_two_years(
    text: str, published: date, interval: tuple[date, date]
) -> None:
    found = [(m.date_start, m.date_end) for m in find_times(text, published)]
    days = {day for pair in found for day in pair}
    assert set(interval) <= days
    assert all(day is None or interval[0] <= day <= interval[1] for day in days)


def test_only_what_has_several_days_lasts(made_store: Store) -> None:
    index = EventIndex(made_store)
    lasting = index.select(EventFilter()).lasting(1_000)
    spans = [(event.lead.date_start, event.lead.date_end) for event in made_store.events()]
    known = [(first, last) for first, last in spans if first is not None and last is not None]
    assert sorted((e.first, e.last) for e in lasting) == sorted(pair for pair in known if pair[0] < pair[1])
    assert any(first == last for first, last in known)
    assert index.select(EventFilter()).lasting(len(lasting)) == lasting
    assert index.select(EventFilter()).lasting(len(lasting) - 1) == []


# Tolls


def test_the_injured_are_not_the_dead(tmp_path: Path) -> None:
    article = make_article()
    reports = [
        replace(report, toll=toll)
        for report, toll in zip(
            make_reports(article),
            [Toll(fatalities=4), Toll(injured=7), Toll(fatalities=2, injured=0), Toll(), Toll(), Toll()],
            strict=True,
        )
    ]
    with Store(tmp_path / "tolls.db") as store:
        store.save_reading(article, make_reading(article, reports))
        store.save_events([make_event(report) for report in reports])
        kept = {report.id: report.toll for report in store.reports()}
        index = EventIndex(store)
        told = export_bytes(store, index.select(EventFilter()), ".csv").decode("utf-8-sig")
    assert [(kept[r.id].fatalities, kept[r.id].injured) for r in reports[:3]] == [
        (4, None),
        (None, 7),
        (2, 0),
    ]
    rows = {(row["fatalities"], row["injured"]) for row in csv.DictReader(io.StringIO(told))}
    assert {("4", ""), ("", "7"), ("2", "0")} <= rows


# Places


@given(
    st.lists(st.tuples(st.floats(-70, 70), st.floats(-170, 170)), min_size=40, max_size=40),
    st.floats(5, 200),
)
def test_a_blurred_point_is_the_middle_of_a_square_of_that_side(
    points: list[tuple[float, float]], side_km: float
) -> None:
    policy = ReleasePolicy(blur_km=side_km)
    for latitude, longitude in points:
        released = policy.release(record(latitude, longitude))
        assert released is not None
        north = abs(released["latitude"] - latitude) * KM_PER_DEGREE
        shrink = math.cos(math.radians(released["latitude"]))
        east = abs(released["longitude"] - longitude) * KM_PER_DEGREE * shrink
        assert max(north, east) <= side_km / 2 + 0.1
        assert released["radius_km"] == pytest.approx(side_km * math.sqrt(0.5), abs=0.1)
        # Whoever lies anywhere in the square is moved to the same point.
        half = 0.49 * side_km / KM_PER_DEGREE
        for up, right in ((0, 0), (half, half), (half, -half), (-half, half), (-half, -half)):
            beside = policy.release(record(released["latitude"] + up, released["longitude"] + right / shrink))
            assert beside is not None
            assert (beside["latitude"], beside["longitude"]) == (released["latitude"], released["longitude"])


def record(latitude: float, longitude: float) -> dict[str, Any]:
    names = dict.fromkeys(column.name for column in COLUMNS)
    return names | {
        "latitude": latitude, "longitude": longitude, "radius_km": 0.0, "location_is_area": False,
        "where_prec": 1, "geo_precision": 1,
    }  # fmt: skip


SQUARE = box(30, 48, 32, 50)


def area(outline: BaseGeometry | None, *, radius_km: float = 0.0, at: tuple[float, float] = (49, 31)) -> int:
    """Return how an area lies to the square: 0 outside, 1 possibly inside, 2 inside."""
    places = Locations(
        latitude=np.array([at[0]], dtype=np.float64),
        longitude=np.array([at[1]], dtype=np.float64),
        radius_km=np.array([radius_km], dtype=np.float32),
        is_area=np.array([True]),
        is_near=np.array([False]),
        place_ids=["area"],
    )
    return int(relation_of(places, SQUARE, lambda _id: outline, frozenset())[0])


@pytest.mark.parametrize(
    ("outline", "lies"),
    [
        (box(31.99, 48, 33.99, 50), 0),
        (box(31.9, 48, 33.9, 50), 1),
        (box(30.1, 48, 32.1, 50), 1),
        (box(30.01, 48, 32.01, 50), 2),
        (box(0, 20, 60, 80), 1),
        (box(32.1, 48, 33, 50), 0),
    ],
    ids=["a sliver reaches in", "a part", "most of it", "all but a sliver", "a continent around", "beside"],
)
def test_a_sliver_along_the_border_does_not_count(outline: BaseGeometry, lies: int) -> None:
    assert area(outline) == lies


@pytest.mark.parametrize(
    ("radius_km", "at", "lies"),
    [
        (20.0, (49, 31), 2),
        (20.0, (49, 32), 1),
        (20.0, (49, 33), 0),
        (0.0, (49, 31), 1),
        (0.0, (49, 33), 0),
        (20.0, (math.nan, math.nan), 0),
    ],
)
def test_an_area_without_an_outline_is_its_circle_and_without_a_radius_a_hint(
    radius_km: float, at: tuple[float, float], lies: int
) -> None:
    assert area(None, radius_km=radius_km, at=at) == lies


# What tells one happening

WIRE = Article.create("Two were killed in Nikopol, near Marhanets.", outlet="Wire", published=MAY)


def told_by(article: Article, place: Place, day: date | None = MAY, toll: int | None = 2) -> Report:
    """Return a report of shelling at a place."""
    return Report(
        id=f"{article.id}-{place.name}",
        article_id=article.id,
        excerpt=Span(start=0, end=len(article.text)),
        trigger_span=Span(start=0, end=1),
        sub_event_type=SubEventType.SHELLING,
        place=place,
        latitude=place.latitude,
        longitude=place.longitude,
        place_precision=PlacePrecision.SETTLEMENT,
        place_confidence=0.9,
        date_start=day,
        date_end=day or article.published,
        date_precision=DatePrecision.DAY if day else DatePrecision.UNKNOWN,
        published=article.published,
        toll=Toll(fatalities=toll),
    )


@pytest.mark.parametrize("toll", [1, 7])
def test_the_best_toll_is_the_latest_whether_it_rose_or_fell(toll: int) -> None:
    later = Article.create(
        f"Shells hit a bakery and killed {toll}, the mayor wrote.",
        outlet="Paper",
        published=MAY + timedelta(3),
    )
    nikopol = PLACES["Nikopol"]
    [event] = join_reports([told_by(WIRE, nikopol), told_by(later, nikopol, toll=toll)], [WIRE, later])
    assert event.fatalities == toll
    assert (event.fatalities_low, event.fatalities_high) == (min(2, toll), max(2, toll))


@pytest.mark.parametrize(("km", "events"), [(9.0, 1), (11.0, 2), (25.0, 2)])
def test_two_places_of_one_text_are_one_spot_only_where_they_are_close(km: float, events: int) -> None:
    nikopol = PLACES["Nikopol"]
    beside = replace(nikopol, id="beside", name="Marhanets", latitude=nikopol.latitude + km / KM_PER_DEGREE)
    other = Article.create("Shells killed two in Marhanets, near Nikopol.", outlet="Paper", published=MAY)
    reports = [told_by(WIRE, nikopol), told_by(other, beside)]
    assert len(join_reports(reports, [WIRE, other])) == events


@pytest.mark.parametrize(("days", "events"), [(0, 1), (10, 1), (11, 2), (40, 2)])
def test_an_undated_report_is_of_the_days_before_it_was_published(days: int, events: int) -> None:
    nikopol = PLACES["Nikopol"]
    other = Article.create("Shells killed two.", outlet="Paper", published=MAY + timedelta(days))
    reports = [told_by(WIRE, nikopol), told_by(other, nikopol, day=None)]
    assert len(join_reports(reports, [WIRE, other])) == events


class ToldAlike:
    """Stands for the trees: two claims are the same where they are told as surely."""

    def probabilities(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return rows[:, 0]


@pytest.mark.parametrize(
    ("between", "same_place", "happenings"),
    [(30, False, 31), (59, False, 60), (60, False, 62), (60, True, 61), (500, True, 501)],
)
def test_a_claim_is_compared_with_the_latest_and_with_the_latest_at_its_place(
    monkeypatch: pytest.MonkeyPatch, between: int, same_place: bool, happenings: int
) -> None:
    """The first claim is told again after so many others that are told elsewhere."""
    monkeypatch.setattr(
        joining,
        "same_features",
        lambda found, vectors, net, told, pairs: np.array(
            [[float(told[i].told == told[j].told)] for i, j in pairs]
        ),
    )
    here = PlaceMention(start=0, end=4, text="Here")
    last = here if same_place else PlaceMention(start=0, end=6, text="Beside")
    there = PlaceMention(start=5, end=10, text="There")
    others = [claim_told(1 + number, there) for number in range(between)]
    claims = [claim_told(0, here), *others, claim_told(0, last, again=True)]
    found = join_claims(None, None, None, claims, ToldAlike())  # type: ignore[arg-type]
    assert len(found) == happenings


def claim_told(number: int, place: PlaceMention | None, *, again: bool = False) -> Claim:
    """Return a claim that is told unlike all of other numbers."""
    kinds = np.zeros(1, dtype=np.float32)
    start = 10 * number + 5 * again
    trigger = Span(start=start, end=start + 1)
    return Claim(
        trigger=trigger, pieces=(0, 1), number=0, told=float(number), sentence=0.9, kinds=kinds, place=place
    )


# What is marked and clicked


def span(start: int, end: int, kind: str = "date") -> MarkedSpan:
    return MarkedSpan(
        start=start, end=end, kind=kind, text="x" * (end - start), meaning="", outcome="", reasons=""
    )


def test_of_marks_that_overlap_the_first_and_longer_stays() -> None:
    spans = [span(0, 4), span(2, 6), span(4, 8), span(8, 9), span(8, 12)]
    assert [(s.start, s.end) for s in without_overlaps(spans)] == [(0, 4), (4, 8), (8, 9)]


@pytest.mark.parametrize(
    ("ids", "changed"),
    [
        (["one"], {"selected": "one", "spot": None, "reveal": 5}),
        (["one", "two"], {}),
        ([], {}),
    ],
)
def test_a_click_on_a_spot_with_one_event_chooses_it(
    monkeypatch: pytest.MonkeyPatch, ids: list[str], changed: dict[str, object]
) -> None:
    told: dict[str, object] = {}
    now = SimpleNamespace(spot=SimpleNamespace(keys=("place-1",)), reveal=4)
    monkeypatch.setattr(overview.view, "current", lambda: now)
    monkeypatch.setattr(overview.view, "change", lambda **change: told.update(change))
    monkeypatch.setattr(overview, "ids_at", lambda index, selection, keys: ids if keys else [])
    overview.open_single_spot(None, None)  # type: ignore[arg-type]
    assert told == changed
