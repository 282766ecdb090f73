"""Work spread over processes: every item comes back once, in order, with its own result."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from dashboard import parallel
from dashboard.parallel import map_in_processes


def test_items_come_back_in_order_over_several_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "WINDOW", 7)
    items = [str(n) for n in range(23)]
    assert list(map_in_processes(len, items, 2)) == [(item, len(item)) for item in items]
    assert list(map_in_processes(len, [], 2)) == []


def test_workers_do_not_run_the_program_that_started_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "program.py"
    program.write_text("raise SystemExit('run once more')")
    main = ModuleType("__main__")
    main.__file__ = str(program)
    monkeypatch.setitem(sys.modules, "__main__", main)
    assert list(map_in_processes(len, ["a", "bc"], 2)) == [("a", 1), ("bc", 2)]
    assert sys.modules["__main__"] is main
