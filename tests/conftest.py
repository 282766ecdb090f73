"""Fixtures that several tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_events import make_store

from geodata.store import Store


@pytest.fixture
def made_store(tmp_path: Path) -> Iterator[Store]:
    """A store with the 47 hand-made events."""
    with Store(tmp_path / "made.db") as store:
        make_store(store)
        yield store
