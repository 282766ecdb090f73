"""Reading stored articles again: what changed is told, corrections stay, a kill in between costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from made_records import IZIUM, UDY, make_article, make_report

from dashboard import ingest
from dashboard.rereading import reread
from geodata.corrections import NotAnEvent, ReportKey, TypeFix
from geodata.model import Article, Place, Reading, Report, SubEventType
from geodata.store import Store
from geodata.store.upkeep import check

DAY = date(2022, 9, 11)
COUNT = 130
Read = Callable[..., Reading]


def article(number: int) -> Article:
    made = make_article(f"Outlet {number}")
    return Article.create(made.text, title=f"Story {number}", published=made.published, outlet=made.outlet)


def reports(of: Article, place: Place) -> tuple[Report, ...]:
    day = DAY + timedelta(days=3 * int(of.title.split()[1]))
    return (
        make_report(of, 0, SubEventType.ATTACK, place, (day, day)),
        make_report(of, 5, SubEventType.REMOTE_EXPLOSIVE, None, (None, None)),
    )


def reader(place: Place, fail: str = "", stop_after: int = 100_000) -> Read:
    """A reading that is made; it places the first report at ``place``, and may fail or be killed."""
    left = [stop_after]

    def read(of: Article, _gazetteer: object = None) -> Reading:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        if fail and of.title == fail:
            raise ValueError("no such thing")
        return Reading(article_id=of.id, reports=reports(of, place))

    return read


class Table:
    """Stands for the table of places: what is read with is told apart by its folder."""

    def __init__(self, name: str) -> None:
        self.folder = Path(name)


TABLE: ingest.Gazetteer = Table("one")  # type: ignore[assignment]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(ingest, "read_article", reader(UDY))
    with Store(tmp_path / "events.db") as opened:
        ingest.ingest_articles(opened, map(article, range(COUNT)), gazetteer=TABLE)
        assert opened.counts()["articles"] == COUNT
        yield opened


def places(store: Store) -> set[str | None]:
    return {report.place.name if report.place else None for report in store.reports()}


def test_what_changed_is_told_and_corrections_stay(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, refused = article(3), article(4)
    kinds = TypeFix(report=ReportKey.of(reports(kept, UDY)[0]), sub_event_type=SubEventType.AIR_STRIKE)
    number = store.correct(kinds)
    store.correct(NotAnEvent(report=ReportKey.of(reports(refused, UDY)[1])))
    same = reread(store, gazetteer=TABLE)
    assert (same.articles, same.otherwise, same.gone, same.new) == (COUNT, (), 0, 0)
    assert same.kept == store.counts()["events"]
    assert (same.corrections, same.without_target) == (2, 0)
    monkeypatch.setattr(ingest, "read_article", reader(IZIUM))
    done = reread(store, gazetteer=TABLE)
    assert (done.articles, len(done.otherwise), done.failures) == (COUNT, COUNT, ())
    assert "Story 3" in done.otherwise
    assert places(store) == {"Izium", None}
    assert check(store) == []
    again = {report.id: report for report in store.reports()}
    assert again[reports(kept, UDY)[0].id].sub_event_type is SubEventType.AIR_STRIKE
    assert reports(refused, UDY)[1].id not in again
    store.undo_correction(number)
    assert "130 articles read again, 130 otherwise than before" in done.describe()


def test_corrections_whose_words_are_not_read_any_more_are_flagged(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.correct(NotAnEvent(report=ReportKey.of(reports(article(3), UDY)[1])))
    monkeypatch.setattr(ingest, "read_article", lambda of, _gazetteer=None: Reading(article_id=of.id))
    done = reread(store, gazetteer=TABLE)
    assert (done.corrections, done.without_target, done.kept, done.new) == (1, 1, 0, 0)
    assert "1 correction in force, 1 of them find nothing any more" in done.describe()
    assert [fault.line for fault in check(store) if "finds nothing to change" in fault.line]


def test_an_interrupted_run_goes_on_and_tells_of_the_whole(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.counts()["events"]
    monkeypatch.setattr(ingest, "read_article", reader(IZIUM, stop_after=70))
    with pytest.raises(KeyboardInterrupt):
        reread(store, gazetteer=TABLE)
    assert places(store) == {"Udy", "Izium", None}
    assert store.unjoined() == []
    monkeypatch.setattr(ingest, "read_article", reader(IZIUM, stop_after=80))
    seen: list[tuple[int, int]] = []
    done = reread(store, gazetteer=TABLE, progress=lambda n, total: seen.append((n, total)))
    assert (done.articles, done.left_from_before, len(done.otherwise)) == (COUNT, 50, COUNT)
    assert seen[-1] == (80, 80)
    assert done.gone + done.kept == before
    assert places(store) == {"Izium", None}
    monkeypatch.setattr(ingest, "read_article", reader(IZIUM))
    fresh = reread(store, gazetteer=TABLE, only=[article(1).id])
    assert (fresh.articles, fresh.left_from_before) == (1, 0)


def test_a_run_interrupted_before_the_tables_changed_begins_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "read_article", reader(IZIUM, stop_after=70))
    with pytest.raises(KeyboardInterrupt):
        reread(store, gazetteer=TABLE)
    monkeypatch.setattr(ingest, "read_article", reader(UDY))
    done = reread(store, gazetteer=Table("two"))  # type: ignore[arg-type]
    assert (done.articles, done.left_from_before) == (COUNT, 0)
    assert places(store) == {"Udy", None}


def test_an_article_that_fails_keeps_what_was_read_before(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "read_article", reader(IZIUM, fail="Story 7"))
    done = reread(store, gazetteer=TABLE)
    (line,) = done.failures
    assert line.startswith("Story 7: reading it failed")
    assert len(done.otherwise) == COUNT - 1
    assert places(store) == {"Udy", "Izium", None}


def test_the_language_of_articles_stored_earlier_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "with_language", lambda one: replace(one, language="uk"))
    monkeypatch.setattr("dashboard.rereading.with_language", ingest.with_language)
    done = reread(store, gazetteer=TABLE, only=[article(1).id])
    assert done.otherwise == ("Story 1",)
    found = store.article(article(1).id)
    assert found is not None
    assert found.language == "uk"
