"""Asks a filter of events as earlier versions had them: what of a difference concerns a selection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geodata.changes import Change, Difference, EventState
from geodata.query.filter import EventFilter
from geodata.query.index import EventIndex
from geodata.store.scratch import store_of


def ids_passing(states: Sequence[EventState], wanted: EventFilter) -> set[str]:
    """Return the ids of the states that a filter lets through; no id may stand twice."""
    if wanted == EventFilter() or not states:
        return {state.id for state in states}
    with store_of(states) as store:
        return set(EventIndex(store).select(wanted).ids())


def narrow(difference: Difference, wanted: EventFilter) -> Difference:
    """Return of a difference what passes a filter before it or after it."""
    if wanted == EventFilter():
        return difference
    before = ids_passing([c.before for c in difference.changes if c.before is not None], wanted)
    after = ids_passing([c.after for c in difference.changes if c.after is not None], wanted)

    def concerns(change: Change) -> bool:
        old, new = change.before, change.after
        return (old is not None and old.id in before) or (new is not None and new.id in after)

    return replace(difference, changes=tuple(filter(concerns, difference.changes)))
