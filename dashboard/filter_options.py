"""The event filter as command-line options: one option per parameter of a dashboard link, same names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from enum import Enum
from typing import Any, TypeVar

import click

from geodata.amounts import counted
from geodata.geocoder import OfflineGeocoder, locate
from geodata.model import Attribution, Certainty, DatePrecision, EventType, PlacePrecision
from geodata.naming import distinct_labels, find_regions, near_misses
from geodata.query import EventFilter, from_query
from geodata.query.address import PARAMETERS

LISTED = 12
"""Namesakes listed at most."""
MOST_NAMESAKES = 100

_Command = TypeVar("_Command", bound=Callable[..., object])


def _slugs(kind: type[Enum]) -> str:
    """The values of a vocabulary as links and options write them."""
    return ", ".join(member.name.lower() for member in kind)


# What each parameter takes on the command line; several values of one option are alternatives.
_HELP: dict[str, tuple[str, str]] = {
    "from": ("DATE", "Only events on or after this day (YYYY-MM-DD)."),
    "to": ("DATE", "Only events on or before this day."),
    "clock": ("occurred|reported", "Which date counts: when it occurred (default) or was first reported."),
    "rule": ("overlaps|starts_in|certainly_within", "How an event's interval must lie to the days."),
    "undated": ("0|1", "1: also events whose date is unknown."),
    "by": (
        "day_in|possible|left_out",
        "What is dated only by a day: where that day is in the period (default), wherever it may be, never.",
    ),
    "region": ("NAME", "Country, first- or second-level unit or named region, such as Donbas. Repeatable."),
    "area": ("LAT,LON|…", "Corners of a polygon, as a link of the dashboard writes them."),
    "near": ("PLACE,KM", "Within KM of a place's name or of LAT,LON: 'Izium,20' or '49.2,37.3,20'."),
    "possible": ("0|1", "0: leave out events whose area only reaches into the region."),
    "type": ("TYPE", f"Event type: {_slugs(EventType)}. Repeatable."),
    "sub": ("TYPE", "Sub-event type, such as air_strike; a wrong one lists them all. Repeatable."),
    "actor": ("NAME", "Only events involving this actor. Repeatable."),
    "deaths": ("N", "At least N reported deaths."),
    "says": ("SOURCE", f"Who says so: {_slugs(Attribution)}. Repeatable."),
    "outlet": ("NAME", "Only what this outlet published. Repeatable."),
    "certainty": ("LEVEL", f"How it is put: {_slugs(Certainty)}. Repeatable."),
    "sure": ("0-1", "Least confidence in the place."),
    "placed": ("LEVEL", f"How exactly it is placed: {_slugs(PlacePrecision)}. Repeatable."),
    "dated": ("LEVEL", f"How exactly it is dated: {_slugs(DatePrecision)}. Repeatable."),
    "count": ("events|reports", "What numbers on maps count: events (default), or every report of them."),
    "words": ("TEXT", 'Words, "a phrase" or -not in the excerpt.'),
}


def filter_options(command: _Command) -> _Command:
    """Add one option per filter parameter to a click command; their values arrive as ``filter_*``."""
    for parameter in reversed(PARAMETERS):
        metavar, text = _HELP[parameter.name]
        option = click.option(
            f"--{parameter.name}",
            f"filter_{parameter.name}",
            metavar=metavar,
            multiple=text.endswith("Repeatable."),
            help=text,
        )
        command = option(command)
    return command


def read_filter(values: dict[str, Any], used: Collection[str] = ()) -> EventFilter:
    """Return the filter of the ``filter_*`` values; raises click.UsageError with what is allowed.

    ``used`` are the ids of the places that the database's events are at: of several namesakes the one among
    them is meant.
    """
    unread = [name for name in values if not name.startswith("filter_")]
    if unread:
        raise TypeError(f"the command never read its options {', '.join(unread)}")
    query: dict[str, str] = {}
    for parameter in PARAMETERS:
        value: Any = values.get(f"filter_{parameter.name}")
        if value is None or value == ():
            continue
        if parameter.name == "region":
            value = tuple(_region_id(name) for name in value)
        if parameter.name == "near":
            value = _near(value, used)
        query[parameter.name] = parameter.write(value) if parameter.name == "region" else _joined(value)
    wanted, problems = from_query(query)
    if problems:
        raise click.UsageError(
            " ".join(problems)
            .replace("The link's value", "The value")
            .replace("was left out", "cannot be used")
        )
    return wanted


def _joined(value: str | tuple[str, ...]) -> str:
    """Write several values the way a link does."""
    return value if isinstance(value, str) else "|".join(value)


def _region_id(name: str) -> str:
    places = find_regions(name)
    if len(places) == 1:
        return places[0].id
    if places:
        found = [
            (label, p.latitude, p.longitude) for label, p in zip(distinct_labels(places), places, strict=True)
        ]
        raise click.UsageError(_which_one(f"--region {name!r}", found))
    alike = "; ".join(label for label, _ in near_misses(name))
    raise click.UsageError(
        f"no region is called {name!r}; give a country, a first- or second-level unit or a named region"
        + (f". Did you mean {alike}?" if alike else "")
    )


def _which_one(asked: str, places: Sequence[tuple[str, float, float]]) -> str:
    """Return the list of namesakes (label, latitude, longitude) to choose from, each as it can be typed."""
    more = f"\n  and {len(places) - LISTED} more" if len(places) > LISTED else ""
    listed = "".join(f"\n  {label}  [{north:.4f}, {east:.4f}]" for label, north, east in places[:LISTED])
    return f"{asked} could be {counted(len(places), 'place')}; say which one, as written here:{listed}{more}"


def _near(value: str, used: Collection[str]) -> str:
    """Turn "Izium,20" into the link's "latitude,longitude,km,label"."""
    name, _, km = value.rpartition(",")
    places = locate(name, OfflineGeocoder(points_first=True, known=used), MOST_NAMESAKES)
    if not places:
        raise click.UsageError(f"--near {value!r}: no place is called {name!r}; write PLACE,KM or LAT,LON,KM")
    if len(places) > 1:
        found = [(place.address, place.latitude, place.longitude) for place in places]
        raise click.UsageError(_which_one(f"--near {value!r}", found))
    [found] = places
    label = found.address if found.raw else ""
    return f"{found.latitude},{found.longitude},{km.strip()},{label}"
