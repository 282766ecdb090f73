"""Words in another sense, texts about something else, and clauses that name places of their own."""

from datetime import date

import pytest

from articles.pipeline import read_article
from articles.sentences import split_sentences
from articles.triggers import find_events
from geodata.model import Article, SubEventType

OTHER_SENSES = (
    "The lira hit a record low on Monday after the central bank cut rates.",
    "Most of the families had fallen on hard times.",
    "Six people died when a coach crashed into a wall near Swindon.",
    "The car went off the road near the town of Virden.",
    "The minister presented a package of measures in Lagos.",
    "He died on Wednesday in Bloomfield after a long battle with lung cancer.",
    "Hackers attacked the website of the club on Thursday.",
    "At least 63 people have died of bird flu in Indonesia.",
    "He was sentenced to life in prison for the murder of his wife in Croydon.",
    "A dead swan was found in Fife on Thursday.",
    "A strike by dockers brought the port of Liverpool to a standstill.",
    "The president survived the vote in Lima after heated battles in congress.",
    "Refugees who fled the fighting in Tigray are living in camps in Gedaref.",
    "The Iraqis possess chemical weapons.",
    "The army said that air strikes on Aleppo could begin within days.",
)
CRIME = (
    "A woman was stabbed to death in Leeds on Tuesday. Detectives said a suspect had been charged and would "
    "stand trial next week. The jury in another case, a burglary in Bradford in which a student was killed, "
    "is expected to give its verdict on Friday. "
)


def told(text: str) -> list[SubEventType]:
    found = find_events(text, split_sentences(text))
    return [event.sub_event_type for event in found if event.modality.value == "happened"]


@pytest.mark.parametrize("sentence", OTHER_SENSES)
def test_a_word_in_another_sense_reports_nothing(sentence: str) -> None:
    assert told(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "A missile hit a record office in Kharkiv.",
        "A car bomb hit a convoy near the coal mine in Pavlohrad.",
        "Shells fell on the village while people slept.",
        "The troops seized 300 kilos of explosives in Lahore.",
        "Soldiers on strike duty shot dead two miners in Marikana.",
        "A drone crashed into an apartment block in Kyiv, killing two people.",
    ],
)
def test_the_guards_let_real_violence_through(sentence: str) -> None:
    assert told(sentence)


def test_ordinary_crime_is_no_conflict() -> None:
    assert told(CRIME) == []


def test_the_same_death_counts_where_the_text_is_about_conflict() -> None:
    war = "Rebels shelled the town, and soldiers fought militants at a checkpoint. "
    assert SubEventType.ATTACK in told(CRIME + war)


def placed(text: str) -> set[tuple[str, str]]:
    reading = read_article(Article.create(text, published=date(2023, 6, 1)))
    return {(str(r.sub_event_type), r.place.name) for r in reading.reports if r.place}


def test_names_of_letters_and_digits_are_words() -> None:
    assert told("The M23 seized the town of Rutshuru.") == [SubEventType.NON_STATE_OVERTAKES]


def test_a_crowd_that_recalls_an_uprising_demonstrates_now() -> None:
    assert told("Thousands marched in Omdurman on the anniversary of the uprising.") == [
        SubEventType.PEACEFUL_PROTEST
    ]


def test_the_city_of_names_the_place_and_not_what_stands_before() -> None:
    text = "Jets struck two houses in the southern Gaza city of Rafah on Sunday, killing 14 people."
    assert placed(text) == {("Air/drone strike", "Rafah")}


def test_what_was_only_tried_takes_nothing_with_it() -> None:
    text = "A crowd tried to break through a barricade in Kakching; troops used tear gas to push it back."
    assert told(text) == [SubEventType.PROTEST_INTERVENTION]


def test_a_victim_known_by_age_alone_is_one_death() -> None:
    text = "Troops shot dead a 17-year-old in Jenin during a raid on Saturday evening."
    reports = read_article(Article.create(text, published=date(2024, 3, 17))).reports
    assert [r.toll.fatalities for r in reports] == [1]
