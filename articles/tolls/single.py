"""Counts one person: "a senior officer", "killing a British envoy", "shot and killed the administrator"."""

from __future__ import annotations

from articles.tolls.people import (
    ANIMALS,
    KIN,
    NO_PERSON,
    ONE_DOES,
    ORDINAL_ENDINGS,
    PERSON,
    REACH,
    SINGULAR,
    STOPS,
    WORD_NUMBERS,
    Quantity,
    classes,
)
from articles.words.closed import ORDINALS
from articles.words.tokens import COMMA, NUMBER, OTHER, Tokens, is_passive, lexicon

_N = lexicon().names
_SINGULAR_DEATHS = frozenset(("fatality", "death"))
_SINGULAR_VERBS = ONE_DOES | {"being"}
_DIED = frozenset(("died", "die", "perished"))
_JOINED = 5
"""How many units before "and a Pakistani died" the count of the others may stand."""
_LIST_REACH = 12
"""How many units "a midwife, a porter and a cook" may have behind the first of them."""
_DEADLY = classes("kill slay wound")
_FATAL = classes("kill slay")
_ADJECTIVES = classes("territory state activist commander") | frozenset(OTHER)
_NOBODYS = ANIMALS | frozenset(
    "deal bill plan proposal motion idea dream hope chance militia group crew family team patrol "
    "convoy unit squad gang cell party band population crowd community rest enemy opposition economy "
    "peace process project".split()
)
"""What is killed and is nobody."""
_ACTIVE = ("ing", "ed", "dead", "kills", "to death", "throat of")
_HURTS = ("wound", "injur")
"""How verbs begin that are said of persons alone: "hurt the economy" is said of others too."""
_HIM = frozenset(("him", "her", "himself", "herself"))
_HIS = frozenset(("his", "her", "their"))
_NOUNS = PERSON | {OTHER}
_OF_SOMEBODY = _NOUNS | {_N["a"]}
_LISTED = _OF_SOMEBODY | {COMMA, NUMBER, _N["and"], _N["of"]}
_FURTHER = ORDINALS.keys() - {"first"}
_NAMES = _OF_SOMEBODY | {NUMBER, _N["age"], _N["of"]}
_SAYS_WHICH = classes("civilian locals rebel state police gunmen") | {OTHER}
_NO_VERB = classes("prep conj by from and after") | {COMMA, "("}
_THINGS = classes("site property territory aircraft munition weapons")
_MOST_UNKNOWN, _MOST_BESIDE = 5, 3
"""Units of "a British climate envoy", whose noun no class lists."""


def one_person(tokens: Tokens, i: int, begin: int, end: int) -> Quantity | None:
    """Return the count of one that begins in unit i, None where none does."""
    word, code = tokens.words[i], tokens.codes[i]
    if word in _HIM and (tokens.codes[i + 1 : i + 2] == _N["and"] or _is_what_it_did(tokens, i, begin)):
        return _one(i, i, 1, additional=False)
    if word in ("he", "she"):
        lone = any(_dies(tokens, k, end) or tokens.words[k] in _DIED for k in range(i + 1, min(end, i + 3)))
        return _one(i, i, 1, additional=False) if lone else None
    opens = i == begin or tokens.codes[i - 1] == COMMA
    if opens and code == NUMBER and tokens.codes[i + 1 : i + 2] == _N["age"]:
        dead = any(_dies(tokens, k, end) for k in range(i + 2, min(end, i + REACH)))
        return _one(i, i + 1, 1, additional=False) if dead else None
    if code == _N["a"] or word in ("another", "one other"):
        if i > begin and tokens.codes[i - 1] == _N["be"]:
            return None
        further = code != _N["a"] or not _FURTHER.isdisjoint(tokens.words[i + 1 : i + 2])
        return _with_article(tokens, i, end, additional=further)
    if word in WORD_NUMBERS:
        return _one(i, i, WORD_NUMBERS[word], additional=False)
    if is_the_one_killed(tokens, i, begin, end):
        return _one(i, _end_of_phrase(tokens, i, end) - 1, 1, additional=False)
    if (
        word in SINGULAR
        and _is_person(tokens, i)
        and not _is_the_same_one(tokens, i, begin)
        and (_opens_clause(tokens, i, begin) or _in_pair(tokens, i, end) or _dies(tokens, i + 1, end))
    ):
        named_before = i > begin + 1 and tokens.codes[i - 1] == _N["and"] and tokens.codes[i - 2] == OTHER
        return _one(i, i, 2 if named_before and word in KIN else 1, additional=False)
    return None


def _is_what_it_did(tokens: Tokens, i: int, begin: int) -> bool:
    """Whether unit i is the one whom a clause behind a comma says was hit: ", seriously wounding him"."""
    verb = i - 1
    if verb <= begin or tokens.codes[verb] not in _DEADLY or not tokens.words[verb].endswith("ing"):
        return False
    before = verb - 1
    while before > begin and (tokens.words[before].endswith("ly") or tokens.words[before] == "and"):
        before -= 1
    return tokens.codes[before] == COMMA


def _is_the_same_one(tokens: Tokens, i: int, begin: int) -> bool:
    """Whether unit i says more of what stands before: "a teacher and father of four", "one (1) soldier"."""
    if i - 1 > begin and tokens.words[i - 1] == ")" and tokens.codes[i - 2] == NUMBER:
        return True
    goes_on = tokens.words[i + 1 : i + 2] == ["of"] and tokens.codes[max(begin, i - 1) : i] == _N["and"]
    before = tokens.codes[max(begin, i - _JOINED - 1) : i]
    return goes_on and tokens.words[i - 2] in SINGULAR and _N["a"] in before


def _with_article(tokens: Tokens, i: int, end: int, *, additional: bool) -> Quantity | None:
    """Read "a senior officer" or, where the noun is unknown, "a Syrian was killed"."""
    limit = min(end, i + REACH)
    for k in range(i + 1, limit):
        word, code = tokens.words[k], tokens.codes[k]
        if word in WORD_NUMBERS:
            return _one(i, k, WORD_NUMBERS[word], additional=False)
        if _is_person(tokens, k):
            return _one(i, k, 1, additional=additional)
        if word in _SINGULAR_DEATHS:
            return _one(i, k - 1 if k > i + 1 else i, 1, additional=additional)
        if code == _N["age"] or word in ORDINAL_ENDINGS or _is_age_or_ordinal(tokens, k):
            continue
        if code == _N["and"] and tokens.codes[k + 1 : k + 2] not in (_N["a"], NUMBER):
            if _is_killed_somebody(tokens, i, k) or tokens.codes[k - 1] == _N["age"]:
                return _one(i, k - 1, 1, additional=additional)
            continue
        if code in STOPS or code in (_N["a"], _N["and"]):
            return _up_to(tokens, i, k, end, additional=additional)
        if code == NUMBER or (code in NO_PERSON and not _leads_to_person(tokens, k, limit)):
            return None
    return _up_to(tokens, i, end, end, additional=additional) if end < i + REACH else None


def _up_to(tokens: Tokens, i: int, k: int, end: int, *, additional: bool) -> Quantity | None:
    """Count one where what stands before or behind units i to k shows that they are one person."""
    if (
        _is_killed_somebody(tokens, i, k)
        or _is_killed_beside(tokens, i, k, end)
        or tokens.codes[k - 1] == _N["age"]
        or _dies(tokens, k, end)
        or _dies_behind_aside(tokens, k, end)
        or _also_died(tokens, i, k, end)
        or _die_as_well(tokens, i, k, end)
        or (additional and k == i + 1)
        or (additional and tokens.words[k - 1] in _FURTHER and k < end and tokens.words[k] in _DIED)
    ):
        return _one(i, k - 1, 1, additional=additional)
    return None


def _is_age_or_ordinal(tokens: Tokens, k: int) -> bool:
    """Whether unit k is the number of "a 14-year-old" or of "a 4th Division member"."""
    if tokens.codes[k] != NUMBER or k + 1 >= len(tokens.words):
        return False
    return tokens.codes[k + 1] == _N["age"] or tokens.words[k + 1] in ORDINAL_ENDINGS


def _is_person(tokens: Tokens, k: int) -> bool:
    """Whether unit k names one person by its last word: "taxi driver", but not "a passenger car"."""
    word = tokens.words[k]
    if word not in SINGULAR and word.rpartition(" ")[2] not in SINGULAR:
        return False
    says_whose = k + 1 < len(tokens.words) and tokens.codes[k + 1] in _THINGS
    return not (says_whose and tokens.folded[tokens.ends[k] : tokens.starts[k + 1]] in (" ", "-"))


def _leads_to_person(tokens: Tokens, k: int, limit: int) -> bool:
    """Whether what stands in unit k only says what somebody is: "a suspected cattle thief"."""
    for n in range(k + 1, limit):
        if tokens.codes[n] in STOPS or tokens.codes[n] in (NUMBER, _N["a"]):
            return False
        if _is_person(tokens, n):
            return True
    return False


def is_the_one_killed(tokens: Tokens, i: int, begin: int, end: int) -> bool:
    """Whether unit i opens who is killed by the verb before: "killed the administrator", "and the guard"."""
    return _is_alone_killed(tokens, i, begin, end) or _is_killed_with(tokens, i, begin, end)


def _is_alone_killed(tokens: Tokens, i: int, begin: int, end: int) -> bool:
    """Whether unit i opens who alone is killed by the verb before it: "shot and killed the administrator"."""
    if i <= begin or tokens.codes[i - 1] not in _DEADLY or not tokens.words[i - 1].endswith(_ACTIVE):
        return False
    fatal = tokens.codes[i - 1] in _FATAL
    if not fatal and not tokens.words[i - 1].startswith(_HURTS):
        return False
    if tokens.folded[tokens.ends[i - 1] : tokens.starts[i]].strip() != "the":
        return False
    if is_passive(tokens, i - 1, begin):
        return False
    last = _end_of_phrase(tokens, i, end) - 1
    words, codes = tokens.words[i : last + 1], tokens.codes[i : last + 1]
    if not words or not NO_PERSON.isdisjoint(codes[-1]) or NUMBER in codes:
        return False
    return _is_person(tokens, last) or (fatal and codes[-1] == OTHER and _is_somebody(words[-1]))


def _end_of_phrase(tokens: Tokens, i: int, end: int) -> int:
    k = i
    while k < min(end, i + _MOST_UNKNOWN) and tokens.codes[k] not in STOPS:
        if tokens.codes[k : k + 2] == _N["and"] + _N["a"] or _opens_with_the(tokens, k + 1, end):
            break
        k += 1
    return k


def _opens_with_the(tokens: Tokens, i: int, end: int) -> bool:
    """Whether "and the" stands before unit i."""
    if i >= end or tokens.codes[i - 1] != _N["and"]:
        return False
    return tokens.folded[tokens.ends[i - 1] : tokens.starts[i]].strip() == "the"


def _is_killed_with(tokens: Tokens, i: int, begin: int, end: int) -> bool:
    """Whether unit i opens who is killed with the one before: "killed the driver and the guard"."""
    if i - 2 <= begin or not _opens_with_the(tokens, i, end):
        return False
    verb = i - 2
    while verb > max(begin, i - 2 - _JOINED) and tokens.codes[verb] in _NOUNS:
        verb -= 1
    last = _end_of_phrase(tokens, i, end) - 1
    if not _is_alone_killed(tokens, verb + 1, begin, end) or not _ends_phrase(tokens, last + 1, end):
        return False
    return (
        last < i + _MOST_BESIDE
        and (_is_person(tokens, last) or tokens.codes[last] == OTHER)
        and (_is_somebody(tokens.words[last]) and not tokens.words[last].endswith("ed"))
    )


def _is_somebody(noun: str) -> bool:
    """Whether a noun that no class lists may be one person's: no plural, no group, no animal."""
    return noun not in _NOBODYS and (not noun.endswith("s") or noun.endswith("ss"))


def _is_unknown_one(tokens: Tokens, i: int, k: int, most: int) -> bool:
    """Whether units i to k may name one person by a noun that no class lists."""
    unknown = [code for code in tokens.codes[i + 1 : k] if code not in (NUMBER, _N["age"])]
    return 0 < len(unknown) <= most and unknown[-1] == OTHER and _is_somebody(tokens.words[k - 1])


def _is_killed_somebody(tokens: Tokens, i: int, k: int) -> bool:
    """Whether units i to k are the one whom a verb before them kills: "killing a British envoy and"."""
    verb = i > 0 and tokens.codes[i - 1] in _DEADLY and tokens.words[i - 1].endswith(_ACTIVE)
    return verb and _is_unknown_one(tokens, i, k, _MOST_UNKNOWN)


def _is_killed_beside(tokens: Tokens, i: int, k: int, end: int) -> bool:
    """Whether units i to k are killed with the one before: "killed its owner and his business partner"."""
    if tokens.words[i] not in _HIS or tokens.codes[i - 1] != _N["and"] or not _ends_phrase(tokens, k, end):
        return False
    verb = i - 2
    while verb > max(0, i - 2 - _JOINED) and tokens.codes[verb] in _OF_SOMEBODY:
        verb -= 1
    kills = tokens.codes[verb] in _DEADLY and tokens.words[verb].endswith(_ACTIVE)
    whole = _is_unknown_one(tokens, i, k, _MOST_BESIDE) and not tokens.words[k - 1].endswith("ed")
    return kills and whole and not is_passive(tokens, verb, 0)


def _ends_phrase(tokens: Tokens, k: int, end: int) -> bool:
    """Whether no verb begins in unit k, so that what stands before it does nothing itself."""
    return k >= end or tokens.codes[k] in _NO_VERB


def _dies_behind_aside(tokens: Tokens, k: int, end: int) -> bool:
    """Whether the one before a comma dies behind an aside: "a commando, Ranjit Kumar, was killed"."""
    if k >= end or tokens.codes[k] != COMMA or not _is_somebody(tokens.words[k - 1]):
        return False
    close = tokens.codes.find(COMMA, k + 1, min(end, k + REACH))
    aside = tokens.codes[k + 1 : close]
    return close > 0 and _NAMES.issuperset(aside) and _dies(tokens, close + 1, end)


def _also_died(tokens: Tokens, i: int, k: int, end: int) -> bool:
    """Whether units i to k are one more of the dead, of a people no class lists: "and a Pakistani died"."""
    if k >= end or i == 0 or tokens.codes[i - 1] != _N["and"]:
        return False
    counted = NUMBER in tokens.codes[max(0, i - _JOINED) : i]
    if counted and k == i + 2 and tokens.codes[i + 1] == OTHER and tokens.words[k] in _DIED:
        return True
    first = i - 2
    while first > 0 and tokens.codes[first] in _NOUNS:
        first -= 1
    listed = tokens.codes[first] in (_N["a"], NUMBER)
    return listed and _is_unknown_one(tokens, i, k, _MOST_BESIDE) and _dies_together(tokens, k)


def _die_as_well(tokens: Tokens, i: int, k: int, end: int) -> bool:
    """Whether others of a list die with units i to k: "a midwife, a porter and a cook were killed"."""
    if not _is_unknown_one(tokens, i, k, _MOST_BESIDE):
        return False
    n = k
    while n < min(end, k + _LIST_REACH) and tokens.codes[n] in _LISTED:
        n += 1
    joined = any(_N["and"] + one in tokens.codes[k:n] for one in (_N["a"], NUMBER))
    return n < end and joined and _dies_together(tokens, n)


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
    adjective = tokens.codes[i - 1] in _SAYS_WHICH and tokens.words[i - 1] != "of"
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
        and tokens.words[i + 2] in SINGULAR
        and tokens.codes[i - 1] == _N["civilian"]
    )


def _one(first: int, last: int, value: int, *, additional: bool) -> Quantity:
    return Quantity(
        first=first, last=last, value=value, low=None, high=None, additional=additional, has_noun=True
    )
