"""The words that make a country's name, or nothing but themselves, into an actor; ^ adds a plural."""

from __future__ import annotations

# Source: ACLED codebook (2023), actor types and naming, and the vocabulary of news agencies.
MILITARY = (
    "force^ troop^ army armies military soldier^ serviceman servicemen paratrooper^ marine^ navy artillery "
    "invader^ occupier^ warplane^ jet^ aircraft helicopter^ gunship^ drone^ tank^ gunner^ commando^ "
    "infantry convoy^ warship^ bomber^ missile^ rocket^ shell^ shelling mortar^ airstrike^ strike^ "
    "bombardment^ "
    "bombing fire sniper^ brigade^ battalion^ unit^ attack^ raid^ offensive counteroffensive army's "
    "military's fleet"
)
# What is done by anybody: a country's name before one of these does not say that its army did it. Plurals
# are left out: "Russia attacks".
ACTS = "attack raid bombing bombings fire offensive strike bomber bombers convoy unit"
# Who stands between a nation and an act and did it instead.
NO_STATE = "gang^ cartel^ mob mobs clan^ tribe^ settler^ protester^ prison prisoner^ student^ union^"
POLICE = "police policeman policemen police_officer^ riot_police law_enforcement security_force^ gendarme^"
REBELS = (
    "rebel^ insurgent^ militant^ jihadist^ islamist^ separatist^ guerrilla^ militia militias militiaman "
    "militiamen fighter^ extremist^ terrorist^"
)
UNIDENTIFIED = (
    "gunman gunmen armed_men armed_man unknown_men unidentified_men unidentified_attacker^ attacker^ "
    "assailant^ bandit^ kidnapper^ abductor^ suicide_bomber^ bomber^ gang^ gang_member^"
)
PROTESTERS = "protester^ protestor^ demonstrator^ marcher^ activist^ striker^"
RIOTERS = "rioter^ mob mobs looter^ vigilante^"
OWN_MILITARY = (
    "forces troops soldiers army military government_forces army_troops government_troops state_forces"
)
CIVILIANS = (
    "civilian^ people person persons resident^ villager^ local^ woman women man men child children boy^ "
    "girl^ passenger^ worshipper^ farmer^ student^ pupil^ teacher^ doctor^ nurse^ patient^ worker^ "
    "refugee^ family "
    "families journalist^ medic^ shopper^ pensioner^ body bodies corpse^ inhabitant^ citizen^ detainee^ "
    "home^ house^ apartment^ residential hospital^ school^ market^ mall shopping_center shopping_centre "
    "church mosque kindergarten^ theater theatre bus train_station railway_station civilian_infrastructure"
)
# What may stand between a nation and its forces ("Russian long-range missiles").
BETWEEN = 2
# Before a bare country name these say that it is a place, not who acts.
PLACE_PREPOSITIONS = frozenset(
    "in of across to from into near inside outside within through throughout around over eastern western "
    "northern southern central north south east west for against against the with between and by, at".split()
)
# A capital or a ruler that news uses for the government whose forces act.
CAPITALS = {
    "Kremlin": "RU",
    "Moscow": "RU",
    "Putin": "RU",
    "Kyiv": "UA",
    "Kiev": "UA",
    "Damascus": "SY",
    "Assad": "SY",
    "Ankara": "TR",
    "Tehran": "IR",
    "Baku": "AZ",
    "Yerevan": "AM",
    "Addis Ababa": "ET",
    "Khartoum": "SD",
}
