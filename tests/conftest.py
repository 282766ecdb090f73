"""Fixtures that several tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_events import make_store

from geodata.store import Store


@pytest.fixture(autouse=True, scope="session")
def _nothing_installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the country files that the developer has installed out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONFLICTMAP_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture
def made_store(tmp_path: Path) -> Iterator[Store]:
    """A store with the 47 hand-made events."""
    with Store(tmp_path / "made.db") as store:
        make_store(store)
        yield store
