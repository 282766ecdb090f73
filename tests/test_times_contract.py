"""What holds for the dates of any text at any day of publication."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from times_found import TUESDAY, only

from articles.times import find_times
from geodata.model import DatePrecision


@pytest.mark.parametrize("filling", [" ", "\n", "\t\n ", "1, ", "the last "])
def test_long_repetitions_are_read_in_linear_time(filling: str) -> None:
    found = find_times(filling * 20_000 + "on Monday", TUESDAY)
    assert found[-1].text == "Monday"


WORDS = (
    "on in the of last next this that few two 24 hours days weeks Monday Friday March May September 5 12 31 "
    "1943 2022 ago earlier later between and to - , . ( ) at 10:35 a.m. PM noon night overnight yesterday "
    "early mid late summer quarter third century BC said will was since until 's ’s “ ” ' first 21st 1990s "
    "'90s every daily \n \r\n \n\n now former soon year month week"
).split(" ")


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), st.sampled_from([TUESDAY, None]))
@settings(max_examples=300)
def test_any_mixture_of_time_words_keeps_the_contract(text: str, published: date | None) -> None:
    check_contract(text, published)


@given(st.text(max_size=200), st.dates())
@settings(max_examples=200)
def test_any_text_at_any_date_keeps_the_contract(text: str, published: date) -> None:
    check_contract(text, published)


def check_contract(text: str, published: date | None) -> None:
    found = find_times(text, published)
    for mention in found:
        assert text[mention.start : mention.end] == mention.text
        assert mention.value
        assert mention.reasons
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
@settings(max_examples=200)
def test_line_ends_and_quotes_do_not_change_values(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("’", "'").replace("“", '"').replace("”", '"')
    plain = [m.value for m in find_times(text, TUESDAY)]
    assert [m.value for m in find_times(text.replace("\n", "\r\n"), TUESDAY)] == plain
    assert [m.value for m in find_times(text.replace("'", "’"), TUESDAY)] == plain


FORMATS = ("%d %B %Y", "%B %d, %Y", "%b. %d, %Y", "%Y-%m-%d", "%A, %B %d, %Y", "%d.%m.%Y", "%d %b %Y")


DAYS = st.dates(date(1000, 1, 1), date(2100, 12, 31))


@given(DAYS, st.sampled_from(FORMATS), st.sampled_from([TUESDAY, None]))
@settings(max_examples=300)
def test_explicit_dates_come_back_from_every_format(day: date, pattern: str, published: date | None) -> None:
    written = day.strftime(pattern).replace("May.", "May")
    found = find_times(f"It fell on {written} after a siege.", published)
    assert [(m.date_start, m.date_end, m.precision) for m in found] == [(day, day, DatePrecision.DAY)]


@given(st.dates(date(1900, 1, 8), date(2100, 12, 31)), st.integers(0, 6))
def test_a_past_weekday_lies_in_the_week_up_to_publication(published: date, weekday: int) -> None:
    name = (date(2024, 1, 1) + timedelta(days=weekday)).strftime("%A")
    found = only(f"The town was shelled on {name}, police said.", published)
    assert found.date_start is not None
    assert timedelta(0) <= published - found.date_start <= timedelta(days=6)
    assert found.date_start.weekday() == weekday
