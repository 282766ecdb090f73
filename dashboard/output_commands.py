"""The commands that write files: snapshots and exports of a filter, and checking a snapshot again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from dashboard.console import messages, output, progress_bar
from dashboard.filter_options import filter_options, read_filter, region_name
from dashboard.ingest import open_store
from dashboard.palette import Theme
from dashboard.shared_options import Day, db_option
from dashboard.snapshot import MEDIA_TYPES, SnapshotOptions, draw_snapshot, verify_snapshot
from geodata.export import FORMATS, ReleasePolicy, about, format_for, save_export
from geodata.query import EventIndex

CHANGED = 1


def _target(suffixes: Iterable[str]) -> Callable[[Any], Any]:
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
@click.option("--width", type=int, default=1600, show_default=True, metavar="PX", help="Width in pixels.")
@click.option("--height", type=int, default=1000, show_default=True, metavar="PX", help="Height in pixels.")
@click.option("--dark", is_flag=True, help="Light marks on a dark ground.")
@filter_options
def snapshot(
    target: Path, db: str | None, title: str, width: int, height: int, dark: bool, **filters: Any
) -> None:
    """Draw the map of a filter, with title, dates, the filter in words, legend, scale, counts and credits.

    Drawn without a browser or a network; the same input gives the same file. The file carries its filter:
    'conflictmap verify FILE' asks the database for it again.
    """
    with _usage_errors():
        theme = Theme.DARK if dark else Theme.LIGHT
        options = SnapshotOptions(title=title, width_px=width, height_px=height, theme=theme)
        if target.suffix not in MEDIA_TYPES:
            raise ValueError(f"{target.suffix!r} is no snapshot format; use {', '.join(MEDIA_TYPES)}")
        wanted = read_filter(filters)
    with open_store(db, create=False) as store:
        index = EventIndex(store)
        chosen = index.select(wanted)
        target.write_bytes(draw_snapshot(index, chosen, target.suffix, options=options, names=region_name))
        statement = about(chosen, region_name)
    output.print(f"{target}: {statement.sentence} ({statement.counts})", markup=False, soft_wrap=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@db_option
def verify(file: Path, db: str | None) -> None:
    """Say whether the database still gives the events that a snapshot shows (exit code 1: it does not)."""
    with _usage_errors(), open_store(db, create=False) as store:
        found = verify_snapshot(file.read_bytes(), EventIndex(store))
    output.print(f"{file}: {found.statement.sentence} {found.sentence}", markup=False, soft_wrap=True)
    for problem in found.statement.problems:
        messages.print(problem, style="yellow", markup=False, soft_wrap=True)
    if not found.same:
        sys.exit(CHANGED)


@click.command()
@_target([known.suffix for known in FORMATS])
@db_option
@click.option(
    "--blur-km", type=float, metavar="KM", help="Move points to the middle of squares of this side."
)
@click.option("--to-admin1", is_flag=True, help="Give first-level units instead of exact places.")
@click.option(
    "--delay-days", type=int, metavar="N", help="Hold back what may be younger than N days (--as-of)."
)
@click.option("--as-of", type=Day(), metavar="DATE", help="The day that --delay-days counts from.")
@click.option("--mask", multiple=True, metavar="COLUMN", help="Empty this column. Repeatable.")
@filter_options
def export(
    target: Path,
    db: str | None,
    blur_km: float | None,
    to_admin1: bool,
    delay_days: int | None,
    as_of: date | None,
    mask: tuple[str, ...],
    **filters: Any,
) -> None:
    """Write the events of a filter to a file: exactly those the dashboard shows for it.

    The file states the filter in words, the counts and the credits. The release options blur, delay or
    mask what must not be published, and the file says that too.
    """
    with _usage_errors():
        format_for(target.suffix)
        policy = ReleasePolicy(
            blur_km=blur_km, to_admin1=to_admin1, delay_days=delay_days, as_of=as_of, masked=mask
        )
        wanted = read_filter(filters)
    with open_store(db, create=False) as store:
        chosen = EventIndex(store).select(wanted)
        released = policy if policy != ReleasePolicy() else None
        with progress_bar("Writing events") as advance:
            statement = save_export(
                target, store, chosen, policy=released, names=region_name, progress=advance
            )
    output.print(f"{target}: {statement.sentence} ({statement.counts})", markup=False, soft_wrap=True)


@contextmanager
def _usage_errors() -> Iterator[None]:
    """Turn what a value cannot be into a usage error."""
    try:
        yield
    except ValueError as error:
        raise click.UsageError(str(error)) from error
