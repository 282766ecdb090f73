"""Whoever opens a database closes it, also when something goes wrong; conftest.py holds every test to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from open_connections import open_connections

from dashboard import data, ingest
from geodata.geocoder import Answer, SqliteAnswerCache
from geodata.store import Store, StoreError, opening


def opened_by(deed: Callable[[], object]) -> list[str]:
    """What the deed opened and left open."""
    before = open_connections()
    deed()
    return [told for number, told in open_connections().items() if number not in before]


def test_what_is_open_is_counted_and_where_it_was_opened(tmp_path: Path) -> None:
    kept: list[sqlite3.Connection] = []
    [told] = opened_by(lambda: kept.append(sqlite3.connect(tmp_path / "some.db")))
    assert "some.db" in told
    assert "test_closing.py" in told
    kept.pop().close()
    stores: list[Store] = []
    [told] = opened_by(lambda: stores.append(Store(tmp_path / "store.db")))
    assert "opening.py" in told
    assert opened_by(stores.pop().close) == []


@pytest.mark.parametrize("error", [StoreError("no store"), ValueError("damaged"), KeyboardInterrupt()])
def test_a_store_that_could_not_be_opened_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    Store(tmp_path / "made.db").close()

    def fails(*_: object) -> bool:
        raise error

    def deed() -> None:
        with pytest.raises(type(error)):
            Store(tmp_path / "made.db")

    monkeypatch.setattr(opening, "_is_current", fails)
    assert opened_by(deed) == []


def test_a_store_whose_reports_could_not_be_joined_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_store: Store) -> int:
        raise StoreError("the disk is full")

    def deed() -> None:
        with pytest.raises(StoreError, match="full"):
            ingest.open_store(str(tmp_path / "made.db"))

    monkeypatch.setattr(Store, "finish_joining", fails)
    assert opened_by(deed) == []


def test_the_pages_let_their_store_go_when_their_cache_is_cleared(tmp_path: Path) -> None:
    def deed() -> None:
        assert data.store(str(tmp_path / "made.db")).counts()["events"] == 0
        data.store.clear()

    assert opened_by(deed) == []


def test_kept_answers_are_let_go_also_where_they_cannot_be_kept(tmp_path: Path) -> None:
    def deed() -> None:
        cache = SqliteAnswerCache(tmp_path / "answers.sqlite")
        cache.put("q", Answer(()))
        assert cache.get("q") == Answer(())
        (tmp_path / "answers.sqlite").write_bytes(b"no database" * 99)
        with pytest.raises(sqlite3.DatabaseError):
            cache.get("q")
        with pytest.raises(sqlite3.DatabaseError):
            SqliteAnswerCache(tmp_path / "answers.sqlite")

    assert opened_by(deed) == []
