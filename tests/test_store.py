"""The store gives back what was saved, changes nothing twice and says what is wrong in one line."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from geopy.location import Location
from made_records import (
    IZIUM,
    SENTENCES,
    filled_store,
    make_article,
    make_event,
    make_reading,
    make_reports,
)
from sqlalchemy import inspect, text

from geodata.corrections import NotAnEvent, ReportKey
from geodata.geocoder import Answer
from geodata.model import (
    Event,
    PlaceMention,
    PlaceRole,
    PlaceUse,
    Reading,
    Sentence,
    SentenceKind,
    SubEventType,
)
from geodata.query import EventFilter, EventIndex
from geodata.store import Saved, Store, StoreError, migrating, opening, schema
from geodata.store.hints import load_hints, save_hints
from geodata.store.listed import load_listed
from geodata.store.log import fixes_in_force, load_log


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "events.db") as opened:
        yield opened


def test_reading_comes_back_as_it_was(store: Store) -> None:
    article = make_article()
    reading = make_reading(article)
    assert store.save_reading(article, reading) is Saved.STORED
    assert store.reading(article.id) == reading
    assert store.articles() == [article]
    assert store.reports() == list(reading.reports)


def test_what_a_sentence_and_a_name_are_comes_back(store: Store) -> None:
    article = make_article()
    reading = Reading(
        article_id=article.id,
        sentences=(Sentence(start=0, end=5, paragraph=0, kind=SentenceKind.HEADLINE),),
        places=(PlaceMention(start=0, end=4, text="Four", use=PlaceUse.METONYM, role=PlaceRole.ORIGIN),),
    )
    store.save_reading(article, reading)
    back = store.reading(article.id)
    assert back == reading
    assert back.sentences[0].kind is SentenceKind.HEADLINE
    assert (back.places[0].use, back.places[0].role) == (PlaceUse.METONYM, PlaceRole.ORIGIN)
    assert not back.places[0].literal


def test_saving_again_changes_nothing(store: Store) -> None:
    article = make_article()
    reading = make_reading(article)
    store.save_reading(article, reading)
    store.save_events(map(make_event, reading.reports))
    before, revision = store.counts(), store.revision()
    assert store.save_reading(article, reading) is Saved.ALREADY_THERE
    assert store.counts() == before
    assert store.revision() == revision


def test_saving_events_again_keeps_their_number(store: Store) -> None:
    article = make_article()
    store.save_reading(article, make_reading(article))
    events = list(map(make_event, make_reports(article)))
    assert store.save_events(events) == store.save_events(events) == 6
    assert store.events() == events
    assert store.save_events(events[:2], replace=True) == 2
    assert store.events() == events[:2]


def test_a_new_reading_takes_the_old_ones_place(store: Store) -> None:
    article = make_article()
    store.save_reading(article, make_reading(article))
    store.save_events(map(make_event, make_reports(article)))
    fewer = make_reading(article, make_reports(article)[:2])
    assert store.save_reading(article, fewer) is Saved.UPDATED
    assert store.reading(article.id) == fewer
    assert len(store.events()) == 2


def test_an_event_survives_while_one_report_does(tmp_path: Path) -> None:
    with filled_store(tmp_path) as store:
        joined = next(event for event in store.events() if len(event.reports) == 2)
        assert store.delete_article(joined.lead.article_id)
        left = store.events([joined.id])[0]
        assert left.reports == left.reports[:1] == joined.reports[1:]
        assert store.counts()["events"] == 6
        assert not store.delete_article(joined.lead.article_id)


def test_a_report_belongs_to_one_event(store: Store) -> None:
    article = make_article()
    store.save_reading(article, make_reading(article))
    first, second, *_ = make_reports(article)
    store.save_events([make_event(first), make_event(second)])
    joined = Event(id="joined", reports=(first, second), lead=second)
    store.save_events([joined])
    holding = [e for e in store.events() if {first.id, second.id} & {r.id for r in e.reports}]
    assert holding == [joined]


def test_an_event_of_an_unknown_report_is_refused_whole(store: Store) -> None:
    article = make_article()
    store.save_reading(article, make_reading(article))
    before = store.events()
    known, *_ = make_reports(article)
    stranger = replace(known, id="stranger")
    with pytest.raises(StoreError, match="save the reading of its article first"):
        store.save_events([make_event(known), make_event(stranger)])
    assert store.events() == before


def test_cards_carry_the_sentence_and_the_outlet(tmp_path: Path) -> None:
    with filled_store(tmp_path) as store:
        joined = next(event for event in store.events() if len(event.reports) == 2)
        (card,) = store.cards([joined.id, "no such event"])
        assert [source.outlet for source in card.sources] == ["Dispatch", "Courier"]
        assert {source.excerpt for source in card.sources} == {SENTENCES[0]}


class TestPublicationDate:
    def test_an_unknown_date_stays_unknown(self, store: Store) -> None:
        article = make_article(published=None)
        store.save_reading(article, make_reading(article))
        assert store.articles()[0].published is None
        assert store.counts()["articles_without_date"] == 1

    def test_a_date_set_by_hand_survives_the_same_article_without_one(self, store: Store) -> None:
        article = make_article(published=None)
        store.save_reading(article, make_reading(article))
        store.set_published(article.id, date(2022, 9, 13))
        dated = store.article(article.id)
        assert dated is not None
        assert dated.published == date(2022, 9, 13)
        assert store.save_reading(dated, make_reading(dated)) is Saved.UPDATED
        assert store.save_reading(article, make_reading(article)) is Saved.ALREADY_THERE
        wrong = replace(article, published=date(2021, 1, 1))
        assert store.save_reading(wrong, make_reading(wrong)) is Saved.ALREADY_THERE
        assert store.reports()[0].published == date(2022, 9, 13)

    def test_an_unknown_article_is_named(self, store: Store) -> None:
        with pytest.raises(StoreError, match="no article nothing"):
            store.set_published("nothing", None)


class TestOpening:
    def test_a_new_store_has_the_current_schema(self, store: Store) -> None:
        with store.engine.connect() as connection:
            assert migrating.version_of(connection) == schema.SCHEMA_VERSION
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"hello, this is no database at all", "is not a database"),
            (b"SQLite format 3\x00" + b"x" * 500, "intact"),
        ],
    )
    def test_another_file_is_left_alone(self, tmp_path: Path, content: bytes, words: str) -> None:
        path = tmp_path / "notes.txt"
        path.write_bytes(content)
        with pytest.raises(StoreError, match=words) as caught:
            Store(path)
        assert "\n" not in str(caught.value)
        assert path.read_bytes() == content

    def test_a_database_of_something_else_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "other.db"
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.close()
        with pytest.raises(StoreError, match="something else"):
            Store(path)

    def test_a_newer_schema_asks_for_an_upgrade(self, tmp_path: Path) -> None:
        path = tmp_path / "events.db"
        with Store(path) as store, store.engine.begin() as connection:
            connection.execute(text("UPDATE meta SET value = '999' WHERE key = 'schema_version'"))
        with pytest.raises(StoreError, match="pip install --upgrade"):
            Store(path)

    def test_a_folder_and_an_absent_store_are_named(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match="is a folder"):
            Store(tmp_path)
        with pytest.raises(StoreError, match="conflictmap ingest"):
            Store(tmp_path / "none.db", create=False)
        assert not (tmp_path / "none.db").exists()

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_a_folder_that_cannot_be_written(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o500)
        with pytest.raises(StoreError, match="not writable"):
            Store(tmp_path / "events.db")

    def test_an_address_that_is_none(self) -> None:
        with pytest.raises(StoreError, match="no database address"):
            Store("nonsense://somewhere")


def test_migrations_run_in_order_and_note_the_version(store: Store) -> None:
    ran = []
    steps = {7: lambda _: ran.append(7), 8: lambda _: ran.append(8)}
    with store.engine.begin() as connection:
        migrating.migrate(connection, 7, 9, steps)
        assert migrating.version_of(connection) == 9
    assert ran == [7, 8]


def test_a_failing_migration_leaves_the_store_as_it_was(store: Store) -> None:
    with pytest.raises(KeyError), store.engine.begin() as connection:
        migrating.migrate(
            connection, 7, 9, {7: lambda c: c.execute(text("CREATE TABLE half_done (n INTEGER)"))}
        )
    with store.engine.connect() as connection:
        assert migrating.version_of(connection) == schema.SCHEMA_VERSION
        assert "half_done" not in inspect(connection).get_table_names()


def test_several_programs_may_open_a_new_store_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: Store(tmp_path / "new.db"), range(4)))
    assert {store.counts()["events"] for store in opened} == {0}
    for store in opened:
        store.close()


def test_a_store_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    with filled_store(tmp_path) as store, store.engine.begin() as connection:
        connection.execute(text("DROP TABLE geocoder_answers"))
        connection.execute(text("CREATE TABLE geocoder_cache (service TEXT, query TEXT)"))
        connection.execute(text("UPDATE meta SET value = '1' WHERE key = 'schema_version'"))
    with Store(tmp_path / "events.db") as store:
        assert store.counts()["events"] == 11
        assert store.geocoder_answers().get("Udy") is None
        with store.engine.connect() as connection:
            assert migrating.version_of(connection) == schema.SCHEMA_VERSION


def test_tables_and_hints_of_the_version_before_are_kept(tmp_path: Path) -> None:
    """They lay in tables of their own, outside the version, made when first needed."""
    with Store(tmp_path / "events.db") as store:
        save_hints(store, {"a": date(2022, 9, 1)})
        with store.engine.begin() as connection:
            connection.execute(text("DROP INDEX links_back"))
            for column in ("is_sure", "sides", "leant"):
                connection.execute(text(f"ALTER TABLE report_links DROP COLUMN {column}"))
            connection.execute(text("DROP TABLE listed_events"))
            connection.execute(text("UPDATE meta SET value = '3' WHERE key = 'schema_version'"))
    with Store(tmp_path / "events.db") as store:
        assert load_hints(store) == {"a": date(2022, 9, 1)}
        assert load_listed(store) == []
        columns = {column["name"] for column in inspect(store.engine).get_columns("report_links")}
        assert {"is_sure", "sides", "leant"} <= columns


def test_the_fixes_in_force_are_those_of_the_log(store: Store) -> None:
    article = make_article()
    store.save_reading(article, make_reading(article))
    reports = store.reports()
    numbers = [store.correct(NotAnEvent(report=ReportKey.of(report))) for report in reports[:3]]
    store.undo_correction(numbers[1])
    with store.engine.connect() as connection:
        entries = [entry.now for entry in load_log(connection) if entry.in_force]
        assert fixes_in_force(connection).fixes == entries
    assert len(entries) == 2


def test_geocoders_answers_are_kept(store: Store) -> None:
    answers = store.geocoder_answers()
    answers.put("Udy", Answer((Location("Udy, Ukraine", (50.391, 36.056), {"osm_id": 1}),)))
    answers.put("Nowhere", Answer(()))
    found = answers.get("Udy")
    assert found is not None
    assert found.places[0].raw == {"osm_id": 1}
    assert answers.get("Nowhere") == Answer(())
    assert answers.get("Kharkiv") is None


def test_a_second_writer_waits_and_a_reader_does_not(tmp_path: Path) -> None:
    with filled_store(tmp_path) as store, Store(tmp_path / "events.db") as reader:
        with store.engine.begin() as connection:
            connection.execute(text("UPDATE meta SET value = value + 1 WHERE key = 'revision'"))
            assert reader.counts()["events"] == 11
        assert reader.revision() == store.revision()


def test_a_writer_looks_often_enough_to_come_between_two_batches_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's own waiting grows to a tenth of a second: who writes without a pause would keep others out."""
    with filled_store(tmp_path) as store:
        other = sqlite3.connect(tmp_path / "events.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        slept: list[float] = []

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            if len(slept) == 20:
                other.execute("COMMIT")

        monkeypatch.setattr(opening.time, "sleep", sleep)
        store.set_note("a", "b")
        assert store.note("a") == "b"
        assert (len(slept), max(slept) <= 0.005) == (20, True)
        with store.engine.connect() as connection:
            waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
        assert waits == opening.BUSY_TIMEOUT_MS
        other.close()


def test_hostile_text_is_stored_as_text(store: Store) -> None:
    nasty = "'); DROP TABLE events;-- \x00 \ud800 ‮ 𝕏 <script>"
    article = make_article(text=nasty.replace("\ud800", "") + SENTENCES[0])
    store.save_reading(article, make_reading(article, ()))
    assert store.articles()[0].text == article.text


def test_the_same_on_postgresql(postgresql: str) -> None:
    article = make_article()
    reading = make_reading(article)
    with Store(postgresql) as store:
        assert store.save_reading(article, reading) is Saved.STORED
        assert store.save_reading(article, reading) is Saved.ALREADY_THERE
        assert store.reading(article.id) == reading
        events = list(map(make_event, reading.reports))
        store.save_events(events)
        assert store.save_events(events) == 6
        assert store.events() == events
        assert len(EventIndex(store).select(EventFilter(words='"power plant" -bodies'))) == 1
        assert len(EventIndex(store).select(EventFilter(date_from=date(2022, 9, 12)))) == 2
        number = store.correct(NotAnEvent(report=ReportKey.of(reading.reports[1])))
        assert store.counts()["events"] == 5
        store.undo_correction(number)
        moved = replace(reading.reports[0], sub_event_type=SubEventType.ABDUCTION, place=IZIUM)
        store.save_reading(article, make_reading(article, (moved, *reading.reports[1:])))
        assert store.reports()[0].place == IZIUM
        assert store.delete_article(article.id)
        assert store.counts()["events"] == 0
