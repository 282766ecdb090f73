"""A town of the tables is meant before a village of its name in its province."""

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
