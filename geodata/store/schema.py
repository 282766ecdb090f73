"""The tables of the store, the version they are at, and how an older store is brought up to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    select,
    update,
)

SCHEMA_VERSION = 2

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("published", Date),
    Column("published_by", String(16), nullable=False, default="source"),
    Column("outlet", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("reading_digest", String(64), nullable=False, default=""),
)

places = Table(
    "places",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("country_code", String(8)),
    Column("admin1", String(32)),
    Column("admin1_name", Text),
    Column("admin2", String(64)),
    Column("admin2_name", Text),
    Column("population", Integer, nullable=False),
    Column("radius_km", Float, nullable=False),
    Column("source", Text, nullable=False),
)


def _article_key() -> Column[str]:
    return Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)


def _position() -> Column[int]:
    return Column("position", Integer, primary_key=True, autoincrement=False)


def _span() -> tuple[Column[int], Column[int]]:
    return Column("start", Integer, nullable=False), Column("end", Integer, nullable=False)


sentences = Table(
    "sentences",
    metadata,
    _article_key(),
    _position(),
    *_span(),
    Column("paragraph", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("repeats", Integer),
)

place_mentions = Table(
    "place_mentions",
    metadata,
    _article_key(),
    _position(),
    *_span(),
    Column("text", Text, nullable=False),
    Column("use", String(16), nullable=False),
    Column("role", String(16), nullable=False),
    Column("place_id", ForeignKey("places.id")),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("radius_km", Float, nullable=False),
    Column("precision", String(16)),
    Column("confidence", Float, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("decided_by", String(16), nullable=False),
)

candidates = Table(
    "candidates",
    metadata,
    Column("article_id", String(64), primary_key=True),
    _position(),
    Column("rank", Integer, primary_key=True, autoincrement=False),
    Column("place_id", ForeignKey("places.id"), nullable=False),
    Column("score", Float, nullable=False),
    Column("parts", Text, nullable=False),
    ForeignKeyConstraint(
        ["article_id", "position"],
        ["place_mentions.article_id", "place_mentions.position"],
        ondelete="CASCADE",
    ),
)

time_mentions = Table(
    "time_mentions",
    metadata,
    _article_key(),
    _position(),
    *_span(),
    Column("text", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("date_start", Date),
    Column("date_end", Date),
    Column("precision", String(16), nullable=False),
    Column("reasons", Text, nullable=False),
)


def _toll() -> tuple[Column[int], ...]:
    names = ("fatalities_low", "fatalities", "fatalities_high", "injured")
    return tuple(Column(name, Integer) for name in names)


event_mentions = Table(
    "event_mentions",
    metadata,
    _article_key(),
    _position(),
    *_span(),
    Column("text", Text, nullable=False),
    Column("sentence", Integer, nullable=False),
    Column("sub_event_type", String(48), nullable=False),
    Column("modality", String(16), nullable=False),
    Column("certainty", String(16), nullable=False),
    *_toll(),
    Column("toll_spans", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("reasons", Text, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("id", String(96), primary_key=True),
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("excerpt", String(32), nullable=False),
    Column("trigger_span", String(32), nullable=False),
    Column("excerpt_text", Text, nullable=False),
    Column("sub_event_type", String(48), nullable=False),
    Column("place_id", ForeignKey("places.id")),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("radius_km", Float, nullable=False),
    Column("place_precision", String(16)),
    Column("place_confidence", Float, nullable=False),
    Column("place_spans", Text, nullable=False),
    Column("date_start", Date),
    Column("date_end", Date),
    Column("date_precision", String(16), nullable=False),
    Column("time_spans", Text, nullable=False),
    Column("published", Date),
    Column("actor1", Text),
    Column("actor2", Text),
    Column("civilian_targeting", Boolean, nullable=False),
    *_toll(),
    Column("toll_spans", Text, nullable=False),
    Column("attribution", Text),
    Column("attribution_kind", String(32), nullable=False),
    Column("attribution_spans", Text, nullable=False),
    Column("certainty", String(16), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("also_at", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Index("reports_of_article", "article_id"),
)

# One row per event with everything a filter asks about, so that the selection copy is one plain scan.
events = Table(
    "events",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(96), nullable=False, unique=True),
    Column("lead_report_id", String(96), nullable=False),
    Column("sub_event_type", String(48), nullable=False),
    Column("date_start", Date),
    Column("date_end", Date),
    Column("date_precision", String(16), nullable=False),
    Column("reported_first", Date),
    Column("reported_last", Date),
    Column("place_id", ForeignKey("places.id")),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("radius_km", Float, nullable=False),
    Column("place_precision", String(16)),
    Column("place_confidence", Float, nullable=False),
    Column("actors", Text, nullable=False),
    Column("civilian_targeting", Boolean, nullable=False),
    *_toll(),
    Column("attributions", Text, nullable=False),
    Column("outlets", Text, nullable=False),
    Column("certainty", String(16), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("n_reports", Integer, nullable=False),
    Column("disagreements", Text, nullable=False),
    Column("reasons", Text, nullable=False),
)

event_texts = Table(
    "event_texts",
    metadata,
    Column("number", ForeignKey("events.number", ondelete="CASCADE"), primary_key=True),
    Column("words", Text, nullable=False),
)

# A report belongs to at most one event, which the primary key sees to.
event_reports = Table(
    "event_reports",
    metadata,
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("event_number", ForeignKey("events.number", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Index("reports_of_event", "event_number"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("made_at", DateTime, nullable=False),
    Column("analyst", Text, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("target", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("undoes", ForeignKey("corrections.number")),
)

geocoder_answers = Table(
    "geocoder_answers",
    metadata,
    Column("question", Text, primary_key=True),
    Column("places", Text, nullable=False),
)

# SQLite's full text index reads the words from event_texts and is kept in step by triggers.
_SQLITE_WORDS = (
    "CREATE VIRTUAL TABLE event_words USING fts5(words, content='event_texts', content_rowid='number', "
    "tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER event_texts_added AFTER INSERT ON event_texts BEGIN "
    "INSERT INTO event_words(rowid, words) VALUES (new.number, new.words); END",
    "CREATE TRIGGER event_texts_removed AFTER DELETE ON event_texts BEGIN "
    "INSERT INTO event_words(event_words, rowid, words) VALUES ('delete', old.number, old.words); END",
)
_POSTGRESQL_WORDS = ("CREATE INDEX event_words ON event_texts USING gin (to_tsvector('simple', words))",)

Step = Callable[[Connection], None]


def _keep_answers_by_question(connection: Connection) -> None:
    """Version 1 kept online geocoders' answers by service and query and was never written to."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS geocoder_cache")
    geocoder_answers.create(connection, checkfirst=True)


# From version n to n + 1, keyed by n. A step changes what is there and keeps every row.
MIGRATIONS: Mapping[int, Step] = {1: _keep_answers_by_question}


def create(connection: Connection) -> None:
    """Create every table and the full text index in an empty database and note the version."""
    metadata.create_all(connection)
    statements = _SQLITE_WORDS if connection.dialect.name == "sqlite" else _POSTGRESQL_WORDS
    for statement in statements:
        connection.exec_driver_sql(statement)
    rows = [{"key": "schema_version", "value": str(SCHEMA_VERSION)}, {"key": "revision", "value": "0"}]
    connection.execute(meta.insert(), rows)


def version_of(connection: Connection) -> int:
    """Return the schema version the store says it is at; raises ValueError when it says none."""
    value = connection.execute(select(meta.c.value).where(meta.c.key == "schema_version")).scalar()
    if value is None:
        raise ValueError("the table meta names no schema_version")
    return int(value)


def migrate(
    connection: Connection,
    found: int,
    wanted: int = SCHEMA_VERSION,
    steps: Mapping[int, Step] = MIGRATIONS,
) -> None:
    """Run the steps from version ``found`` to ``wanted`` and note the version reached after each.

    Raises KeyError when a step is missing; the caller's transaction then rolls everything back.
    """
    for version in range(found, wanted):
        steps[version](connection)
        noted = update(meta).where(meta.c.key == "schema_version").values(value=str(version + 1))
        connection.execute(noted)
