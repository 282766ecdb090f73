"""The ledger adds up at every step, and a step whose parts do not is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from made_news import make_news, save
from made_records import IZIUM, KHERSON, UDY, make_article, make_reading, make_reports

from articles.pipeline import read_article
from dashboard.ledger import map_step
from geodata.corrections import Merge, NotAnEvent, ReportKey, Split
from geodata.model import Article
from geodata.query import EventFilter, EventIndex
from geodata.query.account import LISTABLE, AccountStep, Part, account_of, mentions_at
from geodata.query.account_lists import OTHER_PARTS, articles_at, is_of_articles, other_rows, repeats
from geodata.query.parts import EVENT_PARTS, events_of_part
from geodata.store import Store


def test_a_step_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(ValueError, match="add up at 'Reports'"):
        AccountStep(title="Reports", total=3, parts=(Part(key="a", words="a", count=2),))


def test_every_step_begins_with_what_went_on(made_store: Store) -> None:
    steps = {step.title: step for step in account_of(made_store)}
    assert steps["Articles"].total == 2
    assert steps["Reports, one for each place of a mention"].total == 47
    going_on = [
        part.count for part in steps["Reports, one for each place of a mention"].parts if part.goes_on
    ]
    assert going_on == [0, 47]
    dates = steps["Events and their dates"]
    assert (dates.total, [part.count for part in dates.parts]) == (47, [46, 0, 0, 1])


def test_the_last_step_is_the_selection(made_store: Store) -> None:
    index = EventIndex(made_store)
    for wanted in (EventFilter(), EventFilter(words="Kharkiv"), EventFilter(words="submarine")):
        selection = index.select(wanted)
        assert map_step(selection).total == len(selection)


def test_mentions_of_a_step_are_listed(made_store: Store) -> None:
    assert mentions_at(made_store, "unresolved") == []


def test_every_line_of_the_account_opens_on_as_many_as_it_counts(made_store: Store) -> None:
    index = EventIndex(made_store)
    selection = index.select(EventFilter(date_from=date(2022, 7, 1), date_to=date(2022, 9, 30)))
    for step in (*account_of(made_store), map_step(selection)):
        for part in step.parts:
            if part.key in EVENT_PARTS - {"reports", "joined"}:
                assert len(events_of_part(index, selection, part.key, 1_000)) == part.count, part
            elif is_of_articles(part.key):
                assert len(articles_at(made_store, part.key)) == part.count
            else:
                assert part.key in LISTABLE | OTHER_PARTS.keys() | {"reports", "joined"}
    with pytest.raises(KeyError):
        events_of_part(index, selection, "nothing", 10)


def test_mentions_without_a_report_of_their_own_are_listed(tmp_path: Path) -> None:
    text = "Shells hit Izium on Monday. The shelling went on."
    article = Article.create(text, title="Twice", published=date(2022, 9, 13))
    with Store(tmp_path / "twice.db") as store:
        store.save_readings([(article, read_article(article))])
        told = next(step for step in account_of(store) if step.title == "Mentions told as having happened")
        assert len(repeats(store)) == told.parts[0].count


def test_merging_parting_refusing_and_waiting_are_lines_of_their_own(tmp_path: Path) -> None:
    with Store(tmp_path / "events.db") as store:
        news = make_news(60)
        save(store, news, 20)
        alone = [e.lead for e in store.events() if len(e.reports) == 1]
        joined = next(e for e in store.events() if len(e.reports) > 2)
        store.correct(Merge(reports=(ReportKey.of(alone[0]), ReportKey.of(alone[1]))))
        store.correct(Split(report=ReportKey.of(joined.lead)))
        store.correct(NotAnEvent(report=ReportKey.of(alone[2])))
        store.remove_events([e.id for e in store.events() if e.lead == alone[3]])
        step = next(s for s in account_of(store) if s.title.startswith("Reports"))
        parts = {part.key: part.count for part in step.parts}
        assert (parts["merged"], parts["refused"], parts["unjoined"], parts["parted"]) == (1, 1, 1, 2)
        assert [len(other_rows(store, key)) for key in ("merged", "refused", "unjoined")] == [1, 1, 1]
        assert step.total == store.counts()["reports"]
        assert parts["parted"] + parts["events"] == store.counts()["events"]
        assert all(part.count >= 0 for s in account_of(store) for part in s.parts)


def test_a_mention_of_several_places_gives_no_negative_line(tmp_path: Path) -> None:
    """One trigger, three places: three reports of one mention."""
    article = make_article()
    first = make_reports(article)[0]
    several = [
        replace(first, id=f"{article.id}-{n}", place=place) for n, place in enumerate((UDY, IZIUM, KHERSON))
    ]
    with Store(tmp_path / "events.db") as store:
        store.save_reading(article, make_reading(article, several))
        steps = {step.title: step for step in account_of(store)}
        assert [part.count for part in steps["Mentions told as having happened"].parts] == [0, 1]
        assert all(part.count >= 0 for step in steps.values() for part in step.parts)


def test_older_versions_and_withdrawn_articles_are_lines(tmp_path: Path) -> None:
    with Store(tmp_path / "events.db") as store:
        (one, reading), (two, other) = make_news(2)
        store.save_readings([(one, reading), (two, other)])
        store.withdraw(two.id, analyst="A. Nalyst")
        parts = {part.key: part.count for part in account_of(store)[0].parts}
        assert parts == {"dated_articles": 1, "undated_articles": 0, "older": 0, "withdrawn": 1}
