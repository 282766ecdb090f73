"""The commands that look after a database: load, check, backup, restore, rejoin, reread, withdraw."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dashboard.console import messages, output, progress_bar
from dashboard.ingest import default_db, open_store
from dashboard.rereading import reread as read_again
from dashboard.shared_options import db_option
from geodata.amounts import counted
from geodata.gazetteer import open_gazetteer
from geodata.loading import load_events
from geodata.store import ShelfState, Store, StoreError
from geodata.store.upkeep import back_up, put_back
from geodata.store.upkeep import check as check_store

# Articles named that reading again gave otherwise; the line says how many there are.
_NAMED = 10
# Exit code for a check that found something; the others are those of every command.
_FOUND = 1


def _say(line: str, style: str | None = None) -> None:
    output.print(line, markup=False, soft_wrap=True, style=style)


@click.command()
@db_option
def check(db: str | None) -> None:
    """Check that a database is whole: nothing damaged, unjoined, or belonging to nothing.

    Exit code 0: it is; 1: something was found, each with what to do; 3: it cannot be opened.
    """
    with Store(db or default_db(), create=False) as store:
        faults = check_store(store)
        for fault in faults:
            _say(fault.line + (f" → {fault.remedy}" if fault.remedy else ""))
        if faults:
            sys.exit(_FOUND)
        counts = store.counts()
    parts = [counted(counts[name], name[:-1]) for name in ("articles", "reports", "events", "corrections")]
    _say(f"{db or default_db()} is whole: {', '.join(parts)}, every report joined")


@click.command()
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE")
@db_option
def backup(target: Path, db: str | None) -> None:
    """Copy the database to FILE, also while it is in use; FILE is replaced only once the copy is whole."""
    with Store(db or default_db(), create=False) as store:
        back_up(store, target)
    _say(f"{target}: {target.stat().st_size / 1e6:,.1f} MB, whole")


@click.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="BACKUP")
@db_option
def restore(source: Path, db: str | None) -> None:
    """Put BACKUP in the place of the database; what was there is kept in a file beside it."""
    name = db or default_db()
    if "://" in name:
        raise StoreError(f"{name} is on a server; restore it there, with: pg_restore")
    kept = put_back(source, Path(name))
    _say(f"{name} is {source} now" + (f"; what was there is kept as {kept}" if kept else ""))


@click.command()
@db_option
def rejoin(db: str | None) -> None:
    """Join every report to events anew; corrections stay in force. An interrupted run may be repeated."""
    with Store(db or default_db(), create=False) as store:
        before = store.counts()["events"]
        with progress_bar("Joining reports") as advance:
            done = store.rejoin(lambda n, total: advance(n / max(total, 1), f"{n:,} of {total:,}"))
        counts = store.counts()
    _say(f"{counted(done, 'report')} joined to {counted(counts['events'], 'event')} (before: {before:,})")
    if counts["unjoined"]:
        _say(f"{counted(counts['unjoined'], 'report')} could not be joined → conflictmap check", "yellow")
        sys.exit(_FOUND)


@click.command()
@db_option
@click.option("--workers", type=click.IntRange(1, 64), default=1, help="Processes that read at once.")
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler to read on, such as tcp://host:8786.")
def reread(db: str | None, workers: int, scheduler: str | None) -> None:
    """Read every stored article again with today's models and tables, and say what is otherwise.

    Corrections stay in force where their words are still there. An interrupted run goes on where it stopped.
    """
    with open_store(db, create=False) as store, progress_bar("Reading again") as advance:
        done = read_again(
            store,
            workers=workers,
            scheduler=scheduler,
            progress=lambda n, total: advance(n / max(total, 1), f"{n:,} of {total:,}"),
        )
    for line in done.failures:
        messages.print(line, style="red", markup=False, soft_wrap=True)
    for title in done.otherwise[:_NAMED]:
        _say(f"otherwise than before: {title}")
    _say(done.describe())
    if done.failures:
        sys.exit(_FOUND)


@click.command()
@click.argument("address", metavar="PLACE")
@click.option("--private", is_flag=True, help="The storage is a server in your own network.")
@db_option
def load(address: str, private: bool, db: str | None) -> None:
    """Load events from GeoParquet that was written elsewhere, as by export -o events.parquet.

    PLACE is a file, a folder with all below it, or an address of object storage such as s3://bucket/folder,
    with its keys in the environment. Each event comes in as it is given, with its sentences and sources; one
    that is in the database stays as it is there.
    """
    with open_store(db) as store, progress_bar("Loading events") as advance:
        done = load_events(
            store,
            address,
            gazetteer=open_gazetteer(),
            private=private,
            progress=lambda n, name: advance(None, f"{n:,}, {name}"),
        )
    for line in done.failures:
        messages.print(line, style="red", markup=False, soft_wrap=True)
    there = f", {done.already_there:,} already there" if done.already_there else ""
    _say(f"{counted(done.events, 'event')} loaded from {counted(done.files, 'file')}{there}")
    if done.failures:
        sys.exit(_FOUND)


@click.command()
@click.argument("article", required=False, metavar="[ARTICLE]")
@db_option
@click.option("--why", default="", metavar="TEXT", help="The reason, kept in the log of corrections.")
@click.option("--by", default="", metavar="NAME", help="Who does it, kept in the log of corrections.")
@click.option("--undo", is_flag=True, help="Put a withdrawn article back in force.")
@click.option("--list", "listed", is_flag=True, help="List what is kept aside: withdrawn and older versions.")
def withdraw(article: str | None, db: str | None, why: str, by: str, undo: bool, listed: bool) -> None:
    """Take an article out of force, with all that rests on it; nothing is deleted.

    ARTICLE is its id, its web address or its title.
    """
    if (article is None) != listed:
        raise click.UsageError("name one article, or list what is kept aside with --list")
    same = f" --db {db}" if db else ""
    with open_store(db, create=False) as store:
        if article is None:
            _say_kept_aside(store)
            return
        if undo:
            remedy = f"list what was with: conflictmap withdraw --list{same}"
            key = _among(article, _withdrawn(store), f"no article {article!r} was withdrawn; {remedy}")
            store.restore(key, analyst=by, note=why)
        else:
            lost = f"there is no article {article!r}; look its id up on the page Articles"
            if any(article == key or article in names for key, names in _withdrawn(store).items()):
                lost = f"{article!r} is withdrawn already; put it back with --undo"
            key = _among(article, {a.id: (a.title, a.url) for a in store.articles()}, lost)
            store.withdraw(key, analyst=by, note=why)
    back = f"withdrawn; put it back with: conflictmap withdraw --undo {key}{same}"
    _say(f"{key} is {'in force again' if undo else back}")


def _say_kept_aside(store: Store) -> None:
    """Say what is not in force, a line each."""
    shelved = store.shelved()
    for found in shelved:
        newer = f", newer: {found.newer}" if found.newer else ""
        _say(f"{found.article_id}  {found.state.value}  {found.title}{newer}")
    if not shelved:
        _say("nothing is kept aside: no article was withdrawn, and none has an older version")


def _withdrawn(store: Store) -> dict[str, tuple[str, str]]:
    """Return the title and the address of each withdrawn article by its id."""
    found = {}
    for one in store.shelved():
        if one.state is ShelfState.WITHDRAWN:
            article = store.shelved_article(one.article_id)
            found[one.article_id] = (one.title, article.url if article is not None else "")
    return found


def _among(wanted: str, known: dict[str, tuple[str, str]], lost: str) -> str:
    """Return the id of the article meant; raises StoreError unless it is one: ``lost`` for none."""
    found = [key for key, names in known.items() if wanted == key or wanted in names]
    if len(found) == 1:
        return found[0]
    if found:
        raise StoreError(
            f"{counted(len(found), 'article')} are called {wanted!r}; name one by its id: {', '.join(found)}"
        )
    raise StoreError(lost)
