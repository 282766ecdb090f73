"""What changed in the store since a snapshot or export was saved, each change with what made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dashboard.briefing import Since
from dashboard.safe_text import plain
from dashboard.saved_files import NotSavedError, SavedFile, read_saved
from geodata.changes import Change, Difference, EventState, compare_states
from geodata.export.facts import Facts, values_of
from geodata.model import Certainty, DatePrecision, Place, PlaceKind, PlacePrecision, SubEventType
from geodata.query import EventIndex
from geodata.query.past import ids_passing
from geodata.store.history import Life

_SPOT_DEGREES = 2e-5
_SURE = 0.005


def changes_since_file(saved: SavedFile, index: EventIndex, until: int | None = None) -> Difference:
    """Return what differs between a saved file and a version of the store under the file's filter.

    ``until`` None: the newest version. NotSavedError for a file that carries too little to be compared.
    """
    facts, store = _comparable(saved), index.store
    now = store.revision() if until is None else until
    selected = index.select(saved.wanted).ids() if now == store.revision() else None
    states = store.states(now, selected)
    if selected is None:
        passing = ids_passing(states, saved.wanted)
        states = [state for state in states if state.id in passing]
    after = {state.id: state for state in states}
    lives = _by_id(store.lives([*facts, *after]))
    found, causes = _states_of(facts, after, lives)
    for key in after:
        causes[key] |= {life.written_in for life in lives[key] if life.gone_in is None or life.gone_in > now}
    changes = compare_states(found, after.values(), causes=causes)
    used = [number for change in changes for number in change.causes if number]
    since = min(used, default=now + 1) - 1
    return Difference(
        since=since, until=now, versions=tuple(store.versions(since, now)),
        changes=tuple(_known_causes(change, now) for change in changes),
    )  # fmt: skip


def read_comparable(name: str, data: bytes) -> SavedFile:
    """Return a saved file that can be compared with a store; NotSavedError for any other."""
    saved = read_saved(name, data)
    _comparable(saved)
    return saved


def since_saved(name: str, saved: SavedFile, index: EventIndex) -> Since:
    """Return what a briefing tells of the changes since a file was saved; NotSavedError as above."""
    words = f"{plain(name, 80)} was saved, under its filter"
    return Since(words=words, difference=changes_since_file(saved, index))


def _comparable(saved: SavedFile) -> Mapping[str, Facts]:
    """Return what a file tells of each event; NotSavedError where that is too little to be compared."""
    if saved.policy is not None or saved.hidden:
        raise NotSavedError(
            "this file was made under a release policy, which changes what it says; compare it with "
            "conflictmap verify, or give the file that was made without the policy"
        )
    if saved.facts is None:
        raise NotSavedError("this file has too many events to carry what was known of each; give an export")
    return saved.facts


def _known_causes(change: Change, now: int) -> Change:
    """Leave out causes from before versions were kept, and from after the version compared with."""
    return replace(change, causes=tuple(number for number in change.causes if 0 < number <= now))


def _by_id(lives: Sequence[Life]) -> dict[str, list[Life]]:
    found: dict[str, list[Life]] = defaultdict(list)
    for life in lives:
        found[life.state.id].append(life)
    return found


def _states_of(
    facts: Mapping[str, Facts], after: Mapping[str, EventState], lives: Mapping[str, list[Life]]
) -> tuple[list[EventState], dict[str, set[int]]]:
    """Return the events of a file as states, and the versions that took each of them away."""
    states = []
    causes: dict[str, set[int]] = defaultdict(set)
    for key, told in facts.items():
        values = values_of(told)
        known = lives.get(key, [])
        if key in after and _says(after[key], values):
            states.append(after[key])
            continue
        same = [life for life in known if _says(life.state, values)]
        if same:
            states.append(same[-1].state)
            causes[key] |= {life.gone_in for life in same[-1:] if life.gone_in is not None}
        else:
            states.append(_told(key, values, after.get(key) or (known[-1].state if known else None)))
            causes[key] |= {life.gone_in for life in known if life.gone_in is not None}
    return states, causes


def _says(state: EventState, values: Mapping[str, object]) -> bool:
    """Whether a state is what a file says of the event."""
    return all(_alike(_fact(state, name), values[name]) for name in _FACTS)


_FACTS = (
    *("location", "latitude", "longitude", "radius_km", "where_prec", "date_start", "date_end"),
    *("reported_first", "sub_event_type", "fatalities_low", "fatalities", "fatalities_high", "injured"),
    *("certainty", "place_confidence", "n_reports"),
)


def _fact(state: EventState, name: str) -> object:
    if name == "location":
        return state.place.name if state.place else None
    if name == "where_prec":
        return state.place_precision.ucdp if state.place_precision else None
    if name in ("sub_event_type", "certainty"):
        return str(getattr(state, name).value)
    return getattr(state, name)


def _alike(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, int | float):
        return abs(one - other) < _SPOT_DEGREES
    return " ".join(str(one).split()) == " ".join(str(other).split())


def _told(key: str, values: Mapping[str, object], like: EventState | None) -> EventState:
    """Return the state that a file tells of an event, the rest as in a state that the store knows of it.

    An event that the store never had is told by its facts alone.
    """
    start, end = (day if isinstance(day := values[n], date) else None for n in ("date_start", "date_end"))
    kind = SubEventType(str(values["sub_event_type"]))
    base = like or EventState.unknown(key, kind)
    same_days = (base.date_start, base.date_end) == (start, end)
    told: dict[str, Any] = {
        "place": _place(values, base.place),
        "date_precision": base.date_precision if same_days else DatePrecision.of_interval(start, end),
        "date_start": start, "date_end": end,
        "reported_first": values["reported_first"], "sub_event_type": kind,
        "latitude": values["latitude"], "longitude": values["longitude"],
        "radius_km": values["radius_km"] or 0.0, "place_precision": _precision(values["where_prec"], base),
        "certainty": Certainty(str(values["certainty"])),
        **{name: values[name] for name in ("fatalities_low", "fatalities", "fatalities_high", "injured")},
    }  # fmt: skip
    return replace(base, id=key, **told)


def _precision(code: object, like: EventState) -> PlacePrecision | None:
    """Return how exactly a place is known by UCDP's code, which several degrees share."""
    known = like.place_precision
    if known is not None and known.ucdp == code:
        return known
    return next((precision for precision in PlacePrecision if precision.ucdp == code), None)


def _place(values: Mapping[str, object], like: Place | None) -> Place | None:
    """Return the place that a file names, the one that the store knows where it has the same name."""
    name, latitude, longitude = (values[n] for n in ("location", "latitude", "longitude"))
    if not isinstance(latitude, float) or not isinstance(longitude, float):
        return None
    if like is not None and like.name == name:
        return like
    return Place(
        id=f"file:{name}", name=str(name or "place not told"), kind=PlaceKind.OTHER, latitude=latitude,
        longitude=longitude, source="a saved file",
    )  # fmt: skip
