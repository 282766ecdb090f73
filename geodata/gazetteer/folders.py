"""Where the gazetteer keeps what it builds and what the user installs, and how long."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import platformdirs

APP = "conflictmap"

KEPT_DAYS = 30
"""Days after its last use for which something in the cache is kept: other versions may still need it."""


def cache_folder() -> Path:
    """Return the folder that holds indexes and caches; the variable CONFLICTMAP_CACHE overrides it."""
    override = os.environ.get("CONFLICTMAP_CACHE")
    return Path(override) if override else Path(platformdirs.user_cache_dir(APP, appauthor=False))


def installed_folder() -> Path:
    """Return the folder of installed country files; the variable CONFLICTMAP_DATA overrides its parent."""
    override = os.environ.get("CONFLICTMAP_DATA")
    parent = Path(override) if override else Path(platformdirs.user_data_dir(APP, appauthor=False))
    return parent / "gazetteer"


def mark_used(path: Path) -> None:
    """Note that a file or folder of the cache is in use now; one that cannot be written is only read."""
    with suppress(OSError):
        os.utime(path)


def drop_unused(paths: Iterable[Path], now: float | None = None) -> None:
    """Remove those files and folders of the cache that nobody has used for ``KEPT_DAYS``.

    Each is renamed first, which fails as a whole on a system that locks what is open; then it stays. Where
    open files may be removed, a process that has them open goes on reading them.
    """
    limit = (time.time() if now is None else now) - KEPT_DAYS * 86_400
    for path in paths:
        with suppress(OSError):
            if path.stat().st_mtime >= limit:
                continue
            doomed = path.with_name(f".dropped-{os.getpid()}-{path.name.lstrip('.')}")
            path.rename(doomed)
            if doomed.is_dir():
                shutil.rmtree(doomed, ignore_errors=True)
            else:
                doomed.unlink()
