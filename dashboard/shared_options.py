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


class Column(click.ParamType):  # type: ignore[type-arg]
    """A field of an article and the column of a table it stands in, on the command line."""

    name = "column"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
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
