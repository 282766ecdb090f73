"""Fixes as JSON text and back: how the log keeps them and how analysts hand them to each other."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any

from geodata.corrections.fixes import KINDS, Fix, ReportKey, Scope
from geodata.model import (
    Certainty,
    DatePrecision,
    Place,
    PlaceKind,
    PlacePrecision,
    Span,
    SubEventType,
)

_MOST = 2_000_000_000
_LONGEST = 2_000
_PLACE_NUMBERS = ("latitude", "longitude", "population", "radius_km")


def to_json(fix: Fix) -> str:
    """Return a fix as JSON text."""
    return json.dumps(asdict(fix), default=_plain, ensure_ascii=True, sort_keys=True)


def _plain(value: object) -> str:
    if isinstance(value, PlacePrecision | DatePrecision):
        return value.label
    return str(value.value) if isinstance(value, Enum) else str(value)


@lru_cache(maxsize=50_000)
def from_json(kind: str, text: str) -> Fix:
    """Return the fix of a kind from its JSON text; ValueError for what is no fix of a known kind."""
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of correction; use one of {', '.join(KINDS)}")
    try:
        found = json.loads(text)
        made = KINDS[kind]
        given = {f.name: _READERS[f.name](found[f.name]) for f in fields(made) if f.name in found}
        return made(**given)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"this is no correction of the kind {kind!r}: {error}") from error


def _place(found: Mapping[str, Any] | None) -> Place | None:
    if found is None:
        return None
    numbers = {name: found[name] for name in _PLACE_NUMBERS if name in found}
    if not all(isinstance(n, int | float) and abs(n) < _MOST for n in numbers.values()):
        raise TypeError("a place's coordinates, population and radius must be numbers")
    texts = {name: _optional_text(value) for name, value in found.items() if name not in numbers}
    kind = PlaceKind(str(texts.pop("kind")))
    made: dict[str, Any] = {**texts, **numbers, "kind": kind}
    return Place(**made)


def _span(found: Mapping[str, Any] | None) -> Span | None:
    return None if found is None else Span(start=_whole(found["start"]), end=_whole(found["end"]))


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _MOST:
        raise TypeError(f"{str(value)[:40]!r} is no whole number of a sane size")
    return value


def _number(value: object) -> int | None:
    return None if value is None else _whole(value)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise TypeError(f"{str(value)[:40]!r} is no text of at most {_LONGEST} characters")
    return value


def _optional_text(value: object) -> str | None:
    return None if value is None else _text(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(_text(value))


def _key(found: Mapping[str, Any]) -> ReportKey:
    trigger = _span(found["trigger"])
    if trigger is None:
        raise TypeError("a report is named by its trigger's span")
    return ReportKey(
        report_id=_text(found["report_id"]),
        article_id=_text(found["article_id"]),
        trigger=trigger,
        place=_span(found["place"]),
    )


def _any_precision(label: str | None) -> PlacePrecision | DatePrecision | None:
    if label is None:
        return None
    known = label in {member.label for member in PlacePrecision}
    return PlacePrecision.from_label(label) if known else DatePrecision.from_label(label)


# How each field of a fix is read; a name means the same in every kind.
_READERS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("article_id", "name", "within"), _text),
    **dict.fromkeys(("read_as", "actor1", "actor2"), _optional_text),
    **dict.fromkeys(("literal", "civilian_targeting"), _flag),
    **dict.fromkeys(("mention", "trigger", "excerpt", "place_span"), _span),
    **dict.fromkeys(("date_start", "date_end", "published"), _day),
    **dict.fromkeys(("fatalities_low", "fatalities", "fatalities_high", "injured"), _number),
    "place": _place,
    "report": _key,
    **dict.fromkeys(("reports", "copies"), lambda found: tuple(map(_key, found))),
    "scope": Scope,
    "sub_event_type": SubEventType,
    "certainty": Certainty,
    "precision": _any_precision,
    "radius_km": lambda value: None if value is None else float(value),
}
