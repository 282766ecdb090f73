"""Tells that a name stands where only places do: "raided A, B and C villages", "in A (B, Sumy region)"."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from articles.toponyms.spans import Facts
from articles.toponyms.tokens import LINKS, Tokens
from articles.toponyms.units import SPOT_WORDS, UNIT_WORDS
from articles.toponyms.words import words_in
from articles.words.closed import BEARINGS, MONTHS, ONES, WEEKDAYS
from geodata.model import PlaceKind

_PLURALS = frozenset(
    "villages towns hamlets settlements localities townships communes barangays kebeles suburbs "
    "neighbourhoods neighborhoods cities islands".split()
)
_BESIDE = frozenset(
    "other several some nearby surrounding neighbouring neighboring adjoining adjacent border small many "
    "more farming".split()
) | frozenset(ONES)
_JOINTS = frozenset((",", "and", "&"))
_LEADS = frozenset(("of", "at", "including", "like", "as", "namely", ":"))
_VILLAGE = frozenset(("village", "hamlet"))
_PLACED_BY = frozenset("in at near of outside from around on to".split())
# What a spot lies in stands behind such a word: "the Jurf area in Babil".
_LIES_BY = frozenset(("in", "of", "near", ",", "("))
_KINDS = frozenset(
    "village hamlet town township settlement suburb city neighbourhood neighborhood camp".split()
)
# What says of an unlisted name that it is a place, and is said of much else: "a community of artists".
_COMMUNITY, _LIES_IN = (
    frozenset(("community", "communities", "ward", "locality")),
    frozenset("in near on outside".split()),
)
_LIES = frozenset("in of near on outside north south east west some about that which where close".split())
_ABOUT = frozenset("about around some roughly nearly just only located situated".split())
_LENGTHS = frozenset("km kilometres kilometers kilometre kilometer miles mile".split())
_DESCRIPTION = 8
# "In Kirane, in the far north of Mali's Kayes region": where somebody is, and what a unit's name goes with.
_AT_SPOT = frozenset("in at near outside around".split())
_ASIDE_OF_UNIT = frozenset("the of 's ’s far remote restive".split()) | frozenset(
    form for bearing in BEARINGS for form in (bearing, f"{bearing}ern")
)
_CALENDAR = frozenset(MONTHS) | frozenset(WEEKDAYS)
_MEASURED_FROM = frozenset(("of", "from"))
_LONGEST_MEASURE = 20
#: Letters of initials (two are a state's), and how many of a list no table knows where none is a place.
_SHORTEST_INITIALS, _LONGEST_INITIALS, _LEAST_UNKNOWN = 3, 5, 2
_CAPITAL = 1_000_000  # people; Georgetown, D.C. has fewer
_ENDS_IN_ADDRESS = frozenset((",", ")")) | UNIT_WORDS
_UNITS = (PlaceKind.ADMIN1, PlaceKind.ADMIN2)
_FORCE_VERBS, _NATURE = words_in("_force_verb"), words_in("nature")
_RAIDED = _FORCE_VERBS | frozenset(
    "attacked invaded raided burned burnt torched razed ransacked looted plundered sacked".split()
)
#: Names of an address in brackets, and tokens of it.
MOST_HOLDERS, LONGEST_ADDRESS = 3, 12
#: Longest name in tokens, and names of one list that are looked at on either side.
LONGEST, MOST = 4, 12


def is_in_list_of_places(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the list that the tokens ``first:last`` stand in is headed or ended by a word for places."""
    return _ends_so(tokens, last) or _begins_so(tokens, first)


def is_told_where(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name stands behind "in" or "raided" and is then said to be a village, or where it lies.

    "In Lyubechane, a village in the Klimovo district", "invaded Zurak, a community in Wase", "in Surbandar,
    about 25 km from Gwadar", "outside Nawngpa, in Myanmar's Kachin State".
    """
    before = tokens.lower[first - 1] if first else ""
    placed = before in _PLACED_BY or before in _RAIDED
    if not placed or tokens.words[last : last + 1] != [","]:
        return False
    if tokens.lower[first - 1] in _AT_SPOT and _goes_on_in_unit(tokens, first, last):
        return True
    behind = tokens.lower[last + 1 : last + 1 + _DESCRIPTION]
    while behind and behind[0] in _ABOUT:
        behind = behind[1:]
    if len(behind) > 2 and (behind[0].isdigit() or behind[0] in ONES) and behind[1] in _LENGTHS:
        return True
    if not behind or behind[0] not in ("a", "an"):
        return False
    kind = next((at for at, word in enumerate(behind[:4]) if word in _KINDS or word in _COMMUNITY), None)
    if kind is None or len(behind) == kind + 1:
        return False
    return behind[kind + 1] in (_LIES if behind[kind] in _KINDS else _LIES_IN)


def _goes_on_in_unit(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name that is no day's or month's is followed by ", in" and a unit's name with its word."""
    if tokens.lower[first] in _CALENDAR or tokens.lower[last + 1 : last + 2] != ["in"]:
        return False
    named = False
    for at in range(last + 2, min(len(tokens), last + 2 + _DESCRIPTION)):
        if tokens.lower[at] in UNIT_WORDS and named:
            return True
        if tokens.capital[at]:
            named = tokens.lower[at] not in _CALENDAR
        elif tokens.lower[at] not in _ASIDE_OF_UNIT:
            return False
    return False


def is_among_initials(tokens: Tokens, first: int, last: int, facts: Facts) -> bool:
    """Whether a word in capitals stands in a list of initials that no table knows: "the CTX, SUD and FQL"."""
    if last - first != 1 or not _is_initials(tokens.words[first]):
        return False
    others: list[str] = []
    for step in (-1, 1):
        at = first + step
        while 0 <= at < len(tokens) and (tokens.words[at] in _JOINTS or _is_initials(tokens.words[at])):
            others += [tokens.words[at]] if tokens.words[at] not in _JOINTS else []
            at += step
    known = [facts.of(other) for other in others]
    return sum(one is None or one.shortened for one in known) >= _LEAST_UNKNOWN


def is_capital_district(tokens: Tokens, first: int, facts: Facts) -> bool:
    """Whether "D.C." behind a comma belongs to another capital than Washington: "Bogotá, D.C."."""
    if tokens.words[first] != "D.C." or first < 2 or tokens.words[first - 1] != ",":
        return False
    town = facts.of(tokens.words[first - 2])
    return town is not None and tokens.lower[first - 2] != "washington" and town.population >= _CAPITAL


def _is_initials(word: str) -> bool:
    return word.isupper() and _SHORTEST_INITIALS <= len(word) <= _LONGEST_INITIALS


def is_measured(tokens: Tokens, last: int) -> bool:
    """Whether a bracket behind a name says how far from another it lies: "Volya (20km south of Y)"."""
    if tokens.words[last : last + 1] != ["("]:
        return False
    inside = tokens.lower[last + 1 : last + 1 + _LONGEST_MEASURE]
    inside = inside[: inside.index(")")] if ")" in inside else inside
    return any(
        word[0].isdigit() and unit in _LENGTHS and not _MEASURED_FROM.isdisjoint(inside[at + 2 :])
        for at, (word, unit) in enumerate(pairwise(inside))
    )


def _ends_so(tokens: Tokens, at: int) -> bool:
    """Whether, over the next names of the list, a word for places follows."""
    count = len(tokens)
    for _ in range(MOST):
        joined = at
        while joined < count and tokens.lower[joined] in _JOINTS and joined - at < 2:
            joined += 1
        told = joined
        while told < count and tokens.lower[told] in _BESIDE:
            told += 1
        if told < count and tokens.lower[told] in _PLURALS and not tokens.capital[told]:
            return True
        if joined == at or joined >= count or not tokens.capital[joined]:
            return False
        at = joined
        while at < count and at - joined < LONGEST and (tokens.capital[at] or _links(tokens, at)):
            at += 1
    return False


def _begins_so(tokens: Tokens, at: int) -> bool:
    """Whether, over the names before it in the list, a word for places leads to it."""
    for _ in range(MOST):
        before = at - 1
        if before < 0:
            return False
        if tokens.lower[before] in _PLURALS:
            return True
        if tokens.lower[before] in _LEADS:
            return not _PLURALS.isdisjoint(tokens.lower[max(0, before - 3) : before])
        joined = before
        while joined >= 0 and tokens.lower[joined] in _JOINTS and before - joined < 2:
            joined -= 1
        if joined == before or joined < 0 or not tokens.capital[joined]:
            return False
        at = joined
        while at > 0 and joined - at < LONGEST and (tokens.capital[at - 1] or _links(tokens, at - 1)):
            at -= 1
    return False


def _links(tokens: Tokens, at: int) -> bool:
    return tokens.words[at] in "-–" or (tokens.lower[at] in LINKS and tokens.lower[at] != "and")


def heads_address(tokens: Tokens, first: int, last: int, facts: Facts) -> bool:
    """Whether a name is called a village or so, or its address stands in brackets: "in X (Akinyele, Oyo)".

    The last name of an address has to be listed. Another name in it stands so too; where two or more do,
    no word before the name need say that it is a place.
    """
    count = len(tokens)
    before = tokens.lower[first - 1] if first else ""
    placed = before in _PLACED_BY or before in UNIT_WORDS
    if placed and last < count and tokens.lower[last] in _VILLAGE:
        return True
    if _is_spot(tokens, first, last):
        return True
    at = last
    while at < count and at < last + 2 and tokens.lower[at].isalpha() and not tokens.capital[at]:
        at += 1
    if at < count and tokens.words[at] == "(" and _is_address(tokens, at + 1, facts, 1 if placed else 2):
        return True
    return _is_in_address(tokens, first, facts, 1)


def stands_in_address(tokens: Tokens, first: int, last: int, facts: Facts) -> bool:
    """Whether a listed name is one of two or more in a bracket that lead up to a unit: "(Mambasa, Ituri)"."""
    after = tokens.words[last] if last < len(tokens) else ""
    return after in _ENDS_IN_ADDRESS and _is_in_address(tokens, first, facts, 2, _UNITS)


def _is_in_address(
    tokens: Tokens, first: int, facts: Facts, least: int, kinds: Collection[PlaceKind] = ()
) -> bool:
    """Whether a name begins behind a bracket, or a comma in one, with so many names up to a listed one."""
    bracket = (at for at in range(first, max(first - LONGEST_ADDRESS, 0), -1) if tokens.words[at - 1] == "(")
    opened = next(bracket, 0)
    before = tokens.words[first - 1] if first else ""
    return before in ("(", ",") and opened > 0 and _is_address(tokens, opened, facts, least, kinds)


def _is_spot(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name is called a spot that lies in another: "shelled Tawila town in Hasakah"."""
    if last + 2 >= len(tokens) or first == 0 or tokens.lower[last] not in SPOT_WORDS:
        return False
    if tokens.lower[last - 1] in _NATURE:  # "the Peace River Valley area" is by Peace River
        return False
    at = first - 2 if tokens.lower[first - 1] == "the" and first > 1 else first - 1
    if tokens.lower[at] not in _PLACED_BY and tokens.lower[at] not in _FORCE_VERBS:
        return False
    holder = last + 3 if tokens.lower[last + 2] == "the" else last + 2
    return tokens.lower[last + 1] in _LIES_BY and holder < len(tokens) and tokens.capital[holder]


def _is_address(tokens: Tokens, at: int, facts: Facts, least: int, kinds: Collection[PlaceKind] = ()) -> bool:
    """Whether so many names, the last of them listed, stand from here to the end of the bracket.

    ``kinds`` are those of which the last one has to be, any where none are given.
    """
    count = min(len(tokens), at + LONGEST_ADDRESS)
    begins, names = at, 1
    for end in range(at, count):
        word = tokens.words[end]
        if word == ")":
            known = facts.of(tokens.surface(begins, end)) if end > begins and names >= least else None
            return known is not None and not known.is_demonym and (not kinds or known.kind in kinds)
        if word == ",":
            begins, names = end + 1, names + 1
            if names > MOST_HOLDERS:
                return False
        elif not tokens.capital[end] and not _links(tokens, end) and word not in UNIT_WORDS:
            return False
    return False
