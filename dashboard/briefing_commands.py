"""The command that writes a briefing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dashboard.briefing import BRIEFING_TYPES, BriefingOptions, Since, draw_briefing
from dashboard.changing import version_before
from dashboard.console import output, progress_bar
from dashboard.file_changes import read_comparable, since_saved
from dashboard.filter_options import filter_options, read_filter
from dashboard.ingest import open_store
from dashboard.release_options import policy_options, read_policy
from dashboard.shared_options import db_option
from geodata.amounts import counted
from geodata.naming import region_label
from geodata.query import EventIndex, Selection
from geodata.query.past import narrow
from geodata.whole_files import write_whole


@click.command()
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help=f"The file to write; its ending is the format: {', '.join(BRIEFING_TYPES)}.",
)
@db_option
@click.option("--title", default="Conflict briefing", show_default=True, help="Heading of the briefing.")
@click.option(
    "--since",
    metavar="A",
    help="Say what changed since: the last briefing, another saved file, the number of a version, a day "
    "(its beginning, UTC) or “last”.",
)
@policy_options
@filter_options
def brief(target: Path, db: str | None, title: str, since: str | None, **filters: Any) -> None:
    """Write a briefing of a filter: picture, what changed, numbers with their ranges, events, evidence.

    Every event is numbered and leads to the sentences it rests on, with their sources; method and limits
    are stated. The file can be verified like a snapshot, and named as --since of the next one.
    """
    if target.suffix not in BRIEFING_TYPES:
        raise click.UsageError(f"{target.name}: use {' or '.join(BRIEFING_TYPES)}")
    try:
        policy = read_policy(filters)
        if policy is not None and since is not None:
            raise click.UsageError(
                "what changed would tell what the release policy keeps back; leave out one"
            )
        with open_store(db, create=False) as store:
            index = EventIndex(store)
            chosen = index.select(read_filter(filters, index.place_ids()))
            told = None if since is None else since_of(since, index, chosen)
            with progress_bar("Writing the briefing"):
                data = draw_briefing(
                    index, chosen, target.suffix, options=BriefingOptions(title=title), since=told,
                    names=region_label, policy=policy,
                )  # fmt: skip
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    write_whole(target, data)
    output.print(f"{target}: {counted(len(chosen), 'event')}", markup=False, soft_wrap=True)


def since_of(asked: str, index: EventIndex, selection: Selection) -> Since:
    """Return what changed in a selection since a saved file or a version; ValueError for neither."""
    file = Path(asked)
    if file.is_file():
        return since_saved(file.name, read_comparable(file.name, file.read_bytes()), index)
    version = version_before(index.store, asked)
    difference = narrow(index.store.changes(version), selection.filter)
    return Since(words=f"version {version}", difference=difference)
