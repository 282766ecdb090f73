"""Where the gazetteer keeps what it builds and what the user installs."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

APP = "conflictmap"


def cache_folder() -> Path:
    """Return the folder that holds indexes and caches; the variable CONFLICTMAP_CACHE overrides it."""
    override = os.environ.get("CONFLICTMAP_CACHE")
    return Path(override) if override else Path(platformdirs.user_cache_dir(APP, appauthor=False))


def installed_folder() -> Path:
    """Return the folder of installed country files; the variable CONFLICTMAP_DATA overrides its parent."""
    override = os.environ.get("CONFLICTMAP_DATA")
    parent = Path(override) if override else Path(platformdirs.user_data_dir(APP, appauthor=False))
    return parent / "gazetteer"
