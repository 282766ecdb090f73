"""Reads the log of corrections: every entry, and the fixes that are in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC

from sqlalchemy import Connection, select

from geodata import corrections as fixing
from geodata.corrections import Fix, LogEntry
from geodata.store import schema

ByArticle = Mapping[str, Sequence[Fix]]


def load_log(connection: Connection) -> list[LogEntry]:
    """Return every entry, oldest first."""
    table = schema.corrections
    rows = connection.execute(select(table).order_by(table.c.number)).mappings().all()
    undone = {row["undoes"]: row["number"] for row in rows if row["undoes"] is not None}
    return [
        LogEntry(
            number=row["number"],
            made_at=row["made_at"].replace(tzinfo=UTC),
            analyst=row["analyst"],
            fix=None if row["undoes"] is not None else fixing.from_json(row["kind"], row["target"]),
            note=row["note"],
            undoes=row["undoes"],
            undone_by=undone.get(row["number"]),
            carried=None if row["carried"] is None else fixing.from_json(row["kind"], row["carried"]),
            quote=row["quote"],
            uid=row["uid"],
        )
        for row in rows
    ]


def fixes_in_force(connection: Connection) -> list[Fix]:
    """Return the fixes that are applied, oldest first."""
    return [entry.now for entry in load_log(connection) if entry.in_force and entry.now is not None]


def by_article(connection: Connection) -> ByArticle:
    """Return the fixes in force by article."""
    return fixing.fixes_by_article(fixes_in_force(connection))
