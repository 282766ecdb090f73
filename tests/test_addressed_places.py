"""A town is looked for in the unit, or in the people's land, that the text puts right beside its name."""

from __future__ import annotations

import pytest
from reading_samples import places_told

from articles.pipeline import read_article
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.geography import distance_km
from geodata.model import Article, PlaceMention, PlacePrecision

ELSEWHERE = (
    "Crowds marched in Toronto, Ottawa and Kingston, Ontario. Others met in Portland and Eugene, Oregon, and "
    "in Dallas and Houston, Texas.\n\n"
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def last_of(text: str, name: str, gazetteer: Gazetteer) -> PlaceMention:
    return [m for m in places_told(text, gazetteer) if m.text == name][-1]


@pytest.mark.parametrize(
    ("sentence", "name", "country"),
    [
        ("A riot broke out in Hamilton, the Bermudian capital, on Friday.", "Hamilton", "BM"),
        ("Bermuda's capital, Hamilton, saw riots on Friday.", "Hamilton", "BM"),
        ("Police fired tear gas in the Seychellois capital, Victoria.", "Victoria", "SC"),
        ("The Seychellois town of Victoria was calm.", "Victoria", "SC"),
        ("Clashes broke out in San Jose, the Costa Rican capital.", "San Jose", "CR"),
        ("An Indian court in Salem sentenced four men on Tuesday.", "Salem", "IN"),
    ],
)
def test_a_people_s_town_is_in_its_land_whatever_else_is_told(
    sentence: str, name: str, country: str, gazetteer: Gazetteer
) -> None:
    place = last_of(ELSEWHERE + sentence, name, gazetteer).place
    assert place is not None
    assert place.country_code == country


@pytest.mark.parametrize(
    ("sentence", "name", "country"),
    [
        ("American police in Paris helped, and so did police in France.", "Paris", "FR"),
        ("Russian police in Kyiv were seen by nobody.", "Kyiv", "UA"),
        ("Russian soldiers in Hamilton, Ontario, trained.", "Hamilton", "CA"),
    ],
)
def test_who_is_abroad_moves_no_town(sentence: str, name: str, country: str, gazetteer: Gazetteer) -> None:
    place = last_of(sentence, name, gazetteer).place
    assert place is not None
    assert place.country_code == country


@pytest.mark.parametrize(
    ("sentence", "name", "unit"),
    [
        ("Clashes broke out in Mansa town (Mansa district, Punjab) on Sunday.", "Mansa", "IN.23"),
        ("Farmers clashed in Mansa town, Mansa district, Punjab state.", "Mansa", "IN.23"),
        ("Gunmen killed five people in Los Angeles, Durango, on Saturday.", "Los Angeles", "MX.10"),
        ("Gunmen killed five people in Los Angeles (Durango) on Saturday.", "Los Angeles", "MX.10"),
        ("Two men were shot dead in San Francisco, Nayarit, police said.", "San Francisco", "MX.18"),
        ("A bomb exploded in Athens, Georgia, on Saturday.", "Athens", "US.GA"),
        # What a bracket leads up to is a chain and no list, also over names that no table has.
        ("They protested at Elavoor village (Ernakulam district, Kerala).", "Elavoor", "IN.13"),
        ("He fled in Kwekwe (Kwekwe Urban, Midlands).", "Midlands", "ZW.02"),
        # A quarter is the town's that was named before it.
        ("In Rio Branco (Acre), a man was shot in the Santa Helena neighborhood.", "Santa Helena", "BR.01"),
        ("A grenade was found in Rio de Janeiro, in the Bangu neighborhood.", "Bangu", "BR.21"),
        # A square is no town of its name.
        (
            "In San Miguel de Tucuman, drivers met in Hipolito Yrigoyen square.",
            "Hipolito Yrigoyen square",
            "AR.24",
        ),
    ],
)
def test_a_town_is_looked_for_in_the_unit_behind_it(
    sentence: str, name: str, unit: str, gazetteer: Gazetteer
) -> None:
    place = last_of(sentence, name, gazetteer).place
    assert place is not None
    assert place.admin1 == unit


@pytest.mark.parametrize(
    "sentence",
    [
        "Gunmen killed five people in Los Angeles, Veracruz, on Saturday.",
        "Gunmen killed five people in Los Angeles (Veracruz) on Saturday.",
    ],
)
def test_the_famous_namesake_abroad_is_not_meant_with_a_unit_that_has_none(
    sentence: str, gazetteer: Gazetteer
) -> None:
    place = last_of(sentence, "Los Angeles", gazetteer).place
    assert place is None or place.admin1 == "MX.30"
    unit = last_of(sentence, "Veracruz", gazetteer)
    assert unit.precision is PlacePrecision.REGION, "the state, not its port"


def test_a_unit_named_twice_lies_in_itself(gazetteer: Gazetteer) -> None:
    text = (
        "The Minnesota Department of Transportation and the Minnesota State Patrol shut a road in Minnesota."
    )
    found = [m.place for m in places_told(text, gazetteer) if m.text == "Minnesota"]
    assert found
    assert None not in found


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Explosions in Kyiv, Kharkiv on Monday.", "Kyiv|Kharkiv"),
        ("Explosions were heard in Beirut, Damascus, officials said.", "Beirut|Damascus"),
        ("Fighters attacked Baghdad, Basra on Monday.", "Baghdad|Basra"),
        ("He flew from London, Paris and Berlin to Kabul.", "London|Paris|Berlin"),
    ],
)
def test_cities_side_by_side_hold_none_of_another(sentence: str, names: str, gazetteer: Gazetteer) -> None:
    for name in names.split("|"):
        place = last_of(sentence, name, gazetteer).place
        assert place is not None
        assert place.population > 1_000_000


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("Russian shells hit Okhtyrka, Vyshnevodolyna and Bilopillia in Sumy region on Monday.", "UA.21"),
        ("Russian drones hit Hlukhiv, Krasnopillia and Verbokruch in Sumy Oblast on Monday.", "UA.21"),
        ("Gunmen killed seven people in Dankarimu in Zamfara State on Monday.", "NG.57"),
        ("Gunmen raided Dankarimu, a community in Zamfara State, on Monday and killed nine.", "NG.57"),
        ("The attackers burned Wunamo, Demosi and Kuburi villages in Borno state on Sunday.", "NG.27"),
    ],
)
def test_an_unlisted_village_of_a_wide_unit_is_drawn_as_the_unit(sentence: str, unit: str) -> None:
    reports = read_article(Article.create(sentence)).reports
    drawn = [r for r in reports if any("is in no table" in reason for reason in r.reasons)]
    assert drawn
    for report in drawn:
        assert report.place is not None
        assert report.place.admin1 == unit
        assert report.place_precision is PlacePrecision.REGION
        assert report.radius_km > 40
        assert report.place_confidence <= 0.6


def test_what_is_told_of_a_village_elsewhere_says_where_to_draw_it() -> None:
    text = (
        "Gunmen killed seven people in Dankarimu on Monday. A school in Dankarimu in Zamfara State was shut."
    )
    report = read_article(Article.create(text)).reports[0]
    assert report.place is not None
    assert report.place.admin1 == "NG.57"


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        (
            "Rebels clashed in Tirkule kebele, in Gubba woreda (North Wello, Amhara).",
            "ET.46",
        ),
        ("Gunmen looted 350 cows in Ngazuba Dala village (coded as Djugu) (Djugu, Ituri).", "CD.17"),
        (
            "Militants clashed with hunters in the village of Fantakora (Solhana, Yagha).",
            "BF.12",
        ),
        ("Two people were shot dead in Barangay San Telmo (Tiaonga, Quezon, Calabarzon).", "PH.40"),
        ("Armed men shot and killed a woman in Bashakuru (Akinyele, Oyo).", "NG.32"),
        ("Parents blocked a school in Umlazini (eThekwini, KwaZulu-Natal) in a demonstration.", "ZA.02"),
        ("Boko Haram attacked Kouyakape (Kolofatar, Mayo-Sava, Extreme-Nord), killing one.", "CM.12"),
    ],
)
def test_the_address_of_an_unlisted_village_says_where_to_draw_it(sentence: str, unit: str) -> None:
    report = read_article(Article.create(f"On 18 May 2022, {sentence[0].lower()}{sentence[1:]}")).reports[0]
    assert report.place is not None
    assert report.place.admin1 == unit
    assert report.place_confidence <= 0.6


def test_a_country_that_is_only_talked_about_is_not_where_it_was() -> None:
    text = "On 25 February, around 30 people demonstrated in Geltingau against the war in Ukraine."
    report = read_article(Article.create(text)).reports[0]
    assert report.place is None


def test_a_village_of_a_district_is_not_its_namesake_in_another(gazetteer: Gazetteer) -> None:
    mention = last_of("They protested at Elavoor village (Ernakulam district, Kerala).", "Elavoor", gazetteer)
    assert mention.precision is PlacePrecision.DISTRICT
    assert mention.latitude is not None
    assert abs(mention.latitude - 10.06) < 0.1


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Soldiers shelled Umm Kahfa town in the Hasakah countryside on Monday.", "Al-Hasakah"),
        ("A mine exploded on the road in Ghadir al-Nahl village, Quneitra.", "Quneitra"),
        ("Artillery shelled Upper Sheikhun village, Aleppo.", "Aleppo"),
        ("Soldiers shelled Sfuhan in Idlib on Monday.", "Idlib"),
    ],
)
def test_a_village_by_a_town_s_name_alone_lies_anywhere_in_its_unit(sentence: str, name: str) -> None:
    [report] = read_article(Article.create(sentence)).reports
    assert report.place is not None
    assert (report.place.name, report.place_precision) == (name, PlacePrecision.REGION)


def test_a_quarter_and_a_street_lie_in_the_town_itself() -> None:
    for sentence in (
        "Three people died in the Sheikh Omar neighbourhood of Raqqa when a bomb exploded.",
        "A bomb exploded on Francis Street in Charleston.",
    ):
        [report] = read_article(Article.create(sentence)).reports
        assert report.place is not None
        assert report.place_precision in (PlacePrecision.NEAR, PlacePrecision.SETTLEMENT)


def test_a_neighbourhood_of_a_city_does_not_make_the_city_one_of_it() -> None:
    text = "A bomb exploded in the Shahr-e-Now neighbourhood of Kabul."
    city = next(m for m in read_article(Article.create(text)).places if m.text == "Kabul")
    assert city.place is not None
    assert city.place.country_code == "AF"


def test_a_town_recorded_in_another_district_is_not_meant(gazetteer: Gazetteer) -> None:
    """Rasulabad of Unnao is the only one listed; the one meant is a village of Kanpur Dehat."""
    text = "Youths staged a protest in Rasulabad (Kanpur Dehat district, Uttar Pradesh) on Monday."
    [report] = read_article(Article.create(text)).reports
    assert report.place is not None
    assert report.place.name == "Kanpur Dehat"


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Workers rallied outside the Ministry of Labour (Tunis) and demanded higher wages.", "Tunis"),
        ("Residents protested in front of the Provincial Government (Jeonju) on Monday.", "Jeonju"),
        ("A crowd gathered at the National Assembly (Seoul City - Jongno) to protest.", "Seoul"),
    ],
)
def test_a_bracket_behind_a_site_says_in_which_town_it_is(text: str, town: str) -> None:
    [report] = read_article(Article.create(text)).reports
    assert report.place is not None
    assert report.place.name == town


@pytest.mark.parametrize(
    ("text", "name", "town"),
    [
        ("In Guadalajara, Jalisco, a man was shot dead in colonia La Colonia.", "La Colonia", "Guadalajara"),
        ("Thousands protested in La Plata, in Moreno square, on Monday.", "Moreno", "La Plata"),
        ("A bomb went off in Lviv, in Kyiv street, on Monday.", "Kyiv street", "Lviv"),
    ],
)
def test_what_a_quarter_or_a_street_is_named_after_is_not_where_it_lies(
    text: str, name: str, town: str
) -> None:
    reading = read_article(Article.create(text))
    assert {r.place.name for r in reading.reports if r.place} == {town}
    named = [m for m in reading.places if m.text == name and m.place]
    assert all(m.place is not None and m.place.name == town for m in named)


def test_a_town_named_like_its_province_is_the_province_s(gazetteer: Gazetteer) -> None:
    place = last_of("In San Juan (San Juan), more than 300 people protested.", "San Juan", gazetteer).place
    assert place is not None
    assert place.admin1 == "AR.18"


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Students protested in Sorong city (West Papua province).", "Sorong", "ID.PD"),
        ("Shops were burnt in Zalingei (West Darfur) on Monday.", "Zalingei", "SD.61"),
    ],
)
def test_a_unit_holds_what_was_a_part_of_it(text: str, name: str, code: str, gazetteer: Gazetteer) -> None:
    """Ten years on, news still puts towns in the provinces that new ones were split off."""
    place = last_of(text, name, gazetteer).place
    assert place is not None
    assert place.admin1 == code


def test_a_village_is_looked_for_in_its_township(gazetteer: Gazetteer) -> None:
    text = (
        "In Kyauk Tan village of Mahlaing township (Meiktila district, Mandalay region), soldiers shot a man."
    )
    place = last_of(text, "Kyauk Tan", gazetteer).place
    [township] = [p for p, _ in gazetteer.matches("Mahlaing Township")]
    assert place is not None
    assert distance_km(place, township) < township.radius_km


def test_names_of_several_arabic_words_are_one(gazetteer: Gazetteer) -> None:
    text = "Protesters marched in Bani an Namri and Bani as Sayagh (Al Haymah Ad Dakhiliyah, Sanaa)."
    reading = read_article(Article.create(text))
    assert {r.own_name for r in reading.reports} == {"Bani an Namri", "Bani as Sayagh"}
    assert {r.place.country_code for r in reading.reports if r.place} == {"YE"}


@pytest.mark.parametrize("name", ["Raqqa", "Al Raqqa", "Ar Raqqa", "Ar-Raqqah"])
def test_an_arabic_town_is_known_with_and_without_its_article(name: str, gazetteer: Gazetteer) -> None:
    assert gazetteer.matches(name)[0][0].id == "gn:172955"


def test_a_part_of_a_town_and_the_town_are_two_names(gazetteer: Gazetteer) -> None:
    names = [m.text for m in places_told("A man was killed in Speney Adda of Herat city.", gazetteer)]
    assert "Herat" in names


def test_a_bracket_s_name_is_not_one_of_a_country_where_its_unit_does_not_lie() -> None:
    """No Abadan of Nigeria is listed as a town; the one that is has 300,000 people and lies in Iran."""
    text = "Troops clashed with militants at Malam Fatori (Abadan, Borno) on Monday."
    [report] = read_article(Article.create(text)).reports
    assert report.place is not None
    assert report.place.name == "Malam Fatori"


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        (
            "In Acapulco, Guerrero, an officer was shot dead in Colonia Villa Guerrero.",
            "Colonia Villa Guerrero",
            "Acapulco de Juárez",
        ),
        ("In Oaxaca a woman was killed in San Martin Mexicapan.", "San Martin Mexicapan", None),
        (
            "In Nazareno, Durango, parents took over the Francisco Villa elementary school.",
            "Francisco Villa",
            "Nazareno",
        ),
    ],
)
def test_a_part_of_a_longer_name_is_not_the_place(
    text: str, name: str, place: str | None, gazetteer: Gazetteer
) -> None:
    mention = next(m for m in read_article(Article.create(text)).places if m.text == name)
    assert (mention.place.name if mention.place else None) == place
