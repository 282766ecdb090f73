"""Makes a store as an older version left it, to see whether it is brought up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Engine

_SPAN = ("start INTEGER NOT NULL", '"end" INTEGER NOT NULL')
_TEXT = (*_SPAN, "text TEXT NOT NULL")
# What was read in articles was kept by their ids up to version 8: columns of the key, and the others.
_BY_ARTICLE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "sentences": (
        ("position INTEGER",),
        (*_SPAN, "paragraph INTEGER NOT NULL", "kind VARCHAR(16) NOT NULL", "repeats INTEGER"),
    ),
    "place_mentions": (
        ("position INTEGER",),
        (
            *_TEXT, '"use" VARCHAR(16) NOT NULL', "role VARCHAR(16) NOT NULL",
            "place_id VARCHAR(128) REFERENCES places (id)", "latitude FLOAT", "longitude FLOAT",
            "radius_km FLOAT NOT NULL", "precision VARCHAR(16)", "confidence FLOAT NOT NULL",
            "reasons TEXT NOT NULL", "decided_by VARCHAR(16) NOT NULL",
        ),
    ),
    "candidates": (
        ("position INTEGER", "rank INTEGER"),
        (
            "place_id VARCHAR(128) NOT NULL REFERENCES places (id)", "score FLOAT NOT NULL",
            "parts TEXT NOT NULL",
        ),
    ),
    "time_mentions": (
        ("position INTEGER",),
        (
            *_TEXT, "value TEXT NOT NULL", "kind VARCHAR(16) NOT NULL", "date_start DATE", "date_end DATE",
            "precision VARCHAR(16) NOT NULL", "reasons TEXT NOT NULL",
        ),
    ),
    "event_mentions": (
        ("position INTEGER",),
        (
            *_TEXT, "sentence INTEGER NOT NULL", "sub_event_type VARCHAR(48) NOT NULL",
            "modality VARCHAR(16) NOT NULL", "certainty VARCHAR(16) NOT NULL", "fatalities_low INTEGER",
            "fatalities INTEGER", "fatalities_high INTEGER", "injured INTEGER", "toll_spans TEXT NOT NULL",
            "confidence FLOAT NOT NULL", "reasons TEXT NOT NULL",
        ),
    ),
    "article_prints": (("print BIGINT",), ()),
}  # fmt: skip
# The number of a text was stored without its month.
_FORMER = {"print": "n.print & 4294967295"}
_OF_A_MENTION = (
    "FOREIGN KEY (article_id, position) REFERENCES place_mentions (article_id, position) ON DELETE CASCADE"
)


def _version_8() -> str:
    """Return the statements that keep by the ids of articles what is kept by their numbers."""
    made, dropped = ["DROP INDEX mentions_called", "DROP INDEX articles_of_print"], []
    for name, (keys, others) in _BY_ARTICLE.items():
        key = ", ".join(column.split()[0] for column in keys)
        names = [column.split()[0] for column in (*keys, *others)]
        parts = [
            "article_id VARCHAR(64) NOT NULL REFERENCES articles (id) ON DELETE CASCADE",
            *keys, *others, f"PRIMARY KEY (article_id, {key})",
            *([_OF_A_MENTION] if name == "candidates" else []),
        ]  # fmt: skip
        made += [
            f"ALTER TABLE {name} RENAME TO numbered_{name}",
            f"CREATE TABLE {name} ({', '.join(parts)})",
            f"INSERT INTO {name} (article_id, {', '.join(names)}) "
            f"SELECT articles.id, {', '.join(_FORMER.get(column, f'n.{column}') for column in names)} "
            f"FROM numbered_{name} AS n JOIN articles ON number = article",
        ]
        dropped.insert(0, f"DROP TABLE numbered_{name}")
    ended = [
        "CREATE INDEX mentions_called ON place_mentions (text)",
        "CREATE INDEX articles_of_print ON article_prints (print)",
        "DROP INDEX articles_by_number",
        "ALTER TABLE articles DROP COLUMN number",
        "UPDATE meta SET value = '8' WHERE key = 'schema_version'",
    ]
    return ";\n".join([*made, *dropped, *ended, ""])


# What reports were joined by up to version 7: by their ids.
_VERSION_7 = """
DROP TABLE join_keys;
DROP TABLE report_links;
DROP INDEX joining_pending;
DROP INDEX joining_given;
ALTER TABLE joining RENAME TO numbered;
CREATE TABLE joining (
    report_id VARCHAR(96) NOT NULL PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
    pending BOOLEAN NOT NULL, given VARCHAR(96), position INTEGER NOT NULL DEFAULT '0',
    problem TEXT NOT NULL DEFAULT ''
);
INSERT INTO joining SELECT report_id, pending, given, position, problem FROM numbered;
DROP TABLE numbered;
CREATE INDEX joining_pending ON joining (pending);
CREATE INDEX joining_given ON joining (given);
CREATE TABLE join_keys (
    "key" BIGINT NOT NULL, report_id VARCHAR(96) NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    PRIMARY KEY ("key", report_id)
) WITHOUT ROWID;
CREATE INDEX keys_of_report ON join_keys (report_id);
CREATE TABLE report_links (
    one VARCHAR(96) NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    other VARCHAR(96) NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    score INTEGER NOT NULL, parts TEXT NOT NULL, is_sure BOOLEAN NOT NULL, sides INTEGER NOT NULL,
    leant INTEGER NOT NULL, PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX links_back ON report_links (other);
INSERT INTO join_keys SELECT 7, report_id FROM joining;
UPDATE meta SET value = '7' WHERE key = 'schema_version';
"""
# Up to version 9 a village that no table holds had no name of its own.
_VERSION_9 = """
DROP INDEX links_back;
CREATE INDEX links_back ON report_links (other);
ALTER TABLE reports DROP COLUMN own_name;
ALTER TABLE events DROP COLUMN own_name;
UPDATE meta SET value = '9' WHERE key = 'schema_version';
"""
# Version 4 let every match count, and had no tables beside it.
_VERSION_4 = """
ALTER TABLE report_links DROP COLUMN is_sure;
ALTER TABLE report_links DROP COLUMN sides;
ALTER TABLE report_links DROP COLUMN leant;
DROP TABLE listed_events;
DROP TABLE date_hints;
UPDATE meta SET value = '4' WHERE key = 'schema_version';
"""


def make_old(path: Path, version: int) -> None:
    """Make a closed store of the newest version one of version 4, 7, 8 or 9."""
    steps = {9: _VERSION_9, 8: _version_8(), 7: _VERSION_7, 4: _VERSION_4}
    with sqlite3.connect(path) as connection:
        connection.executescript("".join(step for at, step in steps.items() if at >= version))
    connection.close()


def make_old_on_server(engine: Engine) -> None:
    """Make a store of the newest version on a server one of version 7."""
    statements = (_VERSION_9 + _version_8() + _VERSION_7).replace(") WITHOUT ROWID", ")").replace("'0'", "0")
    with engine.begin() as connection:
        for statement in statements.split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)
