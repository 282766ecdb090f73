"""The commands for the log of corrections: list, undo, redo, export, import, clashes, decide, labels."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from dashboard.console import output
from dashboard.correcting import make_fixes, take_in
from dashboard.correcting import redo as put_back
from dashboard.correcting import undo as take_back
from dashboard.ingest import open_store
from dashboard.safe_text import plain
from dashboard.shared_options import db_option
from geodata.amounts import counted
from geodata.corrections import Clash, LogEntry, decision
from geodata.corrections.telling import subject_of
from geodata.export.labelled import labelled_examples
from geodata.store import StoreError
from geodata.store.exchange import export_log, import_log
from geodata.whole_files import writing_whole

_FOUND = 1
_by_option = click.option("--by", default="", metavar="NAME", help="Who does it, kept in the log.")


def _say(line: str) -> None:
    output.print(line, markup=False, soft_wrap=True)


def describe_entry(entry: LogEntry) -> str:
    """Return an entry of the log in one line."""
    if entry.fix is None:
        return f"{entry.number}  {_by(entry)}  takes back {entry.undoes}"
    change = " → ".join(plain(part, 70) for part in (entry.was, entry.now_is) if part)
    parts = [subject_of(entry.fix), f"“{plain(entry.quote, 60)}”" if entry.quote else "", change]
    state = "" if entry.in_force else "  (undone)"
    why = f"  because {plain(entry.note, 120)}" if entry.note else ""
    return f"{entry.number}  {_by(entry)}  {'; '.join(filter(None, parts))}{why}{state}"


def _by(entry: LogEntry) -> str:
    return f"{entry.made_at:%Y-%m-%d %H:%M}  {plain(entry.analyst, 60) or 'nobody named'}"


@click.group()
def corrections() -> None:
    """Look at the log of corrections, hand it over, take a colleague's in, decide where two contradict."""


@corrections.command("list")
@db_option
def listed(db: str | None) -> None:
    """List every correction, oldest first, and those that find nothing to change any more."""
    with open_store(db, create=False) as store:
        entries, lost = store.corrections(), store.corrections_without_target()
    for entry in entries:
        _say(describe_entry(entry))
    if lost:
        numbers = ", ".join(str(entry.number) for entry in lost)
        _say(f"not applied, because the words they were made on changed or are not here: {numbers}")


@corrections.command()
@click.argument("number", type=int)
@db_option
@_by_option
def undo(number: int, db: str | None, by: str) -> None:
    """Take correction NUMBER back; nothing is removed from the log."""
    with open_store(db, create=False) as store:
        take_back(store, number, analyst=by)
    _say(f"correction {number} is undone; put it back with: conflictmap corrections redo {number}")


@corrections.command()
@click.argument("number", type=int)
@db_option
@_by_option
def redo(number: int, db: str | None, by: str) -> None:
    """Put correction NUMBER, which was undone, back in force."""
    with open_store(db, create=False) as store:
        put_back(store, number, analyst=by)
    _say(f"correction {number} is in force again")


@corrections.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@db_option
def export(file: Path, db: str | None) -> None:
    """Write the log to FILE as JSON Lines, for a colleague to take in."""
    with open_store(db, create=False) as store:
        text, number = export_log(store), len(store.corrections())
    with writing_whole(file) as stream:
        stream.write(text.encode())
    _say(f"{file}: {counted(number, 'entry')}")


@corrections.command("import")
@click.argument("file", type=click.Path(exists=True, path_type=Path), metavar="FILE")
@db_option
@click.option("--dry-run", is_flag=True, help="Only say what it would do.")
def import_file(file: Path, db: str | None, dry_run: bool) -> None:
    """Take in a colleague's log; what is known already is left out.

    Exit code 1: some entries contradict what is here; they are listed, and the later one holds until decided.
    """
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise StoreError(f"{file} is no log of corrections: it is not UTF-8 text") from error
    with open_store(db, create=False) as store:
        done = import_log(store, text, dry=True) if dry_run else take_in(store, text)
    _say(f"{done.new:,} new, {done.known:,} known" + (" (nothing was changed)" if dry_run else ""))
    for entry in done.without_target:
        _say(f"not applied, its words are not here: {describe_entry(entry)}")
    _say_clashes(done.clashes)


@corrections.command()
@db_option
def clashes(db: str | None) -> None:
    """List where corrections contradict each other; exit code 1 when there are any."""
    with open_store(db, create=False) as store:
        found = store.clashes()
    if not found:
        _say("no two corrections contradict each other")
    _say_clashes(found)


def _say_clashes(found: list[Clash] | tuple[Clash, ...]) -> None:
    for clash in found:
        _say("these contradict each other; keep one with: conflictmap corrections decide NUMBER")
        for entry in clash.entries:
            holds = "  ← holds until decided" if entry is clash.entries[-1] else ""
            _say(f"  {describe_entry(entry)}{holds}")
    if found:
        sys.exit(_FOUND)


@corrections.command()
@click.argument("number", type=int)
@db_option
@_by_option
@click.option("--why", default="", metavar="TEXT", help="The reason, kept in the log.")
def decide(number: int, db: str | None, by: str, why: str) -> None:
    """Keep correction NUMBER where it contradicts another; this is a new entry that others can take in."""
    with open_store(db, create=False) as store:
        among = [(clash, e) for clash in store.clashes() for e in clash.entries if e.number == number]
        if not among:
            raise StoreError(
                f"correction {number} contradicts no other; see: conflictmap corrections clashes"
            )
        # Where it contradicts several, all of them are decided.
        note = why or f"decided for {among[0][1].analyst or number}"
        fixes = list(dict.fromkeys(decision(clash, entry) for clash, entry in among))
        kept = make_fixes(store, fixes, analyst=by, note=note)[-1]
    _say(f"correction {number} holds (entry {kept})")


@corrections.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER")
@db_option
def labels(folder: Path, db: str | None) -> None:
    """Write what was confirmed or corrected to FOLDER as labelled examples to train the reading on."""
    with open_store(db, create=False) as store:
        examples = labelled_examples(store)
    folder.mkdir(parents=True, exist_ok=True)
    for example in examples:
        with writing_whole(folder / f"{example['id']}.json") as stream:
            stream.write(json.dumps(example, ensure_ascii=False, indent=1).encode())
    events = sum(len(example["events"]) for example in examples)
    _say(f"{folder}: {counted(len(examples), 'article')}, {counted(events, 'labelled event')}")
