"""What temporal expressions are found, what they are worth, and which days they cover."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.model import TimeMention
from articles.times import find_times
from geodata.model import DatePrecision

TUESDAY = date(2022, 9, 13)


def values(text: str, published: date | None = TUESDAY) -> list[tuple[str, str]]:
    return [(m.text, m.value) for m in find_times(text, published)]


def only(text: str, published: date | None = TUESDAY) -> TimeMention:
    found = find_times(text, published)
    assert len(found) == 1, found
    return found[0]


def days(text: str, published: date | None = TUESDAY) -> tuple[str | None, str | None]:
    mention = only(text, published)
    return tuple(d.isoformat() if d else None for d in (mention.date_start, mention.date_end))  # type: ignore[return-value]


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
