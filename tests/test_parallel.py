"""Work spread over processes: every item comes back once, in order, with its own result."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import ModuleType

import pytest

from dashboard import parallel
from dashboard.parallel import map_in_processes, map_on_cluster


def lost(_item: str) -> int:
    return -1


def test_items_come_back_in_order_over_several_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "WINDOW", 7)
    items = [str(n) for n in range(23)]
    assert list(map_in_processes(len, items, 2, lost)) == [(item, len(item)) for item in items]
    assert list(map_in_processes(len, [], 2, lost)) == []


def test_workers_do_not_run_the_program_that_started_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "program.py"
    program.write_text("raise SystemExit('run once more')")
    main = ModuleType("__main__")
    main.__file__ = str(program)
    monkeypatch.setitem(sys.modules, "__main__", main)
    assert list(map_in_processes(len, ["a", "bc"], 2, lost)) == [("a", 1), ("bc", 2)]
    assert sys.modules["__main__"] is main


def _dies_once(item: str) -> int:
    """The length of an item; the first process that meets "kill" is gone, each that meets "deadly"."""
    if item == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    if item.startswith("kill "):
        mark = Path(item.removeprefix("kill "))
        if not mark.exists():
            mark.write_text("")
            os.kill(os.getpid(), signal.SIGKILL)
    return len(item)


def _hears_interrupts(_item: str) -> int:
    return signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such masks")
def test_workers_do_not_hear_what_stops_the_program() -> None:
    """Ctrl-C goes to all of a terminal; each of them would end with a traceback of its own."""
    assert list(map_in_processes(_hears_interrupts, ["a", "b"], 2, lost)) == [("a", False), ("b", False)]
    assert _hears_interrupts("c")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_what_ends_its_process_is_named_and_all_else_comes_back(tmp_path: Path) -> None:
    once = f"kill {tmp_path / 'mark'}"
    items = [*map(str, range(7)), once, *map(str, range(7, 11)), "deadly", *map(str, range(11, 20))]
    found = list(map_in_processes(_dies_once, items, 2, lost))
    assert (tmp_path / "mark").exists()
    assert found == [(item, -1 if item == "deadly" else len(item)) for item in items]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_a_cluster_goes_on_where_one_of_its_workers_was_killed(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    items = [*map(str, range(40)), f"kill {tmp_path / 'mark'}", *map(str, range(40, 80)), "deadly", "last"]
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        found = list(map_on_cluster(_dies_once, items, cluster.scheduler_address, lost))
    assert (tmp_path / "mark").exists()
    assert found == [(item, -1 if item == "deadly" else len(item)) for item in items]
