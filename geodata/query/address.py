"""The filter as the text of a link and back; what a link says wrongly is dropped with a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, StrEnum
from typing import Any

from geodata.model import Attribution, Certainty, DatePrecision, EventType, PlacePrecision, SubEventType
from geodata.query.filter import ByDayRule, Clock, Counting, DateRule, DrawnArea, EventFilter, Near


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One name in a link: the field it stands for, and how its value is written and read.

    ``read`` raises ValueError for a text that is no value of the field.
    """

    name: str
    field: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]


def _date(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError("write dates as 2022-09-13")
    return date.fromisoformat(text)


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("use 0 or 1")
    return text == "1"


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError("use a whole number")
    return int(text)


def _write_list(values: tuple[str, ...]) -> str:
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\p") for value in values)


def _read_list(text: str) -> tuple[str, ...]:
    parts = text.split("|")
    return tuple(re.sub(r"\\(.)", lambda m: "|" if m[1] == "p" else m[1], part) for part in parts)


def _slug(member: Enum) -> str:
    return member.name.lower()


def _members(kind: type[Enum]) -> tuple[Callable[[Any], str], Callable[[str], Any]]:
    by_slug = {_slug(member): member for member in kind}

    def read(text: str) -> tuple[Enum, ...]:
        unknown = [part for part in text.split("|") if part not in by_slug]
        if unknown:
            raise ValueError(f"use some of {', '.join(by_slug)}")
        return tuple(by_slug[part] for part in text.split("|"))

    return lambda members: "|".join(map(_slug, members)), read


def _write_area(area: DrawnArea) -> str:
    return "|".join(f"{lat:.5f},{lon:.5f}" for lat, lon in area.corners)


def _number(text: str, what: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f'"{shortened(text)}" is no number for {what}') from None


def shortened(text: str, length: int = 40) -> str:
    """Return a text cut to a length, for messages."""
    return text if len(text) <= length else text[: length - 1] + "…"


def _choice(kind: type[StrEnum]) -> Callable[[str], StrEnum]:
    def read(text: str) -> StrEnum:
        if text not in list(kind):
            raise ValueError(f"use {' or '.join(kind)}")
        return kind(text)

    return read


def _read_area(text: str) -> DrawnArea:
    pairs = [part.split(",") for part in text.split("|")]
    wrong = next((number for number, pair in enumerate(pairs, 1) if len(pair) != 2), None)
    if wrong:
        raise ValueError(f"corner {wrong} is not written as latitude,longitude")
    corners = [(_number(lat, "a latitude"), _number(lon, "a longitude")) for lat, lon in pairs]
    return DrawnArea(corners=tuple(corners))


def _write_near(near: Near) -> str:
    return f"{near.latitude:.5f},{near.longitude:.5f},{near.km:.3f},{near.label}"


def _read_near(text: str) -> Near:
    parts = text.split(",", 3)
    if len(parts) < 3:
        raise ValueError("write latitude,longitude,km, such as 49.21,37.28,20")
    names = ("the latitude", "the longitude", "the km")
    latitude, longitude, km = (_number(part, name) for part, name in zip(parts, names, strict=False))
    return Near(latitude=latitude, longitude=longitude, km=km, label="".join(parts[3:]))


def _enum_list(name: str, field: str, kind: type[Enum]) -> Parameter:
    write, read = _members(kind)
    return Parameter(name=name, field=field, write=write, read=read)


def _text_list(name: str, field: str) -> Parameter:
    return Parameter(name=name, field=field, write=_write_list, read=_read_list)


def _share(text: str) -> float:
    return _number(text, "a share between 0 and 1")


def _write_flag(value: bool) -> str:
    return str(int(value))


# One row per field of EventFilter, in the order of the link.
PARAMETERS: tuple[Parameter, ...] = (
    Parameter(name="from", field="date_from", write=date.isoformat, read=_date),
    Parameter(name="to", field="date_to", write=date.isoformat, read=_date),
    Parameter(name="clock", field="clock", write=str, read=_choice(Clock)),
    Parameter(name="rule", field="date_rule", write=str, read=_choice(DateRule)),
    Parameter(name="undated", field="include_undated", write=_write_flag, read=_flag),
    Parameter(name="by", field="by_day_rule", write=str, read=ByDayRule),
    _text_list("region", "regions"),
    Parameter(name="area", field="area", write=_write_area, read=_read_area),
    Parameter(name="near", field="near", write=_write_near, read=_read_near),
    Parameter(name="possible", field="include_possible", write=_write_flag, read=_flag),
    _enum_list("type", "event_types", EventType),
    _enum_list("sub", "sub_event_types", SubEventType),
    _text_list("actor", "actors"),
    Parameter(name="deaths", field="fatalities_at_least", write=str, read=_count),
    _enum_list("says", "attributions", Attribution),
    _text_list("outlet", "outlets"),
    _enum_list("certainty", "certainties", Certainty),
    Parameter(name="sure", field="place_confidence_at_least", write=repr, read=_share),
    _enum_list("placed", "place_precisions", PlacePrecision),
    _enum_list("dated", "date_precisions", DatePrecision),
    Parameter(name="words", field="words", write=str, read=str),
    Parameter(name="count", field="counting", write=str, read=_choice(Counting)),
)


def to_query(wanted: EventFilter) -> dict[str, str]:
    """Return the filter as the parameters of a link; fields at their default are left out."""
    empty = EventFilter()
    return {
        parameter.name: parameter.write(getattr(wanted, parameter.field))
        for parameter in PARAMETERS
        if getattr(wanted, parameter.field) != getattr(empty, parameter.field)
    }


def from_query(query: Mapping[str, str]) -> tuple[EventFilter, tuple[str, ...]]:
    """Return the filter of a link and a sentence for each value that was dropped.

    Names the filter does not know are left to others (the map's position, say).
    """
    wanted = EventFilter()
    problems = []
    for parameter in PARAMETERS:
        text = query.get(parameter.name)
        if text is None:
            continue
        try:
            wanted = replace(wanted, **{parameter.field: parameter.read(text)})
        except (ValueError, OverflowError) as error:
            problems.append(
                f'The link\'s value "{shortened(text)}" for {parameter.name} was left out: {error}.'
            )
    return wanted, tuple(problems)
