"""Names that no table has are found where a list says that they are villages."""

from __future__ import annotations

import pytest

from articles.sentences import split_sentences
from articles.toponyms import find_places
from articles.toponyms.listed import is_in_list_of_places
from articles.toponyms.tokens import tokenise
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
