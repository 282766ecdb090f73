"""Two periods or selections side by side: which periods, the difference by province, what the maps show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
from made_events import IZIUM, KHARKIV, KHERSON, OBLAST, UKRAINE, Told, make_random_store, save, to_article
from map_reading import read_parts

from dashboard.compared_maps import changes_update, released_shades
from dashboard.compared_tables import in_words
from dashboard.periods import halves, period_before, year_before
from dashboard.side_by_side import EARLY_SHARE
from geodata.export import ReleasePolicy
from geodata.export.compared import compared_bytes
from geodata.export.unit_changes import ELSEWHERE, compare_units
from geodata.model import Certainty, EventType, PlacePrecision, SubEventType
from geodata.query import Clock, EventFilter, EventIndex, Near
from geodata.store import Store

AUGUST = EventFilter(date_from=date(2022, 8, 1), date_to=date(2022, 8, 31))
SEPTEMBER = EventFilter(date_from=date(2022, 9, 1), date_to=date(2022, 9, 30))
STRIKE = SubEventType.SHELLING
SOUTH = replace(KHERSON, admin1="UA.08", admin1_name="Kherson Oblast")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[EventIndex]:
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
    with Store(tmp_path / "compared.db") as store:
        save(store, [to_article(told, title="Two months", outlet="Wire", published=date(2022, 9, 7))])
        yield EventIndex(store)


def test_an_event_of_years_before_stretches_no_half(tmp_path: Path) -> None:
    days = [date(2016, 12, 1), *(date(2022, 9, day) for day in range(1, 29))]
    told = [
        Told(sentence=f"Strike {n}.", trigger="Strike", kind=STRIKE, place=IZIUM, day=day)
        for n, day in enumerate(days)
    ]
    with Store(tmp_path / "early.db") as store:
        save(store, [to_article(told, title="One war", outlet="Wire", published=date(2022, 10, 7))])
        index = EventIndex(store)
        whole = index.day_span(Clock.OCCURRED, with_articles=False)
        core = index.day_span(Clock.OCCURRED, with_articles=False, early_share=EARLY_SHARE)
    assert whole == (date(2016, 12, 1), date(2022, 9, 28))
    assert core == (date(2022, 9, 1), date(2022, 9, 28))


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
    said = in_words(one, two, changes)
    assert "B 4 events with 8; the greatest change is in Kharkiv Oblast, UA: 2 more in B than in A." in said


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


def test_deaths_have_the_range_of_what_sources_say(index: EventIndex) -> None:
    """One source of the strike on Kharkiv says one dead, another nine."""
    disputed = next(event for event in index.store.events() if event.lead.place == KHARKIV)
    index.store.save_events([replace(disputed, fatalities_low=1, fatalities_high=9)])
    fresh = EventIndex(index.store)
    one, two = fresh.select(AUGUST), fresh.select(SEPTEMBER)
    changes = compare_units(fresh, one, two)
    [kharkiv] = changes[changes["code"] == "UA.07"].to_dict("records")
    assert [kharkiv[f"deaths{bound}_b"] for bound in ("_low", "", "_high")] == [3, 3, 11]
    assert "A has 2 events with 4 dead as stated, B 4 events with 8 (8–16)" in in_words(one, two, changes)


def test_a_release_policy_holds_for_a_comparison(index: EventIndex) -> None:
    """Published on 7 September: three of September's events are younger than the policy lets out."""
    one, two = index.select(AUGUST), index.select(SEPTEMBER)
    late = ReleasePolicy(delay_days=5, as_of=date(2022, 9, 10))
    assert compare_units(index, one, two, late)[["events_a", "events_b"]].sum().tolist() == [0, 0]
    early = ReleasePolicy(delay_days=3, as_of=date(2022, 9, 10))
    assert compare_units(index, one, two, early)[["events_a", "events_b"]].sum().tolist() == [2, 4]
    sure = ReleasePolicy(confirmed_only=True)
    confirmed = sum(e.lead.certainty is Certainty.CONFIRMED for e in index.store.events(two.ids()))
    assert compare_units(index, one, two, sure)["events_b"].sum() == confirmed
    with pytest.raises(ValueError, match="without masking"):
        compare_units(index, one, two, ReleasePolicy(masked=("fatalities",)))


@pytest.mark.parametrize("suffix", [".csv", ".geojson"])
def test_a_comparison_in_a_file_states_both_sides(index: EventIndex, suffix: str) -> None:
    near = replace(SEPTEMBER, near=Near(latitude=49.2103, longitude=37.2761, km=400, label="Izium"))
    one, two = index.select(AUGUST), index.select(near)
    open_file = compared_bytes(index, one, two, suffix).decode()
    assert all(words in open_file for words in ("1 August 2022", "within 400 km of Izium", "Kharkiv Oblast"))
    policy = ReleasePolicy(blur_km=10, delay_days=5, as_of=date(2022, 9, 10))
    released = compared_bytes(index, one, two, suffix, policy=policy).decode()
    assert "events of the 5 days before 2022-09-10 withheld" in released
    assert "Kharkiv Oblast" not in released
    assert "Izium" not in released
    assert "49.2103" not in released


def test_what_is_released_of_very_many_events_is_shaded_by_unit(index: EventIndex) -> None:
    changes = compare_units(index, index.select(AUGUST), index.select(SEPTEMBER))
    left, right = (read_parts(released_shades(changes, side, (45.0, 30.0, 51.0, 38.0))) for side in "ab")
    assert {row["label"]: sum(row["counts"]) for row in left["areas"]} == {
        "Kharkiv Oblast, UA": 1,
        "Kherson Oblast, UA": 1,
    }
    assert {row["label"]: sum(row["counts"]) for row in right["areas"]} == {"Kharkiv Oblast, UA": 3}
    assert left["scale"] == right["scale"] == [1, 3]


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
