"""Words become classes, at their old offsets, whatever their case and quotation marks."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.words.tokens import fold, lexicon, phrases_of, read_table, tokenise


def classes(text: str) -> list[str]:
    names = {code: name for name, code in lexicon().names.items()}
    return [names.get(code, code) for code in tokenise(text).codes]


def test_the_longest_phrase_gives_the_class() -> None:
    assert classes("suicide drone") == ["aircraft"]
    assert classes("suicide bomber") == ["suicide"]


def test_hyphens_articles_and_possessives_are_no_obstacle() -> None:
    assert classes("the car-bomb") == classes("car bomb") == ["ied"]
    assert classes("The army's") == classes("army") == ["state"]


def test_march_is_a_month_beside_a_number_or_after_in() -> None:
    assert "protest" not in classes("on 19 March")
    assert "protest" not in classes("in March")
    assert "protest" in classes("students march to parliament")


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_folding_moves_no_character(text: str) -> None:
    assert len(fold(text)) == len(text)


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_units_lie_inside_the_text_in_order(text: str) -> None:
    tokens = tokenise(text)
    assert len(tokens.codes) == len(tokens.words) == len(tokens.starts) == len(tokens.ends)
    bounds = [point for span in zip(tokens.starts, tokens.ends, strict=True) for point in span]
    assert bounds == sorted(bounds)
    assert not bounds or bounds[-1] <= len(text)


def test_every_phrase_of_the_lexicon_can_be_met() -> None:
    """What no text can hold as one unit ("f 16s", whose s is cut off) is dead, however likely it reads."""
    phrases = [phrase for _, entries in read_table("lexicon.tsv") for phrase in phrases_of(entries)]
    assert len(phrases) > 6000
    assert [p for p in phrases if p not in tokenise(f"Then {p} came.").words] == []
