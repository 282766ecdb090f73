"""The release policy as command-line options: what a file keeps back so that publishing it harms nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from dashboard.shared_options import Day
from geodata.export import ReleasePolicy

_Command = TypeVar("_Command", bound=Callable[..., object])

_OPTIONS = (
    click.option(
        "--blur-km", type=float, metavar="KM", help="Move points to the middle of squares of this side."
    ),
    click.option("--to-admin1", is_flag=True, help="Give first-level units instead of exact places."),
    click.option(
        "--delay-days", type=int, metavar="N", help="Hold back what may be younger than N days (--as-of)."
    ),
    click.option("--as-of", type=Day(), metavar="DATE", help="The day that --delay-days counts from."),
    click.option("--confirmed-only", is_flag=True, help="Hold back what no text puts as confirmed."),
    click.option("--mask", multiple=True, metavar="COLUMN", help="Empty this column. Repeatable."),
)


def policy_options(command: _Command) -> _Command:
    """Add the options of a release policy to a click command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_policy(values: dict[str, Any]) -> ReleasePolicy | None:
    """Take the policy's values out of a command's and return it; None: nothing is kept back.

    ValueError for a policy that cannot be.
    """
    policy = ReleasePolicy(
        blur_km=values.pop("blur_km"),
        to_admin1=values.pop("to_admin1"),
        delay_days=values.pop("delay_days"),
        as_of=values.pop("as_of"),
        confirmed_only=values.pop("confirmed_only"),
        masked=values.pop("mask"),
    )
    return None if policy == ReleasePolicy() else policy
