"""Reads texts that stay with their corpora and are labelled here by offsets: cables, news, sentences."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .documents import ASIDE, CORPORA, Document, Told, day_of, fold_of, kind_of, read_snippets

MESSAGES = Path(__file__).with_name("messages.jsonl")
NEWS = Path(__file__).with_name("news.jsonl")
SENTENCES = Path(__file__).with_name("sentences.jsonl")
#: The corpora of places and of times that hold whole news texts.
OF_PLACES, OF_TIMES = "geoparse", "tbaq"


def read_messages(
    folder: Path = CORPORA / "corpora/muc4/TASK/CORPORA/dev", labels: Path = MESSAGES
) -> Iterator[Document]:
    """Yield the cables of MUC-4 that carry labels here."""
    texts = {ident: text for path in sorted(folder.glob("dev-muc3-*")) for ident, text in _messages_in(path)}
    for row in _rows(labels):
        yield _document(row, texts[row["id"]])


def read_news(
    folder: Path = CORPORA / "corpora", labels: Path = NEWS, *, aside: bool = False
) -> Iterator[Document]:
    """Yield the news that carry labels here: those to train on, or the fifth that is kept aside."""
    papers = sorted((folder / OF_PLACES).glob("*.jsonl"))
    texts = {
        **{ident: text for path in papers for ident, text in _news_in(path)},
        **{f"{OF_TIMES}/{path.stem}": _plain(path) for path in sorted((folder / OF_TIMES).glob("*/*.tml"))},
    }
    for row in _rows(labels):
        if (fold_of("aside" + row["id"], ASIDE) == 0) == aside:
            yield _document(row, texts[row["id"]])


def read_sentences(
    rows: Path = CORPORA / "corpora/eventloc/rows.jsonl",
    snippets: Path = CORPORA / "corpora/case2021",
    labels: Path = SENTENCES,
) -> Iterator[Document]:
    """Yield sentences of the corpus of verbs and places, and snippets, with all events that they report."""
    texts = {f"link-{number}": row["text"] for number, row in enumerate(_rows(rows))}
    texts.update((d.id, d.text) for d in read_snippets(snippets))
    for row in _rows(labels):
        yield _document(row, texts[row["id"].partition("+")[0]])


def _rows(labels: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in labels.read_text(encoding="utf-8").split("\n") if line)


def _messages_in(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every cable in a file, its lines joined to paragraphs."""
    parts = re.split(r"^(DEV-MUC3-\d{4}).*\n", path.read_text(encoding="latin-1"), flags=re.MULTILINE)
    for ident, body in zip(parts[1::2], parts[2::2], strict=True):
        paragraphs = (re.sub(r"\s*\n\s*", " ", p).strip() for p in re.split(r"\n\s*\n", body))
        yield ident, "\n\n".join(p for p in paragraphs if p)


def _news_in(path: Path) -> Iterator[tuple[str, str]]:
    """Yield ``corpus/id`` and the text of every document in one of the corpora of places."""
    for row in _rows(path):
        yield f"{path.stem}/{row['id']}", row["text"]


def _plain(path: Path) -> str:
    """Return the text of a TimeML document without its marks."""
    root = ET.parse(path).getroot()
    text = root.find(".//TEXT")
    return "".join((root if text is None else text).itertext()).strip("\n")


def _document(row: dict[str, Any], text: str) -> Document:
    return Document(
        id=row["id"],
        group="own",
        text=text,
        published=day_of(row.get("published")),
        told=tuple(_event(e) for e in row["events"]),
        real=True,
        raw=row,
    )


def _event(e: dict[str, Any]) -> Told:
    return Told(
        trigger=tuple(e["trigger"]),
        sub_types=(kind_of(e["sub"]),),
        place_spans=tuple(tuple(s) for s in e["place"]),
        place_spans_alt=tuple(tuple(s) for s in e["also"]),
        date_start=day_of(e["start"]),
        date_end=day_of(e["end"]),
        dead=e["dead"],
        hurt=e["injured"],
        hurt_known=True,
        retold=tuple(tuple(s) for s in e["retold"]),
    )
