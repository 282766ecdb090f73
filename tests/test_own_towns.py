"""Towns that no list holds, from own knowledge: each lies where it says, once, and says how sure it is."""

from __future__ import annotations

import re

import pytest
import shapely

from articles.pipeline import read_article
from articles.resolve import resolve
from articles.resolve.placing import SURE_OF_OWN, precision_of
from articles.sentences import split_sentences
from articles.toponyms import find_places
from dashboard.wording import describe_place
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.gazetteer.names import normalise_name
from geodata.gazetteer.outlines import admin1_code_at
from geodata.gazetteer.tables import OWN_KNOWLEDGE, PLACE_COLUMNS, Row, read_table
from geodata.globe import KM_PER_DEGREE
from geodata.model import Article, PlaceKind, PlacePrecision
from geodata.regions import geometry_of


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.fixture(scope="module")
def towns() -> list[Row]:
    return read_table("settlements.tsv", PLACE_COLUMNS)


def test_every_town_lies_in_the_unit_it_names(towns: list[Row]) -> None:
    abroad = [row for row in towns if row["country"] != "UA" and row["admin1"]]
    assert len(abroad) > 1000
    astray = {
        row["name"]: row["admin1"]
        for row in abroad
        if admin1_code_at(row.number("latitude"), row.number("longitude")) != row["admin1"]
    }
    assert astray == {}


def test_every_town_of_ukraine_lies_in_its_unit_or_just_beyond_its_line(towns: list[Row]) -> None:
    """The outlines are coarser than what GeoNames says of a village at the line between two provinces."""
    at_home = [row for row in towns if row["country"] == "UA" and row["admin1"]]
    assert len(at_home) > 300
    astray = {row["name"]: row["admin1"] for row in at_home if _km_outside(row) > 9}
    assert astray == {}


def _km_outside(row: Row) -> float:
    outline = geometry_of(f"ne:{row['admin1']}")
    assert outline is not None, row["admin1"]
    point = shapely.Point(row.number("longitude"), row.number("latitude"))
    return float(outline.distance(point)) * KM_PER_DEGREE


def test_what_is_known_to_some_km_says_so(towns: list[Row]) -> None:
    own = [row for row in towns if row["source"].startswith(OWN_KNOWLEDGE)]
    assert len(own) > 5_000
    assert {row["radius_km"] for row in own} == {"3", "10", "25", "40"}
    assert all(row["source"] == f"{OWN_KNOWLEDGE}, to about {row['radius_km']} km" for row in own)
    assert len({row["country"] for row in own}) > 50


def test_a_village_known_to_25_km_is_somewhere_near_its_point(towns: list[Row], gazetteer: Gazetteer) -> None:
    for kilometres, precision in (("10", PlacePrecision.SETTLEMENT), ("25", PlacePrecision.NEAR)):
        row = next(
            row for row in towns if row["source"].startswith(OWN_KNOWLEDGE) and row["radius_km"] == kilometres
        )
        [place, *_] = [p for p in gazetteer.candidates(row["name"]) if p.source == row["source"]]
        assert precision_of(place) is precision


def test_no_town_stands_twice_in_one_spot(towns: list[Row], gazetteer: Gazetteer) -> None:
    twice = []
    for row in towns:
        if not row["source"].startswith(OWN_KNOWLEDGE):
            continue
        here = gazetteer.near(row.number("latitude"), row.number("longitude"), 12.0)
        names = {normalise_name(name) for name in (row["name"], *row.list("other_names"))}
        twice += [
            (row["name"], place.id)
            for place, _ in here
            if place.kind is PlaceKind.SETTLEMENT
            and place.source != row["source"]
            and place.country_code == row["country"]
            and normalise_name(place.name) in names
        ]
    assert twice == []


@pytest.mark.parametrize(
    ("text", "name", "latitude", "longitude"),
    [
        ("Gunmen on motorbikes attacked Kantchari on Sunday.", "Kantchari", 12.5, 1.5),
        ("A drone struck a market in Sévaré, the governor said.", "Sévaré", 14.5, -4.1),
        ("Rebels entered Nyabiondo after the army withdrew.", "Nyabiondo", -1.2, 28.9),
        ("Militiamen burned the market of Kereinik in West Darfur.", "Kereinik", 13.4, 22.9),
        ("The shelling of Yater killed a shepherd in southern Lebanon.", "Yater", 33.2, 35.3),
        (
            "Insurgents beheaded a man in Quiterajo, Macomia district, Cabo Delgado.",
            "Quiterajo",
            -11.75,
            40.4,
        ),
        ("Fighters seized Harardhere, a port in central Somalia.", "Harardhere", 4.7, 47.9),
        ("Hundreds fled the camp of al-Hol in north-east Syria.", "al-Hol", 36.4, 41.1),
    ],
)
def test_towns_of_the_news_are_placed(
    text: str, name: str, latitude: float, longitude: float, gazetteer: Gazetteer
) -> None:
    found = resolve(text, find_places(text, split_sentences(text), gazetteer), gazetteer)
    mention = next(m for m in found if m.text == name)
    assert mention.literal
    assert mention.latitude == pytest.approx(latitude, abs=0.1)
    assert mention.longitude == pytest.approx(longitude, abs=0.1)


def test_a_point_known_roughly_keeps_its_radius(gazetteer: Gazetteer) -> None:
    text = "Gunmen on motorbikes attacked Kantchari on Sunday."
    found = resolve(text, find_places(text, split_sentences(text), gazetteer), gazetteer)
    assert [m.radius_km for m in found] == [10.0]
    assert [m.confidence for m in found] == [SURE_OF_OWN], "however sure it is which place is meant"


def test_no_institution_and_no_square_is_a_town(towns: list[Row]) -> None:
    """The Signal Corps' base is in Khartoum, and every second capital has a Freedom Square."""
    institution = re.compile(r"\b(?:Square|Monument|University|Hospital|Corps|Laboratory|Plaza|Stadium)\b")
    own = [row for row in towns if row["source"].startswith(OWN_KNOWLEDGE)]
    named = [name for row in own for name in (row["name"], *row.list("other_names"))]
    assert [name for name in named if institution.search(name)] == []


def test_the_card_says_how_far_off_a_village_may_be() -> None:
    for village, note in (("Kantchari", "its point is known to about 10 km"), ("Paris", "")):
        text = f"Gunmen on motorbikes attacked {village} on Sunday."
        [report] = read_article(Article.create(text)).reports
        assert describe_place(report)[1] == note
