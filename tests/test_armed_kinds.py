"""What always holds of sub-types, whatever the network makes of a trigger."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from articles.reading.armed import (
    by_arms,
    by_army,
    by_crowd,
    by_hand,
    by_means,
    by_release,
    by_target,
    by_victims,
    by_weapon,
    is_broken_off,
    is_tested,
    leaves_talks,
)
from articles.tolls import find_tolls
from geodata.model import EventType, Span, SubEventType

KINDS = tuple(SubEventType)


def likely(kind: SubEventType, then: SubEventType) -> npt.NDArray[np.float32]:
    kinds = np.full(len(KINDS), 0.001, dtype=np.float32)
    kinds[KINDS.index(kind)], kinds[KINDS.index(then)] = 0.85, 0.1
    return kinds / kinds.sum()


def best(kinds: npt.NDArray[np.float32]) -> SubEventType:
    return KINDS[int(kinds.argmax())]


@pytest.mark.parametrize(
    ("text", "remote"),
    [
        ("The staff told of attacks near Udy on Sunday.", False),
        ("Shells fell near Udy on Sunday.", True),
        ("A drone crashed into a flat in Udy.", True),
    ],
)
def test_nothing_is_shelled_without_a_weapon(text: str, remote: bool) -> None:
    kinds = by_weapon(likely(SubEventType.SHELLING, SubEventType.ARMED_CLASH), text)
    assert kinds.sum() == pytest.approx(1)
    assert (best(kinds).event_type is EventType.EXPLOSIONS) is remote


@pytest.mark.parametrize(
    ("text", "trigger", "kind"),
    [
        ("Gunmen attacked the town, killing four soldiers.", "attacked", SubEventType.ARMED_CLASH),
        ("Gunmen attacked the town, killing four farmers.", "attacked", SubEventType.ATTACK),
        (
            "Gunmen attacked the town, killing three soldiers and two traders.",
            "attacked",
            SubEventType.ATTACK,
        ),
        ("Gunmen killed three soldiers and two farmers in the town.", "killed", SubEventType.ATTACK),
    ],
)
def test_soldiers_are_no_civilians(text: str, trigger: str, kind: SubEventType) -> None:
    at = text.index(trigger)
    kinds = likely(SubEventType.ATTACK, SubEventType.PEACEFUL_PROTEST)
    assert best(by_victims(kinds, text, 0, Span(start=at, end=at + len(trigger)), find_tolls(text))) is kind


def test_who_kills_by_hand_strikes_from_no_plane() -> None:
    text = "The air strikes came after rebels killed 15 soldiers in the town."
    at = text.index("killed")
    kinds = likely(SubEventType.AIR_STRIKE, SubEventType.ATTACK)
    kinds = by_victims(kinds, text, 0, Span(start=at, end=at + 6), find_tolls(text))
    assert best(kinds) is SubEventType.ARMED_CLASH


@pytest.mark.parametrize(
    ("before", "trigger", "behind", "kind"),
    [
        ("On Monday troops ", "opened fire", " on traders at the border.", SubEventType.ATTACK),
        ("Border guards ", "fired at", " a group of migrants.", SubEventType.ATTACK),
        ("The army ", "fired on", " fighters in the town.", SubEventType.ARMED_CLASH),
        ("The army ", "opened fire", " on protesters, killing a student.", SubEventType.ARMED_CLASH),
        ("Rebels ", "opened fire", " on villagers.", SubEventType.ARMED_CLASH),
        ("Soldiers ", "opened fire", " at a checkpoint, and traders fled.", SubEventType.ARMED_CLASH),
    ],
)
def test_soldiers_fight_no_battle_with_people_without_arms(
    before: str, trigger: str, behind: str, kind: SubEventType
) -> None:
    kinds = by_target(likely(SubEventType.ARMED_CLASH, SubEventType.ATTACK), trigger, before, behind)
    assert best(kinds) is kind


@pytest.mark.parametrize(
    ("trigger", "kind"),
    [
        ("freed", SubEventType.OTHER),
        ("were rescued", SubEventType.OTHER),
        ("abducted", SubEventType.ABDUCTION),
        ("kidnapped and released", SubEventType.ABDUCTION),
    ],
)
def test_who_is_freed_is_not_abducted_by_that(trigger: str, kind: SubEventType) -> None:
    assert best(by_release(likely(SubEventType.ABDUCTION, SubEventType.ATTACK), trigger)) is kind


@pytest.mark.parametrize(
    ("trigger", "behind", "kind"),
    [
        ("attacked", " a border guards' post outside the town.", SubEventType.ARMED_CLASH),
        ("stormed", " the police station, freeing nine men.", SubEventType.ARMED_CLASH),
        ("attacked", " a camp for displaced people near the police station.", SubEventType.ATTACK),
        ("killed", " nine people by the army base.", SubEventType.ATTACK),
    ],
)
def test_who_attacks_a_post_fights(trigger: str, behind: str, kind: SubEventType) -> None:
    kinds = by_target(likely(SubEventType.ATTACK, SubEventType.ARMED_CLASH), trigger, "Gunmen ", behind)
    assert best(kinds) is kind


@pytest.mark.parametrize(
    ("before", "trigger", "kind"),
    [
        ("Army helicopters met a column of fighters and ", "fired on", SubEventType.AIR_STRIKE),
        ("Two jets ", "attacked", SubEventType.AIR_STRIKE),
        ("After the helicopters had left, rebels ", "attacked", SubEventType.ARMED_CLASH),
        ("Troops who came in helicopters ", "attacked", SubEventType.ARMED_CLASH),
    ],
)
def test_what_aircraft_fire_falls_from_the_air(before: str, trigger: str, kind: SubEventType) -> None:
    assert best(by_arms(likely(SubEventType.ARMED_CLASH, SubEventType.ATTACK), trigger, before)) is kind


@pytest.mark.parametrize(
    ("before", "attack", "after", "kind"),
    [
        ("The staff reported Russian ", "assaults", " near the village.", SubEventType.ARMED_CLASH),
        ("The enemy ", "attacked", " near the village.", SubEventType.ARMED_CLASH),
        ("Soldiers say that gunmen ", "attacked", " the village.", SubEventType.ATTACK),
        ("The army ", "attacked", " villagers at a well.", SubEventType.ATTACK),
    ],
)
def test_ground_attacks_of_an_army_are_clashes(
    before: str, attack: str, after: str, kind: SubEventType
) -> None:
    kinds = likely(SubEventType.ATTACK, SubEventType.PEACEFUL_PROTEST)
    assert best(by_army(kinds, before + attack + after, attack, before)) is kind


@pytest.mark.parametrize(
    ("sentence", "broken"),
    [
        ("The president suspended peace talks with the rebels in the capital.", True),
        ("The rebels walked out of the negotiations on Monday.", True),
        ("Ceasefire talks between the two sides collapsed on Wednesday.", True),
        ("The peace deal fell apart within a week.", True),
        ("After talks had failed twice, both sides agreed on a truce.", False),
        ("Both sides signed a truce in the capital after they had broken off talks.", False),
        ("Both sides agreed on a truce in the capital.", False),
    ],
)
def test_talks_broken_off_are_no_agreement(sentence: str, broken: bool) -> None:
    assert is_broken_off(likely(SubEventType.AGREEMENT, SubEventType.OTHER), sentence) is broken


@pytest.mark.parametrize(
    ("trigger", "behind", "talks"),
    [
        ("walked out of", " the peace talks in the town.", True),
        ("withdrew", " from the power-sharing agreement.", True),
        ("left", " the coalition.", True),
        ("withdrew", " from the town before the talks.", False),
        ("pulled out", " of the town under a deal with the rebels.", False),
        ("withdrew", " from the city by agreement.", False),
        ("left", " the government building in the town.", False),
        ("withdrew", " from government-held areas.", False),
        ("left", " the parliament compound.", False),
        ("attacked", " the government.", False),
    ],
)
def test_who_leaves_a_table_leaves_no_land(trigger: str, behind: str, talks: bool) -> None:
    assert leaves_talks(trigger, behind) is talks


@pytest.mark.parametrize(
    ("behind", "kind"),
    [
        (" in the town by a mortar round fired from afar.", SubEventType.SHELLING),
        (" by a land mine.", SubEventType.REMOTE_EXPLOSIVE),
        (" by two drone strikes.", SubEventType.AIR_STRIKE),
        (" by gunmen, and a rocket hit a school.", SubEventType.ARMED_CLASH),
        (" in clashes.", SubEventType.ARMED_CLASH),
        (" six fighters in an air raid near the town.", SubEventType.AIR_STRIKE),
        (" in artillery fire on the town.", SubEventType.SHELLING),
        (" in an attack on a drone workshop.", SubEventType.ARMED_CLASH),
    ],
)
def test_by_what_somebody_was_hurt_is_the_kind(behind: str, kind: SubEventType) -> None:
    kinds = likely(SubEventType.ARMED_CLASH, SubEventType.ATTACK)
    assert best(by_means(kinds, "were wounded", behind)) is kind


@pytest.mark.parametrize(
    ("trigger", "before", "kind"),
    [
        ("sniper fire", "Hays: ", SubEventType.ATTACK),
        ("shot by a sniper", "A boy was ", SubEventType.ATTACK),
        ("sniper and mortar fire", "The town saw ", SubEventType.SHELLING),
        ("dropped", "Aircraft armed with guided aerial bombs ", SubEventType.AIR_STRIKE),
        ("KAB landed", "At noon a ", SubEventType.AIR_STRIKE),
        ("hit", "Two glide bombs ", SubEventType.AIR_STRIKE),
        ("hit", "Shells ", SubEventType.SHELLING),
        ("fired", "A KAB fell on the depot, and guns ", SubEventType.SHELLING),
    ],
)
def test_arms_with_names_of_their_own(trigger: str, before: str, kind: SubEventType) -> None:
    kinds = likely(SubEventType.SHELLING, SubEventType.ATTACK)
    assert best(by_arms(kinds, trigger, before)) is kind


@pytest.mark.parametrize(
    ("trigger", "before", "behind", "kind"),
    [
        ("killed", "A bomb went off, and gunmen ", " two men in a car.", SubEventType.ATTACK),
        ("killed", "Gunmen ", " two men when a bomb went off.", SubEventType.REMOTE_EXPLOSIVE),
        ("killed", "Militants ", " two men in a car bombing.", SubEventType.REMOTE_EXPLOSIVE),
        ("attacked", "Gunmen ", " a post.", SubEventType.REMOTE_EXPLOSIVE),
        ("killed", "The second blast ", " two men.", SubEventType.REMOTE_EXPLOSIVE),
    ],
)
def test_whom_gunmen_killed_no_bomb_of_another_clause_did(
    trigger: str, before: str, behind: str, kind: SubEventType
) -> None:
    kinds = likely(SubEventType.REMOTE_EXPLOSIVE, SubEventType.ATTACK)
    assert best(by_hand(kinds, trigger, before, behind)) is kind


@pytest.mark.parametrize(
    ("trigger", "before", "kind"),
    [
        ("attacked", "Settlers blocked a road and ", SubEventType.MOB_VIOLENCE),
        ("assaulted", "A crowd ", SubEventType.MOB_VIOLENCE),
        ("attacked", "Armed settlers ", SubEventType.ATTACK),
        ("attacked", "Gunmen who fired into the crowd ", SubEventType.ATTACK),
        ("killed", "A mob ", SubEventType.ATTACK),
        ("attacked", "Rebels ", SubEventType.ATTACK),
    ],
)
def test_a_crowd_without_guns_is_a_mob(trigger: str, before: str, kind: SubEventType) -> None:
    kinds = likely(SubEventType.ATTACK, SubEventType.ARMED_CLASH)
    assert best(by_crowd(kinds, trigger, before)) is kind


@pytest.mark.parametrize(
    ("sentence", "tested"),
    [
        ("The navy held missile tests off Busan and fired two rockets into the sea.", True),
        ("The army test-fired a ballistic missile that hit its target near Semnan.", True),
        ("A live-fire artillery drill began near the border on Monday.", True),
        ("It tested a new long-range missile over the strait.", True),
        ("A rocket hit a house in Semnan on Monday.", False),
        ("A missile test site near Semnan was struck by jets.", False),
        ("Explosions tore through a nuclear test facility near Semnan.", False),
        ("Jets bombed a drone test range in Semnan.", False),
        ("Shells of a live-fire exercise killed two villagers near Hebron.", False),
    ],
)
def test_weapons_that_are_tried_out_attack_nobody(sentence: str, tested: bool) -> None:
    assert is_tested(likely(SubEventType.SHELLING, SubEventType.ARMED_CLASH), sentence) is tested
