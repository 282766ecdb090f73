"""Capitals that are told without their name are places of their own; other uses of the word are none."""

from __future__ import annotations

import pytest

from articles.pipeline import find_all
from geodata.capitals import capital_of
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.model import Article, PlaceMention, PlacePrecision


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def capitals(text: str, gazetteer: Gazetteer) -> list[PlaceMention]:
    return [m for m in find_all(Article.create(text), gazetteer)[1] if m.text.startswith("capital")]


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Rebels raided posts in Tillabéri. Shots rang out in the country's capital on Monday.", "Niamey"),
        ("Six people died when a mine exploded near the Somali capital on Sunday.", "Mogadishu"),
        ("Gunmen stormed a hotel in Somalia’s capital.", "Mogadishu"),
        ("Russian missiles hit Kharkiv and Odesa; blasts shook houses in the capital city.", "Kyiv"),
        ("Clashes began in Aweil. A bomb hit the capital, Juba. Looting went on in the capital.", "Juba"),
        ("In Moroni, the capital, shops closed. Protesters marched through the capital.", "Moroni"),
    ],
)  # fmt: skip
def test_a_capital_told_without_its_name_is_that_town(text: str, town: str, gazetteer: Gazetteer) -> None:
    found = capitals(text, gazetteer)
    assert [m.place.name for m in found if m.place] == [town]
    assert all(text[m.start : m.end] == m.text and m.literal for m in found)


@pytest.mark.parametrize(
    "text",
    [
        "Nigerian courts hand down capital punishment in Kano.",
        "Investors moved funds out of the capital markets in Kenya.",
        "Shops burned in China's financial capital and in the provincial capital of Helmand.",
        "Soldiers deployed around the capital city of Bamako and in the capital Bamako itself.",
        "Settlers threw stones in the West Bank; marches were held in the Palestinian capital.",
        "They met in the capital.",
    ],
)
def test_no_capital_is_made_up(text: str, gazetteer: Gazetteer) -> None:
    assert capitals(text, gazetteer) == []


def test_so_far_from_the_capital_is_drawn_there(gazetteer: Gazetteer) -> None:
    found = capitals("Jets struck Marib. Ten died 20 km north of the Yemeni capital.", gazetteer)
    sanaa = capital_of("YE", gazetteer)
    assert sanaa is not None
    assert found[0].precision is PlacePrecision.NEAR
    assert found[0].latitude is not None
    assert found[0].latitude - sanaa.latitude == pytest.approx(20 / 111.2, abs=0.01)


def test_the_nearer_way_of_telling_is_trusted_more(gazetteer: Gazetteer) -> None:
    told = capitals("A blast shook the city of Gao. Fighting broke out in the Malian capital.", gazetteer)
    guessed = capitals("A blast shook the city of Gao. Fighting broke out in the capital.", gazetteer)
    assert told[0].place == guessed[0].place
    assert told[0].confidence > guessed[0].confidence
