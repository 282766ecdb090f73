"""Reads the message to the map as its script does: tables as rows with names."""

from __future__ import annotations

from typing import Any

from dashboard.map_message import COLUMNS, to_message
from dashboard.map_records import MapUpdate


def read_parts(update: MapUpdate) -> dict[str, Any]:
    """Return every part of an update's message by name, a table as a list of rows by column."""
    found: dict[str, Any] = {}
    for name, value in to_message(update):
        found[name] = value
        if name in COLUMNS:
            columns, rows = value
            found[name] = [dict(zip(columns, row, strict=True)) for row in rows]
    return found
