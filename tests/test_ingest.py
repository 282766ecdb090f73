"""Taking articles in: every input is accounted for, and doing it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from articles.sources import read_file
from dashboard import ingest
from dashboard.ingest import (
    Summary,
    ingest_articles,
    ingest_paths,
    ingest_text,
    ingest_upload,
    set_published,
)
from dashboard.parallel import ParallelError, map_on_cluster
from geodata.corrections import NotAnEvent, ReportKey
from geodata.model import Article, Reading
from geodata.query.account import account_of
from geodata.query.account_lists import articles_at
from geodata.store import Store

SAMPLES = Path(ingest.__file__).parents[1] / "articles" / "samples"
SHELLING = (
    "Shells hit Nikopol\n\nRussian forces shelled Nikopol yesterday, killing two people, officials said.\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "events.db") as opened:
        yield opened


def test_the_account_adds_up_and_reads_as_one_line() -> None:
    summary = Summary(stored=11, already_there=1, placed=160, not_places=31, unresolved=23, events=58)
    assert summary.describe() == (
        "12 articles: 11 stored, 1 already there; "
        "214 place mentions: 160 placed, 31 not meant as places, 23 unresolved; 58 events"
    )
    undated = replace(summary, undated_events=4, failures=("a.txt: it is empty",), skipped=("b.png",))
    assert undated.describe() == (
        "13 articles: 11 stored, 1 already there, 1 not read (1 other file left out); "
        "214 place mentions: 160 placed, 31 not meant as places, 23 unresolved; 58 events, 4 undated"
    )
    nothing = Summary(failures=("reports: there is no such file or folder; check the path",))
    assert nothing.describe() == "no article: 1 not read; 0 place mentions: none; 0 events"
    by_day = replace(summary, open_events=3, unplaced_events=2)
    assert by_day.describe().endswith("58 events, 3 dated only by or since a day, 2 without a place")
    assert Summary().describe() == "0 articles: none; 0 place mentions: none; 0 events"


def test_the_samples_give_the_same_events_however_often_they_are_read(store: Store) -> None:
    first = ingest_paths(store, [SAMPLES])
    revision, events = store.revision(), store.events()
    assert first.stored == first.articles == len(list(SAMPLES.glob("*.md")))
    assert first.mentions == store.counts()["place_mentions"]
    assert first.events == len(events) > 0
    assert [a.title for a in first.without_date] == ["Search ends at Chaplyne station, 25 dead"]
    again = ingest_paths(store, [SAMPLES])
    assert again.already_there == again.articles == first.articles
    assert store.revision() == revision
    assert store.events() == events
    assert replace(again, stored=first.stored, already_there=0) == first


def test_two_reports_of_one_attack_are_one_event_that_keeps_both_tolls(store: Store) -> None:
    told = "A Russian missile strike on the railway station in Kramatorsk killed {} people on 8 April."
    for outlet, dead in (("One", 50), ("Two", 57)):
        day = date(2022, 4, 9)
        ingest_articles(store, [Article.create(told.format(dead), published=day, outlet=outlet)])
    (event,) = store.events()
    assert (event.fatalities_low, event.fatalities_high) == (50, 57)
    assert any("toll" in line and "50" in line and "57" in line for line in event.disagreements)


def test_an_article_that_fails_does_not_lose_the_others(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = ingest.read_article

    def broken(article: Article, gazetteer: object = None) -> Reading:
        if "Broken" in article.text:
            raise ValueError("no such thing")
        return read(article, gazetteer)  # type: ignore[arg-type]

    monkeypatch.setattr(ingest, "read_article", broken)
    texts = ["One.", "Broken.", "Two."]
    found = [Article.create(t, title=t, file_name=f"{n}.txt") for n, t in enumerate(texts)]
    summary = ingest_articles(store, found)
    assert (summary.stored, len(summary.failures), summary.articles) == (2, 1, 3)
    assert summary.failures[0].startswith("1.txt: reading it failed (ValueError: no such thing)")


def test_an_article_that_stands_twice_in_a_batch_is_stored_once(store: Store) -> None:
    article = Article.create(SHELLING, title="Shells hit Nikopol", published=date(2022, 9, 13))
    summary = ingest_articles(store, [article, article])
    assert (summary.stored, summary.already_there) == (1, 1)
    assert len(store.articles()) == 1


def test_setting_the_date_dates_what_was_undated(store: Store) -> None:
    before = ingest_text(store, SHELLING, outlet="Desk")
    assert len(before.without_date) == 1
    assert before.undated_events == before.events > 0
    (article,) = store.articles()
    after = set_published(store, article.id, date(2022, 9, 13))
    assert after.undated_events == 0
    assert {event.lead.date_start for event in store.events()} == {date(2022, 9, 12)}
    assert after.without_date == ()
    # The same text pasted again, still without a date, keeps the date that was set.
    again = ingest_text(store, SHELLING, outlet="Desk")
    assert again.already_there == 1
    assert again.undated_events == 0


@pytest.mark.slow
def test_one_article_after_the_other_gives_the_same_events_as_all_at_once(
    store: Store, tmp_path: Path
) -> None:
    ingest_paths(store, [SAMPLES])
    with Store(tmp_path / "other.db") as other:
        for path in sorted(SAMPLES.glob("*.md"), reverse=True):
            ingest_paths(other, [path])
        assert {e.id for e in other.events()} == {e.id for e in store.events()}
        before = other.events()
        other.rejoin()
        assert {e.id for e in other.events()} == {e.id for e in before}


def test_what_an_interrupted_run_stored_is_joined_by_the_next(store: Store) -> None:
    ingest_text(store, SHELLING, published=date(2022, 9, 13))
    events = store.events()
    store.remove_events([event.id for event in events])
    again = ingest_text(store, SHELLING, published=date(2022, 9, 13))
    assert again.already_there == 1
    assert store.events() == events
    store.correct(NotAnEvent(report=ReportKey.of(events[0].lead)))
    revision = store.revision()
    assert ingest_text(store, SHELLING, published=date(2022, 9, 13)).events == 0
    assert store.revision() == revision


def test_an_upload_and_a_file_are_the_same_article(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SHELLING)
    ingest_paths(store, [path])
    assert ingest_upload(store, "a.txt", SHELLING.encode()).already_there == 1


def test_nothing_pasted_is_said(store: Store) -> None:
    summary = ingest_text(store, "  ")
    assert summary.failures == (
        "the pasted text: it is empty; save the article's text in it or leave it out",
    )
    assert store.articles() == []


def test_progress_counts_every_article(store: Store) -> None:
    seen: list[int] = []
    articles = [a for path in sorted(SAMPLES.glob("2022-07*.md")) for a in read_file(path)]
    ingest_articles(store, articles, progress=lambda done, _name: seen.append(done))
    assert seen[-1] == len(articles)


@pytest.mark.slow
def test_reading_in_two_processes_gives_the_same(store: Store, tmp_path: Path) -> None:
    alone = ingest_paths(store, [SAMPLES])
    with Store(tmp_path / "two.db") as other:
        assert ingest_paths(other, [SAMPLES], workers=2) == alone
        assert {e.id for e in other.events()} == {e.id for e in store.events()}


@pytest.mark.slow
def test_reading_on_a_dask_cluster_gives_the_same(store: Store, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask (the extra 'bulk') is not installed")
    alone = ingest_paths(store, [SAMPLES])
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster, Store(tmp_path / "two.db") as other:
        assert ingest_paths(other, [SAMPLES], scheduler=cluster.scheduler_address) == alone
        assert {e.id for e in other.events()} == {e.id for e in store.events()}


def test_a_scheduler_that_does_not_answer_is_said() -> None:
    pytest.importorskip("distributed", reason="Dask (the extra 'bulk') is not installed")
    with pytest.raises(ParallelError, match="no Dask scheduler answers at nonsense://x"):
        list(map_on_cluster(len, ["a"], "nonsense://x", len))


def test_articles_of_other_languages_are_stored_named_and_give_no_events(store: Store) -> None:
    ukrainian = (
        "Російські війська обстріляли Харків у суботу, загинули троє людей, повідомив голова області. "
        "Пошкоджено два житлові будинки та школу, рятувальники працюють на місці влучання."
    )
    english = "Russian forces shelled Kharkiv on Saturday, killing three people, the governor said."
    day = date(2022, 9, 13)
    found = [Article.create(ukrainian, published=day), Article.create(english, published=day)]
    summary = ingest_articles(store, found)
    assert summary.stored == 2
    assert "article stored and not read, as only English is: 1 in Ukrainian" in summary.notes
    assert {r.article_id for e in store.events() for r in e.reports} == {found[1].id}
    step = account_of(store)[0]
    assert {part.words: part.count for part in step.parts if part.count} == {
        "with a publication date": 1, "in Ukrainian, not read": 1,
    }  # fmt: skip
    (unread,) = (part for part in step.parts if part.words == "in Ukrainian, not read")
    assert not unread.goes_on
    assert len(articles_at(store, unread.key)) == 1
    stored = store.article(found[0].id)
    assert stored is not None
    assert stored.language == "uk"
    assert ingest_articles(store, found).already_there == 2
