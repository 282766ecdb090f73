"""Gathers labelled texts of every kind into one record: what happened, where, when, with how many dead."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from geodata.model import SubEventType

ROOT = Path(__file__).resolve().parents[2]
CORPORA = ROOT.parent / "shared"
OWN = Path(__file__).with_name("own")
LABELLED = ROOT / "tests/labelled"
RETOLD = Path(__file__).with_name("retold.jsonl")

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One labelled event; ``where`` are points or spans that may carry it, None stands for "not stated".

    The ``_alt`` ones are not wrong either: the district of the town, the town by another name.
    """

    trigger: tuple[int, int]
    sub_types: tuple[SubEventType, ...]
    where: tuple[tuple[float, float], ...] = ()
    where_alt: tuple[tuple[float, float], ...] = ()
    place_spans: Spans | None = None
    place_spans_alt: Spans = ()
    date_start: date | None = None
    date_end: date | None = None
    dated: bool = True
    dead: int | None = None
    dead_alt: tuple[int, ...] = ()
    hurt: int | None = None
    hurt_known: bool = False
    retold: Spans = ()
    sentences: Spans = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One labelled text; ``names`` are its place names with their points; ``ignore`` is unlabelled.

    ``group`` says how its labels are judged; ``real`` that somebody published a text whose labels, like those
    of own texts, are words and days; ``part`` which part of the own texts it is of; ``model`` the annotated
    article whose make it has, if any.
    """

    id: str
    group: str
    text: str
    title: str = ""
    published: date | None = None
    told: tuple[Told, ...] = ()
    names: tuple[tuple[int, int, float, float], ...] = ()
    ignore: Spans = ()
    verb: tuple[int, int] | None = None
    verb_places: Spans = ()
    sub_type: str | None = None
    raw: dict[str, Any] = field(default_factory=dict)
    real: bool = False
    part: str = ""
    model: str = ""

    @property
    def story(self) -> str:
        """What its fold goes by: a text that is labelled twice, or made like another, lies in its fold."""
        return self.model or self.id.partition("+")[0]


def fold_of(key: str, folds: int) -> int:
    """Return the fold of a document by a digest of its story's key, the same on every machine."""
    return int(hashlib.sha1(key.encode()).hexdigest(), 16) % folds


def day_of(value: str | None) -> date | None:
    return date.fromisoformat(value[:10]) if value else None


def kind_of(name: str) -> SubEventType:
    return SubEventType(name)


def read_gold(folder: Path = CORPORA / "gold") -> Iterator[Document]:
    """Yield the annotated articles; every place and event of them is labelled.

    Which words tell an event again is labelled here, by offsets: the annotation names the sentences alone.
    """
    again = {r["id"]: r["again"] for r in map(json.loads, RETOLD.read_text(encoding="utf-8").splitlines())}
    for path in sorted(folder.glob("*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        names = tuple(
            (p["start"], p["end"], p["lat"], p["lon"]) for p in row["places"] if p.get("lat") is not None
        )
        words = again.get(row["id"], {})
        told = tuple(_gold_event(e, words.get(e["id"], [])) for e in row["events"])
        yield Document(
            id=row["id"],
            group="gold" if folder != LABELLED else "labelled",
            text=row["text"],
            title=row["title"] or "",
            published=day_of(row["published"]),
            told=told,
            names=names,
            raw=row,
        )


def _gold_event(e: dict[str, Any], again: list[list[int]]) -> Told:
    kinds = [e["sub_event_type"], *(k for _, k in e.get("type_alt", []) if k)]
    start = e["trigger_start"]
    return Told(
        trigger=(start, start + len(e["trigger"])),
        sub_types=tuple(dict.fromkeys(kind_of(k) for k in kinds if k in set(SubEventType))),
        where=((e["place"]["lat"], e["place"]["lon"]),),
        where_alt=tuple((a["lat"], a["lon"]) for a in e.get("place_alt", [])),
        date_start=day_of(e["date_start"]),
        date_end=day_of(e["date_end"]),
        dead=e["fatalities"],
        dead_alt=tuple(n for n in e.get("fatalities_alt", []) if n is not None),
        retold=tuple((a, b) for a, b in again),
        sentences=((e["sentence_start"], e["sentence_end"]), *(tuple(s) for s in e["alt_spans"])),
        optional=bool(e.get("optional")),
    )


def read_negatives(folder: Path = CORPORA / "negatives") -> Iterator[Document]:
    """Yield the articles that report no conflict event but lure."""
    for path in sorted(folder.glob("*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        ignore = tuple((e["sentence_start"], e["sentence_end"]) for e in row.get("optional_events", []))
        yield Document(
            id=row["id"],
            group="negative",
            text=row["text"],
            title=row["title"] or "",
            published=day_of(row["published"]),
            ignore=ignore,
            raw=row,
        )


def read_links(path: Path = CORPORA / "corpora/eventloc/rows.jsonl") -> Iterator[Document]:
    """Yield sentences with one verb and the spans where its action took place."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        yield Document(
            id=f"link-{number}",
            group="link",
            text=row["text"],
            verb=tuple(row["verb"]),
            verb_places=tuple(tuple(p) for p in row["places"]),
        )


def find_words(text: str, words: str) -> tuple[int, int] | None:
    """Return the span of "words" or of its n-th occurrence, written "words#n"; None where it is absent."""
    match = re.fullmatch(r"(.*)#(\d+)", words, re.DOTALL)
    sought, nth = (match[1], int(match[2])) if match else (words, 1)
    at = -1
    for _ in range(nth):
        at = text.find(sought, at + 1)
        if at < 0:
            return None
    return at, at + len(sought)


#: Of single sentences and of the project's own texts every pass takes one in this many.
APART = 2
#: Going on, a pass takes all that is annotated or made like it, and of the rest one in so many.
LINKS, REAL, OTHERS = 2, 3, 5
#: Parts of the own texts that are made like annotated articles, which only a trained network learns from,
#: and those that teach one distinction each.
LIKE_ANNOTATED, DRILLS = ("kin", "lure"), "drills"

#: One own text in this many is kept aside: never trained on, opened once at the end.
ASIDE = 5


def read_own(folder: Path = OWN, *, aside: bool = False) -> Iterator[Document]:
    """Yield the project's own labelled texts: those to train on, or the fifth that is kept aside."""
    for path in sorted(folder.glob("*.jsonl")):
        part = path.stem.partition("-")[0]
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if (fold_of("aside" + row["id"], ASIDE) == 0) != aside:
                continue
            text = row["text"]
            told = tuple(t for t in (_own_event(text, e) for e in row["events"]) if t is not None)
            yield Document(
                id=row["id"],
                group="own",
                text=text,
                title=row.get("title") or "",
                published=day_of(row.get("published")),
                told=told,
                raw=row,
                part=part,
                model=row.get("model", ""),
            )


def at_first(document: Document) -> int:
    """Return how seldom a document is taken by a network that knows nothing yet."""
    apart = (DRILLS, *LIKE_ANNOTATED)
    own = document.group == "own" and not document.real and document.part not in apart
    return APART if document.group == "link" or "+" in document.id or own else 1


def going_on(document: Document) -> int:
    """Return how seldom a document is taken by a trained network: what is like an article every time."""
    if document.group == "link" or document.part == DRILLS:
        return LINKS
    return OTHERS if at_first(document) > 1 else REAL if document.real else 1


def _own_event(text: str, e: dict[str, Any]) -> Told | None:
    trigger = find_words(text, e["trigger"])
    if trigger is None:
        return None
    place = find_words(text, e["place"]) if e.get("place") else None
    retold = tuple(s for w in e.get("retold", []) if (s := find_words(text, w)))
    return Told(
        trigger=trigger,
        sub_types=(kind_of(e["sub"]),),
        place_spans=(place,) if place else (),
        place_spans_alt=tuple(s for w in e.get("also", []) if (s := find_words(text, w))),
        date_start=day_of(e.get("start")),
        date_end=day_of(e.get("end")),
        dead=e.get("dead"),
        hurt=e.get("injured"),
        hurt_known=True,
        retold=retold,
    )


_CASE = {
    "ABDUCT_DISSAP": "ABDUCTION",
    "AGREEMENT": "AGREEMENT",
    "AIR_STRIKE": "AIR_STRIKE",
    "ARMED_CLASH": "ARMED_CLASH",
    "ARREST": "ARRESTS",
    "ART_MISS_ATTACK": "SHELLING",
    "ATTACK": "ATTACK",
    "CHANGE_TO_GROUP_ACT": "CHANGE_TO_GROUP",
    "CHEM_WEAP": "CHEMICAL_WEAPON",
    "DISR_WEAP": "DISRUPTED_WEAPONS",
    "FORCE_AGAINST_PROTEST": "EXCESSIVE_FORCE",
    "GOV_REGAINS_TERIT": "GOVERNMENT_REGAINS",
    "GRENADE": "GRENADE",
    "HQ_ESTABLISHED": "HEADQUARTERS",
    "MOB_VIOL": "MOB_VIOLENCE",
    "NON_STATE_ACTOR_OVERTAKES_TER": "NON_STATE_OVERTAKES",
    "NON_VIOL_TERRIT_TRANSFER": "NON_VIOLENT_TRANSFER",
    "PEACE_PROTEST": "PEACEFUL_PROTEST",
    "PROPERTY_DISTRUCT": "LOOTING",
    "PROTEST_WITH_INTER": "PROTEST_INTERVENTION",
    "REM_EXPLOS": "REMOTE_EXPLOSIVE",
    "SEX_VIOL": "SEXUAL_VIOLENCE",
    "SUIC_BOMB": "SUICIDE_BOMB",
    "VIOL_DEMONSTR": "VIOLENT_DEMONSTRATION",
}


def read_snippets(folder: Path = CORPORA / "corpora/case2021") -> Iterator[Document]:
    """Yield CASE's snippets (even ids) and the project's own sentences: a sub-type or none for the whole."""
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            number, text, label = line.split("\t")
            if int(number) % 2 == 0:
                kind = _CASE.get(label, "NONE")
                yield Document(id=f"case-{number}", group="snippet", text=text, sub_type=kind)
    own = Path(__file__).with_name("event_sentences.tsv")
    for n, line in enumerate(own.read_text(encoding="utf-8").splitlines()):
        if line and not line.startswith("#"):
            kinds, _, text = line.split("\t")
            if "/" not in kinds:
                yield Document(id=f"sentence-{n}", group="snippet-own", text=text, sub_type=kinds)
