"""The tables of the store and the version they are at."""

from __future__ import annotations  # noqa: I001 - the many names below stand in few lines

from sqlalchemy import (
    BigInteger, Boolean, Column, Connection, Date, DateTime, Float, ForeignKey,
    ForeignKeyConstraint, Index, Integer, LargeBinary, MetaData, String, Table, Text,
)  # fmt: skip
from sqlalchemy.schema import SchemaItem

SCHEMA_VERSION = 10

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
    # The web address without what does not tell pages apart, to find the versions of one article.
    Column("address", Text, nullable=False, default="", server_default=""),
    # Grows as articles come, so that what was read in one lies beside what was read in the one before.
    Column("number", Integer, nullable=False, server_default="0"),
    Index("articles_at_address", "address"),
    Index("articles_by_number", "number", unique=True),
)


def _article_number() -> Column[int]:
    return Column("article", ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True)


# Some of the numbers that the runs of words of a text become, with its month; see geodata.store.prints.
article_prints = Table(
    "article_prints",
    metadata,
    _article_number(),
    Column("print", BigInteger, primary_key=True, autoincrement=False),
    Index("articles_of_print", "print"),
    sqlite_with_rowid=False,
)

# Articles that are kept but not in force: older versions and those an analyst withdrew, whole, as JSON text
# compressed. ``newer`` is the article that took the place of an older version.
shelf = Table(
    "shelf",
    metadata,
    Column("article_id", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("newer", String(64)),
    Column("shelved_at", DateTime, nullable=False),
    Column("title", Text, nullable=False),
    Column("address", Text, nullable=False, default=""),
    Column("content", LargeBinary, nullable=False),
    Index("shelf_at_address", "address"),
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


def _position() -> Column[int]:
    return Column("position", Integer, primary_key=True, autoincrement=False)


def _span() -> tuple[Column[int], Column[int]]:
    return Column("start", Integer, nullable=False), Column("end", Integer, nullable=False)


sentences = Table(
    "sentences",
    metadata,
    _article_number(),
    _position(),
    *_span(),
    Column("paragraph", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("repeats", Integer),
    sqlite_with_rowid=False,
)

place_mentions = Table(
    "place_mentions",
    metadata,
    _article_number(),
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
    Index("mentions_called", "text"),
    sqlite_with_rowid=False,
)

candidates = Table(
    "candidates",
    metadata,
    Column("article", Integer, primary_key=True, autoincrement=False),
    _position(),
    Column("rank", Integer, primary_key=True, autoincrement=False),
    Column("place_id", ForeignKey("places.id"), nullable=False),
    Column("score", Float, nullable=False),
    Column("parts", Text, nullable=False),
    ForeignKeyConstraint(
        ["article", "position"], ["place_mentions.article", "place_mentions.position"], ondelete="CASCADE"
    ),
    sqlite_with_rowid=False,
)

time_mentions = Table(
    "time_mentions",
    metadata,
    _article_number(),
    _position(),
    *_span(),
    Column("text", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("date_start", Date),
    Column("date_end", Date),
    Column("precision", String(16), nullable=False),
    Column("reasons", Text, nullable=False),
    sqlite_with_rowid=False,
)


def _toll() -> tuple[Column[int], ...]:
    return tuple(
        Column(name, Integer) for name in ("fatalities_low", "fatalities", "fatalities_high", "injured")
    )


event_mentions = Table(
    "event_mentions",
    metadata,
    _article_number(),
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
    sqlite_with_rowid=False,
)


def _where() -> tuple[SchemaItem, ...]:
    """Return the columns of a place; ``own_name`` is what the text calls one that no table holds."""
    return (
        Column("place_id", ForeignKey("places.id")), Column("latitude", Float), Column("longitude", Float),
        Column("own_name", Text, nullable=False, default="", server_default=""),
        Column("radius_km", Float, nullable=False), Column("place_precision", String(16)),
        Column("place_confidence", Float, nullable=False),
    )  # fmt: skip


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
    *_where(),
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
    *_where(),
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

# Where each report stands on its way into an event. ``pending`` ones are not yet joined, ``given`` names the
# event that was saved from outside for it, ``problem`` says in one line why joining failed. Numbers grow as
# reports come; see geodata.store.numbers.
joining = Table(
    "joining",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("pending", Boolean, nullable=False),
    Column("given", String(96)),
    Column("position", Integer, nullable=False, default=0, server_default="0"),
    Column("problem", Text, nullable=False, default="", server_default=""),
    Index("joining_pending", "pending"),
    Index("joining_given", "given"),
)

# The keys under which a report is found, and its matches, by numbers. A match counts when it is sure or a
# part leans by it: ``leant`` holds the sides that do, ``sides`` those that may (geodata.joining.leaning).
join_keys = Table(
    "join_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("number", ForeignKey("joining.number", ondelete="CASCADE"), primary_key=True),
    Index("keys_of_number", "number"),
    sqlite_with_rowid=False,
)
report_links = Table(
    "report_links",
    metadata,
    Column("one", ForeignKey("joining.number", ondelete="CASCADE"), primary_key=True),
    Column("other", ForeignKey("joining.number", ondelete="CASCADE"), primary_key=True),
    Column("score", Integer, nullable=False),
    Column("parts", Text, nullable=False),
    Column("is_sure", Boolean, nullable=False),
    Column("sides", Integer, nullable=False),
    Column("leant", Integer, nullable=False),
    Index("links_back", "other", "is_sure", "leant"),
    sqlite_with_rowid=False,
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
    # Its name in every store; the words a fix was made on, and the fix on the newest version of its article;
    # digests of the texts it was made on, and the uids of the entries it was made over (JSON).
    Column("uid", String(36), nullable=False, default="", server_default=""),
    Column("quote", Text, nullable=False, default="", server_default=""),
    Column("carried", Text),
    Column("prints", Text, nullable=False, default="{}", server_default="{}"),
    Column("made_over", Text, nullable=False, default="[]", server_default="[]"),
)

# One row per change of the store: when, by what, by whom and why. The events that it wrote have the numbers
# from ``first`` to ``last`` (None: none), never given twice. What one ingest made shares its ``run``.
history = Table(
    "history",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("made_at", DateTime, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("run", String(36), nullable=False),
    Column("correction", Integer),
    Column("articles", Integer, nullable=False),
    Column("first", Integer),
    Column("last", Integer),
    Column("removed", Integer, nullable=False),
    Index("history_by_last", "last"),
)

# Selections that are watched, each with the version at which it was last looked at.
watch_lists = Table(
    "watch_lists",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("query", Text, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("looked_at", DateTime, nullable=False),
)

# Events that a version took away or replaced, as they were: JSON text, compressed.
past_events = Table(
    "past_events",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("gone_in", Integer, nullable=False),
    Column("id", String(96), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index("past_events_by_version", "gone_in"),
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


def create(connection: Connection) -> None:
    """Create every table and the full text index in an empty database and note the version."""
    metadata.create_all(connection)
    for statement in _SQLITE_WORDS if connection.dialect.name == "sqlite" else _POSTGRESQL_WORDS:
        connection.exec_driver_sql(statement)
    rows = [{"key": "schema_version", "value": str(SCHEMA_VERSION)}, {"key": "revision", "value": "0"}]
    connection.execute(meta.insert(), rows)
