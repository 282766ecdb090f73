"""Two periods or selections side by side: which periods, the difference by province, what the maps show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
from made_events import IZIUM, KHARKIV, KHERSON, OBLAST, UKRAINE, Told, make_random_store, save, to_article
from map_reading import read_parts

from dashboard.compared_maps import changes_update
from dashboard.periods import halves, period_before, year_before
from dashboard.side_by_side import in_words
from geodata.model import EventType, PlacePrecision, SubEventType
from geodata.query import EventFilter, EventIndex
from geodata.store import Store
from geodata.unit_changes import ELSEWHERE, compare_units

AUGUST = EventFilter(date_from=date(2022, 8, 1), date_to=date(2022, 8, 31))
SEPTEMBER = EventFilter(date_from=date(2022, 9, 1), date_to=date(2022, 9, 30))
STRIKE = SubEventType.SHELLING
SOUTH = replace(KHERSON, admin1="UA.08", admin1_name="Kherson Oblast")


@pytest.fixture
def index(tmp_path: Path) -> EventIndex:
    """August: one in Izium, one in Kherson. September: three in Kharkiv Oblast, one known to the country."""
    rows = [
        (IZIUM, PlacePrecision.SETTLEMENT, date(2022, 8, 2), 4),
        (SOUTH, PlacePrecision.SETTLEMENT, date(2022, 8, 3), None),
        (KHARKIV, PlacePrecision.SETTLEMENT, date(2022, 9, 1), 1),
        (IZIUM, PlacePrecision.SETTLEMENT, date(2022, 9, 2), 2),
        (OBLAST, PlacePrecision.REGION, date(2022, 9, 3), None),
        (UKRAINE, PlacePrecision.COUNTRY, date(2022, 9, 4), 5),
    ]
    told = [
        Told(
            sentence=f"Strike {n}.",
            trigger="Strike",
            kind=STRIKE,
            place=place,
            precision=precision,
            day=day,
            killed=killed,
        )
        for n, (place, precision, day, killed) in enumerate(rows)
    ]
    store = Store(tmp_path / "compared.db")
    save(store, [to_article(told, title="Two months", outlet="Wire", published=date(2022, 9, 7))])
    return EventIndex(store)


def test_the_difference_by_province_adds_up(index: EventIndex) -> None:
    one, two = index.select(AUGUST), index.select(SEPTEMBER)
    changes = compare_units(index, one, two)
    assert isinstance(changes, gpd.GeoDataFrame)
    assert changes.crs is not None
    assert changes.crs.to_epsg() == 4326
    rows = {row["code"]: row for row in changes.to_dict("records")}
    kharkiv = rows["UA.07"]
    assert (kharkiv["events_a"], kharkiv["events_b"], kharkiv["events_change"]) == (1, 3, 2)
    assert (kharkiv["deaths_a"], kharkiv["deaths_b"], kharkiv["deaths_change"]) == (4, 3, -1)
    assert kharkiv["name"] == "Kharkiv Oblast, UA"
    assert kharkiv["geometry"].contains(gpd.points_from_xy([37.2761], [49.2103])[0])
    assert changes.iloc[-1]["name"] == ELSEWHERE
    assert changes.iloc[-1][["events_a", "events_b", "deaths_b"]].tolist() == [0, 1, 5]
    assert changes["events_a"].sum() == len(one) == 2
    assert changes["events_b"].sum() == len(two) == 4
    assert "B 4 events with 8; the greatest change is in Kharkiv Oblast, UA: +2" in in_words(
        one, two, changes
    )


def test_sums_are_those_of_the_selections_at_random(tmp_path: Path) -> None:
    with Store(tmp_path / "random.db") as store:
        make_random_store(store, 200)
        index = EventIndex(store)
        one = index.select(EventFilter(date_to=date(2022, 12, 31)))
        two = index.select(EventFilter(event_types=(EventType.BATTLES,)))
        changes = compare_units(index, one, two)
        assert changes["events_a"].sum() == len(one)
        assert changes["events_b"].sum() == len(two)
        for selection, side in ((one, "a"), (two, "b")):
            events = store.events(selection.ids())
            assert changes[f"deaths_{side}"].sum() == sum(event.fatalities or 0 for event in events)


def test_two_empty_selections_differ_in_nothing(index: EventIndex) -> None:
    nothing = index.select(EventFilter(words="nobody says this"))
    changes = compare_units(index, nothing, nothing)
    assert len(changes) == 0
    assert in_words(nothing, nothing, changes).endswith("no province has more or fewer.")
    assert read_parts(changes_update(changes, None))["areas"] == []


def test_the_map_of_the_difference_shows_each_province_with_its_change(index: EventIndex) -> None:
    changes = compare_units(index, index.select(AUGUST), index.select(SEPTEMBER))
    sent = read_parts(changes_update(changes, (45.0, 30.0, 51.0, 38.0)))
    assert sent["mode"] == "change"
    assert {row["label"]: row["change"] for row in sent["areas"]} == {
        "Kharkiv Oblast, UA: A 1, B 3": 2,
        "Kherson Oblast, UA: A 1, B 0": -1,
    }
    assert sent["tray"] == []


def test_periods_that_are_compared() -> None:
    august = (date(2022, 8, 1), date(2022, 8, 31))
    assert period_before(august) == (date(2022, 7, 1), date(2022, 7, 31))
    assert period_before((date(2022, 3, 1), date(2022, 3, 1))) == (date(2022, 2, 28), date(2022, 2, 28))
    assert year_before((date(2024, 2, 29), date(2024, 3, 1))) == (date(2023, 2, 28), date(2023, 3, 1))
    assert halves((date(2022, 1, 1), date(2022, 1, 4))) == (
        (date(2022, 1, 1), date(2022, 1, 2)),
        (date(2022, 1, 3), date(2022, 1, 4)),
    )
    assert halves((date(2022, 1, 1), date(2022, 1, 1)))[1] == (date(2022, 1, 1), date(2022, 1, 1))
