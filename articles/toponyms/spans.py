"""Propose the spans that may be place names, with what the gazetteer knows of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy.typing as npt

from articles.toponyms.tokens import LINKS, Tokens, runs
from articles.toponyms.units import (
    SPOT_WORDS,
    UnitSort,
    is_plain_unit,
    is_quarter,
    split_unit,
    tail_length,
)
from articles.toponyms.words import given_names, word_classes, words_in
from geodata.gazetteer.index import KINDS
from geodata.gazetteer.names import NameKind
from geodata.gazetteer.villages import PROMINENCE as VILLAGE_PROMINENCE
from geodata.model import Place, PlaceKind

_READ, _WEIGHED = 24, 8
LONGEST_NAME = 7
"""Words a name may have; longer official names are found by their parts."""


class NameTable(Protocol):
    """What recognition needs of a gazetteer."""

    kind_code: npt.NDArray[Any]
    population: npt.NDArray[Any]
    prominence: npt.NDArray[Any]

    def rows(self, toponym: str) -> npt.NDArray[Any]:
        """Return the rows of every place of that name, most prominent first."""
        ...

    def name_kinds(self, toponym: str) -> npt.NDArray[Any]:
        """Return the NameKind of the name for each of ``rows(toponym)``."""
        ...

    def demonym(self, word: str) -> Place | None:
        """Return the country or region whose people or adjective the word names."""
        ...


@dataclass(frozen=True, slots=True)
class NameFacts:
    """What the gazetteer says of one written name.

    ``kind`` is that of the most prominent place, ``population`` the largest of the first few, ``count``
    how many bear the name; ``shortened`` says that the name abbreviates it, ``is_variant`` that it leaves out
    a part of its own ("Somali" for Somali Region).
    """

    kind: PlaceKind
    population: int
    count: int
    is_demonym: bool = False
    shortened: bool = False
    is_variant: bool = False


@dataclass(frozen=True, slots=True)
class SpanCandidate:
    """Tokens ``first:last`` that may name a place; ``run`` are the bounds of the capitalised run around."""

    first: int
    last: int
    run: tuple[int, int]
    facts: NameFacts | None


def is_usable(surface: str, kind: int) -> bool:
    """Whether a name of this kind can be meant by ``surface`` as it is written.

    Codes and abbreviations need their capitals or their full stop ("La." is Louisiana, "La" is not).
    """
    if kind in (NameKind.TRANSLITERATION, NameKind.PEOPLE):
        return False
    if kind == NameKind.CODE:
        return surface.isupper()
    if kind == NameKind.ABBREVIATION:
        return surface.endswith(".") or surface.isupper()
    return True


_KNOWN_NAMES = 60_000
_UNITS = (PlaceKind.ADMIN1, PlaceKind.ADMIN2)
_KIND_OF = {
    UnitSort.FIRST: PlaceKind.ADMIN1,
    UnitSort.SECOND: PlaceKind.ADMIN2,
    UnitSort.CITY: PlaceKind.SETTLEMENT,
}


class Remembered(dict[str, tuple[str, ...]]):
    """Features by written name; starts anew when it is full."""

    def __setitem__(self, name: str, features: tuple[str, ...]) -> None:
        if len(self) >= _KNOWN_NAMES:
            self.clear()
        super().__setitem__(name, features)


class Facts:
    """Looks names up and remembers the answers, also how each name is described; one per gazetteer."""

    def __init__(self, gazetteer: NameTable) -> None:
        self.gazetteer = gazetteer
        self.of = lru_cache(maxsize=_KNOWN_NAMES)(self._of)
        self.described = Remembered()

    def _of(self, name: str) -> NameFacts | None:
        """Return what is known of ``name``, or None where no place or people bears it.

        A unit's word is taken off a name that is not listed with it: "Goma City", "Tsafe LGA".
        """
        known = self._listed(name)
        demonym = self.gazetteer.demonym(name)
        # "Somali villages" lie in Somalia, not in the unit of Ethiopia that is called Somali Region.
        if known is not None and not (demonym and known.is_variant and known.kind in _UNITS):
            return known
        if demonym is not None:
            return NameFacts(demonym.kind, demonym.population, 1, is_demonym=True)
        bare, sort = split_unit(name)
        if sort is None:
            return None
        within = self._listed(bare)
        if within is None or within.kind in (PlaceKind.COUNTRY, PlaceKind.CONTINENT):
            return NameFacts(PlaceKind.ADMIN2, 0, 1) if within is None and is_plain_unit(name) else None
        return NameFacts(_KIND_OF[sort], within.population, within.count)

    def _listed(self, name: str) -> NameFacts | None:
        rows = self.gazetteer.rows(name)[:_READ]
        if not len(rows):
            return None
        kinds = self.gazetteer.name_kinds(name)[:_READ].tolist()
        usable = [
            (row, kind)
            for row, kind in zip(rows.tolist(), kinds, strict=True)
            if is_usable(name, kind) and self.gazetteer.prominence[row] > VILLAGE_PROMINENCE
        ]
        return self._known(usable) if usable else None

    def _known(self, usable: list[tuple[int, int]]) -> NameFacts:
        top, kind = usable[0]
        first = [row for row, _ in usable[:_WEIGHED]]
        return NameFacts(
            KINDS[self.gazetteer.kind_code[top]],
            int(self.gazetteer.population[first].max()),
            len(usable),
            shortened=kind == NameKind.ABBREVIATION,
            is_variant=kind == NameKind.VARIANT,
        )


def propose(tokens: Tokens, facts: Facts) -> list[SpanCandidate]:
    """Return the candidate spans in order of their start; they may overlap."""
    proposed: list[SpanCandidate] = []
    for first, last in runs(tokens):
        for start in range(first, last):
            if _may_begin(tokens, start, last):
                proposed.extend(_from(tokens, facts, start, (first, last)))
    return proposed


def _from(tokens: Tokens, facts: Facts, start: int, run: tuple[int, int]) -> list[SpanCandidate]:
    """Return the candidates of one run that begin at token ``start``, shortest first."""
    found: list[SpanCandidate] = []
    last = run[1]
    text, begins, ends = tokens.text, tokens.starts[start], tokens.ends
    for end in range(start + 1, min(last, start + LONGEST_NAME) + 1):
        if not _may_end(tokens, start, end) or (end == start + 1 and tokens.lower[start] in _SMALL):
            continue
        if end == start + 1 and _opens_quarter(tokens, start):
            continue
        if end == last and end < len(ends) and _beyond(tokens, facts, start, run, found):
            continue
        known = facts.of(text[begins : ends[end - 1]])
        if known is not None and end - start == 1 and _is_acronym(tokens, start, known):
            known = None
        if known is not None or _looks_like_name(tokens, start, end, run):
            if known is not None and known.kind in _UNITS and _names_people(found, end - 1):
                found.pop()  # "Somali" of "Somali Region"
            found.append(SpanCandidate(start, end, run, known))
    return found


def _is_acronym(tokens: Tokens, at: int, known: NameFacts) -> bool:
    """Whether a short word in capitals, among others in a list, is no place's short name: "CGT, FO, SUD"."""
    word = tokens.words[at]
    if known.shortened or tokens.opens[at] or not 1 < len(word) <= _LONGEST_ACRONYM or not word.isupper():
        return False
    around = [w for w in tokens.words[max(0, at - 12) : at + 12] if w.isalpha()]
    if all(map(str.isupper, around)):
        return False
    return _in_capitals(tokens, at, -1) or _in_capitals(tokens, at, 1)


def _in_capitals(tokens: Tokens, at: int, step: int) -> bool:
    """Whether over a comma or a slash to this side a word in capitals stands."""
    beside = at + 2 * step
    if not 0 <= beside < len(tokens.words) or tokens.words[at + step] not in ",/":
        return False
    return tokens.words[beside].isupper() and len(tokens.words[beside]) > 1


def _opens_quarter(tokens: Tokens, at: int) -> bool:
    """Whether a word for a quarter leads to its name: "Colonia Monte Verde" is not in Colonia."""
    ahead = at + 1
    return ahead < len(tokens.words) and tokens.capital[ahead] and is_quarter(tokens.surface(at, ahead + 1))


def _names_people(found: list[SpanCandidate], last: int) -> bool:
    """Whether the candidate found last ends there and is a people's name."""
    return (
        bool(found) and found[-1].last == last and found[-1].facts is not None and found[-1].facts.is_demonym
    )


def _beyond(
    tokens: Tokens, facts: Facts, start: int, run: tuple[int, int], found: list[SpanCandidate]
) -> bool:
    """Add the names that go on beyond the run; return whether one with a full stop replaces the run's own."""
    end = run[1]
    after = tokens.words[end]
    if after == ".":
        if tokens.starts[end] == tokens.ends[end - 1]:
            known = facts.of(tokens.surface(start, end + 1))
            if known is not None and known.shortened:
                found.append(SpanCandidate(start, end + 1, run, known))
                return True
        return False
    if after[0].isalpha():
        tail = 0 if tokens.capital[end] else tail_length(tokens.lower[end : end + _LONGEST_UNIT])
        if tail and "\n" not in tokens.text[tokens.ends[end - 1] : tokens.starts[end + tail - 1]]:
            whole = facts.of(tokens.surface(start, end + tail))
            found.append(SpanCandidate(start, end + tail, run, whole))
            return True
        found.extend(_sites(tokens, facts, start, end, run))
        found.extend(_joined(tokens, facts, start, end, run))
    elif after not in "-–":
        return False
    if further := _may_go_on(tokens, start, end):
        longer = facts.of(tokens.surface(start, further))
        if longer is not None:
            found.append(SpanCandidate(start, further, run, longer))
    return False


def _may_begin(tokens: Tokens, start: int, last: int) -> bool:
    word, lower = tokens.words[start], tokens.lower[start]
    if tokens.capital[start]:
        if lower in _NEVER or (lower in _CLOSED and word not in ("US", "The")):
            return lower in _CLOSED and _goes_on_as_name(tokens, start)
        return len(word) > 1 or (start + 1 < last and tokens.words[start + 1] == ".")
    return word[0].isdigit() or (start + 1 < last and tokens.words[start + 1] in "-–")


def _goes_on_as_name(tokens: Tokens, start: int) -> bool:
    """Whether a small word, with a capital inside a sentence, begins a name: "As Salt", "Mar del Plata"."""
    if tokens.opens[start] or start + 1 >= len(tokens.words):
        return False
    return tokens.capital[start + 1] or tokens.lower[start + 1] in LINKS


def _is_address(tokens: Tokens, point: int) -> bool:
    """Whether a full stop is inside an internet address: "DailyMail.co.uk"."""
    return (
        point + 1 < len(tokens.words)
        and tokens.glued(point)
        and tokens.glued(point + 1)
        and tokens.words[point + 1].islower()
    )


def _may_end(tokens: Tokens, start: int, end: int) -> bool:
    if end < len(tokens.words) and tokens.words[end] == "." and _is_address(tokens, end):
        return False
    if end - start == 1:
        word = tokens.words[start]
        return len(word) > 1 and tokens.capital[start] and tokens.lower[start] not in _ALONE_NOTHING
    final = tokens.words[end - 1]
    if tokens.capital[end - 1]:
        hyphened = tokens.glued(end - 1) and tokens.words[end - 2] in "-–"  # "Khin-U"
        return len(final) > 1 or hyphened or tokens.lower[end - 2] in _NUMBERED
    return final[0].isdigit()


def _sites(tokens: Tokens, facts: Facts, start: int, end: int, run: tuple[int, int]) -> list[SpanCandidate]:
    """Return the listed site whose name goes on in small letters: "Chernobyl nuclear power plant"."""
    if _SITE_WORDS.isdisjoint(tokens.lower[end : end + _LONGEST_TAIL]):
        return []
    for last in range(min(end + _LONGEST_TAIL, len(tokens.words)), end, -1):
        if tokens.lower[last - 1] in _SITE_WORDS and not tokens.capital[last - 1]:
            known = facts.of(tokens.surface(start, last))
            if known is not None and known.kind in (PlaceKind.FACILITY, PlaceKind.WATER):
                return [SpanCandidate(start, last, run, known)]
    return []


def _joined(tokens: Tokens, facts: Facts, start: int, end: int, run: tuple[int, int]) -> list[SpanCandidate]:
    """Return the listed name that goes on over small words of other languages: "Frankfurt am Main"."""
    last = end
    while last < len(tokens.words) and last - end < _MOST_JOINTS and tokens.lower[last] in _JOINTS:
        last += 1
    if last == end or last >= len(tokens.words) or not tokens.capital[last]:
        return []
    known = facts.of(tokens.surface(start, last + 1))
    return [SpanCandidate(start, last + 1, run, known)] if known is not None else []


def _may_go_on(tokens: Tokens, start: int, end: int) -> int:
    """Return where a name may end that goes on beyond its run: "Stara buda", "Polohy - Nyz"; 0 if not."""
    count = len(tokens.words)
    if end >= count or start == 0 or tokens.lower[start - 1] not in ("of", "in", "near"):
        return 0
    if tokens.words[end] in "-–":
        return end + 2 if end + 1 < count and tokens.lower[end + 1].isalpha() else 0
    word = tokens.lower[end]
    plain = word.isalpha() and len(word) > 2 and word not in _CLOSED and word not in word_classes()
    return end + 1 if plain else 0


def _looks_like_name(tokens: Tokens, start: int, end: int, run: tuple[int, int]) -> bool:
    """Whether an unlisted span is worth judging: a whole run, or one with a kind word at either end."""
    if tokens.lower[start] in _SMALL:
        return False
    if tokens.opens[start] and not any(word in _KINDS for word in tokens.lower[start + 1 : end]):
        return False
    if _may_be_person(tokens, start, end):
        return False
    if end == run[1] or tokens.lower[end] == "and":
        before = tokens.lower[start - 1] if start > run[0] else ""
        if start == run[0] or before in _SKIPPED or before in LINKS:
            return True
        return tokens.lower[start] in _LEADING
    if start == run[0] or tokens.lower[start] in _LEADING or tokens.lower[start - 1] in LINKS:
        return tokens.lower[end - 1] in _TRAILING and end - start > 1
    return False


def _may_be_person(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a title or a given name begins the span, and nothing says that it is a village all the same."""
    if tokens.lower[start] not in _PEOPLE or end - start < 2 or tokens.lower[end - 1] in _TRAILING:
        return False
    after = tokens.lower[end] if end < len(tokens.words) else ""
    return tokens.lower[start] not in ("al", "el") and after not in _SPOTS


_CLOSED = (words_in("closed") | words_in("calendar")) - frozenset(
    "may march new old first second third one two".split()
)
# Alone they name nothing.
_SMALL = _CLOSED - frozenset(("us", "the"))
_NEVER = words_in("_armed_group") | frozenset("mr mrs ms i he she".split())
_LONGEST_TAIL = 3
_LONGEST_UNIT = 3
_SITE_WORDS = words_in("facility") | words_in("water")
_LONGEST_ACRONYM = 4
_JOINTS = frozenset("am an as aan op nad na in im under ya min bei ob pod sul sulla der den i".split())
_MOST_JOINTS = 2
_SPOTS = SPOT_WORDS | {"village", "hamlet", "countryside"}
_NUMBERED = frozenset("road highway route street avenue interstate hwy us district zone".split())
_SKIPPED = _CLOSED | words_in("title") | words_in("direction") | frozenset("'s ’s - – e w n s".split())
# Alone these name nothing; a sentence's first words are names only with one of them.
_KINDS = words_in("street") | words_in("facility") | words_in("admin") | words_in("org")
_ALONE_NOTHING = _KINDS | words_in("direction")
_PEOPLE = words_in("title") | given_names()
_LEADING = frozenset(
    "lake mount mt camp port fort cape isle university highway route interstate bay gulf sea port avenue rue "
    "hotel republic kingdom state province city village town county st saint al el".split()
)
_TRAILING = _KINDS - words_in("org") | words_in("water") | words_in("nature") | words_in("settlement")
