"""Initials of unions and parties, and what belongs to a capital's name, are no places."""

from __future__ import annotations

import pytest

from articles.toponyms import find_places
from articles.toponyms.listed import is_among_initials, is_capital_district
from articles.toponyms.spans import Facts
from articles.toponyms.tokens import tokenise
from geodata.gazetteer import Gazetteer, open_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("text", "word", "among"),
    [
        ("the XQZ, IMO, FQDL and ZUNQ unions", "IMO", True),
        ("the XQZ, ZQP and IMO unions", "IMO", True),
        ("the XQZ and IMO unions", "IMO", False),
        ("the cities of KYIV, LVIV and SUMY", "SUMY", False),
        ("the towns of Imo, XQZ and ZQP", "Imo", False),
        ("shops in OK, XQZ and ZQP", "OK", False),
    ],
)
def test_a_word_among_initials_that_no_table_knows_is_no_place(
    text: str, word: str, among: bool, gazetteer: Gazetteer
) -> None:
    tokens = tokenise(text)
    at = tokens.words.index(word)
    assert is_among_initials(tokens, at, at + 1, Facts(gazetteer)) is among


@pytest.mark.parametrize(
    ("text", "belongs"),
    [
        ("a march in Caracas, D.C., on Monday", True),
        ("a march in Washington, D.C., on Monday", False),
        ("a march in Georgetown, D.C., on Monday", False),
        ("a march in D.C. on Monday", False),
    ],
)
def test_the_title_of_a_capital_is_not_washington(text: str, belongs: bool, gazetteer: Gazetteer) -> None:
    tokens = tokenise(text)
    assert is_capital_district(tokens, tokens.words.index("D.C."), Facts(gazetteer)) is belongs


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Drones hit a depot in Kosti, White Nile State, on Monday.", ["Kosti", "White Nile State"]),
        ("Shells fell by the Zaporizhzhia nuclear power plant.", ["Zaporizhzhia nuclear power plant"]),
        ("The XQZ, IMO and ZQP unions marched in Lyon.", ["Lyon"]),
        ("The USA, UAE and NATO met in Doha.", ["USA", "UAE", "Doha"]),
    ],
)
def test_a_name_does_not_reach_over_a_comma(text: str, names: list[str], gazetteer: Gazetteer) -> None:
    assert [m.text for m in find_places(text, (), gazetteer)] == names
