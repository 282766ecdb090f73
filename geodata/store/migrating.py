"""Brings an older store up to the current version, step by step."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from uuid import uuid4

from sqlalchemy import (
    BigInteger,
    ColumnClause,
    ColumnElement,
    Connection,
    String,
    bindparam,
    case,
    cast,
    column,
    delete,
    extract,
    inspect,
    literal,
    select,
    update,
)  # fmt: skip
from sqlalchemy import table as sql_table

from geodata.store import beside, codec, prints, readings, schema
from geodata.store.pages import address_of

Step = Callable[[Connection], None]


def _keep_answers_by_question(connection: Connection) -> None:
    """Version 1 kept online geocoders' answers by service and query and was never written to."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS geocoder_cache")
    schema.geocoder_answers.create(connection, checkfirst=True)


_ADDED_IN_3 = {
    "articles": {"address": "TEXT NOT NULL DEFAULT ''"},
    "corrections": {
        "uid": "VARCHAR(36) NOT NULL DEFAULT ''",
        "quote": "TEXT NOT NULL DEFAULT ''",
        "carried": "TEXT",
    },
}


_ADDED_IN_6 = {
    "corrections": {"prints": "TEXT NOT NULL DEFAULT '{}'", "made_over": "TEXT NOT NULL DEFAULT '[]'"}
}


def _add_columns(connection: Connection, added: Mapping[str, Mapping[str, str]]) -> None:
    found = inspect(connection)
    for table, columns in added.items():
        known = {column["name"] for column in found.get_columns(table)}
        for name, kind in columns.items():
            if name not in known:
                connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")


def _join_within(connection: Connection) -> None:
    """Version 2 joined outside the transaction that stored; every report now waits to be joined."""
    _add_columns(connection, _ADDED_IN_3)
    _give_numbers(connection)
    schema.metadata.create_all(connection)
    for index in schema.articles.indexes:
        index.create(connection, checkfirst=True)
    _mark_articles(connection)
    noted = select(schema.joining.c.report_id)
    waiting = select(schema.reports.c.id, literal(True)).where(schema.reports.c.id.not_in(noted))
    connection.execute(schema.joining.insert().from_select(["report_id", "pending"], waiting))


def _mark_articles(connection: Connection) -> None:
    """Write what finds the versions of each article; some hundred texts are in memory at once."""
    table = schema.articles
    ids = list(connection.scalars(select(table.c.id).order_by(table.c.id)))
    for some in readings.chunks(ids, 500):
        rows = connection.execute(select(table).where(table.c.id.in_(some))).mappings().all()
        articles = [codec.to_article(row) for row in rows]
        for article in articles:
            change = update(table).where(table.c.id == article.id)
            connection.execute(change.values(address=address_of(article.url)))
        prints.write(connection, articles, readings.numbers_of(connection, some))


def _keep_history(connection: Connection) -> None:
    """Version 3 did not keep what changed: its events count as there from the beginning."""
    for table in (schema.history, schema.past_events, schema.watch_lists):
        table.create(connection, checkfirst=True)


def _lean(connection: Connection) -> None:
    """Version 4 let every match count, and kept event tables and hints of dates outside the version.

    Every report waits to be joined anew, save those whose event was given from outside.
    """
    schema.report_links.drop(connection, checkfirst=True)
    for table in (beside.listed_events, beside.date_hints):
        table.create(connection, checkfirst=True)
    connection.execute(delete(schema.join_keys))
    _wait(connection)


def _wait(connection: Connection) -> None:
    free = update(schema.joining).where(schema.joining.c.given.is_(None))
    connection.execute(free.values(pending=True, problem=""))


def _exchange_corrections(connection: Connection) -> None:
    """Version 5 could not tell the same correction in two stores; every entry now has a name of its own."""
    _add_columns(connection, _ADDED_IN_6)
    for index in schema.place_mentions.indexes:
        index.create(connection, checkfirst=True)
    table = schema.corrections
    before: list[str] = []
    # Whoever corrected before had one store and saw all that was in it.
    for number, uid in connection.execute(select(table.c.number, table.c.uid).order_by(table.c.number)).all():
        values = {"uid": uid or str(uuid4()), "made_over": json.dumps(before)}
        connection.execute(update(table).where(table.c.number == number).values(**values))
        before.append(values["uid"])


def _keep_keys_by_day(connection: Connection) -> None:
    """Version 6 strewed the keys of reports; now those of a time lie together, and all reports wait."""
    connection.execute(delete(schema.join_keys))
    _wait(connection)


def _number_reports(connection: Connection) -> None:
    """Version 7 kept keys and matches by the ids of reports; they are made anew by numbers, and all wait."""
    for table in (schema.join_keys, schema.report_links):
        table.drop(connection, checkfirst=True)
    if "number" not in {column["name"] for column in inspect(connection).get_columns("joining")}:
        for index in schema.joining.indexes:
            index.drop(connection, checkfirst=True)
        connection.exec_driver_sql("ALTER TABLE joining RENAME TO joining_before")
        schema.joining.create(connection)
        # By day, as they would have come.
        connection.exec_driver_sql(
            "INSERT INTO joining (report_id, pending, given, position, problem) "
            "SELECT report_id, pending, given, b.position, problem FROM joining_before AS b "
            "JOIN reports ON reports.id = report_id ORDER BY reports.published, report_id"
        )
        connection.exec_driver_sql("DROP TABLE joining_before")
    for table in (schema.join_keys, schema.report_links):
        table.create(connection)
    _wait(connection)


_FOUND = (
    schema.article_prints,
    schema.sentences,
    schema.place_mentions,
    schema.candidates,
    schema.time_mentions,
    schema.event_mentions,
)


def _number_articles(connection: Connection) -> None:
    """Version 8 kept what was read by the ids of articles, strewn over its tables; now it is by numbers."""
    _give_numbers(connection)
    found = inspect(connection)
    old = [t for t in _FOUND if "article_id" in {c["name"] for c in found.get_columns(t.name)}]
    for table in old:
        for index in table.indexes:
            index.drop(connection, checkfirst=True)
        connection.exec_driver_sql(f"ALTER TABLE {table.name} RENAME TO {table.name}_before")
    for table in old:
        table.create(connection)
        names = [column.name for column in table.c if column.name != "article"]
        before = sql_table(f"{table.name}_before", column("article_id"), *map(column, names))
        of = before.join(schema.articles, schema.articles.c.id == before.c.article_id)
        keys = (before.c[key.name] for key in table.primary_key if key.name != "article")
        values = (_with_month(before.c[name]) if name == "print" else before.c[name] for name in names)
        rows = select(schema.articles.c.number, *values).select_from(of)
        rows = rows.order_by(schema.articles.c.number, *keys)
        connection.execute(table.insert().from_select(["article", *names], rows))
    # The candidates of a mention before the mentions that they belong to.
    for table in reversed(old):
        connection.exec_driver_sql(f"DROP TABLE {table.name}_before")


def _with_month(print_: ColumnClause[int]) -> ColumnElement[int]:
    """Return the number of a text with its month, as ``prints.write`` stores it."""
    day = schema.articles.c.published
    month = case((day.is_(None), 0), else_=extract("year", day) * 12 + extract("month", day))
    return cast(month, BigInteger) * (1 << prints.BITS) + print_


def _give_numbers(connection: Connection) -> None:
    """Number the articles by their days, as they would have come, where they have no numbers yet."""
    if "number" in {column["name"] for column in inspect(connection).get_columns("articles")}:
        return
    connection.exec_driver_sql("ALTER TABLE articles ADD COLUMN number INTEGER NOT NULL DEFAULT 0")
    connection.exec_driver_sql(
        "CREATE TABLE numbered AS SELECT id, row_number() OVER (ORDER BY published, id) AS n FROM articles"
    )
    connection.exec_driver_sql("CREATE UNIQUE INDEX numbered_by_id ON numbered (id)")
    connection.exec_driver_sql(
        "UPDATE articles SET number = (SELECT n FROM numbered WHERE numbered.id = articles.id)"
    )
    connection.exec_driver_sql("DROP TABLE numbered")
    for index in schema.articles.indexes:
        index.create(connection, checkfirst=True)


_ADDED_IN_10 = {table: {"own_name": "TEXT NOT NULL DEFAULT ''"} for table in ("reports", "events")}
# How version 9 and before told, among the reasons, of a place that no table holds and what it was drawn as.
_UNLISTED = re.compile(r"(.+) is in no table of places that is installed(?:; drawn at .+)?")
_DRAWN_AS = "%drawn as %, which the text says it lies in%"


def _name_the_unlisted(connection: Connection) -> None:
    """Version 9 knew villages that no table holds by the unit they are drawn as alone, and joined them by it.

    Those that get their own name back wait to be joined anew. The report of several such villages that a
    sentence tells together is still one, until its article is read again. Besides, which matches of a report
    count is found by an index alone.
    """
    _add_columns(connection, _ADDED_IN_10)
    for index in schema.report_links.indexes:
        index.drop(connection, checkfirst=True)
        index.create(connection)
    report, mention = schema.reports.c, schema.place_mentions.c
    span = cast(mention.start, String).op("||")(":").op("||")(cast(mention.end, String))
    drawn = (
        select(report.id, mention.text)
        .join_from(schema.reports, schema.articles)
        .join(schema.place_mentions, mention.article == schema.articles.c.number)
        .where(report.place_spans == span, mention.reasons.like(_DRAWN_AS))
    )
    names = {row.id: row.text for row in connection.execute(drawn)}
    told = select(report.id, report.reasons).where(report.reasons.like("%is in no table of places%"))
    for key, reasons in connection.execute(told):
        found = (_UNLISTED.fullmatch(reason) for reason in codec.from_text(reasons))
        names.update((key, match[1]) for match in found if match)
    rows = [{"key": key, "name": " ".join(name.split())} for key, name in names.items()]
    if rows:
        named = update(schema.reports).where(report.id == bindparam("key"))
        connection.execute(named.values(own_name=bindparam("name")), rows)
        waiting = update(schema.joining).where(
            schema.joining.c.report_id == bindparam("key"), schema.joining.c.given.is_(None)
        )
        connection.execute(waiting.values(pending=True, problem=""), [{"key": key} for key in names])


# From version n to n + 1, keyed by n. A step changes what is there and keeps every row.
MIGRATIONS: Mapping[int, Step] = {
    1: _keep_answers_by_question,
    2: _join_within,
    3: _keep_history,
    4: _lean,
    5: _exchange_corrections,
    6: _keep_keys_by_day,
    7: _number_reports,
    8: _number_articles,
    9: _name_the_unlisted,
}


def version_of(connection: Connection) -> int:
    """Return the schema version the store says it is at; raises ValueError when it says none."""
    meta = schema.meta.c
    value = connection.execute(select(meta.value).where(meta.key == "schema_version")).scalar()
    if value is None:
        raise ValueError("the table meta names no schema_version")
    return int(value)


def migrate(
    connection: Connection,
    found: int,
    wanted: int = schema.SCHEMA_VERSION,
    steps: Mapping[int, Step] = MIGRATIONS,
) -> None:
    """Run the steps from version ``found`` to ``wanted`` and note the version reached after each.

    Raises KeyError when a step is missing; the caller's transaction then rolls everything back.
    """
    for version in range(found, wanted):
        steps[version](connection)
        noted = update(schema.meta).where(schema.meta.c.key == "schema_version")
        connection.execute(noted.values(value=str(version + 1)))
