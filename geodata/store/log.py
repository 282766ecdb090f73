"""Reads the log of corrections: every entry, and the fixes that are in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from functools import lru_cache

from sqlalchemy import Connection, func, select

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
            fix=None if row["undoes"] is not None else _parsed(row["kind"], row["target"]),
            note=row["note"],
            undoes=row["undoes"],
            undone_by=undone.get(row["number"]),
            carried=None if row["carried"] is None else _parsed(row["kind"], row["carried"]),
            quote=row["quote"],
            uid=row["uid"],
        )
        for row in rows
    ]


def fixes_in_force(connection: Connection) -> list[Fix]:
    """Return the fixes that are applied, oldest first."""
    column = schema.corrections.c
    undone = select(column.undoes).where(column.undoes.is_not(None))
    query = select(column.kind, func.coalesce(column.carried, column.target)).order_by(column.number)
    rows = connection.execute(query.where(column.undoes.is_(None), column.number.not_in(undone)))
    return [_parsed(kind, fix) for kind, fix in rows]


@lru_cache(maxsize=50_000)
def _parsed(kind: str, fix: str) -> Fix:
    """A fix of the log is a record that never changes, and every batch that is stored asks for all."""
    return fixing.from_json(kind, fix)


def by_article(connection: Connection) -> ByArticle:
    """Return the fixes in force by article."""
    return fixing.fixes_by_article(fixes_in_force(connection))
