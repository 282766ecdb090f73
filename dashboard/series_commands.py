"""The command that writes a series of maps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dashboard.console import output, progress_bar
from dashboard.filter_options import filter_options, read_filter
from dashboard.ingest import open_store
from dashboard.palette import Theme
from dashboard.release_options import policy_options, read_policy
from dashboard.series import SERIES_TYPES, SeriesOptions, draw_series
from dashboard.shared_options import db_option
from geodata.amounts import counted
from geodata.naming import region_label
from geodata.query import EventIndex
from geodata.query.timeline import BinUnit
from geodata.whole_files import write_whole


@click.command()
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="The file to write: .png (all maps on one sheet), .gif, or .mp4 (after: pip install "
    "'conflictmap[film]').",
)
@db_option
@click.option("--title", default="Conflict events", show_default=True, help="Heading of the series.")
@click.option(
    "--unit",
    type=click.Choice([unit.value for unit in BinUnit]),
    help="What one frame shows; default: what gives at most some thirty frames.",
)
@click.option("--seconds", default=0.9, show_default=True, help="How long a frame stays.")
@click.option("--dark", is_flag=True, help="Light marks on a dark ground.")
@policy_options
@filter_options
def series(
    target: Path, db: str | None, title: str, unit: str | None, seconds: float, dark: bool, **filters: Any
) -> None:
    """Draw the events of a filter day by day, week by week or month by month.

    Every frame shows the same part of the map at the same scale, and states its period and its numbers.
    """
    if target.suffix not in SERIES_TYPES:
        raise click.UsageError(f"{target.name}: use {', '.join(SERIES_TYPES)}")
    try:
        policy = read_policy(filters)
        options = SeriesOptions(
            title=title, unit=BinUnit(unit) if unit else None, seconds=seconds,
            theme=Theme.DARK if dark else Theme.LIGHT,
        )  # fmt: skip
        with open_store(db, create=False) as store:
            index = EventIndex(store)
            chosen = index.select(read_filter(filters, index.place_ids()))
            with progress_bar("Drawing frames") as advance:
                data = draw_series(
                    index, chosen, target.suffix, options=options, names=region_label, policy=policy,
                    progress=advance,
                )  # fmt: skip
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    write_whole(target, data)
    output.print(f"{target}: {counted(len(chosen), 'event')}", markup=False, soft_wrap=True)
