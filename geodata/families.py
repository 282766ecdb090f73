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
