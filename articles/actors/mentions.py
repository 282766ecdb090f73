"""Finds the actors a sentence names, in ACLED's style, by a table of groups and the countries' names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate

from articles.actors import words
from articles.words.closed import SAYS
from geodata.model import Sentence

#: An abbreviation has at least so many capitals as it is written: "U.S.", "DRC", "BiH".
CAPITALS_OF_SPELLED = 2

_WORD = re.compile(r"(\w+(?:[.’'-]\w+)*[’']?)")


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor's words in the text and ACLED's name for it."""

    start: int
    end: int
    name: str
    is_civilian: bool


def find_actor_mentions(text: str, sentence: Sentence, country: str | None) -> Iterator[ActorMention]:
    """Yield the actors named in a sentence, in order, the longest name first where several begin together.

    ``country`` is the name of the country the event lies in: its police, its civilians, its troops.
    """
    said = _Words.of(text, sentence)
    index = _index()
    free, nation = 0, None
    for at in [i for i, word in enumerate(said.plain) if word in index]:
        entry = _longest(said, at) if at >= free else None
        if entry is None:
            continue
        size, name = _named_at(entry, said, at, country)
        free = at + size
        if entry.kind == "nation":
            nation = name or f"Military Forces of {entry.value}"
        elif entry.kind == "own military" and at and said.plain[at - 1] in _POSSESSIVES:
            name = nation
        if name is not None:
            yield ActorMention(said.starts[at], said.ends[free - 1], name, entry.kind == "civilians")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one sentence: where they stand and how they read without case and possessive."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    plain: tuple[str, ...]

    @classmethod
    def of(cls, text: str, sentence: Sentence) -> _Words:
        """Cut ``sentence`` into words, and into what stands between them, in one call."""
        pieces = _WORD.split(text[sentence.start : sentence.end])
        bounds = list(accumulate(map(len, pieces), initial=sentence.start))
        return cls(text, bounds[1:-1:2], bounds[2::2], tuple(map(_plain, pieces[1::2])))

    def is_lower(self, at: int) -> bool:
        """Whether the word begins with a small letter or a digit."""
        return not self.text[self.starts[at]].isupper()

    def touches_next(self, at: int) -> bool:
        """Whether nothing but one space parts the word from the next one."""
        return self.starts[at + 1] - self.ends[at] == 1


@dataclass(frozen=True, slots=True)
class _Entry:
    """A phrase, lower case, and what it names; ``proper`` phrases count only with a capital letter.

    ``spelled`` ones count only as abbreviations are written: a "Car bomb" is not the CAR's.
    """

    phrase: tuple[str, ...]
    kind: str
    value: str = ""
    proper: bool = False
    spelled: bool = False


def _longest(said: _Words, at: int) -> _Entry | None:
    opening = _index()[said.plain[at]]
    for entry in opening.longer.get(said.plain[at + 1], ()) if at + 1 < len(said.plain) else ():
        if said.plain[at : at + len(entry.phrase)] == entry.phrase:
            return entry
    return next((entry for entry in opening.alone if _is_written(entry, said, at)), None)


def _is_written(entry: _Entry, said: _Words, at: int) -> bool:
    """Whether the word at ``at`` has the capitals that the entry asks for."""
    if entry.spelled:
        return (
            sum(letter.isupper() for letter in said.text[said.starts[at] : said.ends[at]])
            >= CAPITALS_OF_SPELLED
        )
    return not (entry.proper and said.is_lower(at))


def _named_at(entry: _Entry, said: _Words, at: int, country: str | None) -> tuple[int, str | None]:
    """Return how many words the actor at ``at`` has and its ACLED name, None when it is no actor."""
    size = len(entry.phrase)
    if entry.kind == "group":
        has_noun = at + size < len(said.plain) and said.plain[at + size] in _GROUP_NOUNS
        return size + has_noun, entry.value
    if entry.kind == "nation":
        return _nation_at(entry, said, at)
    if entry.kind == "police":
        return size, f"Police Forces of {country}" if country else "Police Forces"
    if entry.kind == "own military" and entry.phrase == ("forces",):
        return size, None
    if entry.kind == "own military":
        return size, f"Military Forces of {country}" if country else None
    return size, in_country(_GENERIC[entry.kind], country)


def _nation_at(entry: _Entry, said: _Words, at: int) -> tuple[int, str | None]:
    """Name the forces of a nation: "Russian long-range missiles", "Ukraine's army", "Russia" as a subject.

    A country's bare name before an act is where it was: "Somalia hotel attack". So is any name before those
    who act for themselves: "Haitian gang attack".
    """
    size = len(entry.phrase)
    bare = _is_bare(entry, said, at)
    for ahead in range(at + size, min(at + size + words.BETWEEN + 1, len(said.plain))):
        word = said.plain[ahead]
        if word in _POLICE_WORDS:
            return ahead - at + 1, f"Police Forces of {entry.value}"
        if word in _NO_STATE or (bare and word in _ACTS):
            return size, None
        if word in _MILITARY_WORDS:
            return ahead - at + 1, f"Military Forces of {entry.value}"
        if not said.is_lower(ahead) or word in _STOPS:
            break
    return size, f"Military Forces of {entry.value}" if _is_subject(entry, said, at) else None


def _is_bare(entry: _Entry, said: _Words, at: int) -> bool:
    """Whether a country is named as it stands: "Somalia", not "Somali", "Somalia's" or "U.S."."""
    last = at + len(entry.phrase) - 1
    word = said.text[said.starts[last] : said.ends[last]]
    possessive = word.endswith(("'", "’", "'s", "’s"))
    return not (entry.spelled or possessive or entry.phrase[-1] in _demonyms())


def _is_subject(entry: _Entry, said: _Words, at: int) -> bool:
    """Whether a bare country name acts: "Russia shelled ...", not "in Russia" nor "Bucha, Ukraine"."""
    last = at + len(entry.phrase) - 1
    if entry.phrase[-1] in _demonyms() or last + 1 >= len(said.plain):
        return False
    if at and (said.plain[at - 1] in words.PLACE_PREPOSITIONS or not said.touches_next(at - 1)):
        return False
    return said.touches_next(last) and said.is_lower(last + 1)


@lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    """Lower case without a possessive ending."""
    word = word.lower().replace("’", "'")
    return word[:-2] if word.endswith("'s") else word.rstrip("'")


def _expand(listed: str) -> Iterator[tuple[str, ...]]:
    for word in listed.split():
        phrase = word.rstrip("^").replace("_", " ")
        yield tuple(phrase.split())
        if word.endswith("^"):
            yield tuple(f"{phrase}s".split())


_GENERIC = {
    "rebels": "Unidentified Armed Group",
    "unidentified": "Unidentified Armed Group",
    "protesters": "Protesters",
    "rioters": "Rioters",
    "civilians": "Civilians",
}
_MILITARY_WORDS = frozenset(w for phrase in _expand(words.MILITARY) for w in phrase)
_ACTS = frozenset(w for phrase in _expand(words.ACTS) for w in phrase)
_NO_STATE = frozenset(
    w
    for listed in (words.NO_STATE, words.REBELS, words.UNIDENTIFIED)
    for phrase in _expand(listed)
    for w in phrase
)
_GROUP_NOUNS = frozenset(w for phrase in _expand(words.REBELS) for w in phrase) | {
    "forces",
    "troops",
    "group",
}
_POSSESSIVES = frozenset({"its", "their", "his"})
_POLICE_WORDS = frozenset({"police", "policeman", "policemen", "gendarmes", "gendarmerie"})
_STOPS = SAYS | frozenset("and or in on at to of by for from with has have had was were is are that".split())


def in_country(group: str, country: str | None) -> str:
    """Return "Civilians (Ukraine)", or the bare group where no country is known."""
    return f"{group} ({country})" if country else group


@lru_cache(maxsize=1)
def _country_rows() -> tuple[dict[str, str], ...]:
    table = files("geodata.data").joinpath("countries.tsv").read_text(encoding="utf-8")
    lines = [line for line in table.splitlines() if line and not line.startswith("#")]
    return tuple(csv.DictReader(lines, delimiter="\t"))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in _country_rows()}


def country_name(code: str | None) -> str | None:
    """Return the English name for an ISO 3166-1 code, None for an unknown one."""
    return _names().get(code or "")


@lru_cache(maxsize=1)
def _demonyms() -> frozenset[str]:
    return frozenset(d.lower() for row in _country_rows() for d in row["demonyms"].split("|") if d)


@dataclass(slots=True)
class _Opening:
    """What begins with one word: phrases by their second word, the longest first, and the word alone."""

    longer: dict[str, list[_Entry]]
    alone: list[_Entry]


@lru_cache(maxsize=1)
def _index() -> dict[str, _Opening]:
    """Every phrase that names an actor by its first word."""
    entries = [*_group_entries(), *_nation_entries()]
    for kind, listed in (
        ("police", words.POLICE),
        ("rebels", words.REBELS),
        ("unidentified", words.UNIDENTIFIED),
        ("protesters", words.PROTESTERS),
        ("rioters", words.RIOTERS),
        ("own military", words.OWN_MILITARY),
        ("civilians", words.CIVILIANS),
    ):
        entries.extend(_Entry(phrase, kind) for phrase in _expand(listed))
    by_word: dict[str, _Opening] = {}
    for entry in sorted(entries, key=lambda e: -len(e.phrase)):
        first, *rest = entry.phrase
        opening = by_word.setdefault(first, _Opening({}, []))
        (opening.longer.setdefault(rest[0], []) if rest else opening.alone).append(entry)
    return by_word


def _group_entries() -> Iterator[_Entry]:
    lines = files("articles.actors").joinpath("groups.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            actor, _, names, *_ = line.split("\t")
            for name in names.split("|"):
                yield _Entry(tuple(_plain(w.group()) for w in _WORD.finditer(name)), "group", actor, True)


def _nation_entries() -> Iterator[_Entry]:
    for row in _country_rows():
        listed = "|".join((row["name"], row["other_names"], row["demonyms"]))
        for name in filter(None, listed.split("|")):
            phrase = tuple(_plain(w.group()) for w in _WORD.finditer(name))
            yield _Entry(phrase, "nation", row["name"], True)
        for name in filter(None, row["abbreviations"].split("|")):
            phrase = tuple(_plain(w.group()) for w in _WORD.finditer(name))
            yield _Entry(phrase, "nation", row["name"], True, spelled=True)
    for capital, code in words.CAPITALS.items():
        yield _Entry(tuple(capital.lower().split()), "nation", _names().get(code, code), True)
