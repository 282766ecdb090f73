"""The selected events as records: one row per event, released as a policy allows, in batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from geodata.export.about import About, about
from geodata.export.columns import Record, Selected, record_of
from geodata.export.policy import ReleasePolicy
from geodata.query import Doubt, Selection
from geodata.query.clauses import Names
from geodata.store import Store

# Events held in memory at once.
BATCH = 5_000


def records_of(
    store: Store, selection: Selection, policy: ReleasePolicy | None = None
) -> Iterator[list[Record]]:
    """Yield the selected events in batches, as they are listed, without those that the policy withholds."""
    ids = selection.ids()
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        relations = selection.relations_of(some)
        found = [
            record_of(Selected(card=card, wanted=selection.filter, relation=relations.get(card.event.id)))
            for card in store.cards(some)
        ]
        yield found if policy is None else [r for one in found if (r := policy.release(one)) is not None]


def statement_of(
    store: Store, selection: Selection, names: Names = str, policy: ReleasePolicy | None = None
) -> About:
    """Return what a file of the selection says of itself, with the numbers of what a policy lets out."""
    statement = about(selection, names, policy)
    if policy is None:
        return statement
    every = (record for batch in records_of(store, selection) for record in batch)
    return released_about(statement, every, policy)


def released_about(statement: About, records: Iterable[Record], policy: ReleasePolicy) -> About:
    """Return the statement with the numbers of what the policy lets out, counted from all ``records``.

    Dates are counted as they are known, also where the policy empties their columns.
    """
    found: Counter[str] = Counter()
    for record in records:
        released = policy.release(record)
        if released is not None:
            found["shown"] += 1
            found["reports"] += int(str(released["n_reports"] or 0))
            found["placeless"] += released["latitude"] is None
            found.update(str(record["doubts"] or "").split("; "))
    return replace(
        statement,
        withheld=statement.shown - found["shown"],
        shown=found["shown"],
        undated=found[Doubt.UNDATED],
        by_day=found[Doubt.BY_DAY],
        since_day=found[Doubt.SINCE_DAY],
        possibly_in_period=found[Doubt.POSSIBLY_IN_PERIOD],
        without_place=found["placeless"],
        # Where the policy masks them, their number is not told either.
        reports=None if statement.reports is None else found["reports"] or None,
    )
