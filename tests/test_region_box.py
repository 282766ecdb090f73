"""The region box without a browser: what is offered, what a typed name comes to, what the map is told."""

from __future__ import annotations

import shapely
from map_reading import read_parts

from dashboard import data
from dashboard.map_records import MapUpdate
from dashboard.map_view import bounds_of, box_of, outlines_of
from dashboard.region_box import OfferedRegion, look_up
from geodata.query import DrawnArea, EventFilter, EventIndex
from geodata.store import Store

OFFERED = (
    OfferedRegion(id="ne:PK.04", label="Punjab, PK", events=3),
    OfferedRegion(id="ne:IN.23", label="Punjab, IN"),
)


def test_regions_with_events_come_first_with_their_counts(made_store: Store) -> None:
    offered = data.offered_regions(made_store.name, made_store.revision())
    index = EventIndex(made_store)
    counts = {one.id: one.events for one in offered}
    for region in ("country:UA", "ne:UA.07", "ne:UA.08", "region:eastern-ukraine", "country:DE"):
        wanted = EventFilter(regions=(region,), include_possible=False)
        assert counts[region] == len(index.select(wanted)), region
    numbers = [one.events for one in offered]
    assert numbers == sorted(numbers, reverse=True)
    assert counts["ne:UA.08"] == 0 or counts["ne:UA.08"] < counts["ne:UA.07"]
    labels = [one.label for one in offered]
    assert len(set(labels)) == len(labels)
    assert "Bavaria, DE" not in labels, "units of countries without events are typed, not offered"
    izium = next(one for one in offered if one.id.startswith("district:izium-raion"))
    assert izium.is_district
    assert izium.events == len(index.select(EventFilter(regions=(izium.id,), include_possible=False))) > 0


def test_one_region_of_a_name_is_taken_and_several_are_asked_about() -> None:
    assert look_up("Bavaria", ()).region == "ne:DE.02"
    assert look_up("crimea, ua", ()).region == "ne:UA.11"
    assert look_up("Punjab", OFFERED).region == "ne:PK.04", "the one with events"
    asked = look_up("Punjab", ())
    assert asked.region is None
    assert asked.says == "2 regions are called “Punjab”. Which one?"
    assert asked.options == (("Punjab, PK", "ne:PK.04"), ("Punjab, IN", "ne:IN.23"))


def test_near_misses_are_suggested() -> None:
    asked = look_up("Donezk", ())
    assert asked.says.endswith("Did you mean")
    assert ("Donetsk Oblast, UA", "ne:UA.05") in asked.options
    assert "A town goes under" in look_up("qqqqqq", ()).says


def test_the_map_is_told_the_outlines_of_the_regions_asked_for() -> None:
    shown = outlines_of(("ne:UA.07", "county:nowhere", "unit:CD.11.01"))
    region, circle = read_parts(MapUpdate(styles=(), regions=shown))["regions"]
    name, polygons = region["name"], region["polygons"]
    assert name == "Kharkiv Oblast, UA"
    assert not region["rough"]
    assert circle["name"] == "Goma, North Kivu, CD"
    assert circle["rough"], "no outline of it is known"
    assert len(polygons[0][0]) > 20
    south, west, north, east = box_of("ne:UA.07") or (0, 0, 0, 0)
    assert shapely.box(west, south, east, north).covers(shapely.Point(36.25, 49.98))


def test_a_district_without_an_outline_is_flown_to_by_its_size() -> None:
    region = look_up("Izium Raion", ()).region or ""
    south, west, north, east = box_of(region) or (0, 0, 0, 0)
    assert south < 49.2 < north
    assert west < 37.28 < east
    assert box_of("gn:706483") is None


def test_a_region_without_events_is_shown_and_not_the_world(made_store: Store) -> None:
    """Its circle was a speck on a map of the whole world."""
    index = EventIndex(made_store)
    for wanted in (
        EventFilter(regions=("unit:CD.11.01",)),
        EventFilter(area=DrawnArea(corners=((-2.0, 29.0), (-2.0, 29.4), (-1.5, 29.4)))),
    ):
        selection = index.select(wanted)
        assert len(selection) == 0
        south, west, north, east = bounds_of(selection)
        assert -3 < south < north < -1
        assert 28 < west < east < 30
