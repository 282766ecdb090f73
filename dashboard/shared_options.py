"""Options that several commands take: the publication date, the outlet, the database, how to serve."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from dashboard.guard import is_loopback
from dashboard.roles import read_sign_in
from dashboard.server import Serving
from dashboard.serving import FIRST_PORT, HOST, absolute_db, check_reach, choose_port

_Command = TypeVar("_Command", bound=Callable[..., object])


class Day(click.ParamType):  # type: ignore[type-arg]
    """A calendar date on the command line."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date; fails with the remedy."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date; write it as YYYY-MM-DD", param, ctx)


published_option = click.option(
    "--published",
    type=Day(),
    metavar="DATE",
    help="Publication date (YYYY-MM-DD) of articles that state none themselves. Without one, relative dates "
    "such as 'yesterday' stay unknown; a file's time stamp is never used.",
)
source_option = click.option(
    "--source", "outlet", metavar="NAME", default="", help="Outlet of articles that name none themselves."
)


class Column(click.ParamType):  # type: ignore[type-arg]
    """A field of an article and the column of a table it stands in, on the command line."""

    name = "column"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return the pair; fails with the remedy."""
        if isinstance(value, tuple):
            return value
        field, equals, column = str(value).partition("=")
        if not (equals and column and field in COLUMN_FIELDS):
            self.fail(f"{value!r}: write FIELD=NAME, FIELD one of {', '.join(COLUMN_FIELDS)}", param, ctx)
        return field, column


COLUMN_FIELDS = ("text", "title", "published", "outlet", "url")
column_option = click.option(
    "--column",
    "columns",
    type=Column(),
    multiple=True,
    metavar="FIELD=NAME",
    help="In tables, the column in which the text, title, published, outlet or url stands, such as "
    "text=Body; the others are guessed and named. Repeatable.",
)
db_option = click.option(
    "--db",
    metavar="FILE",
    help="Database file, or postgresql://user@host/name. Default: the variable CONFLICTMAP_DB, else a file "
    "in your data folder.",
)
port_option = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help=f"Port of the local server; default: the first free from {FIRST_PORT}.",
)
no_browser_option = click.option(
    "--no-browser", is_flag=True, help="Do not open the browser; print the address."
)


_SERVING_OPTIONS = (
    port_option,
    no_browser_option,
    click.option(
        "--host",
        default=HOST,
        show_default=True,
        metavar="ADDRESS",
        help="Address to serve at; 0.0.0.0 lets other machines in and needs --sign-in or --without-sign-in.",
    ),
    click.option(
        "--allow-host",
        "names",
        multiple=True,
        metavar="NAME",
        help="Name under which others reach it, such as map.example.org. Repeatable.",
    ),
    click.option(
        "--sign-in",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE",
        help="TOML file with [auth], as in Streamlit's secrets.toml, and [roles]: who may read, correct, "
        "administer.",
    ),
    click.option(
        "--without-sign-in",
        is_flag=True,
        help="Serve beyond this machine to whoever has the printed address.",
    ),
    click.option(
        "--layers",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE.py",
        help="Python file that makes folium layers of the events shown; it is run with all your rights.",
    ),
    click.option(
        "--online",
        type=click.Choice(["nominatim", "photon"]),
        multiple=True,
        help="Let analysts ask this service for places that are in no table, one by one. Repeatable.",
    ),
    click.option(
        "--role",
        type=click.Choice(["read", "correct", "administer"]),
        help="What everyone may do where nobody signs in; default: administer on this machine, read beyond.",
    ),
)


def serving_options(command: _Command) -> _Command:
    """Add the options of how to serve, which ``to_serving`` takes."""
    for option in reversed(_SERVING_OPTIONS):
        command = option(command)
    return command


def to_serving(
    db: str,
    *,
    port: int | None,
    host: str,
    names: tuple[str, ...],
    sign_in: Path | None,
    without_sign_in: bool,
    layers: Path | None,
    online: tuple[str, ...],
    role: str | None,
) -> Serving:
    """Return what the server is told; raises ServingError or AccessError with the remedy."""
    check_reach(host, sign_in=sign_in, without_sign_in=without_sign_in)
    if sign_in is not None:
        read_sign_in(sign_in)
    every_address = host in ("0.0.0.0", "::")  # noqa: S104 - asked for
    return Serving(
        db=absolute_db(db),
        port=choose_port(port),
        address=host,
        names=(*names, *(() if every_address or is_loopback(host) else (host,))),
        # Who signs in needs no key; everyone else does.
        key="" if sign_in is not None else secrets.token_urlsafe(24),
        role=role or ("administer" if is_loopback(host) else "read"),
        sign_in="" if sign_in is None else str(sign_in.resolve()),
        layers="" if layers is None else str(layers.resolve()),
        online=online,
    )
