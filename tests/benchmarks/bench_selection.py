"""Measures the store and the selection on synthetic events written through the real store.

Run as ``python tests/benchmarks/bench_selection.py [10000 100000 1000000]``. A filter change is everything
that the server does for one: verdicts, ledger, timeline, map cells and the first page of cards. Each filter
is new to the index, so nothing comes out of its caches. Printed: medians and the slowest, in milliseconds.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

import psutil
from synthetic import fill

from geodata.model import EventType
from geodata.query import DrawnArea, EventFilter, EventIndex, Near
from geodata.store import Store

RUNS = 5
VIEW = (45.0, 24.0, 52.0, 40.0)
ZOOM = 7


def make_filters(random_: random.Random) -> dict[str, EventFilter]:
    """Return one filter of every kind, different at each call."""
    start = date(2022, 3, 1) + timedelta(days=random_.randrange(400))
    place = {"latitude": random_.uniform(46, 51), "longitude": random_.uniform(26, 38)}
    south, west = random_.uniform(45, 49), random_.uniform(24, 34)
    corners = ((south, west), (south, west + 4), (south + 2, west + 5), (south + 3, west + 1))
    dates = {"date_from": start, "date_to": start + timedelta(days=90)}
    return {
        "dates": EventFilter(**dates),
        "type": EventFilter(
            event_types=(random_.choice(list(EventType)),), fatalities_at_least=random_.randrange(9)
        ),
        "region": EventFilter(
            regions=(random_.choice(["ne:UA.07", "ne:UA.08", "ne:UA.05", "region:donbas"]),)
        ),
        "drawn area": EventFilter(area=DrawnArea(corners=corners)),
        "near": EventFilter(near=Near(**place, km=random_.uniform(30, 200))),
        "words": EventFilter(words=f'village -"power plant" -{random_.randrange(10**6)}'),
        "several": EventFilter(
            **dates,
            near=Near(**place, km=300),
            outlets=("Wire", "Courier"),
            words=f"shelling -{random_.randrange(10**6)}",
        ),
    }


def change_filter(store: Store, index: EventIndex, wanted: EventFilter) -> int:
    """Do what the server does for a filter change and return the bytes of cells and timeline as JSON."""
    selection = index.select(wanted)
    selection.ledger()
    selection.type_counts()
    selection.relation_counts()
    cells = selection.cells(VIEW, ZOOM)
    timeline = selection.timeline(wanted.date_from, wanted.date_to)
    store.cards(selection.page(0, 20).ids)
    assert cells.total == timeline.total == len(selection)
    return len(json.dumps([asdict(cells), asdict(timeline)], default=str))


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def timed(action: Callable[[], object]) -> float:
    """Return how long an action takes in seconds."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def measure_changes(
    store: Store, index: EventIndex, filters: list[EventFilter]
) -> tuple[list[float], list[int]]:
    """Return milliseconds and bytes of each filter change."""
    sizes: list[int] = []
    times = [timed(lambda f=f: sizes.append(change_filter(store, index, f))) * 1000 for f in filters]
    return times, sizes


def measure(events: int, folder: Path) -> None:
    """Print what a store of so many events costs."""
    process = psutil.Process()
    path = folder / f"events-{events}.db"
    with Store(path) as store:
        if not store.counts()["events"]:
            took = timed(lambda: fill(store, events))
            say(f"{events:>9,} events  written in {took:.1f} s, {path.stat().st_size / 1e6:,.0f} MB")
        before = process.memory_info().rss
        start = time.perf_counter()
        index = EventIndex(store)
        took = time.perf_counter() - start
        grown = (process.memory_info().rss - before) / 1e6
        say(f"{events:>9,} events  copy loaded in {took:.1f} s, {grown:.0f} MB")
        random_ = random.Random(1)
        change_filter(store, index, EventFilter())
        for name in make_filters(random_):
            wanted = [make_filters(random_)[name] for _ in range(RUNS)]
            times, sizes = measure_changes(store, index, wanted)
            say(
                f"{events:>9,} events  {name:<11} median {statistics.median(times):6.0f} ms  slowest "
                f"{max(times):6.0f} ms  at most {max(sizes) / 1000:,.0f} kB to draw"
            )
        say(f"{events:>9,} events  memory of the process {process.memory_info().rss / 1e6:.0f} MB")


def main() -> None:
    """Measure at the sizes asked for."""
    sizes = [int(text) for text in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    with tempfile.TemporaryDirectory() as folder:
        for events in sizes:
            measure(events, Path(folder))


if __name__ == "__main__":
    main()
