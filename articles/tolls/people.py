"""What a count of people is, and the word classes that tell who is a person and where a phrase ends."""

from __future__ import annotations

from dataclasses import dataclass

from articles.words.tokens import lexicon, singulars

_N = lexicon().names


def classes(names: str) -> frozenset[str]:
    """Return the characters that stand for these word classes."""
    return frozenset(_N[name] for name in names.split())


PERSON = classes(
    "civilian locals commander activist protester state rebel gunmen police rioter forces suicide"
)
NO_PERSON = classes(
    "territory site property munition ied unit_time unit_other attack_n airstrike aircraft strike_n weapons "
    "hit shelling grenade explode clash_n protest offensive age chem nature accident hq"
)
STOPS = classes(
    "kill slay body wound have be by from prep conj not will might take attack_v fire_v"
) | frozenset('|,":')
ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))
# One person: those that the lexicon lists with their plural, and these.
SINGULAR = (
    singulars("civilian")
    | frozenset(
        "person resident villager man woman child boy girl baby journalist activist soldier policeman "
        "policewoman officer militant fighter rebel guard wife husband son daughter mother father "
        "brother sister grandmother grandfather cousin bride groom suspect gunman attacker protester "
        "demonstrator constable commander mayor cameraman serviceman lawyer chief minor youth national "
        "jawan peacekeeper member leader politician governor president minister general colonel captain "
        "sergeant staffer reporter blogger cook pilot fisherman shepherd herder veteran dissident rabbi "
        "bishop prosecutor candidate businessman businesswoman merchant singer diplomat ambassador "
        "conscript reservist trooper cadet airman administrator rancher trafficker robber official envoy "
        "translator interpreter grandson granddaughter uncle aunt sibling dealer rider orderly "
        "pharmacist thief head chairman headman warlord".split()
    )
    | {"passer by"}
)
WORD_NUMBERS = {"couple": 2, "couples": 2, "twins": 2}
KIN = frozenset("wife husband son daughter mother father brother sister".split())
REACH = 9
"""How many units after its number the noun of a count may stand."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count of people in units ``first`` to ``last``; ``value`` None is a vague one ("several")."""

    first: int
    last: int
    value: int | None
    low: int | None
    high: int | None
    additional: bool = False
    has_noun: bool = False
