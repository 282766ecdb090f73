"""Finding place names: exact spans, what each stands for, and what is no place at all."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.toponyms import find_places
from articles.toponyms.choose import choose_disjoint
from articles.toponyms.tokens import runs, tokenise
from articles.toponyms.words import words_in
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.model import PlaceMention, PlaceRole, PlaceUse


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def names(text: str, gazetteer: Gazetteer) -> list[str]:
    return [m.text for m in find_places(text, (), gazetteer)]


def only(text: str, name: str, gazetteer: Gazetteer) -> PlaceMention:
    (found,) = [m for m in find_places(text, (), gazetteer) if m.text == name]
    return found


def ascii_of(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.replace("‘", "").replace("’", "")


def run_texts(text: str) -> list[str]:
    tokens = tokenise(text)
    return [tokens.surface(first, last) for first, last in runs(tokens)]


# The smallest parts


def test_tokens_carry_the_offsets_of_the_text() -> None:
    text = "In Slov'yansk, U.S. officials said “no”.\r\n\r\nKyiv’s mayor"
    tokens = tokenise(text)
    assert [text[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True) if "\n" not in text[s:e]] == [
        word for word in tokens.words if word != "¶"
    ]
    assert "Slov'yansk" in tokens.words
    assert "U.S." in tokens.words
    assert "’s" in tokens.words


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("a man from St. Louis said", "St. Louis"),
        ("flew to Rio de Janeiro today", "Rio de Janeiro"),
        ("troops left Deir al-Zor at night", "Deir al-Zor"),
        ("the base at al-Tanf was hit", "al-Tanf"),
        ("in Queen Anne's County on Friday", "Queen Anne's County"),
        ("a house in Weston-on-the-Green burned", "Weston-on-the-Green"),
        ("in Côte d'Ivoire the army", "Côte d'Ivoire"),
        ("a crash on Highway 59 killed", "Highway 59"),
    ],
)
def test_a_run_holds_the_whole_name(text: str, run: str) -> None:
    assert run in run_texts(text)


def test_sentences_open_after_a_stop_and_not_after_a_title() -> None:
    tokens = tokenise("Dr. Smith left. Kyiv was quiet. Gen. Brown stayed.")
    assert [w for w, o in zip(tokens.words, tokens.opens, strict=True) if o] == ["Dr", "Kyiv", "Gen"]


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Live\n\n14:20 In Gao rebels fell.", ["Live", "14", "In"]),
        ("9.30 am - Near Gao rebels fell.", ["9", "Near"]),
        ("09:15 GMT In Gao rebels fell.", ["09", "In"]),
        ("Rebels fell at 14:20 In Gao.", ["Rebels"]),
        ("Rebels fell on July 3. In Gao", ["Rebels", "In"]),
        ("14:20 rebels fell in Gao.", ["14"]),
    ],
)
def test_the_sentence_behind_a_time_of_day_opens_too(text: str, opens: list[str]) -> None:
    tokens = tokenise(text)
    found = [w for w, o in zip(tokens.words, tokens.opens, strict=True) if o]
    assert [w.split(":")[0].split(".")[0] for w in found] == opens


def test_the_best_disjoint_spans_are_chosen() -> None:
    assert choose_disjoint([(0, 2, 1.0, "New York"), (0, 1, 0.4, "New"), (1, 2, 0.7, "York")]) == [
        "New",
        "York",
    ]
    assert choose_disjoint([(0, 2, 1.5, "New York"), (1, 2, 0.7, "York")]) == ["New York"]
    assert choose_disjoint([(0, 1, -1.0, "no")]) == []


def test_an_unknown_word_class_is_named() -> None:
    with pytest.raises(ValueError, match="no class 'rivers'"):
        words_in("rivers")


# Spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shelling hit the north-eastern Kharkiv region on Monday.", ["Kharkiv region"]),
        ("Soldiers burned houses in Rakhine State, residents said.", ["Rakhine State"]),
        ("Shells fell near the Zaporizhzhia nuclear power plant.", ["Zaporizhzhia nuclear power plant"]),
        ("Ukraine's second-biggest city, Kharkiv, was hit.", ["Ukraine", "Kharkiv"]),
        ("Clashes in Slov’yansk and Ma'arrat al-Nu'man went on.", ["Slov’yansk", "Ma'arrat al-Nu'man"]),
        ("They fled to the Donbas region in the east.", ["Donbas"]),
        ("He lives in New York, usa and works there.", ["New York", "usa"]),
        ("Troops entered [Kharkiv] 😀 and (Izium) today.", ["Kharkiv", "Izium"]),
        ("Flooding in Long Beach, CA on Monday.", ["Long Beach", "CA"]),
        ("TROY, N.C. (AP) — A man died at home.", ["TROY", "N.C."]),
    ],
)
def test_spans_are_exact(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert names(text, gazetteer) == expected


def test_headlines_in_capitals_are_read(gazetteer: Gazetteer) -> None:
    assert names("SHELLS HIT KHARKIV AS TROOPS PUSH TOWARDS KUPIANSK", gazetteer) == ["KHARKIV", "KUPIANSK"]
    assert names("MISSILES HIT KYIV AND KHARKIV OVERNIGHT", gazetteer) == ["KYIV", "KHARKIV"]


def test_lists_and_addresses_are_read_to_the_end(gazetteer: Gazetteer) -> None:
    text = "Strikes were reported in Sumy, Poltava, Odesa and Lviv, and in Tartus, Syria."
    assert names(text, gazetteer) == ["Sumy", "Poltava", "Odesa", "Lviv", "Tartus", "Syria"]


def test_cyrillic_names_are_found_too(gazetteer: Gazetteer) -> None:
    assert "Харків" in names("Shells hit the city of Харків on Monday.", gazetteer)


@pytest.mark.parametrize(
    "text",
    [
        "Lieutenant General Roman Berdnikov was sacked on Monday.",
        "Paris Hilton smiled at the cameras.",
        "Shares of Lyman Brothers fell by half.",
        "The ex-deputy Boris Nadezhdin spoke on television.",
        "Read more at DailyMail.co.uk",
        "Jordan Peterson and Chelsea Clinton met.",
    ],
)
def test_people_and_firms_are_no_places(text: str, gazetteer: Gazetteer) -> None:
    assert [m.text for m in find_places(text, (), gazetteer) if m.literal] == []


# Meaning and role


@pytest.mark.parametrize(
    ("text", "name", "use"),
    [
        ("Fighting went on in Kyiv all night.", "Kyiv", PlaceUse.LITERAL),
        ("Moscow said it had hit no civilians.", "Moscow", PlaceUse.METONYM),
        ("They pushed Moscow's troops back.", "Moscow", PlaceUse.ASSOCIATIVE),
        ("Bucha mayor Anatoliy Fedoruk spoke to reporters.", "Bucha", PlaceUse.ASSOCIATIVE),
        ("Ukraine's military intelligence said so.", "Ukraine", PlaceUse.ASSOCIATIVE),
        ("A Kremlin-installed official spoke.", "Kremlin", PlaceUse.ASSOCIATIVE),
        ("The Britain-based monitor counted the dead.", "Britain", PlaceUse.ASSOCIATIVE),
        ("Russian troops fled.", "Russian", PlaceUse.DEMONYM),
        ("European leaders met on Monday.", "European", PlaceUse.DEMONYM),
        ("Ships left Ukraine's southern ports.", "Ukraine", PlaceUse.LITERAL),
    ],
)
def test_what_a_name_stands_for(text: str, name: str, use: PlaceUse, gazetteer: Gazetteer) -> None:
    assert only(text, name, gazetteer).use is use


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("BEIRUT (Reuters) - Bombs killed nine people.", "BEIRUT", PlaceRole.DATELINE),
        ("LVIV, Ukraine — Sirens went off at dawn.", "LVIV", PlaceRole.DATELINE),
        ("Soldiers fled to Donbas.", "Donbas", PlaceRole.TARGET),
        ("Thousands fled from Aleppo.", "Aleppo", PlaceRole.ORIGIN),
        ("Shelling killed two people in Udy.", "Udy", PlaceRole.EVENT),
        ("He had studied in Lviv as a boy.", "Lviv", PlaceRole.BACKGROUND),
    ],
)
def test_the_part_a_place_plays(text: str, name: str, role: PlaceRole, gazetteer: Gazetteer) -> None:
    assert only(text, name, gazetteer).role is role


# Properties

_WORDS = (
    "Kyiv|the|U.S.|'s|’s |,|.| in |\r\n|\n\n|St. Louis|«|”|😀|al-|-|Харків|New York| of |(AP)|—|region|"
    "10 km north of |Izium| and |\t|Ma'arrat|SHELLS HIT KYIV AGAIN"
).split("|")
_PIECES = st.lists(st.sampled_from(_WORDS) | st.text(max_size=6), max_size=40)


@settings(max_examples=150)
@given(_PIECES)
def test_spans_are_true_to_the_text_and_disjoint(pieces: list[str]) -> None:
    text = " ".join(pieces)
    last = 0
    for mention in find_places(text, (), open_gazetteer()):
        assert text[mention.start : mention.end] == mention.text
        assert mention.text == mention.text.strip()
        assert mention.start >= last
        last = mention.end


def test_an_empty_text_has_no_places(gazetteer: Gazetteer) -> None:
    assert find_places("", (), gazetteer) == []
    assert find_places(" \n\n ", (), gazetteer) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In Hrakove, which Ukrainian troops liberated on 7 September, two men were found.", "Hrakove"),
        ("Russian troops seized the Chernobyl nuclear power plant.", "Chernobyl nuclear power plant"),
        (
            "Shells fell near the Zaporizhzhia nuclear power plant, its operator said.",
            "Zaporizhzhia nuclear power plant",
        ),
        ("In Nikopol, where three people died, the shelling went on.", "Nikopol"),
        ("In Tokmak, which lies behind the front, a depot burned.", "Tokmak"),
        ("The Kakhovka dam was blown up.", "Kakhovka dam"),
        ("Two drones hit Saky air base in western Crimea.", "Saky air base"),
    ],
)
def test_listed_places_are_found_wherever_they_stand(text: str, name: str, gazetteer: Gazetteer) -> None:
    found = [m.text for m in find_places(text, (), gazetteer) if m.literal]
    assert any(name in f or f in name for f in found), found
    assert name.split()[0] in {f.split()[0] for f in found}


@pytest.mark.parametrize(
    ("text", "name", "literal"),
    [
        ("Warplanes of the coalition struck Sanaa early Tuesday, killing at least 12.", "Sanaa", True),
        ("Russian missiles hit Kyiv on Monday morning.", "Kyiv", True),
        ("Rebels captured Goma and moved south.", "Goma", True),
        ("The West hit Moscow with sanctions.", "Moscow", False),
        ("The mayor of occupied Melitopol, Ivan Fedorov, spoke on Friday.", "Melitopol", False),
        ("He was killed, the governor of Dnipropetrovsk region said.", "Dnipropetrovsk region", False),
        ("Strikes hit Kyiv's plans to join the alliance.", "Kyiv", False),
    ],
)
def test_objects_of_force_are_places_and_offices_are_none(
    text: str, name: str, literal: bool, gazetteer: Gazetteer
) -> None:
    assert only(text, name, gazetteer).literal is literal


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Spain, once the colonial power, offered its help.", "Spain"),
        ("Mediators from Qatar arrived on Monday.", "Qatar"),
        ("The truce came after warnings from Washington.", "Washington"),
        ("Talks with Ankara will go on next week.", "Ankara"),
        ("The militia is backed by Tehran.", "Tehran"),
        ("He is an ally of Russia.", "Russia"),
        ("According to Baku, four soldiers were wounded.", "Baku"),
        ("Relations between Kenya and Somalia have soured.", "Kenya"),
        ("Ukraine also denied the attack.", "Ukraine"),
        ("Sweden and its allies agreed.", "Sweden"),
        ("They urged Israel to open the crossing.", "Israel"),
        ("Iran's presidential office did not comment.", "Iran"),
        ("The Kenya Revenue Authority seized the ship.", "Kenya"),
        ("A Leeds teacher won the prize.", "Leeds"),
        ("Shells hit Kharkiv, Kyiv said.", "Kyiv"),
        ("The US and the European Union condemned the raid.", "European Union"),
    ],
)
def test_governments_peoples_and_institutions_are_kept_off_the_map(
    text: str, name: str, gazetteer: Gazetteer
) -> None:
    assert not only(text, name, gazetteer).literal


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The road between Kenya and Somalia was mined.", "Kenya"),
        ("They left Israel on Sunday.", "Israel"),
        ("A missile landed in Ukraine's south.", "Ukraine"),
        ("Lebanon is home to a million refugees.", "Lebanon"),
        ("Floods have cut off the capital, Juba, since Friday.", "Juba"),
        ("Two shells fell outside Kyiv.", "Kyiv"),
        ("Protesters marched in Washington on Saturday.", "Washington"),
        ("In Damascus, state media said nothing.", "Damascus"),
        ("Kyiv came under the biggest drone attack of the war.", "Kyiv"),
        ("Lviv came under fire on Sunday.", "Lviv"),
        ("Odesa was rocked by explosions.", "Odesa"),
        ("Beirut woke to the sound of air strikes.", "Beirut"),
        ("Khartoum saw its worst shelling in weeks.", "Khartoum"),
    ],
)
def test_the_same_names_are_places_where_something_is_or_moves(
    text: str, name: str, gazetteer: Gazetteer
) -> None:
    assert only(text, name, gazetteer).literal


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jets bombed a village near Khampat town close to the border.", "Khampat"),
        ("The rebels took Paletwu on January 14, they said.", "Paletwu"),
        ("Three people died in the village of Zelmany on Monday.", "Zelmany"),
        ("Troops withdrew from Orvenka after a week of fighting.", "Orvenka"),
    ],
)
def test_towns_that_no_table_lists_are_found_by_what_happens_there(
    text: str, name: str, gazetteer: Gazetteer
) -> None:
    assert any(m.text.startswith(name) and m.literal for m in find_places(text, (), gazetteer))


def test_a_dateline_ends_at_a_dash_or_an_agency(gazetteer: Gazetteer) -> None:
    for text, name in (
        ("KHARTOUM (Reuters) - Shells fell on Monday.", "KHARTOUM"),
        ("TRIPOLI Rockets killed six people.", "TRIPOLI"),
    ):
        assert only(text, name, gazetteer).role is PlaceRole.DATELINE
    for text, name in (
        ("Zambia Tourism Authority (ZTA) said visitors were safe.", "Zambia"),
        ("LONDON - Britain's banks are shut.", "Britain"),
        ("A man from Leeds, Yorkshire - John Smith, 19 - was held.", "Yorkshire"),
    ):
        assert only(text, name, gazetteer).role is not PlaceRole.DATELINE


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Port of Spain", "Workers protested in Port of Spain on Monday."),
        ("San Luis Rio Colorado", "Gunmen attacked San Luis Rio Colorado on Monday."),
        ("Deir ez Zor", "Shells hit Deir ez Zor on Monday."),
        ("Mazar-e Sharif", "A bomb went off in Mazar-e Sharif on Monday."),
        ("Bandar e Mahshahr", "Workers protested in Bandar e Mahshahr city."),
        ("Aix-en-Provence", "Students marched in Aix-en-Provence."),
        ("Frankfurt am Main", "Students marched in Frankfurt am Main."),
        ("As Salt", "Police fired tear gas in As Salt on Monday."),
        ("Mar del Plata", "Teachers marched in Mar del Plata on Monday."),
        ("Khin-U township", "Troops burned houses in Khin-U township on Monday."),
    ],
)
def test_a_name_of_several_words_is_found_whole(name: str, text: str, gazetteer: Gazetteer) -> None:
    assert name in names(text, gazetteer)


def test_small_words_and_months_begin_no_name_of_their_own(gazetteer: Gazetteer) -> None:
    assert names("He came As they left; on Mar 5 they met The mayor At noon.", gazetteer) == []


def test_most_towns_are_found_whole(gazetteer: Gazetteer) -> None:
    towns = [p.name for p in map(gazetteer.place_at, range(len(gazetteer))) if p.population >= 200_000]
    asked = [ascii_of(name) for name in towns if " " in name or "-" in name]
    found = sum(name in names(f"Workers protested in {name} on Monday.", gazetteer) for name in asked)
    assert len(asked) > 500
    assert found / len(asked) >= 0.98


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Bashakuru", "Armed men shot a woman in Bashakuru (Akinyele, Oyo)."),
        ("Solhana", "Militants clashed in the village of Fantakora (Solhana, Yagha)."),
        ("Kouyakape", "Boko Haram attacked Kouyakape (Kolofatar, Mayo-Sava, Extreme-Nord)."),
        ("Daw Taw Ku", "Shells exploded in Daw Taw Ku village (Demoso township, Kayah state)."),
        ("Al Laylia", "Police detained three people in Al Laylia neighborhood in Al-Hasakeh city."),
        ("Kan Gyi Kone", "Rebels raided a camp in Kan Gyi Kone village."),
    ],
)
def test_an_unlisted_name_with_its_address_is_a_place(name: str, text: str, gazetteer: Gazetteer) -> None:
    assert name in names(text, gazetteer)


def test_short_names_of_unions_are_no_places(gazetteer: Gazetteer) -> None:
    text = "At the call of unions (CGT, FO, SUD), people marched."
    assert [m.text for m in find_places(text, (), gazetteer) if m.literal and m.text == "SUD"] == []


def test_a_hyphened_name_is_no_name_of_its_parts(gazetteer: Gazetteer) -> None:
    text = "Jets bombed the Buz-e-Kandahari area of Kunduz city on Friday."
    assert names(text, gazetteer) == ["Buz-e-Kandahari", "Kunduz"]


def test_a_listed_unit_within_an_office_s_name_is_not_stretched(gazetteer: Gazetteer) -> None:
    assert "Moore County" in names("The Moore County District Attorney said so.", gazetteer)
