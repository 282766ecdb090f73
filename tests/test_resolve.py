"""Deciding which place is meant: containers, the other places, relative positions, and when none is."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.resolve import resolve
from articles.resolve.calibration import calibrated
from articles.resolve.evidence import read_evidence
from articles.resolve.given import resolve_spans
from articles.resolve.relative import read_offset
from articles.toponyms import find_places
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.geography import may_lie_in
from geodata.globe import midpoint, moved, points_km
from geodata.model import Place, PlaceKind, PlaceMention, PlacePrecision, PlaceRole


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def read(text: str, gazetteer: Gazetteer) -> list[PlaceMention]:
    return resolve(text, find_places(text, (), gazetteer), gazetteer)


def first(text: str, name: str, gazetteer: Gazetteer) -> PlaceMention:
    return next(m for m in read(text, gazetteer) if m.text == name)


def is_at(mention: PlaceMention, latitude: float, longitude: float, within_km: float = 15.0) -> bool:
    assert mention.latitude is not None, mention.reasons
    assert mention.longitude is not None
    return points_km(mention.latitude, mention.longitude, latitude, longitude) <= within_km


# The smallest parts


def test_distance_and_displacement_are_each_others_inverse() -> None:
    latitude, longitude = moved(49.2, 37.25, 45.0, 100.0)
    assert points_km(49.2, 37.25, latitude, longitude) == pytest.approx(100.0, abs=0.01)
    assert latitude > 49.2
    assert longitude > 37.25


def test_the_middle_may_cross_the_date_line() -> None:
    assert midpoint(0.0, 179.0, 0.0, -179.0) == (0.0, pytest.approx(-180.0))


@given(
    st.floats(-80, 80), st.floats(-180, 180), st.floats(0, 360), st.floats(0, 500)
)  # fmt: skip
def test_a_displaced_point_is_on_earth_and_as_far_as_told(
    latitude: float, longitude: float, bearing: float, far: float
) -> None:
    lat, lon = moved(latitude, longitude, bearing, far)
    assert -90 <= lat <= 90
    assert -180 <= lon <= 180
    assert points_km(latitude, longitude, lat, lon) == pytest.approx(far, abs=0.01)


@pytest.mark.parametrize(
    ("text", "km", "bearing"),
    [
        ("a farm 10 km north of ", 10.0, 0.0),
        ("some 200km south-west of ", 200.0, 225.0),
        ("about 30 miles (48 km) to the east of the town of ", 48.28, 90.0),
        ("fifteen kilometres northeast of ", 15.0, 45.0),
        ("a post 12 MILES EAST OF ", 19.31, 90.0),
        ("five miles (8 km) due north of ", 8.05, 0.0),
    ],
)
def test_measured_positions_are_read(text: str, km: float, bearing: float) -> None:
    offset = read_offset(text + "Izium", len(text))
    assert offset is not None
    assert offset.distance_km == pytest.approx(km, abs=0.01)
    assert offset.bearing == bearing


@pytest.mark.parametrize("text", ["near ", "just outside ", "on the outskirts of ", "close to the town of "])
def test_vague_positions_have_a_radius_and_no_bearing(text: str) -> None:
    offset = read_offset(text + "Izium", len(text))
    assert offset is not None
    assert offset.bearing is None
    assert offset.radius_km > 0


def test_no_position_is_read_into_plain_words() -> None:
    assert read_offset("Shells fell on Izium", 15) is None


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("Troy, Ohio", "comma"),
        ("Troy (Ohio)", "comma"),
        ("Troy in the state of Ohio", "in"),
        ("Troy district of Ohio", "in"),
        ("Troy's Ohio", "possessive"),
    ],
)
def test_containers_are_read_from_the_words_between(text: str, pattern: str) -> None:
    start = text.index("Ohio")
    mentions = [
        PlaceMention(start=0, end=4, text="Troy"),
        PlaceMention(start=start, end=start + 4, text="Ohio"),
    ]
    said = read_evidence(text, mentions)
    related = said[0].inside + said[1].inside
    assert pattern in [name for name, _ in related]


def test_a_full_stop_parts_two_places() -> None:
    mentions = [PlaceMention(start=0, end=4, text="Troy"), PlaceMention(start=6, end=10, text="Ohio")]
    assert read_evidence("Troy. Ohio", mentions)[0].inside == []


def test_membership_goes_by_codes_and_then_by_distance() -> None:
    oblast = Place(
        id="a",
        name="A",
        kind=PlaceKind.ADMIN1,
        latitude=49.6,
        longitude=36.5,
        country_code="UA",
        admin1="UA.07",
    )
    village = Place(
        id="v",
        name="V",
        kind=PlaceKind.SETTLEMENT,
        latitude=49.7,
        longitude=36.9,
        country_code="UA",
        admin1="UA.07",
    )
    region = Place(id="r", name="R", kind=PlaceKind.REGION, latitude=48.5, longitude=38.3, radius_km=130)
    assert may_lie_in(village, oblast) is True
    assert may_lie_in(village, region) is False
    assert may_lie_in(oblast, oblast) is False


def test_confidence_rises_with_the_share() -> None:
    values = [calibrated(n / 50) for n in range(51)]
    assert values == sorted(values)
    assert values[0] == 0.0
    assert 0.9 <= values[-1] < 1.0


# Mistakes that others have made


@pytest.mark.parametrize(
    ("text", "name", "latitude", "longitude"),
    [
        ("Flooding in Long Beach, CA on Monday.", "Long Beach", 33.77, -118.19),
        ("A man from Bangor, Maine, was arrested.", "Bangor", 44.80, -68.77),
        ("The fire in Paris, Texas, killed two.", "Paris", 33.66, -95.56),
        ("Police in Atlanta, Georgia, said.", "Atlanta", 33.75, -84.39),
        ("TROY, N.C. (AP) — A man died at home.", "TROY", 35.36, -79.89),
        ("The village of Zaliznychne in the Kharkiv region was hit.", "Zaliznychne", 49.727, 36.866),
        ("Troops retook the village of Udy near Kharkiv.", "Udy", 50.391, 36.056),
        ("Ukraine's second-biggest city, Kharkiv, was shelled.", "Kharkiv", 49.98, 36.25),
    ],
)
def test_the_place_meant_is_chosen(
    text: str, name: str, latitude: float, longitude: float, gazetteer: Gazetteer
) -> None:
    assert is_at(first(text, name, gazetteer), latitude, longitude)


def test_a_state_stays_a_state(gazetteer: Gazetteer) -> None:
    place = first("A tornado crossed Oklahoma on Monday.", "Oklahoma", gazetteer).place
    assert place is not None
    assert (place.kind, place.admin1) == (PlaceKind.ADMIN1, "US.OK")


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Police in Atlanta, Georgia, arrested three men.", "US"),
        ("Shells fell on Tskhinvali and on Gori in Georgia.", "GE"),
        ("Georgia's capital Tbilisi and the port of Batumi were quiet.", "GE"),
    ],
)
def test_both_georgias(text: str, country: str, gazetteer: Gazetteer) -> None:
    place = first(text, "Georgia", gazetteer).place
    assert place is not None
    assert place.country_code == country


def test_european_is_no_mine_in_arizona(gazetteer: Gazetteer) -> None:
    mention = first("European leaders met in Brussels.", "European", gazetteer)
    assert not mention.literal
    assert mention.place is None or mention.place.country_code != "US"


def test_new_york_usa(gazetteer: Gazetteer) -> None:
    place = first("He lives in New York, usa and works there.", "New York", gazetteer).place
    assert place is not None
    assert place.admin1 == "US.NY"


def test_one_unknown_name_among_ten_leaves_the_others_alone(gazetteer: Gazetteer) -> None:
    text = (
        "People marched in Sumy, Kharkiv, Poltava, Dnipro, Qwertyville, Kyiv, Lviv, Odesa, Lutsk and Rivne."
    )
    found = {m.text: m for m in read(text, gazetteer)}
    known = [m for m in found.values() if m.text != "Qwertyville"]
    assert all(m.place is not None and m.place.country_code == "UA" for m in known)
    assert len(found) >= 9
    assert "Qwertyville" not in found or found["Qwertyville"].place is None


def test_one_sense_per_article(gazetteer: Gazetteer) -> None:
    text = "TROY, N.C. (AP) — A man died. Troy is a small town, said a man from Troy."
    places = {m.place.id for m in read(text, gazetteer) if m.text.lower() == "troy" and m.place}
    assert len(places) == 1


# No candidate fits


def test_a_village_known_only_elsewhere_is_not_pinned(gazetteer: Gazetteer) -> None:
    mention = first("The village of Udy in the Odesa region was shelled.", "Udy", gazetteer)
    assert mention.place is None
    assert mention.latitude is None
    assert mention.candidates
    assert "no Udy is known in Odesa region" in mention.reasons[-1]
    assert "Kharkiv" in mention.reasons[-1]


def test_a_province_is_meant_where_other_towns_lie_in_it(gazetteer: Gazetteer) -> None:
    holder = first("Shells fell on Bakhmut in Donetsk on Monday.", "Donetsk", gazetteer)
    assert holder.place is not None
    assert holder.place.kind is PlaceKind.ADMIN1
    city = first("Shells fell on the Saltivka district in Kharkiv on Monday.", "Kharkiv", gazetteer)
    assert city.place is not None
    assert city.place.kind is PlaceKind.SETTLEMENT
    village = first("Moscow claimed the capture of Maliivka in Dnipropetrovsk.", "Maliivka", gazetteer)
    assert village.place is None


def test_an_unlisted_site_is_drawn_at_its_town(gazetteer: Gazetteer) -> None:
    mention = first("Bodies lay on Yabluska street in Bucha.", "Yabluska street", gazetteer)
    assert mention.precision is PlacePrecision.NEAR
    assert mention.radius_km >= 5
    assert is_at(mention, 50.55, 30.21)


# Relative places


def test_a_street_lies_in_the_town_beside_it_and_not_where_its_name_comes_from(
    gazetteer: Gazetteer,
) -> None:
    text = "Two bombs went off in Odesa on Monday. One of them tore up Kherson Street."
    mention = first(text, "Kherson Street", gazetteer)
    assert mention.place is not None
    assert mention.place.name == "Odesa"


@pytest.mark.parametrize("park", ["Franko Park", "Shevchenko Park"])
def test_a_park_lies_in_the_town_beside_it_however_large_or_known_its_namesakes(
    park: str, gazetteer: Gazetteer
) -> None:
    text = f"Missiles flew at Poltava, Kharkiv and Dnipro. In Lviv a crater opened in {park}."
    mention = first(text, park, gazetteer)
    assert mention.place is not None
    assert mention.place.name == "Lviv"


def test_so_many_kilometres_from_a_place(gazetteer: Gazetteer) -> None:
    mention = first("Shelling hit a farm 10 km north of Izium.", "Izium", gazetteer)
    assert mention.precision is PlacePrecision.NEAR
    assert mention.place is not None
    assert mention.latitude is not None
    assert mention.latitude == pytest.approx(mention.place.latitude + 0.09, abs=0.005)


def test_between_two_places(gazetteer: Gazetteer) -> None:
    one, two = read("A convoy was hit between Lyman and Kreminna.", gazetteer)
    assert (one.latitude, one.longitude) == (two.latitude, two.longitude)
    assert one.precision is PlacePrecision.NEAR


def test_a_distance_may_describe_the_place_before(gazetteer: Gazetteer) -> None:
    one, two = read("Balakliia, 90 km south-east of Kharkiv, was retaken.", gazetteer)
    assert one.precision is PlacePrecision.SETTLEMENT
    assert two.role is PlaceRole.CONTAINER
    assert two.place is not None
    assert two.latitude == two.place.latitude


# Reasons


def test_every_score_is_the_sum_of_its_parts(gazetteer: Gazetteer) -> None:
    text = "Paris police and Troy police met in Springfield, Illinois, near Georgia Avenue; Lyman was there."
    for mention in read(text, gazetteer):
        for candidate in mention.candidates:
            if candidate.parts:
                assert candidate.score == pytest.approx(sum(v for _, v in candidate.parts), abs=0.02)
                assert pickle.loads(pickle.dumps(candidate)) == candidate
        scores = [c.score for c in mention.candidates]
        assert scores == sorted(scores, reverse=True)


def test_unresolved_mentions_say_why(gazetteer: Gazetteer) -> None:
    for mention in read("Shells hit Hremiach, Nova Balta and Udy in the Odesa region.", gazetteer):
        assert mention.place is not None or mention.reasons


def test_given_spans_may_overlap(gazetteer: Gazetteer) -> None:
    text = "In Kharkiv region, Kharkiv"
    points = resolve_spans(text, [[3, 17], [3, 10], [19, 26]], gazetteer)
    assert all(point is not None for point in points)
    assert len(points) == 3


# A world-famous place named without local evidence is that place, and a direction is none


@pytest.mark.parametrize(
    ("text", "name", "latitude", "longitude"),
    [
        ("Talks opened in Geneva on Wednesday, Washington said.", "Geneva", 46.2, 6.15),
        (
            "Gunmen raided a clinic in Port-au-Prince, Haiti, and a market in Pont-Sonde. Kenyan and Haitian "
            "police fought back, the U.N. said in Geneva. An officer died in Miami. Jamaica mourned.",
            "Geneva",
            46.2,
            6.15,
        ),
        ("Traders in London warned of mines. Wheat in Chicago slipped on Tuesday.", "London", 51.5, -0.13),
        ("President Bola Tinubu, who was in New York last week, left Abuja.", "New York", 40.71, -74.0),
        ("Envoys met in Paris and Vienna; the White House urged restraint.", "Vienna", 48.2, 16.37),
        ("Fighting went on in Tripoli, officials in Washington and Rome said.", "Tripoli", 32.88, 13.19),
        (
            "Four protesters have been killed in Kurdistan province, Tehran said.",
            "Kurdistan province",
            35.7,
            47.0,
        ),
    ],
)
def test_world_cities_win_without_local_evidence(
    text: str, name: str, latitude: float, longitude: float, gazetteer: Gazetteer
) -> None:
    mention = next(m for m in read(text, gazetteer) if m.text.startswith(name))
    assert is_at(mention, latitude, longitude, within_km=110.0), mention.candidates[:3]


@pytest.mark.parametrize(
    "text",
    [
        "The ministry said it had struck a depot of Western weapons nearby.",
        "Northern troops and Eastern leaders met Western officials.",
        "Central banks and Southern voters disagreed.",
    ],
)
def test_directions_are_no_places(text: str, gazetteer: Gazetteer) -> None:
    assert [m.text for m in read(text, gazetteer) if m.literal] == []


@pytest.mark.parametrize("text", [" ", "\n\n", "😀", "(("])
def test_a_marked_span_without_a_name_is_no_place(text: str, gazetteer: Gazetteer) -> None:
    assert resolve_spans(text, [(0, len(text))], gazetteer) == [None]
