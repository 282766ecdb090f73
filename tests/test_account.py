"""The ledger adds up at every step, and a step whose parts do not is refused."""

from __future__ import annotations

import pytest

from dashboard.account import AccountStep, Part, account_of, mentions_at
from dashboard.ledger import map_step
from geodata.query import EventFilter, EventIndex
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
