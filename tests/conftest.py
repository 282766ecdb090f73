"""Fixtures that several tests share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from made_events import make_store

from geodata.store import Store

# One profile for every property: a busy machine is no fault of the code, and the same examples come again, so
# that what was green is green. HYPOTHESIS_PROFILE=explore looks for new ones.
NO_FAULT = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
settings.register_profile("repeat", deadline=None, derandomize=True, suppress_health_check=NO_FAULT)
settings.register_profile("explore", deadline=None, max_examples=500, suppress_health_check=NO_FAULT)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))


@pytest.fixture(autouse=True, scope="session")
def _nothing_installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the country files that the developer has installed out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONFLICTMAP_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(autouse=True)
def _main_program_stays() -> Iterator[None]:
    """Give the main program back: Streamlit's AppTest leaves a page of its own in that place."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture
def made_store(tmp_path: Path) -> Iterator[Store]:
    """A store with the 47 hand-made events."""
    with Store(tmp_path / "made.db") as store:
        make_store(store)
        yield store
