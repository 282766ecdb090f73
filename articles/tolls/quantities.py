"""Finds the counts of people in a sentence: "at least 12 soldiers", "a woman", "dozens", "no one"."""

from __future__ import annotations

from dataclasses import dataclass

from articles.tolls.numbers import VAGUE, value_of
from articles.words.closed import MONTHS, MONTHS_SHORT, Speech, speech
from articles.words.tokens import COMMA, NUMBER, OTHER, Tokens, lexicon, singulars

_N = lexicon().names


def classes(names: str) -> frozenset[str]:
    """Return the characters that stand for these word classes."""
    return frozenset(_N[name] for name in names.split())


PERSON = classes(
    "civilian locals commander activist protester state rebel gunmen police rioter forces suicide"
)
_NO_PERSON = classes(
    "territory site property munition ied unit_time unit_other attack_n airstrike aircraft strike_n weapons "
    "hit shelling grenade explode clash_n protest offensive age chem nature accident hq"
)
_MODIFIER = classes("at_least")
_STOPS = classes(
    "kill slay body wound have be by from prep conj not will might take attack_v fire_v"
) | frozenset('|,":')
_ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))
_MONTHS = MONTHS.keys() | MONTHS_SHORT.keys()
_UPPER_BOUNDS = frozenset(("up to", "as many as", "at most", "fewer than", "less than", "under"))
_LOWER_BOUNDS = frozenset(
    ("at least", "more than", "over", "no fewer than", "no less than", "not less than", "upwards of")
)
# One person: those that the lexicon lists with their plural, and these.
_SINGULAR = (
    singulars("civilian")
    | frozenset(
        "person resident villager man woman child boy girl baby journalist activist soldier policeman "
        "policewoman officer militant fighter rebel guard wife husband son daughter mother father "
        "brother sister grandmother grandfather cousin bride groom suspect gunman attacker protester "
        "demonstrator constable commander mayor cameraman serviceman lawyer chief minor youth national "
        "jawan peacekeeper member leader politician governor president minister general colonel captain "
        "sergeant staffer reporter blogger cook pilot fisherman shepherd herder veteran dissident rabbi "
        "bishop prosecutor candidate businessman businesswoman merchant singer diplomat ambassador "
        "translator interpreter grandson granddaughter uncle aunt sibling dealer rider orderly "
        "pharmacist thief head chairman headman warlord".split()
    )
    | {"passer by"}
)
_WORD_NUMBERS = {"couple": 2, "couples": 2, "twins": 2}
# A count begins with one of these; other units are passed over.
_COUNT_CLASSES = classes("vague a") | {NUMBER}
_COUNT_WORDS = _SINGULAR | frozenset(_WORD_NUMBERS) | {"him", "her", "another", "one other"}
_KIN = frozenset("wife husband son daughter mother father brother sister".split())
_SINGULAR_DEATHS = frozenset(("fatality", "death"))
_SINGULAR_VERBS = frozenset(("was", "is", "has been", "had been", "being"))
_DIED = frozenset(("died", "die", "perished"))
_JOINED = 5
"""How many units before "and a Pakistani died" the count of the others may stand."""
_DEADLY = classes("kill slay wound")
_FATAL = classes("kill slay")
_ADJECTIVES = classes("territory state activist commander") | frozenset(OTHER)
_NOBODY = frozenset(
    ("no", "no one", "no reports of", "no reported", "not one", "none", "nobody", "without", "neither", "not")
)
_NUMBERED = frozenset("highway route motorway freeway flight resolution section".split())
"""What carries a number as its name: "on Highway 70, five traders were shot"."""
_ROADS = frozenset("rn rp nh nr hwy rt rte pk n m e road sector block checkpoint hill".split())
"""What does so where nobody is counted: "along the RN 16, eight men"; not "at the checkpoint 16 men"."""
_NONE = frozenset(("none", "neither", "no one", "not one"))
_OLDEST = 110
_WHOLE_REACH = 5
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


_SPEAKER_REACH = 9
"""How many units after "the governor" the word "said" may stand."""

_SPEAKS = speech(Speech.TOLL)


def find_quantities(tokens: Tokens, begin: int, end: int) -> list[Quantity]:
    """Return the counts in units begin..end (end excluded), in order; ages and dates are none."""
    found: list[Quantity] = []
    words, codes = tokens.words, tokens.codes
    i = begin
    while i < end:
        if codes[i] not in _COUNT_CLASSES and words[i] not in _COUNT_WORDS:
            i += 1
            continue
        quantity = _numeric(tokens, i, end) or _singular(tokens, i, begin, end)
        if quantity is None or _speaks(tokens, quantity, begin, end):
            i += 1
            continue
        if not (found and _is_whole(tokens, found[-1], quantity)):
            found.append(quantity)
        i = quantity.last + 1
    return found


def _speaks(tokens: Tokens, quantity: Quantity, begin: int, end: int) -> bool:
    """Whether one person after a comma is who tells it: "killing three, the governor, Oleh Bondar, said"."""
    if quantity.value != 1 or tokens.codes[max(begin, quantity.first - 2) : quantity.first].find(COMMA) < 0:
        return False
    for k in range(quantity.last + 1, min(end, quantity.last + 1 + _SPEAKER_REACH)):
        code = tokens.codes[k]
        if tokens.words[k] in _SPEAKS:
            return True
        if code not in (COMMA, OTHER):
            return False
    return False


def _is_whole(tokens: Tokens, part: Quantity, quantity: Quantity) -> bool:
    """Whether the count is the whole another is taken from: "two of a family of six"."""
    gap = tokens.words[part.last + 1 : quantity.first]
    return 0 < len(gap) <= _WHOLE_REACH and gap[-1] == "of" and not set(gap) & {"and", ",", "or"}


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
    upper = _upper_end(tokens, last, end) if before == "between" else None
    if upper is not None:
        return Quantity(first=i, last=upper[0], value=value, low=value, high=upper[1], has_noun=noun is True)
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


def _upper_end(tokens: Tokens, last: int, end: int) -> tuple[int, int] | None:
    """Return the last unit and the value of the second number of "between 10 and 15"."""
    if last + 2 >= end or tokens.words[last + 1] != "and" or tokens.codes[last + 2] != NUMBER:
        return None
    stop = _number_end(tokens, last + 2, end)
    value = value_of(tokens.words[last + 2 : stop + 1])
    return None if value is None else (stop, value)


def _number_end(tokens: Tokens, i: int, end: int) -> int:
    last = i
    while last + 1 < end:
        nxt = tokens.codes[last + 1]
        if nxt == NUMBER and not tokens.words[last + 1][0].isdigit():  # "killed four / 2024-05-02" is no sum
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
    earlier = tokens.words[first - 2] if first > 1 and before.startswith(".") else before
    if last + 1 < end and (tokens.codes[last + 1] == _N["age"] or is_age(tokens, first)):
        return True
    if after in _ORDINAL_ENDINGS or (digits and (earlier in _MONTHS or after in _MONTHS)):
        return True
    if digits and 1900 <= value <= 2099 and first == last and _noun(tokens, last + 1, end) is not True:
        return True
    if before == "and" and tokens.words[max(0, first - 3)] == "aged":
        return True
    if digits and (_is_clock(tokens, first, last, end) or before in _NUMBERED):
        return True
    if digits and before in _ROADS and _noun(tokens, last + 1, end) is not True:
        return True
    if before == "of" and first > 1 and tokens.words[first - 2] in _NONE:
        return True
    return before in ("number", "no.", "aged", "age", "source", "day") or after == "sides"


def _is_clock(tokens: Tokens, first: int, last: int, end: int) -> bool:
    """Whether the number is part of a time of day: "at 11:30, four men"; not "12: 5 civilians"."""

    def joined(hour: int) -> bool:
        minutes = hour + 2
        return (
            hour >= 0
            and minutes < end
            and tokens.words[hour + 1] == ":"
            and tokens.words[hour][0].isdigit()
            and len(tokens.words[minutes]) == 2
            and tokens.words[minutes].isdigit()
            and tokens.starts[minutes] == tokens.ends[hour] + 1
        )

    return joined(first - 2) or joined(last)


def is_age(tokens: Tokens, i: int) -> bool:
    """Whether the number in unit ``i`` stands between commas after a person: "Olena Petrenko, 34, was"."""
    word = tokens.words[i]
    if not (word.isascii() and word.isdigit()) or int(word) > _OLDEST or i < 2:
        return False
    enclosed = tokens.codes[i - 1] == COMMA and tokens.codes[i + 1 : i + 2] in (COMMA, "|", "")
    return enclosed and (tokens.codes[i - 2] in PERSON or tokens.codes[i - 2] == OTHER)


def _noun(tokens: Tokens, i: int, end: int) -> bool | None:
    """Return True for a noun of people, False for one of things, None when no noun is known."""
    thing = False
    for k in range(i, min(end, i + _REACH)):
        code = tokens.codes[k]
        if code in PERSON:
            return True
        if tokens.words[k] == ")":
            continue
        if code in _STOPS or code == NUMBER:
            break
        thing = thing or code in _NO_PERSON
    return False if thing else None


def _singular(tokens: Tokens, i: int, begin: int, end: int) -> Quantity | None:
    word, code = tokens.words[i], tokens.codes[i]
    if word in ("him", "her") and tokens.codes[i + 1 : i + 2] == _N["and"]:
        return _one(i, i, 1, additional=False)
    opens = i == begin or tokens.codes[i - 1] == COMMA
    if opens and code == NUMBER and tokens.codes[i + 1 : i + 2] == _N["age"]:
        dead = any(_dies(tokens, k, end) for k in range(i + 2, min(end, i + _REACH)))
        return _one(i, i + 1, 1, additional=False) if dead else None
    if code == _N["a"] or word in ("another", "one other"):
        if i > begin and tokens.codes[i - 1] == _N["be"]:
            return None
        return _with_article(tokens, i, end, additional=code != _N["a"])
    if word in _WORD_NUMBERS:
        return _one(i, i, _WORD_NUMBERS[word], additional=False)
    if word in _SINGULAR and (
        _opens_clause(tokens, i, begin) or _in_pair(tokens, i, end) or _dies(tokens, i + 1, end)
    ):
        named_before = i > begin + 1 and tokens.codes[i - 1] == _N["and"] and tokens.codes[i - 2] == OTHER
        return _one(i, i, 2 if named_before and word in _KIN else 1, additional=False)
    return None


def _with_article(tokens: Tokens, i: int, end: int, *, additional: bool) -> Quantity | None:
    """Read "a senior officer" or, where the noun is unknown, "a Syrian was killed"."""
    limit = min(end, i + _REACH)
    for k in range(i + 1, limit):
        word, code = tokens.words[k], tokens.codes[k]
        if word in _WORD_NUMBERS:
            return _one(i, k, _WORD_NUMBERS[word], additional=False)
        if word in _SINGULAR:
            return _one(i, k, 1, additional=additional)
        if word in _SINGULAR_DEATHS:
            return _one(i, k - 1 if k > i + 1 else i, 1, additional=additional)
        if code == NUMBER and tokens.codes[k + 1 : k + 2] == _N["age"]:
            continue
        if code == _N["age"]:
            continue
        if code in _NO_PERSON or code == NUMBER:
            return None
        if code in _STOPS:
            passive = _dies(tokens, k, end) or tokens.codes[k - 1] == _N["age"] or _also_died(tokens, i, k)
            return (
                _one(i, k - 1, 1, additional=additional) if passive or (additional and k == i + 1) else None
            )
    return None


def _also_died(tokens: Tokens, i: int, k: int) -> bool:
    """Whether units i to k are one more of the dead, of a people no class lists: "and a Pakistani died"."""
    counted = i > 0 and tokens.codes[i - 1] == _N["and"] and NUMBER in tokens.codes[max(0, i - _JOINED) : i]
    unknown = k == i + 2 and tokens.codes[i + 1] == OTHER
    return counted and unknown and (tokens.words[k] in _DIED or _dies_together(tokens, k))


def _dies_together(tokens: Tokens, k: int) -> bool:
    """Whether unit k opens "were killed"."""
    return tokens.words[k] in ("were", "have been") and any(c in _DEADLY for c in tokens.codes[k + 1 : k + 3])


def _dies(tokens: Tokens, k: int, end: int) -> bool:
    """Whether unit k is a singular verb of a death or injury: "was killed", "has been shot dead"."""
    if k >= end or tokens.words[k] not in _SINGULAR_VERBS:
        return False
    return not _DEADLY.isdisjoint(tokens.codes[k + 1 : k + 4])


def _opens_clause(tokens: Tokens, i: int, begin: int) -> bool:
    """Whether a bare noun starts its clause, perhaps after one adjective: "Elderly man killed"."""
    openers = (_N["and"], _N["kill"], "|", COMMA)
    if i == begin or tokens.codes[i - 1] in openers:
        return True
    before = tokens.codes[max(begin, i - 3) : i]
    if not _FATAL.isdisjoint(before):
        return all(code in _ADJECTIVES or code in _FATAL for code in before)
    adjective = tokens.codes[i - 1] in (OTHER, _N["civilian"], _N["locals"]) and tokens.words[i - 1] != "of"
    return adjective and (
        i - 1 == begin
        or tokens.codes[i - 2] in ("|", COMMA)
        or (i - 2 == begin and tokens.codes[i - 2] == OTHER)
    )


def _in_pair(tokens: Tokens, i: int, end: int) -> bool:
    """Whether the noun is the first of "man and woman"."""
    return (
        i + 2 < end
        and tokens.codes[i + 1] == _N["and"]
        and tokens.words[i + 2] in _SINGULAR
        and tokens.codes[i - 1] == _N["civilian"]
    )


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
