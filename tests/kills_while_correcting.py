"""Kills the dashboard while somebody corrects in it, over and over: nothing that the page confirmed is lost.

``python tests/kills_while_correcting.py 100 [FOLDER] [SEED]``: processes open the real pages, press their
buttons and write down what the page then shows; each is killed (SIGKILL) at a random statement or moment.
What was written down must be in the log, once and whole, what one click asked for all of it or nothing, and
the events must be those of a store that only ever got this log. Prints a line for each fault; exits with 1
where there is one.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench_pages import log_page, review_page
from kills import _die_at, _status, main
from made_corrections import ARTICLES, exported, fixes_on, made_store, read
from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest

from dashboard import correcting, data, ingest
from geodata.corrections import LogEntry, Withdraw
from geodata.model import SubEventType
from geodata.store import Store
from geodata.store.exchange import export_log, import_log
from geodata.store.upkeep import check

FIXES = [fix for article in ARTICLES for fix in fixes_on(article) if not isinstance(fix, Withdraw)]
SECONDS = 120
_MOST_ACTS = 12
# What one click adds to the log at most: a change of all fields with a confirmation.
_MOST_AT_ONCE = 10


class Desk:
    """Somebody who corrects, in a process of their own, and writes down what the page confirmed."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.dice = folder, random.Random(seed)
        self.path = str(folder / "events.db")
        os.environ["CONFLICTMAP_DB"] = self.path

    def work(self) -> None:
        """Correct until done or killed."""
        for _ in range(_MOST_ACTS):
            with Store(self.path) as store:
                # Where every event was rejected there is none to review; undoing brings one back.
                reviewing = (self.confirm, self.change, self.reject) if store.event_ids() else ()
            self.dice.choice((*reviewing, self.undo, self.redo, self.several))()

    def saw(self) -> None:
        """Write down the log as it is while the page shows that it was done."""
        with Store(self.path) as store:
            seen = [[e.uid, e.in_force, e.note] for e in store.corrections()]
        with (self.folder / "seen.jsonl").open("a") as stream:
            stream.write(json.dumps(seen) + "\n")
            stream.flush()
            os.fsync(stream.fileno())

    def _page(self, render: Callable[[], None]) -> AppTest:
        page = AppTest.from_function(render, default_timeout=SECONDS)
        page.session_state["analyst"] = "Dana"
        if render is review_page:
            with Store(self.path) as store:
                page.session_state["review_event"] = self.dice.choice(store.event_ids())
        return page.run()

    def _press(self, page: AppTest, label: str) -> None:
        found = [button for button in page.button if button.label == label and not button.disabled]
        if found:
            found[0].click().run()
            assert not page.exception, page.exception
            self.saw()

    def confirm(self) -> None:
        """Confirm an event in the review."""
        self._press(self._page(review_page), "Confirm")

    def reject(self) -> None:
        """Say in the review that there was no event."""
        self._press(self._page(review_page), "Not an event")

    def change(self) -> None:
        """Change type and toll of an event in the review, and save or save and confirm."""
        page = self._page(review_page)
        kind = next(box for box in page.selectbox if box.label == "What happened")
        kind.set_value(self.dice.choice(list(SubEventType))).run()
        dead = next(box for box in page.number_input if box.label == "Killed")
        dead.set_value(self.dice.randrange(90)).run()
        self._press(page, self.dice.choice(("Save", "Save and confirm")))

    def undo(self) -> None:
        """Take the last correction back."""
        self._press(self._page(log_page), "Undo the last")

    def redo(self) -> None:
        """Put the last one taken back in force again."""
        self._press(self._page(log_page), "Redo")

    def several(self) -> None:
        """Do what other buttons do: some fixes at once, a day of publication, a colleague's log."""
        with Store(self.path) as store:
            group = f"{time.monotonic_ns()}"
            fixes = self.dice.sample(FIXES, self.dice.randrange(1, 4))
            note = f"group {group} of {len(fixes)}"
            correcting.make_fixes(store, fixes, analyst="Kim", note=note, gazetteer=object())  # type: ignore[arg-type]
            self.saw()
            if self.dice.random() < 0.4:
                theirs = (self.folder / "theirs.jsonl").read_text("utf-8").replace("#", group[-6:])
                correcting.take_in(store, theirs, gazetteer=object())  # type: ignore[arg-type]
                self.saw()


def read_as_made(article: Any, _gazetteer: object = None) -> Any:
    """Stand for the reader: the reports as made, by the day that the article has now."""
    made = read(next(a for a in ARTICLES if a.id == article.id))
    if article.published is None:
        return replace(made, reports=tuple(replace(r, published=None) for r in made.reports))
    told = []
    for number, report in enumerate(made.reports):
        day = article.published - timedelta(days=number + 1)
        told.append(replace(report, published=article.published, date_start=day, date_end=day))
    return replace(made, reports=tuple(told))


def a_log(folder: Path) -> None:
    """Write a colleague's log of three fixes; "#" in it makes it another one each time."""
    with made_store(folder / "theirs.db") as theirs:
        for fix in FIXES[4:7]:
            theirs.correct(fix, analyst="Lee", note="group # of 3")
        lines = [json.loads(line) for line in export_log(theirs).splitlines()]
    for number, line in enumerate(lines):
        if "uid" in line:
            line |= {"uid": f"#-{number}", "over": []}
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "theirs.jsonl").write_text(text, "utf-8")


def look(folder: Path) -> None:
    """Raise AssertionError where something that was shown is not so, or something is half done."""
    lines = (folder / "seen.jsonl").read_text().splitlines()
    seen = json.loads(lines[-1]) if lines else []
    with ingest.open_store(str(folder / "events.db")) as store:
        entries = store.corrections()
        _compare(entries, seen)
        for note, number in Counter(e.note for e in entries if e.note.startswith("group")).items():
            assert number == int(note.rpartition(" ")[2]), f"{note}: {number} are there"
        faults, lost = check(store), store.corrections_without_target()
        assert len(faults) == len(lost), faults
        for article in store.articles():
            read_as_of = {r.published for r in store.reading(article.id).reports if "-added-" not in r.id}
            assert read_as_of <= {article.published}, f"{article.id} was read as of {read_as_of}"
        whole, log = exported(store), export_log(store)
    (folder / "again.db").unlink(missing_ok=True)
    with made_store(folder / "again.db") as again:
        import_log(again, log, read=read_as_made)
        assert exported(again) == whole, "the events are not those that the log makes"


def _compare(entries: Sequence[LogEntry], seen: Sequence[tuple[str, bool, str]]) -> None:
    """Raise AssertionError unless the log is what was shown last and at most one thing more."""
    assert len({entry.uid for entry in entries}) == len(entries), "an entry stands twice"
    shown = entries[: len(seen)]
    assert [e.uid for e in shown] == [uid for uid, *_ in seen], "what was shown is lost"
    more = entries[len(seen) :]
    assert len(more) <= _MOST_AT_ONCE, f"{len(more)} entries were never shown"
    if not any(entry.undoes is not None for entry in more):
        assert [e.in_force for e in shown] == [in_force for _, in_force, _ in seen], "shown as in force"


class Killer:
    """Starts desks and kills them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.dice = folder, random.Random(seed)
        self.kills = 0
        self.faults: list[str] = []
        self.started = 0

    def kill(self) -> None:
        """Let somebody correct and kill their program at a random statement or moment."""
        self.started += 1
        by_statement = self.dice.random() < 0.6
        process = _start(self.folder, self.started, self.dice.randrange(900) if by_statement else None)
        if not by_statement:
            time.sleep(self.dice.uniform(0.05, 6))
            os.kill(process, signal.SIGKILL)
        status = _status(process)
        if status == -signal.SIGKILL:
            self.kills += 1
        elif status:
            self.faults.append(f"correcting fails after {self.kills} kills")
        try:
            look(self.folder)
        except AssertionError as fault:
            self.faults.append(f"after {self.kills} kills: {fault}")


def _start(folder: Path, seed: int, last_statement: int | None) -> int:
    process = os.fork()
    if process:
        return process
    try:
        ingest.read_article = read_as_made
        if last_statement is not None:
            _die_at(last_statement)
        Desk(folder, seed).work()
        os._exit(0)
    except BaseException as error:  # whatever it is, the parent must not go on twice
        sys.stderr.write(f"{error!r}\n")
        os._exit(1)


def run(kills: int, folder: Path, seed: int) -> list[str]:
    """Kill so many times and return the faults found."""
    set_log_level("error")  # pages that run outside a server are told so with every step
    made_store(folder / "events.db").close()
    (folder / "seen.jsonl").touch()
    a_log(folder)
    # What is made once on a machine is made before anything is timed.
    data.gazetteer(), data.basemap()
    killer = Killer(folder, seed)
    while killer.kills < kills and not killer.faults:
        killer.kill()
    with Store(folder / "events.db") as store:
        entries = len(store.corrections())
    shown = len((folder / "seen.jsonl").read_text().splitlines())
    sys.stdout.write(f"{killer.kills} kills, {shown} times shown as done, {entries} entries in the log\n")
    return killer.faults


if __name__ == "__main__":
    sys.exit(main(run))
