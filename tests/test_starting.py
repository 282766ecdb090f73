"""The command line says at once that it starts, and what takes long says so without a terminal too."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from dashboard.console import progress_bar
from dashboard.starting import LONG

SLOW_TO_LOAD = ("articles", "click", "geodata", "numpy", "rich", "sqlalchemy", "streamlit")


def test_it_speaks_before_anything_slow_is_loaded() -> None:
    """Loading takes seconds on a busy machine: the line must not wait for it."""
    program = "import sys, dashboard.starting; sys.stdout.write(' '.join(sys.modules))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "dashboard.starting" in told.stdout.split()
    assert set(SLOW_TO_LOAD) & set(told.stdout.split()) == set()


def test_its_first_line_comes_without_a_terminal() -> None:
    command = [sys.executable, "-m", "dashboard.starting", "demo", "--port", "none"]
    told = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"TERM": "dumb"})
    assert told.returncode == 2, told.stderr
    assert told.stderr.splitlines()[0] == "Conflict Map is starting…"
    assert "demo" in LONG


def test_what_is_over_at_once_does_not_announce_itself() -> None:
    command = [sys.executable, "-m", "dashboard.starting", "--version"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stderr == ""
    assert told.stdout.startswith("conflictmap")


def test_a_long_step_is_named_once_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("Building the table of places (once)") as advance:
        assert capsys.readouterr().err == "", "nothing is said of what is there already"
        advance(None, "reading")
        advance(0.5, "sorting")
    assert capsys.readouterr().err == "Building the table of places (once)…\n"
