"""The command line: take articles in, look at them, and get maps and tables out."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from sqlalchemy.exc import DBAPIError

from articles.pipeline import read_article
from articles.reading_json import to_plain
from articles.sources import FORMATS, SourceError, read_sources
from dashboard.console import line_of, messages, output, progress_bar, say
from dashboard.ingest import data_folder, default_db, hint_in_words, ingest_paths, open_store
from dashboard.parallel import ParallelError
from dashboard.roles import AccessError
from dashboard.serving import ServingError, serve
from dashboard.shared_options import (
    column_option,
    db_option,
    published_option,
    serving_options,
    source_option,
    to_serving,
)
from dashboard.summary import Summary
from geodata.amounts import counted
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.gazetteer.tables import TableError
from geodata.model import Article, PlaceMention, PlaceRole, Reading, Report
from geodata.store import StoreError
from geodata.store.opening import explain

SAMPLES = Path(__file__).parent.parent / "articles" / "samples"
WORLD_SAMPLES = SAMPLES.with_name("world_samples")

# Exit codes, also listed in --help: scripts may rely on them.
DONE, SOME_FAILED, CANNOT_GO_ON = 0, 1, 3
_EPILOG = (
    "Exit codes: 0 all done; 1 some inputs failed, the others are stored; 2 the command was not understood; "
    "3 it could not be carried out (database, gazetteer, network) and nothing was damaged."
)


# Articles without a date that are named; the line says how many there are.
_NAMED = 5
# Failures whose message is a line that names the remedy.
_EXPECTED = (StoreError, ServingError, AccessError, SourceError, ParallelError, TableError, OSError)
# Commands that are imported when they are called: drawing and exporting take a second to load.
_ELSEWHERE = {
    "snapshot": "dashboard.output_commands",
    "export": "dashboard.output_commands",
    "verify": "dashboard.output_commands",
    "open": "dashboard.output_commands:open_file",
    "gazetteer": "dashboard.gazetteer_commands",
    "watch": "dashboard.watch_commands",
    "series": "dashboard.series_commands",
    "brief": "dashboard.briefing_commands",
    "changes": "dashboard.changes_commands",
    "new": "dashboard.changes_commands",
    "forget": "dashboard.changes_commands",
    "compare": "dashboard.compare_commands:compare_command",
    **dict.fromkeys(
        ("check", "backup", "restore", "rejoin", "reread", "withdraw", "load"), "dashboard.store_commands"
    ),
    "geocode": "dashboard.geocode_command",
    "corrections": "dashboard.correction_commands",
}


class _Entry(click.Group):
    """The command group; what cannot be done becomes one line on standard error and exit code 3."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of use, not of the alphabet."""
        order = (
            "demo ingest load watch extract dashboard snapshot series brief export verify open changes new "
            "forget compare geocode corrections withdraw reread rejoin check backup restore gazetteer"
        ).split()
        return sorted({*self.commands, *_ELSEWHERE}, key=order.index)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing the module it stands in."""
        if cmd_name in _ELSEWHERE:
            module, _, function = _ELSEWHERE[cmd_name].partition(":")
            command: click.Command = getattr(import_module(module), function or cmd_name)
            return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except _EXPECTED as error:
            messages.print(line_of(error), style="red", markup=False, soft_wrap=True)
            sys.exit(CANNOT_GO_ON)
        except DBAPIError as error:
            line = explain("the database", error)
            messages.print(line, style="red", markup=False, soft_wrap=True)
            sys.exit(CANNOT_GO_ON)


@click.group(
    cls=_Entry,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=_EPILOG,
)
@click.version_option(version("conflictmap"), prog_name="conflictmap")
def app() -> None:
    """Read conflict news, find what happened where and when, and see it on a map.

    \b
    Start with:           conflictmap demo
    Your own articles:    conflictmap ingest reports/ --source "My desk"
                          conflictmap dashboard
    One article:          conflictmap extract article.txt --published 2022-09-13
    """


@app.command()
@click.option("--world", is_flag=True, help="The dispatches from other wars, 2022 to 2025, instead.")
@click.option(
    "--db", metavar="FILE", help="Database for the samples; default: demo.db or world.db in your data folder."
)
@serving_options
def demo(db: str | None, world: bool, no_browser: bool, **how: Any) -> None:
    """Read the sample dispatches about Ukraine in 2022 and open the dashboard on them.

    With --world it reads those from Sudan, Gaza, Myanmar, Congo, the Sahel, Haiti, Karabakh and elsewhere.
    """
    name = db or str(data_folder() / ("world.db" if world else "demo.db"))
    serving = to_serving(name, **how)
    _ingest([WORLD_SAMPLES if world else SAMPLES], name)
    _basemap()
    serve(serving, open_browser=not no_browser, say=say)


@app.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@published_option
@source_option
@column_option
@db_option
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, help="Processes that read at the same time."
)
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler to read on, such as tcp://host:8786.")
def ingest(
    paths: tuple[str, ...],
    published: date | None,
    outlet: str,
    columns: tuple[tuple[str, str], ...],
    db: str | None,
    workers: int,
    scheduler: str | None,
) -> None:
    """Read files, folders and web pages into the database.

    PATH is a file, a folder (read with all folders below it) or an http(s) address. An article that is
    there already changes nothing; an input that cannot be read is named and the others go on.
    """
    summary = _ingest(
        list(paths),
        db or default_db(),
        published=published,
        outlet=outlet,
        columns=dict(columns),
        workers=workers,
        scheduler=scheduler,
    )
    if summary.failures:
        sys.exit(SOME_FAILED)


ingest.help = (
    f"{ingest.help}\n\n    Formats: "
    + "; ".join(f"{f.name} ({', '.join(f.suffixes)})" for f in FORMATS)
    + "."
)


def _ingest(inputs: Sequence[str | Path], db: str, **options: Any) -> Summary:
    """Ingest with a progress bar, print the account and what could not be read; ``options`` as there."""
    with open_store(db) as store:
        gazetteer = _gazetteer()
        with progress_bar("Reading articles") as advance:
            try:
                summary = ingest_paths(
                    store,
                    inputs,
                    gazetteer=gazetteer,
                    progress=lambda done, name: advance(None, f"{done} read, {name[:40]}"),
                    **options,
                )
            except KeyboardInterrupt:
                say(f"stopped; what was read so far is stored in {db}, and the same command reads the rest")
                sys.exit(SOME_FAILED)
    for line in summary.failures:
        messages.print(line, style="red", markup=False, soft_wrap=True)
    for line in summary.notes:
        messages.print(line, style="yellow", markup=False, soft_wrap=True)
    for line in summary.skipped:
        messages.print(f"left out: {line}", style="dim", markup=False, soft_wrap=True)
    if undated := len(summary.without_date):
        more = f"; and {undated - _NAMED:,} more" if undated > _NAMED else ""
        messages.print(
            f"{undated:,} without a publication date: "
            f"{'; '.join(map(_undated, summary.without_date[:_NAMED]))}{more}. Relative dates in "
            f"{'it' if undated == 1 else 'them'} stay unknown; give --published, or set the date in the "
            "dashboard.",
            style="yellow",
            markup=False,
            soft_wrap=True,
        )
    output.print(summary.describe(), markup=False, soft_wrap=True)
    if summary.articles > summary.unread or summary.listed:
        messages.print(f"stored in {db}", markup=False, soft_wrap=True)
    return summary


def _undated(article: Article) -> str:
    """Return an article's name, and the day that may be near its publication."""
    hint = f" ({hint_in_words(article, article.date_hint)})" if article.date_hint else ""
    return f"{article.title or article.file_name}{hint}"


@app.command()
@click.argument("file", metavar="FILE")
@published_option
@column_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "table"]),
    default="table",
    show_default=True,
    help="A table to read, or JSON for programs.",
)
@click.option("--all", "every", is_flag=True, help="List in the table also the names that mean no place.")
def extract(
    file: str, published: date | None, columns: tuple[tuple[str, str], ...], form: str, every: bool
) -> None:
    """Print the places and events of an article; nothing is stored.

    FILE is a file or an http(s) address. Offsets are half-open code points into the article's text.
    """
    found = list(read_sources([file], published=published, columns=dict(columns)))
    gazetteer = _gazetteer()
    readings = [(a, read_article(a, gazetteer)) for a in found if isinstance(a, Article)]
    failures = [line for line in found if isinstance(line, SourceError)]
    if form == "json":
        plain = [to_plain(article, reading) for article, reading in readings]
        # One article is one object, so that the usual case needs no index; several are a list.
        click.echo(json.dumps(plain[0] if len(plain) == 1 else plain, ensure_ascii=False, indent=2))
    else:
        for article, reading in readings:
            _print_tables(article, reading, every)
    for failure in failures:
        messages.print(str(failure), style="red", markup=False, soft_wrap=True)
    if failures:
        sys.exit(SOME_FAILED)


def _print_tables(article: Article, reading: Reading, every: bool) -> None:
    """Print one article's places and events as two tables."""
    published = article.published.isoformat() if article.published else "publication date unknown"
    output.print(f"{article.title or article.file_name} ({published})", markup=False, style="bold")
    places = Table("offsets", "place", "meant as", "where", "confidence", title="Places")
    for mention, role in zip(reading.places, reading.roles(), strict=True):
        if every or mention.literal:
            places.add_row(*map(_plain, _place_row(mention, role)))
    left_out = len(reading.places) - places.row_count
    places.caption = (
        f"{counted(left_out, 'name')} not meant as places (--all lists them)" if left_out else None
    )
    events = Table("offsets", "what", "where", "when", "dead", "sentence", title="Events")
    for report in reading.reports:
        events.add_row(*map(_plain, _event_row(report, article.text)))
    output.print(places, events)


def _plain(cell: str) -> str:
    """Keep square brackets of article text from being read as markup."""
    return cell.replace("[", r"\[")


def _place_row(mention: PlaceMention, role: PlaceRole) -> tuple[str, ...]:
    where = mention.place.label if mention.place else "unresolved"
    if mention.latitude is not None and mention.longitude is not None:
        where += f" ({mention.latitude:.3f}, {mention.longitude:.3f})"
    meant = role.value if mention.literal else f"not a place: {mention.use.value}"
    confidence = f"{mention.confidence:.2f}" if mention.place else ""
    return f"{mention.start}:{mention.end}", mention.text, meant, where, confidence


def _event_row(report: Report, text: str) -> tuple[str, ...]:
    where = report.where or "unknown"
    dead = "" if report.toll.fatalities is None else str(report.toll.fatalities)
    offsets = f"{report.excerpt.start}:{report.excerpt.end}"
    return offsets, report.sub_event_type.value, where, _when(report), dead, report.excerpt.of(text)


def _when(report: Report) -> str:
    """Return "2022-09-11", "2022-09-11 to 2022-09-13", "by …", "since …" or "unknown"."""
    start, end = report.date_start, report.date_end
    if start is None or end is None:
        return f"by {end}" if end else f"since {start}" if start else "unknown"
    return str(start) if start == end else f"{start} to {end}"


@app.command()
@db_option
@serving_options
def dashboard(db: str | None, no_browser: bool, **how: Any) -> None:
    """Open the dashboard on a database.

    It answers this machine alone, and only whoever has the address that is printed.
    """
    name = db or default_db()
    serving = to_serving(name, **how)
    open_store(name, create=False).close()
    _basemap()
    serve(serving, open_browser=not no_browser, say=say)


def _basemap() -> None:
    """Draw the basemap before the first visit, with a bar, so that the page need not keep anyone waiting."""
    from dashboard.basemap import basemap_file, basemap_folder  # needs geopandas, a second to load

    gazetteer = _gazetteer()
    with progress_bar("Drawing the basemap (once)") as advance:
        advance(None, "a few seconds")
        basemap_file(basemap_folder(), gazetteer)


def _gazetteer() -> Gazetteer:
    """Open the gazetteer, with a bar while its index is built for the first time."""
    with progress_bar("Building the table of places (once)") as advance:
        return open_gazetteer(progress=advance)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
