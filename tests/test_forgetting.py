"""Earlier states of events can be forgotten; what is kept of them is checked like everything else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_news import exported, make_news
from sqlalchemy import text

from dashboard.cli import app
from geodata.changes import apply
from geodata.corrections import DateFix, NotAnEvent, ReportKey
from geodata.query import EventFilter, EventIndex
from geodata.store import Store, StoreError
from geodata.store.forgetting import forget_before
from geodata.store.upkeep import check
from geodata.store.watch_lists import save_watch_list

NEWS = make_news(12, seed=2)
FIRST, LAST = "(SELECT min(number) FROM past_events)", "(SELECT max(version) FROM history)"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with some ingests and corrections."""
    with Store(tmp_path / "events.db") as store:
        for start in range(0, 12, 3):
            store.save_readings(NEWS[start : start + 3])
        for number, report in enumerate(store.reports()[:4]):
            day = date(2022, 8, 1 + number)
            store.correct(DateFix(report=ReportKey.of(report), date_start=day, date_end=day), analyst="Ana")
    return tmp_path / "events.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened


def run(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, " ".join(result.output.split())


def kept_states(store: Store) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM past_events")).scalar_one())


def test_later_versions_can_still_be_compared_and_earlier_ones_are_refused(store: Store) -> None:
    versions = store.versions()
    middle, now = versions[5].number, store.revision()
    wanted = {version.number: store.states(version.number) for version in versions[5:]}
    difference, before = store.changes(middle), exported(store)
    assert kept_states(store) > 0
    done = forget_before(store, middle)
    assert (done.oldest, done.kept_for) == (middle, "")
    assert done.versions == 6
    assert done.states > 0
    assert store.changes(middle) == difference
    assert exported(store) == before
    for number, states in wanted.items():
        assert sorted(store.states(number), key=lambda s: s.id) == sorted(states, key=lambda s: s.id)
    for ask in (lambda: store.changes(middle - 1), lambda: store.states(0), lambda: store.changes(0, now)):
        with pytest.raises(StoreError, match=f"the oldest that can be compared is {middle}"):
            ask()
    assert [v.number for v in store.versions()] == [v.number for v in versions[6:]]
    assert check(store) == []


def test_what_comes_after_is_kept_as_before(store: Store) -> None:
    forget_before(store, store.revision())
    assert (kept_states(store), store.versions()) == (0, [])
    since = store.revision()
    before = {state.id: state for state in store.states(since)}
    store.correct(NotAnEvent(report=ReportKey.of(store.reports()[0])), analyst="Ana")
    store.undo_correction(1)
    after = {state.id: state for state in store.states(store.revision())}
    assert apply(before, store.changes(since)) == after
    assert check(store) == []


def test_the_log_of_corrections_stays_and_can_be_undone(store: Store, tmp_path: Path) -> None:
    log = store.corrections()
    forget_before(store, store.revision())
    assert store.corrections() == log
    for entry in reversed(log):
        store.undo_correction(entry.number)
    with Store(tmp_path / "fresh.db") as fresh:
        fresh.save_readings(NEWS)
        assert len(fresh.events()) == len(store.events())


def test_what_a_watch_list_was_last_looked_at_is_kept(store: Store) -> None:
    seen = store.versions()[2].number
    save_watch_list(store, "Donbas", "", seen)
    news = store.changes(seen)
    done = forget_before(store, store.revision())
    assert (done.oldest, done.kept_for) == (seen, "Donbas")
    assert store.changes(seen) == news
    code, said = run("forget", "now", "--db", store.name)
    assert code == 0
    assert f"kept from version {seen} on, when Donbas was last looked at" in said


@pytest.mark.slow
def test_the_command_makes_the_file_smaller(path: Path) -> None:
    with Store(path) as store:
        reports = store.reports()
        for number in range(150):
            key = ReportKey.of(reports[number % len(reports)])
            day = date(2022, 1, 1 + number % 28)
            store.correct(DateFix(report=key, date_start=day, date_end=day))
    large = path.stat().st_size
    code, said = run("forget", "now", "--db", path)
    assert code == 0
    assert "earlier states of events forgotten" in said
    assert path.stat().st_size < large
    assert run("check", "--db", path)[0] == 0
    assert run("changes", "0", "--db", path)[0] == 3
    assert run("forget", "no day", "--db", path)[0] == 2


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (f"UPDATE past_events SET gone_in = 999 WHERE number = {FIRST}", "went in no version"),
        (f"UPDATE past_events SET content = x'00' WHERE number = {FIRST}", "cannot be read"),
        ("UPDATE past_events SET id = 'another'", "cannot be read"),
        (
            "INSERT INTO past_events (number, gone_in, id, content) SELECT (SELECT min(number) FROM events), "
            "gone_in, id, content FROM past_events LIMIT 1",
            "both in force and kept as gone",
        ),
        (f"UPDATE history SET first = 1 WHERE version = {LAST}", "numbers of an earlier one"),
        ("DELETE FROM history WHERE last = (SELECT max(last) FROM history)", "written by no version"),
        (f"UPDATE history SET version = 999 WHERE version = {LAST}", "newer than"),
    ],
)  # fmt: skip
def test_damage_in_earlier_states_is_found_and_can_be_mended(path: Path, damage: str, words: str) -> None:
    with Store(path) as store:
        before = exported(store)
        assert check(store) == []
        with store.engine.begin() as connection:
            connection.execute(text(damage))
        faults = check(store)
        assert any(words in fault.line for fault in faults), faults
        assert {fault.remedy for fault in faults} == {"conflictmap forget now"}
        assert run("check", "--db", path)[0] == 1
        assert run(*faults[0].remedy.split()[1:], "--db", path)[0] == 0
        left = [fault.line for fault in check(store)]
        assert left == []
        assert exported(store) == before
        assert len(EventIndex(store).select(replace(EventFilter()))) == len(store.events())
