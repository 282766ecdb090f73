"""Who did it, to whom, and who says so."""

from __future__ import annotations

import pytest

from articles.actors import Actors, find_actors
from articles.actors.mentions import find_actor_mentions
from articles.attribution import Source, find_source
from articles.sentences import split_sentences
from articles.triggers import find_events
from geodata.model import Attribution, Certainty


def actors_of(text: str, country: str = "UA") -> Actors:
    sentences = split_sentences(text)
    event = find_events(text, sentences)[0]
    return find_actors(text, sentences[event.sentence], event, event.sub_event_type, country)


def source_of(text: str) -> Source:
    sentences = split_sentences(text)
    event = find_events(text, sentences)[0]
    return find_source(text, sentences, event.sentence, event)


@pytest.mark.parametrize(
    ("text", "country", "actor1", "actor2"),
    [
        ("Russian forces shelled homes in Sumy.", "UA", "Military Forces of Russia", "Civilians (Ukraine)"),
        ("The Arakan Army (AA) said it captured Mrauk-U.", "MM", "Arakan Army", None),
        ("The Taliban said on Friday that their fighters captured Kunduz.", "AF", "Taliban", None),
        ("Boko Haram said soldiers captured Bama.", "NG", "Military Forces of Nigeria", None),
        ("The United Wa State Army captured Hopang.", "MM", "UWSA: United Wa State Army", None),
        ("The village was recaptured by Ukrainian troops.", "UA", "Military Forces of Ukraine", None),
        (
            "Gunmen killed 12 villagers in the province.",
            "BF",
            "Unidentified Armed Group (Burkina Faso)",
            "Civilians (Burkina Faso)",
        ),
        ("Al-Shabaab fighters attacked an army base.", "SO", "Al Shabaab", "Military Forces of Somalia"),
        (
            "Ethiopian troops clashed with Tigrayan forces near the border.",
            "ET",
            "Military Forces of Ethiopia",
            "TPLF: Tigray People's Liberation Front",
        ),
        ("Boko Haram militants abducted 20 girls.", "NG", "Boko Haram", "Civilians (Nigeria)"),
        (
            "Protesters marched in the capital; police fired tear gas.",
            "SD",
            "Protesters (Sudan)",
            "Police Forces of Sudan",
        ),
    ],
)
def test_names_actors_as_acled_does(text: str, country: str, actor1: str, actor2: str | None) -> None:
    found = actors_of(text, country)
    assert (found.actor1, found.actor2) == (actor1, actor2)


def test_a_pronoun_with_its_day_is_a_source_without_a_name() -> None:
    source = source_of("On Saturday it said that troops had recaptured the refinery.")
    assert source.name is None
    assert source.kind is Attribution.UNNAMED
    assert source.certainty is Certainty.CLAIMED


def test_the_day_is_no_part_of_the_source() -> None:
    assert source_of("On Saturday the army said that rebels had killed two men.").name == "the army"


def test_a_source_is_no_actor() -> None:
    assert actors_of("Shelling killed two people, Ukrainian officials said.").actor1 is None


def test_civilian_targeting() -> None:
    assert actors_of("Russian forces shelled a hospital in Sumy.").civilian_targeting
    assert not actors_of("Russian forces shelled Ukrainian troops near Sumy.").civilian_targeting


def test_case_of_quotes_does_not_matter() -> None:
    assert actors_of("Russia’s troops shelled homes.") == actors_of("Russia's troops shelled homes.")


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Shelling killed two, the governor said.", "the governor", Attribution.AUTHORITIES),
        ("Shelling killed two, according to residents.", "residents", Attribution.WITNESSES),
        ("The army said its troops recaptured the town.", "The army", Attribution.MILITARY),
        (
            "Jets bombed the town, the Observatory for Human Rights said.",
            "the Observatory for Human Rights",
            Attribution.MONITORS,
        ),
        (
            "Shelling killed two, Kremlin-installed officials said.",
            "Kremlin-installed officials",
            Attribution.REBELS,
        ),
        ("Shelling killed two people.", None, Attribution.REPORTER),
        (
            "“Shelling killed two people. They were asleep,” said Olha Bondar, a neighbour.",
            "Olha Bondar",
            Attribution.UNNAMED,
        ),
    ],
)
def test_finds_who_says_it(text: str, name: str | None, kind: Attribution) -> None:
    source = source_of(text)
    assert source.name == name
    assert source.kind is kind
    assert [span.of(text) for span in source.spans] == ([name] if name else [])


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Shelling killed two people.", Certainty.STATED),
        ("Shelling killed two people, the governor said.", Certainty.CLAIMED),
        ("Police confirmed that shelling killed two people.", Certainty.CONFIRMED),
        (
            "Shelling killed two people, rebels said. The report could not be independently verified.",
            Certainty.DISPUTED,
        ),
    ],
)
def test_how_firmly_it_is_said(text: str, certainty: Certainty) -> None:
    assert source_of(text).certainty is certainty


def test_a_car_bomb_is_no_countrys_army() -> None:
    text = "Car bomb kills four at a market in Kabul."
    [sentence] = split_sentences(text)
    assert [m.name for m in find_actor_mentions(text, sentence, "Afghanistan") if "Military" in m.name] == []
    spelled = "CAR troops shelled the town."
    [sentence] = split_sentences(spelled)
    assert [m.name for m in find_actor_mentions(spelled, sentence, None)] == [
        "Military Forces of Central African Republic"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Haiti gang attack kills nine.", ["Unidentified Armed Group (Haiti)"]),
        ("Haitian gang attack kills nine.", ["Unidentified Armed Group (Haiti)"]),
        ("Somalia hotel attack kills nine.", []),
        ("Mali raid kills nine.", []),
        ("Israeli settler attack hurts two.", []),
        ("Somali army attack kills nine.", ["Military Forces of Somalia"]),
        ("Russian missile attack kills nine.", ["Military Forces of Russia"]),
        ("Russia missile strike kills nine.", ["Military Forces of Russia"]),
        ("U.S. raid kills nine.", ["Military Forces of United States"]),
        ("Russia attacks a port.", ["Military Forces of Russia"]),
    ],
)
def test_a_country_before_what_others_did_there_is_no_army(text: str, expected: list[str]) -> None:
    country = "Haiti" if "gang" in text else None
    found = [m for s in split_sentences(text) for m in find_actor_mentions(text, s, country)]
    assert [m.name for m in found if not m.is_civilian] == expected


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Troops entered Kherson on Friday, hours after Russia said that it had left the city.", None),
        ("Rebels shelled the market in Taiz before the ministry announced a truce.", None),
        ("Gunmen raided the village, but the governor said nothing about the dead.", None),
        ("Gunmen raided the village, though the governor said nothing about it.", None),
        ("Gunmen raided the village on Monday, as the governor said later.", "the governor"),
        ("When dusk fell, the ministry said, rebels shelled the market in Taiz.", "the ministry"),
        ("The army said the raid came after rebels shelled the market in Taiz.", "The army"),
    ],
)
def test_who_speaks_in_a_later_clause_is_no_source_of_what_stands_before(
    text: str, speaker: str | None
) -> None:
    assert source_of(text).name == speaker
