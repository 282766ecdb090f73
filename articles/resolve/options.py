"""Gather what each name in an article could be, with the evidence that needs no other name."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol, cast

from articles.resolve.evidence import AREA_KINDS, CITY, SMALL, TOWN, UNIT1, UNIT2, Evidence
from articles.toponyms.directions import is_half, whole_name
from articles.toponyms.spans import is_usable
from articles.toponyms.units import UnitSort, is_quarter, split_unit
from geodata.gazetteer.names import NameKind
from geodata.geography import VILLAGE
from geodata.model import Place, PlaceKind, PlaceMention, PlaceUse

MOST_ALIKE = 20
# "Colonia Miguel Hidalgo" is a quarter of the town named beside it rather than a village far away.
_QUARTER_TOWN = 20_000
MOST_OPTIONS = 300
"""Places considered for one name, most prominent first; all are listed, few ever matter."""


SPEAKING_WEIGHT = 0.3
"""Weight, as evidence of where other names lie, of a name never meant literally ("Washington said")."""


class PlaceTable(Protocol):
    """What resolution needs of a gazetteer."""

    def matches(self, toponym: str) -> Sequence[tuple[Place, NameKind]]:
        """Return every place of that name and how trustworthy the name is, most prominent first."""
        ...

    def demonym(self, word: str) -> Place | None:
        """Return the country or region whose people or adjective the word names."""
        ...

    def sounding_like(self, toponym: str) -> Sequence[Place]:
        """Return the towns and units whose name sounds like this one, most prominent first."""
        ...

    def country(self, code: str) -> Place | None:
        """Return the country with an ISO code."""
        ...


@dataclass(slots=True)
class Option:
    """One place a name could be.

    ``base`` are the features of its own, ``context`` those from the article's other names; ``score`` is
    their weights' sum, ``share`` the current probability, ``told`` what a rule added to the score, ``group``
    and ``size`` whether it is an area or a point and the order of magnitude of its population. ``needs``
    says that only an article about its country can mean it: a village, a name that merely sounds alike.
    """

    place: Place
    base: tuple[str, ...]
    context: tuple[str, ...] = ()
    score: float = 0.0
    share: float = 0.0
    told: tuple[str, float] = ("", 0.0)
    group: str = ""
    size: str = ""
    needs: bool = False

    @property
    def features(self) -> tuple[str, ...]:
        """All features behind the score."""
        return self.base + self.context


@dataclass(slots=True)
class Name:
    """All mentions of one written name: one sense per article.

    ``count`` is how many places bear it; ``weight`` how much it says of where the article plays, as a
    government speaks from anywhere; ``mentions`` are indexes; ``kind_words`` the nouns the text calls it
    by ("village", "provinces"); ``sort`` what a unit's word in or behind the name makes of it; ``at_most``
    how far its place may be trusted; ``dropped`` the places too unlikely to be weighed with the others.
    """

    surface: str
    options: list[Option]
    mentions: list[int]
    demonym: bool
    kind_words: frozenset[str] = frozenset()
    weight: float = 1.0
    count: int = 0
    sort: UnitSort | None = None
    at_most: float = 1.0
    dropped: list[Option] = field(default_factory=list)

    def recall(self, codes: Set[str | None]) -> None:
        """Take back what was dropped in these countries, behind all others, as the text speaks of it."""
        self.options += [option for option in self.dropped if option.place.country_code in codes]
        self.dropped = [option for option in self.dropped if option.place.country_code not in codes]

    @property
    def best(self) -> Option | None:
        """The option with the largest share, which ranking puts first; None where there is none."""
        return self.options[0] if self.options else None


def gather_names(
    mentions: Sequence[PlaceMention], evidence: Sequence[Evidence], gazetteer: PlaceTable, outlet: str
) -> tuple[list[Name], list[int]]:
    """Return the distinct names and, for each mention, the index of its name."""
    index: dict[tuple[str, bool, str], int] = {}
    names: list[Name] = []
    name_of: list[int] = []
    for number, mention in enumerate(mentions):
        demonym = mention.use is PlaceUse.DEMONYM
        plural = evidence[number].kind_word if evidence[number].in_plural else ""
        surface = _surface(mentions, number)
        key = (surface.casefold(), demonym, kind_group(plural))
        if key not in index:
            index[key] = len(names)
            names.append(Name(surface, [], [], demonym, sort=_sort_of(surface, plural)))
        name_of.append(index[key])
        names[index[key]].mentions.append(number)
    for name in names:
        words = {evidence[number].kind_word for number in name.mentions} - {""}
        name.kind_words = frozenset(words)
        if name.sort is None and words and words <= _TOWN_WORDS:
            name.sort = UnitSort.CITY
        uses = [mentions[number].use for number in name.mentions]
        if not name.demonym and PlaceUse.LITERAL not in uses:
            name.weight = SPEAKING_WEIGHT
        name.options = _options(name, words, gazetteer, outlet)
    return names, name_of


_HALVES_APART = 6  # ", and "


def _surface(mentions: Sequence[PlaceMention], number: int) -> str:
    """Return what a mention is looked up as: the "North" of "North and South Kivu" as North Kivu."""
    surface = mentions[number].text
    if not is_half(surface):
        return surface
    ahead = number
    while is_half(mentions[ahead].text):
        ahead += 1
        if ahead == len(mentions) or mentions[ahead].start - mentions[ahead - 1].end > _HALVES_APART:
            return surface
    return whole_name(surface, mentions[ahead].text)


_TOWN_WORDS = frozenset("city cities town towns village villages".split())
# "The Beryslav and Kherson districts" are looked up as Kherson district.
_UNIT_WORD = {UnitSort.FIRST: "region", UnitSort.SECOND: "district"}


def _sort_of(surface: str, plural: str) -> UnitSort | None:
    group = kind_group(plural)
    return UnitSort(group) if group in ("unit1", "unit2") else split_unit(surface)[1]


def _options(name: Name, words: set[str], gazetteer: PlaceTable, outlet: str) -> list[Option]:
    if name.demonym:
        place = gazetteer.demonym(name.surface)
        return [Option(place, ("demonym",), share=1.0)] if place else []
    surface = name.surface
    if name.sort in _UNIT_WORD and split_unit(surface)[1] is None:
        surface = f"{surface} {_UNIT_WORD[name.sort]}"
    described = _described(surface, frozenset(words), cast(Hashable, gazetteer))
    name.count = len(described)
    options = [
        Option(place, base, group=group, size=size, needs="needs" in base)
        for place, base, group, size in described
    ]
    if outlet:
        for option in options:
            option.base += _outlet_features(option.place.name, option.place.country_code, outlet)
    return options


@lru_cache(maxsize=4096)
def _described(
    surface: str, words: frozenset[str], table: Hashable
) -> tuple[tuple[Place, tuple[str, ...], str, str], ...]:
    """Return the places of a name, each with the features of its own, its group and its size."""
    gazetteer = cast(PlaceTable, table)
    matches, alike = _matches(surface, gazetteer)
    largest = max((place.population for place, _ in matches), default=0)
    ranks = _ranks([place for place, _ in matches])
    return tuple(
        (
            place,
            tuple(_base_features(place, kind, rank, largest, len(matches), words))
            + (("name=sound", "needs") if alike else ("needs",) if is_village(place) else ()),
            "area" if place.kind in AREA_KINDS else "point",
            f"size={(len(str(place.population)) - 1) // 2}",
        )
        for rank, (place, kind) in zip(ranks, matches, strict=True)
    )


def _matches(surface: str, gazetteer: PlaceTable) -> tuple[list[tuple[Place, NameKind]], bool]:
    """Return the places of a name, and whether they merely sound like it.

    A name that is not listed with its unit's word is looked up without it.
    """
    bare, sort = split_unit(surface)
    if is_quarter(surface):
        found = [m for m in gazetteer.matches(surface) if m[0].population >= _QUARTER_TOWN]
        return found, False
    for written in (surface, bare) if sort else (surface,):
        found = [m for m in gazetteer.matches(written) if is_usable(written, m[1])][:MOST_OPTIONS]
        if any(not is_village(place) for place, _ in found):
            units = _units_called(bare, sort, found, gazetteer) or _unit_of_capital(sort, found, gazetteer)
            return found + units, False
    alike = [(place, NameKind.HISTORIC) for place in gazetteer.sounding_like(bare)[:MOST_ALIKE]]
    return (found, False) if found else (alike, True)


_KIND_OF_UNIT = {UnitSort.FIRST: PlaceKind.ADMIN1, UnitSort.SECOND: PlaceKind.ADMIN2}


def _units_called(
    bare: str, sort: UnitSort | None, found: list[tuple[Place, NameKind]], gazetteer: PlaceTable
) -> list[tuple[Place, NameKind]]:
    """Return the units of that sort listed without its word: "Mansa" for "Mansa district"."""
    if sort not in _KIND_OF_UNIT or all(place.kind is not _KIND_OF_UNIT[sort] for place, _ in found):
        return []
    known = {place.id for place, _ in found}
    return [
        (place, kind)
        for place, kind in gazetteer.matches(bare)[:MOST_OPTIONS]
        if place.kind is _KIND_OF_UNIT[sort] and place.id not in known and is_usable(bare, kind)
    ]


def _unit_of_capital(
    sort: UnitSort | None, found: list[tuple[Place, NameKind]], gazetteer: PlaceTable
) -> list[tuple[Place, NameKind]]:
    """Return the province named like its town that is listed without this spelling: "Sisaket province"."""
    if sort is not UnitSort.FIRST or any(place.kind is PlaceKind.ADMIN1 for place, _ in found):
        return []
    towns = [place for place, _ in found if place.kind is PlaceKind.SETTLEMENT]
    named = {place.name: place.admin1 for place in towns if place.name == place.admin1_name}
    return [
        (unit, kind)
        for name, code in named.items()
        for unit, kind in gazetteer.matches(name)[:MOST_OPTIONS]
        if unit.kind is PlaceKind.ADMIN1 and unit.admin1 == code
    ]


def is_village(place: Place) -> bool:
    """Whether a place is of the table of villages, which rank behind all others."""
    return place.id.startswith(VILLAGE)


def _ranks(places: Sequence[Place]) -> list[int]:
    """Return how many kinds and sizes stand before each place; equals share a rank, as order says nothing."""
    seen: dict[tuple[PlaceKind, int], int] = {}
    return [seen.setdefault((place.kind, place.population), number) for number, place in enumerate(places)]


def _base_features(
    place: Place,
    name_kind: NameKind,
    rank: int,
    largest: int,
    count: int,
    words: Set[str],
) -> list[str]:
    kind = place.kind.value
    size = int(2 * math.log10(place.population + 1))
    ratio = int(2 * math.log10((largest + 100) / (place.population + 100)))
    found = [
        f"kind={kind}",
        f"kind={kind}|size={size}",
        f"name={name_kind.name.lower()}",
        f"rank={min(rank, 5)}",
        f"rank={min(rank, 2)}|{kind}|of={min(count, 4)}",
    ]
    if place.kind not in AREA_KINDS:
        found.append(f"smaller={min(ratio, 8)}")
    for word in sorted(words):
        group = kind_group(word)
        if group:
            found.append(f"called={group}|{kind}")
            if place.kind is PlaceKind.SETTLEMENT:
                found.append(f"called={group}|size={size // 2}")
    return found


def kind_group(word: str) -> str:
    """Return which group of kinds a noun names, "" for none that matters."""
    for label, members in (
        ("village", SMALL),
        ("town", TOWN),
        ("city", CITY),
        ("unit1", UNIT1),
        ("unit2", UNIT2),
    ):
        if word in members:
            return label
    return word if word in ("river", "lake", "island", "mountain", "airport", "country") else ""


_HOMES = {
    "uk": "GB",
    "ca": "CA",
    "au": "AU",
    "ie": "IE",
    "nz": "NZ",
    "in": "IN",
    "za": "ZA",
    "ng": "NG",
    "mt": "MT",
}


@lru_cache(maxsize=50_000)
def _outlet_features(name: str, country: str | None, outlet: str) -> tuple[str, ...]:
    """Say how a place goes with the site that ran the story: its country's ending, its own name."""
    host = outlet.lower().split("//")[-1].split("/")[0].removeprefix("www.")
    home = _HOMES.get(host.rsplit(".", 1)[-1])
    found: tuple[str, ...] = ()
    if home:
        found += (f"outlet_home={country == home:d}",)
    letters = "".join(c for c in name.lower() if c.isalpha())
    if len(letters) > 3 and letters in host.replace("-", ""):
        found += ("outlet_named",)
    return found
