"""The command that compares a table of events with what was read."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import click

from dashboard.comparing import rows_of, saved_events
from dashboard.console import messages, output
from dashboard.filter_options import filter_options, read_filter
from dashboard.ingest import listed_in, open_store
from dashboard.shared_options import db_option
from geodata.amounts import counted
from geodata.comparing import Tolerance, compare
from geodata.query import EventIndex
from geodata.store.listed import listed_tables, load_listed
from geodata.whole_files import write_whole

# Rows of a file named that are no events.
_PROBLEMS = 20


@click.command(name="compare")
@click.argument("table", metavar="TABLE")
@db_option
@click.option("--days", type=click.IntRange(0, 31), default=1, show_default=True, help="Days apart at most.")
@click.option(
    "--km",
    type=click.FloatRange(0, 500),
    default=25,
    show_default=True,
    help="Kilometres apart at most, beyond what each side says of its own uncertainty.",
)
@click.option("--any-type", is_flag=True, help="Take events of different types for the same as well.")
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.csv",
    help="Write every pair and every event that only one side has.",
)
@filter_options
def compare_command(
    table: str, db: str | None, days: int, km: float, any_type: bool, target: Path | None, **filters: Any
) -> None:
    """Say which events a table and the reading both have, which only the table, which only the reading.

    TABLE is the name of a table taken in (ACLED, UCDP GED, VIINA) or a file of one, which is then compared
    and not stored. The filters choose among the events read. Only events within the table's own days and
    surroundings are compared.
    """
    with open_store(db, create=False) as store:
        known = listed_tables(store)
        taken_in = next((name for name in known if name.casefold() == table.casefold()), None)
        if taken_in is not None and not Path(table).is_file():
            listed = load_listed(store, taken_in)
        else:
            listed, problems = listed_in(table)
            more = len(problems) - _PROBLEMS
            said = [*problems[:_PROBLEMS], f"… and {counted(more, 'more such row')}"]
            for line in said if more > 0 else problems:
                messages.print(line, style="yellow", markup=False, soft_wrap=True)
            if not listed:
                names = ", ".join(known) or "none is taken in yet"
                raise click.UsageError(f"{table} is neither a table taken in ({names}) nor a file of one")
        index = EventIndex(store)
        chosen = index.select(read_filter(filters, index.place_ids()))
        tolerance = Tolerance(days=days, km=km, same_type=not any_type)
        found = compare(listed, saved_events(store, chosen), tolerance)
    output.print(
        f"{counted(len(listed), 'row')} of {table}; {found.describe()}", markup=False, soft_wrap=True
    )
    if target is not None:
        text = io.StringIO(newline="")
        rows = rows_of(found)
        writer = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else ["which"])
        writer.writeheader()
        writer.writerows(rows)
        write_whole(target, text.getvalue().encode("utf-8"))
        messages.print(f"written to {target}", markup=False, soft_wrap=True)
