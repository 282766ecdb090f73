"""The command that asks for a place's coordinates, or for the place at coordinates, as geopy does."""

from __future__ import annotations

import json
import sys

import click
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.location import Location

from dashboard.console import messages, output, progress_bar
from geodata.gazetteer import open_gazetteer
from geodata.geocoder import SERVICES, OfflineGeocoder, chain_of, read_point

NOT_FOUND = 1
CANNOT_ASK = 3


@click.command()
@click.argument("query", metavar="NAME")
@click.option("--country", "codes", multiple=True, metavar="CC", help="Only in this country. Repeatable.")
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True, help="At most N places.")
@click.option(
    "--online",
    "services",
    type=click.Choice(sorted(SERVICES)),
    multiple=True,
    help="Ask this service where the table of places knows none; needs --country. Repeatable.",
)
@click.option(
    "--format", "form", type=click.Choice(["json", "table"]), default="table", show_default=True,
    help="A table to read, or JSON for programs.",
)  # fmt: skip
def geocode(query: str, codes: tuple[str, ...], limit: int, services: tuple[str, ...], form: str) -> None:
    """Say where a place is, best guess first, or which place lies at coordinates.

    NAME is "village, region, country" with as many parts as you know, or "49.21, 37.26". Nothing leaves this
    machine unless --online is given. Exit code 1: there is no such place.
    """
    if services and not codes:
        raise click.UsageError(
            "--online needs --country: a name without a country invites a far-off namesake"
        )
    try:
        found = _ask(query, codes, limit, services)
    except GeocoderQueryError as error:
        raise click.UsageError(str(error)) from error
    except GeocoderServiceError as error:
        messages.print(f"no service could answer: {error}; try again later", markup=False, soft_wrap=True)
        sys.exit(CANNOT_ASK)
    if form == "json":
        click.echo(json.dumps([_plain(place) for place in found], ensure_ascii=False, indent=2))
    for place in found if form == "table" else ():
        where = f"{place.latitude:.4f}, {place.longitude:.4f}"
        output.print(f"{where}  {place.address}  ({_source(place)})", markup=False, soft_wrap=True)
    if not found:
        messages.print(f"no place called {query} is known", markup=False, soft_wrap=True)
        sys.exit(NOT_FOUND)


def _ask(query: str, codes: tuple[str, ...], limit: int, services: tuple[str, ...]) -> list[Location]:
    with progress_bar("Building the table of places (once)") as advance:
        offline = OfflineGeocoder(open_gazetteer(progress=advance))
    point = read_point(query)
    if point is not None:
        return list(offline.reverse(point, exactly_one=False, limit=limit) or ())
    chain = chain_of(services, offline)
    return list(chain.geocode(query, exactly_one=False, country_codes=codes or None, limit=limit) or ())


def _source(place: Location) -> str:
    """The table's id of a place, or the service that knows it."""
    return str(place.raw.get("id") or place.raw.get("osm_id") or "online")


def _plain(place: Location) -> dict[str, object]:
    return {
        "address": place.address,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "id": _source(place),
    }
