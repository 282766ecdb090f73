"""Ukrainian names in Latin letters: the national system, BGN/PCGN, and spellings by way of Russian."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.gazetteer.romanise import bgn, has_cyrillic, national, romanisations

CYRILLIC = st.text(alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'’- АБВГЄЇ", min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Залізничне", "Zaliznychne"),
        ("Згурівка", "Zghurivka"),
        ("Єнакієве", "Yenakiieve"),
        ("Їжакевич", "Yizhakevych"),
        ("Йосипівка", "Yosypivka"),
        ("Щастя", "Shchastia"),
        ("Куп’янськ", "Kupiansk"),
        ("Олексієво-Дружківка", "Oleksiievo-Druzhkivka"),
        ("Велика Новосілка", "Velyka Novosilka"),
    ],
)
def test_the_national_system(cyrillic: str, latin: str) -> None:
    assert national(cyrillic.replace("’", "'")) == latin


def test_bgn() -> None:
    assert [bgn(name) for name in ("Балаклія", "Ізюм", "Київ")] == ["Balakliya", "Izyum", "Kyyiv"]


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Харків", "Kharkov"),
        ("Київ", "Kiev"),
        ("Миколаїв", "Nikolaev"),
        ("Сватове", "Svatovo"),
        ("Чорнобаївка", "Chernobaevka"),
        ("Слов’янськ", "Slavyansk"),
        ("Грушуваха", "Grushuvakha"),
        ("Куп'янськ", "Kupyansk"),
        ("Козача Лопань", "Kazachya Lopan"),
    ],
)
def test_common_other_spellings_are_among_them(cyrillic: str, latin: str) -> None:
    assert latin in romanisations(cyrillic)


@given(CYRILLIC)
def test_nothing_cyrillic_is_left_and_nothing_repeats(name: str) -> None:
    spellings = romanisations(name)
    assert len(spellings) == len(set(spellings))
    assert not any(has_cyrillic(spelling) for spelling in spellings)
