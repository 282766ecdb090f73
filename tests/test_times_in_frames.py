"""What the frame of a text says of time: stamps of entries, hours, days of wars, when it was said."""

from __future__ import annotations

from datetime import date

import pytest

from articles.sentences import split_sentences
from articles.times import find_times
from articles.times.said import bounds_of, told_by
from articles.times.stamps import find_stamps

TUESDAY = date(2022, 9, 13)


def dates(text: str, published: date | None = TUESDAY) -> list[tuple[str, str | None]]:
    return [(m.text, m.date_start and m.date_start.isoformat()) for m in find_times(text, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A shell fell last Tue.", [("last Tue", "2022-09-06")]),
        ("A shell fell on Fri, 9 am.", [("Fri, 9 am", "2022-09-09")]),
        ("A shell fell Sun 9am.", [("Sun 9am", "2022-09-11")]),
        ("A shell fell at 9am Sun.", [("9am Sun", "2022-09-11")]),
        ("Sat night was calm.", [("Sat night", "2022-09-10")]),
        ("They relied on Sun Microsystems.", []),
        ("He told The Sun at 9 p.m. what fell.", [("9 p.m.", "2022-09-13")]),
        ("They sat in the sun.", []),
    ],
)
def test_a_short_weekday_counts_where_something_says_it_is_one(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert dates(text) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("At 07:15 a bus was hit near the market on Sunday.", "2022-09-11"),
        ("On Friday, police said, a bus was hit at 07:15; the mayor came on Sunday.", "2022-09-09"),
        ("At 07:15 a bus was hit. On Sunday it rained.", "2022-09-13"),
        ("At 07:15 a bus was hit.", "2022-09-13"),
    ],
)
def test_an_hour_is_of_the_day_that_its_sentence_names(text: str, day: str) -> None:
    assert next(start for said, start in dates(text) if "07:15" in said) == day


@pytest.mark.parametrize(
    ("line", "is_stamp"),
    [
        ("9.48pm", True),
        ("14:05 GMT", True),
        ("12m ago", True),
        ("3 hours ago · Sun 8 May 2022 at 6:15pm", True),
        ("2022-05-08 18:15", True),
        ("Monday, 9 May 2022", False),
        ("14:05 Shells hit a bridge", False),
        ("12 dead", False),
        ("At 9 people came", False),
    ],
)
def test_a_line_that_is_only_a_time_of_day_stamps_an_entry(line: str, is_stamp: bool) -> None:
    text = f"What happened today\n\n{line}\nThe army said so."
    assert [text[s.start : s.end] for s in find_stamps(text)] == ([line] if is_stamp else [])


BLOG = """Updates

Sun 11 Sep 2022 at 6:15pm
A depot burned yesterday.

7.01am
A bridge fell on Thursday.

9 Sep 2022 14:05 GMT
A raid was made yesterday."""


def test_an_entry_counts_from_its_own_stamp_and_no_further() -> None:
    found = dict(dates(BLOG))
    assert found["Sun 11 Sep 2022 at 6:15pm"] == "2022-09-11"
    assert found["7.01am"] == "2022-09-11"
    assert found["Thursday"] == "2022-09-08"
    assert [start for said, start in dates(BLOG) if said == "yesterday"] == ["2022-09-10", "2022-09-08"]


def test_a_stamp_after_publication_moves_nothing() -> None:
    assert ("yesterday", "2022-09-12") in dates("1 Oct 2022 14:05\nA raid was made yesterday.")


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("On day 200 of the war a shell hit Kyiv.", date(2022, 9, 12), "2022-09-11"),
        ("On day 200 of the war a shell hit Khartoum.", date(2023, 10, 31), "2023-10-31"),
        ("On day 200 of the war shells hit Gaza.", date(2024, 4, 24), "2024-04-23"),
        ("On day 200 of the war shells hit Gaza.", date(2022, 9, 12), None),
        ("On day 200 of the war a shell hit the town.", date(2022, 9, 12), None),
        ("On the 45th day of the war in Tigray a shell hit Mekelle, Kyiv's envoy said.", date(2020, 12, 19),
         "2020-12-18"),
    ],
)  # fmt: skip
def test_days_of_a_war_count_from_the_start_of_the_war_told_of(
    text: str, published: date, day: str | None
) -> None:
    assert [start for said, start in dates(text, published) if "day" in said] == ([day] if day else [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Four were killed, police said on Friday.", True),
        ("Four were killed, the SABA news agency reported on Friday.", True),
        ("The mayor told Reuters by telephone on Friday that four were killed.", True),
        ("He wrote on Telegram on Friday: four were killed.", True),
        ("Four were killed, says a statement issued on Friday.", True),
        ("Troops entered the town, the army confirmed Friday.", True),
        ("Police said gunmen attacked on Friday.", False),
        ("Police said that on Friday gunmen attacked.", False),
        ("Police said Friday's attack killed four.", False),
        ("Clashes were reported on Friday.", False),
        ("The institute reported attacks on Friday.", False),
        ("Gunmen attacked on Friday, police said.", False),
    ],
)
def test_a_time_hangs_on_a_verb_of_speech_only_where_nothing_else_stands_between(
    text: str, told: bool
) -> None:
    assert bool(told_by(text, split_sentences(text), find_times(text, TUESDAY), find_stamps(text))) is told


def test_what_was_told_by_a_stamp_or_a_speaker_is_bounded_by_it() -> None:
    text = "11 Sep 2022 at 6:15pm\nA depot burned.\nA bridge fell, police said on Friday.\n\nIt rained."
    sentences = split_sentences(text)
    stamps = find_stamps(text)
    told = told_by(text, sentences, find_times(text, TUESDAY), stamps)
    bounds = bounds_of(sentences, told, stamps)
    assert [b and b.text for b in bounds][1:] == ["11 Sep 2022 at 6:15pm", "Friday", "11 Sep 2022 at 6:15pm"]
