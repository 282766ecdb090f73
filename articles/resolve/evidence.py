"""Read what the words around a mention say of its place: containers, kind words, relative position."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from articles.resolve.rows import rows_of_places
from articles.toponyms.units import QUARTER_WORDS, UnitSort, split_unit
from geodata.model import PlaceKind, PlaceMention, PlaceRole, PlaceUse

# What may stand between a place and its container; longest pattern first. "within" holds the place first.
_WITHIN = (
    (
        "comma",
        re.compile(
            r"(?:\s+(?:villages?|towns?|cit(?:y|ies)|settlements?|areas?|camps?))?\s*[,(]\s*"
            r"(?:in\s+)?(?:the\s+)?(?:[a-z-]+ern\s+)?"
            r"(?:(?:state|province|region|governorate|department|municipality)\s+of\s+)?"
        ),
    ),
    (
        "in",
        re.compile(
            # "Ratyan, north of Aleppo" does not lie in it.
            # Nor does "Port Said" in "fans of Port Said clashed in Cairo".
            r"(?:'s|’s)?(?:,(?:\s+(?:(?:which\s+(?:is|lies)|located|situated)|"
            r"an?\s+(?:[\w-]+\s+){0,2}?(?:village|hamlet|town|city|suburb|settlement|community|ward|locality)))?"
            r"|\s+(?!(?:north|south|east|west)[\w-]*\s)(?!(?:and|or|but|then)\s)(?!(?!locat|situat|bas)\w+ed\s)\w+)?"
            r"\s+(?:in|of)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}?"
            r"(?:(?:state|province|region|governorate|district|county|oblast|department|republic)\s+of\s+)?"
        ),
    ),
    (
        "district of",
        re.compile(
            r"\s+(?:district|raion|suburb|neighbou?rhood|quarter|area|section|sector|part)s?\s+(?:of|in)\s+(?:the\s+)?"
        ),
    ),
)
# "Zzampur village under Raozan upazila", "X, under Ghumdhum union of Bandarban's Naikhongchhari upazila".
_UNDER = re.compile(
    r"(?:\s+(?:villages?|areas?|towns?|para|locality))?,?\s+under\s+(?:the\s+)?"
    r"(?P<between>(?:[A-Z][\w’'-]*\s+){1,3}(?:union|upazila|thana|block|mandal|panchayat|police\s+station|sub-?division)"
    r"\s+(?:of|in)\s+(?:the\s+)?)?"
)
_OWNED = re.compile(r"(?:'s|’s)\s+")
# Here the container comes first: "Ukraine's second-biggest city, Kharkiv".
_HOLDING = (
    ("possessive", re.compile(r"(?:'s|’s)\s+(?:[\w-]+,?\s+){0,5}?(?:of\s+)?(?:the\s+)?")),
    ("suburb", re.compile(r"\s+(?:suburb|district|neighbou?rhood|quarter|area)s?\s+of\s+")),
    (
        "adjective",
        re.compile(
            # An article or a preposition begins another phrase: "Russian guns shelled the town of X".
            r"\s+(?:(?!(?:the|an?|of|in|on|at|to|from|near|and)\s)[\w-]+\s+){0,3}?"
            r"(?:city|town|village|villages|towns|cities|settlement|province|region|port|capital|"
            r"district|governorate|state|enclave|island|camp|coast|border)\s+(?:of\s+)?"
        ),
    ),
)
_QUARTER = (
    r"(?:district|quarter|slum|suburb|neighbou?rhood|area|borough|ward|shanty\s?town|section|sector|part)s?"
)
_TOWN_AFTER = (
    r"(?:[a-z-]+ern\s+|central\s+)?(?:the\s+)?"
    r"(?:(?:[\w-]+\s+){0,2}?(?:city|capital|town|port)(?:\s+of|,)?\s+)?"
)
# "La Saline, a district of Port-au-Prince", "Karrada in the city of Baghdad", "Jobar, on the edge of Homs".
_PART_OF = re.compile(
    r"(?:,?\s+(?:which\s+is\s+)?(?:an?|the|one\s+of\s+the)\s+(?:[\w-]+\s+){0,3}?|\s+)"
    rf"{_QUARTER}\s+(?:of|in)\s+{_TOWN_AFTER}"
    r"|\s+in\s+the\s+(?:[\w-]+\s+){0,2}?(?:city|capital|town)(?:\s+of|,)?\s+"
    r"|,?\s+(?:in|on)\s+the\s+(?:[a-z-]+\s+)?(?:cent(?:re|er)|heart|edge|outskirts)\s+of\s+(?:the\s+)?"
)
# "the Beirut suburb of Dahiyeh"; "Damascus's Jobar neighbourhood" needs the word behind.
_HAS_PART = re.compile(rf"\s+{_QUARTER}\s+of\s+")
_ENDS_QUARTER = re.compile(rf"\s{_QUARTER}$")
_ITS = re.compile(r"(?:'s|’s)\s+(?:[a-z-]+\s+){0,3}?")
# "the Cavalcante neighbourhood" is one of the town named before it.
_ONLY_QUARTER = re.compile(r"\s+(?:neighbou?rhood|quarter|slum|barrio|community)\b(?!\s+(?:of|in)\b)")
# So is what is called a colonia or a barrio, and what a square or street is named after: "in Moreno square".
_QUARTER_BEFORE = re.compile(
    rf"\b(?:{'|'.join(sorted(QUARTER_WORDS))}|mahalle|kampung|calle|avenida|carrera|rua|rue)\s+$"
)
_STREET_AFTER = re.compile(
    r"\s+(?:square|street|avenue|boulevard|plaza|roundabout|neighbou?rhood|(?:elementary|primary|secondary|high)"
    r"\s+school)\b(?!\s+of\b)"
)
_IN_TOWN = re.compile(r"\s+in\s+(?:the\s+)?(?:[a-z-]+ern\s+|central\s+)?")
_SAME_SENTENCE = re.compile(r"[.!?]\s+[A-Z]|\n")
_QUARTER_REACH = 200
_QUARTER_AFTER = re.compile(rf"\s+{_QUARTER}\b")
_KIND_BEFORE = re.compile(
    r"\b(village|hamlet|settlement|town|township|city|capital|port|suburb|neighbou?rhood|district|raion|"
    r"province|region|governorate|oblast|state|county|republic|river|lake|island|mountain|country|camp|"
    r"villages|towns|cities|settlements|districts|provinces|regions|metropolis|townships|counties|communes|"
    r"governorates|oblasts|states|local government areas?)\s+(?:of|called|named)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_LEADS_TO_NAME = ("of", "the", "called", "named")
_KIND_AFTER = re.compile(
    r"^[\s-]*(village|hamlet|settlement|town|township|city|suburb|neighbou?rhood|district|raion|province|region|"
    r"governorate|oblast|state|county|countie|cercle|river|lake|island|mountain|camp|airport|airfield)s?\b",
    re.IGNORECASE,
)
_KINDS_AFTER = re.compile(
    r"\s+(?:(?:border|frontline|eastern|western|northern|southern|neighbou?ring)\s+)?"
    r"(regions|provinces|governorates|oblasts|states|districts|counties|townships|raions|communes"
    r"|local government areas|towns|cities)\b"
)
_KIND_COMMA = re.compile(
    r"^,?\s+an?\s+(?:[\w-]+\s+){0,2}?(village|town|city|suburb|province|region|district|port)\b"
)
_LIST = re.compile(r"\s*(?:,|and|or|&|,\s*and|-|–|/)\s*(?:the\s+)?")

_LONGEST_GAP, _KIND_REACH = 60, 30

SMALL = frozenset("village villages hamlet settlement settlements".split())
TOWN = frozenset("town towns suburb port neighborhood neighbourhood camp".split())
CITY = frozenset("city cities capital metropolis".split())
UNIT1 = frozenset(
    "province provinces region regions governorate governorates oblast oblasts state states republic".split()
)
UNIT2 = frozenset(
    "district districts raion raions county countie counties cercle township townships commune "
    "communes".split()
) | frozenset(("local government area", "local government areas"))
PLURAL_UNITS = frozenset(word for word in UNIT1 | UNIT2 if word.endswith("s"))

QUARTERS = frozenset(("neighborhood", "neighbourhood"))

UNIT_KINDS = (PlaceKind.ADMIN1, PlaceKind.ADMIN2)
AREA_KINDS = frozenset(
    (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION, PlaceKind.CONTINENT)
)


@dataclass(slots=True)
class Evidence:
    """What the text says of one mention.

    ``inside`` holds (pattern, index of the containing mention); ``holds`` the indexes of mentions said to
    lie in this one; ``kind_word`` the noun that names its kind; ``listed`` its neighbours in a list;
    ``shared`` the mentions that hold a list it stands in ("A, B and C in Sumy region"); ``in_plural``
    that a plural for units stands at that list ("the Sumy and Kharkiv regions"); ``part_of`` the names of one
    of which, the first town among them, it is said to be a quarter or suburb; ``row`` the other names of its
    line in a table of places.
    """

    inside: list[tuple[str, int]] = field(default_factory=list)
    holds: list[int] = field(default_factory=list)
    kind_word: str = ""
    listed: list[int] = field(default_factory=list)
    shared: list[int] = field(default_factory=list)
    in_plural: bool = False
    part_of: list[int] = field(default_factory=list)
    row: Sequence[int] = ()


def read_evidence(text: str, mentions: Sequence[PlaceMention]) -> list[Evidence]:
    """Return the evidence on each mention, in their order; mentions must be sorted and not overlap."""
    found = [Evidence() for _ in mentions]
    for said, mention in zip(found, mentions, strict=True):
        said.kind_word = _kind_word(text, mention)
    for index in range(len(mentions) - 1):
        _relate(text, mentions, index, found)
    _relate_under(text, mentions, found)
    _relate_parts(text, mentions, found)
    _relate_quarters(text, mentions, found)
    _share_plurals(text, mentions, found)
    _share_holders(text, mentions, found)
    for row in rows_of_places(text, mentions):
        for number in row:
            found[number].row = [other for other in row if other != number]
    return found


def _relate_under(text: str, mentions: Sequence[PlaceMention], found: list[Evidence]) -> None:
    """Say of every name that is told to be "under" a unit that it lies there; a siege is none."""
    for index, (one, two) in enumerate(pairwise(mentions)):
        told = _UNDER.fullmatch(text, one.end, two.start)
        if told is None or PlaceUse.DEMONYM in (one.use, two.use):
            continue
        holder = index + 1
        if holder + 1 < len(mentions) and _OWNED.fullmatch(text, two.end, mentions[holder + 1].start):
            holder += 1
        if found[holder].kind_word in _UNITS or (told["between"] and holder == index + 1):
            found[index].inside.append(("in", holder))
            found[holder].holds.append(index)


def _relate_parts(text: str, mentions: Sequence[PlaceMention], found: list[Evidence]) -> None:
    """Say of every name of which town it is said to be a quarter; peoples are passed over."""
    told = [index for index, mention in enumerate(mentions) if mention.use is not PlaceUse.DEMONYM]
    for first, second in pairwise(told):
        one, two = mentions[first], mentions[second]
        gap = text[one.end : two.start]
        if len(gap) > _LONGEST_GAP or "." in gap or "\n" in gap:
            continue
        ends = gap.strip() == "of" and _ENDS_QUARTER.search(one.text) is not None
        if ends or _PART_OF.fullmatch(gap):
            found[first].part_of.append(second)
        if ends or _HAS_PART.fullmatch(gap) or (_ITS.fullmatch(gap) and _QUARTER_AFTER.match(text, two.end)):
            found[second].part_of.append(first)


def _relate_quarters(text: str, mentions: Sequence[PlaceMention], found: list[Evidence]) -> None:
    """Say of what is called a quarter, without a town beside it, that it is one of the town named last."""
    told = [index for index, mention in enumerate(mentions) if mention.use is not PlaceUse.DEMONYM]
    for at, second in enumerate(told):
        two, said = mentions[second], found[second]
        if said.part_of:
            continue
        start = max(0, two.start - _KIND_REACH)
        if (street := _STREET_AFTER.match(text, two.end)) and at + 1 < len(told):
            behind = told[at + 1]
            if _IN_TOWN.fullmatch(text, street.end(), mentions[behind].start):
                said.kind_word = "neighbourhood"
                said.part_of.append(behind)
                continue
        ends = mentions[told[at - 1]].end if at else two.start
        named = street and at and not _SAME_SENTENCE.search(text, ends, two.start)
        if named or _QUARTER_BEFORE.search(text, start, two.start):
            said.kind_word = "neighbourhood"
        if said.kind_word == "neighbourhood" or _ONLY_QUARTER.match(text, two.end):
            said.part_of += _named_before(text, mentions, found, told[:at], two.start)


def _named_before(
    text: str, mentions: Sequence[PlaceMention], found: Sequence[Evidence], before: Sequence[int], start: int
) -> list[int]:
    """Return the names before a quarter, the nearest first, any of which may be its town; last the dateline.

    What stands in a bracket holds the one before it, and so comes after it.
    """
    towns: list[int] = []
    bracketed: list[int] = []
    for number in reversed(before):
        gap = text[mentions[number].end : start]
        if len(gap) > _QUARTER_REACH or "\n\n" in gap:
            break
        if gap.startswith(")"):
            bracketed.append(number)
            continue
        towns += found[number].part_of or [*reversed(found[number].holds), number]
        towns += bracketed
        bracketed = []
    datelines = [number for number in before[:1] if mentions[number].role is PlaceRole.DATELINE]
    return list(dict.fromkeys([*towns, *bracketed, *datelines]))


def list_around(evidence: Sequence[Evidence], index: int) -> range:
    """Return the mentions of the list that a mention stands in; itself alone where there is none."""
    first = last = index
    while first - 1 in evidence[first].listed:
        first -= 1
    while last + 1 in evidence[last].listed:
        last += 1
    return range(first, last + 1)


_HELD_BEFORE = frozenset(("in", "district of", "comma"))


def _share_holders(text: str, mentions: Sequence[PlaceMention], found: list[Evidence]) -> None:
    """Say of every name of a list what its last one is said to lie in: "A, B and C in Sumy region".

    Behind a comma alone ("A, B, Sumy") the last name of a list may be what holds the others.
    """
    for index, said in enumerate(found):
        if not said.listed or index + 1 in said.listed:
            continue
        members = list_around(found, index)
        for pattern, other in said.inside:
            if other == index + 1 and pattern in _HELD_BEFORE:
                for member in members[:-1]:
                    found[member].shared.append(other)
        if len(members) > 2 and text[mentions[index - 1].end : mentions[index].start].strip() == ",":
            for member in members[:-2]:
                found[member].shared.append(index)


def _share_plurals(text: str, mentions: Sequence[PlaceMention], found: list[Evidence]) -> None:
    """Say of every name of a list what its plural says: "Sumy and Kharkiv regions"."""
    for first, said in enumerate(found):
        if any(other < first for other in said.listed) or not said.listed:
            continue
        last = list_around(found, first)[-1]
        after = _KINDS_AFTER.match(text, mentions[last].end)
        word = after[1] if after else said.kind_word if said.kind_word in PLURAL_UNITS else ""
        if word:
            for member in range(first, last + 1):
                found[member].kind_word = word
                found[member].in_plural = word in PLURAL_UNITS


def _kind_word(text: str, mention: PlaceMention) -> str:
    window = text[max(0, mention.start - 40) : mention.start]
    if window.rstrip().lower().endswith(_LEADS_TO_NAME):
        before = _KIND_BEFORE.search(window)
        if before:
            return before.group(1).lower()
    if sort := split_unit(mention.text.strip())[1]:
        return _WORD_OF[sort]
    tail = text[mention.end : mention.end + 30]
    after = _KIND_AFTER.match(tail) or _KIND_COMMA.match(tail)
    if after:
        return after.group(1).lower()
    return ""


_WORD_OF = {UnitSort.FIRST: "province", UnitSort.SECOND: "district", UnitSort.CITY: "city"}


_UNITS = (UNIT1 | UNIT2) - PLURAL_UNITS
# "Kesambi district, Cirebon city"
_PARTS_OF_TOWN = QUARTERS | {"district", "suburb"}
_UP_TO_TOWN = re.compile(r"(?:\s+(?:district|neighbou?rhood|suburb))?,\s+")
_GOES_ON = re.compile(r"[\s\w]{0,20}?\s*(?:and|or|&)\s")


def _goes_up(text: str, two: PlaceMention, gap: str, one_said: Evidence, two_said: Evidence) -> bool:
    """Whether a comma leads from a town to its unit, "Dargaz, Kaduna state", and not on in a list.

    So it does from a district to its province.
    """
    if one_said.kind_word in _PARTS_OF_TOWN and two_said.kind_word in CITY and _UP_TO_TOWN.fullmatch(gap):
        return _GOES_ON.match(text, two.end) is None
    if gap.strip() != ",":
        return False
    if two_said.kind_word not in _UNITS:
        return False
    district = one_said.kind_word in UNIT2 - PLURAL_UNITS and two_said.kind_word in UNIT1
    if one_said.kind_word in UNIT1 | UNIT2 and not district:
        return False
    return _GOES_ON.match(text, two.end) is None


def _relate(text: str, mentions: Sequence[PlaceMention], index: int, found: list[Evidence]) -> None:
    """Relate a mention to the one after it by the words that stand between them."""
    one, two = mentions[index], mentions[index + 1]
    if two.start - one.end > _LONGEST_GAP:
        return
    gap = text[one.end : two.start]
    if "." in gap.strip(".") or "\n\n" in gap:
        return
    demonym = one.use is PlaceUse.DEMONYM
    if not demonym and two.use is not PlaceUse.DEMONYM:
        for name, pattern in _WITHIN:
            if pattern.fullmatch(gap):
                found[index].inside.append((name, index + 1))
                found[index + 1].holds.append(index)
                break
    for name, pattern in _HOLDING:
        if pattern.fullmatch(gap) and (demonym == (name == "adjective")):
            found[index + 1].inside.append((name, index))
            found[index].holds.append(index + 1)
            break
    if _LIST.fullmatch(gap) and not _goes_up(text, two, gap, found[index], found[index + 1]):
        found[index].listed.append(index + 1)
        found[index + 1].listed.append(index)
