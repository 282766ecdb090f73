"""Keeps days that may be near an article's unknown publication, for an analyst to accept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from geodata.store import beside
from geodata.store.readings import upsert
from geodata.store.store import Store

_hints = beside.date_hints


def save_hints(store: Store, hints: Mapping[str, date]) -> None:
    """Keep the hints, by article id; a newer one takes the place of an older one."""
    if not hints or {key: day for key, day in load_hints(store).items() if key in hints} == dict(hints):
        return
    rows = [{"article_id": key, "day": day} for key, day in hints.items()]
    with store.writing() as connection:
        upsert(connection, _hints, rows, "article_id")


def load_hints(store: Store) -> dict[str, date]:
    """Return every hint by article id."""
    with store.engine.connect() as connection:
        found = connection.execute(select(_hints.c.article_id, _hints.c.day))
        return {row.article_id: row.day for row in found}
