"""A small store of events as an earlier version had them, so that the same filters can be asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from geodata.changes import EventState
from geodata.store import codec, schema
from geodata.store.codec import SEPARATOR, Row
from geodata.store.opening import begin_writing
from geodata.store.readings import insert, upsert
from geodata.store.store import Store

_SETS = ("actors", "attributions", "outlets")
_LISTS = ("disagreements", "reasons")
_WORDS = ("sub_event_type", "certainty")
_LABELS = ("date_precision", "place_precision")


@contextmanager
def store_of(states: Iterable[EventState]) -> Iterator[Store]:
    """Give, for as long as needed, a store that holds these events, their words and places."""
    listed = list(states)
    with TemporaryDirectory() as folder, Store(Path(folder) / "past.db") as store:
        places = {state.place.id: state.place for state in listed if state.place is not None}
        with begin_writing(store.engine) as connection:
            upsert(connection, schema.places, [codec.place_row(place) for place in places.values()], "id")
            insert(connection, schema.events, [_row(state, n) for n, state in enumerate(listed, start=1)])
            words = [{"number": n, "words": state.words} for n, state in enumerate(listed, start=1)]
            insert(connection, schema.event_texts, words)
        yield store


def _row(state: EventState, number: int) -> Row:
    """Return the row of ``events`` that a state is."""
    names = (column.name for column in schema.events.c)
    row: Row = {name: getattr(state, name) for name in names if hasattr(state, name)}
    row |= {name: SEPARATOR.join(getattr(state, name)) for name in _SETS}
    row |= {name: codec.to_text(getattr(state, name)) for name in _LISTS}
    row |= {name: getattr(state, name).value for name in _WORDS}
    row |= {name: known.label if (known := getattr(state, name)) else None for name in _LABELS}
    return row | {"number": number, "place_id": state.place.id if state.place else None}
