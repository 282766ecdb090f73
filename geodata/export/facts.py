"""What two states of the same events are compared by: place, dates, type, toll, certainty, actors, sources.

``facts_of`` takes them from a record, whether it comes from the store or was read back from a file;
``compare_facts`` names each event that differs and says how.
"""

from __future__ import annotations

import hashlib
import math
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from geodata.export.columns import COLUMNS
from geodata.globe import distances_km

# What each fact is made of. Sentences and headlines are long; their digest stands for them.
GROUPS: dict[str, tuple[str, ...]] = {
    "place": ("location", "latitude", "longitude", "radius_km", "where_prec"),
    "dates": ("date_start", "date_end", "reported_first"),
    "type": ("event_type", "sub_event_type"),
    "toll": ("fatalities_low", "fatalities", "fatalities_high", "injured"),
    "certainty": ("certainty", "place_confidence", "doubts", "disagreements"),
    "actors": ("actor1", "actor2", "civilian_targeting"),
    "sources": ("source", "n_reports"),
}
TEXTS = ("source_headline", "source_url", "attribution", "notes")
_KINDS = {column.name: column.kind for column in COLUMNS}
_FORMULA_GUARD = ("'=", "'+", "'-", "'@", "'＝", "'＋", "'－", "'＠")
_SAME_SPOT_KM = 0.1

Facts = dict[str, tuple[str, ...]]
"""The values of each group as texts ("" for none); "sources" ends with a digest of what was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One event that is not as it was: its id, what it is called, and a phrase for each fact that differs."""

    event_id: str
    name: str
    differences: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The change as one line."""
        return f"{self.name} [{self.event_id}]: {'; '.join(self.differences)}"


def facts_of(record: Mapping[str, object]) -> Facts:
    """Return the facts of a record; a value may be typed, or a text as a file of any format holds it."""
    facts = {
        group: tuple(canonical(name, record.get(name)) for name in names) for group, names in GROUPS.items()
    }
    texts = "\x1f".join(canonical(name, record.get(name)) for name in TEXTS)
    digest = hashlib.sha256(texts.encode("utf-8", "replace")).hexdigest()[:12]
    facts["sources"] = (*facts["sources"], digest)
    return facts


def canonical(name: str, value: object) -> str:
    """Return a column's value as the one text that every format agrees on."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return ""
    kind = _KINDS[name]
    if kind is bool:
        return str(value).lower()
    if kind is date:
        return value.date().isoformat() if isinstance(value, datetime) else str(value)[:10]
    if kind in (int, float):
        number = float(str(value))
        return str(round(number)) if kind is int else f"{number:.5f}".rstrip("0").rstrip(".")
    return _plain(str(value))


def _plain(text: str) -> str:
    """Return a text without what some format cannot hold, and without the guard of a spreadsheet's cell."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cn") else c for c in text)
    kept = " ".join(kept.split())
    return kept[1:] if kept.startswith(_FORMULA_GUARD) else kept


def values_of(facts: Facts) -> dict[str, object]:
    """Return the values that facts stand for, by column, as the records have them; "" is None."""
    found: dict[str, object] = {}
    for group, names in GROUPS.items():
        for name, text in zip(names, facts[group], strict=False):
            found[name] = None if text == "" else _READ.get(_KINDS[name], str)(text)
    return found


_READ: dict[type, Callable[[str], object]] = {
    int: int,
    float: float,
    bool: lambda text: text == "true",
    date: date.fromisoformat,
}


def compare_facts(then: Mapping[str, Facts], now: Mapping[str, Facts]) -> tuple[Change, ...]:
    """Return what differs between two states by event id: gone, changed, then new events."""
    gone = [_change(key, then[key], "no longer there") for key in then if key not in now]
    new = [_change(key, now[key], "new") for key in now if key not in then]
    changed = [
        Change(event_id=key, name=_name(then[key]), differences=tuple(differences))
        for key in then
        if key in now and (differences := _differences(then[key], now[key]))
    ]
    return (*gone, *changed, *new)


def _change(key: str, facts: Facts, words: str) -> Change:
    return Change(event_id=key, name=_name(facts), differences=(words,))


def _name(facts: Facts) -> str:
    """Return what an event is called: "Shelling at Izium, 2022-09-03"."""
    day = facts["dates"][0] or facts["dates"][1] or "undated"
    return f"{facts['type'][1]} at {_place(facts['place'])}, {day}"


def _place(place: tuple[str, ...]) -> str:
    name, latitude, longitude = place[:3]
    spot = f"{float(latitude):.3f}, {float(longitude):.3f}" if latitude and longitude else ""
    return name or spot or "no known place"


def _differences(then: Facts, now: Facts) -> list[str]:
    found = []
    for group in GROUPS:
        old, new = then[group], now[group]
        if old != new:
            found.append(_SAY.get(group, _say_values)(group, old, new))
    return found


def _say_values(group: str, old: tuple[str, ...], new: tuple[str, ...]) -> str:
    parts = [
        f"{_IN_WORDS.get(name, name)} {_value(name, a)} → {_value(name, b)}"
        for name, a, b in zip(GROUPS[group], old, new, strict=False)
        if a != b
    ]
    return f"{group}: {', '.join(parts)}" if parts else f"{group}: what was written differs"


_IN_WORDS = {
    "radius_km": "radius in km",
    "where_prec": "exactness by UCDP's scale",
    "certainty": "told as",
    "place_confidence": "sureness of the place",
    "disagreements": "sources disagree on",
    "actor1": "first actor",
    "actor2": "second actor",
    "civilian_targeting": "civilians targeted",
    "source": "outlets",
    "n_reports": "reports",
}


def _value(name: str, text: str) -> str:
    """Return a value of a column as a reader says it."""
    if name == "place_confidence" and text:
        return f"{float(text):.0%}"
    return {"": "none", "true": "yes", "false": "no"}.get(text, text)


def _say_type(_group: str, old: tuple[str, ...], new: tuple[str, ...]) -> str:
    finest = 1 if old[1] != new[1] else 0
    return f"type: {old[finest]} → {new[finest]}"


def _say_place(_group: str, old: tuple[str, ...], new: tuple[str, ...]) -> str:
    if not (old[1] and old[2] and new[1] and new[2]):
        return f"place: {_place(old)} → {_place(new)}"
    here = (np.array([float(old[1])]), np.array([float(old[2])]))
    km = float(distances_km(*here, float(new[1]), float(new[2]))[0])
    if km < _SAME_SPOT_KM and old[0] == new[0]:
        return _say_values("place", old, new)
    spots = f"({old[1]}, {old[2]}) → {_place(new)} ({new[1]}, {new[2]})"
    return f"place: {_place(old)} {spots}, {km:,.0f} km away"


def _say_dates(_group: str, old: tuple[str, ...], new: tuple[str, ...]) -> str:
    return f"dates: {_interval(old)} → {_interval(new)}"


def _interval(days: tuple[str, ...]) -> str:
    start, end, reported = days
    when = start if start == end else f"{start or 'open'} to {end or 'open'}"
    return f"{when or 'undated'} (reported {reported or 'on an unknown day'})"


def _say_toll(_group: str, old: tuple[str, ...], new: tuple[str, ...]) -> str:
    return f"toll: {_toll(old)} → {_toll(new)}"


def _toll(toll: tuple[str, ...]) -> str:
    low, best, high, injured = toll
    spread = f" ({low}–{high})" if low != high else ""
    dead = f"{best}{spread} killed" if best else "killed not stated"
    return f"{dead}, {injured} injured" if injured else dead


_SAY = {"place": _say_place, "type": _say_type, "dates": _say_dates, "toll": _say_toll}
