"""What a snapshot carries inside: its filter and a digest of its events, to reopen and to check it."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from typing import Any

from dashboard.snapshot.content import SnapshotContent
from geodata.export.about import PROGRAM
from geodata.query import EventFilter, EventIndex, from_query

_MARK = "conflictmap-snapshot"
_VERSION = 1


class NoStatementError(ValueError):
    """A file carries no statement of a snapshot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The filter of a snapshot, how many events it showed of how many, and a digest of their ids."""

    wanted: EventFilter
    shown: int
    total: int
    ids_digest: str
    title: str
    sentence: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Whether a store still gives the events that a snapshot shows, in a sentence as well."""

    same: bool
    sentence: str
    statement: Statement


def statement_text(content: SnapshotContent, title: str) -> str:
    """Return the statement as ASCII text for a file's metadata."""
    found = {
        "mark": _MARK,
        "version": _VERSION,
        "title": title,
        "query": dict(content.about.query),
        "sentence": content.about.sentence,
        "shown": content.about.shown,
        "total": content.about.total,
        "ids_sha256": content.ids_digest,
    }
    text = json.dumps(found, ensure_ascii=True, sort_keys=True)
    # The frame makes the text findable in any of the formats, whatever they put around it.
    return f"[[{_MARK} {text.encode().hex()} {zlib.crc32(text.encode()):08x}]]"


def metadata(suffix: str, text: str, title: str, description: str) -> dict[str, Any]:
    """Return matplotlib's metadata for a format, without any date of making."""
    if suffix == ".png":
        return {"Title": title, "Description": description, "Software": PROGRAM, "Comment": text}
    if suffix == ".pdf":
        known = {"Title": title, "Subject": description, "Keywords": text, "Creator": PROGRAM}
        return known | {"Producer": PROGRAM, "CreationDate": None}
    return {"Title": title, "Description": description, "Keywords": text, "Creator": PROGRAM, "Date": None}


def read_statement(data: bytes) -> Statement:
    """Return what a snapshot in any format says of itself; NoStatementError for any other file."""
    pattern = rb"\[\[" + _MARK.encode() + rb"\s([0-9a-f]+)\s([0-9a-f]{8})\]\]"
    match = re.search(pattern, data)
    if match is None:
        raise NoStatementError("this file carries no snapshot of Conflict Map; open one that it saved")
    text = bytes.fromhex(match[1].decode())
    if zlib.crc32(text) != int(match[2], 16):
        raise NoStatementError("the statement inside this snapshot is damaged; use the original file")
    try:
        found = json.loads(text)
        wanted, problems = from_query({str(k): str(v) for k, v in found["query"].items()})
        return Statement(
            wanted=wanted,
            shown=int(found["shown"]),
            total=int(found["total"]),
            ids_digest=str(found["ids_sha256"]),
            title=str(found["title"]),
            sentence=str(found["sentence"]),
            problems=problems,
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise NoStatementError("this snapshot was made by another version; make it anew") from error


def verify_snapshot(data: bytes, index: EventIndex) -> Verification:
    """Ask the store for the snapshot's filter again and say whether the answer is the same events."""
    statement = read_statement(data)
    selection = index.select(statement.wanted)
    same = selection.digest() == statement.ids_digest
    if same:
        sentence = f"The store gives the same {len(selection):,} events for this filter."
    else:
        sentence = (
            f"The store has changed: the snapshot shows {statement.shown:,} of {statement.total:,} events, "
            f"the same filter now gives {len(selection):,} of {selection.total:,}, and not the same ones."
        )
    return Verification(same=same, sentence=sentence, statement=statement)
