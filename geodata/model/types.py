"""What is reported, by whom and how it is put: ACLED's types, kinds of source, degrees of certainty."""

from __future__ import annotations

from enum import StrEnum


class EventType(StrEnum):
    """ACLED's six event types."""

    BATTLES = "Battles"
    EXPLOSIONS = "Explosions/Remote violence"
    CIVILIANS = "Violence against civilians"
    PROTESTS = "Protests"
    RIOTS = "Riots"
    STRATEGIC = "Strategic developments"


class SubEventType(StrEnum):
    """ACLED's 25 sub-event types; ``event_type`` gives the type each belongs to."""

    ARMED_CLASH = "Armed clash"
    GOVERNMENT_REGAINS = "Government regains territory"
    NON_STATE_OVERTAKES = "Non-state actor overtakes territory"
    AIR_STRIKE = "Air/drone strike"
    CHEMICAL_WEAPON = "Chemical weapon"
    GRENADE = "Grenade"
    REMOTE_EXPLOSIVE = "Remote explosive/landmine/IED"
    SHELLING = "Shelling/artillery/missile attack"
    SUICIDE_BOMB = "Suicide bomb"
    ABDUCTION = "Abduction/forced disappearance"
    ATTACK = "Attack"
    SEXUAL_VIOLENCE = "Sexual violence"
    EXCESSIVE_FORCE = "Excessive force against protesters"
    PEACEFUL_PROTEST = "Peaceful protest"
    PROTEST_INTERVENTION = "Protest with intervention"
    MOB_VIOLENCE = "Mob violence"
    VIOLENT_DEMONSTRATION = "Violent demonstration"
    AGREEMENT = "Agreement"
    ARRESTS = "Arrests"
    CHANGE_TO_GROUP = "Change to group/activity"
    DISRUPTED_WEAPONS = "Disrupted weapons use"
    HEADQUARTERS = "Headquarters or base established"
    LOOTING = "Looting/property destruction"
    NON_VIOLENT_TRANSFER = "Non-violent transfer of territory"
    OTHER = "Other"

    @property
    def event_type(self) -> EventType:
        """The ACLED event type this sub-type belongs to."""
        return _TYPE_OF[self]


_TYPE_OF: dict[SubEventType, EventType] = {
    sub: event_type
    for event_type, subs in {
        EventType.BATTLES: "ARMED_CLASH GOVERNMENT_REGAINS NON_STATE_OVERTAKES",
        EventType.EXPLOSIONS: "AIR_STRIKE CHEMICAL_WEAPON GRENADE REMOTE_EXPLOSIVE SHELLING SUICIDE_BOMB",
        EventType.CIVILIANS: "ABDUCTION ATTACK SEXUAL_VIOLENCE",
        EventType.PROTESTS: "EXCESSIVE_FORCE PEACEFUL_PROTEST PROTEST_INTERVENTION",
        EventType.RIOTS: "MOB_VIOLENCE VIOLENT_DEMONSTRATION",
        EventType.STRATEGIC: "AGREEMENT ARRESTS CHANGE_TO_GROUP DISRUPTED_WEAPONS HEADQUARTERS LOOTING "
        "NON_VIOLENT_TRANSFER OTHER",
    }.items()
    for sub in (SubEventType[name] for name in subs.split())
}


class Attribution(StrEnum):
    """What sort of source the article names for a claim."""

    AUTHORITIES = "authorities"
    MILITARY = "military"
    WITNESSES = "witnesses"
    MONITORS = "monitors"
    MEDIA = "media"
    REBELS = "rebels or proxies"
    UNNAMED = "unnamed sources"
    REPORTER = "the article itself"


class Certainty(StrEnum):
    """How the text puts a claim."""

    STATED = "stated"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    DENIED = "denied"
