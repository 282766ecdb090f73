"""Writes and reads what was found in articles; every function works inside the caller's transaction."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Dialect,
    RowMapping,
    Table,
    and_,
    delete,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from geodata.model import Article, Place, Reading, Report
from geodata.store import codec, schema
from geodata.store.codec import Row

_T = TypeVar("_T")

# Ids asked for in one statement; SQLite takes up to 32,766 bound values.
CHUNK = 5_000


def chunks(items: Sequence[_T], size: int = CHUNK) -> Iterator[Sequence[_T]]:
    """Yield consecutive slices of at most ``size`` items."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def upsert(connection: Connection, table: Table, rows: Sequence[Row], key: str) -> None:
    """Insert rows, or update those whose ``key`` is there already."""
    if not rows:
        return
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table)
    changed = {name: statement.excluded[name] for name in rows[0] if name != key}
    connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=changed), rows)


def insert(connection: Connection, table: Table, rows: Sequence[Row], *, over: str = "") -> None:
    """Insert rows that all name the same columns; nothing happens for none.

    What is stored of an article is a hundred rows, so the driver gets them without a detour over each value:
    no column gets a default, and moments are not known here. ``over`` names the key whose rows are written
    over where they are there already.
    """
    if not rows:
        return
    statement, order, days = _plain_insert(table, tuple(rows[0]), over, connection.dialect)
    if days:
        rows = [row | {day: row[day] and row[day].isoformat() for day in days} for row in rows]
    listed: Sequence[Any] = rows if order is None else list(map(itemgetter(*order), rows))
    connection.exec_driver_sql(statement, listed)


@lru_cache(maxsize=256)
def _plain_insert(
    table: Table, names: tuple[str, ...], key: str, dialect: Dialect
) -> tuple[str, tuple[str, ...] | None, tuple[str, ...]]:
    """Return the statement for these columns, their order (None: by name), and those with days as text."""
    statement = (sqlite if dialect.name == "sqlite" else postgresql).insert(table).inline()
    if key:
        changed = {name: statement.excluded[name] for name in names if name != key}
        statement = statement.on_conflict_do_update(index_elements=[key], set_=changed)
    compiled = statement.compile(dialect=dialect, column_keys=names)
    order = tuple(compiled.positiontup) if compiled.positiontup else None
    as_text = dialect.name == "sqlite"
    days = tuple(name for name in names if as_text and isinstance(table.c[name].type, Date))
    return compiled.string, order, days


def rows_of_reading(article: Article, reading: Reading) -> dict[str, list[Row]]:
    """Return the rows a reading becomes, by table name, keys included."""
    rows: dict[str, list[Row]] = defaultdict(list)
    of: Row = {"article_id": article.id}

    for position, sentence in enumerate(reading.sentences):
        rows["sentences"].append({**of, "position": position, **codec.sentence_row(sentence)})
    for position, place in enumerate(reading.places):
        at = {**of, "position": position}
        rows["place_mentions"].append({**at, **codec.mention_row(place)})
        rows["candidates"] += [{**at, **row} for row in codec.candidate_rows(place)]
    for position, time in enumerate(reading.times):
        rows["time_mentions"].append({**of, "position": position, **codec.time_row(time)})
    for position, mention in enumerate(reading.events):
        rows["event_mentions"].append({**of, "position": position, **codec.event_mention_row(mention)})
    for position, report in enumerate(reading.reports):
        rows["reports"].append(codec.report_row(report, position, article.text))
    return rows


def digest_of(rows: Mapping[str, list[Row]]) -> str:
    """Return a digest that changes when anything that was read changes."""
    listed = [
        (table, tuple(rows[table][0]), [tuple(row.values()) for row in rows[table]])
        for table in sorted(rows)
        if rows[table]
    ]
    return hashlib.sha256(repr(listed).encode("utf-8", "surrogatepass")).hexdigest()


_READING_TABLES = (schema.sentences, schema.place_mentions, schema.time_mentions, schema.event_mentions)


def numbers_of(connection: Connection, article_ids: Iterable[str]) -> dict[str, int]:
    """Return the numbers of those of these articles that are stored; what was read in them is kept by it."""
    column = schema.articles.c
    found: dict[str, int] = {}
    for some in chunks(sorted(article_ids)):
        rows = connection.execute(select(column.id, column.number).where(column.id.in_(some)))
        found.update((key, number) for key, number in rows)
    return found


def next_number(connection: Connection) -> int:
    """Return a number that is greater than that of any article stored."""
    return int(connection.scalar(select(func.max(schema.articles.c.number))) or 0) + 1


def insert_found(connection: Connection, name: str, rows: Sequence[Row], numbers: Mapping[str, int]) -> None:
    """Insert rows of a table of what was found in articles; they name the article by its number then."""
    for row in rows:
        row["article"] = numbers[row.pop("article_id")]
    insert(connection, schema.metadata.tables[name], rows)


def in_articles(table: Table, article_ids: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that rows of what was found are of these articles."""
    column = schema.articles.c
    return table.c.article.in_(select(column.number).where(column.id.in_(article_ids)))


def clear_reading(connection: Connection, article_ids: Sequence[str]) -> None:
    """Remove what was found in these articles, reports excepted."""
    for table in _READING_TABLES:
        for some in chunks(article_ids):
            connection.execute(delete(table).where(in_articles(table, some)))


def reports_to_drop(connection: Connection, article_ids: Sequence[str], kept: set[str]) -> list[str]:
    """Return the ids of these articles' stored reports that a new reading no longer makes."""
    column = schema.reports.c
    found: list[str] = []
    for some in chunks(article_ids):
        rows = connection.execute(select(column.id).where(column.article_id.in_(some)))
        found += [row.id for row in rows if row.id not in kept]
    return found


def load_places(connection: Connection, ids: Iterable[str]) -> dict[str, Place]:
    """Return the stored places with these ids."""
    found: dict[str, Place] = {}
    for some in chunks(sorted(set(ids))):
        query = select(schema.places).where(schema.places.c.id.in_(some))
        found.update((row["id"], codec.to_place(row)) for row in connection.execute(query).mappings())
    return found


def load_reading(connection: Connection, article_id: str) -> Reading:
    """Return everything found in one article; empty tuples where nothing was."""
    found = {table.name: _rows(connection, table, article_id) for table in _READING_TABLES}
    ranked: dict[int, list[RowMapping]] = defaultdict(list)
    for row in _rows(connection, schema.candidates, article_id, "rank"):
        ranked[row["position"]].append(row)
    mentions = found["place_mentions"]
    ids = {m["place_id"] for m in mentions if m["place_id"]}
    ids |= {c["place_id"] for listed in ranked.values() for c in listed}
    places = load_places(connection, ids)
    return Reading(
        article_id=article_id,
        sentences=tuple(map(codec.to_sentence, found["sentences"])),
        places=tuple(codec.to_mention(m, ranked[m["position"]], places) for m in mentions),
        times=tuple(map(codec.to_time, found["time_mentions"])),
        events=tuple(map(codec.to_event_mention, found["event_mentions"])),
        reports=tuple(load_reports(connection, schema.reports.c.article_id == article_id)),
    )


def _rows(connection: Connection, table: Table, article_id: str, *more: str) -> Sequence[RowMapping]:
    query = select(table).where(in_articles(table, [article_id]))
    query = query.order_by(table.c.position, *(table.c[name] for name in more))
    return connection.execute(query).mappings().all()


def touches_days(first: date, last: date) -> ColumnElement[bool]:
    """Return the condition that a report may tell of these inclusive days; see ``Store.reports``."""
    start, end, published = (schema.reports.c[name] for name in ("date_start", "date_end", "published"))
    undated = and_(start.is_(None), end.is_(None))
    in_range = and_(or_(start.is_(None), start <= last), or_(end.is_(None), end >= first))
    reported = or_(published.is_(None), published.between(first, last))
    return or_(and_(not_(undated), in_range), and_(undated, reported))


def load_reports(connection: Connection, condition: ColumnElement[bool] | None = None) -> list[Report]:
    """Return the reports that meet a condition (None: all), by article and place in it."""
    query = select(schema.reports).order_by(schema.reports.c.article_id, schema.reports.c.position)
    if condition is not None:
        query = query.where(condition)
    rows = connection.execute(query).mappings().all()
    places = load_places(connection, (row["place_id"] for row in rows if row["place_id"]))
    return [codec.to_report(row, places) for row in rows]
