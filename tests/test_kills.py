"""Programs that write a store are killed: nothing is lost, doubled or damaged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "kills.py"
#: The scripts import what stands beside them, also where Python is told not to look there by itself.
BESIDE = {"PYTHONPATH": os.pathsep.join(filter(None, [str(SCRIPT.parent), os.environ.get("PYTHONPATH")]))}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_kills_lose_double_and_damage_nothing(tmp_path: Path) -> None:
    words = [sys.executable, str(SCRIPT), "60", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=os.environ | BESIDE)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_kills_while_correcting_lose_nothing_that_was_shown(tmp_path: Path) -> None:
    words = [sys.executable, str(SCRIPT.with_name("kills_while_correcting.py")), "8", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=os.environ | BESIDE)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.parametrize("server", [False, True], ids=["file", "server"])
def test_many_programs_at_once_lose_nothing(tmp_path: Path, server: bool) -> None:
    given = os.environ.get("CONFLICTMAP_TEST_POSTGRESQL", "")
    if server and not given:
        pytest.skip("CONFLICTMAP_TEST_POSTGRESQL names no empty database")
    store = given if server else str(tmp_path / "events.db")
    # How long a reader may wait is measured by hand: other tests run beside this one.
    words = [sys.executable, str(SCRIPT.with_name("many_at_once.py")), "20", store, "60"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=os.environ | BESIDE)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
