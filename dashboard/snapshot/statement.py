"""What a snapshot carries inside: filter, release policy, part shown and the facts of each of its events."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.snapshot.content import SnapshotContent
from geodata.export.about import PROGRAM
from geodata.export.facts import GROUPS, Facts, facts_of
from geodata.query import EventFilter, from_query
from geodata.query.cells import Bounds

_MARK = "conflictmap-snapshot"
_VERSION = 2
_LARGEST_BYTES = 200_000_000


class NoStatementError(ValueError):
    """A file carries no statement of a snapshot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The filter of a snapshot, how many events it showed of how many, and what was known of each.

    ``release`` is the release policy as a link writes it. ``bounds`` (south, west, north, east) is the part
    of the map that was asked for, None for all of it. ``facts`` are by event id; None where there were too
    many events to carry them, and then ``ids_digest`` alone stands for them.
    """

    wanted: EventFilter
    shown: int
    total: int
    ids_digest: str
    title: str
    sentence: str
    release: Mapping[str, str] = field(default_factory=dict)
    bounds: Bounds | None = None
    facts: Mapping[str, Facts] | None = None
    problems: tuple[str, ...] = ()


def statement_text(content: SnapshotContent, title: str) -> str:
    """Return the statement as ASCII text for a file's metadata."""
    about = content.about
    found = {
        "mark": _MARK,
        "version": _VERSION,
        "title": title,
        "query": dict(about.query),
        "release": about.to_dict()["release"],
        "bounds": content.asked_bounds,
        "sentence": about.sentence,
        "shown": about.shown,
        "total": about.total,
        "ids_sha256": content.ids_digest,
        "facts": None if content.records is None else [_row(record) for record in content.records],
    }
    text = json.dumps(found, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()
    packed = base64.b64encode(zlib.compress(text, 9)).decode()
    # The frame makes the text findable in any of the formats, whatever they put around it.
    return f"[[{_MARK} {packed} {zlib.crc32(text):08x}]]"


def _row(record: Mapping[str, object]) -> list[object]:
    facts = facts_of(record)
    return [record["event_id"], *(list(facts[group]) for group in GROUPS)]


def metadata(suffix: str, text: str, title: str, description: str) -> dict[str, str | None]:
    """Return matplotlib's metadata for a format, without any date of making."""
    if suffix == ".png":
        return {"Title": title, "Description": description, "Software": PROGRAM, "Comment": text}
    if suffix == ".pdf":
        made_by = {"Creator": PROGRAM, "Producer": PROGRAM, "CreationDate": None}
        return {"Title": title, "Subject": description, "Keywords": text, **made_by}
    return {"Title": title, "Description": description, "Keywords": text, "Creator": PROGRAM, "Date": None}


def read_statement(data: bytes) -> Statement:
    """Return what a snapshot in any format says of itself; NoStatementError for any other file."""
    pattern = rb"\[\[" + _MARK.encode() + rb"\s([A-Za-z0-9+/=]+)\s([0-9a-f]{8})\]\]"
    match = re.search(pattern, data)
    if match is None:
        raise NoStatementError(
            "this file carries no view of Conflict Map; open a snapshot, a report, a briefing or an export"
        )
    try:
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(base64.b64decode(match[1]), _LARGEST_BYTES)
    except (zlib.error, binascii.Error) as error:
        raise NoStatementError(_DAMAGED) from error
    if unpacking.unconsumed_tail or zlib.crc32(text) != int(match[2], 16):
        raise NoStatementError(_DAMAGED)
    try:
        return _statement(json.loads(text))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise NoStatementError("this snapshot was made by another version; make it anew") from error


_DAMAGED = "the view inside this file is damaged; use the file as it was saved"


def _statement(found: dict[str, Any]) -> Statement:
    wanted, problems = from_query({str(k): str(v) for k, v in found["query"].items()})
    rows = found["facts"]
    bounds = found["bounds"]
    return Statement(
        wanted=wanted,
        shown=int(found["shown"]),
        total=int(found["total"]),
        ids_digest=str(found["ids_sha256"]),
        title=str(found["title"]),
        sentence=str(found["sentence"]),
        release={str(k): str(v) for k, v in found["release"].items()},
        bounds=None if bounds is None else _bounds(bounds),
        facts=None if rows is None else {str(row[0]): _facts(row[1:]) for row in rows},
        problems=problems,
    )


def _bounds(values: list[float]) -> Bounds:
    south, west, north, east = map(float, values)
    return (south, west, north, east)


def _facts(groups: list[list[str]]) -> Facts:
    return {name: tuple(map(str, values)) for name, values in zip(GROUPS, groups, strict=True)}
