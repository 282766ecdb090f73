"""The commands that write files: snapshots and exports of a filter, and checking a snapshot again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from dashboard.console import messages, output, progress_bar, say
from dashboard.filter_options import filter_options, read_filter
from dashboard.ingest import default_db, open_store
from dashboard.palette import Theme
from dashboard.release_options import policy_options, read_policy
from dashboard.saved_files import address_of, read_saved_file, verify_saved
from dashboard.serving import serve
from dashboard.shared_options import db_option, serving_options, to_serving
from dashboard.snapshot import MEDIA_TYPES, Paper, SnapshotOptions, draw_snapshot
from geodata.export import FORMATS, About, format_for, save_export
from geodata.export.notes import SUFFIX, notes_for
from geodata.export.records import statement_of
from geodata.naming import region_label
from geodata.query import EventIndex, describe
from geodata.whole_files import write_whole

CHANGED = 1
NAMED = 50
"""Events that differ which are named without being asked for all."""

_Command = TypeVar("_Command", bound=Callable[..., object])


def _target(suffixes: Iterable[str]) -> Callable[[_Command], _Command]:
    """The option that names the file to write."""
    return click.option(
        "--output",
        "-o",
        "target",
        type=click.Path(dir_okay=False, path_type=Path),
        required=True,
        metavar="FILE",
        help=f"The file to write; its ending is the format: {', '.join(suffixes)}.",
    )


@click.command()
@_target(MEDIA_TYPES)
@db_option
@click.option("--title", default="Conflict events", show_default=True, help="Heading of the map.")
@click.option(
    "--paper",
    type=click.Choice([paper.value for paper in Paper]),
    default=Paper.SCREEN.value,
    show_default=True,
    help="What it is for: a screen, a slide, a sheet to print, or a small picture in a text.",
)
@click.option("--width", type=int, metavar="PX", help="Width in pixels, instead of the paper's.")
@click.option("--height", type=int, metavar="PX", help="Height in pixels, instead of the paper's.")
@click.option("--dark", is_flag=True, help="Light marks on a dark ground.")
@policy_options
@filter_options
def snapshot(
    target: Path,
    db: str | None,
    title: str,
    paper: str,
    width: int | None,
    height: int | None,
    dark: bool,
    **filters: Any,
) -> None:
    """Draw the map of a filter, with title, dates, the filter in words, legend, scale, counts and credits.

    Drawn without a browser or a network; the same input gives the same file. The file carries its filter:
    'conflictmap verify FILE' asks the database for it again, 'conflictmap open FILE' shows it. The release
    options blur, delay or mask what must not be published, as in an export.
    """
    with _usage_errors():
        theme = Theme.DARK if dark else Theme.LIGHT
        options = SnapshotOptions(
            title=title, paper=Paper(paper), width_px=width, height_px=height, theme=theme
        )
        if target.suffix not in MEDIA_TYPES:
            raise ValueError(f"{target.suffix!r} is no snapshot format; use {', '.join(MEDIA_TYPES)}")
        policy = read_policy(filters)
    with _usage_errors(), open_store(db, create=False) as store:
        index = EventIndex(store)
        chosen = index.select(read_filter(filters, index.place_ids()))
        drawn = draw_snapshot(
            index, chosen, target.suffix, options=options, names=region_label, policy=policy
        )
        write_whole(target, drawn)
        statement = statement_of(store, chosen, region_label, policy)
    _say_saved(target, statement)


def _say_saved(target: Path, statement: About) -> None:
    policy = f" Release policy: {statement.policy}." if statement.policy else ""
    output.print(f"{target}: {statement.sentence} ({statement.counts}){policy}", markup=False, soft_wrap=True)


def _saved_file(command: _Command) -> _Command:
    """The argument that names a file which the program saved earlier."""
    return click.argument(
        "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE"
    )(command)


@click.command()
@_saved_file
@db_option
@click.option("--all", "every", is_flag=True, help=f"Name every event that differs, not the first {NAMED}.")
def verify(file: Path, db: str | None, every: bool) -> None:
    """Say whether the database still gives what a snapshot or an export shows (exit code 1: it does not).

    Place, dates, type, toll, certainty, actors and sources of each event are compared; each event that
    differs is named with what it was and what it is now.
    """
    with _usage_errors(), open_store(db, create=False) as store:
        found = verify_saved(read_saved_file(file), EventIndex(store))
    asked = describe(found.saved.wanted, region_label)
    output.print(f"{file}: {asked} {found.sentence}", markup=False, soft_wrap=True)
    for problem in found.saved.problems:
        messages.print(problem, style="yellow", markup=False, soft_wrap=True)
    named = found.changes if every else found.changes[:NAMED]
    for change in named:
        output.print(f"  {change.sentence}", markup=False, soft_wrap=True)
    if len(named) < len(found.changes):
        output.print(f"  and {len(found.changes) - len(named):,} more; --all names them", markup=False)
    if not found.same:
        sys.exit(CHANGED)


@click.command(name="open")
@_saved_file
@db_option
@serving_options
def open_file(file: Path, db: str | None, no_browser: bool, **how: Any) -> None:
    """Open the dashboard on the view that a snapshot or an export shows."""
    with _usage_errors():
        saved = read_saved_file(file)
    for problem in saved.problems:
        messages.print(problem, style="yellow", markup=False, soft_wrap=True)
    if saved.hidden:
        messages.print(
            "The release policy of this file keeps a part of its filter back; what opens shows more events.",
            style="yellow", markup=False, soft_wrap=True,
        )  # fmt: skip
    name = db or default_db()
    serving = to_serving(name, **how)
    open_store(name, create=False).close()
    serve(serving, open_browser=not no_browser, say=say, view=address_of(saved))


@click.command()
@_target([known.suffix for known in FORMATS])
@db_option
@click.option(
    "--notes/--no-notes",
    default=True,
    help=f"Write FILE{SUFFIX} beside it: filter, counts, licence, version and the meaning of each column.",
)
@policy_options
@filter_options
def export(
    target: Path,
    db: str | None,
    notes: bool,
    **filters: Any,
) -> None:
    """Write the events of a filter to a file: exactly those the dashboard shows for it.

    The file states the filter in words, the counts and the credits. The release options blur, delay or
    mask what must not be published, and the file says that too.
    """
    with _usage_errors():
        format_for(target.name)
        policy = read_policy(filters)
    with open_store(db, create=False) as store:
        index = EventIndex(store)
        chosen = index.select(read_filter(filters, index.place_ids()))
        with progress_bar("Writing events") as advance:
            statement = save_export(
                target, store, chosen, policy=policy, names=region_label, progress=advance
            )
    if notes:
        beside = target.with_name(target.name + SUFFIX)
        write_whole(beside, notes_for(target.name, statement).encode("utf-8", "replace"))
    _say_saved(target, statement)


@contextmanager
def _usage_errors() -> Iterator[None]:
    """Turn what a value cannot be into a usage error."""
    try:
        yield
    except ValueError as error:
        raise click.UsageError(str(error)) from error
