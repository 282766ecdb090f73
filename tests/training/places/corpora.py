"""Read labelled toponym corpora and split them by newspaper or story."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

CORPORA = ("lgl", "trnews", "geovirus", "gwn")


@dataclass(frozen=True, slots=True)
class Toponym:
    """One annotated name: span, coordinates in degrees (None where unknown), literal (None: not said)."""

    start: int
    end: int
    latitude: float | None
    longitude: float | None
    literal: bool | None


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One document; documents of one ``group`` (newspaper, story) must stay on one side of a split."""

    corpus: str
    id: str
    group: str
    text: str
    source: str
    published: str | None
    toponyms: tuple[Toponym, ...]


def read_geoparse(folder: Path) -> list[LabelledText]:
    """Read ``<corpus>.jsonl`` of every known corpus in a folder; raises FileNotFoundError naming the file."""
    found = []
    for corpus in CORPORA:
        with (folder / f"{corpus}.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                toponyms = tuple(
                    Toponym(g["start"], g["end"], g["lat"], g["lon"], g["literal"]) for g in row["gold"]
                )
                group = f"{corpus}/{row['group']}"
                found.append(
                    LabelledText(
                        corpus, row["id"], group, row["text"], row["source"] or "", row["published"], toponyms
                    )
                )
    return found


def read_annotated_articles(folder: Path) -> list[LabelledText]:
    """Read articles annotated place by place (``*.json``); adjectives are not annotated in them."""
    found = []
    for path in sorted(folder.glob("*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        toponyms = tuple(
            Toponym(g["start"], g["end"], g["lat"], g["lon"], g["literal"]) for g in row["places"]
        )
        found.append(
            LabelledText("articles", row["id"], row["id"], row["text"], "", row["published"], toponyms)
        )
    return found


_MARKED = re.compile(r"\[([^\]|]+)(\|x)?\]")


def read_sentences() -> list[LabelledText]:
    """Read the project's own marked sentences; each is a document of its own.

    Their corpus is "sentences", or "meanings" where they teach the meaning of names but not recognition.
    """
    found = []
    for corpus in ("sentences", "meanings"):
        text = (Path(__file__).parent / f"{corpus}.txt").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        found += [_marked(corpus, f"{corpus}-{number}", line) for number, line in enumerate(lines)]
    return found


def _marked(corpus: str, name: str, line: str) -> LabelledText:
    plain, toponyms, at = "", [], 0
    for match in _MARKED.finditer(line):
        plain += line[at : match.start()]
        toponyms.append(Toponym(len(plain), len(plain) + len(match[1]), None, None, literal=match[2] is None))
        plain += match[1]
        at = match.end()
    return LabelledText(corpus, name, name, plain + line[at:], "", None, tuple(toponyms))
