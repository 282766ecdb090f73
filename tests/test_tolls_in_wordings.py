"""Deaths and injuries told without a word for them, by pronouns and by sides, and what is none of them."""

from __future__ import annotations

import pytest
from counted_tolls import counted_in

from articles.tolls import find_tolls


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Two of the porters were hit by pellets.", (None, 2)),
        ("Four were hit by rubber bullets.", (None, 4)),
        ("A girl was hit in the arm by a stray bullet.", (None, 1)),
        ("A minibus with nine passengers was hit by bullets.", (None, None)),
        ("A stall was hit by bullets.", (None, None)),
        ("Two herders were shot in the thigh.", (None, 2)),
        ("Six others were admitted with bullet wounds.", (None, 6)),
        ("Police fired, leaving two marchers with gunshot wounds.", (None, 2)),
        ("The bodies of two herders with gunshot wounds were found.", (2, None)),
        ("A captain, Juan Ortiz, has a bullet in his shoulder.", (None, 1)),
        ("One villager has a concussion.", (None, 1)),
        ("A mortar killed a cook and caused injuries to three guests.", (1, 3)),
        ("Four more are fighting for their lives in the clinic.", (None, 4)),
        ("Both were airlifted to the capital for treatment.", (None, 2)),
        ("Three students were shot with live ammunition.", (None, 3)),
        ("A stray bullet hit a schoolboy in the neck.", (None, 1)),
        ("A stray bullet hit and killed a schoolboy.", (1, None)),
        ("A bullet hit a kiosk.", (None, None)),
        ("Police fired at the march, hitting three students.", (None, 3)),
        ("A shell fell on the square, hitting three cars.", (None, None)),
        ("A grocer was stabbed and lightly injured.", (None, 1)),
        ("A trader was hit by a bullet and killed.", (1, None)),
        ("A device injured the mayor.", (None, 1)),
        ("The ban injured the trade.", (None, None)),
        ("A herder lost both legs.", (None, 1)),
        ("A herder lost both mules.", (None, None)),
        ("Two patients were flown abroad for treatment of a rare disease.", (None, None)),
        ("One porter was killed and three were airlifted with bullet wounds.", (1, 3)),
        ("Eight traders were brought to Melka with injuries.", (None, 8)),
        ("The corpse of a trader was brought to Melka with stab wounds.", (1, None)),
        ("Five were flown to the military hospital.", (None, 5)),
        ("Two men shot dead at the gate were brought to the clinic.", (2, None)),
        ("The bodies of five porters were taken to the hospital morgue.", (5, None)),
        ("A tractor was taken to the clinic.", (None, None)),
        ("Ambulances took seven porters to a hospital.", (None, 7)),
        ("Guards took two suspects to a hospital.", (None, None)),
        ("A porter took his niece to hospital.", (None, None)),
        ("Guards took three corpses to a hospital.", (3, None)),
        ("Nurses treated six porters for burns.", (None, 6)),
        ("Nurses treated six porters for cholera.", (None, None)),
        ("The clinic admitted nine porters with bullet wounds.", (None, 9)),
        ("Three others are in intensive care.", (None, 3)),
        ("A watchman was treated for burns.", (None, 1)),
        ("A corporal was hit in the knee as the convoy passed.", (None, 1)),
        ("A barn was hit in the back row of the estate.", (None, None)),
        ("A cook was killed and a porter suffered injuries to both arms.", (1, 1)),
        ("The blast caused injuries to both drivers.", (None, 2)),
    ],
)
def test_injuries_without_the_word(text: str, counted: tuple[int | None, int | None]) -> None:
    assert counted_in(text) == counted


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Five troopers of the Border Rifles fell to an ambush.", 5),
        ("A rebel commander fell in battle.", 1),
        ("The town of 900 people fell in the fighting.", None),
        ("Two marines were killed in action.", 2),
        ("Three guards paid with their lives.", 3),
        ("A shell took the life of a woman born in 1950.", 1),
        ("The raiders burned two watchmen alive.", 2),
        ("Two women had their throats slit.", 2),
        ("The blast left dead a nurse and two porters.", 3),
        ("Six insurgents were put out of action.", 6),
        ("Two tanks were put out of action.", None),
        ("The toll of the raid on the mill rises to nine.", 9),
        ("The toll from the strike has now risen to 14.", 14),
        ("The toll on the bridge rose to 7 euros.", None),
        ("The toll of destroyed homes rose to 70.", None),
        ('Three gunmen were "neutralised".', 3),
        ("Gunmen killed the clerk and the cashier.", 2),
        ("Gunmen killed the clerk and the cashier fled.", 1),
        ("Raiders hacked a farmer and his wife to death.", 2),
        ("Killed in the raid were two guards and a boy.", 3),
        ("An elder was killed along with his two nephews.", 3),
        ("An elder was killed with two others.", 3),
        ("An elder was killed with two knives.", 1),
        ("A landlord and three of his guards were killed.", 4),
        ("Three porters were killed on the spot; a fourth died in hospital.", 4),
        ("Raiders killed five soldiers; two of their own died.", 7),
        ("Two more bodies were found, bringing the toll to nine.", 9),
        ("The army has revised its own figure of the dead to 88.", 88),
        ("The province lowered its tally of the dead from 52 to 47.", 47),
        ("The mayor put his count of the dead at 16.", 16),
        ("The ministry revised the toll down to 31.", 31),
        ("A priest spoke of the number of the dead to 20 reporters.", None),
        ("The strike martyred three people and wounded others.", 3),
    ],
)
def test_deaths_without_the_word(text: str, killed: int | None) -> None:
    assert counted_in(text)[0] == killed


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("They dragged seven miners out of a lorry at a bridge and shot them dead.", (7, None)),
        ("The men abducted three nurses and later killed them.", (3, None)),
        ("Raiders tied up two monks and slit their throats.", (2, None)),
        ("The men abducted three nurses and later freed them.", (None, None)),
        ("Five raiders came to the farm and killed them.", (None, None)),
        ("Ten guards stopped a car and shot them dead.", (None, None)),
        ("The rebels held four clerks, and soldiers freed them.", (None, None)),
        ("A device went off under his car, seriously wounding him.", (None, 1)),
        ("A gunman shot at a rector, killing him.", (1, None)),
        ("He was jailed for wounding him.", (None, None)),
        ("A boy was hit by a stray bullet and later died.", (1, None)),
        ("She was taken to hospital, where she died.", (1, None)),
        ("Two were wounded and three died.", (3, 2)),
        ("Men dragged a village chief, Omar Sadi, out of his shop and shot him dead.", (1, None)),
        ("Men dragged Omar Sadi, a village chief, out of his shop and shot him dead.", (1, None)),
        ("They stopped a courier and slit his throat.", (1, None)),
        ("They stopped a courier and later freed him.", (None, None)),
        ("They stopped Omar Sadi at a bridge and later freed him.", (None, None)),
    ],
)
def test_whom_pronouns_and_later_verbs_count(text: str, counted: tuple[int | None, int | None]) -> None:
    assert counted_in(text) == counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("On the friendly side, three dead and one wounded; on the enemy side, eight killed.", (11, 1)),
        ("Enemy losses: 20 killed. Our losses: 2 dead, 4 wounded.", (22, 4)),
        ("Two dead on our side; six bandits killed.", (6, None)),
        ("Two dead and four hurt on our side; six killed on the enemy side.", (8, 4)),
        ("Troops killed four terrorists, while a sepoy embraced martyrdom.", (5, None)),
        ("On the enemy side, eight killed. In all, eight dead.", (8, None)),
        ("The raid killed three constables. Two bandits were killed too, the chief said.", (5, None)),
        ("A constable died in the raid. Four of the attackers died as well.", (5, None)),
        ("The raid killed three constables. Three people were killed too, the chief said.", (3, None)),
        ("The raid killed three constables. Two bandits were killed too late, the chief said.", (3, None)),
    ],
)
def test_the_dead_told_by_side_add_up(text: str, counted: tuple[int | None, int | None]) -> None:
    assert counted_in(text) == counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Shells fell on Monday.[31] The Martyrs Brigade answered.", (None, None)),
        ("A trader in his 30s was shot dead.", (1, None)),
        ("Gunmen shot a trader dead and wounded his son.", (1, 1)),
        ("Gunmen killed and wounded 30 traders.", (None, None)),
        ("Two clerks, 45 and 39, were wounded.", (None, 2)),
        ("Nobody was killed but three people were injured.", (0, 3)),
        ("Some 200 people marched for the dead.", (None, None)),
        ("At least 300 mourners attended the funeral of the two slain officers.", (None, None)),
        ("No group has claimed the killings.", (None, None)),
        ("Nobody was charged over the deaths.", (None, None)),
        ("There were no deaths.", (0, None)),
        ("The mission cannot confirm a report that the mayor was killed.", (None, None)),
        ("The army could not confirm how many were there, but said that four people were killed.", (4, None)),
        ("Militia member killed, soldier hurt in ambush.", (1, 1)),
    ],
)
def test_what_is_no_count_of_dead_or_injured(text: str, counted: tuple[int | None, int | None]) -> None:
    assert counted_in(text) == counted


def test_what_a_toll_has_risen_to_is_marked() -> None:
    assert [m.risen for m in find_tolls("The death toll rose to nine.")] == [True]
    assert [m.risen for m in find_tolls("A guard died, taking the toll to nine.")] == [False, True]
    assert [m.risen for m in find_tolls("Two people were killed. Nine are dead.")] == [False, False]
