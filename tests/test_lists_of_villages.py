"""Names are found where a list, a unit behind them or a heading says that they are places."""

from __future__ import annotations

import pytest

from articles.sentences import split_sentences
from articles.toponyms import find_places
from articles.toponyms.headings import heads_entry
from articles.toponyms.listed import is_in_list_of_places, is_told_where
from articles.toponyms.spans import Facts
from articles.toponyms.tokens import runs, tokenise
from geodata.gazetteer import open_gazetteer


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Gunmen raided Demosi, Wunamo and Dikajam villages on Monday.", ["Demosi", "Wunamo", "Dikajam"]),
        ("Rebels burnt the villages of Ngenge, Lwibo and Kasugho.", ["Ngenge", "Lwibo", "Kasugho"]),
        ("Troops cleared Jobanda, Mosati and other nearby hamlets.", ["Jobanda", "Mosati"]),
        ("Shells fell on several towns, including Bakunda and Tamrok.", ["Bakunda", "Tamrok"]),
    ],
)
def test_every_village_of_a_list_is_a_place(text: str, names: list[str]) -> None:
    found = [m.text for m in find_places(text, split_sentences(text), open_gazetteer())]
    assert [name for name in names if name not in found] == []


@pytest.mark.parametrize(
    ("text", "name", "listed"),
    [
        ("raided A, B and C villages", "A", True),
        ("the towns of Ab, El Ef and Cd were hit", "Cd", True),
        ("troops under Ab and Cd left the villages", "Cd", False),
        ("Ab said Cd villages were hit", "Ab", False),
        ("villages in Ab, Cd", "Cd", False),
    ],
)
def test_what_heads_or_ends_the_list_decides(text: str, name: str, listed: bool) -> None:
    tokens = tokenise(text)
    at = tokens.words.index(name)
    assert is_in_list_of_places(tokens, at, at + 1) is listed


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Shells hit a school outside Nawngpa, in Myanmar's Kachin State, on Monday.", "Nawngpa"),
        ("A bomb killed two policemen at Kandrala, in the far north of the Bajaur district.", "Kandrala"),
        ("A grenade was thrown into a bar in Bwambaro, in Cibitoke province, on Sunday.", "Bwambaro"),
        ("Gunmen killed three in Kwanzara, a community in Wase Local Government Area.", "Kwanzara"),
        ("Gunmen invaded Kwanzara, a farming community in Benue State, on Sunday.", "Kwanzara"),
        ("Gunmen who raided Guma, a community in Benue State, killed nine.", "Guma"),
    ],
)
def test_a_name_that_is_told_to_lie_in_a_unit_is_a_place(text: str, name: str) -> None:
    assert name in [m.text for m in find_places(text, split_sentences(text), open_gazetteer())]


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("hid in Ab, in the north of Cd State", "Ab", True),
        ("hid near Ab, in Cd's Ef district", "Ab", True),
        ("rose in March, in Cd State", "March", False),
        ("the death of Ab, in Cd State", "Ab", False),
        ("fired at Ab, in what the State says", "Ab", False),
        ("hid in Ab, in the State", "Ab", False),
        ("hid in Ab, in Cd, which the State", "Ab", False),
        ("raided Ab, a community in Cd", "Ab", True),
        ("raided Ab, a village of the Cd", "Ab", True),
        ("raided Ab, a community of monks", "Ab", False),
        ("killed Ab, a community leader in Cd", "Ab", False),
        ("killed Ab, a villager in Cd", "Ab", False),
    ],
)
def test_the_unit_has_to_be_named_behind_the_name_and_in(text: str, name: str, told: bool) -> None:
    tokens = tokenise(text)
    at = tokens.words.index(name)
    assert is_told_where(tokens, at, at + 1) is told


_ENTRY = "Vitina: A grenade was thrown into a bar."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"Daily report\n\n{_ENTRY}\n\nOrahovac: Rebels fired on a patrol.", True),
        (f"{_ENTRY}\nOrahovac: Rebels fired on a patrol.\nGeneral: Tension is high.", True),
        (f"{_ENTRY}\n\nGeneral: Tension is high.", False),
        (f"{_ENTRY}\n\nJackson: Who threw it?", False),
        (f"{_ENTRY}\n\nOrahovac: Who threw it?\n\nVitina: Nobody knows.", False),
        (f"It was dark. {_ENTRY} Orahovac: Rebels fired on a patrol.", True),
        (f"It was dark. {_ENTRY} Jackson: Rebels fired on a patrol.", False),
        (f"It was dark. {_ENTRY} Orahovac: Nobody knows. Vitina: Nobody cares.", False),
        ("They call it Vitina: nobody knows why.\n\nOrahovac: Rebels fired on a patrol.", False),
    ],
)
def test_a_town_heads_an_entry_where_others_do_and_none_speaks(text: str, found: bool) -> None:
    tokens = tokenise(text)
    at = tokens.words.index("Vitina")
    assert heads_entry(tokens, at, at + 1, Facts(open_gazetteer())) is found


def test_a_town_that_heads_an_entry_is_meant_itself() -> None:
    text = "Vucitrn: A man was shot.\n\nSuva Reka: Two men were stopped.\n\nPristina: 1,500 students marched."
    found = find_places(text, split_sentences(text), open_gazetteer())
    assert [(m.text, m.literal) for m in found] == [
        ("Vucitrn", True),
        ("Suva Reka", True),
        ("Pristina", True),
    ]


@pytest.mark.parametrize("word", ["Near", "Outside", "Around", "In"])
def test_the_word_that_opens_a_sentence_is_no_part_of_the_name_behind_it(word: str) -> None:
    text = f"{word} Banikoara an army vehicle hit a mine."
    assert [m.text for m in find_places(text, split_sentences(text), open_gazetteer())] == ["Banikoara"]


def test_the_near_east_is_one_name() -> None:
    assert list(runs(tokenise("Near East experts spoke."))) == [(0, 2)]
    assert list(runs(tokenise("Near Easton experts spoke."))) == [(1, 2)]
