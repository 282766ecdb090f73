"""A place lies where its record says: in its country, its unit and every region made of them; in no other."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pytest

from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.gazetteer.index import KINDS
from geodata.gazetteer.regions_table import read_regions
from geodata.gazetteer.tables import OWN_KNOWLEDGE
from geodata.geography import distance_km
from geodata.globe import points_km
from geodata.model import Place, PlaceKind
from geodata.naming import districts_of, find_regions
from geodata.query.region_index import RegionIndex
from geodata.query.spatial import Locations, PlaceRecord
from geodata.regions import geometry_of, is_region, region_names, units_of

OUTSIDE, POSSIBLY, INSIDE = 0, 1, 2


def record_of(place: Place) -> PlaceRecord:
    return PlaceRecord(
        kind=place.kind, latitude=place.latitude, longitude=place.longitude, name=place.name,
        country=place.country_code or "", admin1=place.admin1 or "", district=place.admin2_name or "",
        radius_km=place.radius_km,
    )  # fmt: skip


def locations_of(
    places: Sequence[Place], *, near_km: float = 0.0, moved: tuple[float, float] = (0.0, 0.0)
) -> Locations:
    """Events at these places: at their own point, ``near_km`` around it or ``moved`` by degrees."""
    return Locations(
        latitude=np.array([p.latitude + moved[0] for p in places]),
        longitude=np.array([p.longitude + moved[1] for p in places]),
        radius_km=np.array([near_km or p.radius_km for p in places], dtype=np.float32),
        is_area=np.array([p.is_area for p in places], dtype=np.bool_),
        is_near=np.full(len(places), near_km > 0),
        place_ids=[p.id for p in places],
    )


def index_of(
    places: Sequence[Place], *, near_km: float = 0.0, moved: tuple[float, float] = (0.0, 0.0)
) -> RegionIndex:
    records = {p.id: record_of(p) for p in places}
    return RegionIndex(locations_of(places, near_km=near_km, moved=moved), lambda: records, geometry_of)


def relation(place: Place, region: str, *, near_km: float = 0.0) -> int:
    return int(index_of([place], near_km=near_km).relation([region])[0])


def the_place(name: str, country: str, kind: PlaceKind | None = None) -> Place:
    return next(
        place
        for place in open_gazetteer().candidates(name)
        if place.country_code == country and kind in (None, place.kind)
    )


def the_region(name: str) -> str:
    [found] = find_regions(name)
    return found.id


@lru_cache(maxsize=1)
def towns() -> tuple[Place, ...]:
    """Every settlement of the table whose unit is a known one."""
    gazetteer = open_gazetteer()
    rows = np.flatnonzero(gazetteer.kind_code == KINDS.index(PlaceKind.SETTLEMENT))
    places = (gazetteer.place_at(int(row)) for row in rows)
    return tuple(p for p in places if p.admin1 and units_of(f"ne:{p.admin1}"))


@lru_cache(maxsize=1)
def all_towns() -> RegionIndex:
    return index_of(towns())


def expected(units: frozenset[str]) -> npt.NDArray[np.uint8]:
    """What a region made of these units holds, town by town, said without the code under test."""
    asked = list(units)
    inside = np.isin(_codes()[0], asked) | np.isin(_codes()[1], asked)
    return np.where(inside, INSIDE, OUTSIDE).astype(np.uint8)


@lru_cache(maxsize=1)
def _codes() -> tuple[npt.NDArray[np.str_], npt.NDArray[np.str_]]:
    return np.array([p.country_code or "" for p in towns()]), np.array([p.admin1 or "" for p in towns()])


@pytest.mark.slow
def test_every_country_and_named_region_holds_its_own_towns_and_no_other() -> None:
    made = {region.id: frozenset(region.units) for region in read_regions() if region.units}
    made |= {f"country:{code}": frozenset({code}) for code in {place.country_code or "" for place in towns()}}
    wrong = [key for key, units in made.items() if (all_towns().relation([key]) != expected(units)).any()]
    assert wrong == []


@pytest.mark.slow
def test_every_first_level_unit_holds_its_own_towns_and_no_other() -> None:
    units = sorted({place.admin1 or "" for place in towns()})
    assert len(units) > 3000
    for code in random.Random(4).sample(units, 400):
        own = np.flatnonzero(_codes()[1] == code)
        assert np.array_equal(np.flatnonzero(all_towns().relation([f"ne:{code}"])), own), code


@pytest.mark.slow
def test_random_towns_of_many_countries_lie_in_their_country_and_unit() -> None:
    dice = random.Random(7)
    countries = dice.sample(sorted({place.country_code or "" for place in towns()}), 60)
    chosen = dice.sample([place for place in towns() if place.country_code in countries], 500)
    index = index_of(chosen)
    for at, place in enumerate(chosen):
        assert index.relation([f"country:{place.country_code}"])[at] == INSIDE, place
        assert index.relation([f"ne:{place.admin1}"])[at] == INSIDE, place


# Too small for an outline of their own: of these the records cannot say that they lie outside.
WITHOUT_OUTLINE = {"HK", "MC", "MO"}


def nearest_across_a_border(count: int) -> list[tuple[Place, Place]]:
    """Pairs of towns of different countries that lie closest together, of those around random towns."""
    gazetteer, dice = open_gazetteer(), random.Random(11)
    pairs = []
    for place in dice.sample(towns(), 12_000):
        around = gazetteer.near(place.latitude, place.longitude, 12.0, frozenset({PlaceKind.SETTLEMENT}))
        other = next((p for p, _ in around if p.country_code != place.country_code and p.admin1), None)
        if other is not None and not {place.country_code, other.country_code} & WITHOUT_OUTLINE:
            pairs.append((place, other))
    return sorted(pairs, key=lambda pair: _apart(*pair))[:count]


def _apart(one: Place, other: Place) -> float:
    return points_km(one.latitude, one.longitude, other.latitude, other.longitude)


@pytest.mark.slow
def test_the_nearest_town_across_a_border_is_outside() -> None:
    pairs = nearest_across_a_border(200)
    assert len(pairs) == 200
    for place, other in pairs:
        assert relation(other, f"country:{place.country_code}") == OUTSIDE, (place, other)
        assert relation(other, f"ne:{place.admin1}") == OUTSIDE, (place, other)


@pytest.mark.parametrize(
    ("name", "country", "region"),
    [
        ("Kherson", "UA", "Kherson Oblast"),
        ("Kherson", "UA", "Ukraine"),
        ("Kherson", "UA", "Southern Ukraine"),
        ("Snake Island", "UA", "Ukraine"),
        ("Snake Island", "UA", "Odesa Oblast"),
        ("Saky Air Base", "UA", "Crimea"),
        ("Lagos", "NG", "Nigeria"),
        ("Mombasa", "KE", "Kenya"),
        ("Mombasa", "KE", "East Africa"),
        ("Stepanakert", "AZ", "Nagorno-Karabakh"),
        ("Shusha", "AZ", "Nagorno-Karabakh"),
        ("Martakert", "AZ", "Nagorno-Karabakh"),
        ("Hadrut", "AZ", "Nagorno-Karabakh"),
        ("Askyaran", "AZ", "Nagorno-Karabakh"),
        ("Khojavend", "AZ", "Nagorno-Karabakh"),
    ],
)
def test_places_that_outlines_lose(name: str, country: str, region: str) -> None:
    assert relation(the_place(name, country), the_region(region)) == INSIDE


@pytest.mark.parametrize("name", ["Aghdam", "Fuzuli", "Laçın", "Tartar", "Jabrayil"])
def test_towns_around_karabakh_are_outside(name: str) -> None:
    assert relation(the_place(name, "AZ", PlaceKind.SETTLEMENT), the_region("Nagorno-Karabakh")) == OUTSIDE


def test_near_a_place_reaches_into_the_next_unit() -> None:
    kherson = the_place("Kherson", "UA", PlaceKind.SETTLEMENT)
    assert relation(kherson, "ne:UA.08", near_km=25) == POSSIBLY
    assert relation(kherson, "ne:UA.16", near_km=25) == POSSIBLY, "Mykolaiv Oblast begins behind the town"
    assert relation(kherson, "ne:UA.08", near_km=1) == INSIDE
    assert relation(kherson, "country:UA", near_km=25) == INSIDE


def test_an_area_lies_in_what_holds_all_its_units() -> None:
    gazetteer = open_gazetteer()
    oblast, country = gazetteer.place("ne:UA.05"), gazetteer.place("country:UA")
    donbas = gazetteer.place("region:donbas")
    assert relation(oblast, "region:donbas") == INSIDE
    assert relation(donbas, "ne:UA.05") == POSSIBLY
    assert relation(donbas, "country:UA") == INSIDE
    assert relation(country, "region:donbas") == POSSIBLY
    assert relation(country, "country:RU") == OUTSIDE
    assert relation(oblast, "ne:UA.08") == OUTSIDE
    assert relation(gazetteer.place("region:golan"), "country:UA") == OUTSIDE


def test_all_units_of_a_country_are_the_country() -> None:
    country = open_gazetteer().place("country:PS")
    index = index_of([country])
    assert index.relation(["ne:PS.GZ"]).tolist() == [POSSIBLY]
    assert index.relation(["ne:PS.GZ", "ne:PS.WE"]).tolist() == [INSIDE]


def test_a_point_without_codes_lies_by_its_coordinates() -> None:
    bare = Place(id="table:1", name="Post", kind=PlaceKind.OTHER, latitude=49.98, longitude=36.25)
    at_sea = Place(id="table:2", name="Ship", kind=PlaceKind.OTHER, latitude=43.0, longitude=34.0)
    assert relation(bare, "ne:UA.07") == INSIDE
    assert relation(bare, "country:UA") == INSIDE
    assert relation(at_sea, "country:UA") == OUTSIDE


def test_an_island_without_a_unit_belongs_to_its_country_and_perhaps_to_the_nearest_unit() -> None:
    island = Place(
        id="table:3", name="Islet", kind=PlaceKind.OTHER, latitude=45.25, longitude=30.2, country_code="UA"
    )
    assert relation(island, "country:UA") == INSIDE
    assert relation(island, "ne:UA.17") == POSSIBLY
    assert relation(island, "ne:UA.12") == OUTSIDE


def test_what_is_told_some_way_off_a_place_lies_where_it_is_drawn() -> None:
    kharkiv = the_place("Kharkiv", "UA", PlaceKind.SETTLEMENT)
    index = index_of([kharkiv], moved=(0.7, 0.3))
    assert index.relation(["country:UA"]).tolist() == [OUTSIDE]
    assert index.relation(["country:RU"]).tolist() == [INSIDE]
    at_sea = index_of([the_place("Odesa", "UA", PlaceKind.SETTLEMENT)], moved=(-0.5, 0.5))
    assert at_sea.relation(["country:UA"]).tolist() == [INSIDE], "the sea has no unit, so the record decides"


def test_districts_hold_their_own_towns(gazetteer: Gazetteer) -> None:
    boston = the_place("Boston", "US", PlaceKind.SETTLEMENT)
    pasadena = next(p for p in gazetteer.candidates("Pasadena") if p.admin1 == "US.CA")
    county = next(p for p in gazetteer.candidates("Los Angeles County") if p.kind is PlaceKind.ADMIN2)
    california = gazetteer.place("ne:US.CA")
    assert relation(pasadena, county.id) == INSIDE
    unrecorded = replace(pasadena, admin2_name=None)
    assert relation(unrecorded, county.id) == POSSIBLY, "of counties only the middle and the size are known"
    assert relation(boston, county.id) == OUTSIDE
    assert relation(california, county.id) == POSSIBLY
    assert relation(county, county.id) == INSIDE
    assert relation(county, "ne:US.CA") == INSIDE
    messina = next(p for p in gazetteer.candidates("Messina") if p.id.startswith("ne:"))
    assert relation(the_place("Messina", "IT", PlaceKind.SETTLEMENT), messina.id) == INSIDE
    assert relation(the_place("Palermo", "IT", PlaceKind.SETTLEMENT), messina.id) == OUTSIDE


def test_a_town_lies_in_the_district_of_its_record_and_in_none_beside_it(gazetteer: Gazetteer) -> None:
    town = gazetteer.place("gn:1258375")
    assert (town.name, town.admin2_name) == ("Rasūlābād", "District Unnao")
    own, beside = (
        next(p for p, _ in gazetteer.matches(name) if p.kind is PlaceKind.ADMIN2 and p.admin1 == "IN.36")
        for name in ("Unnao", "Kanpur Nagar")
    )
    assert distance_km(town, beside) < beside.radius_km + 30, "its circle reaches as far as the town"
    assert [relation(town, unit.id) for unit in (own, beside)] == [INSIDE, OUTSIDE]


def test_a_village_known_roughly_lies_in_its_unit_and_reaches_into_no_other(gazetteer: Gazetteer) -> None:
    """How far off its point may be says nothing of where it belongs; "near" it may be over the line."""
    village = next(p for p in gazetteer.candidates("Shalamcheh") if p.source.startswith(OWN_KNOWLEDGE))
    assert (village.admin1, village.radius_km) == ("IR.15", 25.0)
    for region, within, near in (("country:IR", INSIDE, POSSIBLY), ("country:IQ", OUTSIDE, POSSIBLY)):
        assert relation(village, region) == within
        assert relation(village, region, near_km=40.0) == near


def test_a_village_recorded_in_a_raion_lies_in_no_other(gazetteer: Gazetteer) -> None:
    zaliznychne = next(p for p in gazetteer.candidates("Zaliznychne") if p.admin2_name == "Chuhuiv Raion")
    own, beside = (next(iter(gazetteer.candidates(name))) for name in ("Chuhuiv Raion", "Kharkiv Raion"))
    assert [relation(zaliznychne, unit.id) for unit in (own, beside)] == [INSIDE, OUTSIDE]


def test_districts_and_townships_are_two_sorts_of_unit(gazetteer: Gazetteer) -> None:
    monywa = next(p for p in gazetteer.candidates("Monywa") if p.kind is PlaceKind.SETTLEMENT)
    [township] = [p for p in gazetteer.candidates("Monywa Township") if p.kind is PlaceKind.ADMIN2]
    assert monywa.admin2_name != township.name
    assert relation(monywa, township.id) != OUTSIDE


def test_somewhere_in_a_quarter_is_within_the_unit_of_its_town() -> None:
    # Its size is a guess of tens of kilometres, which would reach far beyond Kyiv.
    quarter = the_place("Shevchenkivskyi", "UA", PlaceKind.SETTLEMENT)
    places = replace(locations_of([quarter]), radius_km=np.array([25.0]), is_area=np.array([True]))
    index = RegionIndex(places, lambda: {quarter.id: record_of(quarter)}, geometry_of)
    [other] = {"ne:UA.12", "ne:UA.13"} - {f"ne:{quarter.admin1}"}
    assert index.relation([f"ne:{quarter.admin1}"]).tolist() == [INSIDE]
    assert index.relation([other]).tolist() == [OUTSIDE]
    assert index.units.codes[index.units.of[0]] == quarter.admin1


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.slow
def test_every_name_offered_can_be_asked_for() -> None:
    index = index_of(towns()[:3])
    for _, place_id in region_names():
        assert len(index.relation([place_id])) == 3


def test_every_district_can_be_asked_for(gazetteer: Gazetteer) -> None:
    rows = np.flatnonzero(gazetteer.kind_code == KINDS.index(PlaceKind.ADMIN2)).tolist()
    assert len(rows) > 20_000
    some = map(gazetteer.place_at, rows[::11])
    assert [place.label for place in some if not is_region(place.id)] == []


def test_a_district_of_two_lists_is_one(gazetteer: Gazetteer) -> None:
    """Afrin's is in the world's list and in a closer one: what lies in either lies in the other."""
    [offered] = find_regions("Afrin District")
    both = [p for p in gazetteer.candidates("Afrin District") if p.kind is PlaceKind.ADMIN2]
    assert len(both) == 2
    assert offered in both
    assert [relation(place, offered.id) for place in both] == [INSIDE, INSIDE]
    assert [label for label, _ in districts_of(["SY.09"], 99) if label.startswith("Afrin")] == [offered.label]


@pytest.mark.parametrize(
    ("town", "country", "part"),
    [
        ("Izium", "UA", "Izium Raion"),
        ("Bakhmut", "UA", "Bakhmut Raion"),
        ("Kupiansk", "UA", "Kupiansk Raion"),
        ("El Fasher", "SD", "El Fasher locality"),
        ("Goma", "CD", "Goma"),
    ],
)
def test_a_town_lies_in_the_district_named_after_it(
    gazetteer: Gazetteer, town: str, country: str, part: str
) -> None:
    """Of these districts no outline is known, and GeoNames says of no Ukrainian town which it lies in."""
    place = the_place(town, country, PlaceKind.SETTLEMENT)
    district = the_place(part, country, PlaceKind.ADMIN2)
    assert relation(place, district.id) == INSIDE
    assert relation(place, district.id, near_km=15) == POSSIBLY
    others = [p for p in gazetteer.candidates("Chuhuiv Raion") if p.kind is PlaceKind.ADMIN2]
    assert [relation(place, other.id) == INSIDE for other in others] == [False]
