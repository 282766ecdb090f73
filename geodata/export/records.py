"""The selected events as records: one row per event, released as a policy allows, in batches."""

from __future__ import annotations

from collections.abc import Iterator

from geodata.export.columns import Record, Selected, record_of
from geodata.export.policy import ReleasePolicy
from geodata.query import Selection
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
