"""What values hang on: the tense of a sentence, the run of a story, the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.times import find_times
from articles.times import tense as tense_module
from articles.times.calendar_math import easter, nth_weekday, orthodox_easter, unit_of
from articles.times.intervals import interval_of, narrowed
from articles.times.story import Story
from articles.times.tense import tense
from articles.times.tokens import read_tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army shelled the town on Friday.", "past"),
        ("Talks will be held on Friday.", "future"),
        ("Talks are scheduled for Friday.", "future"),
        ("It had been due to expire Friday.", "past"),
        ("They would look into Friday's attack.", "past"),
        ("On Friday, the president will speak.", "future"),
        ("On Friday, the president spoke.", "past"),
        ("He said so. Talks resume in the U.S. on Friday.", ""),
        ("The meeting planned for Friday was cancelled.", "past"),
        ("Two were shot ahead of Friday's vote.", "future"),
        ("Voters go to the polls on Friday.", "future"),
        ("A strike was called for Friday.", "future"),
        ("They were told to leave by Friday.", "future"),
        ("The fighting lasted until Friday.", "past"),
        ("It will stay closed until Friday.", "future"),
        ("Men thought to be bandits on Friday stormed a town.", "past"),
        ("The bridge is to be opened on Friday.", "future"),
    ],
)
def test_the_nearest_telling_word_decides_the_tense(text: str, expected: str) -> None:
    start = text.index("Friday")
    assert tense(text, start, start + len("Friday")) == expected


PIECES = "On Sept. 11, 2001 at 12:30 p.m. a bomb killed 1,200 people , 2022-09-13T12:00 \n\n \r\n \t x".split(
    " "
)


@given(st.lists(st.sampled_from(PIECES), max_size=80).map(" ".join), st.integers(61, 200))
def test_tokens_do_not_depend_on_how_much_is_read_at_once(text: str, at_once: int) -> None:
    whole, pieces = list(read_tokens(text)), list(read_tokens(text, at_once))
    assert "".join(t.letters for t in whole) == "".join(t.letters for t in pieces)
    assert [end for t in whole for end in t.ends] == [end for t in pieces for end in t.ends]


@pytest.mark.parametrize(
    ("text", "future"),
    [
        ("They must pay by March.", True),
        ("They had gone by March.", False),
        ("By March they had gone.", False),
        ("It fell in March.", False),
    ],
)
def test_a_limit_lies_ahead_unless_it_is_said_to_be_over(text: str, future: bool) -> None:
    start = text.index("March")
    assert tense_module.is_limit(text, start, start + 5) is future


def test_a_month_that_only_describes_leaves_the_story_alone() -> None:
    text = "On 13 July 1793 he died. He had led the August 1792 insurrection. On 24 June it went on."
    assert [m.value for m in find_times(text, None)][-1] == "1793-06-24"


def test_a_story_runs_on_over_the_turn_of_the_year() -> None:
    story = Story()
    story.move(1940, 11, None, "", True)
    assert story.year_of(12) == 1940
    assert story.year_of(1) == 1941


def test_a_year_said_in_passing_does_not_move_the_story() -> None:
    story = Story()
    story.move(1964, 8, 2, "", True)
    story.move(2005, None, None, "", True)
    assert story.year_of(8, 4) == 1964


def test_the_year_just_begun_moves_the_story() -> None:
    story = Story()
    story.move(1940, 11, None, "", True)
    story.move(1941, None, None, "", True)
    assert story.year_of(9) == 1941


def test_a_story_comes_back_from_a_flashback() -> None:
    story = Story()
    story.move(1918, 3, 28, "", True)
    story.move(1917, 11, 5, "", True)
    story.coming, story.coming_after = (1918, 8), 1
    assert story.year_of(7, 15) == 1918


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2022-03-05", date(2022, 3, 5), date(2022, 3, 5)),
        ("2022-03-05TNI", date(2022, 3, 5), date(2022, 3, 5)),
        ("2022-W01", date(2022, 1, 3), date(2022, 1, 9)),
        ("2022-W01-WE", date(2022, 1, 8), date(2022, 1, 9)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022-Q4", date(2022, 10, 1), date(2022, 12, 31)),
        ("2022-H1", date(2022, 1, 1), date(2022, 6, 30)),
        ("2022-WI", date(2022, 12, 1), date(2023, 2, 28)),
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("199", date(1990, 1, 1), date(1999, 12, 31)),
        ("18", date(1800, 1, 1), date(1899, 12, 31)),
    ],
)
def test_values_cover_their_days(value: str, start: date, end: date) -> None:
    assert interval_of(value) == (start, end)


@pytest.mark.parametrize(
    "value", ["P3D", "PRESENT_REF", "XXXX-WXX-5", "BC0490", "2022-02-30", "2022-W60", ""]
)
def test_what_names_no_days_covers_none(value: str) -> None:
    assert interval_of(value) is None


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(["D", "W", "M", "Q", "Y", "E", "C"]))
def test_a_day_lies_in_its_own_units(day: date, unit: str) -> None:
    interval = interval_of(unit_of(day, unit, 0))
    assert interval is not None
    assert interval[0] <= day <= interval[1]


@given(st.dates(), st.integers(0, 400), st.sampled_from(["START", "MID", "END", "", "LATER"]))
def test_parts_of_a_period_lie_inside_it(day: date, days: int, edge: str) -> None:
    end = min(date.max.toordinal(), day.toordinal() + days)
    start, last = narrowed((day, date.fromordinal(end)), edge)
    assert day <= start <= last <= date.fromordinal(end)


def test_movable_feasts() -> None:
    assert [easter(year) for year in (2000, 2022, 2024)] == [
        date(2000, 4, 23),
        date(2022, 4, 17),
        date(2024, 3, 31),
    ]
    assert [orthodox_easter(year) for year in (2021, 2022, 2023)] == [
        date(2021, 5, 2),
        date(2022, 4, 24),
        date(2023, 4, 16),
    ]
    assert nth_weekday(1999, 11, 4, 4) == date(1999, 11, 25)


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        ("A truck burned in November 2021. The evening brought raids.", "The evening", (2, 27), (2, 27)),
        ("On 20 February shells fell. The evening was quiet.", "The evening", (2, 20), (2, 20)),
        ("At the end of winter the army left.", "the end of winter", (1, 29), (2, 28)),
    ],
)
def test_evenings_and_winters_in_news_are_those_that_were(
    text: str, words: str, start: tuple[int, int], end: tuple[int, int]
) -> None:
    found = {m.text: m for m in find_times(text, date(2022, 2, 27))}[words]
    assert (found.date_start, found.date_end) == (date(2022, *start), date(2022, *end))
