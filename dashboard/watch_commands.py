"""The command that watches feeds and folders until it is stopped."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.table import Table

from dashboard.console import output, say
from dashboard.ingest import default_db, open_store
from dashboard.shared_options import db_option, source_option
from dashboard.watch_state import SourceState, WatchState, forget_sources, load_state, state_file
from dashboard.watching import FEED_SECONDS, Watch
from geodata.amounts import counted
from geodata.gazetteer import open_gazetteer
from geodata.whole_files import held

# Exit code of a single look in which a source could not be had.
_SOME_FAILED = 1


@click.command()
@click.argument("sources", nargs=-1, metavar="FEED… FOLDER…")
@source_option
@db_option
@click.option(
    "--every",
    type=click.FloatRange(15, 86_400),
    default=FEED_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="How often a feed is asked; sites that ask for longer pauses get them.",
)
@click.option(
    "--no-pages", is_flag=True, help="Read of feeds what stands in them, and fetch no page that they link to."
)
@click.option("--once", is_flag=True, help="Look at everything once and stop, for use in a timetable.")
@click.option("--status", is_flag=True, help="Show how each watched feed and folder stands, and stop.")
@click.option(
    "--forget",
    "forgotten",
    multiple=True,
    metavar="SOURCE",
    help="Watch this feed or folder no more; what came from it stays. Repeatable.",
)
def watch(
    sources: tuple[str, ...],
    outlet: str,
    db: str | None,
    every: float,
    no_pages: bool,
    once: bool,
    status: bool,
    forgotten: tuple[str, ...],
) -> None:
    """Take in what feeds and folders get, as it comes, until stopped with Ctrl+C.

    FEED is the http(s) address of an RSS or Atom feed, FOLDER a folder. Those watched before are watched as
    well, until --forget names them. Feeds are asked only for what changed, robots.txt is kept, a server that
    fails is left alone for longer each time. Where a feed has a summary only, the page it links to is fetched
    and read, one a second of each site. What was seen is remembered over restarts; the dashboard shows it.
    """
    name = db or default_db()
    path = state_file(name)
    if status:
        _show(load_state(path), name)
        return
    wanted = tuple(_absolute(source) for source in sources)
    with _only_one(path, name):
        known = _forget(path, forgotten) if forgotten else load_state(path)
        if forgotten and not wanted:
            return
        if not wanted and not known.sources:
            raise click.UsageError("name a feed or a folder to watch")
        with open_store(name) as store:
            watching = Watch(
                store=store, sources=wanted, path=path, gazetteer=open_gazetteer(), outlet=outlet,
                every_seconds=every, say=say, with_pages=not no_pages,
            )  # fmt: skip
            _name_sources(watching.state, name, set(wanted) - known.sources.keys())
            stop = _stop_on_signals()
            watching.run(lambda seconds: once or stop.wait(seconds))
        say("stopped; everything seen is stored")
    if once and any(source.problem for source in watching.state.sources.values()):
        sys.exit(_SOME_FAILED)


@contextmanager
def _only_one(path: Path, name: str) -> Iterator[None]:
    """Keep a second watch of a database out, which would ask twice and write over what the first knows."""
    try:
        with held(path.with_suffix(".lock")):
            yield
    except BlockingIOError as error:
        raise BlockingIOError(
            f"{name} is being watched for by another program; stop that one first (Ctrl+C where it runs), "
            "then start this one: what was watched before is watched as well"
        ) from error


def _forget(path: Path, sources: Sequence[str]) -> WatchState:
    """Take sources out of the watch and say which are left."""
    known = load_state(path).sources
    names = [source if source in known else _absolute(source) for source in sources]
    missing = [name for name in names if name not in known]
    if missing:
        raise click.UsageError(f"{missing[0]} is not watched; watched are: {', '.join(known) or 'none'}")
    left = forget_sources(path, names)
    for name in dict.fromkeys(names):
        say(f"{name}: watched no more; its articles stay")
    say(f"{counted(len(left.sources), 'source')} left: {', '.join(left.sources) or 'none'}")
    return left


def _name_sources(state: WatchState, name: str, new: Set[str]) -> None:
    """Say what is watched, what of it was watched before, and how each is stopped."""
    say(f"watching {counted(len(state.sources), 'source')} for {name}; stop with Ctrl+C")
    for source in state.sources:
        say(f"  {source}" + ("" if source in new else " (watched before)"))
    say("one of them no more: conflictmap watch --forget SOURCE")


def _show(state: WatchState, name: str) -> None:
    """Print how each source stands."""
    if not state.sources:
        say(f"nothing is watched for {name}; watch with: conflictmap watch FEED FOLDER")
        return
    output.print(_table(list(state.sources.values())))


def _stop_on_signals() -> threading.Event:
    """Return an event that Ctrl+C and a request to end set; what is under way is finished first."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _absolute(source: str) -> str:
    is_address = source.startswith(("http://", "https://"))
    return source if is_address else str(Path(source).absolute())


def _table(sources: list[SourceState]) -> Table:
    table = Table("source", "last success", "last new", "articles", "state", "gaps")
    for source in sources:
        gaps = f"{len(source.gaps)}" + (", some may be lost" if any(g.lost for g in source.gaps) else "")
        table.add_row(
            source.name.replace("[", r"\["), _at(source.last_success), _at(source.last_new),
            f"{source.articles:,}", (source.problem or "well").replace("[", r"\["), gaps,
        )  # fmt: skip
    return table


def _at(seconds: float | None) -> str:
    if seconds is None:
        return "never"
    return datetime.fromtimestamp(seconds, tz=UTC).astimezone().strftime("%Y-%m-%d %H:%M")
