"""The command that watches feeds and folders until it is stopped."""

from __future__ import annotations

import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.table import Table

from dashboard.console import output, say
from dashboard.ingest import default_db, open_store
from dashboard.shared_options import db_option, source_option
from dashboard.watch_state import SourceState, load_state, state_file
from dashboard.watching import FEED_SECONDS, Watch
from geodata.amounts import counted
from geodata.gazetteer import open_gazetteer

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
def watch(
    sources: tuple[str, ...],
    outlet: str,
    db: str | None,
    every: float,
    no_pages: bool,
    once: bool,
    status: bool,
) -> None:
    """Take in what feeds and folders get, as it comes, until stopped with Ctrl+C.

    FEED is the http(s) address of an RSS or Atom feed, FOLDER a folder. Without any the ones watched
    before are watched again. Feeds are asked only for what changed, robots.txt is kept, a server that fails
    is left alone for longer each time. Where a feed has a summary only, the page it links to is fetched and
    read, one a second of each site. What was seen is remembered over restarts; the dashboard shows it.
    """
    name = db or default_db()
    path = state_file(name)
    known = load_state(path)
    if status:
        output.print(_table(list(known.sources.values())))
        return
    wanted = tuple(_absolute(source) for source in sources) or tuple(known.sources)
    if not wanted:
        raise click.UsageError("name a feed or a folder to watch")
    with open_store(name) as store:
        watching = Watch(
            store=store, sources=wanted, path=path, gazetteer=open_gazetteer(), outlet=outlet,
            every_seconds=every, say=say, with_pages=not no_pages,
        )  # fmt: skip
        say(f"watching {counted(len(wanted), 'source')} for {name}; stop with Ctrl+C")
        stop = _stop_on_signals()
        watching.run(lambda seconds: once or stop.wait(seconds))
    say("stopped; everything seen is stored")
    if once and any(source.problem for source in watching.state.sources.values()):
        sys.exit(_SOME_FAILED)


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
