"""The commands that say what changed: between versions, since a saved file, since a list was looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import click
from rich.table import Table

from dashboard.changing import describe_difference, describe_version, rows_of_changes, version_before
from dashboard.console import output
from dashboard.file_changes import changes_since_file
from dashboard.filter_options import filter_options, read_filter
from dashboard.ingest import open_store
from dashboard.safe_text import plain
from dashboard.saved_files import read_saved_file
from dashboard.shared_options import db_option
from geodata.amounts import counted
from geodata.changes import Difference, Kind
from geodata.export.changed import CHANGE_FORMATS, changes_bytes
from geodata.naming import region_label
from geodata.query import EventFilter, EventIndex, describe, from_query, to_query
from geodata.query.past import narrow
from geodata.store import Store
from geodata.store.forgetting import forget_before, give_space_back
from geodata.store.watch_lists import load_watch_lists, remove_watch_list, save_watch_list
from geodata.whole_files import write_whole

NAMED = 40
VERSIONS = 20
"""Changes and versions that are listed without being asked for all."""

_save_option = click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=f"Write every change with its cause; the ending is the format: {', '.join(CHANGE_FORMATS)}.",
)
_all_option = click.option("--all", "every", is_flag=True, help=f"List more than {NAMED}.")


@click.command()
@click.argument("since", required=False, metavar="[A]")
@click.argument("until", required=False, metavar="[B]")
@db_option
@_save_option
@_all_option
@filter_options
def changes(
    since: str | None, until: str | None, db: str | None, target: Path | None, every: bool, **filters: Any
) -> None:
    """Say what changed in the database between versions A and B, each change with its cause.

    Every ingest, new reading and correction makes a version; without A they are listed. A and B are
    numbers of versions, a day (its beginning, UTC), or "last" for the one before the newest; A may be a
    saved snapshot or export, whose filter then holds. Without B: now. The filters choose events that pass
    before or after.
    """
    with open_store(db, create=False) as store:
        if since is None:
            _list_versions(store, every)
            return
        try:
            found, asked = _difference(store, since, until, filters)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    _print(found, asked, every)
    if target is not None:
        _write(target, found, asked)


def _list_versions(store: Store, every: bool) -> None:
    versions = store.versions()[::-1]
    shown = versions if every else versions[:VERSIONS]
    for version in shown:
        output.print(
            f"{version.number:>6}  {plain(describe_version(version), 300)}", markup=False, soft_wrap=True
        )
    if not versions:
        output.print("no version is kept yet; the next ingest, reading or correction makes one")
    elif len(shown) < len(versions):
        output.print(f"        and {len(versions) - len(shown):,} earlier; --all lists them", markup=False)


def _difference(
    store: Store, since: str, until: str | None, filters: dict[str, Any]
) -> tuple[Difference, EventFilter]:
    to = None if until is None else version_before(store, until)
    index = EventIndex(store)
    file = Path(since)
    if file.is_file():
        saved = read_saved_file(file)
        return changes_since_file(saved, index, to), saved.wanted
    wanted = read_filter(filters, index.place_ids())
    return narrow(store.changes(version_before(store, since), to), wanted), wanted


def _print(found: Difference, asked: EventFilter, every: bool) -> None:
    """Print the counts, then the changes a line each; what only has other reasons is counted alone."""
    told = describe(asked, region_label) if asked != EventFilter() else "Every event."
    output.print(f"{told} {describe_difference(found)}", markup=False, soft_wrap=True)
    worth = [change for change in found.changes if change.kinds != (Kind.REASONS,)]
    shown = worth if every else worth[:NAMED]
    table = Table("event", "change", "why")
    for row in rows_of_changes(shown, found):
        table.add_row(*(plain(row[name], 400).replace("[", r"\[") for name in ("event", "change", "why")))
    if shown:
        output.print(table)
    if len(shown) < len(worth):
        output.print(f"and {len(worth) - len(shown):,} more; --all lists them", markup=False)


def statement_of(found: Difference, asked: EventFilter) -> str:
    """Return what a file of a difference says of itself."""
    told = describe(asked, region_label)
    return f"{told} {describe_difference(found)} Filter as a link: ?{urlencode(to_query(asked))}"


def _write(target: Path, found: Difference, asked: EventFilter) -> None:
    try:
        content = changes_bytes(found, target.suffix, statement_of(found, asked))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    write_whole(target, content)
    output.print(f"{target}: {counted(len(found.changes), 'change')}", markup=False, soft_wrap=True)


@click.command()
@click.argument("before", metavar="VERSION")
@db_option
def forget(before: str, db: str | None) -> None:
    """Forget how events stood before VERSION, so that the database does not grow for ever.

    VERSION is a number, a day (its beginning, UTC), or "now" for all earlier states. Articles, events and
    the log of corrections stay; what a watch list was last looked at is kept as well.
    """
    with open_store(db, create=False) as store:
        try:
            version = store.revision() if before == "now" else version_before(store, before)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        done = forget_before(store, version)
        give_space_back(store)
    if done.kept_for:
        output.print(
            f"kept from version {done.oldest} on, when {plain(done.kept_for, 80)} was last looked at; look "
            "at it with: conflictmap new",
            markup=False, soft_wrap=True,
        )  # fmt: skip
    output.print(
        f"{counted(done.versions, 'version')} with {counted(done.states, 'earlier state')} of events "
        f"forgotten; the oldest that can be compared is {done.oldest}",
        markup=False, soft_wrap=True,
    )  # fmt: skip


@click.command(name="new")
@click.argument("name", required=False, metavar="[NAME]")
@db_option
@click.option("--keep", is_flag=True, help="Keep the selection of the filters under NAME, from now on.")
@click.option("--forget", is_flag=True, help="Forget the watch list NAME.")
@click.option("--peek", is_flag=True, help="Do not note that it was looked at.")
@_save_option
@_all_option
@filter_options
def new(
    name: str | None,
    db: str | None,
    keep: bool,
    forget: bool,
    peek: bool,
    target: Path | None,
    every: bool,
    **filters: Any,
) -> None:
    """Say what is new in a watched selection since it was last looked at.

    Without NAME every watch list is counted. With --keep the filters are kept as a watch list.
    """  # fmt: skip
    if name is None and (keep or forget or target):
        raise click.UsageError("give the watch list a NAME")
    with open_store(db, create=False) as store:
        if name is None:
            _count_lists(store)
        elif keep:
            wanted = read_filter(filters, EventIndex(store).place_ids())
            save_watch_list(store, name, urlencode(to_query(wanted)), store.revision())
            output.print(f"{name}: {describe(wanted, region_label)}", markup=False, soft_wrap=True)
        elif forget:
            if not remove_watch_list(store, name):
                raise click.UsageError(f"there is no watch list {name!r}; list them with: conflictmap new")
            output.print(f"{name} is forgotten", markup=False)
        else:
            _look(store, name, peek, target, every)


def _count_lists(store: Store) -> None:
    lists = load_watch_lists(store)
    if not lists:
        output.print("nothing is watched; keep a selection with: conflictmap new NAME --keep --region Donbas")
    for one in lists:
        found = narrow(store.changes(one.seen), from_query(dict(parse_qsl(one.query)))[0])
        output.print(f"{one.name}: {describe_difference(found)}", markup=False, soft_wrap=True)


def _look(store: Store, name: str, peek: bool, target: Path | None, every: bool) -> None:
    known = {one.name: one for one in load_watch_lists(store)}
    if name not in known:
        raise click.UsageError(f"there is no watch list {name!r}; there are {', '.join(known) or 'none'}")
    one = known[name]
    wanted = from_query(dict(parse_qsl(one.query)))[0]
    now = store.revision()
    found = narrow(store.changes(one.seen, now), wanted)
    _print(found, wanted, every)
    if target is not None:
        _write(target, found, wanted)
    if not peek and store.writable:
        save_watch_list(store, name, one.query, now)
