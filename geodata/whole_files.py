"""Writes a file whole or not at all: whoever reads it meanwhile, and a failure, find the old one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose content takes the place of ``path`` once the block ends without an exception.

    OSError when it cannot be written.
    """
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
