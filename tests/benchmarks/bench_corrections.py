"""Measures a name corrected everywhere in a store of 100,000 events: preview, done, on the map.

Run as ``python tests/benchmarks/bench_corrections.py [100000] [mentions of the name]``. Of the events,
so many lie at one wrong village that is named in as many articles. Printed: the seconds of each step, three
times over (undone in between), and those of the copy of the events that the map draws from.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from synthetic import make_articles, make_places

from geodata.corrections import NameFix
from geodata.model import Event, Place, PlaceMention, PlacePrecision, PlaceRole, PlaceUse, Reading, Span
from geodata.query import EventFilter, EventIndex
from geodata.store import Store
from geodata.store.moves import reach_of

NAME = "Zaliznychne"
_AT_ONCE = 500
_T = TypeVar("_T")


def fill_with_name(store: Store, events: int, mentions: int) -> tuple[Place, Place]:
    """Store synthetic articles, some with a report at one wrong village; return it and the right one."""
    some = make_places(random.Random(1))
    wrong = replace(some[0], id="made:wrong", name=NAME)
    right = replace(some[1], id="made:right", name=NAME)
    batch = []
    for number, (article, reading) in enumerate(make_articles(events)):
        batch.append((article, _with_name(reading, wrong) if number < mentions else reading))
        if len(batch) == _AT_ONCE:
            store.save_readings(batch, join=False)
            batch = []
    store.save_readings(batch, join=False)
    # As events given from outside: joining a hundred thousand is measured elsewhere.
    store.save_events(
        Event(
            id=f"e-{r.id}", reports=(r,), lead=r, fatalities_low=r.toll.fatalities,
            fatalities=r.toll.fatalities, fatalities_high=r.toll.fatalities,
        )
        for r in store.reports()
    )  # fmt: skip
    return wrong, right


def _with_name(reading: Reading, wrong: Place) -> Reading:
    first, *others = reading.reports
    span = Span(start=first.excerpt.start + 20, end=first.excerpt.start + 20 + len(NAME))
    moved = replace(
        first, place=wrong, latitude=wrong.latitude, longitude=wrong.longitude, place_spans=(span,),
        place_precision=PlacePrecision.SETTLEMENT,
    )  # fmt: skip
    mention = PlaceMention(
        start=span.start, end=span.end, text=NAME, use=PlaceUse.LITERAL, role=PlaceRole.EVENT, place=wrong,
        latitude=wrong.latitude, longitude=wrong.longitude, confidence=0.5,
        precision=PlacePrecision.SETTLEMENT,
    )  # fmt: skip
    return replace(reading, reports=(moved, *others), places=(*reading.places, mention))


def timed(what: str, do: Callable[[], _T]) -> _T:
    """Do something and print how many seconds it took."""
    start = time.perf_counter()
    done = do()
    sys.stdout.write(f"  {what}: {time.perf_counter() - start:.2f} s\n")
    return done


def main(events: int, mentions: int) -> None:
    """Fill a store and measure."""
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "bench.db") as store:
        wrong, right = fill_with_name(store, events, mentions)
        sys.stdout.write(f"{store.counts()['events']:,} events, {NAME} in {mentions:,} articles\n")
        fix = NameFix(name=NAME, place=right, read_as=wrong.id)
        for _ in range(3):
            measure(store, fix)


def measure(store: Store, fix: NameFix) -> None:
    """Preview, make and undo a fix, and load what the map draws from."""
    reach = timed("preview", lambda: reach_of(store, fix))
    sys.stdout.write(f"  {reach}\n"[:160])
    number = timed("done", lambda: store.correct(fix, analyst="bench"))
    index = timed("copy loaded anew", lambda: EventIndex(store))
    timed("counted for the map", lambda: index.select(EventFilter()).ids())
    timed("undone", lambda: store.undo_correction(number))


if __name__ == "__main__":
    asked = [int(n) for n in sys.argv[1:]]
    main(asked[0] if asked else 100_000, asked[1] if len(asked) > 1 else 1_000)
