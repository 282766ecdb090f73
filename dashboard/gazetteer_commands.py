"""The commands for the table of places: what it holds, building its index, installing a country."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from dashboard.console import output, progress_bar
from geodata.gazetteer import KEPT_DAYS, CountryFileError, index_path, install, open_gazetteer, status


@click.group()
def gazetteer() -> None:
    """The table of places: what it holds, and adding every village of a country."""


@gazetteer.command("status")
def show_status() -> None:
    """Say where the index lies, how many places it holds and which countries are installed."""
    found = status()
    if found.built:
        output.print(f"{found.places:,} places in {found.path}", markup=False, soft_wrap=True)
    else:
        output.print(f"not built yet; it will be, in {found.path}", markup=False, soft_wrap=True)
    if found.others:
        noun = "index" if len(found.others) == 1 else "indexes"
        output.print(
            f"{len(found.others)} other {noun} in the same folder, {found.others_bytes / 1e6:,.0f} MB, of "
            f"other versions or installed countries; removed {KEPT_DAYS} days after last being opened",
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
    output.print(f"{len(built):,} places in {built.folder}", markup=False, soft_wrap=True)


@gazetteer.command("install")
@click.argument("country", metavar="CC")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A GeoNames postal-code or country file that you have, instead of fetching it.",
)
def install_country(country: str, source: Path | None) -> None:
    """Add every settlement of a country, by its two-letter code, such as UA.

    Without --from the country's file is fetched from GeoNames (CC BY 4.0). Names in Cyrillic get their
    common Latin spellings.
    """
    with progress_bar(f"Installing {country.upper()}") as advance:
        try:
            done = install(country, source, advance)
        except CountryFileError as error:
            raise click.ClickException(str(error)) from error
    output.print(done.describe(), markup=False, soft_wrap=True)
