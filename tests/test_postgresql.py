"""A store on PostgreSQL gives what one in a file gives, event for event and id for id."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest
from made_news import exported, make_news, save
from old_stores import make_old_on_server
from sqlalchemy import inspect

from geodata.corrections import DateFix, Merge, NotAnEvent, ReportKey, Split, TypeFix
from geodata.export import export_bytes
from geodata.loading import load_events
from geodata.model import SubEventType
from geodata.query import EventFilter, EventIndex
from geodata.store import Store
from geodata.store.upkeep import check

NEWS = make_news(90)


@pytest.fixture
def at_once(tmp_path: Path) -> bytes:
    """The export of a store in a file that got all news at once."""
    with Store(tmp_path / "at-once.db") as store:
        store.save_readings(NEWS)
        return exported(store)


@pytest.mark.parametrize("batch", [1, 7, 90])
def test_any_order_and_batch_on_postgresql_give_what_a_file_gives(
    postgresql: str, at_once: bytes, batch: int
) -> None:
    mixed = random.Random(batch).sample(NEWS, len(NEWS))
    with Store(postgresql) as store:
        save(store, mixed, batch)
        assert exported(store) == at_once
        assert store.rejoin() == store.counts()["reports"]
        assert exported(store) == at_once
        assert check(store) == []


def change(store: Store) -> None:
    """Do what analysts do: correct, join, part, undo, withdraw and put back."""
    keys = [ReportKey.of(reading.reports[0]) for _, reading in NEWS[:12]]
    day = NEWS[0][0].published
    assert day is not None
    store.correct(NotAnEvent(report=keys[0]))
    undone = store.correct(TypeFix(report=keys[1], sub_event_type=SubEventType.AIR_STRIKE))
    store.correct(DateFix(report=keys[2], date_start=day, date_end=day + timedelta(days=1)))
    store.correct(Merge(reports=(keys[3], keys[4])))
    store.correct(Split(report=keys[5]))
    store.undo_correction(undone)
    for article, _ in NEWS[20:24]:
        store.withdraw(article.id)
    for article, _ in NEWS[20:22]:
        store.restore(article.id)
    store.delete_article(NEWS[30][0].id)


def test_corrections_and_what_is_withdrawn_on_postgresql_give_what_a_file_gives(
    postgresql: str, tmp_path: Path
) -> None:
    with Store(postgresql) as server, Store(tmp_path / "file.db") as file:
        for store in (server, file):
            save(store, NEWS, 10)
            change(store)
        assert exported(server) == exported(file)
        for store in (server, file):
            store.save_readings([NEWS[30]])
        assert exported(server) == exported(file)
        assert check(server) == check(file) == []
        changed = [[(one.before, one.after) for one in store.changes(0).changes] for store in (server, file)]
        assert len(changed[0]) > 30
        assert changed[0] == changed[1]


def test_a_store_of_the_version_before_on_postgresql_is_brought_up_to_date(
    postgresql: str, at_once: bytes
) -> None:
    with Store(postgresql) as store:
        save(store, NEWS[:60], 20)
        indexes_of_new = indexes_of(store)
        assert indexes_of_new["report_links"]["links_back"] == ["other", "is_sure", "leant"]
        make_old_on_server(store.engine)
    with Store(postgresql) as store:
        store.finish_joining()
        save(store, NEWS[60:], 20)
        assert exported(store) == at_once
        assert check(store) == []
        assert indexes_of(store) == indexes_of_new


def indexes_of(store: Store) -> dict[str, dict[str, list[str | None]]]:
    """The columns of each index by table and name."""
    looked_at = inspect(store.engine)
    return {
        table: {str(index["name"]): index["column_names"] for index in looked_at.get_indexes(table)}
        for table in sorted(looked_at.get_table_names())
    }


def test_what_is_loaded_on_postgresql_is_what_was_exported(postgresql: str, tmp_path: Path) -> None:
    with Store(tmp_path / "file.db") as file:
        save(file, NEWS, 30)
        ids = set(file.event_ids())
        selection = EventIndex(file).select(EventFilter(include_undated=True))
        (tmp_path / "events.parquet").write_bytes(export_bytes(file, selection, ".parquet"))
    with Store(postgresql) as store:
        assert load_events(store, str(tmp_path)).failures == []
        assert set(store.event_ids()) == ids
        assert load_events(store, str(tmp_path)).already_there == len(ids)
