"""Makes a store as an older version left it, to see whether it is brought up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Engine

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
    """Make a closed store of the newest version one of version 4 or 7."""
    with sqlite3.connect(path) as connection:
        connection.executescript(_VERSION_7 + (_VERSION_4 if version == 4 else ""))
    connection.close()


def make_old_on_server(engine: Engine) -> None:
    """Make a store of the newest version on a server one of version 7."""
    statements = _VERSION_7.replace(") WITHOUT ROWID", ")").replace("'0'", "0")
    with engine.begin() as connection:
        for statement in statements.split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)
