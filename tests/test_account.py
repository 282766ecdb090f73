"""The ledger adds up at every step, and a step whose parts do not is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from articles.pipeline import read_article
from dashboard.account import LISTABLE, AccountStep, Part, account_of, mentions_at
from dashboard.account_lists import ARTICLE_PARTS, articles_at, repeats
from dashboard.ledger import map_step
from geodata.model import Article
from geodata.query import EventFilter, EventIndex
from geodata.query.parts import EVENT_PARTS, events_of_part
from geodata.store import Store


def test_a_step_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(ValueError, match="add up at 'Reports'"):
        AccountStep(title="Reports", total=3, parts=(Part(key="a", words="a", count=2),))


def test_every_step_begins_with_what_went_on(made_store: Store) -> None:
    steps = {step.title: step for step in account_of(made_store)}
    assert steps["Articles read"].total == 2
    assert steps["Reports"].total == 47
    going_on = [part.count for part in steps["Reports"].parts if part.goes_on]
    assert going_on == [47]
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
            elif part.key in ARTICLE_PARTS:
                assert len(articles_at(made_store, part.key)) == part.count
            else:
                assert part.key in LISTABLE | {"reports", "joined", "repeated"}
    with pytest.raises(KeyError):
        events_of_part(index, selection, "nothing", 10)


def test_mentions_without_a_report_of_their_own_are_listed(tmp_path: Path) -> None:
    text = "Shells hit Izium on Monday. The shelling went on."
    article = Article.create(text, title="Twice", published=date(2022, 9, 13))
    with Store(tmp_path / "twice.db") as store:
        store.save_readings([(article, read_article(article))])
        told = next(step for step in account_of(store) if step.title == "Mentions told as having happened")
        assert len(repeats(store)) == told.parts[0].count
