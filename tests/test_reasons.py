"""What the reading keeps as codes is said in words: no raw values, no names of features."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.place_model import load_model
from articles.resolve.reasons import Parts
from dashboard.reasons import EVIDENCE, describe_parts, describe_value, to_sentences


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("TIME", "2022-11-15TAF", "a time of day: afternoon"),
        ("TIME", "2022-11-15T15:40", "a time of day: 15:40"),
        ("TIME", "XXXX-XX-XXTMO", "a time of day: morning"),
        ("DATE", "2022-11-15", "a date"),
        ("DATE", "2022-W38", "a date"),
        ("DATE", "XXXX-WXX-3", "a date"),
        ("DATE", "PAST_REF", "a date: some time ago"),
        ("DURATION", "P1D", "how long: 1 day"),
        ("DURATION", "PT24H", "how long: 24 hours"),
        ("DURATION", "PXW", "how long: some weeks"),
        ("DURATION", "P2DE", "how long: 2 decades"),
        ("SET", "P1D", "how often: 1 day"),
    ],
)
def test_values_of_dates_are_said_in_words(kind: str, value: str, words: str) -> None:
    assert describe_value(kind, value) == words


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_value_is_said_without_its_code(kind: str, value: str) -> None:
    assert not re.search(r"\dT[A-Z]{2}|_REF|XX", describe_value("TIME", value))
    assert describe_value(kind, value)


def test_reasons_are_sentences() -> None:
    said = to_sentences(["counted from publication on 2022-11-16", "place_kind fits.", ""])
    assert said == "Counted from publication on 2022-11-16. Place kind fits."


def test_a_score_says_what_speaks_for_a_place_and_what_against_it() -> None:
    said = describe_parts([("prominence", 1.5), ("population", -0.4), ("kind of place", 0.01)])
    assert said == "For it: how well known it is. Against it: how many people live there."
    assert describe_parts([]) == "Nothing in the text speaks for or against it."


def test_every_part_of_a_score_has_words() -> None:
    weights = load_model("rank_together").weights
    names = {name for name, _ in Parts(tuple(weights), (), ("", 0.0))}
    assert names <= set(EVIDENCE) | {"the outlet's country", "the outlet's name"}
    assert not re.search(r"[_=|]|[+-]?\d", describe_parts([(name, 1.0) for name in names]))
