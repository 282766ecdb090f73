"""Keeps the answers of online geocoders, so that no question is asked twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from geopy.location import Location

_SCHEMA = """
CREATE TABLE IF NOT EXISTS geocoder_answers (
    question TEXT PRIMARY KEY,
    places TEXT NOT NULL
) STRICT
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered: its places, best first; empty when it knows no such place."""

    places: tuple[Location, ...]


class AnswerCache(Protocol):
    """Where answers are kept; ``get`` gives None for a question that was never answered."""

    def get(self, question: str) -> Answer | None:
        """Return the answer to a question, None when it was never answered."""

    def put(self, question: str, answer: Answer) -> None:
        """Keep the answer to a question."""


class SqliteAnswerCache:
    """Answers in a small SQLite file, safe for several threads and processes."""

    def __init__(self, path: Path | str) -> None:
        self.path = str(path)
        with self._connected() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(_SCHEMA)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """Give a connection whose transaction is kept or taken back at the end, and close it."""
        with closing(sqlite3.connect(self.path, timeout=30)) as connection, connection:
            yield connection

    def get(self, question: str) -> Answer | None:
        """Return the answer to a question, None when it was never answered."""
        with self._connected() as connection:
            row = connection.execute(
                "SELECT places FROM geocoder_answers WHERE question = ?", (question,)
            ).fetchone()
        return None if row is None else from_json(row[0])

    def put(self, question: str, answer: Answer) -> None:
        """Keep the answer to a question in place of an earlier one."""
        with self._connected() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO geocoder_answers VALUES (?, ?)", (question, to_json(answer))
            )


def to_json(answer: Answer) -> str:
    """Return an answer as JSON text."""
    return json.dumps(
        [
            {"address": p.address, "latitude": p.latitude, "longitude": p.longitude, "raw": p.raw}
            for p in answer.places
        ],
        ensure_ascii=False,
    )


def from_json(text: str) -> Answer:
    """Return the answer that ``to_json`` wrote."""
    return Answer(
        tuple(Location(p["address"], (p["latitude"], p["longitude"]), p["raw"]) for p in json.loads(text))
    )
