"""One happening has one place: what the words between two names say of them."""

from __future__ import annotations

import pytest
from reading_samples import place

from articles.reading.holding import is_described, points_on
from articles.reading.where import choose_places
from geodata.model import PlaceKind, PlaceMention, Span

PLACES = {
    p.name: p
    for p in (
        place("Baghdad", 33.3, 44.4, country="IQ", admin1="IQ.07"),
        place("Green Zone", 33.31, 44.39, PlaceKind.FACILITY, "IQ", "IQ.07"),
        place("Kut", 32.5, 45.8, country="IQ", admin1="IQ.16"),
        place("Amara", 31.8, 47.1, country="IQ", admin1="IQ.14"),
        place("Iraq", 33.0, 44.0, PlaceKind.COUNTRY, "IQ", radius_km=500),
        place("Maban", 9.9, 33.6, PlaceKind.ADMIN2, "SS", "SS.08", radius_km=60),
        place("Bunj", 10.0, 33.6, country="SS"),
        place("Kharkiv", 50.0, 36.2, admin1="UA.07"),
        place("Vovchansk", 50.3, 36.9, admin1="UA.07"),
        place("Sumy", 50.9, 34.8, admin1="UA.21"),
        place("Klinë", 42.62, 20.58, country="XK"),
        place("Klina", 42.6, 20.6, PlaceKind.ADMIN2, "XK", radius_km=10),
    )
}


def named(text: str, name: str) -> PlaceMention:
    at = text.index(name)
    return PlaceMention(start=at, end=at + len(name), text=name, place=PLACES.get(name))


def chosen(text: str) -> list[str]:
    """The places of a happening that every name of the text is likely to be one of, later ones less."""
    starts = sorted((text.index(name), name) for name in PLACES if name in text)
    judged = [
        (PlaceMention(start=at, end=at + len(name), text=name, place=PLACES[name]), 0.9 - 0.02 * k)
        for k, (at, name) in enumerate(starts)
    ]
    return [m.text for m, _ in choose_places(judged, text)]


def test_an_address_in_a_bracket_is_one_place_however_long() -> None:
    text = "Gunmen raided the village of Bunj (Kut, Maban) on Monday."
    judged = [(named(text, name), p) for name, p in (("Bunj", 0.9), ("Kut", 0.8), ("Maban", 0.8))]
    assert [m.text for m, _ in choose_places(judged, text)] == ["Bunj"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("They stormed Baghdad’s heavily fortified Green Zone.", ["Green Zone"]),
        ("Shots were fired at the Green Zone in Baghdad.", ["Green Zone"]),
        ("Bombs went off in Baghdad and Kut.", ["Baghdad", "Kut"]),
        ("Bombs went off in Kut, Amara and Baghdad.", ["Kut", "Amara", "Baghdad"]),
        ("2014-08-04 | South Sudan | Maban | Bunj | A worker was shot.", ["Bunj"]),
        ("2014-08-04 | Kut | Amara | Both were shelled.", ["Kut", "Amara"]),
        ("They attacked lorries between the towns of Kut and Amara.", ["Kut"]),
        ("They attacked lorries in Kut and Amara.", ["Kut", "Amara"]),
        ("A man was beaten in Klinë/Klina.", ["Klinë"]),
        ("Men were beaten in Kut/Amara.", ["Kut", "Amara"]),
        ("Shells struck the Kut camp on the edge of Amara.", ["Kut"]),
        ("Bombs fell on Kut and on the outskirts of Amara.", ["Kut", "Amara"]),
        ("A device went off in Kut, Baghdad, Iraq.", ["Kut"]),
        ("Devices went off in Kut, Baghdad, and nobody in Iraq slept.", ["Kut", "Baghdad"]),
        ("Forces attacked northeast of Kharkiv near Vovchansk.", ["Vovchansk"]),
        ("Forces attacked south of the city of Kharkiv, in Vovchansk and in Sumy.", ["Vovchansk", "Sumy"]),
        ("Forces attacked northeast of Kharkiv.", ["Kharkiv"]),
        ("Forces attacked northeast of Kharkiv and near Vovchansk.", ["Kharkiv", "Vovchansk"]),
        (
            "Forces attacked north of Kharkiv, east of Vovchansk and in Sumy.",
            ["Kharkiv", "Vovchansk", "Sumy"],
        ),
    ],
)
def test_a_name_that_only_says_where_another_lies_is_no_second_place(text: str, places: list[str]) -> None:
    assert chosen(text) == places


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Forces attacked northeast of Kharkiv City near Vovchansk.", True),
        ("Forces attacked south of Kharkiv, in the village of Vovchansk.", True),
        ("Forces attacked northeast of Kharkiv in the night.", False),
        ("Forces attacked Kharkiv near Vovchansk.", False),
    ],
)
def test_a_town_that_says_where_the_next_lies_is_no_place_of_the_event(text: str, points: bool) -> None:
    at = text.index("Kharkiv")
    mention = PlaceMention(start=at, end=at + 7, text="Kharkiv", place=PLACES["Kharkiv"])
    assert points_on(mention, text) is points


def test_of_two_about_as_likely_the_place_inside_the_land_is_meant() -> None:
    text = "The killings in Kut shocked Iraq."
    land, town = named(text, "Iraq"), named(text, "Kut")
    assert [m.text for m, _ in choose_places([(land, 0.49), (town, 0.47)], text)] == ["Kut"]
    assert [m.text for m, _ in choose_places([(land, 0.49), (town, 0.12)], text)] == ["Iraq"]


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("A bomb exploded at a bus park in the nation's capital.", True),
        ("A bomb exploded outside the capital.", True),
        ("A bomb exploded, and in the capital people wept.", False),
        ("A bomb exploded in Kut, far from the capital.", False),
    ],
)
def test_a_town_may_be_described_right_behind_what_happened(text: str, described: bool) -> None:
    trigger = Span(start=2, end=2 + len("bomb exploded"))
    assert is_described(text, trigger, named(text, "capital")) is described
