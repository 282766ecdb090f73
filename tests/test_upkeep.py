"""A store is checked, backed up while in use, put back, and refused in one line where it is broken."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_news import exported, make_news, save
from sqlalchemy import text

from dashboard.cli import app
from geodata.model import Reading
from geodata.store import Store, StoreError, upkeep
from geodata.store.upkeep import back_up, check, put_back
from geodata.whole_files import partial_of

NEWS = make_news(30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Store(tmp_path / "events.db") as store:
        save(store, NEWS, 30)
    return tmp_path / "events.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened


def run(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def test_a_whole_store_has_no_fault(path: Path) -> None:
    code, said = run("check", "--db", path)
    assert (code, "is whole: 30 articles" in said) == (0, True)


def test_what_is_wrong_is_named_with_its_remedy(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(
            text("UPDATE joining SET pending = 1 WHERE report_id = (SELECT min(id) FROM reports)")
        )
        connection.execute(text("DELETE FROM event_reports WHERE report_id = (SELECT min(id) FROM reports)"))
        connection.execute(text("UPDATE events SET lead_report_id = 'none' WHERE number = 1"))
    lines = {fault.line: fault.remedy for fault in check(store)}
    assert lines["1 report not joined to events"] == "conflictmap rejoin"
    assert any("leading report" in line for line in lines)
    store.rejoin()
    assert check(store) == []


def test_a_backup_is_whole_and_putting_it_back_gives_the_same(
    store: Store, path: Path, tmp_path: Path
) -> None:
    before, revision = exported(store), store.revision()
    back_up(store, tmp_path / "backup.db")
    store.withdraw(NEWS[0][0].id)
    assert exported(store) != before
    kept = put_back(tmp_path / "backup.db", path)
    assert exported(store) == before
    assert store.revision() > revision + 1
    assert kept is not None
    with Store(kept) as was:
        assert was.article(NEWS[0][0].id) is None
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


def test_a_file_in_a_folder_that_is_not_there_is_one_line(path: Path, tmp_path: Path) -> None:
    for words in (["backup", tmp_path / "none" / "b.db"], ["export", "-o", tmp_path / "none" / "b.csv"]):
        code, said = run(*words, "--db", path)
        assert code == 3
        assert f"there is no folder {tmp_path / 'none'}; make it first" in said
    code, said = run("backup", tmp_path, "--db", path)
    assert (code, said.strip()) == (3, f"{tmp_path} is a folder; name a file in it")


def test_a_backup_takes_the_place_of_a_damaged_store(store: Store, path: Path, tmp_path: Path) -> None:
    before = exported(store)
    store.close()
    shutil.copy(path, tmp_path / "backup.db")
    path.write_bytes(path.read_bytes()[:20_000])
    code, said = run("check", "--db", path)
    assert (code, said.count("\n"), "not an intact database" in said) == (3, 1, True)
    assert run("restore", tmp_path / "backup.db", "--db", path)[0] == 0
    with Store(path) as again:
        assert exported(again) == before


def test_a_damaged_backup_changes_nothing(store: Store, path: Path, tmp_path: Path) -> None:
    store.close()
    known = path.read_bytes()
    (tmp_path / "backup.db").write_bytes(known[:30_000])
    code, said = run("restore", tmp_path / "backup.db", "--db", path)
    assert (code, said.count("\n")) == (3, 1)
    assert path.read_bytes() == known


def _garble(path: Path) -> None:
    """Overwrite everything behind the first pages."""
    size = path.stat().st_size
    with path.open("rb+") as stream:
        stream.seek(8192)
        stream.write(b"\xa5" * (size - 8192))


BROKEN = {
    "garbled": _garble,
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "foreign": lambda path: (
        path.unlink(),
        sqlite3.connect(path).execute("CREATE TABLE recipes (n)").connection.close(),
    ),
    "newer": lambda path: _set_version(path, "999"),
    "no version": lambda path: _set_version(path, None),
    "text": lambda path: path.write_bytes(b"no database at all"),
}


def _set_version(path: Path, version: str | None) -> None:
    connection = sqlite3.connect(path)
    if version is None:
        connection.execute("DELETE FROM meta WHERE key = 'schema_version'")
    else:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", (version,))
    connection.commit()
    connection.close()


@pytest.mark.parametrize("how", list(BROKEN))
@pytest.mark.parametrize("command", ["check", "rejoin", "backup", "export", "withdraw"])
def test_a_broken_store_is_one_line_and_exit_code_3(
    path: Path, tmp_path: Path, how: str, command: str
) -> None:
    BROKEN[how](path)
    rest = {"backup": [tmp_path / "copy.db"], "export": ["-o", tmp_path / "out.csv"], "withdraw": ["--list"]}
    code, said = run(command, *rest.get(command, []), "--db", path)
    assert (code, said.strip().count("\n")) == (3, 0), said
    assert "Traceback" not in said


def test_a_store_that_may_only_be_read_is_looked_at_and_exported(path: Path, tmp_path: Path) -> None:
    import geodata.store.opening as opening

    with Store(path) as store:
        before = exported(store)
    access = opening.os.access
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening.os, "access", lambda p, mode: access(p, mode) and not mode & opening.os.W_OK)
        with Store(path) as store:
            assert not store.writable
            assert exported(store) == before
            with pytest.raises(StoreError, match="read-only"):
                store.withdraw(NEWS[0][0].id)
        assert run("check", "--db", path)[0] == 0
        assert run("export", "-o", tmp_path / "out.csv", "--db", path)[0] == 0


def test_a_store_that_may_only_be_read_is_backed_up_and_not_replaced(path: Path, tmp_path: Path) -> None:
    import geodata.store.opening as opening

    with Store(path) as store:
        before = exported(store)
        back_up(store, tmp_path / "other.db")
    access = opening.os.access
    folder = path.parent / "read-only"
    folder.mkdir()
    shutil.copy(path, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            opening.os,
            "access",
            lambda p, mode: access(p, mode) and not (mode & opening.os.W_OK and "read-only" in str(p)),
        )
        read_only = folder / path.name
        assert run("backup", tmp_path / "b.db", "--db", read_only)[0] == 0
        code, said = run("restore", tmp_path / "other.db", "--db", read_only)
        assert (code, said.strip()) == (
            3, f"{read_only} is read-only; change its permissions or choose another with --db",
        )  # fmt: skip
        assert [file.name for file in folder.iterdir()] == [path.name]
    with Store(tmp_path / "b.db") as store:
        assert exported(store) == before


def test_a_full_disk_is_one_line_that_names_the_file(path: Path, tmp_path: Path) -> None:
    def full_for_sqlite(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upkeep, "_copy_whole", full_for_sqlite)
        for words in (
            ["backup", tmp_path / "b.db", "--db", path],
            ["restore", path, "--db", tmp_path / "b.db"],
        ):
            assert run(*words) == (
                3, f"the disk of {tmp_path / 'b.db'} is full; free some space or choose another place\n",
            )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", full)
        for name in ("e.csv", "e.xlsx", "e.gpkg"):
            code, said = run("export", "-o", tmp_path / name, "--db", path)
            line = f"{tmp_path / name}: no space left on device; free some space or choose another place"
            assert (code, said.splitlines()[-1]) == (3, line)
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith((".", "e", "b"))] == [
        name for name in os.listdir(tmp_path) if name.startswith("events.db")
    ]


@pytest.mark.parametrize("content", [None, b"text", b"SQLite format 3\x00" + bytes(200)])
def test_what_is_no_backup_is_told_as_a_backup(path: Path, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "bad.db").write_bytes(content)
    code, said = run("restore", tmp_path / "bad.db", "--db", path)
    assert (code, said.count("\n")) == (3, 1)
    assert said.rstrip().endswith("; choose another backup")


def test_withdrawing_by_command(path: Path) -> None:
    article = NEWS[0][0]
    assert "nothing is kept aside" in run("withdraw", "--list", "--db", path)[1]
    assert run("withdraw", article.title, "--db", path, "--why", "a hoax", "--by", "A. Nalyst")[0] == 0
    code, listed = run("withdraw", "--list", "--db", path)
    assert (code, article.id in listed, "withdrawn" in listed) == (0, True, True)
    assert run("withdraw", "--undo", article.title, "--db", path)[0] == 0
    code, said = run("withdraw", "--undo", article.title, "--db", path)
    assert (code, "was withdrawn; list what was with" in said) == (3, True)
    with Store(path) as store:
        addressed = replace(article, id="addressed", url="https://example.org/a")
        store.save_readings([(addressed, Reading(article_id="addressed"))])
    for more in ([], ["--undo"]):
        assert run("withdraw", *more, "https://example.org/a", "--db", path)[0] == 0
    code, said = run("withdraw", "nothing", "--db", path)
    assert (code, said.strip().count("\n")) == (3, 0)
    code, said = run("withdraw", "addressed", "--db", path)
    back = said.strip().partition("put it back with: conflictmap ")[2].split()
    assert (code, back) == (0, ["withdraw", "--undo", "addressed", "--db", str(path)])
    code, said = run("withdraw", "https://example.org/a", "--db", path)
    assert (code, "is withdrawn already; put it back with --undo" in said) == (3, True)
    assert run(*back)[0] == 0
    assert run("withdraw", "--db", path)[0] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
def test_what_a_killed_writer_left_beside_is_removed_and_what_is_being_written_is_not(
    store: Store, tmp_path: Path
) -> None:
    long_ago = time.time() - 3_600
    names = (
        ".copy.db.left.partial",
        ".copy.db.left.partial-journal",
        ".other.db.left.partial",
        ".copy.db.mine",
    )
    for name in names:
        (tmp_path / name).write_bytes(b"half")
        os.utime(tmp_path / name, (long_ago, long_ago))
    with partial_of(tmp_path / "copy.db") as used:
        used.write_bytes(b"half")
        os.utime(used, (long_ago, long_ago))
        back_up(store, tmp_path / "copy.db")
        hidden = {file.name for file in tmp_path.iterdir() if file.name.startswith(".")}
        assert hidden == {".other.db.left.partial", ".copy.db.mine", used.name}
    assert not used.exists()
    with Store(tmp_path / "copy.db") as copy:
        assert exported(copy) == exported(store)
