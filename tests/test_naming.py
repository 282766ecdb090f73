"""What a typed region or place means; namesakes are never taken in silence and never read the same."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_events import Told, save, to_article

from geodata.gazetteer import open_gazetteer
from geodata.gazetteer.index import KINDS
from geodata.model import PlaceKind, SubEventType
from geodata.naming import distinct_labels, district_of, find_namesakes, find_regions, near_misses
from geodata.query.questions import places_of_events
from geodata.regions import region_names
from geodata.store import Store


def ids(typed: str) -> list[str]:
    return [place.id for place in find_regions(typed)]


def labels(typed: str, used: tuple[str, ...] = ()) -> list[str]:
    return distinct_labels(find_namesakes(typed, used=used))


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("Donbas", "region:donbas"),
        ("Sahel", "region:sahel"),
        ("Kharkiv", "ne:UA.07"),
        ("kharkiv region", "ne:UA.07"),
        ("Crimea, UA", "ne:UA.11"),
        ("Crimea, Ukraine", "ne:UA.11"),
        ("Georgia", "country:GE"),
        ("Georgia, US", "ne:US.GA"),
        ("UA", "country:UA"),
        ("Los Angeles County, California, US", "county:los-angeles-county@34.06,-118.27"),
    ],
)
def test_a_region_is_found_by_name_and_as_printed(typed: str, region: str) -> None:
    assert [one.partition("@")[0] for one in ids(typed)] == [region.partition("@")[0]]


def test_every_printed_label_is_accepted() -> None:
    shown = [label for label, _ in region_names()]
    assert len(set(shown)) == len(shown)
    assert [(label, place_id) for label, place_id in region_names() if ids(label) != [place_id]] == []


def test_regions_of_one_name_are_all_named() -> None:
    assert ids("Punjab") == ["ne:PK.04", "ne:IN.23"]
    counties = find_regions("Washington County")
    assert len(counties) > 20
    assert len(set(distinct_labels(counties))) == len(counties)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Donezk", "Donetsk Oblast, UA"), ("Karkiv", "Kharkiv Oblast, UA"), ("Don", "Donbas"),
     ("Sahell", "Sahel"), ("Nagorno Karabach", "Nagorno-Karabakh"), ("Crimee", "Crimea, UA")],
)  # fmt: skip
def test_near_misses_are_suggested(typed: str, meant: str) -> None:
    assert ids(typed) == []
    assert meant in [label for label, _ in near_misses(typed)]


def test_nothing_like_it_suggests_nothing() -> None:
    assert near_misses("qqqqqqqq") == []


def test_the_place_that_events_are_at_is_meant() -> None:
    assert len(labels("Zaliznychne")) == 6
    assert labels("Zaliznychne", ("gn:687796",)) == ["Zaliznychne, Zaporizhzhia Oblast, UA"]
    assert len(labels("Zaliznychne", ("gn:687796", "gn:687797"))) == 6, "two of them used leaves it open"
    assert labels("Donetsk", ("gn:709717",)) == ["Donetsk, Donetsk Oblast, UA"]


def test_a_place_only_also_called_so_is_offered_when_it_is_the_better_known() -> None:
    assert labels("Odessa")[0] == "Odesa, Odesa Oblast, UA"
    assert labels("Odessa", ("gn:698740",)) == ["Odesa, Odesa Oblast, UA"]
    assert labels("Izium") == ["Izium, Kharkiv Oblast, UA"]


def test_a_place_of_events_that_is_only_also_called_so_is_not_taken_in_silence() -> None:
    """Donetsk was once Oleksandrivka, and dozens of villages are."""
    found = labels("Oleksandrivka", ("gn:709717",))
    assert found[0] == "Donetsk, Donetsk Oblast, UA"
    assert len(found) > 10
    assert labels("Kharkov", ("gn:706483",)) == ["Kharkiv, Kharkiv Oblast, UA"]
    assert labels("Kiev", ("gn:703448",)) == ["Kyiv, Kyiv City, UA"]


def test_a_label_chooses_its_place_again() -> None:
    for name in ("Zaliznychne", "Springfield", "Villeneuve"):
        places = find_namesakes(name)
        shown = distinct_labels(places)
        assert len(set(shown)) == len(places)
        for place, label in zip(places, shown, strict=True):
            assert find_namesakes(label) == [place]


def test_no_two_places_of_a_name_read_the_same() -> None:
    gazetteer, dice = open_gazetteer(), random.Random(3)
    rows = np.flatnonzero(gazetteer.kind_code == KINDS.index(PlaceKind.SETTLEMENT))
    for row in dice.sample(rows.tolist(), 300):
        places = list(gazetteer.candidates(gazetteer.place_at(row).name))
        told = distinct_labels(places)
        assert len(set(told)) == len({(p.label, round(p.latitude, 3), round(p.longitude, 3)) for p in places})


def test_a_district_is_told_by_the_record_or_the_outline() -> None:
    gazetteer = open_gazetteer()
    annecy = next(p for p in gazetteer.candidates("Annecy") if p.country_code == "FR" and not p.is_area)
    assert annecy.admin2_name == "Haute-Savoie"
    assert district_of(annecy) == "Haute-Savoie"
    assert district_of(replace(annecy, admin2_name=None)) == "Haute-Savoie"
    assert district_of(gazetteer.place("ne:UA.07")) is None


def test_places_of_events_that_share_a_name_are_told_apart(tmp_path: Path) -> None:
    table = open_gazetteer()
    namesakes = [place for place, _ in table.matches("Zaliznychne") if not place.is_area][:3]
    izium = next(place for place, _ in table.matches("Izium") if not place.is_area)
    told = [
        Told(sentence=f"Shells hit place {n}.", trigger="hit", kind=SubEventType.SHELLING, place=place)
        for n, place in enumerate((*namesakes, izium))
    ]
    with Store(tmp_path / "names.db") as store:
        save(store, [to_article(told, title="Names", outlet="Wire")])
        names = places_of_events(store)
    assert names[izium.id] == "Izium", "nothing is said that is not needed"
    labels = [names[place.id] for place in namesakes]
    assert len(set(labels)) == 3
    assert all(label.startswith("Zaliznychne, ") for label in labels)
