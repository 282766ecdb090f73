"""What temporal expressions are found, what they are worth, and which days they cover."""

from __future__ import annotations

from datetime import date

import pytest
from times_found import TUESDAY, days, only, values

from articles.times import find_times
from geodata.model import DatePrecision


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("It fell on 5 March 2022 at last.", "5 March 2022", "2022-03-05"),
        ("It fell on March 5, 2022, at last.", "March 5, 2022", "2022-03-05"),
        ("It fell on the 5th of March 2022.", "the 5th of March 2022", "2022-03-05"),
        ("It fell on Saturday, March 5th, 2022.", "Saturday, March 5th, 2022", "2022-03-05"),
        ("It fell on Sat., 5 Mar. 2022.", "Sat., 5 Mar. 2022", "2022-03-05"),
        ("It fell on 2022-03-05.", "2022-03-05", "2022-03-05"),
        ("It fell on 05.03.2022.", "05.03.2022", "2022-03-05"),
        ("It fell on 25/03/2022.", "25/03/2022", "2022-03-25"),
        ("It fell on twenty-first May 1940.", "twenty-first May 1940", "1940-05-21"),
        ("It fell in March 2022.", "March 2022", "2022-03"),
        ("It fell in March of 2022.", "March of 2022", "2022-03"),
        ("It fell in March last year.", "March last year", "2021-03"),
        ("It fell in mid-March.", "mid-March", "2022-03"),
        ("It fell in late 2021.", "late 2021", "2021"),
        ("It fell in nineteen ninety-six.", "nineteen ninety-six", "1996"),
        ("It fell in the 1990s.", "the 1990s", "199"),
        ("It fell in the nineties.", "the nineties", "199"),
        ("It fell in the 19th century.", "the 19th century", "18"),
        ("It fell in the 5th century BC.", "the 5th century BC", "BC04"),
        ("It fell in 490 BC.", "490 BC", "BC0490"),
        ("It fell in the spring of 1943.", "the spring of 1943", "1943-SP"),
        ("It fell last summer.", "last summer", "2022-SU"),
        ("It fell in the third quarter of 1984.", "the third quarter of 1984", "1984-Q3"),
        ("It fell in the first half of 2008.", "the first half of 2008", "2008-H1"),
        ("It fell on Christmas Day.", "Christmas Day", "2021-12-25"),
        ("It fell on Good Friday 2022.", "Good Friday 2022", "2022-04-15"),
        ("It fell in the week of March 7, 2022.", "the week of March 7, 2022", "2022-W10"),
        ("It fell in the week ending 13 March 2022.", "the week ending 13 March 2022", "2022-W10"),
        ("It fell in post-1991 politics.", "1991", "1991"),
        ("It fell on the eve of Orthodox Easter 2022.", "the eve of Orthodox Easter 2022", "2022-04-23"),
        ("It fell on 5-MAR-2022.", "5-MAR-2022", "2022-03-05"),
        ("It fell in Q1 2022.", "Q1 2022", "2022-Q1"),
        ("It fell in H2 of 2021.", "H2 of 2021", "2021-H2"),
    ],
)
def test_dates_are_found_as_written(text: str, surface: str, value: str) -> None:
    assert values(text) == [(surface, value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It was shelled yesterday.", "2022-09-12"),
        ("It will be shelled tomorrow.", "2022-09-14"),
        ("It was shelled on Monday.", "2022-09-12"),
        ("It was shelled on Tuesday.", "2022-09-13"),
        ("It was shelled on Wednesday.", "2022-09-07"),
        ("The talks will resume on Wednesday.", "2022-09-14"),
        ("The talks are expected to resume on Friday.", "2022-09-16"),
        ("It was shelled last Friday.", "2022-09-09"),
        ("It was shelled this week.", "2022-W37"),
        ("It was shelled last week.", "2022-W36"),
        ("It was shelled over the weekend.", "2022-W36-WE"),
        ("It was shelled last month.", "2022-08"),
        ("It was shelled last year.", "2021"),
        ("It was shelled last October.", "2021-10"),
        ("It was shelled six months ago.", "2022-03"),
        ("It was shelled three days ago.", "2022-09-10"),
        ("It was shelled a decade ago.", "2012"),
        ("It was shelled on September 9.", "2022-09-09"),
        ("It was shelled in December.", "2021-12"),
        ("He was killed in November.", "2021-11"),
        ("They plan to attack in November.", "2022-11"),
        ("It was shelled last night.", "2022-09-12TNI"),
        ("It was shelled on Monday night.", "2022-09-12"),
        ("It was shelled on Monday morning.", "2022-09-12TMO"),
        ("It was shelled at 10:35 a.m. on Friday.", "2022-09-09T10:35"),
        ("It was shelled at 0300hrs on 5 May.", "2022-05-05T03:00"),
        ("It was shelled at noon on Friday.", "2022-09-09T12:00"),
        ("It was shelled at 4 in the afternoon on Friday.", "2022-09-09T16:00"),
        ("It was shelled at about 3 in the night.", "2022-09-13T03:00"),
        ("It was shelled at 2000 GMT.", "2022-09-13T20:00"),
        ("It was shelled the day before yesterday.", "2022-09-11"),
        ("It was shelled the day before last Friday's vote.", "2022-09-08"),
        ("It was shelled on Monday of last week.", "2022-09-05"),
        ("It was shelled this past Sunday, September 11.", "2022-09-11"),
        ("It was shelled on the 21st.", "2022-08-21"),
        ("It was shelled on the afternoon of the 7th.", "2022-09-07TAF"),
        ("It was shelled at 6.30pm on Friday.", "2022-09-09T18:30"),
        ("It was shelled at 04:00 on the night of 9 September.", "2022-09-09T04:00"),
        ("It was shelled the week before last.", "2022-W35"),
        ("It was shelled on the first Sunday of August.", "2022-08-07"),
        ("It was shelled on the last Sunday of August 2021.", "2021-08-29"),
        ("It was shelled on the second Friday of last month.", "2022-08-12"),
        ("It was shelled at 2:30 in the afternoon.", "2022-09-13T14:30"),
        ("Schools will stay closed until Friday.", "2022-09-16"),
        ("It was shelled the night before last.", "2022-09-11TNI"),
        ("It was shelled the night before.", "2022-09-12TNI"),
        ("They will meet the week after next.", "2022-W39"),
        ("It was shelled in the week of 5-11 September.", "2022-W36"),
        ("It was shelled on the 21st of last month.", "2022-08-21"),
        ("It was shelled last August.", "2021-08"),
        ("They are to hand it over by February.", "2023-02"),
        ("They have until mid-January to leave.", "2023-01"),
        ("The army had retaken the north by March.", "2022-03"),
    ],
)
def test_news_counts_from_publication(text: str, value: str) -> None:
    assert only(text).value == value


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("They fought for three days.", "P3D", "DURATION"),
        ("After a 16-hour flight they came.", "PT16H", "DURATION"),
        ("It took two and a half years.", "P2Y6M", "DURATION"),
        ("It took 5 1/2 hours.", "PT5H30M", "DURATION"),
        ("It took two decades.", "P20Y", "DURATION"),
        ("It took twenty four hours.", "PT24H", "DURATION"),
        ("It took a few days.", "PXD", "DURATION"),
        ("It took weeks.", "PXW", "DURATION"),
        ("They are shelled every day.", "P1D", "SET"),
        ("They are shelled daily.", "P1D", "SET"),
        ("They meet on Mondays.", "XXXX-WXX-1", "SET"),
        ("They meet on Friday nights.", "XXXX-WXX-5TNI", "SET"),
        ("Over the past decade they met.", "P10Y", "DURATION"),
        ("It stayed for a single year.", "P1Y", "DURATION"),
        ("It fell in the two-year-old war.", "P2Y", "DURATION"),
        ("It was the worst of several quarters.", "PXQ", "DURATION"),
        ("They will one day come back.", "FUTURE_REF", "DATE"),
        ("They are there now.", "PRESENT_REF", "DATE"),
        ("They recently left.", "PAST_REF", "DATE"),
        ("They will soon leave.", "FUTURE_REF", "DATE"),
    ],
)
def test_amounts_sets_and_references(text: str, value: str, kind: str) -> None:
    mention = only(text)
    assert (mention.value, mention.kind) == (value, kind)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Shelling on Monday night killed two.", "2022-09-12", "2022-09-12"),
        ("Missiles struck overnight.", "2022-09-12", "2022-09-13"),
        ("In the past 24 hours they advanced.", "2022-09-12", "2022-09-13"),
        ("They shelled 12 towns in 24 hours.", "2022-09-12", "2022-09-13"),
        ("Over the past two weeks they advanced.", "2022-08-30", "2022-09-13"),
        ("It fell in early May 2020.", "2020-05-01", "2020-05-11"),
        ("It was taken earlier this week.", "2022-09-12", "2022-09-13"),
        ("It was taken this week.", "2022-09-12", "2022-09-18"),
        ("It was taken in the first week of May 2020.", "2020-05-01", "2020-05-07"),
        ("It was taken in the last two days of May 2020.", "2020-05-30", "2020-05-31"),
        ("It has been shelled since February 24.", "2022-02-24", None),
        ("It will be shelled until Friday.", None, "2022-09-16"),
        ("It was taken in the winter of 2021.", "2021-12-01", "2022-02-28"),
        ("It was taken in 490 BC.", None, None),
        ("It lasted three days.", None, None),
        ("It was shelled in the past week.", "2022-09-06", "2022-09-13"),
        ("It was shelled overnight on Sunday.", "2022-09-11", "2022-09-12"),
        ("It was shelled overnight into Monday.", "2022-09-11", "2022-09-12"),
        ("It was shelled overnight Tuesday.", "2022-09-12", "2022-09-13"),
        ("It was shelled in mid-June.", "2022-06-10", "2022-06-21"),
        ("It was shelled in the 1990s.", "1990-01-01", "1999-12-31"),
        ("It was shelled in the first half of April 2020.", "2020-04-01", "2020-04-15"),
        ("It was shelled in the second half of April 2020.", "2020-04-16", "2020-04-30"),
        ("It was shelled in the week of September 5.", "2022-09-05", "2022-09-11"),
        ("It was shelled this past weekend.", "2022-09-10", "2022-09-11"),
        ("It was shelled in the week ending 9 September.", "2022-09-03", "2022-09-09"),
        ("It was shelled in the week to Sunday.", "2022-09-05", "2022-09-11"),
        ("It was shelled in the week starting September 3.", "2022-09-03", "2022-09-09"),
        ("It was shelled just after midnight.", "2022-09-12", "2022-09-13"),
        ("It was shelled in the night to Friday.", "2022-09-08", "2022-09-09"),
        ("It was shelled in the night to 9 September.", "2022-09-08", "2022-09-09"),
        ("It was shelled in the night from Sunday to Monday.", "2022-09-11", "2022-09-12"),
        ("It was shelled on the night of Sunday into Monday.", "2022-09-11", "2022-09-12"),
        ("It was shelled overnight from Thursday to Friday.", "2022-09-08", "2022-09-09"),
    ],
)
def test_values_become_inclusive_intervals(text: str, start: str | None, end: str | None) -> None:
    assert days(text) == (start, end)


def test_day_of_the_war_needs_a_known_start() -> None:
    assert only("It was day 200 of the war in Ukraine.").value == "2022-09-11"
    assert only("On day 201 of Russia's full-scale invasion Ukraine struck.").value == "2022-09-12"
    assert values("It was day 200 of the war.") == []


def test_without_a_publication_date_nothing_is_guessed() -> None:
    found = find_times("Yesterday, on Friday and last week it was shelled. Two days ago too.", None)
    assert [m.value for m in found] == ["XXXX-XX-XX", "XXXX-WXX-5", "XXXX-WXX", "XXXX-XX-XX"]
    assert {(m.date_start, m.date_end, m.precision) for m in found} == {(None, None, DatePrecision.UNKNOWN)}
    told = find_times("On 5 March 2022 they came. The next day they left.", None)
    assert told[-1].date_start == date(2022, 3, 6)


@pytest.mark.parametrize(
    "text",
    [
        "Jan Kavan spoke.",
        "The Long March ended.",
        "He may march on.",
        "1,500 men died.",
        "The 11th U.S. Circuit Court ruled.",
        "After the fall of the city they fled.",
        "The 6-year-old boy",
        "three quarters of the town",
        "UN Resolution 1701",
        "room 1984",
        "2000 soldiers died",
        "at $1999 a piece",
        "on the 38th parallel",
        "on 31 June",
        "two men in their 30s",
        "on 8 March Street",
        "the 9 May Brigade",
        "the Sunday Times",
        "the Arab Spring",
        "the final week of the campaign",
        "'High Noon' was shown",
        "the third attack in as many days",
        "",
        "\n\n  \n",
    ],
)
def test_what_only_looks_like_a_time_is_left_alone(text: str) -> None:
    assert find_times(text, TUESDAY) == []


def test_that_before_a_date_may_begin_a_clause() -> None:
    assert values("Police said that Friday's blast killed two.") == [("Friday", "2022-09-09")]
    assert values("Police said that last week two were killed.") == [("last week", "2022-W36")]
    assert values("On Monday they came. On that Monday two were killed.")[1] == ("that Monday", "2022-09-12")


@pytest.mark.parametrize("text", ["on MONDAY", "ON MONDAY", "on monday", "On Monday"])
def test_upper_and_lower_case_read_the_same(text: str) -> None:
    assert only(f"It was shelled {text}.").value == "2022-09-12"


def test_reasons_say_what_was_counted_from() -> None:
    assert "publication on 2022-09-13" in only("It was shelled yesterday.").reasons[0]
    assert only("It fell on 5 March 2022.").reasons == ("as written",)
