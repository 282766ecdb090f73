"""How many died and were injured, by the words that say so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.tolls import find_tolls, total
from articles.tolls.numbers import value_of

KILLED = [
    ("A man was killed.", 1),
    ("Two guards and a national were killed in the blast.", 3),
    ("The blast killed him and two relatives.", 3),
    ("The attack killed and wounded 30 people.", None),
    ("No one was killed.", 0),
    ("There were no casualties.", None),
    ("No deaths were reported.", 0),
    ("A woman and her two children were killed.", 3),
    ("The shell hit a house, killing a couple.", 2),
    ("A family of five was killed.", 5),
    ("At least 12 people, including two children, were killed.", 12),
    ("The strike killed 23 people, three of them children.", 23),
    ("The death toll rose to 14.", 14),
    ("The death toll rose to 45 on Monday after three of the wounded died.", 45),
    ("The death toll from Saturday's rocket strike on the flats has reached 34.", 34),
    ("The number of people killed in the strike has risen to 57.", 57),
    ("Dozens were killed.", 12),
    ("Hundreds of people died.", 100),
    ("Several people were killed.", None),
    ("Twenty-five soldiers were killed.", 25),
    ("One hundred and twelve people died.", 112),
    ("Some 1,200 people have been killed.", 1200),
    ("The bodies of 12 men were found in a grave.", 12),
    ("Police found four burnt bodies.", 4),
    ("Two suicide bombers killed 31 shoppers.", 31),
    ("A bomber killed three officers and two civilians.", 5),
    ("Two soldiers, a policeman and three civilians were killed.", 6),
    ("Four people were injured.", None),
    ("A 23-year-old man was shot dead.", 1),
    ("On 5 March two people were killed.", 2),
    ("In 2019, six soldiers died.", 6),
    ("It killed two members of a family of six.", 2),
    ("Nearly 300 people were wounded.", None),
    ("Thirteen people died in hospital.", 13),
    ("Ten dead, 20 injured in market blast", 10),
    ("The mayor was killed by a car bomb.", 1),
    ("Fifteen of the victims died at once.", None),
    ("A mob nearly lynched four men.", None),
    ("Between 10 and 15 people were killed.", 10),
    ("Both drivers were killed.", 2),
    ("Three people in Kherson were killed.", 3),
    ("Four people who tried to flee by car were shot dead by soldiers.", 4),
    ("Jihadists killed 11 soldiers and left 50 civilians missing.", 11),
    ("Mortar fire killed a girl and her two brothers.", 3),
    ("Officials put the number of dead at 43.", 43),
    ("Olena Petrenko, 34, was killed by shelling.", 1),
    ("Shelling killed Olena Petrenko, 34, and her son Ivan, 7.", 2),
    ("A man, 45, and his wife, 43, were killed.", 2),
    ("In total, 34 were killed.", 34),
    ("Governor Oleh Bondar, 45, said 12 people were killed.", 12),
    ("The toll stands at 31.", 31),
    ("The number of deaths has risen from 12 to 15.", 15),
    ("Two brothers, aged 8 and 11, were killed.", 2),
    ("A policeman and a passer-by died.", 2),
    ("He said that 200 insurgents had been eliminated.", 200),
    ("Gunmen killed between five and eight villagers.", 5),
    ("17-year-old Ahmed was shot dead by soldiers.", 1),
    ("Four attackers were among the dead.", None),
    ("The attack, in which 11 people died, was the worst in months.", 11),
    ("It claimed the lives of 21 people.", 21),
    ("The shelling claimed three more lives.", 3),
    ("An elderly man and woman killed in shelling.", 2),
]


@pytest.mark.parametrize(("text", "expected"), KILLED)
def test_deaths(text: str, expected: int | None) -> None:
    assert total([m for m in find_tolls(text) if not m.older]).fatalities == expected


def test_a_date_on_the_next_line_is_no_part_of_a_number() -> None:
    rows = "1 May | Mopti | Gunmen killed four\n2024-05-02 | Rutshuru | Clashes, two dead"
    assert [t.killed for t in find_tolls(rows)] == [4, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nine people were killed and 15 injured.", 15),
        ("It wounded at least 200.", 200),
        ("Two died and four others were hurt.", 4),
        ("Two people were killed.", None),
        ("Nobody was injured.", 0),
    ],
)
def test_injured_are_counted_apart(text: str, expected: int | None) -> None:
    assert total(find_tolls(text)).injured == expected


def test_bounds_follow_the_words() -> None:
    at_least = total(find_tolls("At least 12 soldiers were killed."))
    assert (at_least.fatalities_low, at_least.fatalities, at_least.fatalities_high) == (12, 12, None)
    up_to = total(find_tolls("Up to 40 people were killed."))
    assert (up_to.fatalities_low, up_to.fatalities, up_to.fatalities_high) == (None, 40, 40)
    between = total(find_tolls("Between 10 and 15 people were killed."))
    assert (between.fatalities_low, between.fatalities, between.fatalities_high) == (10, 10, 15)


def test_one_more_death_adds_and_a_repeated_toll_does_not() -> None:
    assert total(find_tolls("Five people were killed. Another two died in hospital.")).fatalities == 7
    assert total(find_tolls("Five people were killed. The five victims were killed at home.")).fatalities == 5


@pytest.mark.parametrize(
    "text",
    [
        "The attack came days after bombs killed 215 people in the capital.",
        "Protests began over the killing of 30 people last month.",
        "More than 300 people have been killed this year.",
        "The governor had at first reported 23 dead.",
    ],
)
def test_tolls_of_older_events_and_sums_are_told_apart(text: str) -> None:
    assert all(mention.older for mention in find_tolls(text))


def test_a_toll_in_an_after_clause_is_marked() -> None:
    (mention,) = find_tolls("Students marched after police killed a student.")
    assert mention.aside


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twelve", 12),
        ("twenty five", 25),
        ("two hundred", 200),
        ("three thousand five hundred", 3500),
        ("two dozen", 24),
        ("1,050", 1050),
        ("2.5", None),
        ("tree", None),
        ("90,000,000", None),
    ],
)
def test_number_words(words: str, value: int | None) -> None:
    assert value_of(words.split(" ")) == value


@settings(max_examples=100)
@given(st.integers(min_value=2, max_value=1800), st.sampled_from(["soldiers", "people", "children"]))
def test_any_number_in_digits_is_read(number: int, who: str) -> None:
    for written in (str(number), f"{number:,}"):
        text = f"At least {written} {who} were killed on Tuesday."
        (mention,) = find_tolls(text)
        assert mention.killed == number
        assert text[mention.start : mention.end] == f"{written} {who} were killed"


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_spans_lie_inside_any_text(text: str) -> None:
    assert all(0 <= m.start < m.end <= len(text) for m in find_tolls(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At about 11:30, four men were killed by a shell.", [(4, None)]),
        ("In a drone strike at 07:15, eight workers were injured.", [(None, 8)]),
        ("The fighters killed 12: 5 civilians and 7 soldiers.", [(12, None)]),
        ("On Highway 70, five traders were shot dead.", [(5, None)]),
        ("Along the RN 7, six traders were shot dead.", [(6, None)]),
        ("At the checkpoint 16 men were shot dead.", [(16, None)]),
        ("None of the 140 Britons in the city was hurt.", []),
        ("Two of the 140 passengers were killed.", [(2, None)]),
    ],
)
def test_hours_roads_and_none_of_many_are_no_toll(
    text: str, expected: list[tuple[int | None, int | None]]
) -> None:
    assert [(m.killed, m.injured) for m in find_tolls(text)][: len(expected) or 1] == expected


@pytest.mark.parametrize(
    ("text", "summed"),
    [
        ("Since January, 40 people have been killed in the district.", True),
        ("At least 85 people have been killed there since 6 June, when unrest broke out.", True),
        ("More than 300 people have died this year in raids.", True),
        ("Thousands were killed in the past year.", True),
        ("At least nine people have been killed since Thursday.", False),
        ("Gunmen killed 12 people in this year's worst attack.", False),
        ("The fighting that broke out in May has so far left 300 people dead.", True),
        ("The blast has so far killed 12 people.", False),
        ("A mine killed nine, days after a raid.", False),
    ],
)
def test_running_totals_are_told_apart(text: str, summed: bool) -> None:
    assert [m.summed for m in find_tolls(text) if m.killed] == [summed]


def counted(text: str) -> tuple[int | None, int | None]:
    """The dead and the injured that a text counts."""
    toll = total(find_tolls(text))
    return toll.fatalities, toll.injured


@pytest.mark.parametrize(
    ("text", "dead", "injured"),
    [
        ("A patrol came under fire; two of them were wounded.", None, 2),
        ("Two workers were hurt; one of them died.", 1, 2),
        ("Ten people were killed, four of them children.", 10, None),
        ("The hospital took in 25 of the victims, five of whom were dead.", None, None),
    ],
)
def test_some_of_them_count_where_the_others_are_not_counted(
    text: str, dead: int | None, injured: int | None
) -> None:
    assert counted(text) == (dead, injured)


@pytest.mark.parametrize(
    ("text", "dead", "injured"),
    [
        ("Olena Petrenko, a nurse, was killed in Izium.", 1, None),
        ("Rebels killed the governor Ivan Bondar in Izium.", 1, None),
        ("Ivan Bondar has been shot dead.", 1, None),
        ("Ivan Bondar was wounded in Izium.", None, 1),
        ("Rebels killed Ivan Bondar and Petro Koval in Izium.", None, None),
        ("Ivan Bondar and Petro Koval were killed.", None, None),
        ("Ivan Bondar was killed and two guards were wounded.", 1, 2),
        ("Ivan Bondar was asked who killed the men.", None, None),
        ("Shells killed nine; Ivan Bondar was not among them.", 9, None),
    ],
)
def test_one_person_who_is_named_counts_where_nobody_else_is(
    text: str, dead: int | None, injured: int | None
) -> None:
    assert counted(text) == (dead, injured)


@pytest.mark.parametrize("who", ["a shopkeeper", "a customer", "a carpenter", "a teacher"])
def test_one_of_any_trade_counts_once(who: str) -> None:
    (toll,) = find_tolls(f"Shelling killed {who} in Udy on Thursday.")
    assert toll.killed == 1
