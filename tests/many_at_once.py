"""Lets programs write and read one store at once: two ingests, a watch, two correctors, four readers.

``python tests/many_at_once.py SECONDS STORE [LIMIT]``; STORE is a file or a postgresql:// address of an empty
database. Nothing is read: readings are made. Prints what was done and a line for each fault: an error, an
article or a correction that got lost, a store that is not whole, a reader that waited for over LIMIT seconds.
Exits with 1 where there is a fault.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from made_news import make_news

from dashboard import ingest
from dashboard.watching import Watch
from geodata.corrections import ReportKey, TypeFix
from geodata.model import Reading, SubEventType
from geodata.query import EventFilter, EventIndex
from geodata.store import Store
from geodata.store.upkeep import check

_BATCH = 5
_DAYS = 3_000


class Shared:
    """What the programs have in common: the store, the end, and a folder for what they say they did."""

    def __init__(self, store: str, seconds: float, folder: Path) -> None:
        self.store, self.folder, self.until = store, folder, time.monotonic() + seconds

    def goes_on(self) -> bool:
        """Whether there is time left."""
        return time.monotonic() < self.until

    def say(self, name: str, *lines: object) -> None:
        """Note what was done, a line each."""
        with (self.folder / name).open("a") as file:
            file.writelines(f"{line}\n" for line in lines)

    def said(self, name: str) -> list[str]:
        """Return what was noted."""
        path = self.folder / name
        return path.read_text().splitlines() if path.exists() else []


def take_in(shared: Shared, number: int) -> None:
    """Store news of a seed of its own until the time is up."""
    news = make_news(50_000 if shared.until - time.monotonic() > 60 else 3_000, 100 + number, _DAYS)
    with Store(shared.store) as store:
        for start in range(0, len(news), _BATCH):
            if not shared.goes_on():
                return
            batch = news[start : start + _BATCH]
            store.save_readings(batch)
            shared.say("articles", *(article.id for article, _ in batch))


def watch(shared: Shared, _number: int) -> None:
    """Take in a folder in which a file appears every second."""
    ingest.read_article = lambda article, _gazetteer=None: Reading(article_id=article.id)
    folder = shared.folder / "in"
    folder.mkdir()
    with Store(shared.store) as store:
        watching = Watch(
            store=store, sources=(str(folder),), path=shared.folder / "watch.json", every_seconds=1.0,
            gazetteer=object(), say=lambda _line: None, clock=lambda: time.time() + 10,  # type: ignore[arg-type]
        )  # fmt: skip
        number = 0
        while shared.goes_on():
            text = f"Day {number}\n\nShells hit Nikopol on 12 September 2022, {number + 2} died.\n"
            (folder / f"{number}.txt").write_text(text)
            number += 1
            for source in watching.state.sources.values():
                source.next_try = 0.0
            watching.step()
            time.sleep(0.5)
        shared.say("files", *range(number))


def correct(shared: Shared, number: int) -> None:
    """Correct a report and take that back, over and over."""
    dice = random.Random(number)
    kinds = [SubEventType.AIR_STRIKE, SubEventType.ATTACK, SubEventType.ARMED_CLASH]
    with Store(shared.store) as store:
        while shared.goes_on():
            ids = store.event_ids()
            found = store.events([dice.choice(ids)]) if ids else []
            if not found:
                time.sleep(0.05)
                continue
            fix = TypeFix(report=ReportKey.of(found[0].lead), sub_event_type=dice.choice(kinds))
            made = store.correct(fix, analyst=f"analyst {number}")
            shared.say("corrections", made)
            if dice.random() < 0.5:
                shared.say("corrections", store.undo_correction(made, analyst=f"analyst {number}"))
            time.sleep(0.1)


def read(shared: Shared, number: int) -> None:
    """Ask as the dashboard does: which events, how many, and the first of them whole."""
    with Store(shared.store) as store:
        index = EventIndex(store)
        while shared.goes_on():
            started = time.monotonic()
            store.counts(), store.revision()
            selection = index.select(EventFilter(include_undated=True))
            store.cards(list(selection.page(0, 20).ids))
            shared.say("waits", f"{time.monotonic() - started:.3f}")
            if number == 0:  # one of them also loads its copy anew, as a page does after a change
                index = EventIndex(store)
            time.sleep(0.05)


PROGRAMS: tuple[tuple[Callable[[Shared, int], None], int], ...] = (
    (take_in, 2), (watch, 1), (correct, 2), (read, 4),
)  # fmt: skip


def _start(program: Callable[[Shared, int], None], shared: Shared, number: int) -> int:
    process = os.fork()
    if process:
        return process
    try:
        program(shared, number)
    except BaseException as error:  # whatever it is, the parent must not go on twice
        shared.say("faults", f"{program.__name__} {number}: {error!r}")
    os._exit(0)


def run(store: str, seconds: float, folder: Path, limit: float) -> list[str]:
    """Let all programs run and return the faults."""
    shared = Shared(store, seconds, folder)
    running = [_start(program, shared, n) for program, count in PROGRAMS for n in range(count)]
    for process in running:
        os.waitpid(process, 0)
    ended = _start(_look, shared, 0)
    os.waitpid(ended, 0)
    waits = sorted(map(float, shared.said("waits")))
    sys.stdout.write(
        f"{len(shared.said('articles'))} articles, {len(shared.said('files'))} files, "
        f"{len(shared.said('corrections'))} corrections, {len(waits)} questions of readers, the slowest "
        f"{max(waits, default=0):.2f} s, half of them within {waits[len(waits) // 2] if waits else 0:.2f} s\n"
    )
    late = sum(wait > limit for wait in waits)
    return shared.said("faults") + ([f"{late} questions took over {limit:g} s"] if late else [])


def _look(shared: Shared, _number: int) -> None:
    """Note what is not there of what the programs did."""
    with Store(shared.store) as store:
        log = {str(entry.number) for entry in store.corrections()}
        there = set(store.article_ids()) | {shelved.article_id for shelved in store.shelved()}
        titles = {article.title for article in store.articles()}
        lost: dict[str, Any] = {
            "articles lost": set(shared.said("articles")) - there,
            "corrections lost": set(shared.said("corrections")) ^ log,
            "files lost": {f"Day {number}" for number in shared.said("files")} - titles,
            "not whole": [fault.line for fault in check(store)],
        }
        shared.say("faults", *(f"{what}: {sorted(some)[:5]}" for what, some in lost.items() if some))


def main() -> int:
    """Run as the command line says; return 1 where a fault was found."""
    seconds, store, *rest = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        Store(store).close()
        faults = run(store, float(seconds), Path(name), float(rest[0]) if rest else 1.0)
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
