"""Which namesake is meant where the ranking hesitates: the one in the country the article is about."""

from __future__ import annotations

from datetime import date

import pytest

from articles.pipeline import read_article
from geodata.gazetteer import open_gazetteer
from geodata.model import Article


def countries(text: str, name: str) -> set[str | None]:
    article = Article.create(text, published=date(2022, 9, 13))
    places = read_article(article, open_gazetteer()).places
    return {m.place.country_code for m in places if m.text == name and m.place is not None}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Insurgents killed six people in Ancuabe. Soldiers fell near Macomia, in Cabo Delgado. Troops"
            " clashed with rebels at Quissanga. The war began when insurgents assaulted the town of Palma.",
            "MZ",
        ),
        ("Tourists protested in Palma on Friday.", "ES"),
        ("Tourists from Mozambique protested in Palma on Friday.", "ES"),
    ],
)
def test_the_country_of_the_article_decides(text: str, code: str) -> None:
    assert countries(text, "Palma") == {code}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "NOUMEA - Men burned posts in Dumbéa and Mont-Dore. In Koné, in the {}, Kanak flags flew.",
            "NC",
        ),
        ("Soldiers searched Kilinochchi and Mannar in the {}, and Vavuniya beside it.", "LK"),
        ("Police in the {} shot two men.", "LK"),
    ],
)
def test_a_unit_s_name_of_many_countries_is_that_of_the_article_s(text: str, code: str) -> None:
    assert countries(text.format("Northern Province"), "Northern Province") == {code}


def meant(text: str, name: str) -> set[str]:
    places = read_article(Article.create(text, published=date(2022, 9, 13)), open_gazetteer()).places
    return {m.place.name for m in places if m.text == name and m.place is not None}


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("Rebels raided {} de Apartado. Nine men fell in {}.", "San Jose", "San Jose de Apartado"),
        ("Rebels raided {} Asis in Colombia. Nine farmers fell in {} on Tuesday.", "Puerto", "Puerto Asís"),
        ("Crowds burned cars in {} on Monday. The mayor of {} de la Sierra fled.", "Santa Cruz",
         "Santa Cruz de la Sierra"),
        ("In {} del Estero, men shot a guard. In {}, the Chilean minister spoke.", "Santiago", "Santiago"),
        ("Police shot two men in {} Heights, New York. In {}, crowds marched.", "Washington", "Washington"),
        ("Two men were shot in {} Island. In {}, Nigerian crowds marched.", "Lagos", "Lagos"),
        ("Crowds marched in {} City. In {}, crowds burned cars.", "Kuwait", "Kuwait"),
    ],
)  # fmt: skip
def test_the_beginning_of_a_town_s_name_means_that_town(text: str, name: str, place: str) -> None:
    assert meant(text.format(name, name), name) == {place}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Militiamen attacked a camp near Djugu in Ituri. Armed men burned a market near Mambasa. Kenya"
            " sends troops from Nairobi.",
            "CD",
        ),
        ("Police in Malindi and Kilifi in Kenya met. A ship burned at Mambasa.", "KE"),
    ],
)
def test_a_town_of_just_that_name_is_meant_where_its_unit_is_told(text: str, code: str) -> None:
    assert countries(text, "Mambasa") == {code}
