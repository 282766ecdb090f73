"""Dates that belong together: ranges, lists, stretches, and what goes on from a date told before."""

from __future__ import annotations

from datetime import date

import pytest
from times_found import TUESDAY, days, only, values

from articles.times import find_times
from geodata.model import DatePrecision


@pytest.mark.parametrize(
    "text",
    [
        "It was shelled between 3 and 5 May 2020.",
        "It was shelled from May 3 to May 5, 2020.",
        "It was shelled on May 3–5, 2020.",
        "It was shelled on 3-5 May 2020.",
    ],
)
def test_both_ends_of_a_range_cover_it(text: str) -> None:
    found = find_times(text, TUESDAY)
    assert [m.value for m in found] == ["2020-05-03", "2020-05-05"]
    assert {(m.date_start, m.date_end) for m in found} == {(date(2020, 5, 3), date(2020, 5, 5))}
    assert {m.precision for m in found} == {DatePrecision.DAYS}


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("It was shelled from 3 May 2020 until the early hours of 5 May 2020.", True),
        ("It was shelled from the evening of 3 May 2020 until dawn on 5 May 2020.", True),
        ("It was shelled between the night of 3 May 2020 and the morning of 5 May 2020.", True),
        ("It was shelled in the night of 3 May 2020 and on the morning of 5 May 2020.", False),
        ("It was shelled from 5pm on 3 May 2020. In the early hours of 5 May 2020 it fell.", False),
    ],
)
def test_parts_of_days_are_ends_of_a_range(text: str, one: bool) -> None:
    found = [(m.date_start, m.date_end) for m in find_times(text, TUESDAY)]
    three, five = date(2020, 5, 3), date(2020, 5, 5)
    assert found == ([(three, five)] * 2 if one else [(three, three), (five, five)])


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("They fought on 12 and 13 April 2020.", [(12, 13), (12, 13)]),
        ("They fought on April 12 and 13, 2020.", [(12, 13), (12, 13)]),
        ("They fought on April 12 and April 14, 2020.", [(12, 12), (14, 14)]),
        ("They fought on April 12, 2020 and on April 13, 2020 there was calm.", [(12, 12), (13, 13)]),
    ],
)
def test_two_days_running_are_one_stretch(text: str, ends: list[tuple[int, int]]) -> None:
    found = [(m.date_start, m.date_end) for m in find_times(text, TUESDAY)]
    assert [(a.day, b.day) for a, b in found if a and b] == ends


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("It was shelled on August 24, 26 and 28.", ["2022-08-24", "2022-08-26", "2022-08-28"]),
        ("It was shelled on 9, 10 and 11 September.", ["2022-09-09", "2022-09-10", "2022-09-11"]),
        ("On September 9, 12 civilians were killed.", ["2022-09-09"]),
        ("On September 9 and 12 people were killed.", ["2022-09-09"]),
        ("Footage of September 9 and 10 shows it.", ["2022-09-09", "2022-09-10"]),
    ],
)
def test_lists_of_days_end_where_people_are_counted(text: str, dates: list[str]) -> None:
    assert [value for _, value in values(text)] == dates


@pytest.mark.parametrize(
    "text",
    [
        "It was shelled between 1:30 and 4:00 on 9 September.",
        "It was shelled at 4 a.m. (1300 GMT) on Friday.",
    ],
)
def test_hours_share_the_day_that_follows(text: str) -> None:
    assert {m.date_start for m in find_times(text, TUESDAY)} == {date(2022, 9, 9)}


def test_a_stretch_over_new_year_begins_in_the_year_before() -> None:
    found = find_times("It was shelled from December 30 to January 2, 2022.", TUESDAY)
    assert {(m.date_start, m.date_end) for m in found} == {(date(2021, 12, 30), date(2022, 1, 2))}


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("It was shelled in the first three months of 2020.", date(2020, 1, 1), date(2020, 3, 31)),
        ("It was shelled in the last two weeks of 2020.", date(2020, 12, 18), date(2020, 12, 31)),
        ("It was shelled in March/April 2020.", date(2020, 3, 1), date(2020, 4, 30)),
        ("It was shelled on 15/16 March 2020.", date(2020, 3, 15), date(2020, 3, 16)),
    ],
)
def test_two_expressions_name_one_stretch(text: str, start: date, end: date) -> None:
    assert {(m.date_start, m.date_end) for m in find_times(text, TUESDAY)} == {(start, end)}


def test_two_amounts_with_one_unit_are_two() -> None:
    assert values("It took two to three weeks.") == [("two", "P2W"), ("three weeks", "P3W")]


def test_the_next_day_of_no_day_is_not_placed() -> None:
    assert days("The next day they were shelled.") == (None, None)
    assert only("The next day they will be shelled.").value == "2022-09-14"


@pytest.mark.parametrize(
    ("follow", "value"),
    [
        ("The next day they left.", "2022-09-06"),
        ("A day earlier they had left.", "2022-09-04"),
        ("Two days later they left.", "2022-09-07"),
        ("The same day they left.", "2022-09-05"),
        ("That night they left.", "2022-09-05TNI"),
        ("The following week they left.", "2022-W37"),
    ],
)
def test_anaphora_count_from_the_last_date(follow: str, value: str) -> None:
    assert find_times(f"On 5 September 2022 they came. {follow}", TUESDAY)[-1].value == value


def test_a_numeric_date_that_fits_both_ways_is_the_one_before_publication() -> None:
    for text, day in (("on 3/4/2022", date(2022, 4, 3)), ("on 9/10/2022", date(2022, 9, 10))):
        mention = only(text)
        assert mention.date_start == day
        assert "other way round" in mention.reasons[0]


def test_a_night_that_leads_into_a_day_covers_both() -> None:
    found = find_times("It was shelled overnight Sunday into Monday.", TUESDAY)
    assert {(m.date_start, m.date_end) for m in found} == {(date(2022, 9, 11), date(2022, 9, 12))}


def test_joined_dates_share_the_year_that_follows() -> None:
    assert values("It began in March and April 1918.") == [("March", "1918-03"), ("April 1918", "1918-04")]
    assert values("It began on 31 May-1 June 1916.")[0] == ("31 May", "1916-05-31")


NARRATIVE = (
    "In 1939 the army crossed the border. In November 1939 the capital was taken. In December all was calm. "
    "In January the line broke, and on 3 March 1940 peace was signed. The next day the troops left. In April "
    "of that year others came. By 1941 the front had settled, and in May it moved. In 1942 it held."
)
NARRATIVE_VALUES = "1939 1939-11 1939-12 1940-01 1940-03-03 1940-03-04 1940-04 1941 1941-05 1942"


def test_narratives_go_on_from_their_own_dates() -> None:
    assert [value for _, value in values(NARRATIVE, date(2009, 12, 19))] == NARRATIVE_VALUES.split()


def test_no_stretch_reaches_over_the_end_of_a_line() -> None:
    found = find_times("Incidents of 1-14 March 2021\n- 16 March 2021: a landmine went off.", TUESDAY)
    assert [(m.date_start, m.date_end) for m in found] == [
        (date(2021, 3, 1), date(2021, 3, 14)),
        (date(2021, 3, 1), date(2021, 3, 14)),
        (date(2021, 3, 16), date(2021, 3, 16)),
    ]


@pytest.mark.parametrize("words", ["Hours later", "A few minutes later"])
def test_hours_later_is_on_the_day_told_before(words: str) -> None:
    found = find_times(f"A patrol was ambushed on 3 May 2020. {words}, a grenade went off.", TUESDAY)
    assert (found[-1].date_start, found[-1].date_end) == (date(2020, 5, 3), date(2020, 5, 3))


@pytest.mark.parametrize("words", ["the past day, 12 September,", "the last 24 hours (September 12)"])
def test_a_day_stated_behind_the_past_day_is_that_day(words: str) -> None:
    found = find_times(f"Over {words} the town was shelled.", TUESDAY)
    assert {(m.date_start, m.date_end) for m in found} == {(date(2022, 9, 12), date(2022, 9, 12))}


def test_the_next_day_is_counted_from_the_story_without_an_article_too() -> None:
    found = find_times("Rebels attacked a convoy on 11 April 2020; army next day struck back.", TUESDAY)
    assert found[-1].date_start == date(2020, 4, 12)
