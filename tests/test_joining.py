"""What is joined depends on the reports alone: not on order, batches, kills, or who else writes."""

from __future__ import annotations

import gc
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_news import FIRST_DAY, TOWNS, exported, make_news, save
from old_stores import make_old

from dashboard.ingest import open_store
from geodata.corrections import NotAnEvent, ReportKey, TypeFix
from geodata.joining import join_reports
from geodata.joining.profile import asked_of, keys_of, profile_of
from geodata.joining.rule import compare
from geodata.model import Article, DatePrecision, PlacePrecision, Reading, Report, Span, SubEventType, Toll
from geodata.store import Saved, Store, grouping, matches, remembering
from geodata.store.numbers import Numbers
from geodata.store.upkeep import check

NEWS = make_news(120)
Pair = tuple[Article, Reading]
SCRIPT = Path(__file__).parent / "made_news.py"


def whole(folder: Path, pairs: list[tuple[Article, Reading]], batch: int = 1_000) -> bytes:
    with Store(folder / f"{time.monotonic_ns()}.db") as store:
        save(store, pairs, batch)
        return exported(store)


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return whole(tmp_path_factory.mktemp("whole"), NEWS)


def writer(store: Path, first: int = 0, step: int = 1, batch: int = 5) -> subprocess.Popen[bytes]:
    words = [str(store), "1", str(first), str(step), str(batch)]
    return subprocess.Popen([sys.executable, str(SCRIPT), *words], stderr=subprocess.PIPE)


@pytest.mark.parametrize("examples", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_any_order_and_any_batch_give_the_same_export(tmp_path: Path, examples: int) -> None:
    some = NEWS[:60]
    in_order = whole(tmp_path, some)

    @settings(max_examples=examples)
    @given(st.randoms(use_true_random=False), st.sampled_from([1, 3, 10, 60]))
    def holds(shuffling: random.Random, batch: int) -> None:
        assert whole(tmp_path, shuffling.sample(some, len(some)), batch) == in_order

    holds()


def test_the_store_joins_as_the_function_does(tmp_path: Path) -> None:
    with Store(tmp_path / "events.db") as store:
        save(store, NEWS, 7)
        stored = {event.id: event for event in store.events()}
        joined = join_reports([r for _, reading in NEWS for r in reading.reports], [a for a, _ in NEWS])
        assert stored == {event.id: event for event in joined}
        assert sum(len(event.reports) > 1 for event in joined) > 20
        assert store.unjoined() == []


def test_joining_all_anew_changes_nothing(tmp_path: Path, at_once: bytes) -> None:
    with Store(tmp_path / "events.db") as store:
        save(store, NEWS, 11)
        assert store.rejoin() == store.counts()["reports"]
        assert exported(store) == at_once


@pytest.mark.slow
def test_a_killed_writer_loses_and_doubles_nothing(tmp_path: Path, at_once: bytes) -> None:
    path = tmp_path / "events.db"
    dice = random.Random(4)
    for _ in range(6):
        running = writer(path)
        time.sleep(dice.uniform(0.7, 2.2))
        running.send_signal(signal.SIGKILL)
        running.communicate()
    last = writer(path)
    assert (last.communicate()[1], last.returncode) == (b"", 0)
    with Store(path) as store:
        assert store.unjoined() == []
        assert exported(store) == at_once


@pytest.mark.slow
def test_four_writers_at_once_give_the_same(tmp_path: Path, at_once: bytes) -> None:
    path = tmp_path / "events.db"
    running = [writer(path, first, 4, 3) for first in range(4)]
    assert [(r.communicate()[1], r.returncode) for r in running] == [(b"", 0)] * 4
    with Store(path) as store:
        assert exported(store) == at_once


def test_dates_at_the_end_of_time_are_joined(tmp_path: Path) -> None:
    pairs = [
        (a, replace(reading, reports=tuple(map(_at_the_end, reading.reports)))) for a, reading in NEWS[:9]
    ]
    with Store(tmp_path / "events.db") as store:
        save(store, [*pairs, *NEWS[9:20]], 4)
        assert store.unjoined() == []
        standing = {r.id for e in store.events() for r in e.reports}
        assert standing == {r.id for r in store.reports()}


def _at_the_end(report: Report) -> Report:
    return replace(report, date_start=date.max, date_end=date.max, published=date.max)


def test_a_report_that_cannot_be_joined_is_named_and_keeps_no_other_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = NEWS[3][1].reports[0].id
    known = grouping.profile_of

    def broken(report: Report, *words: str) -> object:
        if report.id == bad:
            raise OverflowError("date value out of range")
        return known(report, *words)

    with Store(tmp_path / "events.db") as store:
        with monkeypatch.context() as patch:
            patch.setattr(grouping, "profile_of", broken)
            save(store, NEWS[:30], 10)
        assert store.unjoined() == [(bad, "OverflowError: date value out of range")]
        assert store.counts()["unjoined"] == 1
        standing = {r.id for e in store.events() for r in e.reports}
        assert standing == {r.id for r in store.reports()} - {bad}
        store.rejoin()
        assert store.unjoined() == []
        assert exported(store) == whole(tmp_path, NEWS[:30])


def test_what_was_left_unjoined_is_known_and_finished(tmp_path: Path, at_once: bytes) -> None:
    with Store(tmp_path / "events.db") as store:
        store.save_readings(NEWS, join=False)
        assert store.counts()["unjoined"] == store.counts()["reports"]
        assert store.events() == []
        seen: list[tuple[int, int]] = []
        store.finish_joining(lambda done, total: seen.append((done, total)))
        assert seen[-1][0] == seen[-1][1] == store.counts()["reports"]
        assert exported(store) == at_once


def test_a_store_that_joined_outside_the_transaction_is_joined_when_opened(
    tmp_path: Path, at_once: bytes
) -> None:
    path = tmp_path / "events.db"
    with Store(path) as store:
        store.save_readings(NEWS)
        with store.engine.begin() as connection:
            for table in ("joining", "join_keys", "report_links", "article_prints", "shelf"):
                connection.exec_driver_sql(f"DROP TABLE {table}")
            connection.exec_driver_sql("DROP INDEX articles_at_address")
            for table, column in (("articles", "address"), ("corrections", "uid"), ("corrections", "quote")):
                connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
            connection.exec_driver_sql("ALTER TABLE corrections DROP COLUMN carried")
            connection.exec_driver_sql("UPDATE meta SET value = '2' WHERE key = 'schema_version'")
    with open_store(str(path)) as store:
        assert store.unjoined() == []
        assert exported(store) == at_once
        assert store.save_readings(NEWS) == [Saved.ALREADY_THERE] * len(NEWS)


@pytest.mark.parametrize("version", [4, 7, 8, 9])
def test_an_older_store_is_brought_up_to_date_whole(tmp_path: Path, at_once: bytes, version: int) -> None:
    path = tmp_path / "events.db"
    with Store(path) as store:
        save(store, NEWS[:80], 20)
        (outside,) = store.events(store.event_ids()[:1])
        store.save_events([replace(outside, id="given")])
        kept = store.events(["given"])
    make_old(path, version)
    with open_store(str(path)) as store:
        assert store.unjoined() == []
        assert check(store) == []
        assert store.events(["given"]) == kept
        store.remove_events(["given"])
        save(store, NEWS[80:], 20)
        store.finish_joining()
        assert exported(store) == at_once


def test_what_joining_keeps_of_reports_lies_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    """Ids are digests: keys and matches kept by them would be strewn, and storing take longer and longer."""
    batches = [NEWS[start : start + 20] for start in range(0, 60, 20)]
    with Store(tmp_path / "events.db") as store:
        for batch in batches:
            store.save_readings(batch)
        with store.engine.connect() as connection:
            numbers = Numbers(connection)
            told = [[r.id for _, reading in batch for r in reading.reports] for batch in batches]
            given = [numbers.of(ids) for ids in told]
            assert all(len(of) == len(ids) for of, ids in zip(given, told, strict=True))
            assert max(given[0]) < min(given[1]) <= max(given[1]) < min(given[2])
            assert {numbers.ids(given[1])[number] for number in given[1]} == set(told[1])
            assert numbers.of(["nobody"]) == []


def test_writing_a_batch_leaves_the_collector_as_it_was(tmp_path: Path) -> None:
    with Store(tmp_path / "events.db") as store:
        store.save_readings(NEWS[:2])
        assert gc.isenabled()
        gc.disable()
        try:
            store.save_readings(NEWS[2:4])
            assert not gc.isenabled()
        finally:
            gc.enable()


def shelled(number: int, day: int, outlet: str, dated: tuple[int, int] | None = (0, 0)) -> Pair:
    """An article of one outlet about shells on a town, told of a day or some days (None: of no day)."""
    first = FIRST_DAY + timedelta(days=day)
    told = make_news(1, seed=3)[0][1].reports[0]
    text = f"Story {number}. Shells hit a market and a school in Alfa, two people died."
    own = Article.create(text, title=f"Story {number}", published=first, outlet=outlet)
    start, end = (None, first) if dated is None else (first + timedelta(days=n) for n in dated)
    report = replace(
        told, id=f"{own.id}-0", article_id=own.id, excerpt=Span(start=0, end=len(text)),
        trigger_span=Span(start=9, end=15), place=TOWNS[0], latitude=TOWNS[0].latitude,
        longitude=TOWNS[0].longitude, place_precision=PlacePrecision.SETTLEMENT, date_start=start,
        date_end=end, date_precision=DatePrecision.of_interval(start, end), published=first,
        toll=Toll(fatalities=2), sub_event_type=SubEventType.SHELLING,
    )  # fmt: skip
    return own, Reading(article_id=own.id, reports=(report,))


def joined(pairs: list[Pair]) -> set[frozenset[str]]:
    found = join_reports([r for _, reading in pairs for r in reading.reports], [a for a, _ in pairs])
    titles = {a.id: a.title for a, _ in pairs}
    return {frozenset(titles[r.article_id] for r in event.reports) for event in found}


def test_a_town_shelled_every_day_is_an_event_a_day_and_what_is_looked_at_does_not_grow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words, toll and type agree from day to day; only what is told alone or vaguely leans on a day."""
    every_day = [shelled(day * 3 + n, day, f"Outlet {n}") for day in range(40) for n in range(3)]
    assert {len(event) for event in joined(every_day)} == {3}
    looked_at: list[int] = []
    rewrite = grouping._Joining._rewrite

    def watched(self: grouping._Joining, whole: set[str], changed: set[str]) -> grouping.Change:
        looked_at.append(len(whole))
        return rewrite(self, whole, changed)

    monkeypatch.setattr(grouping._Joining, "_rewrite", watched)
    with Store(tmp_path / "events.db") as store:
        save(store, every_day, 3)
        assert len(store.event_ids()) == 40
    assert max(looked_at) <= 6


def test_one_that_is_told_alone_or_vaguely_leans_on_its_best_match_only() -> None:
    first = [shelled(n, 5, f"Outlet {n}") for n in range(2)]
    second = [shelled(n, 6, f"Outlet {n}") for n in range(2, 4)]
    one, other = frozenset({"Story 0", "Story 1"}), frozenset({"Story 2", "Story 3"})
    assert joined([*first, *second]) == {one, other}
    # The night between two days is of one of them, and does not make them one.
    night = shelled(9, 5, "Outlet 9", (0, 1))
    assert sorted(map(len, joined([*first, *second, night]))) == [2, 3]
    # Dated a day wrong by one paper alone.
    alone = shelled(8, 7, "Outlet 8")
    assert joined([*first, *second, alone]) == {
        frozenset({"Story 0", "Story 1"}),
        frozenset({"Story 2", "Story 3", "Story 8"}),
    }
    undated = shelled(7, 6, "Outlet 7", None)
    assert sorted(map(len, joined([*first, *second, undated]))) == [2, 3]


def test_the_matches_of_what_leans_already_are_not_looked_through_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is told vaguely matches all that is told around: each new report would have all of that read."""
    vague = [shelled(day, day, f"Outlet {day}", None) for day in range(30)]
    read_again: list[int] = []
    all_weaker = matches._all_weaker

    def watched(numbers: Numbers, parts: Sequence[set[str]]) -> list[Any]:
        read_again.append(len(parts))
        return all_weaker(numbers, parts)

    monkeypatch.setattr(matches, "_all_weaker", watched)
    with Store(tmp_path / "events.db") as store:
        save(store, vague, 1)
        assert (len(read_again), sum(read_again)) == (30, 0)
        one_by_one = exported(store)
        assert len(store.event_ids()) < 30
        store.rejoin()
        assert exported(store) == one_by_one


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_the_keys_find_every_pair_that_matches(seed: int) -> None:
    profiles = [profile_of(r) for _, reading in make_news(25, seed, days=25) for r in reading.reports]
    for one, other in combinations(profiles, 2):
        if compare(one, other) is not None:
            assert not set(asked_of(one)).isdisjoint(keys_of(other))
            assert not set(asked_of(other)).isdisjoint(keys_of(one))


def test_what_is_remembered_is_not_used_after_another_program_joined(tmp_path: Path, at_once: bytes) -> None:
    with Store(tmp_path / "events.db") as one, Store(tmp_path / "events.db") as other:
        for start in range(0, len(NEWS), 10):
            (one if start % 20 else other).save_readings(NEWS[start : start + 10])
        assert exported(one) == at_once


def test_what_is_remembered_may_be_little(
    tmp_path: Path, at_once: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "_KEPT", 20)
    with Store(tmp_path / "events.db") as store:
        save(store, NEWS, 5)
        assert exported(store) == at_once


def test_what_a_preview_loaded_is_not_remembered(tmp_path: Path, at_once: bytes) -> None:
    with Store(tmp_path / "events.db") as store:
        save(store, NEWS[:60], 20)
        for event in store.events()[:5]:
            store.preview_correction(NotAnEvent(report=ReportKey.of(event.lead)))
            number = store.correct(
                TypeFix(report=ReportKey.of(event.lead), sub_event_type=SubEventType.ATTACK)
            )
            store.undo_correction(number)
        save(store, NEWS[60:], 20)
        assert exported(store) == at_once
