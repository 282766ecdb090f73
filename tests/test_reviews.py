"""What is worth a look comes first, who looked is known, and what was looked at becomes labelled examples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_corrections import ARTICLES, fixes_on, made_store
from made_records import IZIUM, KHERSON, make_reports
from training.documents import read_gold

from dashboard.cli import app
from geodata.corrections import Confirm, Fix, NotAnEvent, PlaceFix, ReportKey, SpotFix, TollFix
from geodata.export.labelled import labelled_examples
from geodata.query.review import review_order
from geodata.store import Store
from geodata.store.exchange import export_log, import_log
from geodata.store.reviews import progress_of

KEYS = [ReportKey.of(report) for report in make_reports(ARTICLES[0])]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with made_store(tmp_path / "one.db") as opened:
        yield opened


def test_the_deadly_and_doubtful_come_first(store: Store) -> None:
    store.correct(TollFix(report=KEYS[1], fatalities=300))
    before = review_order(store)
    assert [d.score for d in before] == sorted((d.score for d in before), reverse=True)
    assert len({d.event_id for d in before}) == store.counts()["events"]
    (event,) = [e for e in store.events() if any(r.id == KEYS[1].report_id for r in e.reports)]
    store.correct(Confirm(report=ReportKey.of(event.lead)))
    assert next(d.doubt for d in review_order(store) if d.event_id == event.id) == 0
    assert review_order(store, [event.id])[0].event_id == event.id


class TestTwoPeople:
    """Each looks in a store of their own; then one takes in the other's log."""

    def both(self, store: Store, tmp_path: Path, mine: list[Fix], theirs: list[Fix]) -> tuple[int, int]:
        with made_store(tmp_path / "two.db") as other:
            for fix in mine:
                store.correct(fix, analyst="A")
            for fix in theirs:
                other.correct(fix, analyst="B")
            import_log(store, export_log(other))
        agreement = progress_of(store).agreement
        return agreement.both, agreement.agree

    def test_both_confirm(self, store: Store, tmp_path: Path) -> None:
        confirm: list[Fix] = [Confirm(report=KEYS[0])]
        assert self.both(store, tmp_path, confirm, confirm) == (1, 1)

    def test_one_confirms_what_the_other_changes(self, store: Store, tmp_path: Path) -> None:
        moved = SpotFix(report=KEYS[0], place=IZIUM)
        assert self.both(store, tmp_path, [Confirm(report=KEYS[0])], [moved]) == (1, 0)

    def test_one_moves_the_name_the_other_confirms(self, store: Store, tmp_path: Path) -> None:
        mention = make_reports(ARTICLES[0])[0].place_spans[0]
        moved = PlaceFix(article_id=ARTICLES[0].id, mention=mention, place=KHERSON)
        theirs: list[Fix] = [moved, Confirm(report=KEYS[0])]
        assert self.both(store, tmp_path, [Confirm(report=KEYS[0])], theirs) == (1, 0)

    def test_one_rejects(self, store: Store, tmp_path: Path) -> None:
        assert self.both(store, tmp_path, [Confirm(report=KEYS[0])], [NotAnEvent(report=KEYS[0])]) == (1, 0)

    def test_who_saw_a_correction_and_confirms_agrees_with_it(self, store: Store) -> None:
        store.correct(SpotFix(report=KEYS[0], place=IZIUM), analyst="A")
        store.correct(Confirm(report=KEYS[0]), analyst="B")
        agreement = progress_of(store).agreement
        assert (agreement.both, agreement.agree) == (1, 1)


def test_progress_counts_events_and_rejections(store: Store) -> None:
    store.correct(Confirm(report=KEYS[0]), analyst="A")
    store.correct(NotAnEvent(report=KEYS[5]), analyst="A")
    progress = progress_of(store)
    (event_id,) = progress.events
    assert [r.id for r in store.events([event_id])[0].reports if r.id == KEYS[0].report_id]
    assert progress.rejected == 1
    store.undo_correction(1)
    assert not progress_of(store).events


def test_examples_are_what_the_training_reads(store: Store, tmp_path: Path) -> None:
    store.correct(TollFix(report=KEYS[0], fatalities=5), analyst="A")
    store.correct(Confirm(report=KEYS[1]), analyst="A")
    store.correct(NotAnEvent(report=KEYS[2]), analyst="A")
    store.correct(fixes_on(ARTICLES[0])[17], analyst="A")
    (example,) = labelled_examples(store)
    assert [(e["trigger_start"], e["fatalities"]) for e in example["events"]][:2] == [(0, 5), (63, None)]
    assert len(example["events"]) == 3
    text = ARTICLES[0].text
    ignored = [text[s["start"] : s["end"]] for s in example["ignore_spans"]]
    assert any("protest" in words for words in ignored)
    assert not any("Shelling" in words for words in ignored)
    done = CliRunner().invoke(app, ["corrections", "labels", str(tmp_path / "out"), "--db", store.name])
    assert done.exit_code == 0, done.output
    documents = list(read_gold(tmp_path / "out"))
    assert [len(d.told) for d in documents] == [3]
    assert json.loads((tmp_path / "out" / f"{ARTICLES[0].id}.json").read_text())["by"] == ["A"]


def run(store: Store, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["corrections", *words, "--db", store.name])
    return done.exit_code, done.output


def test_two_logs_by_the_command_line(store: Store, tmp_path: Path) -> None:
    log, mention = tmp_path / "log.jsonl", make_reports(ARTICLES[0])[0].place_spans[0]
    with made_store(tmp_path / "two.db") as other:
        store.correct(PlaceFix(article_id=ARTICLES[0].id, mention=mention, place=IZIUM), analyst="A")
        other.correct(PlaceFix(article_id=ARTICLES[0].id, mention=mention, place=KHERSON), analyst="B")
        assert run(other, "export", str(log))[0] == 0
    code, told = run(store, "import", str(log), "--dry-run")
    assert (code, len(store.corrections())) == (1, 1)
    code, told = run(store, "import", str(log))
    assert code == 1
    assert "contradict" in told
    assert run(store, "clashes")[0] == 1
    assert run(store, "decide", "1", "--by", "A")[0] == 0
    assert run(store, "clashes")[0] == 0
    assert run(store, "undo", "3")[0] == 0
    assert run(store, "redo", "3")[0] == 0
    code, told = run(store, "list")
    assert "Udy, Kharkiv Oblast, UA → Izium, Kharkiv Oblast, UA" in told.replace("\n", "")
    log.write_text("no log")
    code, told = run(store, "import", str(log))
    assert code == 3
    assert "nothing was taken in" in told
