"""Writes a file whole or not at all: whoever reads it meanwhile, and a failure, find the old one."""

from __future__ import annotations

import errno
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

try:
    import fcntl
except ModuleNotFoundError:  # Windows
    fcntl = None  # type: ignore[assignment]

_ENDING = ".partial"
# Failures of the disk itself, which name no file.
_OF_THE_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS}
# What stands beside a file that is half written when SQLite writes it.
_BESIDE = ("", "-journal")
# A file without a lock may have been made a moment ago by somebody who has yet to lock it.
_ABANDONED_SECONDS = 60.0


def _need_folder(path: Path) -> None:
    """Raise OSError, with the remedy, where a file to be written has no folder or is one itself."""
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder; name a file in it")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {path.parent}; make it first, or choose another place")


@contextmanager
def partial_of(path: Path) -> Iterator[Path]:
    """Give an empty file beside ``path`` for what is to take its place; after the block it is gone.

    What a program that was killed left there for the same path is removed. OSError as ``writing_whole``.
    """
    _need_folder(path)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_ENDING)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    try:
        _lock(handle)
        _remove_abandoned(path)
        yield Path(name)
    except OSError as error:
        if error.errno not in _OF_THE_DISK:
            raise
        raise OSError(error.errno, os.strerror(error.errno or 0), str(path)) from error
    finally:
        if fcntl is not None:
            os.close(handle)
        for ending in _BESIDE:
            Path(f"{name}{ending}").unlink(missing_ok=True)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a file, made where it is absent, for a block; BlockingIOError where another program holds it.

    Who is killed lets go of it. Where there are no locks (Windows, some network drives) nobody is kept out.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as stream:
        try:
            if fcntl is not None:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError:  # a file system without locks
            pass
        yield


def _lock(handle: int) -> None:
    """Show as long as this program lives that the file is being written."""
    if fcntl is None:
        # An open file cannot be replaced there.
        os.close(handle)
        return
    with suppress(OSError):  # a file system without locks
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _remove_abandoned(path: Path) -> None:
    if fcntl is None:
        return
    start = f".{path.name}."
    with suppress(OSError):  # a folder that may not be listed
        beside = [entry.path for entry in os.scandir(path.parent) if entry.name.startswith(start)]
        for left in (Path(name) for name in beside if name.endswith(_ENDING)):
            _remove_unless_used(left)


def _remove_unless_used(left: Path) -> None:
    with suppress(OSError):
        if time.time() - left.stat().st_mtime < _ABANDONED_SECONDS:
            return
        with left.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for ending in _BESIDE:
            Path(f"{left}{ending}").unlink(missing_ok=True)


@contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose content takes the place of ``path`` once the block ends without an exception.

    OSError when it cannot be written, which names it, or has the remedy where its folder is not there or
    it is a folder.
    """
    with partial_of(path) as partial:
        with partial.open("wb") as stream:
            yield stream
            # On the disk before it takes the old one's place: a loss of power must not leave an empty file.
            stream.flush()
            os.fsync(stream.fileno())
        partial.chmod(0o644)
        partial.replace(path)


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file by these bytes, whole or not at all."""
    with writing_whole(path) as stream:
        stream.write(content)
