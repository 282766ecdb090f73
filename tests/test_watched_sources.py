"""What is watched is remembered until it is forgotten, and one program at a time watches for a database."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli import app
from dashboard.watch_state import WatchState, load_state, state_file
from geodata.whole_files import held


def test_what_was_watched_before_is_watched_until_it_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.watch_commands._stop_on_signals", threading.Event)
    db = str(tmp_path / "events.db")
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["watch", "--db", db, *words])
        return result.exit_code, " ".join(result.output.split())

    def watched() -> dict[str, str]:
        return {Path(name).name: source.outlet for name, source in load_state(state_file(db)).sources.items()}

    run("--once", "--source", "Dispatch", str(first))
    code, told = run("--once", "--source", "Courier", str(second))
    assert code == 0, told
    assert "watching 2 sources" in told
    assert "first (watched before)" in told
    assert "second (watched before)" not in told
    assert watched() == {"first": "Dispatch", "second": "Courier"}
    assert run("--once")[0] == 0
    assert watched() == {"first": "Dispatch", "second": "Courier"}
    code, told = run("--forget", str(tmp_path / "third"))
    assert code == 2
    assert "third is not watched" in told
    code, told = run("--forget", str(first))
    assert code == 0
    assert "1 source left" in told
    assert watched() == {"second": "Courier"}
    run("--forget", str(second))
    assert run("--once")[0] == 2
    assert "nothing is watched" in run("--status")[1]


@pytest.mark.skipif(sys.platform == "win32", reason="no file can be held there")
def test_a_second_watch_of_a_database_is_told_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.watch_commands._stop_on_signals", threading.Event)
    db, folder = str(tmp_path / "events.db"), tmp_path / "in"
    folder.mkdir()
    with held(state_file(db).with_suffix(".lock")):
        result = CliRunner().invoke(app, ["watch", "--once", "--db", db, str(folder)])
    assert result.exit_code == 3
    assert "is being watched for by another program" in " ".join(result.output.split())
    assert load_state(state_file(db)) == WatchState()
    assert CliRunner().invoke(app, ["watch", "--once", "--db", db, str(folder)]).exit_code == 0
