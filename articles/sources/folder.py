"""Lists what lies in a folder and below it: the files in name order, and what cannot be opened, by name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from articles.sources.draft import Skipped, SourceError
from articles.sources.formats import BY_SUFFIX, is_known, why_not

# What the name of the file begins with that Word and Excel keep beside a document that is open.
_OPEN_MARK = "~$"


def files_below(folder: Path) -> Iterator[Path | Skipped | SourceError]:
    """Yield the readable files of a folder and its sub-folders, without hidden ones, in name order.

    Files in other formats come as Skipped, locked folders and links to nothing as SourceError. Links to
    folders are not followed: they may lead back to where they stand.
    """
    failures: list[SourceError] = []
    entries = sorted(_entries(folder, failures))
    judged = [_judged(path) for path in entries]
    if not failures and not any(isinstance(item, Path) for item in judged):
        others = (
            f"no file in it that can be read ({len(judged)} in other formats)" if judged else "no file in it"
        )
        problem = f"there is {others}"
        yield SourceError(str(folder), problem, f"put articles in it that end in {', '.join(BY_SUFFIX)}")
    yield from failures
    yield from judged


def _entries(folder: Path, failures: list[SourceError]) -> Iterator[Path]:
    def locked(error: OSError) -> None:
        problem = f"the folder cannot be opened ({error.strerror or error})"
        failures.append(SourceError(str(error.filename), problem, "check the permissions"))

    for root, folders, files in os.walk(folder, onerror=locked):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        linked = [name for name in folders if Path(root, name).is_symlink()]
        yield from (Path(root, name) for name in (*files, *linked) if not name.startswith("."))


def _judged(path: Path) -> Path | Skipped | SourceError:
    """Return a file to be read, or why the entry is none; what cannot be opened is said when it is read."""
    if path.name.startswith(_OPEN_MARK):
        return Skipped(name=str(path), why="it only marks that a document is open, and holds no text")
    if path.is_symlink():
        if path.is_dir():
            return Skipped(name=str(path), why="it is a link to a folder and was not followed")
        if not os.path.exists(path):
            return SourceError(
                str(path), "it is a link to a file that is not there", "remove or mend the link"
            )
    if is_known(path.name):
        return path
    return Skipped(name=str(path), why=why_not(path.name))
