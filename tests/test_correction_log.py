"""The log of corrections as a whole: undone it leaves no trace, exchanged it gives the same everywhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hostile_texts import HOSTILE
from made_corrections import ARTICLES, NAMESAKE, exported, fixes_on, made_store, read
from made_records import IZIUM, KHERSON, UDY, make_article, make_reports

from dashboard.wording import describe_place
from geodata.corrections import (
    ActorsFix,
    AddedEvent,
    DateFix,
    Fix,
    Merge,
    NameFix,
    NotAnEvent,
    PlaceFix,
    PublishedFix,
    ReportKey,
    Scope,
    Split,
    SpotFix,
    TypeFix,
    decision,
    from_json,
    kind_of,
    to_json,
)
from geodata.model import PlacePrecision, Report, SubEventType
from geodata.model.precision import VAGUE_RADIUS_KM
from geodata.query import EventFilter, EventIndex
from geodata.store import Store, StoreError
from geodata.store.exchange import export_log, import_log

FIRST = fixes_on(ARTICLES[0])
START = datetime(2022, 9, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with made_store(tmp_path / "one.db") as opened:
        yield opened


@pytest.fixture
def colleague(tmp_path: Path) -> Iterator[Store]:
    with made_store(tmp_path / "two.db") as opened:
        yield opened


def places(store: Store, name: str = "Udy") -> list[str | None]:
    return [
        mention.place.id if mention.place else None
        for article in sorted(store.articles(), key=lambda a: a.outlet)
        for mention in store.reading(article.id).places
        if mention.text == name
    ]


@pytest.mark.parametrize("fix", FIRST, ids=kind_of)
def test_every_fix_comes_back_from_its_text(fix: Fix) -> None:
    assert from_json(kind_of(fix), to_json(fix)) == fix


@pytest.mark.parametrize("fix", FIRST, ids=kind_of)
def test_a_fix_undone_leaves_the_first_export(store: Store, fix: Fix) -> None:
    before = exported(store)
    number = store.correct(fix, analyst="A. Nalyst", note="why not")
    changed = exported(store)
    assert changed != before
    store.undo_correction(number)
    assert exported(store) == before
    store.redo_correction(number)
    assert exported(store) == changed
    (entry,) = [e for e in store.corrections() if e.fix is not None]
    assert entry.in_force
    with pytest.raises(StoreError, match="was not undone"):
        store.redo_correction(number)


def test_the_log_says_what_was_and_what_is(store: Store) -> None:
    told = {}
    for fix in FIRST:
        number = store.correct(fix)
        entry = store.corrections()[-1]
        told.setdefault(kind_of(fix), (entry.was, entry.now_is))
        store.undo_correction(number)
    assert told["place"] == ("Udy, Kharkiv Oblast, UA", "Izium, Kharkiv Oblast, UA")
    assert told["date"] == ("2022-09-11", "2022-09-01 to 2022-09-03")
    assert told["toll"] == ("no toll stated", "3 killed (2 to 5), 9 injured")
    assert told["type"] == ("Shelling/artillery/missile attack", "Air/drone strike")
    assert told["certainty"] == ("stated", "denied")
    assert told["actors"][1] == "Ukraine's army, civilians targeted"


class TestNames:
    def test_everywhere_takes_articles_that_come_later(self, store: Store) -> None:
        store.correct(NameFix(name="Udy", place=NAMESAKE, read_as=UDY.id))
        later = make_article("Monitor", text=make_article().text + " More follows.")
        store.save_reading(later, read(later))
        assert places(store) == [NAMESAKE.id] * 4

    def test_a_narrower_scope_wins_whatever_was_made_last(self, store: Store) -> None:
        mention = make_reports(ARTICLES[0])[0].place_spans[0]
        store.correct(PlaceFix(article_id=ARTICLES[0].id, mention=mention, place=IZIUM))
        store.correct(NameFix(name="Udy", place=KHERSON, scope=Scope.OUTLET, within="Courier"))
        store.correct(NameFix(name="Udy", place=NAMESAKE))
        assert places(store) == [KHERSON.id, IZIUM.id, NAMESAKE.id]

    def test_only_what_was_read_as_that_place(self, store: Store) -> None:
        store.correct(NameFix(name="Udy", place=NAMESAKE, read_as="gn:other"))
        assert places(store) == [UDY.id] * 3
        assert [e.number for e in store.corrections_without_target()] == [1]

    def test_a_name_in_capitals_is_the_same_name(self) -> None:
        assert {"UDY", "Udy"} <= set(NameFix(name="Udy", place=None).spellings)

    def test_a_scope_needs_what_it_is_within(self) -> None:
        with pytest.raises(ValueError, match="outlet"):
            NameFix(name="Udy", place=None, scope=Scope.OUTLET)
        with pytest.raises(ValueError, match="PlaceFix"):
            NameFix(name="Udy", place=None, scope=Scope.MENTION)


class TestAddedEvents:
    ADDED = next(fix for fix in FIRST if isinstance(fix, AddedEvent))

    def test_it_stands_among_the_others_and_can_be_corrected(self, store: Store) -> None:
        store.correct(self.ADDED)
        (report,) = [r for r in store.reports() if r.id == self.ADDED.report_id]
        assert report.place == KHERSON
        store.correct(TypeFix(report=ReportKey.of(report), sub_event_type=SubEventType.GRENADE))
        selection = EventIndex(store).select(EventFilter(sub_event_types=(SubEventType.GRENADE,)))
        assert len(selection) == 1

    def test_it_survives_a_new_reading_and_waits_for_its_article(self, store: Store, tmp_path: Path) -> None:
        store.correct(self.ADDED)
        store.save_reading(ARTICLES[0], read(ARTICLES[0], otherwise=True))
        assert self.ADDED.report_id in {r.id for r in store.reports()}
        with Store(tmp_path / "empty.db") as empty:
            import_log(empty, export_log(store))
            assert [e.fix for e in empty.corrections_without_target()] == [self.ADDED]
            empty.save_reading(ARTICLES[0], read(ARTICLES[0]))
            assert self.ADDED.report_id in {r.id for r in empty.reports()}
            assert empty.corrections_without_target() == []

    def test_words_beyond_the_text_are_refused(self, store: Store) -> None:
        beyond = replace(self.ADDED, excerpt=replace(self.ADDED.excerpt, end=100_000))
        with pytest.raises(StoreError, match="beyond"):
            store.correct(beyond)
        assert store.corrections() == []


def test_a_day_of_publication_is_taken_back_to_the_source_s(store: Store) -> None:
    article = ARTICLES[0].id
    first = store.correct(PublishedFix(article_id=article, published=date(2022, 10, 1)))
    second = store.correct(PublishedFix(article_id=article, published=None))
    assert store.days_given() == {article: None}
    store.undo_correction(second)
    assert store.article(article).published == date(2022, 10, 1)  # type: ignore[union-attr]
    store.undo_correction(first)
    assert store.article(article).published == ARTICLES[0].published  # type: ignore[union-attr]
    assert store.days_given() == {}


class TestExchange:
    def test_a_log_taken_in_does_the_same_and_only_once(self, store: Store, colleague: Store) -> None:
        for fix in FIRST[:12]:
            store.correct(fix, analyst="A. Nalyst", note="seen on a photo")
        store.undo_correction(3)
        done = import_log(colleague, export_log(store))
        assert (done.new, done.known) == (13, 0)
        assert import_log(colleague, export_log(store)).new == 0
        assert exported(colleague) == exported(store)
        assert export_log(colleague) == export_log(store)
        assert [e.analyst for e in colleague.corrections()][:12] == ["A. Nalyst"] * 12

    def test_any_text_in_any_field_is_handed_over_as_it_is(self, store: Store, colleague: Store) -> None:
        for text in (*HOSTILE, "a\u2028b\x85c\x0bd\r\ne"):
            report = make_reports(ARTICLES[0])[0]
            fix = ActorsFix(report=ReportKey.of(report), actor1=text[:500], actor2=None)
            store.correct(fix, analyst=text[:200], note=text[:2000])
        import_log(colleague, export_log(store))
        told = [(e.analyst, e.note, e.fix) for e in colleague.corrections()]
        assert told == [(e.analyst, e.note, e.fix) for e in store.corrections()]

    def test_a_dry_run_changes_nothing(self, store: Store, colleague: Store) -> None:
        store.correct(FIRST[0])
        before = exported(colleague), colleague.revision()
        assert import_log(colleague, export_log(store), dry=True).new == 1
        assert (exported(colleague), colleague.revision()) == before

    def test_a_clash_is_listed_until_it_is_decided(self, store: Store, colleague: Store) -> None:
        mention = make_reports(ARTICLES[0])[0].place_spans[0]
        mine, theirs = (
            PlaceFix(article_id=ARTICLES[0].id, mention=mention, place=place) for place in (IZIUM, KHERSON)
        )
        store.correct(mine, analyst="A", made_at=START)
        colleague.correct(theirs, analyst="B", made_at=START + timedelta(hours=1))
        (clash,) = import_log(store, export_log(colleague)).clashes
        assert [e.analyst for e in clash.entries] == ["A", "B"]
        assert places(store)[1] == KHERSON.id
        store.correct(mine, analyst="A", note="decided")
        assert store.clashes() == []
        assert places(store)[1] == IZIUM.id
        import_log(colleague, export_log(store))
        assert colleague.clashes() == []
        assert exported(colleague) == exported(store)

    def test_what_was_made_over_another_is_no_clash(self, store: Store, colleague: Store) -> None:
        store.correct(FIRST[0], analyst="A")
        import_log(colleague, export_log(store))
        colleague.correct(FIRST[1], analyst="B")
        assert import_log(store, export_log(colleague)).clashes == ()
        assert places(store)[1] is None

    def test_the_same_article_by_another_address(self, store: Store, tmp_path: Path) -> None:
        store.correct(FIRST[0])
        elsewhere = replace(ARTICLES[0], id="f00d", url="https://mirror.example/", outlet="Mirror")
        with Store(tmp_path / "three.db") as other:
            other.save_reading(elsewhere, read(elsewhere))
            assert import_log(other, export_log(store)).without_target == ()
            assert places(other) == [IZIUM.id]

    def test_a_copy_does_not_stand_for_an_article_that_was_withdrawn(
        self, store: Store, colleague: Store
    ) -> None:
        """The articles have the same words; what is about the withdrawn one is about no other."""
        colleague.correct(FIRST[0])
        store.withdraw(ARTICLES[0].id)
        assert len(import_log(store, export_log(colleague)).without_target) == 1
        assert places(store) == [UDY.id] * 2

    @pytest.mark.parametrize(
        "break_it",
        [
            lambda line: "no json",
            lambda line: "[1]",
            lambda line: json.dumps({**line, "kind": "no kind"}),
            lambda line: json.dumps({**line, "fix": {**line["fix"], "mention": {"start": "1", "end": 2}}}),
            lambda line: json.dumps({**line, "fix": 7}),
            lambda line: json.dumps({**line, "made_at": "yesterday"}),
            lambda line: json.dumps({**line, "made_at": "9999-12-31T23:59:59.999999+00:00"}),
            lambda line: json.dumps(
                {**line, "fix": {**line["fix"], "mention": {"start": 10**30, "end": 10**31}}}
            ),
            lambda line: json.dumps(
                {**line, "fix": {**line["fix"], "place": {**line["fix"]["place"], "name": 7}}}
            ),
            lambda line: json.dumps({**line, "made_at": "2022-09-01T00:00:00"}),
            lambda line: json.dumps({**line, "uid": ""}),
            lambda line: json.dumps({**line, "uid": 7}),
            lambda line: json.dumps({**line, "analyst": "x" * 300}),
            lambda line: json.dumps({**line, "over": [1]}),
            lambda line: json.dumps({**line, "undoes": "never heard of"}),
            lambda line: json.dumps({**line, "fix": {**line["fix"], "place": {"id": "x"}}}),
            lambda line: "[" * 100_000,
        ],
    )
    def test_a_broken_log_is_refused_whole(
        self, store: Store, colleague: Store, break_it: Callable[[dict[str, object]], str]
    ) -> None:
        store.correct(FIRST[3])
        store.correct(FIRST[0])
        head, good, bad = export_log(store).splitlines()
        before = colleague.revision()
        with pytest.raises(StoreError):
            import_log(colleague, "\n".join((head, good, break_it(json.loads(bad)))))
        assert (colleague.corrections(), colleague.revision()) == ([], before)

    def test_a_place_that_is_known_here_is_not_changed_by_a_log(self, store: Store, colleague: Store) -> None:
        store.correct(replace(FIRST[0], place=replace(KHERSON, name="<script>", latitude=0.0)))  # type: ignore[type-var]
        import_log(colleague, export_log(store))
        assert colleague.places([KHERSON.id])[KHERSON.id] == KHERSON


@pytest.mark.parametrize("fix", [Merge, Split, NotAnEvent, DateFix])
def test_contradictions_of_every_kind_are_seen(store: Store, colleague: Store, fix: type[Fix]) -> None:
    about = [f for f in FIRST if isinstance(f, fix)]
    against = {Merge: Split, Split: Merge, NotAnEvent: type(FIRST[16]), DateFix: DateFix}[fix]
    store.correct(about[0])
    colleague.correct([f for f in FIRST if isinstance(f, against)][-1])
    assert len(import_log(store, export_log(colleague)).clashes) == 1


class TestTakenForGranted:
    """Who corrects a report holds it for an event; who says how exactly a place is known holds it for so."""

    def test_correcting_what_another_rejects(self, store: Store, colleague: Store) -> None:
        key = ReportKey.of(make_reports(ARTICLES[0])[1])
        store.correct(TypeFix(report=key, sub_event_type=SubEventType.AIR_STRIKE), analyst="A")
        colleague.correct(NotAnEvent(report=key), analyst="B")
        (clash,) = import_log(store, export_log(colleague)).clashes
        (mine,) = (entry for entry in clash.entries if entry.analyst == "A")
        assert key.report_id not in told_of(store)
        store.correct(decision(clash, mine), analyst="A")
        assert store.clashes() == []
        assert told_of(store)[key.report_id].sub_event_type is SubEventType.AIR_STRIKE

    def test_the_exactness_of_a_place_that_another_moved(self, store: Store, colleague: Store) -> None:
        report = make_reports(ARTICLES[0])[0]
        moved = PlaceFix(article_id=report.article_id, mention=report.place_spans[0], place=IZIUM)
        store.correct(moved, analyst="A")
        exactness = SpotFix(report=ReportKey.of(report), place=UDY, precision=PlacePrecision.NEAR)
        colleague.correct(exactness, analyst="B")
        (clash,) = import_log(store, export_log(colleague)).clashes
        (mine,) = (entry for entry in clash.entries if entry.analyst == "A")
        store.correct(decision(clash, mine), analyst="A")
        assert store.clashes() == []
        assert told_of(store)[report.id].place == IZIUM

    def test_of_the_same_place_it_is_no_clash(self, store: Store, colleague: Store) -> None:
        report = make_reports(ARTICLES[0])[0]
        moved = PlaceFix(article_id=report.article_id, mention=report.place_spans[0], place=IZIUM)
        store.correct(moved, analyst="A")
        exactness = SpotFix(report=ReportKey.of(report), place=IZIUM, precision=PlacePrecision.NEAR)
        colleague.correct(exactness, analyst="B")
        assert import_log(store, export_log(colleague)).clashes == ()


def test_what_an_analyst_puts_near_a_place_may_lie_anywhere_around_it(store: Store) -> None:
    report = make_reports(ARTICLES[0])[0]
    near = SpotFix(report=ReportKey.of(report), place=UDY, precision=PlacePrecision.NEAR)
    store.correct(near, analyst="A")
    found = told_of(store)[report.id]
    assert (found.radius_km, describe_place(found)[1]) == (VAGUE_RADIUS_KM, "near here, within 15 km")


def told_of(store: Store) -> dict[str, Report]:
    return {report.id: report for event in store.events() for report in event.reports}
