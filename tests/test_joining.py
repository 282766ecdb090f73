"""What is joined depends on the reports alone: not on order, batches, kills, or who else writes."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_news import exported, make_news, save

from dashboard.ingest import open_store
from geodata.joining import join_reports
from geodata.model import Article, Report
from geodata.store import ReadingRow, Saved, Store, grouping

NEWS = make_news(120)
SCRIPT = Path(__file__).parent / "made_news.py"


def whole(folder: Path, pairs: list[tuple[Article, ReadingRow]], batch: int = 1_000) -> bytes:
    with Store(folder / f"{time.monotonic_ns()}.db") as store:
        save(store, pairs, batch)
        return exported(store)


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return whole(tmp_path_factory.mktemp("whole"), NEWS)


def writer(store: Path, first: int = 0, step: int = 1, batch: int = 5) -> subprocess.Popen[bytes]:
    words = [str(store), "1", str(first), str(step), str(batch)]
    return subprocess.Popen([sys.executable, str(SCRIPT), *words], stderr=subprocess.PIPE)


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([1, 3, 10, 60]))
def test_any_order_and_any_batch_give_the_same_export(
    tmp_path_factory: pytest.TempPathFactory, shuffling: random.Random, batch: int
) -> None:
    folder = tmp_path_factory.mktemp("order")
    some = NEWS[:60]
    mixed = shuffling.sample(some, len(some))
    assert whole(folder, mixed, batch) == whole(folder, some)


def test_the_store_joins_as_the_function_does(tmp_path: Path) -> None:
    with Store(tmp_path / "events.db") as store:
        save(store, NEWS, 7)
        stored = {event.id: event for event in store.events()}
        joined = join_reports([r for _, reading in NEWS for r in reading.reports], [a for a, _ in NEWS])
        assert stored == {event.id: event for event in joined}
        assert sum(len(event.reports) > 1 for event in joined) > 20
        assert store.unjoined() == []


def test_joining_all_anew_changes_nothing(tmp_path: Path, at_once: bytes) -> None:
    with Store(tmp_path / "events.db") as store:
        save(store, NEWS, 11)
        assert store.rejoin() == store.counts()["reports"]
        assert exported(store) == at_once


def test_a_killed_writer_loses_and_doubles_nothing(tmp_path: Path, at_once: bytes) -> None:
    path = tmp_path / "events.db"
    dice = random.Random(4)
    for _ in range(6):
        running = writer(path)
        time.sleep(dice.uniform(0.7, 2.2))
        running.send_signal(signal.SIGKILL)
        running.communicate()
    last = writer(path)
    assert (last.communicate()[1], last.returncode) == (b"", 0)
    with Store(path) as store:
        assert store.unjoined() == []
        assert exported(store) == at_once


def test_four_writers_at_once_give_the_same(tmp_path: Path, at_once: bytes) -> None:
    path = tmp_path / "events.db"
    running = [writer(path, first, 4, 3) for first in range(4)]
    assert [(r.communicate()[1], r.returncode) for r in running] == [(b"", 0)] * 4
    with Store(path) as store:
        assert exported(store) == at_once


def test_dates_at_the_end_of_time_are_joined(tmp_path: Path) -> None:
    pairs = [
        (a, replace(reading, reports=tuple(map(_at_the_end, reading.reports)))) for a, reading in NEWS[:9]
    ]
    with Store(tmp_path / "events.db") as store:
        save(store, [*pairs, *NEWS[9:20]], 4)
        assert store.unjoined() == []
        standing = {r.id for e in store.events() for r in e.reports}
        assert standing == {r.id for r in store.reports()}


def _at_the_end(report: Report) -> Report:
    return replace(report, date_start=date.max, date_end=date.max, published=date.max)


def test_a_report_that_cannot_be_joined_is_named_and_keeps_no_other_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = NEWS[3][1].reports[0].id
    known = grouping.profile_of

    def broken(report: Report, *words: str) -> object:
        if report.id == bad:
            raise OverflowError("date value out of range")
        return known(report, *words)

    with Store(tmp_path / "events.db") as store:
        with monkeypatch.context() as patch:
            patch.setattr(grouping, "profile_of", broken)
            save(store, NEWS[:30], 10)
        assert store.unjoined() == [(bad, "OverflowError: date value out of range")]
        assert store.counts()["unjoined"] == 1
        standing = {r.id for e in store.events() for r in e.reports}
        assert standing == {r.id for r in store.reports()} - {bad}
        store.rejoin()
        assert store.unjoined() == []
        assert exported(store) == whole(tmp_path, NEWS[:30])


def test_what_was_left_unjoined_is_known_and_finished(tmp_path: Path, at_once: bytes) -> None:
    with Store(tmp_path / "events.db") as store:
        store.save_readings(NEWS, join=False)
        assert store.counts()["unjoined"] == store.counts()["reports"]
        assert store.events() == []
        seen: list[tuple[int, int]] = []
        store.finish_joining(lambda done, total: seen.append((done, total)))
        assert seen[-1][0] == seen[-1][1] == store.counts()["reports"]
        assert exported(store) == at_once


def test_a_store_that_joined_outside_the_transaction_is_joined_when_opened(
    tmp_path: Path, at_once: bytes
) -> None:
    path = tmp_path / "events.db"
    with Store(path) as store:
        store.save_readings(NEWS)
        with store.engine.begin() as connection:
            for table in ("joining", "join_keys", "report_links", "article_prints", "shelf"):
                connection.exec_driver_sql(f"DROP TABLE {table}")
            connection.exec_driver_sql("DROP INDEX articles_at_address")
            for table, column in (("articles", "address"), ("corrections", "uid"), ("corrections", "quote")):
                connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
            connection.exec_driver_sql("ALTER TABLE corrections DROP COLUMN carried")
            connection.exec_driver_sql("UPDATE meta SET value = '2' WHERE key = 'schema_version'")
    with open_store(str(path)) as store:
        assert store.unjoined() == []
        assert exported(store) == at_once
        assert store.save_readings(NEWS) == [Saved.ALREADY_THERE] * len(NEWS)
