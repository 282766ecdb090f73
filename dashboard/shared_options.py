"""Options that several commands take: the publication date, the outlet, the database, the server's port."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from dashboard.serving import FIRST_PORT


class Day(click.ParamType):  # type: ignore[type-arg]
    """A calendar date on the command line."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date; fails with the remedy."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
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
