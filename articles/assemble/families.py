"""Which kinds of event can be the same happening told twice, in other words or with another sub-type."""

from __future__ import annotations

from enum import StrEnum

from geodata.model import SubEventType as Sub


class Family(StrEnum):
    """Sub-types that articles use for one and the same happening."""

    STRIKE = "strike"
    CLASH = "clash"
    TERRITORY = "territory"
    CIVILIANS = "violence against civilians"
    ABDUCTION = "abduction"
    SEXUAL = "sexual violence"
    DEMONSTRATION = "demonstration"
    AGREEMENT = "agreement"
    ARRESTS = "arrests"
    DISRUPTED = "disrupted weapons"
    LOOTING = "looting"
    OTHER = "other"


FAMILY_OF: dict[Sub, Family] = {
    sub: family
    for family, subs in {
        Family.STRIKE: (
            Sub.AIR_STRIKE,
            Sub.CHEMICAL_WEAPON,
            Sub.GRENADE,
            Sub.REMOTE_EXPLOSIVE,
            Sub.SHELLING,
            Sub.SUICIDE_BOMB,
        ),
        Family.CLASH: (Sub.ARMED_CLASH,),
        Family.TERRITORY: (Sub.GOVERNMENT_REGAINS, Sub.NON_STATE_OVERTAKES, Sub.NON_VIOLENT_TRANSFER),
        Family.CIVILIANS: (Sub.ATTACK,),
        Family.ABDUCTION: (Sub.ABDUCTION,),
        Family.SEXUAL: (Sub.SEXUAL_VIOLENCE,),
        Family.DEMONSTRATION: (
            Sub.EXCESSIVE_FORCE,
            Sub.PEACEFUL_PROTEST,
            Sub.PROTEST_INTERVENTION,
            Sub.MOB_VIOLENCE,
            Sub.VIOLENT_DEMONSTRATION,
        ),
        Family.AGREEMENT: (Sub.AGREEMENT,),
        Family.ARRESTS: (Sub.ARRESTS,),
        Family.DISRUPTED: (Sub.DISRUPTED_WEAPONS,),
        Family.LOOTING: (Sub.LOOTING,),
        Family.OTHER: (Sub.CHANGE_TO_GROUP, Sub.HEADQUARTERS, Sub.OTHER),
    }.items()
    for sub in subs
}

# "At least nine people were killed" may be the outcome of any of these; the outcome names no kind of its own.
OUTCOME_OF = frozenset(
    {Family.STRIKE, Family.CLASH, Family.CIVILIANS, Family.DEMONSTRATION, Family.ABDUCTION, Family.SEXUAL}
)
# Nouns that may point back: "the attack", "these strikes". A verb after "the army" points nowhere.
HAPPENING_NOUNS = frozenset(
    "attack attacks strike strikes airstrike airstrikes shelling bombardment bombing bombings bomb bombs "
    "explosion "
    "explosions blast blasts raid raids assault assaults massacre massacres killing killings clash clashes "
    "fighting "
    "battle battles violence incident incidents ambush shooting shootings kidnapping kidnappings abduction "
    "abductions protest protests offensive advance missile missiles rocket rockets carnage atrocities "
    "death deaths "
    "retaking recapture liberation withdrawal retreat casualties".split()
)
# What goes on behind an event: "..., as fighting for the town intensified".
BACKDROP_WORDS = frozenset(
    {"fighting", "clashes", "battles", "violence", "hostilities", "shelling", "offensive"}
)
# Triggers that name a person, a thing or a state of affairs; in running text they report nothing new.
STATES = frozenset(
    "captive captives custody hostage hostages detainee detainees prisoner prisoners tanks preparing losses "
    "military|equipment controlled controls held occupied detention deal deals amnesty checkpoint "
    "checkpoints".split()
)
# What may stand between the words of an outcome: "at least nine people were killed and wounded".
NUMBERING_WORDS = frozenset(
    "and or at least people civilians militants soldiers fighters troops rebels were was been have had has "
    "the a of more than some others their his her lost claimed took taken left leaving one two three four "
    "five six seven eight nine ten dozens hundreds".split()
)
# Words for violence that leave open what it was: "the attack", "targeted", "the killings".
VAGUE_WORDS = frozenset(
    "attack attacks attacked attacking target targets targeted targeting assault assaults raid raids "
    "violence "
    "incident incidents massacre massacres carnage atrocity atrocities killings operation operations".split()
)
# What a strike or a raid leaves behind, told as an event of its own.
DAMAGE_WORDS = frozenset(
    "burned burnt burning burn ablaze fire fires torched destroyed damaged destroying damaging arson".split()
)
# Sounds of whatever went off.
BLAST_WORDS = frozenset("explosion explosions blast blasts heard rocked".split())
OUTCOME_WORDS = frozenset(
    "killed killing kill kills dead died die dies death deaths casualties casualty injured wounded wounding "
    "injuring victims victim neutralised neutralized eliminated fatalities toll lives perished slain "
    "lost".split()
)
