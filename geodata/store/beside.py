"""The tables that stand beside articles and events, of the same version as all others."""

from __future__ import annotations

from sqlalchemy import Column, Date, Float, Index, Integer, String, Table, Text

from geodata.store.schema import metadata

# Rows of event tables, kept apart from articles and what was read out of them.
listed_events = Table(
    "listed_events",
    metadata,
    Column("id", String(192), primary_key=True),
    Column("source_table", String(64), nullable=False),
    Column("row", String(120), nullable=False),
    Column("kind", Text, nullable=False),
    Column("event_types", Text, nullable=False),
    Column("date_start", Date, nullable=False),
    Column("date_end", Date, nullable=False),
    Column("date_precision", String(16), nullable=False),
    Column("place_name", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("admin1", Text, nullable=False),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("place_precision", String(16)),
    *(Column(name, Text, nullable=False) for name in ("actor1", "actor2")),
    *(Column(name, Integer) for name in ("fatalities_low", "fatalities", "fatalities_high")),
    *(Column(name, Text, nullable=False) for name in ("notes", "source", "url")),
    Index("listed_by_table", "source_table", "date_start"),
)

# Days that may be near an article's unknown publication, for an analyst to accept.
date_hints = Table(
    "date_hints",
    metadata,
    Column("article_id", String(64), primary_key=True),
    Column("day", Date, nullable=False),
)
