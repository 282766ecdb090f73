"""Whatever analysts do, in whatever order: log, view, counts and exports agree, and undone it is gone."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_corrections import ARTICLES, FIXES, exported, made_store, read

from geodata.corrections import AddedEvent, Withdraw
from geodata.query import EventFilter, EventIndex
from geodata.store import Store
from geodata.store.exchange import export_log, import_log
from geodata.store.upkeep import check

START = datetime(2022, 9, 20, 12, 0, tzinfo=UTC)
OTHERS = 9


@cache
def log_from_elsewhere(number: int) -> str:
    """Return one of the logs that colleagues keep: four fixes of any kinds, one of them undone in some."""
    with tempfile.TemporaryDirectory() as folder, made_store(Path(folder) / "other.db") as other:
        for step in range(4):
            fix = FIXES[(number * 11 + step * 17) % len(FIXES)]
            if not any(isinstance(e.fix, Withdraw) for e in other.corrections()):
                other.correct(fix, analyst="C", made_at=START + timedelta(hours=number, seconds=step))
        if number % 2:
            other.undo_correction(other.corrections()[0].number, analyst="C")
        return export_log(other)


_ACT = st.one_of(
    st.tuples(st.just("fix"), st.integers(0, len(FIXES) - 1)),
    st.tuples(st.just("undo"), st.integers(0, 50)),
    st.tuples(st.just("redo"), st.integers(0, 50)),
    st.tuples(st.just("read"), st.integers(0, len(ARTICLES) * 2 - 1)),
    st.tuples(st.just("import"), st.integers(0, OTHERS - 1)),
)
_ACTS = st.lists(_ACT, min_size=1, max_size=50)


def act(store: Store, what: str, number: int, who: str) -> None:
    """Do one thing of a sequence; what is not possible now is left out."""
    entries = store.corrections()
    if what == "fix":
        fix = FIXES[number]
        kept_aside = {one.article_id for one in store.shelved()}
        if not (isinstance(fix, Withdraw | AddedEvent) and fix.article_id in kept_aside):
            store.correct(fix, analyst=who, made_at=START + timedelta(minutes=len(entries)))
    elif what == "undo" and (standing := [e.number for e in entries if e.in_force]):
        store.undo_correction(standing[number % len(standing)], analyst=who)
    elif what == "redo" and (gone := [e.number for e in entries if e.fix and not e.in_force]):
        store.redo_correction(gone[number % len(gone)], analyst=who)
    elif what == "read":
        article = ARTICLES[number // 2]
        store.save_reading(article, read(article, otherwise=bool(number % 2)))
    elif what == "import":
        import_log(store, log_from_elsewhere(number))


def is_whole(store: Store) -> bool:
    """Whether view and counts agree and nothing is damaged; corrections without a target are no damage."""
    lost = len(store.corrections_without_target())
    events = store.events()
    index = EventIndex(store)
    return (
        len(check(store)) == lost
        and store.counts()["events"] == len(events) == len(index)
        and {r.id for e in events for r in e.reports} == {r.id for r in store.reports()}
        and len(index.select(EventFilter())) == len(store.cards(store.event_ids()))
    )


def read_all_as_first(store: Store) -> None:
    for article in ARTICLES:
        store.save_reading(article, read(article))


@pytest.mark.slow
@settings(max_examples=16)
@given(acts=_ACTS)
def test_whatever_is_done_is_the_log_and_undone_it_is_gone(acts: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        store = stack.enter_context(made_store(Path(folder) / "one.db"))
        first = exported(store)
        for what, number in acts:
            act(store, what, number, "A")
        assert is_whole(store)
        read_all_as_first(store)
        # What is seen follows from the articles and the log alone, whatever the way to it.
        other = stack.enter_context(made_store(Path(folder) / "two.db"))
        import_log(other, export_log(store))
        assert exported(other) == exported(store)
        for entry in reversed(store.corrections()):
            if entry.in_force:
                store.undo_correction(entry.number)
        read_all_as_first(store)
        assert exported(store) == first
        assert is_whole(store)


@pytest.mark.slow
@settings(max_examples=12)
@given(mine=_ACTS, theirs=_ACTS)
def test_two_logs_merge_to_the_same_in_either_order(
    mine: list[tuple[str, int]], theirs: list[tuple[str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        one = stack.enter_context(made_store(Path(folder) / "one.db"))
        two = stack.enter_context(made_store(Path(folder) / "two.db"))
        for store, acts, who in ((one, mine, "A"), (two, theirs, "B")):
            for what, number in acts:
                act(store, what, number, who)
            read_all_as_first(store)
        of_two = export_log(two)
        import_log(two, export_log(one))
        import_log(one, of_two)
        assert export_log(one) == export_log(two)
        listed = [[sorted(e.uid for e in clash.entries) for clash in s.clashes()] for s in (one, two)]
        assert listed[0] == listed[1]
        assert exported(one) == exported(two)
        assert is_whole(one)
        assert is_whole(two)
