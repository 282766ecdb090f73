"""Finds the counts of people in a sentence: "at least 12 soldiers", "a woman", "dozens", "no one"."""

from __future__ import annotations

from dataclasses import dataclass

from articles.tolls.numbers import VAGUE, value_of
from articles.words.tokens import COMMA, NUMBER, Tokens, lexicon

_N = lexicon().names


def classes(names: str) -> frozenset[str]:
    """Return the characters that stand for these word classes."""
    return frozenset(_N[name] for name in names.split())


PERSON = classes("civilian activist protester state rebel gunmen police rioter forces suicide")
_NO_PERSON = classes(
    "territory site property munition ied unit_time unit_other attack_n airstrike aircraft strike_n weapons hit "
    "shelling grenade explode clash_n protest offensive age chem nature accident hq say arrest"
)
_MODIFIER = classes("at_least")
_STOPS = classes("kill slay wound have be by prep not will might take attack_v fire_v") | frozenset('|,":')
_ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr "
    "jun jul aug sep sept oct nov dec".split()
)
_UPPER_BOUNDS = frozenset(("up to", "as many as", "at most", "fewer than", "less than", "under"))
_LOWER_BOUNDS = frozenset(
    ("at least", "more than", "over", "no fewer than", "no less than", "not less than", "upwards of")
)
_SINGULAR = frozenset(
    "civilian person resident villager man woman child boy girl baby infant toddler teenager passenger student "
    "pupil teacher doctor nurse worker driver farmer journalist activist soldier policeman policewoman officer "
    "militant fighter rebel guard bodyguard priest pastor imam wife husband son daughter mother father brother "
    "sister grandmother grandfather cousin bride groom suspect gunman attacker protester demonstrator pedestrian "
    "constable commander mayor refugee migrant photographer cameraman engineer serviceman schoolgirl schoolboy "
    "volunteer victim firefighter paramedic rescuer lawyer cleric elder chief trader vendor minor youth "
    "national citizen neighbour neighbor relative detainee prisoner inmate tourist jawan peacekeeper".split()
)
_WORD_NUMBERS = {"couple": 2, "couples": 2, "twins": 2}
_NOBODY = frozenset(("no", "none", "nobody", "without", "neither", "not"))
_REACH = 9
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


def find_quantities(tokens: Tokens, begin: int, end: int) -> list[Quantity]:
    """Return the counts in units begin..end (end excluded), in order; ages, dates and clock times are none."""
    found: list[Quantity] = []
    i = begin
    while i < end:
        quantity = _numeric(tokens, i, end) or _singular(tokens, i, begin, end)
        if quantity is None:
            i += 1
            continue
        found.append(quantity)
        i = quantity.last + 1
    return found


def _numeric(tokens: Tokens, i: int, end: int) -> Quantity | None:
    code = tokens.codes[i]
    if code == _N["vague"]:
        value = VAGUE.get(tokens.words[i])
        last = i
    elif code == NUMBER:
        last = _number_end(tokens, i, end)
        value = value_of([word for word in tokens.words[i : last + 1] if word != "and"])
        if value is None or _is_no_count(tokens, i, last, end, value):
            return None
    else:
        return None
    noun = _noun(tokens, last + 1, end)
    if noun is False:
        return None
    before = tokens.words[i - 1] if i else ""
    low = value if before in _LOWER_BOUNDS else None
    high = value if before in _UPPER_BOUNDS else None
    near = {tokens.words[k] for k in range(max(0, i - 2), min(end, last + 2))}
    return Quantity(
        first=i,
        last=last,
        value=value,
        low=low,
        high=high,
        additional=bool(
            near & {"another", "additional", "further", "others", "other", "more", "also", "an additional"}
        ),
        has_noun=noun is True,
    )


def _number_end(tokens: Tokens, i: int, end: int) -> int:
    last = i
    while last + 1 < end:
        nxt = tokens.codes[last + 1]
        if nxt == NUMBER and not (tokens.words[last][0].isdigit() and tokens.words[last + 1][0].isdigit()):
            last += 1
        elif (
            tokens.words[last + 1] == "and"
            and tokens.words[last] in ("hundred", "thousand")
            and last + 2 < end
            and tokens.codes[last + 2] == NUMBER
        ):
            last += 2
        else:
            break
    return last


def _is_no_count(tokens: Tokens, first: int, last: int, end: int, value: int) -> bool:
    after = tokens.words[last + 1] if last + 1 < end else ""
    before = tokens.words[first - 1] if first else ""
    digits = tokens.words[first][0].isdigit()
    if after in _ORDINAL_ENDINGS or (digits and (before in _MONTHS or after in _MONTHS)):
        return True
    if digits and 1900 <= value <= 2099 and first == last and _noun(tokens, last + 1, end) is not True:
        return True
    return before in ("number", "no.", "aged", "age", "source", "day")


def _noun(tokens: Tokens, i: int, end: int) -> bool | None:
    """Return True for a noun of people, False for one of things, None when no noun is known."""
    for k in range(i, min(end, i + _REACH)):
        code = tokens.codes[k]
        if code in PERSON:
            return True
        if code in _NO_PERSON:
            return False if k == i or tokens.codes[k - 1] not in _STOPS else None
        if code in _STOPS:
            return None
    return None


def _singular(tokens: Tokens, i: int, begin: int, end: int) -> Quantity | None:
    word, code = tokens.words[i], tokens.codes[i]
    if code == _N["a"] or word in ("another", "one other"):
        k = i + 1
        while k < min(end, i + _REACH) and tokens.codes[k] not in _STOPS and tokens.words[k] not in _SINGULAR:
            if tokens.words[k] in _WORD_NUMBERS:
                return _one(i, k, _WORD_NUMBERS[tokens.words[k]], additional=False)
            k += 1
        if k < min(end, i + _REACH) and tokens.words[k] in _SINGULAR:
            return _one(i, k, 1, additional=word == "another")
        if word == "another" and k == i + 1:
            return _one(i, i, 1, additional=True)
        return None
    if word in _WORD_NUMBERS:
        return _one(i, i, _WORD_NUMBERS[word], additional=False)
    previous = tokens.codes[i - 1] if i > begin else "|"
    if word in _SINGULAR and (previous in (_N["and"], "|", COMMA, _N["kill"]) or i == begin):
        return _one(i, i, 1, additional=False)
    return None


def _one(first: int, last: int, value: int, *, additional: bool) -> Quantity:
    return Quantity(
        first=first, last=last, value=value, low=None, high=None, additional=additional, has_noun=True
    )


def is_denied(tokens: Tokens, begin: int, predicate: int) -> bool:
    """Whether "no", "nobody" or "without" stands up to four units before a death or injury word."""
    for k in range(predicate - 1, max(begin, predicate - 5) - 1, -1):
        if tokens.words[k] in _NOBODY or tokens.words[k].endswith("n't"):
            return True
        if tokens.codes[k] in (NUMBER, COMMA, "|"):
            return False
    return False
