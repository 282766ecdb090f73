"""Measures a name corrected everywhere in a store of 100,000 events: preview, done, on the map.

Run as ``python tests/benchmarks/bench_corrections.py [100000] [mentions of the name] [FILE]``. Of the
reports, so many lie at one wrong village that is named in as many articles; all are joined to events as an
ingest does. FILE keeps the store for the next run. Printed: the seconds of each step, three times over
(undone in between), and those of the copy of the events that the map draws from.
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
from geodata.model import Place, PlaceMention, PlacePrecision, PlaceRole, PlaceUse, Reading, Span
from geodata.query import EventFilter, EventIndex
from geodata.store import Store
from geodata.store.moves import reach_of

NAME = "Zaliznychne"
_AT_ONCE = 500
_T = TypeVar("_T")


def fill_with_name(store: Store, reports: int, mentions: int) -> None:
    """Store synthetic articles, some with a report at the wrong village."""
    wrong, _ = the_villages()
    batch = []
    for number, (article, reading) in enumerate(make_articles(reports)):
        batch.append((article, _with_name(reading, wrong) if number < mentions else reading))
        if len(batch) == _AT_ONCE:
            store.save_readings(batch, join=False)
            batch = []
    store.save_readings(batch, join=False)


def the_villages() -> tuple[Place, Place]:
    """Return the wrong village and the right one."""
    some = make_places(random.Random(1))
    return replace(some[0], id="made:wrong", name=NAME), replace(some[1], id="made:right", name=NAME)


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


def main(reports: int, mentions: int, kept: Path | None) -> None:
    """Fill a store unless it is there, and measure."""
    wrong, right = the_villages()
    with tempfile.TemporaryDirectory() as folder, Store(kept or Path(folder) / "bench.db") as store:
        if not store.counts()["articles"]:
            fill_with_name(store, reports, mentions)
        store.finish_joining()
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
    numbers = [int(n) for n in sys.argv[1:3]]
    main(
        numbers[0] if numbers else 100_000,
        numbers[1] if len(numbers) > 1 else 1_000,
        Path(sys.argv[3]) if len(sys.argv) > 3 else None,
    )
