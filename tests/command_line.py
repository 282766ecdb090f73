"""Runs a command as somebody at a terminal would, in this process."""

from __future__ import annotations

from click.testing import CliRunner

from dashboard.cli import app


def run(*words: str) -> str:
    """Return what a command says; AssertionError with all it said where it failed."""
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.output
