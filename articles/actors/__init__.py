"""Names who acted and on whom, in ACLED's style, as far as the trigger's sentence says it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from articles.actors import words
from articles.model import EventMention, Sentence
from geodata.model import EventType, Span, SubEventType

__all__ = ["Actors", "complete_actors", "find_actors"]

_WORD = re.compile(r"\w+(?:[.’'-]\w+)*[’']?")
_CIVILIAN_TYPES = frozenset({EventType.CIVILIANS, EventType.EXPLOSIONS})
_DEMONSTRATIONS = frozenset({EventType.PROTESTS, EventType.RIOTS})
_PASSIVE_BEFORE = re.compile(r"\b(?:was|were|been|being|is|are|be|got)\s+(?:\w+ly\s+)?(?:\w+\s+)?$")
_BY = re.compile(r"\bby\s+(?:the\s+|a\s+|an\s+)?(?:[\w-]+\s+){0,3}$")
# Whoever finds the dead did not kill them.
_FOUND = re.compile(
    r"\b(?:discover|found|find|unearth|exhum|recover|bod(?:y|ies)|corpses?|grave)", re.IGNORECASE
)
_SPEECH_AFTER = re.compile(
    r"\s*(?:officials?|authorities|prosecutors?|governors?|presidents?|ministry|ministers?|spokes\w+|command|"
    r"intelligence|sources?|media|agency)?\s*(?:\w+\s+){0,2}"
    r"(?:said|says|told|reported|claimed(?! responsib)|announced|added)\b"
)


@dataclass(frozen=True, slots=True)
class Actors:
    """ACLED-style names, None where the text names nobody; ``civilian_targeting`` when civilians were hit."""

    actor1: str | None = None
    actor2: str | None = None
    civilian_targeting: bool = False


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    name: str
    is_civilian: bool


def find_actors(
    text: str,
    sentence: Sentence,
    event: EventMention,
    sub_type: SubEventType,
    country_code: str | None,
    source: tuple[Span, ...] = (),
) -> Actors:
    """Return who did it and to whom; ``country_code`` is the event's country, for "police" and "civilians".

    Whoever stands before an active trigger or after its "by" acted; whoever stands on the other side was
    acted on. A source ("officials said") is no actor.
    """
    found = [
        m
        for m in _mentions(text, sentence, country_code)
        if not _SPEECH_AFTER.match(text, m.end) and not any(s.start <= m.start < s.end for s in source)
    ]
    acting = [m for m in found if not m.is_civilian]
    if _FOUND.search(event.text):
        acting = []
    by = next((m for m in acting if m.start >= event.end and _BY.search(text[event.end : m.start])), None)
    passive = by is not None or bool(
        _PASSIVE_BEFORE.search(text[max(sentence.start, event.start - 30) : event.start])
    )
    before = [m for m in acting if m.start < event.end]
    after = [m for m in acting if m.start >= event.end]
    if passive:
        first, second = by, (before[-1] if before else None)
    else:
        first, second = (before[-1] if before else None), (after[0] if after else None)
    return _named(first, second, found, sub_type, country_code)


def complete_actors(actors: Actors, sub_type: SubEventType) -> Actors:
    """Return ``actors`` with ACLED's name for an unknown perpetrator of violence against civilians."""
    if sub_type.event_type is EventType.CIVILIANS and actors.actor1 is None:
        return replace(actors, actor1="Unidentified Armed Group")
    return actors


def _named(
    first: _Mention | None,
    second: _Mention | None,
    found: list[_Mention],
    sub_type: SubEventType,
    country_code: str | None,
) -> Actors:
    """Fill in what the event type implies: the civilians who were hit, the protesters who marched."""
    actor1, actor2 = (first.name if first else None), (second.name if second else None)
    country = _country_name(country_code)
    harmed = next((m.name for m in found if m.is_civilian), None)
    if sub_type.event_type in _DEMONSTRATIONS:
        group = "Protesters" if sub_type.event_type is EventType.PROTESTS else "Rioters"
        actor1, actor2 = _in_country(group, country), actor2 or (actor1 if actor1 != actor2 else None)
        return Actors(actor1, actor2 if actor2 != actor1 else None)
    if sub_type.event_type is EventType.CIVILIANS:
        return Actors(actor1, _in_country("Civilians", country), True)
    targeted = sub_type.event_type in _CIVILIAN_TYPES and harmed is not None and actor2 is None
    if targeted:
        actor2 = harmed
    return Actors(actor1, actor2 if actor2 != actor1 else None, targeted)


def _mentions(text: str, sentence: Sentence, country_code: str | None) -> Iterator[_Mention]:
    """Yield the actors named in a sentence, in order, the longest name first where several begin together."""
    tokens = list(_WORD.finditer(text, sentence.start, sentence.end))
    index, country = _index(), _country_name(country_code)
    at, nation = 0, None
    while at < len(tokens):
        entry = _longest(index, tokens, at)
        size = len(entry.phrase) if entry else 1
        if entry is not None:
            size, name = _named_at(entry, tokens, at, country)
            if entry.kind == "nation":
                nation = name or nation
            elif entry.kind == "own military" and at and _plain(tokens[at - 1].group()) in _POSSESSIVES:
                name = nation
            if name is not None:
                end = tokens[at + size - 1].end()
                yield _Mention(tokens[at].start(), end, name, entry.kind == "civilians")
        at += size


@dataclass(frozen=True, slots=True)
class _Entry:
    """A phrase, lower case, and what it names; ``proper`` phrases count only with a capital letter."""

    phrase: tuple[str, ...]
    kind: str
    value: str = ""
    proper: bool = False


def _longest(index: dict[str, tuple[_Entry, ...]], tokens: list[re.Match[str]], at: int) -> _Entry | None:
    word = tokens[at].group()
    for entry in index.get(_plain(word), ()):
        if len(entry.phrase) == 1:
            if not (entry.proper and word[0].islower()):
                return entry
        elif tuple(_plain(t.group()) for t in tokens[at : at + len(entry.phrase)]) == entry.phrase:
            return entry
    return None


def _named_at(
    entry: _Entry, tokens: list[re.Match[str]], at: int, country: str | None
) -> tuple[int, str | None]:
    """Return how many words the actor at ``at`` has and its ACLED name, None when it is no actor."""
    size = len(entry.phrase)
    if entry.kind == "group":
        has_noun = at + size < len(tokens) and _plain(tokens[at + size].group()) in _GROUP_NOUNS
        return size + has_noun, entry.value
    if entry.kind == "nation":
        return _nation_at(entry, tokens, at)
    if entry.kind in ("police", "own military"):
        body = "Police" if entry.kind == "police" else "Military"
        return size, f"{body} Forces of {country}" if country else (
            f"{body} Forces" if body == "Police" else None
        )
    return size, _in_country(_GENERIC[entry.kind], country)


def _nation_at(entry: _Entry, tokens: list[re.Match[str]], at: int) -> tuple[int, str | None]:
    """Name the forces of a nation: "Russian long-range missiles", "Ukraine's army", "Russia" as a subject."""
    size = len(entry.phrase)
    for ahead in range(at + size, min(at + size + words.BETWEEN + 1, len(tokens))):
        word = _plain(tokens[ahead].group())
        if word in _POLICE_WORDS:
            return ahead - at + 1, f"Police Forces of {entry.value}"
        if word in _MILITARY_WORDS:
            return ahead - at + 1, f"Military Forces of {entry.value}"
        if not tokens[ahead].group()[0].islower() or word in _STOPS:
            break
    before = _plain(tokens[at - 1].group()) if at else ""
    is_subject = (
        entry.phrase[-1] not in _demonyms()
        and before not in words.PLACE_PREPOSITIONS
        and at + size < len(tokens)
        and tokens[at + size].start() - tokens[at + size - 1].end() == 1
        and tokens[at + size].group()[0].islower()
        and (at == 0 or tokens[at].start() - tokens[at - 1].end() == 1)
    )
    return size, f"Military Forces of {entry.value}" if is_subject else None


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
_GROUP_NOUNS = frozenset(w for phrase in _expand(words.REBELS) for w in phrase) | {
    "forces",
    "troops",
    "group",
}
_POSSESSIVES = frozenset({"its", "their", "his"})
_POLICE_WORDS = frozenset({"police", "policeman", "policemen", "gendarmes", "gendarmerie"})
_STOPS = frozenset(
    "and or in on at to of by for from with has have had was were is are said says told that".split()
)


def _in_country(group: str, country: str | None) -> str:
    return f"{group} ({country})" if country else group


@lru_cache(maxsize=1)
def _country_rows() -> tuple[dict[str, str], ...]:
    table = files("geodata.data").joinpath("countries.tsv").read_text(encoding="utf-8")
    lines = [line for line in table.splitlines() if line and not line.startswith("#")]
    return tuple(csv.DictReader(lines, delimiter="\t"))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in _country_rows()}


def _country_name(code: str | None) -> str | None:
    return _names().get(code or "")


@lru_cache(maxsize=1)
def _demonyms() -> frozenset[str]:
    return frozenset(d.lower() for row in _country_rows() for d in row["demonyms"].split("|") if d)


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[_Entry, ...]]:
    """Every phrase that names an actor by its first word, the longest first."""
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
    by_word: dict[str, list[_Entry]] = {}
    for entry in entries:
        by_word.setdefault(entry.phrase[0], []).append(entry)
    return {word: tuple(sorted(es, key=lambda e: -len(e.phrase))) for word, es in by_word.items()}


def _group_entries() -> Iterator[_Entry]:
    lines = files("articles.actors").joinpath("groups.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            actor, _, names, *_ = line.split("\t")
            for name in names.split("|"):
                yield _Entry(tuple(_plain(w.group()) for w in _WORD.finditer(name)), "group", actor, True)


def _nation_entries() -> Iterator[_Entry]:
    for row in _country_rows():
        listed = "|".join((row["name"], row["other_names"], row["abbreviations"], row["demonyms"]))
        for name in filter(None, listed.split("|")):
            phrase = tuple(_plain(w.group()) for w in _WORD.finditer(name))
            yield _Entry(phrase, "nation", row["name"], True)
    for capital, code in words.CAPITALS.items():
        yield _Entry(tuple(capital.lower().split()), "nation", _names().get(code, code), True)
