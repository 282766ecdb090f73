"""Towns before villages of their name, streets of a town told before, landforms with their word."""

from __future__ import annotations

import pytest

from articles.resolve import resolve
from articles.sentences import split_sentences
from articles.toponyms import find_places
from geodata.gazetteer import open_gazetteer


@pytest.mark.parametrize(
    ("text", "latitude", "longitude"),
    [
        ("Resistance fighters attacked Pauk in Magway Region on Monday.", 21.4, 94.5),
        ("Drones bombed Minbu and Pauk in Magway Region on Monday.", 21.4, 94.5),
        ("Drones bombed Taungdwingyi and Pauk in Magway Region on Monday.", 20.0, 95.6),
    ],
)
def test_the_town_is_meant_unless_the_text_is_about_the_village_s_surroundings(
    text: str, latitude: float, longitude: float
) -> None:
    gazetteer = open_gazetteer()
    found = resolve(text, find_places(text, split_sentences(text), gazetteer), gazetteer)
    pauk = next(m for m in found if m.text == "Pauk")
    assert (pauk.latitude, pauk.longitude) == pytest.approx((latitude, longitude), abs=0.1)


@pytest.mark.parametrize(
    ("street", "latitude"),
    [("the town's Main Street", 54.8), ("Main Street", 53.3)],
)
def test_a_street_of_the_town_lies_in_one_that_was_told_before(street: str, latitude: float) -> None:
    text = f"The bomb in Strabane killed nine people. It went off in {street}. In Dublin, ministers wept."
    gazetteer = open_gazetteer()
    found = resolve(text, find_places(text, split_sentences(text), gazetteer), gazetteer)
    assert next(m.latitude for m in found if m.text == "Main Street") == pytest.approx(latitude, abs=0.1)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Families fled into the Sinjar mountains, where rebels shot eight men.", ["Sinjar mountains"]),
        ("The nights in Marlow mountains are cold.", []),
    ],
)
def test_a_listed_landform_is_found_with_its_word_in_small_letters(text: str, names: list[str]) -> None:
    gazetteer = open_gazetteer()
    found = find_places(text, split_sentences(text), gazetteer)
    assert [m.text for m in found if "mountains" in m.text] == names
