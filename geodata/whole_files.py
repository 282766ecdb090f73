"""Writes a file whole or not at all: whoever reads it meanwhile, and a failure, find the old one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def need_folder(path: Path) -> None:
    """Raise FileNotFoundError, with the remedy, where the folder of a file to be written is not there."""
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {path.parent}; make it first, or choose another place")


@contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose content takes the place of ``path`` once the block ends without an exception.

    OSError when it cannot be written, with the remedy where its folder is not there.
    """
    need_folder(path)
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            # On the disk before it takes the old one's place: a loss of power must not leave an empty file.
            stream.flush()
            os.fsync(stream.fileno())
        Path(partial).chmod(0o644)
        Path(partial).replace(path)
    finally:
        Path(partial).unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file by these bytes, whole or not at all."""
    with writing_whole(path) as stream:
        stream.write(content)
