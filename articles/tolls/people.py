"""What a count of people is, and the word classes that tell who is a person and where a phrase ends."""

from __future__ import annotations

from dataclasses import dataclass

from articles.words.tokens import NUMBER, Tokens, lexicon, singulars

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
_SIDES = {"state": classes("state police"), "rebel": classes("rebel gunmen")}
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
        "jawan peacekeeper member leader politician governor president minister general colonel "
        "captain sergeant staffer reporter blogger cook pilot fisherman shepherd herder veteran "
        "dissident rabbi bishop prosecutor candidate businessman businesswoman merchant singer "
        "diplomat ambassador conscript reservist trooper cadet airman administrator rancher trafficker "
        "robber official envoy translator interpreter grandson granddaughter uncle aunt sibling dealer "
        "rider orderly pharmacist thief head chairman headman warlord owner partner assistant aide "
        "deputy seller puller housewife housemaid maid schoolteacher midwife nephew niece fiancee "
        "boyfriend girlfriend classmate roommate accomplice preacher sheikh archbishop deacon "
        "catechist watchman nightwatchman janitor cleaner clerk hawker broker banker baker mason "
        "plumber gardener courier biker nomad footballer bomber assailant shooter perpetrator "
        "scientist academic lecturer scholar actor actress rapper commando inspector lieutenant "
        "corporal major manager director conductor receptionist waiter waitress sepoy naik havildar "
        "subedar kidnapper bandit insurgent terrorist jihadist guerrilla extremist vigilante smuggler "
        "hostage captive recruit collaborator informer informant sympathiser sympathizer defector "
        "deserter".split()
    )
    | {"passer by"}
)
ANIMALS = frozenset(
    "cow cattle calf calves ox oxen bull hen chicken pig lamb parrot bird dog horse camel donkey mule "
    "sheep goat elephant lion bear cat whale dolphin livestock".split()
)
WORD_NUMBERS = {"couple": 2, "couples": 2, "twins": 2}
KIN = frozenset("wife husband son daughter mother father brother sister".split())
ONE_DOES = frozenset(("was", "is", "has been", "had been"))
"""Verbs that show that only one is told of."""
REACH = 9
"""How many units after its number the noun of a count may stand."""


def is_animal(word: str) -> bool:
    """Whether a word names an animal, or several."""
    return word in ANIMALS or (word.endswith("s") and word[:-1] in ANIMALS)


def is_people(word: str) -> bool:
    """Whether a word that no class lists names several persons: "staff", "nephews"."""
    return word == "staff" or (word.endswith("s") and word[:-1] in SINGULAR)


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


def side_of(tokens: Tokens, quantity: Quantity) -> str | None:
    """Return the side that the people of a count are on, "state" or "rebel", None where none is told."""
    k, side = quantity.first, None
    while k < min(len(tokens.codes), quantity.last + REACH):
        code = tokens.codes[k]
        of_whom = code == _N["of"] and k == quantity.last + 1
        if k > quantity.last and not of_whom and (code in STOPS or code in (_N["of"], NUMBER)):
            break
        if code in PERSON:
            side = next((name for name, members in _SIDES.items() if code in members), None)
        k += 1
    return side
