"""Puts what changed between two versions into words, rows for a table, and points and lines for a map."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.map_records import AreaMark, Box, Mark, Overlay
from dashboard.safe_text import plain
from dashboard.symbols import OUTLINES, Symbol
from dashboard.wording import describe_day, describe_interval, describe_place, describe_toll
from geodata.amounts import counted
from geodata.changes import Change, Difference, EventState, Kind, Version
from geodata.export.changed import causes_in_words, km_between
from geodata.model import PlacePrecision
from geodata.query.clauses import listed
from geodata.regions import drawn_area
from geodata.store import Store

# Colours that are told apart on light and dark ground and by those who confuse red and green.
COLORS: dict[str, str] = {
    "added": "#14889a",
    "withdrawn": "#cc4a50",
    "moved": "#c9540a",
    "changed in another way": "#8a6cc9",
}
# The outline of each group's mark, and the character in the key that looks like it.
_OUTLINE_OF = {
    "added": ("plus", "✚"),
    "withdrawn": ("cross", "✖"),
    "moved": ("diamond", "◆"),
    "changed in another way": ("circle", "●"),
}
MOST_SHAPES = 2_000
"""Spots, and lines, on the map at once."""


def describe_difference(difference: Difference) -> str:
    """Return how many events were added, withdrawn, moved and so on, as one sentence."""
    counts = difference.counts()
    parts = [f"{number:,} {kind.value}" for kind, number in counts.items() if number]
    between = f"Between version {difference.since} and version {difference.until}"
    return f"{between}: {listed(parts, 'and')}." if parts else f"{between} no event changed."


def describe_version(version: Version) -> str:
    """Return a version as a line: its day, what made it, what it did."""
    did = did_in(version)
    return f"{_made_on(version)} · {version.describe()}{f'; {did}' if did else ''}"


def name_of_version(version: Version) -> str:
    """Return a version as short as a box to choose from has room for: its number, day and what made it."""
    return f"{version.number} · {_made_on(version)} · {replace(version, note='').describe()}"


def _made_on(version: Version) -> str:
    return f"{describe_day(version.made_at.date())}, {version.made_at:%H:%M} UTC"


def did_in(version: Version) -> str:
    """Return how many articles and events a version stored, wrote and took away; "" for none."""
    did = []
    if version.articles:
        did.append(counted(version.articles, "article"))
    if version.written:
        did.append(f"{counted(version.written, 'event')} written")
    if version.removed:
        did.append(f"{version.removed:,} taken away or replaced")
    return ", ".join(did)


def name_of(state: EventState) -> str:
    """Return what an event is called: "Shelling at Izium, 3 Sep 2022"."""
    where = state.own_name or (state.place.name if state.place else "a place not known")
    return f"{state.sub_event_type.value} at {where}, {describe_interval(state.date_start, state.date_end)}"


def describe_change(change: Change) -> str:
    """Return what became of an event in words: each fact as it was and as it is."""
    old, new = change.before, change.after
    if old is None or new is None:
        joined = "joined to another event" if new is None else "taken out of another event"
        toll = describe_toll(change.shown.as_event())
        return f"{change.kinds[0].value}{f', {joined}' if change.other else ''}{f', {toll}' if toll else ''}"
    return "; ".join(_WORDS[kind](old, new, change) for kind in change.kinds)


def _moved(old: EventState, new: EventState, change: Change) -> str:
    km = km_between(change)
    far = f"moved {km:,.0f} km" if km is not None and km >= 1 else "placed otherwise"
    return f"{far}: {_place(old)} → {_place(new)}"


def _place(state: EventState) -> str:
    label, note = describe_place(state.as_event().lead)
    return f"{label} ({note})" if note else label


def _label(state: EventState) -> str:
    return describe_place(state.as_event().lead)[0]


def _toll(state: EventState) -> str:
    return describe_toll(state.as_event()) or "not stated"


def _when(state: EventState) -> str:
    return describe_interval(state.date_start, state.date_end)


def _sources(old: EventState, new: EventState, _: Change) -> str:
    if old.n_reports != new.n_reports:
        return f"reports: {old.n_reports} → {new.n_reports}"
    return "told in other words"


_WORDS: dict[Kind, Callable[[EventState, EventState, Change], str]] = {
    Kind.MOVED: _moved,
    Kind.REDATED: lambda old, new, _: f"dated {_when(old)} → {_when(new)}",
    Kind.RETYPED: lambda old, new, _: f"type {old.sub_event_type.value} → {new.sub_event_type.value}",
    Kind.RECOUNTED: lambda old, new, _: f"toll {_toll(old)} → {_toll(new)}",
    Kind.CERTAINTY: lambda old, new, _: (
        f"{old.certainty.value} → {new.certainty.value}"
        if old.certainty != new.certainty
        else f"sources disagree on {len(old.disagreements)} → {counted(len(new.disagreements), 'thing')}"
        if old.disagreements != new.disagreements
        else f"sureness of the place {old.place_confidence:.0%} → {new.place_confidence:.0%}"
    ),
    Kind.ACTORS: lambda old, new, _: (
        f"actors {', '.join(old.actors) or 'none'} → {', '.join(new.actors) or 'none'}"
    ),
    Kind.SOURCES: _sources,
    Kind.REASONS: lambda _old, _new, _change: "the same facts, for other reasons or in other words",
}


def rows_of_changes(changes: Sequence[Change], difference: Difference) -> list[dict[str, str]]:
    """Return a row for each change, in words."""
    return [
        {
            "what": ", ".join(change.kinds),
            "event": name_of(change.shown),
            "change": describe_change(change),
            "toll": _toll(change.shown),
            "why": causes_in_words(change, difference),
            "sentence": change.shown.excerpt,
        }
        for change in changes
    ]


def group_of(change: Change) -> str:
    """Return under which of ``COLORS`` a change is drawn."""
    if change.after is None or change.before is None:
        return "added" if change.before is None else "withdrawn"
    return "moved" if Kind.MOVED in change.kinds else "changed in another way"


def _spot(state: EventState | None) -> tuple[float, float] | None:
    """Return longitude and latitude of a state, None where its place is not known or a whole country."""
    if state is None or state.place_precision is PlacePrecision.COUNTRY:
        return None
    if state.longitude is None or state.latitude is None:
        return None
    return state.longitude, state.latitude


def _spots(change: Change) -> list[tuple[float, float]]:
    """Return longitude and latitude of where an event was and is, as far as they are known."""
    return [spot for state in (change.before, change.after) if (spot := _spot(state)) is not None]


def _is_area(state: EventState) -> bool:
    return state.place_precision is not None and state.place_precision.is_area


def _outline(state: EventState) -> BaseGeometry | None:
    """Return the area that a state is known to lie in somewhere; None where a map cannot draw it."""
    spot = _spot(state)
    if spot is None:
        return None
    return drawn_area(state.place.id if state.place else None, spot[1], spot[0], state.radius_km)


def shapes_of(changes: Sequence[Change]) -> dict[str, list[shapely.Geometry]]:
    """Return the points and lines of changes by the name of their colour; x is the longitude.

    What moved is a line from the old to the new place and a point at the new one; what is known to lie
    somewhere in an area is that area, and what is known to a country only is left out.
    """
    found: dict[str, list[shapely.Geometry]] = {name: [] for name in COLORS}
    for change in changes:
        spots = _spots(change)
        shapes = found[group_of(change)]
        if len(set(spots)) == 2:
            shapes.append(shapely.LineString(spots))
        spot = _spot(change.shown)
        shown = _outline(change.shown) if _is_area(change.shown) else spot and shapely.Point(spot)
        if shown is not None:
            shapes.append(shown)
    return {name: shapes for name, shapes in found.items() if shapes}


def change_symbols() -> tuple[Symbol, ...]:
    """Return how each group of ``COLORS`` is marked, in their order."""
    return tuple(
        Symbol(name=name, light=color, dark=color, corners=OUTLINES[_OUTLINE_OF[name][0]])
        for name, color in COLORS.items()
    )


def sign_of(group: str) -> str:
    """Return the character that looks like the mark of a group of ``COLORS``."""
    return _OUTLINE_OF[group][1]


def marks_of(changes: Sequence[Change]) -> list[Mark]:
    """Return a mark for each spot, with how many changes of each group stand there; the fullest come first.

    What moved stands at its new place. Spots beyond ``MOST_SHAPES`` are left out, and what ``areas_of`` has.
    """
    groups = {name: number for number, name in enumerate(COLORS)}
    found: dict[tuple[float, float], tuple[str, Counter[int]]] = {}
    for change in changes:
        spot = None if _is_area(change.shown) else _spot(change.shown)
        if spot is not None:
            longitude, latitude = spot
            named = change.shown.place.name if change.shown.place else ""
            _, counts = found.setdefault((latitude, longitude), (named, Counter()))
            counts[groups[group_of(change)]] += 1
    fullest = sorted(found.items(), key=lambda item: -item[1][1].total())[:MOST_SHAPES]
    return [
        Mark(latitude=latitude, longitude=longitude, counts=counts, label=plain(name, 60))
        for (latitude, longitude), (name, counts) in fullest
    ]


def areas_of(changes: Sequence[Change]) -> list[AreaMark]:
    """Return what lies somewhere in an area, with how many changes of each group each area has.

    Their ``geometry`` is None where a map cannot draw them: countries, and what is wider than a map.
    """
    groups = {name: number for number, name in enumerate(COLORS)}
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    states: dict[str, EventState] = {}
    for change in changes:
        if change.shown.place is not None and _is_area(change.shown):
            counts[change.shown.place.id][groups[group_of(change)]] += 1
            states[change.shown.place.id] = change.shown
    return [
        AreaMark(place_id=key, name=_label(state), counts=counts[key], geometry=_outline(state))
        for key, state in states.items()
    ]


def overlays_of(changes: Sequence[Change]) -> list[Overlay]:
    """Return the lines from old places to new ones as a layer, what is left out said in its name."""
    lines = [
        spots for change in changes if group_of(change) == "moved" and len(set(spots := _spots(change))) == 2
    ]
    shown = lines[:MOST_SHAPES]
    if not shown:
        return []
    some = f", the first {MOST_SHAPES:,} lines" if len(shown) < len(lines) else ""
    geometry = shapely.GeometryCollection(list(map(shapely.LineString, shown)))
    return [Overlay(name=f"moved{some}", color=COLORS["moved"], geometry=geometry)]


def box_of_changes(changes: Sequence[Change]) -> Box | None:
    """Return the box (south, west, north, east) of all places of changes, None where none is known."""
    spots = {spot for change in changes for spot in _spots(change)}
    if not spots:
        return None
    longitudes, latitudes = zip(*spots, strict=True)
    return min(latitudes), min(longitudes), max(latitudes), max(longitudes)


def version_before(store: Store, asked: str) -> int:
    """Return the version that "17", "last" (before the newest), or a day (as it began, UTC) means.

    ValueError says what can be asked for.
    """
    now = store.revision()
    if asked.isdigit():
        if int(asked) > now:
            raise ValueError(f"there is no version {asked} yet; the newest is {now}")
        return int(asked)
    versions = store.versions()
    if asked == "last":
        return versions[-1].before if versions else now
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        raise ValueError(
            f"{asked!r} is no version; give its number, “last”, a day such as 2026-11-29, or a saved file"
        ) from None
    earlier = [version.number for version in versions if version.made_at.date() < day]
    return earlier[-1] if earlier else (versions[0].before if versions else now)
