"""The commands for the table of places: what it holds, building its index, installing a country."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from dashboard.console import output, progress_bar
from dashboard.ingest import open_store
from dashboard.rereading import reread_after_install
from dashboard.shared_options import db_option
from geodata.amounts import counted
from geodata.gazetteer import (
    KEPT_DAYS,
    THEATRES,
    CountryFileError,
    Installation,
    index_path,
    install,
    install_several,
    open_gazetteer,
    status,
)
from geodata.store import StoreError


@click.group()
def gazetteer() -> None:
    """The table of places: what it holds, and adding every village of a country."""


@gazetteer.command("status")
def show_status() -> None:
    """Say where the index lies, how many places it holds and which countries are installed."""
    found = status()
    if found.built:
        output.print(f"{counted(found.places, 'place')} in {found.path}", markup=False, soft_wrap=True)
    else:
        output.print(f"not built yet; it will be, in {found.path}", markup=False, soft_wrap=True)
    if found.others:
        output.print(
            f"{counted(len(found.others), 'other index')} in the same folder, "
            f"{found.others_bytes / 1e6:,.0f} MB, of other versions or installed "
            f"countries; removed {KEPT_DAYS} days after last being opened",
            soft_wrap=True,
        )
    for country in found.installed:
        output.print(country.describe(), markup=False, soft_wrap=True)
    if not found.installed:
        output.print("no country installed; add one with: conflictmap gazetteer install CC")


@gazetteer.command()
def build() -> None:
    """Build the index anew, also when it is there already (about twenty seconds)."""
    shutil.rmtree(index_path(), ignore_errors=True)
    with progress_bar("Building the table of places") as advance:
        built = open_gazetteer(progress=advance)
    output.print(f"{counted(len(built), 'place')} in {built.folder}", markup=False, soft_wrap=True)


@gazetteer.command("install")
@click.argument("countries", metavar="[CC]...", nargs=-1)
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE|FOLDER",
    help="GeoNames postal-code or country files that you have (UA.zip, UA.txt), instead of fetching them.",
)
@click.option("--theatres", is_flag=True, help=f"All {len(THEATRES)} countries with conflict in the news.")
@click.option("--no-reread", is_flag=True, help="Read no stored article again.")
@db_option
def install_countries(
    countries: tuple[str, ...], source: Path | None, theatres: bool, no_reread: bool, db: str | None
) -> None:
    """Add every settlement of countries, by their two-letter codes, such as UA or ML BF NE.

    Without --from the files are fetched from GeoNames (CC BY 4.0); with a folder and no country, all that lie
    in it are installed. Names in Cyrillic get their common Latin spellings. Stored articles that name places
    which were in no table are read again; corrections stay.
    """
    wanted = (*countries, *(THEATRES if theatres else ()))
    folder = source if source is not None and source.is_dir() else None
    if not wanted and folder is None:
        raise click.UsageError("name a country (UA), or give --theatres, or a folder of files with --from")
    if source is not None and folder is None and len(wanted) != 1:
        raise click.UsageError("a single file is of a single country: give a folder for several")
    with progress_bar(f"Installing {' '.join(countries).upper() or 'countries'}") as advance:
        try:
            if source is not None and folder is None:
                found = Installation(done=(install(wanted[0], source, advance),), failed=())
            else:
                found = install_several(wanted, folder, advance)
        except CountryFileError as error:
            raise click.ClickException(str(error)) from error
    for done in found.done:
        output.print(done.describe(), markup=False, soft_wrap=True)
    for code, why in found.failed:
        output.print(f"{code} was not installed: {why}", markup=False, soft_wrap=True)
    if found.done and not no_reread:
        _read_again(db, [done.country for done in found.done])
    if found.failed:
        raise SystemExit(3)


def _read_again(db: str | None, countries: list[str]) -> None:
    """Read those stored articles again that name places of these countries which were in no table."""
    try:
        store = open_store(db, create=False)
    except StoreError:
        if db is not None:
            raise
        return  # nothing was stored yet
    with store, progress_bar("Reading again") as advance:
        done = reread_after_install(
            store, countries, lambda n, total: advance(n / max(total, 1), f"{n:,} of {total:,}")
        )
    if done.articles:
        output.print(done.describe(), markup=False, soft_wrap=True)
    output.print("all articles are read again with: conflictmap reread", markup=False, soft_wrap=True)
