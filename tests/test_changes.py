"""Every change of a store is a version; two versions differ in exactly what one became the other by."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_news import TOWNS, make_news
from made_records import KHERSON, UDY, make_article, make_reading, make_reports

from geodata.changes import CauseKind, Change, EventState, Kind, apply, compare_states
from geodata.corrections import DateFix, Merge, NotAnEvent, PlaceFix, ReportKey, Split, TypeFix
from geodata.model import Article, Reading, Report, SubEventType, Toll
from geodata.store import Store, history
from geodata.store.history import because

NEWS = make_news(14, seed=5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "changes.db") as opened:
        yield opened


def save(store: Store, change: object = None, **article: object) -> list[Report]:
    """Store the six sentences, each an event, the first report changed."""
    told = make_article(**article)  # type: ignore[arg-type]
    first, *others = make_reports(told)
    reports = (change(first) if callable(change) else first, *others)
    store.save_reading(told, make_reading(told, reports))
    return list(reports)


def now(store: Store) -> dict[str, EventState]:
    return {state.id: state for state in store.states(store.revision())}


def told_of(store: Store) -> set[tuple[object, ...]]:
    """What the store's events say, read by the code that draws them."""
    return {
        (
            e.id, e.lead.place.id if e.lead.place else None, e.lead.latitude, e.lead.date_start,
            e.lead.date_end, e.lead.sub_event_type, e.fatalities_low, e.fatalities, e.fatalities_high,
            e.lead.toll.injured, e.lead.certainty, len(e.reports),
        )
        for e in store.events()
    }  # fmt: skip


def said_by(states: dict[str, EventState]) -> set[tuple[object, ...]]:
    return {
        (
            s.id, s.place.id if s.place else None, s.latitude, s.date_start, s.date_end, s.sub_event_type,
            s.fatalities_low, s.fatalities, s.fatalities_high, s.injured, s.certainty, s.n_reports,
        )
        for s in states.values()
    }  # fmt: skip


class _Desk:
    """Does to a store what people and programs do, drawn by dice."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.dice = store, random.Random(seed)
        self.waiting = list(NEWS)

    def act(self) -> None:
        self.dice.choice((self.ingest, self.ingest, self.read, self.fix, self.fix, self.undo, self.others))()

    def ingest(self) -> None:
        some, self.waiting = self.waiting[:3], self.waiting[3:]
        self.store.save_readings(some)

    def read(self) -> None:
        """Read an article otherwise: another place, another day, one report fewer."""
        articles = self.store.articles()
        if not articles:
            return
        article = self.dice.choice(articles)
        reports = [self._otherwise(report) for report in self.store.reading(article.id).reports]
        if len(reports) > 1 and self.dice.random() < 0.4:
            reports.pop()
        self.store.save_reading(article, Reading(article_id=article.id, reports=tuple(reports)))

    def _otherwise(self, report: Report) -> Report:
        place = self.dice.choice(TOWNS)
        moved = replace(report, place=place, latitude=place.latitude, longitude=place.longitude)
        # As the reader does, the place is in the report's id.
        return replace(moved, id=f"{report.id[:18]}-{place.name}")

    def fix(self) -> None:
        reports = self.store.reports()
        if not reports:
            return
        report = self.dice.choice(reports)
        key = ReportKey.of(report)
        fix = self.dice.choice(
            (
                TypeFix(report=key, sub_event_type=SubEventType.AIR_STRIKE),
                DateFix(report=key, date_start=date(2023, 3, 2), date_end=date(2023, 3, 2)),
                NotAnEvent(report=key), Split(report=key),
                Merge(reports=(key, ReportKey.of(self.dice.choice([r for r in reports if r != report] * 1)))),
            )
        ) if len(reports) > 1 else NotAnEvent(report=key)  # fmt: skip
        self.store.correct(fix, analyst="Ana", note="a reason")

    def undo(self) -> None:
        standing = [entry for entry in self.store.corrections() if entry.in_force]
        if standing:
            self.store.undo_correction(self.dice.choice(standing).number, analyst="Ben")

    def others(self) -> None:
        articles = self.store.articles()
        act = self.dice.choice(("withdraw", "delete", "rejoin", "events"))
        if act == "rejoin":
            self.store.rejoin()
        elif act == "events":
            self.store.remove_events(self.store.event_ids()[:1])
            self.store.finish_joining()
        elif articles and act == "withdraw":
            self.store.withdraw(articles[0].id, analyst="Ana")
        elif articles:
            self.store.delete_article(articles[0].id)


@pytest.mark.parametrize("examples", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_the_difference_of_two_versions_makes_one_the_other(
    tmp_path_factory: pytest.TempPathFactory, examples: int
) -> None:
    @settings(max_examples=examples)
    @given(st.integers(0, 10**6), st.integers(5, 25))
    def holds(seed: int, acts: int) -> None:
        check_some_versions(tmp_path_factory.mktemp("versions"), seed, acts)

    holds()


def check_some_versions(folder: Path, seed: int, acts: int) -> None:
    with Store(folder / "s.db") as store:
        desk = _Desk(store, seed)
        seen = {store.revision(): now(store)}
        for _ in range(acts):
            desk.act()
            states = now(store)
            assert said_by(states) == told_of(store)
            seen[store.revision()] = states
        for since, before in seen.items():
            assert {s.id: s for s in store.states(since)} == before
            for until, after in seen.items():
                if since <= until:
                    found = store.changes(since, until)
                    assert apply(before, found) == after
                    assert all(since < cause <= until for c in found.changes for cause in c.causes)
                    assert all(c.causes for c in found.changes)


def moved(report: Report) -> Report:
    return replace(
        report,
        id=f"{report.id}-kherson",
        place=KHERSON,
        latitude=KHERSON.latitude,
        longitude=KHERSON.longitude,
    )


CHANGES = {
    Kind.MOVED: moved,
    Kind.REDATED: lambda r: replace(r, date_start=date(2022, 9, 9)),
    Kind.RETYPED: lambda r: replace(r, id=f"{r.id}-other", sub_event_type=SubEventType.ABDUCTION),
    Kind.RECOUNTED: lambda r: replace(r, toll=Toll(fatalities=9)),
    Kind.ACTORS: lambda r: replace(r, actor1="Militia"),
    Kind.REASONS: lambda r: replace(r, confidence=0.11),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_new_reading_is_told_as_what_it_changed(store: Store, kind: Kind) -> None:
    """The reader names a report by its place and type, so an event that moved has another id."""
    save(store)
    before = store.revision()
    with because(CauseKind.READING, note="today's models"):
        save(store, CHANGES[kind])
    found = store.changes(before)
    [change] = found.changes
    assert kind in change.kinds
    assert change.before is not None
    assert change.after is not None
    assert change.before.place == UDY
    [why] = found.causes_of(change)
    assert why.describe() == "new reading: today's models"


def test_a_correction_is_told_with_who_and_why(store: Store) -> None:
    first, *_ = save(store)
    before = store.revision()
    fix = PlaceFix(article_id=first.article_id, mention=first.place_spans[0], place=KHERSON)
    number = store.correct(fix, analyst="Ana", note="the other Udy")
    corrected = store.revision()
    store.undo_correction(number, analyst="Ben", note="it was right")
    [change] = store.changes(before, corrected).changes
    assert change.kinds[0] is Kind.MOVED
    assert [v.describe() for v in store.changes(before, corrected).causes_of(change)] == [
        "correction 1 by Ana: the other Udy"
    ]
    assert [v.describe() for v in store.versions(corrected)] == [
        "correction taken back 1 by Ben: it was right"
    ]
    assert store.changes(before).changes == ()
    back = store.changes(corrected)
    assert back.changes[0].before == change.after


def test_events_that_were_joined_and_parted_name_each_other(store: Store) -> None:
    one, two, *_ = save(store)
    before = store.revision()
    store.correct(Merge(reports=(ReportKey.of(one), ReportKey.of(two))))
    joined = store.changes(before)
    gone = next(c for c in joined.changes if c.kinds == (Kind.WITHDRAWN,))
    kept = next(c for c in joined.changes if c.after is not None)
    assert kept.after is not None
    assert gone.other == kept.after.id
    assert Kind.SOURCES in kept.kinds
    together = store.revision()
    store.correct(Split(report=ReportKey.of(two)))
    parted = store.changes(together)
    come = next(c for c in parted.changes if c.kinds == (Kind.ADDED,))
    assert come.other == kept.after.id


def test_a_run_is_one_version(store: Store) -> None:
    with because(CauseKind.INGEST, note="reports/"):
        for pair in NEWS[:4]:
            store.save_readings([pair])
    store.save_readings([NEWS[4]])
    run, single = store.versions()
    assert (run.articles, run.note, run.kind) == (4, "reports/", CauseKind.INGEST)
    assert (single.articles, single.first) == (1, single.number)
    assert {c.kinds for c in store.changes(run.before, run.number).changes} == {(Kind.ADDED,)}


def test_what_changes_nothing_makes_no_version(store: Store) -> None:
    first, *_ = save(store)
    made = len(store.versions())
    save(store)
    store.set_note("a", "b")
    store.preview_correction(NotAnEvent(report=ReportKey.of(first)))
    store.finish_joining()
    store.rejoin()
    assert len(store.versions()) == made
    assert store.changes(0).counts()[Kind.ADDED] == 6


def test_a_newer_version_of_an_article_changes_its_events(store: Store) -> None:
    save(store)
    before = store.revision()
    text = "Update. " + make_article().text
    newer = Article.create(text, title="Two towns retaken", published=date(2022, 9, 14), outlet="Dispatch",
                           url="https://Dispatch.example/1")  # fmt: skip
    shifted = [
        replace(
            report, id=f"new-{n}", article_id=newer.id,
            excerpt=replace(report.excerpt, start=report.excerpt.start + 8, end=report.excerpt.end + 8),
            trigger_span=replace(
                report.trigger_span, start=report.trigger_span.start + 8, end=report.trigger_span.end + 8
            ),
            published=date(2022, 9, 14),
        )
        for n, report in enumerate(make_reports(make_article()))
    ]  # fmt: skip
    reading = replace(make_reading(newer, shifted), sentences=(), places=(), times=(), events=())
    store.save_reading(newer, reading)
    kinds = store.changes(before).counts()
    assert kinds[Kind.ADDED] == kinds[Kind.WITHDRAWN] == 0
    assert kinds[Kind.SOURCES] == 6


def test_two_states_are_compared_without_looking_for_circles_of_objects(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large difference is some hundred thousand objects, each of which would be walked again and again."""
    save(store)
    looked: list[bool] = []

    def compare(*states: Any) -> tuple[Change, ...]:
        looked.append(gc.isenabled())
        return compare_states(*states)

    monkeypatch.setattr(history, "compare_states", compare)
    assert len(store.changes(0).changes) == 6
    assert looked == [False]
    assert gc.isenabled()


def test_a_store_without_versions_begins_with_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with Store(path) as store:
        save(store)
        with store.engine.begin() as connection:
            for table in ("history", "past_events"):
                connection.exec_driver_sql(f"DROP TABLE {table}")
            connection.exec_driver_sql("UPDATE meta SET value = '3' WHERE key = 'schema_version'")
    with Store(path) as store:
        before = store.revision()
        assert store.versions() == []
        assert len(store.states(before)) == 6
        save(store, moved)
        [change] = store.changes(before).changes
        assert Kind.MOVED in change.kinds
