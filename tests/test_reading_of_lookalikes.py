"""What only sounds like news of violence, and sums of what is told besides: invented news."""

from __future__ import annotations

from datetime import date

import pytest

from articles.pipeline import read_article
from articles.reading.played import is_only_played, is_played
from articles.reading.remembered import only_sounds_so
from geodata.model import Article, EventType, Report, Span
from geodata.model import SubEventType as Sub

PUBLISHED = date(2023, 3, 15)  # a Wednesday
FORCE = (EventType.BATTLES, EventType.EXPLOSIONS, EventType.CIVILIANS)


def read(text: str) -> list[Report]:
    return list(read_article(Article.create(text, published=PUBLISHED)).reports)


@pytest.mark.parametrize(
    "text",
    [
        "Church bells rang across Beirut on Monday as Lebanon marked two years since the explosion at the "
        "port.",
        "Hail bombarded Izmail on Monday, and 12,000 homes were left without power.",
        "Gunmen stormed the railway station in Jammu on Monday and took six people hostage, all as part of a "
        "mock drill.",
        "Their striker's late shot destroyed the visitors in Baghdad on Monday after a goal was ruled out.",
        "The commander threatened on Monday to hit Haifa with hundreds of missiles.",
        "Five people were killed near Nakuru on Monday when a lorry overturned on a bridge.",
        "Two people died in Homs on Monday when a gas cylinder exploded in a kitchen.",
    ],
)
def test_what_only_sounds_like_violence_is_none(text: str) -> None:
    assert [r for r in read(text) if r.sub_event_type.event_type in FORCE] == []


@pytest.mark.parametrize(
    "text",
    [
        "Captain Sani laid a wreath in Ouagadougou on Monday for the soldiers who fell last year.",
        "Candles were lit in Mekelle on Monday on the anniversary of the truce.",
        "Thousands gathered in Potocari on Monday to bury thirty newly identified victims of 1995.",
        "Hundreds gathered in Beni on Monday for the burial of nine farmers.",
        "Villagers gathered at the church in Beni on Monday to mourn nine farmers killed last week.",
    ],
)
def test_a_memorial_is_no_protest(text: str) -> None:
    assert [r for r in read(text) if r.sub_event_type.event_type is EventType.PROTESTS] == []


@pytest.mark.parametrize(
    "text",
    [
        "On the anniversary of the invasion, missiles killed three people in Kharkiv on Monday.",
        "Rebels attacked troops during an exercise near Gao on Monday, killing two.",
        "Hundreds marched in Amman on Monday on the anniversary of the uprising.",
        "Hundreds gathered in Amman on Monday to mourn the dead and protested against the government.",
        "Hundreds gathered in Amman on Monday to denounce the price of bread.",
        "Families gathered in Sarajevo on Monday to commemorate the siege and demanded justice.",
        "Ukrainian Storm Shadows struck the naval headquarters in Sevastopol on Monday.",
        "Hurricane rockets hit Kherson on Monday, the governor said.",
        "Drones came in waves hitting Kharkiv on Monday.",
        "A lorry ploughed into a Christmas market in Berlin on Monday, killing 12 people.",
        "A lorry overturned in Mosul on Monday when a bomb went off below it, killing two.",
        "A battery fired on Izium on Monday, killing two.",
        "Rebels scored a victory on Monday when they killed an army captain near Goma.",
        "Rebels killed two soldiers near Gao on Monday who were there as part of a training exercise.",
        "A blast at a rally marking the anniversary of the revolution killed eight in Herat on Monday.",
        "Men at a ceremony on the anniversary of the revolution killed eight people in Herat on Monday.",
        "On the anniversary of the coup on Monday, jets razed the village of Pazigyi.",
        "Gunmen opened fire at fans after a match in Baghdad on Monday, killing the goalkeeper.",
        "Bandits killed nine miners at a gold mine in Anka on Monday.",
        "Militiamen hacked nine people to death at a coal mine near Quetta on Monday.",
        "Nine people were killed on Monday in clashes over a gold mine in Djugu.",
        "Bandits killed nine fans at the stadium in Zaria on Monday after the match.",
        "Shelling killed nine people in Kherson on Monday, and attacks have risen by 18 per cent this year.",
        "On 6 March a rocket killed two in Izium, where strikes doubled compared with last year.",
        "Two sappers were killed by a mine on Monday while destroying shells near Kherson.",
        "Rebels killed nine soldiers near Gao on Monday during a simulated battle.",
        "A gas cylinder packed with explosives blew up at a market in Homs on Monday in an attack.",
    ],
)
def test_what_happened_beside_them_is_read(text: str) -> None:
    assert len(read(text)) >= 1


@pytest.mark.parametrize(
    ("sentence", "word", "kind", "barred"),
    [
        ("A lorry overturned on a bridge, which killed two.", "killed", Sub.ATTACK, True),
        ("A lorry overturned in an explosion, which killed two.", "killed", Sub.ATTACK, False),
        ("A train was derailed near the mine town; one man died.", "derailed", Sub.REMOTE_EXPLOSIVE, False),
        ("A gas cylinder exploded in a kitchen.", "exploded", Sub.REMOTE_EXPLOSIVE, True),
        ("A gas cylinder exploded, set off by a grenade.", "exploded", Sub.REMOTE_EXPLOSIVE, False),
        ("Hail battered the port.", "battered", Sub.SHELLING, True),
        ("Hurricanes struck the port, and rockets the town.", "struck", Sub.SHELLING, False),
        ("He vowed to shell the port.", "shell", Sub.SHELLING, True),
        ("He vowed revenge and shelled the port.", "shelled", Sub.SHELLING, False),
        ("It was a year since the massacre.", "massacre", Sub.ATTACK, False),
        ("They marked one year since the massacre.", "massacre", Sub.ATTACK, True),
        ("Men at a rally on the anniversary of the coup killed six.", "killed", Sub.ATTACK, False),
        ("An officer threatened strikes on the dam.", "strikes", Sub.SHELLING, True),
        ("The group is reportedly preparing further attacks on the city.", "attacks", Sub.ARMED_CLASH, True),
        ("The town is about to be recaptured, he said.", "recaptured", Sub.GOVERNMENT_REGAINS, True),
        ("They drew up plans for the recapture of the town.", "recapture", Sub.GOVERNMENT_REGAINS, True),
        ("They fell out about the attack.", "attack", Sub.ATTACK, False),
        ("Warships fired at mock targets off the coast.", "fired", Sub.SHELLING, True),
        ("The shots were part of a training session.", "shots", Sub.ARMED_CLASH, True),
        ("They killed two who took part in a training session.", "killed", Sub.ARMED_CLASH, False),
        ("A bomb was made safe by a controlled explosion.", "explosion", Sub.REMOTE_EXPLOSIVE, True),
        ("Blasts shook the port; a controlled explosion followed.", "Blasts", Sub.REMOTE_EXPLOSIVE, False),
        ("Sappers are destroying old shells, so explosions may follow.", "explosions", Sub.SHELLING, True),
        ("A blast in a fireworks workshop killed nine.", "killed", Sub.REMOTE_EXPLOSIVE, True),
        ("A drone hit a fireworks warehouse, killing nine.", "killing", Sub.AIR_STRIKE, False),
        ("They bombarded the goal in the second half of the match.", "bombarded", Sub.SHELLING, True),
        ("They uncovered a plot to bomb the cathedral.", "bomb", Sub.REMOTE_EXPLOSIVE, True),
        ("A minister warned of new attacks on the port.", "attacks", Sub.SHELLING, True),
        ("He said that the army will seize the port.", "seize", Sub.GOVERNMENT_REGAINS, True),
        ("Marchers will burn tyres on Friday.", "burn", Sub.VIOLENT_DEMONSTRATION, True),
        ("The army may have shelled the port.", "shelled", Sub.SHELLING, False),
        ("Explosions could be heard in the port.", "heard", Sub.SHELLING, False),
        ("A carefully planned attack killed nine.", "attack", Sub.ATTACK, False),
        ("Men threatened guards and attacked the post.", "attacked", Sub.ARMED_CLASH, False),
        ("He was suspected of kidnapping a child.", "kidnapping", Sub.ABDUCTION, True),
        ("He is accused of killing nine people in Udy.", "killing", Sub.ATTACK, False),
        ("He is accused of killing nine people last Monday.", "killing", Sub.ATTACK, False),
        ("According to figures, 1,190 people were killed last year.", "killed", Sub.ATTACK, True),
        ("Airstrikes rose by 18 per cent in 2023.", "Airstrikes", Sub.AIR_STRIKE, True),
        ("In 2023 monitors recorded 12 dead in an attack on a bus.", "attack", Sub.ATTACK, False),
        ("The patrol saw four howitzers in the yard.", "howitzers", Sub.SHELLING, True),
        ("The patrol saw howitzers firing on the yard.", "firing", Sub.SHELLING, False),
        ("The hospital received more than 60 wounded people.", "wounded", Sub.SHELLING, True),
        ("Shells wounded 60 people, the hospital said.", "wounded", Sub.SHELLING, False),
        ("Methane exploded in a coal mine, said the inspector of mines.", "exploded", Sub.GRENADE, True),
        ("Rebels blew up a coal mine.", "blew up", Sub.REMOTE_EXPLOSIVE, False),
        ("An overturned fuel tanker exploded, police said.", "exploded", Sub.REMOTE_EXPLOSIVE, True),
        ("A drone set off a leaking fuel tanker, which exploded.", "exploded", Sub.AIR_STRIKE, False),
        ("Judges found him guilty of murder and of attacks on camps at Udy.", "attacks", Sub.ATTACK, True),
        ("A court convicted him of an attack at Udy in May 2019.", "attack", Sub.ATTACK, False),
        ("Two men were hanged for drug offences in Udy.", "hanged", Sub.ATTACK, True),
        ("Rebels hanged two men in Udy for alleged offences.", "hanged", Sub.ATTACK, False),
        ("Soldiers executed two men in Udy for alleged offences.", "executed", Sub.ATTACK, False),
        ("A man convicted of bombing a church was shot in Udy.", "shot", Sub.ATTACK, False),
        ("A man on trial for murder shot a judge in Udy.", "shot", Sub.ATTACK, False),
        ("Jets sank a hulk, the finale of this year's exercise.", "sank", Sub.AIR_STRIKE, True),
        ("Rebels attacked troops at the end of an exercise, killing two.", "attacked", Sub.ATTACK, False),
        ("The depot was still burning after the strike.", "burning", Sub.VIOLENT_DEMONSTRATION, True),
        ("Two of them would be killed three days later.", "killed", Sub.ATTACK, False),
        ("Gas caught fire in the pit and killed nine.", "killed", Sub.REMOTE_EXPLOSIVE, True),
        ("Police fired tear gas, which caught fire.", "fired", Sub.EXCESSIVE_FORCE, False),
    ],
)
def test_what_is_barred_is_narrow(sentence: str, word: str, kind: Sub, barred: bool) -> None:
    at = sentence.index(word)
    trigger = Span(start=at + 5, end=at + 5 + len(word))
    assert only_sounds_so(sentence, 5, trigger, word, kind, sure=True) is barred


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            "Six miners died near Potosi on Monday when dynamite that they were carrying went off too early. "
            "The blast brought down a tunnel.",
            0,
        ),
        ("An explosion killed nine in Gao on Monday. Police have ruled out an attack.", 0),
        ("An explosion killed nine in Gao on Monday. Police have ruled out an accident.", 1),
        ("An explosion killed nine in Gao on Monday. It was no accident, the mayor said.", 1),
        ("An explosion killed nine in Gao on Monday. Police have not ruled out an attack.", 1),
        ("An explosion killed nine in Gao on Monday. It is not known whether it was an accident.", 1),
        ("A blast hit a bank in Gao on Monday, killing two. In Bamako a gas bottle exploded by accident.", 1),
        ("A bomb exploded in Gao on Monday, killing nine. It went off too early, police said.", 1),
        (
            "An explosion at a depot killed nine in Gao on Monday. Gunmen attacked a village near Mopti on "
            "Tuesday. The blast in Gao was an accident, the governor said.",
            1,
        ),
    ],
)
def test_a_blast_is_what_the_sentences_around_it_say(text: str, events: int) -> None:
    assert len([r for r in read(text) if r.sub_event_type.event_type in FORCE]) == events


def test_a_sum_is_no_happening_beside_its_parts() -> None:
    reports = read(
        "Security forces killed eight militants in Khyber Pakhtunkhwa on Monday. Six died in a raid in Tank "
        "district. Two were killed in an exchange of fire in Kulachi."
    )
    assert sorted(r.toll.fatalities or 0 for r in reports) == [2, 6]


def test_what_is_no_sum_stays() -> None:
    reports = read(
        "Shelling killed nine people in Kharkiv Oblast on Monday. Two of them died in Izium, one in Chuhuiv."
    )
    assert 9 in {r.toll.fatalities for r in reports}


EXERCISE = (
    "Marines storm a village in winter drill. The exercise has brought 9,000 soldiers to Tapa until Friday. "
    "On Monday tanks stormed a village near Tapa and jets bombed a column, as the scenario of the drill says."
)
FILM = (
    "The film opens in June. Its director shot the battle scenes of the film at Villamontes with 600 extras, "
    "and the audience at the premiere in La Paz saw shells burst on screen on Tuesday. The film goes to two "
    "festivals."
)


def test_a_drill_goes_on_in_the_next_sentence() -> None:
    told = "Marines stormed a beach near Darwin on Monday, the finale of this year's exercise. "
    assert [r for r in read(told + "Jets bombed the target.") if r.sub_event_type.event_type in FORCE] == []
    assert len(read(told + "Rebels attacked a convoy near Gao on Tuesday, killing two soldiers.")) == 1


@pytest.mark.parametrize("text", [EXERCISE, FILM])
def test_nobody_is_attacked_in_a_drill_or_a_film(text: str) -> None:
    assert is_played(text)
    assert [r for r in read(text) if r.sub_event_type.event_type in FORCE] == []


@pytest.mark.parametrize(
    ("text", "played"),
    [
        ("Rebels attacked troops during an exercise near Gao on Monday, killing two.", False),
        ("Gunmen killed a film director in Kabul on Monday. His last film opens next week.", False),
        ("Gunmen attacked a cinema in Moscow on Monday. The audience fled from the screen.", False),
        (
            "The UN asked all to exercise restraint after shells hit Izium on Monday. Oslo asked Kyiv to "
            "exercise caution. Rebels shelled Donetsk on Monday. Leaders should exercise their influence, he "
            "said.",
            False,
        ),
        (
            "The exercise near Gao began on Sunday. It is the third exercise of the army this year, and it "
            "is the largest exercise. Rebels attacked a convoy near Gao on Monday and killed two soldiers.",
            True,
        ),
        (
            "Shells hit Izium on Monday. "
            + "The director of the office said that people were screened. " * 30
            + "A film of the scene was cast in doubt, the plot was epic, viewers and stars said.",
            False,
        ),
    ],
)
def test_a_text_with_a_drill_or_a_film_in_it_is_news(text: str, played: bool) -> None:
    assert is_played(text) is played
    assert len(read(text)) >= 1


def test_who_is_counted_as_killed_in_a_drill_is_dead() -> None:
    assert is_only_played(EXERCISE, "Jets bombed a column.")
    assert is_only_played(EXERCISE, 'By noon the staff counted 40 "dead" and 120 "wounded".')
    assert not is_only_played(EXERCISE, "Gunmen killed two soldiers by the road.")
    assert not is_only_played(EXERCISE, "A blast in the camp killed 3 soldiers.")
    assert is_only_played(EXERCISE, "The enemy was shot dead within 40 minutes.")
