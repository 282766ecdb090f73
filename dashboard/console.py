"""What the command line writes to: results on standard output, messages and progress on standard error."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from geodata.store import without_passwords


class _Discreet(Console):
    """A console that prints no password of a database's address."""

    def print(self, *objects: object, **options: Any) -> None:
        """Print as rich does, passwords left out of every text."""
        super().print(*(without_passwords(o) if isinstance(o, str) else o for o in objects), **options)


messages = _Discreet(stderr=True, highlight=False)
output = _Discreet(highlight=False)


def say(line: str) -> None:
    """Print a line about what goes on, as it is."""
    messages.print(line, markup=False, soft_wrap=True)


_PLACE = "choose another place"
# What to do about failures of the system, by their numbers.
_REMEDIES = {
    errno.ENOSPC: f"free some space or {_PLACE}",
    errno.EDQUOT: f"free some space or {_PLACE}",
    errno.EROFS: _PLACE,
    errno.EACCES: f"change its permissions or {_PLACE}",
    errno.EPERM: f"change its permissions or {_PLACE}",
    errno.ENOENT: "check the path",
}


def line_of(error: Exception) -> str:
    """Return a failure in one line; of the system's own the file, what is wrong and what to do."""
    if not isinstance(error, OSError) or not error.strerror:
        return str(error)
    problem = error.strerror[:1].lower() + error.strerror[1:]
    where = f"{error.filename}: " if error.filename else ""
    remedy = f"; {_REMEDIES[error.errno]}" if error.errno in _REMEDIES else ""
    return f"{where}{problem}{remedy}"


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[float | None, str], None]]:
    """A progress bar on standard error; it appears with the first step and vanishes at the end.

    Where standard error is no terminal the title alone is printed, with the first step.
    """
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[step]}"),
    )
    with Progress(*columns, console=messages, transient=True, disable=not messages.is_terminal) as progress:
        task: list[TaskID] = []

        def advance(share: float | None, step: str) -> None:
            if not task:
                if not messages.is_terminal:
                    say(f"{title}…")
                task.append(progress.add_task(title, total=None, step=""))
            total = None if share is None else 1.0
            progress.update(task[0], completed=share or 0.0, total=total, step=step)

        yield advance
