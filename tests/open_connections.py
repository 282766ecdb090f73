"""Counts the connections to SQLite files that are open, on every Python.

Python warns of one that nobody closed from 3.13 on, but only when the interpreter collects it, in whichever
test runs then. Counting names the test that forgot it and the line that opened it.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, islice

import pytest

# How many calls are told, the last first, libraries' left out; the project may be installed among them.
_TOLD = 5
_LIBRARY = re.compile(r"site-packages[\\/](?!(?:articles|dashboard|geodata)[\\/])")
_numbers = count()
_open: dict[int, str] = {}


class CountedConnection(sqlite3.Connection):
    """A connection that is counted until it is closed, also when nobody holds it any more."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._number = next(_numbers)
        files = ((frame.f_code.co_filename, line) for frame, line in traceback.walk_stack(sys._getframe()))
        calls = (f"{file}:{line}" for file, line in files if file != __file__ and not _LIBRARY.search(file))
        where = " < ".join(islice(calls, _TOLD))
        _open[self._number] = f"{args[0]}, opened at {where}"

    def close(self) -> None:
        super().close()
        _open.pop(self._number, None)


@contextmanager
def counted() -> Iterator[None]:
    """Count every connection that is opened meanwhile, SQLAlchemy's as well."""
    plain = sqlite3.connect

    def connect(database: object, *args: object, **options: object) -> sqlite3.Connection:
        return plain(database, *args, **{"factory": CountedConnection} | options)  # type: ignore[call-overload, no-any-return]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", connect)
        patch.setattr(sqlite3.dbapi2, "connect", connect)
        yield


def open_connections() -> dict[int, str]:
    """Return what is open, by number: the file and the calls that opened it."""
    return dict(_open)
