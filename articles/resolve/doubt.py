"""Takes the place off names that can hardly mean it: namesakes far off, parts of longer names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from articles.resolve.beside import lies_elsewhere
from articles.resolve.evidence import read_evidence
from articles.resolve.fronts import far_from_their_front
from articles.resolve.relative import read_beside
from articles.resolve.told import ACT_ABROAD
from articles.resolve.villages import is_called_village, regions_beside
from articles.resolve.within import place_within
from articles.toponyms.words import word_classes
from geodata.gazetteer.names import normalise_name
from geodata.geography import contains, distance_km
from geodata.globe import CORNER
from geodata.model import Place, PlaceKind, PlaceMention, PlaceRole, PlaceUse

# A small town so far from everything else an article names, in a country of its own, is a namesake of a
# village the gazetteer lacks. Of 41 articles read, no true small town stood alone beyond 350 km.
ALONE_KM = 500.0
SMALL_TOWN = 200_000
# One with so many people that is written as the gazetteer writes it is meant, however far off: Khan Yunis.
KNOWN_TOWN = 40_000
# A name of so many letters is hardly that of an unlisted village too.
LONG_NAME = 10
# Nor one of so many that a town of so many people alone bears; records of it lie no farther apart than this.
ODD_NAME, ODD_TOWN, ONE_SPOT_KM = 9, 5_000, 10.0
# A piece of a word that has so much of its letters is a spelling of it.
_MOST_OF_NAME = 0.7
# A place known by another name than the one written needs company at any size: a fuzzy reading of the name.
OTHER_NAME_KM = 1500.0
# "The village of X in Y region" holds within this distance.
NEAR_KM = 150.0
# So many small places of one country, of which nothing else is named, may all be namesakes of unlisted ones.
MOST_NAMESAKES = 2
# A town of so many people whose name no other place bears is meant: Cetinje, Davos.
LONE_TOWN = 10_000
# More distinct places than this are compared with none: the article is a book.
MOST_PLACES = 400

# "Croix-des-Bouquets" read as "Croix".
_GOES_ON = re.compile(
    r"-(?:des?|du|d|e|i|ye|en|sur|sous|l[aeè]s?|aux?|el|al|ez|es|as|ad|an|ar|ed|di|da|do|am)-[^\W\d_][\w-]*",
    re.IGNORECASE,
)
# "San Fernando del Valle" read as "San Fernando".
_GOES_ON_WITH_OF = re.compile(r"\s(?:del?|d[ao]s?|du|e)\s(?:(?:la|los|las|l['’])\s?)?[A-Z][\w’'-]+")
# "U.N." is no town called Un.
_LETTERS = re.compile(r"(?:[A-Z]\.){2,}")
# Words that open the Arabic names of armed groups, which go on with a land or a virtue.
_GROUP_OPENS = re.compile(
    r"\b(?:Tahrir|Ahrar|Fatah|Jabhat|Hayat|Ansar|Liwa|Faylaq|Jaysh|Jaish|Kata[’']?ib)\s$"
)
_GROUP_GOES_ON = re.compile(r"\sal-S(?:ham|unna|haria)\b")
# "Afar-Irdod" read as "Afar"; "Kyiv-Moscow" are two names.
_DOUBLE = re.compile(r"-([A-Z][a-z]{2,}\b)")
# "Bab al-Nayrab" read as "Bab".
_GOES_ON_WITH_ARTICLE = re.compile(r"\s(?:al|el|ez|es|as|ash|ad|an|ar|at)-[A-Z][\w-]*")
# "Bani an Namri" read as "Bani".
_GOES_ON_APART = re.compile(
    r"\s(?:al|an|ar|as|ash|ad|at|az)\s[A-Z][\w’'-]+(?:\s(?:al|an|ar|as|ash|ad|at|az)\s[A-Z][\w’'-]+)?"
)
_OPENS_NAME = frozenset(
    "bani beni jabal jebel wadi tall tal tell kafr kafar umm abu dayr deir ayn ain ein bayt beit khirbat "
    "khirbet ras bab suq souq hisn husn madinat qalat shaykh sheikh bir nahr qarn hayd dar burj jisr mazraat "
    "minyat khan".split()
)


def without_doubtful(text: str, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Return the mentions, those unresolved that can hardly mean the place they were taken for.

    An analyst's choice stays. Names inside a group's name belong to it; "U.N." is none at all and left out.
    """
    mentions = [
        _named_in_a_group(m) if _is_in_a_groups_name(text, m) else m
        for m in mentions
        if m.place is None or m.place.is_area or not _LETTERS.fullmatch(m.text)
    ]
    ordered = sorted(mentions, key=lambda m: m.start)
    doubted = _far_from_what_they_lie_by(text, ordered) | _outside_their_region(text, ordered)
    doubted |= far_from_their_front(text, ordered)
    told = [m for m in ordered if m.literal and m.role is not PlaceRole.DATELINE]
    kept = {m.place.id: m.place for m in told if m.place}
    peoples = [m.place.country_code for m in ordered if m.use is PlaceUse.DEMONYM and m.place]
    company = Counter([*(p.country_code for p in kept.values()), *peoples])
    abroad = _Abroad(ordered)
    starts = {m.start for m in ordered}
    checked = []
    for mention in mentions:
        place = mention.place
        longer = _longer_name(text, mention) or _is_part_of_spanish(text, mention)
        if longer is None and place is not None and place.kind is not PlaceKind.COUNTRY:
            longer = _DOUBLE.match(text, mention.end)
            longer = None if longer is None or longer.start(1) in starts else longer
        if place is None or mention.decided_by != "rule":
            checked.append(mention)
        elif longer is not None:
            name = text[mention.start : longer.end()]
            whole = replace(mention, end=longer.end(), text=name)
            if _plain(name) != _plain(place.name):
                why = f"{place.label} is only a part of the name"
                whole = _unplaced(replace(whole, candidates=()), why)
            checked.append(whole)
        elif mention.start in doubted:
            checked.append(_unplaced(mention, f"{place.label} does not lie where the text says"))
        elif mention.literal and (why := _why_namesake(mention, place, kept, company, abroad)):
            checked.append(_unplaced(mention, why))
        else:
            checked.append(mention)
    return _within_what_holds_them(text, _not_inside_others(checked))


_SPANISH = frozenset("AR BO CL CO CR CU DO EC GT HN MX NI PA PE PY SV UY VE".split())
# "San Martin Mexicapan" read as "San Martin"; "San Juan Police" is not.
_OPENS_SAINT = re.compile(r"(?:San|Santa|Santo|Villa|Puerto|Nuevo|Nueva)\s\w+")
_GOES_ON_PLAIN = re.compile(r"\s([A-Z][a-záéíóúñ]+)(?=[\s,.()]|$)")


def _is_part_of_spanish(text: str, mention: PlaceMention) -> re.Match[str] | None:
    place = mention.place
    if place is None or place.country_code not in _SPANISH or not _OPENS_SAINT.fullmatch(mention.text):
        return None
    found = _GOES_ON_PLAIN.match(text, mention.end)
    return None if found is None or found[1].lower() in word_classes() else found


def _longer_name(text: str, mention: PlaceMention) -> re.Match[str] | None:
    """Return what a name goes on with that was read without it."""
    patterns = [_GOES_ON, _GOES_ON_WITH_ARTICLE, _GOES_ON_WITH_OF]
    if mention.text.casefold() in _OPENS_NAME:
        patterns.append(_GOES_ON_APART)
    return next((found for pattern in patterns if (found := pattern.match(text, mention.end))), None)


def _not_inside_others(mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Leave out what lies in a name that turned out to be longer: "Kandahari" of "Buz-e-Kandahari"."""
    kept: list[PlaceMention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _within_what_holds_them(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Return the mentions, those without a place drawn as the unit or town that the text puts them in."""
    if all(mention.place is not None or not mention.literal for mention in mentions):
        return mentions
    ordered = sorted(mentions, key=lambda mention: mention.start)
    return place_within(text, ordered, read_evidence(text, ordered))


def _is_in_a_groups_name(text: str, mention: PlaceMention) -> bool:
    """Whether the name is part of an armed group's: "Hayat Tahrir al-Sham"."""
    if mention.place is None or mention.place.is_area or mention.decided_by != "rule":
        return False
    if _GROUP_GOES_ON.match(text, mention.end):
        return True
    return _GROUP_OPENS.search(text, max(0, mention.start - 12), mention.start) is not None


def _named_in_a_group(mention: PlaceMention) -> PlaceMention:
    named = replace(mention, use=PlaceUse.ASSOCIATIVE, role=PlaceRole.BACKGROUND)
    return _unplaced(named, "part of the name of a group")


def _unplaced(mention: PlaceMention, why: str) -> PlaceMention:
    return replace(
        mention,
        place=None,
        latitude=None,
        longitude=None,
        radius_km=0.0,
        precision=None,
        confidence=0.0,
        reasons=(*mention.reasons, why),
    )


def _why_namesake(
    mention: PlaceMention,
    place: Place,
    kept: dict[str, Place],
    company: Counter[str | None],
    abroad: _Abroad,
) -> str:
    """Return why a place is hardly more than a namesake of the one that is meant, else ""."""
    likeliest = f"the likeliest of that name, {place.label},"
    if _is_alone(mention, place, kept, company):
        return f"{likeliest} is far from everything else the text names"
    if abroad.is_namesake(mention, place):
        return f"{likeliest} lies in a country of which the text names nothing"
    return ""


def _is_alone(
    mention: PlaceMention, place: Place, kept: dict[str, Place], company: Counter[str | None]
) -> bool:
    """Whether the place lies far from every other place named, in a country of which no other is named."""
    if place.kind is not PlaceKind.SETTLEMENT or company[place.country_code] > 1 or len(kept) > MOST_PLACES:
        return False
    if place.population >= KNOWN_TOWN and _is_named_so(mention, place):
        return False
    if _is_unmistakable(mention, place):
        return False
    reach = ALONE_KM if place.population < SMALL_TOWN else OTHER_NAME_KM
    others = [p for p in kept.values() if p.id != place.id]
    return bool(others) and all(distance_km(place, p) - p.radius_km > reach for p in others)


def _acts_abroad(place: Place) -> bool:
    return place.kind is PlaceKind.COUNTRY and place.country_code in ACT_ABROAD


class _Abroad:
    """What a text says of the countries it plays in, against which small places elsewhere are held."""

    def __init__(self, mentions: Sequence[PlaceMention]) -> None:
        told = [m for m in mentions if m.literal or m.use is PlaceUse.DEMONYM]
        self.places = {m.place.id: m.place for m in told if m.place is not None}
        # A mason of Danbury speaks of its country too, but not "Washington said".
        named = {
            m.place.id: m.place for m in mentions if m.place is not None and m.use is not PlaceUse.METONYM
        }
        self.count = Counter(place.country_code for place in named.values())
        self.spoken_of = {
            place.country_code
            for place in named.values()
            if not _acts_abroad(place) and (place.is_area or place.population >= KNOWN_TOWN)
        }
        self.countries = {
            place.country_code
            for place in self.places.values()
            if place.kind is PlaceKind.COUNTRY and not _acts_abroad(place)
        }

    def is_namesake(self, mention: PlaceMention, place: Place) -> bool:
        """Whether a small place lies in a country of which nothing else is named, far from those that are."""
        if place.kind is not PlaceKind.SETTLEMENT or len(self.places) > MOST_PLACES:
            return False
        if not self.countries or mention.role is PlaceRole.DATELINE or _is_unmistakable(mention, place):
            return False
        if place.country_code in self.spoken_of or self.count[place.country_code] > MOST_NAMESAKES:
            return False
        named_so = _is_named_so(mention, place)
        if place.population >= (KNOWN_TOWN if named_so else SMALL_TOWN):
            return False
        if named_so and place.population >= LONE_TOWN and len(mention.candidates) == 1:
            return False
        others = (p for p in self.places.values() if p.country_code != place.country_code)
        return all(distance_km(place, other) - CORNER * other.radius_km > ALONE_KM for other in others)


def _is_unmistakable(mention: PlaceMention, place: Place) -> bool:
    """Whether the name is long and borne in one country alone: "Villeneuve-sur-Yonne", "Ciudad de Mexico"."""
    name = _plain(mention.text)
    if any(c.place.country_code != place.country_code for c in mention.candidates):
        return False
    if len(name) < LONG_NAME:
        return len(name) >= ODD_NAME and place.population >= ODD_TOWN and _is_one_spot(mention, name)
    return place.population >= SMALL_TOWN or name == _plain(place.name)


def _is_one_spot(mention: PlaceMention, name: str) -> bool:
    """Whether all places of a name are one, which bears it as written: "Leposavić" is "Leposaviq"."""
    places = [c.place for c in mention.candidates]
    near = all(distance_km(places[0], other) <= ONE_SPOT_KM for other in places)
    return near and any(_plain(p.name) == name for p in places)


def _is_named_so(mention: PlaceMention, place: Place) -> bool:
    """Whether one name holds the other; a mere piece of a word does not: "Ouaga" is not Ouagadougou."""
    told, own = _plain(mention.text), _plain(place.name)
    if told not in own:
        return own in told
    words = f" {normalise_name(mention.text)} " in f" {normalise_name(place.name)} "
    return words or len(told) >= _MOST_OF_NAME * len(own)


def _plain(name: str) -> str:
    return normalise_name(name).replace(" ", "")


def _far_from_what_they_lie_by(text: str, ordered: Sequence[PlaceMention]) -> set[int]:
    """The starts of names said to lie by a place that theirs does not: "X, 10 km south of Y", "X, near Y"."""
    doubted = set()
    for one, two in pairwise(ordered):
        if one.place is None or two.place is None or one.place.is_area or two.place.is_area:
            continue
        told = read_beside(text[one.end : two.start])
        known = _is_named_so(one, one.place) and len(one.candidates) == 1
        if told is not None and lies_elsewhere(told, one.place, two.place, known=known):
            doubted.add(one.start)
    return doubted


def _outside_their_region(text: str, ordered: Sequence[PlaceMention]) -> set[int]:
    """The starts of villages that lie outside the region their sentence names."""
    doubted = set()
    for mention in ordered:
        place = mention.place
        if place is None or place.is_area or not is_called_village(text, mention):
            continue
        regions = [m.place for m in regions_beside(text, ordered, mention)]
        if regions and not any(_may_hold(region, place) for region in regions if region is not None):
            doubted.add(mention.start)
    return doubted


def _may_hold(region: Place, place: Place) -> bool:
    return contains(region, place) or distance_km(region, place) <= region.radius_km + NEAR_KM
