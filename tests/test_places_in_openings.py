"""A quarter, and a small place told beside the address that opens a sentence, lie by the town of that."""

from __future__ import annotations

import pytest
from reading_samples import places_told

from articles.resolve.evidence import read_evidence
from articles.resolve.openings import openings_of
from articles.resolve.within import units_told
from articles.toponyms import find_places
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.model import PlaceKind, PlacePrecision


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def drawn(text: str, name: str, gazetteer: Gazetteer) -> tuple[str | None, str | None]:
    """Return the name and first-level unit of the place at which the last mention of a name is drawn."""
    found = [m.place for m in places_told(text, gazetteer) if m.text == name][-1]
    return (found.name, found.admin1) if found is not None else (None, None)


FAR = "The ministry told at length of the price of corn, of new roads, of bridges and of the harvest. " * 3


@pytest.mark.parametrize(
    ("text", "name", "town"),
    [
        ("In Curitiba (Parana), men left Zzorro for the Floresta neighborhood.", "Floresta", "Curitiba"),
        ("In Curitiba, men shot at Zzorro Complex and the Esperanca quarter.", "Esperanca", "Curitiba"),
        (f"TAMPICO, Mexico - {FAR}Two died in the Hidalgo neighbourhood.", "Hidalgo", "Tampico"),
        ("Bakers marched at Padilla square in Tampico, Tamaulipas.", "Padilla", "Tampico"),
    ],
)  # fmt: skip
def test_a_quarter_lies_in_the_town_named_before_it(
    text: str, name: str, town: str, gazetteer: Gazetteer
) -> None:
    assert drawn(text, name, gazetteer)[0] == town


def test_a_quarter_is_not_sought_in_a_town_behind_an_empty_line(gazetteer: Gazetteer) -> None:
    text = "Envoys met in Curitiba.\n\nMen shot at guards in the Floresta neighbourhood."
    assert drawn(text, "Floresta", gazetteer)[0] != "Curitiba"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("On 3 May 2022, in Tampico, Tamaulipas, men shot two guards in El Mirador.", {"El Mirador"}),
        (
            "In the municipality of Tampico (Tamaulipas), two died at El Mirador and Ciudad Mante.",
            {"El Mirador"},
        ),
        ("In Tampico, Tamaulipas, police said that two had died in El Mirador.", set()),
        ("In Tampico, Tamaulipas, two died in El Mirador, Puebla.", set()),
        ("Two died in El Mirador. Men marched in Tampico, Tamaulipas.", set()),
        ("In Tampico, Tamaulipas, men marched. Two died in El Mirador.", set()),
    ],
)
def test_an_address_that_opens_a_sentence_holds_what_is_told_in_it(
    text: str, told: set[str], gazetteer: Gazetteer
) -> None:
    mentions = find_places(text, (), gazetteer)
    found = openings_of(text, mentions, read_evidence(text, mentions))
    assert {mentions[index].text for index in found} == told


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("In Tampico, Tamaulipas, men shot two in El Mirador.", "El Mirador", "Tampico"),
        ("In Tampico, Tamaulipas, men shot two in Ciudad Mante.", "Ciudad Mante", "Ciudad Mante"),
        ("In Cali, Valle del Cauca, men burned cars in Palmira.", "Palmira", "Palmira"),
        ("In Tampico, Tamaulipas, police said two had died in El Mirador.", "El Mirador", "El Mirador"),
    ],
)
def test_a_small_namesake_far_from_the_opening_town_is_not_meant(
    text: str, name: str, place: str, gazetteer: Gazetteer
) -> None:
    assert drawn(text, name, gazetteer)[0] == place


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("In the municipality of Morelos, Zacatecas, troops burned a field.", "Morelos", "MX.32"),
        ("Marches were held in Morelos, Zacatecas and Sonora.", "Morelos", "MX.17"),
        ("In Emiliano Zapata, Sonora, a man was shot.", "Emiliano Zapata", None),
        ("In Emiliano Zapata, Tabasco, a man was shot.", "Emiliano Zapata", "MX.27"),
        ("Blasts were heard in Moscow, Kursk and Belgorod.", "Moscow", "RU.48"),
    ],
)
def test_a_name_with_many_namesakes_has_no_fame_against_its_address(
    text: str, name: str, unit: str | None, gazetteer: Gazetteer
) -> None:
    assert drawn(text, name, gazetteer)[1] == unit


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("In Zzamwe, Puebla, men took six hostages.", PlaceKind.ADMIN1),
        ("Men took six hostages in Zzamwe, Damboa, on Monday.", PlaceKind.ADMIN2),
        ("Men took six hostages in Zzamwe, Puebla and Veracruz.", None),
        ("Men took six hostages in Zzamwe, Kharkiv, on Monday.", None),
    ],
)
def test_an_unlisted_name_in_a_pair_lies_in_the_unit_called_like_the_town(
    text: str, kind: PlaceKind | None, gazetteer: Gazetteer
) -> None:
    mentions = places_told(text, gazetteer)
    start = next(m.start for m in mentions if m.text == "Zzamwe")
    unit = units_told(text, mentions).get(start)
    assert (unit and unit.place and unit.place.kind) == kind
    assert unit is None or unit.precision in (PlacePrecision.REGION, PlacePrecision.DISTRICT)
