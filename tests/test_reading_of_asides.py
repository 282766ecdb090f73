"""What a sentence tells beside its main event keeps its own day, place and dead: invented news."""

from __future__ import annotations

from datetime import date

import pytest

from articles.pipeline import read_article
from geodata.model import Article, Report
from geodata.model import SubEventType as Sub

PUBLISHED = date(2023, 3, 15)  # a Wednesday


def read(text: str) -> list[Report]:
    return list(read_article(Article.create(text, published=PUBLISHED)).reports)


def by_place(reports: list[Report]) -> dict[str, Report]:
    return {r.place.name if r.place else "": r for r in reports}


@pytest.mark.parametrize(
    ("ago", "start", "end"),
    [
        ("ten days after", date(2023, 3, 3), date(2023, 3, 3)),
        ("a week after", date(2023, 3, 2), date(2023, 3, 10)),
    ],
)
def test_an_older_attack_is_counted_back_from_the_new_one(ago: str, start: date, end: date) -> None:
    told = by_place(
        read(f"A bomb killed six people in Kabul on Monday, {ago} gunmen shot dead nine villagers in Herat.")
    )
    assert told["Kabul"].toll.fatalities == 6
    assert told["Kabul"].date_start == told["Kabul"].date_end == date(2023, 3, 13)
    assert told["Herat"].toll.fatalities == 9
    assert told["Herat"].date_start is not None
    assert told["Herat"].date_end is not None
    assert told["Herat"].date_start <= start
    assert told["Herat"].date_end <= end


def test_nobody_hurt_today_says_nothing_of_the_older_attack() -> None:
    told = by_place(
        read(
            "Rioters set fire to a market in Lagos on Monday, three weeks after 40 people were massacred in "
            "the town of Gwoza. No one was killed in the fire."
        )
    )
    assert told["Gwoza"].toll.fatalities == 40
    assert not told["Lagos"].toll.fatalities


def test_a_dated_relative_clause_tells_another_event_at_its_place() -> None:
    reports = read(
        "Soldiers clashed with rebels in Gao on Tuesday and in Mopti, where 31 people were slaughtered in "
        "December."
    )
    clashes = [r for r in reports if r.sub_event_type is Sub.ARMED_CLASH]
    assert {r.place.name for r in clashes if r.place} == {"Gao", "Mopti"}
    assert not any(r.toll.fatalities for r in clashes)
    (massacre,) = [r for r in reports if r.sub_event_type is Sub.ATTACK]
    assert massacre.place is not None
    assert massacre.place.name == "Mopti"
    assert massacre.toll.fatalities == 31
    assert (massacre.date_start, massacre.date_end) == (date(2022, 12, 1), date(2022, 12, 31))


def test_the_day_of_writing_is_not_the_day_of_the_event() -> None:
    (report,) = read(
        "BAMAKO, March 15 (Reuters) - Gunmen killed 12 people in an assault on a camp in Menaka, the army "
        "said on Tuesday."
    )
    assert report.date_start is None
    assert report.date_end == date(2023, 3, 14)


def test_a_weekday_before_the_attack_tells_its_day_even_in_a_promise() -> None:
    (report,) = read("Rebels have vowed to answer Saturday's attack on Gao, in which four soldiers died.")
    assert report.date_start == report.date_end == date(2023, 3, 11)


def test_days_counted_in_one_clause_do_not_date_another() -> None:
    told = by_place(
        read(
            "Rebels entered Homs on Tuesday after capturing Hama two days earlier, while in the south "
            "fighters seized Daraa."
        )
    )
    assert told["Hama"].date_start == date(2023, 3, 12)
    assert told["Daraa"].date_start != date(2023, 3, 12)


def test_what_came_a_day_after_an_attack_dates_and_places_it() -> None:
    reports = read(
        "DNIPRO, Ukraine — Rescuers left the site of a shop in Nikopol on Wednesday, a day after a rocket "
        "blew a hole in it. At least four people were killed."
    )
    (report,) = reports
    assert report.place is not None
    assert report.place.name == "Nikopol"
    assert report.sub_event_type is Sub.SHELLING
    assert report.date_start == report.date_end == date(2023, 3, 14)
    assert report.toll.fatalities == 4


def test_a_base_somebody_aimed_at_is_no_base_set_up() -> None:
    assert not read("The group had aimed at an air base near Haifa, its leader said in a speech.")


def test_people_arrested_at_a_protest_make_it_one_met_by_police() -> None:
    (report,) = read(
        "Hundreds protested in front of the ministry in Amman on Monday; two students were arrested."
    )
    assert report.sub_event_type is Sub.PROTEST_INTERVENTION


def test_since_a_month_begins_in_the_last_such_month() -> None:
    (report,) = read("Since October, Israeli strikes have killed more than 300 people in Lebanon.")
    assert (report.date_start, report.date_end) == (date(2022, 10, 1), PUBLISHED)


def test_a_day_told_amid_a_list_of_towns_parts_it_not() -> None:
    told = by_place(
        read("Fighting continued near Bakhmut on March 14, particularly around Soledar and Klishchiivka.")
    )
    assert len(told) == 3
    assert all(r.date_start == date(2023, 3, 14) for r in told.values())


def test_the_dead_of_years_are_not_those_of_the_protest_told_before() -> None:
    reports = read(
        "Hundreds protested in Yangon on Monday.\n\n"
        "Since the February 2021 coup, more than 3,100 civilians have been killed by the security forces."
    )
    assert Sub.EXCESSIVE_FORCE not in {r.sub_event_type for r in reports}


def test_captives_set_free_are_no_land_retaken_and_nobody_abducted() -> None:
    reports = read("Troops killed seven bandits in a gun battle near Birnin Gwari and freed 13 captives.")
    assert {r.sub_event_type for r in reports} == {Sub.ARMED_CLASH}
    assert reports[0].toll.fatalities == 7


def test_drones_an_air_force_downed_fell_in_its_country() -> None:
    told = by_place(
        read(
            "A drone hit a depot in Odesa on Tuesday.\n\nShells hit Kherson on Tuesday.\n\n"
            "Ukraine's air force said it had downed 25 of 33 drones."
        )
    )
    assert told["Ukraine"].sub_event_type is Sub.DISRUPTED_WEAPONS


def test_who_was_killed_on_another_day_is_no_victim_of_the_shelling() -> None:
    reports = read(
        "Residents of Korem had fled on Sunday and Monday as troops shelled the town. A nurse of a relief "
        "group was killed there on Friday while handing out food."
    )
    shelling, attack = reports
    assert shelling.sub_event_type is Sub.SHELLING
    assert not shelling.toll.fatalities
    assert attack.sub_event_type is Sub.ATTACK
    assert attack.toll.fatalities == 1
    assert attack.date_start == attack.date_end == date(2023, 3, 10)
    assert attack.place == shelling.place


def test_whom_troops_killed_are_no_victims_of_the_raid_before() -> None:
    reports = read(
        "Gunmen on motorcycles stormed the town of Kaura Namoda at dawn on Tuesday, residents said. An army "
        "spokesman said troops had killed seven bandits in a gun battle."
    )
    assert {r.sub_event_type: r.toll.fatalities for r in reports} == {Sub.ATTACK: None, Sub.ARMED_CLASH: 7}


def test_shares_of_villages_leave_the_total_to_the_valley() -> None:
    reports = read(
        "Air strikes killed at least 40 people in the Bekaa Valley late on Monday, officials said, in the "
        "deadliest day since the war began last month.\n\n"
        "The strikes hit ten areas in and around the city of Baalbek, including the villages of Nabi Chit, "
        "where 12 people died, and Ubbaqoor, where seven were killed."
    )
    assert sorted(r.toll.fatalities or 0 for r in reports) == [7, 12, 40]
    assert all(r.date_start == r.date_end == date(2023, 3, 13) for r in reports)
    (lost,) = [r for r in reports if r.toll.fatalities == 7]
    assert lost.place is None


def test_dead_counted_town_by_town_are_counted_once() -> None:
    told = by_place(
        read(
            "Israeli jets struck southern Lebanon on Tuesday.\n\n"
            "Three people died in the Israeli raids, two of them in Tyre and one in Khiam, the ministry said."
        )
    )
    assert {n: r.toll.fatalities for n, r in told.items()} == {"Lebanon": None, "Tyre": 2, "Khiam": 1}
    assert all(r.sub_event_type is Sub.AIR_STRIKE for r in told.values())
    assert told["Tyre"].date_start == date(2023, 3, 14)


def test_the_story_goes_on_at_its_own_place_after_an_aside() -> None:
    reports = read(
        "PORT-AU-PRINCE, Haiti (AP) - Gang members set fire to a hospital in the capital late Saturday, "
        "three weeks after 90 people were massacred in the slum of Cité Soleil.\n\n"
        "On Tuesday, gunmen shot dead two reporters at the reopening of a clinic.\n\n"
        "Police, part of a foreign mission, clashed with gangs in Gonaïves, where 45 people were slaughtered "
        "in October."
    )
    told = {(r.sub_event_type, r.place.name if r.place else ""): r.toll.fatalities for r in reports}
    assert told == {
        (Sub.MOB_VIOLENCE, "Port-au-Prince"): None,
        (Sub.ATTACK, "Cité Soleil"): 90,
        (Sub.ATTACK, "Port-au-Prince"): 2,
        (Sub.ARMED_CLASH, "Gonaïves"): None,
        (Sub.ATTACK, "Gonaïves"): 45,
    }


def test_a_village_no_table_holds_keeps_its_dead_from_the_next_town() -> None:
    told = by_place(
        read(
            "Air strikes hit areas around the city of Baalbek on Monday, including the village of Ubbaqoor, "
            "where nine people were killed.\n\nHezbollah said it had fired rockets at troops near Khiam."
        )
    )
    assert told["Khiam"].toll.fatalities is None
    assert told[""].toll.fatalities == 9


def test_what_an_air_force_downed_in_its_country_is_no_later_strike() -> None:
    told = by_place(
        read(
            "Ukraine's air force says it shot down 28 of 29 drones overnight.\n\n"
            "A missile has hit a block of flats in Kryvyi Rih. Three people were hurt."
        )
    )
    assert told["Ukraine"].sub_event_type is Sub.DISRUPTED_WEAPONS
    assert told["Kryvyi Rih"].toll.injured == 3


def test_ground_near_a_town_is_no_land_taken() -> None:
    reports = read(
        "A mine killed two drivers near Ayorou on Monday. Rebels advanced to within a mile of the army."
    )
    assert [r.sub_event_type for r in reports] == [Sub.REMOTE_EXPLOSIVE]


def test_whom_gunmen_mowed_down_are_dead() -> None:
    (report,) = read("Gunmen burst into a mosque in Herat on Monday and mowed down five worshippers.")
    assert report.toll.fatalities == 5


def test_months_after_leaves_open_how_many() -> None:
    told = by_place(
        read(
            "At least 25 people were killed when a bomb went off at a market in Quetta on Friday, months "
            "after a similar blast in Peshawar left 40 dead."
        )
    )
    assert told["Quetta"].date_start == date(2023, 3, 10)
    assert told["Peshawar"].toll.fatalities == 40
    assert told["Peshawar"].date_start is None
    assert told["Peshawar"].date_end == date(2023, 2, 8)
