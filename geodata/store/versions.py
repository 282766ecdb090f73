"""Tells the versions of one article apart from other articles, and keeps aside those not in force.

A version is what the same outlet has at the same web address, or nearly the same text. The newest counts:
the later published, among equals the later stored. Articles on the shelf are whole, as they were stored.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Date, RowMapping, Table, delete, select

from geodata.joining.building import shingles_of
from geodata.joining.profile import fold
from geodata.model import Article
from geodata.store import codec, prints, readings, schema
from geodata.store.codec import Row
from geodata.store.pages import address_of
from geodata.store.prints import are_close, prints_of

_Read = TypeVar("_Read")

# Texts of one outlet that share this part of their runs of five words are one article, ...
SAME_TEXT = 0.8
# ... when they appeared within a day (geodata.store.prints).
# Articles at one address that share less than this of their runs of three words, and no title, are several
# articles behind one address (a front page, a feed that gives its own address).
OTHER_TEXT = 0.05
_FOUND = ("sentences", "place_mentions", "candidates", "time_mentions", "event_mentions")


class ShelfState(StrEnum):
    """Why an article is not in force."""

    OLDER = "older version"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """An article that is kept aside; ``newer`` is the id of the version that took its place, or None."""

    article_id: str
    state: ShelfState
    title: str
    shelved_at: datetime
    newer: str | None = None


def share_of_runs(one: str, other: str, words: int) -> float:
    """Return which part of the runs of so many words of either text both have, 0 to 1."""
    a, b = shingles_of(fold(one), words), shingles_of(fold(other), words)
    return len(a & b) / len(a | b) if a and b else float(fold(one) == fold(other))


def is_version(one: Article, other: Article) -> bool:
    """Whether two articles of different ids are versions of one article."""
    address = address_of(one.url)
    if address and address == address_of(other.url):
        same_title = bool(one.title) and fold(one.title) == fold(other.title)
        return same_title or share_of_runs(one.text, other.text, 3) >= OTHER_TEXT
    if not one.outlet or one.outlet != other.outlet or not are_close(one.published, other.published):
        return False
    return share_of_runs(one.text, other.text, 5) >= SAME_TEXT


def is_newer(article: Article, than: Article) -> bool:
    """Whether an article that comes now takes the place of a version that is there."""
    return article.published is None or than.published is None or article.published >= than.published


def in_force(connection: Connection, articles: Sequence[Article]) -> dict[str, Article]:
    """Return by article id the articles in force that these are versions of; new ones are left out."""
    near = _found_near(connection, articles)
    ids = sorted({other for others in near.values() for other in others})
    known: dict[str, Article] = {}
    for some in readings.chunks(ids):
        rows = connection.execute(select(schema.articles).where(schema.articles.c.id.in_(some))).mappings()
        known.update((row["id"], codec.to_article(row)) for row in rows)
    found: dict[str, Article] = {}
    for article in articles:
        others = (known[key] for key in sorted(near.get(article.id, ())) if key != article.id)
        older = next((other for other in others if is_version(article, other)), None)
        if older is not None:
            found[article.id] = older
    return found


def _found_near(connection: Connection, articles: Sequence[Article]) -> dict[str, set[str]]:
    """Return the ids of articles at the same address or of similar text, by article id."""
    marks: dict[object, list[str]] = defaultdict(list)
    for article in articles:
        for mark in _marks(article):
            marks[mark].append(article.id)
    column = schema.articles.c
    by_address = select(column.id, column.address)
    near: dict[str, set[str]] = defaultdict(set)
    published = {article.id: article.published for article in articles}
    for some in readings.chunks([mark for mark in marks if isinstance(mark, str)]):
        for key, address in connection.execute(by_address.where(column.address.in_(some))):
            for mine in marks[address]:
                near[mine].add(key)
    for key, day, *mark in prints.sharing(connection, [a for a in articles if a.outlet]):
        for mine in marks.get(tuple(mark), ()):
            if are_close(published[mine], day):
                near[mine].add(key)
    return near


def apart(pairs: Iterable[tuple[Article, _Read]]) -> Iterator[list[tuple[Article, _Read]]]:
    """Yield consecutive articles in lists that hold no two versions of one."""
    batch: list[tuple[Article, _Read]] = []
    seen: set[object] = set()
    for article, reading in pairs:
        marks = _marks(article)
        if not seen.isdisjoint(marks):
            yield batch
            batch, seen = [], set()
        batch.append((article, reading))
        seen.update(marks)
    if batch:
        yield batch


def _marks(article: Article) -> set[object]:
    """Return what two versions of one article share: an address, or an outlet with a number of the text."""
    address = address_of(article.url)
    marks: set[object] = {address} if address else set()
    if article.outlet:
        marks.update((article.outlet, number) for number in prints_of(article.text))
    return marks


def states(connection: Connection, ids: Sequence[str]) -> dict[str, ShelfState]:
    """Return the state of those of these articles that are on the shelf."""
    column = schema.shelf.c
    found: dict[str, ShelfState] = {}
    for some in readings.chunks(ids):
        query = select(column.article_id, column.state).where(column.article_id.in_(some))
        found.update((key, ShelfState(state)) for key, state in connection.execute(query))
    return found


def put(
    connection: Connection,
    article: Article,
    rows: Mapping[str, Sequence[Mapping[str, object]]],
    state: ShelfState,
    newer: str | None = None,
) -> None:
    """Put an article with the rows of its reading on the shelf."""
    plain = {table: [dict(row) for row in listed] for table, listed in rows.items()}
    content = zlib.compress(json.dumps(plain, default=str, ensure_ascii=True).encode())
    row = {
        "article_id": article.id,
        "state": state.value,
        "newer": newer,
        "shelved_at": datetime.now(UTC).replace(tzinfo=None),
        "title": article.title,
        "address": address_of(article.url),
        "content": content,
    }
    readings.upsert(connection, schema.shelf, [row], "article_id")


def rows_of_stored(connection: Connection, article_id: str) -> dict[str, list[Row]]:
    """Return every row that an article in force and its reading are stored as, by table."""
    rows: dict[str, list[Row]] = {}
    for name in ("articles", *_FOUND, "reports"):
        table = schema.metadata.tables[name]
        mine = readings.in_articles(table, [article_id]) if name in _FOUND else _of(table, article_id)
        found = connection.execute(select(table).where(mine).order_by(*table.primary_key))
        rows[name] = [_without_number(name, row, article_id) for row in found.mappings()]
    # Which event was given from outside to a report must outlast the shelf too.
    ids = [row["id"] for row in rows["reports"]]
    found = connection.execute(select(schema.joining).where(schema.joining.c.report_id.in_(ids)))
    rows["joining"] = [{k: v for k, v in row.items() if k != "number"} for row in found.mappings()]
    return rows


def _of(table: Table, article_id: str) -> ColumnElement[bool]:
    return (table.c.id if table is schema.articles else table.c.article_id) == article_id


def _without_number(name: str, row: RowMapping, article_id: str) -> Row:
    """Return a row as it is kept on the shelf: it names the article by its id, which no other ever has."""
    plain = {key: value for key, value in row.items() if key not in ("number", "article")}
    return {"article_id": article_id, **plain} if name in _FOUND else plain


def take(connection: Connection, article_id: str) -> tuple[Article, list[str]] | None:
    """Put an article from the shelf back in force; return it and the ids of its reports, None for none."""
    content = connection.scalar(select(schema.shelf.c.content).where(schema.shelf.c.article_id == article_id))
    if content is None:
        return None
    rows: dict[str, list[Row]] = json.loads(zlib.decompress(content))
    numbers = {article_id: readings.next_number(connection)}
    rows["articles"] = [row | {"number": numbers[article_id]} for row in rows["articles"]]
    for name in ("articles", *_FOUND, "reports", "joining"):
        table = schema.metadata.tables[name]
        typed = [_typed(table, row) for row in rows.get(name, ())]
        if name in _FOUND:
            readings.insert_found(connection, name, typed, numbers)
        else:
            readings.insert(connection, table, typed)
    connection.execute(delete(schema.shelf).where(schema.shelf.c.article_id == article_id))
    article = codec.to_article(_typed(schema.articles, rows["articles"][0]))
    prints.write(connection, [article], numbers)
    return article, [row["id"] for row in rows.get("reports", ())]


def _typed(table: Table, row: Row) -> Row:
    """Return a row with its dates as dates again."""
    return {
        name: date.fromisoformat(value)
        if value is not None and name in table.c and isinstance(table.c[name].type, Date)
        else value
        for name, value in row.items()
    }


def article_on_shelf(connection: Connection, article_id: str) -> Article | None:
    """Return an article that is kept aside, None where there is none of this id."""
    content = connection.scalar(select(schema.shelf.c.content).where(schema.shelf.c.article_id == article_id))
    if content is None:
        return None
    (row,) = json.loads(zlib.decompress(content))["articles"]
    return codec.to_article(_typed(schema.articles, row))


def on_shelf(connection: Connection) -> list[Shelved]:
    """Return what is on the shelf, last put there first."""
    column = schema.shelf.c
    query = select(column.article_id, column.state, column.title, column.shelved_at, column.newer)
    rows = connection.execute(query.order_by(column.shelved_at.desc(), column.article_id)).mappings()
    return [
        Shelved(
            article_id=row["article_id"],
            state=ShelfState(row["state"]),
            title=row["title"],
            shelved_at=row["shelved_at"].replace(tzinfo=UTC),
            newer=row["newer"],
        )
        for row in rows
    ]
