"""Whom a sentence counts among its dead and injured: one by one, in ranges, and under which words."""

from __future__ import annotations

import pytest
from counted_tolls import counted_in

from articles.tolls import find_tolls, total


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("The bomb killed its owner and his business partner.", 2),
        ("Gunmen killed the mayor and his bodyguard.", 2),
        ("A mine killed a herder and his dog.", 1),
        ("The shell killed a guard and his house burned down.", 1),
        ("The blast killed a guard and a fire broke out.", 1),
        ("A Nepali weaver and a Bhutanese potter were killed.", 2),
        ("A weaver, a potter and a dyer were killed.", 3),
        ("A dispute broke out and a man died.", 1),
        ("A cow and a goat were killed.", None),
        ("A border commando, Ranjit Kumar, was killed by snipers.", 1),
        ("A patrol, the second that week, was killed by the fog.", None),
        ("A man, a teacher at the school, was killed.", 1),
        ("A drone hit a passenger car, the driver died.", 1),
        ("A rocket hit the chief town, killing a nurse.", 1),
        ("A bomb hit a man of 61, he died at once.", 1),
        ("A drone dropped a bomb on a 61-year-old man, he died at once.", 1),
        ("The army's rounds killed a 14-year-old.", 1),
        ("A shell killed a 14-year-old and her mother.", 2),
        ("Fighters killed nine staff of the clinic.", 9),
        ("Two masked gunmen knifed and killed a pastor.", 1),
        ("Shells killed 13, the prosecutor general's office in Oster said.", 13),
        ("Nine were hacked to death near Oster, the chief town of the county, an elder said.", 9),
        ("The bomb killed two soldiers, a policeman and a child.", 4),
    ],
)
def test_persons_that_no_number_counts(text: str, killed: int | None) -> None:
    assert counted_in(text)[0] == killed


def test_another_at_the_end_of_a_sentence_is_counted() -> None:
    assert counted_in("The bomb went off, killing two fighters and injuring another.") == (2, 1)
    assert counted_in("A mine killed a shepherd and wounded another.") == (1, 1)


def test_who_says_it_is_none_of_the_injured() -> None:
    assert counted_in("A drone wounded three people, the head of the city's council, Ivan Bondar, said.") == (
        None,
        3,
    )
    assert counted_in("Six died and 34 were injured, said Dr Toky, chief physician at the clinic.") == (6, 34)
    assert counted_in("Her brother, chief Joao Muniz, was wounded.") == (None, 1)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("8-14 civilians were killed.", 8, 14),
        ("8 - 14 civilians were killed.", 8, 14),
        ("2–3 rebels were shot dead.", 2, 3),
        ("At least 33-40 worshippers were killed.", 33, 40),
        ("14 to 20 persons were killed.", 14, 20),
        ("Between 1 to 3 armed men were killed.", 1, 3),
        ("Two or three soldiers were killed.", 2, 3),
        ("Five soldiers, between 35 and 45 militants and three civilians were killed.", 43, 45),
    ],
)
def test_a_range_counts_its_lower_number(text: str, low: int, high: int) -> None:
    toll = total(find_tolls(text))
    assert (toll.fatalities, toll.fatalities_high) == (low, high)


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("On 2-3 June four residents were killed.", 4),
        ("2023-02-05 - 4 killed.", 4),
        ("Some 10-12 km from the town a mine killed three.", 3),
        ("The number of dead rose from 10 to 12.", 12),
        ("A man who worked for Radio24 was shot and killed.", 1),
        ("The mayor was shot dead around 10 a.m. while leaving.", 1),
        ("The trader was killed at 9 p.m at home.", 1),
        ("At 7 a.m. four people were killed.", 4),
    ],
)
def test_dates_hours_and_names_are_no_range_and_no_count(text: str, killed: int) -> None:
    assert counted_in(text)[0] == killed


def test_a_day_before_a_count_is_no_number_of_a_day() -> None:
    assert counted_in("In a second fight the same day two rebels were shot dead.") == (2, None)
    assert counted_in("On day two rebels were shot dead.") == (None, None)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Villagers beat and burned to death six suspected thieves.", (6, None)),
        ("Residents lynched and burned three suspected bandits.", (3, None)),
        ("Three men were taken from their homes and shot dead.", (3, None)),
        ("Four soldiers were attacked and killed one gunman.", (1, None)),
        ("Nine men were charged with robbery and murder.", (None, None)),
        ("Police arrested 14 people over the killing.", (None, None)),
        ("Police arrested 14 people for the killing of a priest.", (None, None)),
        ("The clash led to the death of 3 militiamen and 3 rebels.", (6, None)),
        ("2 militiamen and 1 rebel were wounded.", (None, 3)),
        ("Five died, and four others, two of them girls, died when a shell hit a tent.", (9, None)),
        ("Five were killed and two wounded. One of the wounded later died.", (6, 2)),
        ("A strike killed two policemen and left three civilians wounded.", (2, 3)),
        ("Gunmen killed two guards and their driver and left four others hurt.", (3, 4)),
        ("A shell fell on the choir, killing four of them and wounding nine others.", (4, 9)),
        ("The blast left two of them dead and five others hurt.", (2, 5)),
        ("It killed 20, including nine women and four children.", (20, None)),
        ("They abducted six porters, two of whom were later killed.", (2, None)),
        ("Guards fired at two men, one of whom was wounded.", (None, 1)),
        ("Two men, one of whom was a poacher, were wounded.", (None, 2)),
        ("Nine porters were wounded, two of whom died.", (2, 9)),
        ("Nine porters were killed, two of whom died in hospital.", (9, None)),
        (
            "Two guards and an alleged informer of the banned Eastern Lowland Liberation Movement (ELLM) "
            "were killed.",
            (3, None),
        ),
    ],
)
def test_which_verb_a_count_belongs_to(text: str, counted: tuple[int | None, int | None]) -> None:
    assert counted_in(text) == counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Five terrorists were sent to hell, while one soldier embraced martyrdom.", (6, None)),
        ("Security forces sent four terrorists to hell in a raid.", (4, None)),
        ("The letter sent three readers into a rage.", (None, None)),
        ("Two young men breathed their last on the spot.", (2, None)),
        ("Bandits cut the throat of its 66-year-old priest.", (1, None)),
        ("Fighters slit the throats of three farmers.", (3, None)),
        ("The ban cut the throat of the local economy.", (None, None)),
        ("Mali's army lost 28 soldiers when fighters stormed a position.", (28, None)),
        ("The military said it had lost at least 17 men in the ambush.", (17, None)),
        ("The army lost 28 positions in a week.", (None, None)),
        ("The militia lost 30 members to desertion.", (None, None)),
        ("The mine lost 200 workers to better jobs.", (None, None)),
        ("The enemy lost 1,200 soldiers over the past day.", (None, None)),
        ("Troops lost contact with two soldiers.", (None, None)),
        ("Five persons lost their lives while three others sustained gunshot injuries.", (5, 3)),
        ("A man and a woman were killed, 3 more people are in hospital.", (2, 3)),
        ("Thirteen people died in hospital.", (13, None)),
    ],
)
def test_what_the_press_calls_death_and_injury(text: str, counted: tuple[int | None, int | None]) -> None:
    assert counted_in(text) == counted


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Four gunmen were killed and a soldier died in the clash.", 5),
        ("Twelve people were killed, and three soldiers died.", 12),
        ("Eight rebels were killed, and two rebels died in hospital.", 8),
        ("Three militants were killed, where Havildar Rashid Mehmood also embraced martyrdom.", 4),
        ("Captain Usman Ali and Sepoy Jamil Khan embraced martyrdom.", 2),
        ("Three soldiers, including Havildar Rashid Mehmood, embraced martyrdom.", 3),
    ],
)
def test_the_dead_of_either_side_add_up(text: str, killed: int) -> None:
    assert counted_in(text)[0] == killed


def test_a_day_earlier_sums_up_nothing() -> None:
    assert counted_in("A similar attack a day earlier had killed nine people.") == (9, None)
    assert counted_in("Mines have killed nine people a day.") == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "A force of 300 soldiers was deployed to prevent killings.",
        "Some 200 families fled the killings.",
        "He threatened to kill 12 hostages.",
        "The rebels said they would kill ten prisoners.",
        "Twenty parties want to kill the bill.",
        "Police fired 23 rounds, killing hopes of talks.",
        "Two cows and 30 goats were killed.",
        "Three dolphins died.",
    ],
)
def test_what_is_no_toll(text: str) -> None:
    assert counted_in(text) == (None, None)


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Troops managed to kill 12 rebels.", 12),
        ("Gunmen kill three in Quetta", 3),
        ("Nine civilian deaths were reported.", 9),
        ("Three people and 30 goats were killed.", 3),
        ("Three men aged 23, 34 and 45 were killed.", 3),
        ("A 34-year-old teacher and father of four was killed.", 1),
        ("About ten fighters aboard six motorcycles were killed.", 10),
        ("Six people were killed, bringing the total this year to 340.", 6),
        ("The explosion killed the bomber and two guards.", 3),
        ("A suicide bomber killed himself and three guards.", 4),
        ("Two soldiers paid the supreme sacrifice.", 2),
        ("Two gunmen who killed a judge were arrested.", 1),
        ("Rebels killed a guard and two hostages escaped.", 1),
    ],
)
def test_what_stands_beside_a_toll_changes_it_not(text: str, killed: int) -> None:
    assert counted_in(text)[0] == killed


def test_the_injured_under_treatment_are_none_of_the_risen_toll() -> None:
    text = "The death toll has risen to five, while 12 others remain under treatment."
    assert counted_in(text) == (5, 12)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Seven were killed (four soldiers, three civilians) and nine were wounded.", (7, 9)),
        ("Seven people (four men and three women) were killed.", (7, None)),
        ("Fourteen (14) people were killed.", (14, None)),
        ("One (1) soldier was killed.", (1, None)),
    ],
)
def test_what_stands_in_brackets_is_not_counted_again(
    text: str, counted: tuple[int | None, int | None]
) -> None:
    assert counted_in(text) == counted
