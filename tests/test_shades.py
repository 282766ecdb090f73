"""Shading by first-level unit: every event is in one unit or shown in another way, none twice, none lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import shapely
from made_events import IZIUM, KHARKIV, KHERSON, OBLAST, UKRAINE, Told, make_random_store, save, to_article
from map_reading import read_parts

from dashboard.map_records import Overlay
from dashboard.map_view import bounds_of, to_update
from geodata.circles import circle
from geodata.model import PlacePrecision, SubEventType
from geodata.query import EventFilter, EventIndex, Near
from geodata.query.questions import UNIT_KEY, ids_at
from geodata.store import Store

STRIKE = SubEventType.SHELLING


@pytest.fixture
def index(tmp_path: Path) -> Iterator[EventIndex]:
    told = [
        Told(
            sentence=f"Strike {n}.", trigger="Strike", kind=STRIKE, place=place, precision=precision, day=day
        )
        for n, (place, precision, day) in enumerate(
            [
                (IZIUM, PlacePrecision.SETTLEMENT, date(2022, 9, 1)),
                (KHARKIV, PlacePrecision.SETTLEMENT, date(2022, 9, 2)),
                (OBLAST, PlacePrecision.REGION, date(2022, 9, 3)),
                (KHERSON, PlacePrecision.SETTLEMENT, date(2022, 9, 4)),
                (UKRAINE, PlacePrecision.COUNTRY, date(2022, 9, 5)),
                (None, None, date(2022, 9, 6)),
            ]
        )
    ]
    with Store(tmp_path / "shades.db") as store:
        save(store, [to_article(told, title="Shades", outlet="Wire", published=date(2022, 9, 7))])
        yield EventIndex(store)


def test_what_lies_in_one_unit_shades_it(index: EventIndex) -> None:
    selection = index.select(EventFilter())
    found = {shade.code: shade.count for shade in selection.shades(index.units)}
    assert found["UA.07"] >= 3, "two towns and the province itself"
    assert sum(found.values()) == 4
    rest = selection.cells(leave_out=index.units.of >= 0)
    assert sum(found.values()) + rest.total == len(selection) == 6


def test_the_map_shows_the_whole_circle_asked_for_far_north_too(index: EventIndex) -> None:
    near = Near(latitude=65.0, longitude=30.0, km=200.0, label="Kostomuksha")
    south, west, north, east = bounds_of(index.select(EventFilter(near=near)))
    assert shapely.box(west, south, east, north).contains(circle(65.0, 30.0, 200.0))


def test_no_event_is_lost_or_drawn_twice_at_random(tmp_path: Path) -> None:
    with Store(tmp_path / "random.db") as store:
        make_random_store(store, 200)
        index = EventIndex(store)
        for wanted in (EventFilter(), EventFilter(date_from=date(2023, 1, 1), date_to=date(2023, 6, 1))):
            selection = index.select(wanted)
            shades = selection.shades(index.units)
            rest = selection.cells(leave_out=index.units.of >= 0)
            assert sum(shade.count for shade in shades) + rest.total == len(selection)
            assert all(sum(shade.types.values()) == shade.count for shade in shades)
            for shade in shades:
                ids = ids_at(index, selection, [f"{UNIT_KEY}{shade.code}"])
                assert len(ids) == shade.count


def test_layers_of_the_readers_own_are_on_the_map_whatever_is_shown(index: EventIndex) -> None:
    front = Overlay(name="Front line", color="#6a3d9a", geometry=shapely.LineString([(36, 49), (38, 50)]))
    for shaded in (False, True):
        update, _ = to_update(
            index, index.select(EventFilter(words="nothing of this")), names={}, window=None, selected=None,
            overlays=(front,), fit_token="1", shaded=shaded,
        )  # fmt: skip
        assert [layer["name"] for layer in read_parts(update)["overlays"]] == ["Front line"]


def test_the_map_gets_areas_for_units_and_marks_for_the_rest(index: EventIndex) -> None:
    update, _ = to_update(
        index, index.select(EventFilter()), names={}, window=None, selected=None, overlays=(), fit_token="1",
        shaded=True,
    )  # fmt: skip
    sent = read_parts(update)
    assert sent["mode"] == "shades"
    drawn = {area["key"]: sum(area["counts"][1::2]) for area in sent["areas"]}
    assert drawn[f"{UNIT_KEY}UA.07"] >= 3
    assert sent["marks"] == [], "no mark where everything lies in a unit"
    assert [row["label"] for row in sent["tray"]] == ["unnamed area"], "the country stands beside the map"
