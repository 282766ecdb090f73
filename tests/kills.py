"""Kills programs that write a store, over and over, and looks whether anything was lost, doubled or damaged.

``python tests/kills.py 200 [FOLDER] [SEED]``: SIGKILL at a random statement or moment while news is stored,
joined anew, corrected, migrated, backed up and watched for; each is finished later by a run nobody kills.
Prints a line for each fault, and counts; exits with 1 where there is a fault. Nothing is read: readings are
made.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import old_stores
from made_news import exported, make_news, save
from sqlalchemy import Engine, event

from dashboard import ingest
from dashboard.watch_state import load_state
from dashboard.watching import Watch
from geodata.corrections import (
    DateFix,
    Fix,
    Merge,
    NotAnEvent,
    ReportKey,
    Split,
    TypeFix,
    Withdraw,
    articles_of,
)
from geodata.model import Reading, SubEventType
from geodata.store import Store
from geodata.store.upkeep import back_up, check

NEWS = make_news(90)
FILES = 30
_SECONDS = 0.4


def corrections() -> list[Fix]:
    """Return one fix of each kind and some more, about reports of different articles."""
    keys = [ReportKey.of(reading.reports[0]) for _, reading in NEWS[:24]]
    day = NEWS[0][0].published
    return [
        *(NotAnEvent(report=key) for key in keys[:3]),
        *(TypeFix(report=key, sub_event_type=SubEventType.AIR_STRIKE) for key in keys[3:8]),
        *(DateFix(report=key, date_start=day, date_end=day) for key in keys[8:13]),
        Merge(reports=(keys[13], keys[14])),
        Split(report=keys[15]),
        *(Withdraw(article_id=article.id) for article, _ in NEWS[16:19]),
    ]


def store_news(folder: Path) -> None:
    """Store the news, some articles at a time."""
    with Store(folder / "events.db") as store:
        save(store, NEWS, 5)


def join_anew(folder: Path) -> None:
    """Join every report anew, and finish what was left."""
    with Store(folder / "events.db") as store:
        store.finish_joining()
        store.rejoin()


def correct(folder: Path) -> None:
    """Make the corrections that are not in the log yet and whose article is there."""
    with Store(folder / "events.db") as store:
        made = {entry.note for entry in store.corrections()}
        there = set(store.article_ids())
        for number, fix in enumerate(corrections()):
            if str(number) not in made and articles_of(fix) <= there:
                store.correct(fix, analyst="Kim", note=str(number))


def migrate(folder: Path) -> None:
    """Open a store of the version before, which brings it up to date, and join what waits there."""
    old = folder / "old.db"
    if old.exists():
        with Store(old) as store:
            store.finish_joining()


def make_old(folder: Path) -> None:
    """Put a copy of the store beside it as the version before had it."""
    whole, old = folder / "whole.db", folder / "old.db"
    with Store(folder / "events.db") as store:
        store.finish_joining()
        back_up(store, whole)
    old_stores.make_old(whole, 4)
    for ending in ("", "-wal", "-shm"):
        Path(f"{old}{ending}").unlink(missing_ok=True)
    whole.rename(old)


def keep_copy(folder: Path) -> None:
    """Back the store up while it may be in use."""
    with Store(folder / "events.db") as store:
        back_up(store, folder / "backup.db")


def watch(folder: Path) -> None:
    """Take in a folder of files as a watch does, with a reading that is made."""
    ingest.read_article = lambda article, _gazetteer=None: Reading(article_id=article.id)
    with Store(folder / "watched.db") as store:
        watching = Watch(
            store=store, sources=(str(folder / "in"),), path=folder / "watch.json",
            gazetteer=object(), say=lambda _line: None, clock=lambda: time.time() + 10,  # type: ignore[arg-type]
        )  # fmt: skip
        watching.run(lambda _seconds: True)


DEEDS: tuple[Callable[[Path], None], ...] = (store_news, join_anew, correct, migrate, keep_copy, watch)


class Killer:
    """Runs deeds in processes of their own and kills them at random."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.dice = random.Random(seed)
        self.seconds = {deed.__name__: _SECONDS for deed in DEEDS}
        self.statements = {deed.__name__: 400 for deed in DEEDS}
        self.kills: Counter[str] = Counter()
        self.faults: list[str] = []

    def finish(self, deed: Callable[[Path], None]) -> None:
        """Run a deed that nobody kills."""
        if _status(_start(deed, self.folder)) != 0:
            self.faults.append(f"{deed.__name__} fails after {sum(self.kills.values())} kills")

    def kill(self, deed: Callable[[Path], None]) -> None:
        """Run a deed and kill it at a random statement or moment, unless it is done before."""
        name = deed.__name__
        by_statement = self.dice.random() < 0.5
        last = self.dice.randrange(self.statements[name]) if by_statement else None
        wait = None if by_statement else self.dice.uniform(0, self.seconds[name])
        process = _start(deed, self.folder, last)
        if wait is not None:
            time.sleep(wait)
            os.kill(process, signal.SIGKILL)
        found = _status(process)
        if found == -signal.SIGKILL:
            self.kills[name] += 1
            self.seconds[name] *= 1.1
            self.statements[name] = int(self.statements[name] * 1.1) + 1
        elif found == 0:
            self.seconds[name] *= 0.7
            self.statements[name] = max(5, int(self.statements[name] * 0.7))
        else:
            self.faults.append(f"{name} fails after {sum(self.kills.values())} kills")


def _start(deed: Callable[[Path], None], folder: Path, last_statement: int | None = None) -> int:
    process = os.fork()
    if process:
        return process
    try:
        if last_statement is not None:
            _die_at(last_statement)
        deed(folder)
        os._exit(0)
    except BaseException as error:  # whatever it is, the parent must not go on twice
        sys.stderr.write(f"{deed.__name__}: {error!r}\n")
        os._exit(1)


def _die_at(statement: int) -> None:
    left = [statement]

    @event.listens_for(Engine, "before_cursor_execute")
    def _count(*_args: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _status(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def make_files(folder: Path) -> None:
    """Write the files that are watched for."""
    (folder / "in").mkdir(parents=True)
    for number in range(FILES):
        text = f"Day {number}\n\nShells hit Nikopol on 12 September 2022 and killed {number + 2} people.\n"
        (folder / "in" / f"{number}.txt").write_text(text)


def reference(folder: Path) -> None:
    """Do everything once without a kill, in a folder of its own, and write what comes of it."""
    whole = folder / "reference"
    whole.mkdir()
    for deed in (store_news, correct, join_anew):
        deed(whole)
    with Store(whole / "events.db") as store:
        (folder / "reference.geojson").write_bytes(exported(store))


def look_between(folder: Path) -> None:
    """Raise AssertionError where what was killed a moment ago is not whole."""
    for name in ("old.db", "backup.db"):
        if (folder / name).exists():
            with Store(folder / name) as store:
                store.finish_joining()
                assert check(store) == [], (name, check(store))


def look(folder: Path) -> None:
    """Raise AssertionError where a store is not whole or not as the one nobody killed."""
    wanted = (folder / "reference.geojson").read_bytes()
    with Store(folder / "events.db") as store:
        assert check(store) == [], check(store)
        assert exported(store) == wanted, "the export is another"
        notes = [entry.note for entry in store.corrections()]
        assert sorted(notes, key=int) == [str(n) for n in range(len(corrections()))], "corrections: " + str(
            notes
        )
        kept = {article.article_id for article in store.shelved()} | set(store.article_ids())
        assert kept == {article.id for article, _ in NEWS}, "articles were lost or doubled"
    with Store(folder / "old.db") as old:
        assert check(old) == [], check(old)
        assert exported(old) == wanted, "the migrated store gives another export"
    with Store(folder / "backup.db") as backup:
        assert check(backup) == [], check(backup)
        assert exported(backup) == wanted, "the backup gives another export"
    with Store(folder / "watched.db") as watched:
        titles = sorted(article.title for article in watched.articles())
        assert titles == sorted(f"Day {n}" for n in range(FILES)), f"{len(titles)} files were taken in"
    assert len(load_state(folder / "watch.json").sources[str(folder / "in")].files) == FILES


def run(kills: int, folder: Path, seed: int) -> list[str]:
    """Kill so many times and return the faults found."""
    killer = Killer(folder, seed)
    make_files(folder)
    killer.finish(reference)
    while sum(killer.kills.values()) < kills and not killer.faults:
        deed = DEEDS[sum(killer.kills.values()) % len(DEEDS)]
        if deed is migrate:
            killer.finish(make_old)
        killer.kill(deed)
        if deed in (migrate, keep_copy):
            killer.finish(look_between)
        if deed is watch and killer.dice.random() < 0.3:
            killer.finish(watch)
            for name in ("watched.db", "watched.db-wal", "watched.db-shm", "watch.json"):
                (folder / name).unlink(missing_ok=True)
    for last in (store_news, correct, join_anew, make_old, migrate, keep_copy, watch, look):
        killer.finish(last)
    told = ", ".join(f"{name} {number}" for name, number in killer.kills.items())
    sys.stdout.write(f"{sum(killer.kills.values())} kills: {told}\n")
    return killer.faults


def main(run: Callable[[int, Path, int], list[str]]) -> int:
    """Kill as the command line says; return 1 where ``run`` found a fault."""
    kills, *rest = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(rest[0]) if rest else Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        faults = run(int(kills), folder, int(rest[1]) if len(rest) > 1 else 1)
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(run))
