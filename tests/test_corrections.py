"""Analysts' fixes change what is shown, survive re-reading, can be previewed and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from made_records import IZIUM, KHARKIV_OBLAST, UDY, filled_store, make_article, make_reading, make_reports

from geodata.corrections import (
    DateFix,
    Fix,
    Merge,
    NotAnEvent,
    PlaceFix,
    ReportKey,
    Split,
    TypeFix,
    from_json,
    kind_of,
    to_json,
)
from geodata.model import DatePrecision, Event, PlacePrecision, Span, SubEventType
from geodata.query import EventFilter, EventIndex
from geodata.store import Saved, Store, StoreError

ARTICLE = make_article("Dispatch")
REPORTS = make_reports(ARTICLE)
KEYS = [ReportKey.of(report) for report in REPORTS]
MOVED = PlaceFix(article_id=ARTICLE.id, mention=REPORTS[0].place_spans[0], place=IZIUM)
FIXES: list[Fix] = [
    MOVED,
    replace(MOVED, place=None),
    DateFix(report=KEYS[0], date_start=date(2022, 9, 1), date_end=date(2022, 9, 3)),
    DateFix(report=KEYS[0], date_start=None, date_end=None),
    TypeFix(report=KEYS[1], sub_event_type=SubEventType.AIR_STRIKE),
    NotAnEvent(report=KEYS[2]),
    Merge(reports=(KEYS[1], KEYS[2])),
    Split(report=KEYS[0]),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with filled_store(tmp_path) as opened:
        yield opened


def event_with(store: Store, number: int) -> Event | None:
    return next((e for e in store.events() if any(r.id == REPORTS[number].id for r in e.reports)), None)


@pytest.mark.parametrize("fix", FIXES, ids=kind_of)
def test_a_fix_is_kept_as_text_and_comes_back(fix: Fix) -> None:
    assert from_json(kind_of(fix), to_json(fix)) == fix


@pytest.mark.parametrize("fix", FIXES, ids=kind_of)
def test_undoing_gives_back_what_was_there(store: Store, fix: Fix) -> None:
    before, known = store.events(), store.reports()
    preview = store.preview_correction(fix)
    assert store.events() == before
    number = store.correct(fix, analyst="A. Nalyst")
    after = store.events()
    assert not preview.changes_nothing
    assert set(after) - set(before) == set(preview.after) - set(preview.before)
    store.undo_correction(number, analyst="A. Nalyst")
    shared = {frozenset(r.id for r in e.reports): e.lead for e in before}
    assert {frozenset(r.id for r in e.reports): e.lead for e in store.events()} == shared
    assert store.reports() == known


def test_a_place_is_set_in_mention_report_and_event(store: Store) -> None:
    store.correct(MOVED)
    mention = store.reading(ARTICLE.id).places[0]
    assert (mention.place, mention.decided_by, mention.confidence) == (IZIUM, "analyst", 1.0)
    event = event_with(store, 0)
    assert event is not None
    moved = next(r for r in event.reports if r.id == REPORTS[0].id)
    assert (moved.place, moved.latitude, moved.place_confidence) == (IZIUM, IZIUM.latitude, 1.0)
    assert moved.reasons[-1] == "place set by an analyst"


def test_an_area_as_place_is_an_area(store: Store) -> None:
    store.correct(replace(MOVED, place=KHARKIV_OBLAST))
    report = next(r for r in store.reports() if r.id == REPORTS[0].id)
    assert report.place_precision is PlacePrecision.REGION
    assert report.radius_km == KHARKIV_OBLAST.radius_km


def test_the_selection_sees_the_fix(store: Store) -> None:
    store.correct(DateFix(report=KEYS[3], date_start=date(2022, 12, 1), date_end=date(2022, 12, 2)))
    selection = EventIndex(store).select(EventFilter(date_from=date(2022, 12, 1)))
    (event,) = store.events(selection.ids())
    assert event.lead.id == REPORTS[3].id
    assert event.lead.date_precision is DatePrecision.DAYS


def test_fixes_survive_a_new_reading_of_the_article(store: Store) -> None:
    """A later version reads the article otherwise: other report ids, another type; the spans stay."""
    store.correct(MOVED)
    store.correct(NotAnEvent(report=KEYS[1]))
    again = [replace(r, id=f"new-{r.id}", sub_event_type=SubEventType.OTHER) for r in REPORTS]
    assert store.save_reading(ARTICLE, make_reading(ARTICLE, again)) is Saved.UPDATED
    mine = [r for r in store.reports() if r.article_id == ARTICLE.id]
    assert mine[0].place == IZIUM
    assert f"new-{REPORTS[1].id}" not in {r.id for r in mine}
    assert store.reading(ARTICLE.id).places[0].place == IZIUM
    assert store.corrections_without_target() == []


def test_a_fix_that_finds_nothing_any_more_is_told(store: Store) -> None:
    store.correct(TypeFix(report=KEYS[5], sub_event_type=SubEventType.GRENADE))
    store.save_reading(ARTICLE, make_reading(ARTICLE, REPORTS[:2]))
    (entry,) = store.corrections_without_target()
    assert isinstance(entry.fix, TypeFix)


def test_a_merge_holds_when_events_are_joined_anew(store: Store) -> None:
    machine = store.events()
    store.correct(Merge(reports=(KEYS[1], KEYS[2])))
    store.save_events(machine, replace=True)
    event = event_with(store, 1)
    assert event is not None
    assert {r.id for r in event.reports} == {REPORTS[1].id, REPORTS[2].id}
    assert event.reasons[-1] == "joined by an analyst"


def test_a_split_event_keeps_its_other_reports(store: Store) -> None:
    store.correct(Split(report=KEYS[0]))
    event = event_with(store, 0)
    assert event is not None
    assert len(event.reports) == 1
    assert store.counts()["events"] == 12


def test_the_log_tells_who_when_and_what(store: Store) -> None:
    when = datetime(2022, 9, 20, 12, 0, tzinfo=UTC)
    number = store.correct(MOVED, analyst="A. Nalyst", note="see photo", made_at=when)
    undo = store.undo_correction(number, analyst="B. Nalyst", made_at=when)
    first, second = store.corrections()
    assert (first.analyst, first.note, first.made_at, first.fix) == ("A. Nalyst", "see photo", when, MOVED)
    assert (first.undone_by, second.undoes, second.in_force, first.in_force) == (undo, number, False, False)
    with pytest.raises(StoreError, match="not in force"):
        store.undo_correction(number)


def test_later_fixes_win(store: Store) -> None:
    store.correct(MOVED)
    store.correct(replace(MOVED, place=UDY))
    assert store.reading(ARTICLE.id).places[0].place == UDY


def test_a_fix_of_nothing_changes_nothing(store: Store) -> None:
    nowhere = PlaceFix(article_id=ARTICLE.id, mention=Span(start=1, end=2), place=UDY)
    assert store.preview_correction(nowhere).changes_nothing
    with pytest.raises(ValueError, match="two reports"):
        Merge(reports=(KEYS[0],))
