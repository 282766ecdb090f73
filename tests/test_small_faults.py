"""Values that a small slip of the code would change; tests/planted_faults.py plants such slips."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_records import make_article, make_event, make_reading, make_reports

from articles.times import find_times
from dashboard import overview
from dashboard.mentions import MarkedSpan, without_overlaps
from geodata.export import export_bytes
from geodata.export.columns import COLUMNS
from geodata.export.policy import ReleasePolicy
from geodata.model import Toll
from geodata.query import ByDayRule, DateRule, EventFilter, EventIndex
from geodata.query.period import period_sql
from geodata.store import Store

KM_PER_DEGREE = 111.195
MAY, JUNE = date(2022, 5, 1), date(2022, 6, 1)


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
    ("text", "published", "interval"),
    [
        ("Fighting raged from 28 December to 3 January.", date(2023, 1, 5),
         (date(2022, 12, 28), date(2023, 1, 3))),
        ("Shelling between December 30 and January 2 killed two.", date(2024, 1, 4),
         (date(2023, 12, 30), date(2024, 1, 2))),
    ],
)  # fmt: skip
def test_an_interval_across_new_year_lies_in_two_years(
    text: str, published: date, interval: tuple[date, date]
) -> None:
    found = [(m.date_start, m.date_end) for m in find_times(text, published)]
    days = {day for pair in found for day in pair}
    assert set(interval) <= days
    assert all(day is None or interval[0] <= day <= interval[1] for day in days)


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
        beside = policy.release(record(released["latitude"], released["longitude"]))
        assert beside is not None
        assert (beside["latitude"], beside["longitude"]) == (released["latitude"], released["longitude"])


def record(latitude: float, longitude: float) -> dict[str, Any]:
    names = dict.fromkeys(column.name for column in COLUMNS)
    return names | {
        "latitude": latitude, "longitude": longitude, "radius_km": 0.0, "location_is_area": False,
        "where_prec": 1, "geo_precision": 1,
    }  # fmt: skip


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
