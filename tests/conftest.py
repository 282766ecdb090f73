"""Fixtures that several tests share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from copied_stores import copied_store
from hypothesis import HealthCheck, settings
from made_events import make_store
from open_connections import counted, open_connections
from sqlalchemy import create_engine

from geodata.store import Store, opening

# One profile for every property: a busy machine is no fault of the code, and the same examples come again, so
# that what was green is green. HYPOTHESIS_PROFILE=explore looks for new ones.
NO_FAULT = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
settings.register_profile("repeat", deadline=None, derandomize=True, suppress_health_check=NO_FAULT)
settings.register_profile("explore", deadline=None, max_examples=500, suppress_health_check=NO_FAULT)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))

# What is tried where nothing is named: neither a file nor marks. Everything else is a step of .ci/run.
QUICK = "not slow and not browser and not corpus"
# Each worker holds models and tables of its own, some 500 MB.
MOST_WORKERS = 8


def names_tests(config: pytest.Config) -> bool:
    """Whether files or tests were named on the command line."""
    return config.args_source is pytest.Config.ArgsSource.ARGS


def pytest_configure(config: pytest.Config) -> None:
    """Keep to the quick tests where nobody asks for others."""
    if not names_tests(config) and not config.option.markexpr:
        config.option.markexpr = QUICK


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say so: a test that was left out has not passed."""
    if config.option.markexpr != QUICK:
        return None
    return "the quick tests; `-m slow`, `-m browser` and `-m corpus` try the others, .ci/run tries all"


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Share the tests out among the processors, but not a few files, nor what looks at a browser's clock."""
    a_few = names_tests(config) and len(config.args) <= 3 and not any(Path(a).is_dir() for a in config.args)
    if a_few or config.option.markexpr == "browser":
        return 0
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST_WORKERS)


@pytest.fixture(autouse=True, scope="session")
def _nothing_installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the country files that the developer has installed out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONFLICTMAP_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(autouse=True, scope="session")
def _nobody_waits_for_the_disk() -> Iterator[None]:
    """Let SQLite hand over to the system without waiting: no test cuts the power."""
    assert opening.SYNCHRONOUS == "FULL", "what is committed must outlive a power cut"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "SYNCHRONOUS", "OFF")
        yield


@pytest.fixture(autouse=True, scope="session")
def _connections_are_counted() -> Iterator[None]:
    with counted():
        yield


@pytest.fixture(autouse=True)
def _what_was_opened_is_closed(_connections_are_counted: None) -> Iterator[None]:
    """Let no test leave a database open; the pages keep theirs as long as their program runs."""
    before = open_connections()
    yield
    if pages := sys.modules.get("dashboard.data"):
        pages.store.clear()
    left = [told for number, told in open_connections().items() if number not in before]
    assert left == [], "close what was opened"


@pytest.fixture(autouse=True)
def _main_program_stays() -> Iterator[None]:
    """Give the main program back: Streamlit's AppTest leaves a page of its own in that place."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture
def made_store(tmp_path: Path) -> Iterator[Store]:
    """A store with the 47 hand-made events."""
    with copied_store(tmp_path / "made.db", make_store) as store:
        yield store


@pytest.fixture(scope="session")
def _postgresql_server() -> Iterator[str]:
    """A database of CONFLICTMAP_TEST_POSTGRESQL, or of a server of its own where one is installed."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    if given := os.environ.get("CONFLICTMAP_TEST_POSTGRESQL"):
        yield given
        return
    programs = [shutil.which(name) for name in ("initdb", "pg_ctl")]
    if not all(programs) or os.geteuid() == 0:
        pytest.skip("PostgreSQL's programs are absent, or this is root, as whom it will not run")
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        subprocess.run([str(programs[0]), "-D", base / "data", "-U", "test"], check=True, capture_output=True)
        control = [str(programs[1]), "-D", base / "data", "-w", "-l", base / "log"]
        subprocess.run([*control, "-o", f"-k {base} -c listen_addresses=", "start"], check=True)
        try:
            yield f"postgresql+psycopg://test@/postgres?host={base}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True)


@pytest.fixture
def postgresql(_postgresql_server: str) -> Iterator[str]:
    """The address of a database that is made for this test."""
    engine = create_engine(_postgresql_server, isolation_level="AUTOCOMMIT")
    name = f"conflictmap_{uuid4().hex}"
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield engine.url.set(database=name).render_as_string(hide_password=False)
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()
