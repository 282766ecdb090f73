"""Saves articles with their readings: what is new, what changed, what is a version of what is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, select

from geodata.corrections import AddedEvent, Fix
from geodata.model import Article, Reading
from geodata.store import codec, effects, grouping, placing, prints, readings, replacing, schema, versions
from geodata.store.codec import Row
from geodata.store.log import fixes_in_force
from geodata.store.opening import StoreError
from geodata.store.versions import ShelfState

_READING = ("sentences", "place_mentions", "candidates", "time_mentions", "event_mentions")


class Saved(StrEnum):
    """What saving a reading did.

    ``CHANGED``: it took the place of an older version; ``OLDER``: a newer version is in force, this one is
    kept aside; ``WITHDRAWN``: an analyst withdrew it, nothing was changed.
    """

    STORED = "stored"
    UPDATED = "updated"
    CHANGED = "changed"
    OLDER = "older version"
    ALREADY_THERE = "already there"
    WITHDRAWN = "withdrawn"


class _Known(NamedTuple):
    published: date | None
    published_by: str
    language: str
    digest: str


Pair = tuple[Article, Reading]


def save_readings(
    connection: Connection, pairs: Sequence[Pair], *, join: bool, find_versions: bool = True
) -> list[Saved]:
    """Store articles with their readings and join their reports; see ``Store.save_readings``."""
    ids = [article.id for article, _ in pairs]
    if len(set(ids)) < len(ids):
        twice = next(key for key in ids if ids.count(key) > 1)
        raise StoreError(f"article {twice} stands twice in one batch; give each article once")
    outcome: list[Saved] = []
    saving = _Saving(connection, find_versions)
    for batch in versions.apart(pairs) if find_versions else [pairs]:
        outcome += saving.save(batch)
    in_force = fixes_in_force(connection)
    saved = [article.id for article, _ in pairs]
    if any(isinstance(fix, AddedEvent) for fix in in_force.fixes):
        saving.changed.update(dict.fromkeys(effects.settle(connection, saved, in_force)))
    if join:
        grouping.join(connection, saving.changed, in_force)
    return outcome


class _Saving:
    """Collects what one batch writes; no two articles of it are versions of one."""

    def __init__(self, connection: Connection, find_versions: bool) -> None:
        self.connection = connection
        self.find_versions = find_versions
        # Reports to be joined anew.
        self.changed: dict[str, None] = {}

    def save(self, pairs: Sequence[Pair]) -> list[Saved]:
        """Write the batch and return what became of each article."""
        ids = [article.id for article, _ in pairs]
        known = _known_articles(self.connection, ids)
        shelf = versions.states(self.connection, ids)
        new = [article for article, _ in pairs if article.id not in known]
        self.older = versions.in_force(self.connection, new) if self.find_versions else {}
        self.rows: dict[str, list[Row]] = {}
        self.articles: list[Article] = []
        self.digests: dict[str, str] = {}
        self.readings: list[Reading] = []
        self.moved: list[tuple[int, Fix]] = []
        outcome = [self._take(article, reading, known, shelf) for article, reading in pairs]
        self._write([key for key in self.digests if key in known])
        replacing.write_carried(self.connection, self.moved)
        return outcome

    def _take(
        self, article: Article, reading: Reading, known: dict[str, _Known], shelf: dict[str, ShelfState]
    ) -> Saved:
        if article.id in shelf:
            there = shelf[article.id] is ShelfState.OLDER
            return Saved.ALREADY_THERE if there else Saved.WITHDRAWN
        found = readings.rows_of_reading(article, reading)
        digest = readings.digest_of(found)
        before = known.get(article.id)
        if before is not None and _changes_nothing(article, digest, before):
            return Saved.ALREADY_THERE
        older = self.older.get(article.id)
        if older is not None and not versions.is_newer(article, older):
            self._keep_aside(
                article, reading, {"articles": [codec.article_row(article, digest)], **found}, older
            )
            return Saved.OLDER
        if older is not None:
            left, moved = replacing.replace_version(self.connection, older, article)
            self.changed.update(dict.fromkeys(left))
            self.moved += moved
        self.articles.append(article)
        self.digests[article.id] = digest
        self.readings.append(reading)
        for table, some in found.items():
            self.rows.setdefault(table, []).extend(some)
        if before is not None:
            return Saved.UPDATED
        return Saved.STORED if older is None else Saved.CHANGED

    def _keep_aside(
        self, article: Article, reading: Reading, rows: dict[str, list[Row]], newer: Article
    ) -> None:
        self._write_places([reading])
        versions.put(self.connection, article, rows, ShelfState.OLDER, newer.id)

    def _write_places(self, listed: Sequence[Reading]) -> None:
        places = {key: place for reading in listed for key, place in codec.places_of(reading).items()}
        placing.upsert_places(self.connection, places)

    def _numbers(self) -> dict[str, int]:
        """Return the numbers of the articles to write: new ones follow all that are there."""
        ids = [article.id for article in self.articles]
        there = readings.numbers_of(self.connection, ids)
        new = (key for key in ids if key not in there)
        return there | {key: n for n, key in enumerate(new, start=readings.next_number(self.connection))}

    def _write(self, updated: Sequence[str]) -> None:
        connection = self.connection
        numbers = self._numbers()
        rows = [
            codec.article_row(article, self.digests[article.id]) | {"number": numbers[article.id]}
            for article in self.articles
        ]
        readings.upsert(connection, schema.articles, rows, "id")
        prints.write(connection, self.articles, numbers)
        self._write_places(self.readings)
        reports = self.rows.get("reports", [])
        if updated:
            readings.clear_reading(connection, updated)
            kept = {row["id"] for row in reports}
            dropped = readings.reports_to_drop(connection, updated, kept)
            self.changed.update(dict.fromkeys(replacing.drop_reports(connection, dropped)))
        for table in _READING:
            readings.insert_found(connection, table, self.rows.get(table, []), numbers)
        readings.insert(connection, schema.reports, reports, over="id")
        ids = [row["id"] for row in reports]
        grouping.add(connection, ids)
        self.changed.update(dict.fromkeys(ids))


def _changes_nothing(article: Article, digest: str, before: _Known) -> bool:
    if article.published != before.published and before.published is not None:
        return article.published is None or before.published_by == "analyst"
    same = (article.published, article.language, digest)
    return same == (before.published, before.language, before.digest)


def _known_articles(connection: Connection, ids: Sequence[str]) -> dict[str, _Known]:
    column = schema.articles.c
    query = select(column.id, column.published, column.published_by, column.language, column.reading_digest)
    found: dict[str, _Known] = {}
    for some in readings.chunks(ids):
        for key, *values in connection.execute(query.where(column.id.in_(some))):
            found[key] = _Known(*values)
    return found
