"""The filters as a table: each row yields the SQL with its bound values and its part of the sentence.

The SQL speaks of the columns of ``EventIndex``. Vocabularies are small numbers there (their order in the
model). Columns that end in ``_relation`` (0 outside, 1 possibly, 2 inside) or ``_hit`` (true, false) are
worked out per query by ``geodata.query.index`` from the filter's value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from geodata.amounts import counted
from geodata.model import Attribution, Certainty, DatePrecision, EventType, PlacePrecision, SubEventType
from geodata.query.filter import ByDayRule, Clock, DateRule, EventFilter
from geodata.query.period import Sql, period_sql
from geodata.query.words import describe_words, parse_words

# From a place id to the name a reader knows it by.
Names = Callable[[str], str]

POSSIBLY, INSIDE = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One filter: the fields it takes, whether they ask for anything, its SQL and its words."""

    key: str
    fields: tuple[str, ...]
    is_set: Callable[[EventFilter], bool]
    sql: Callable[[EventFilter], Sql]
    words: Callable[[EventFilter, Names], str]

    def drop(self, wanted: EventFilter) -> EventFilter:
        """Return the filter without this clause."""
        empty = EventFilter()
        return replace(wanted, **{name: getattr(empty, name) for name in self.fields})


def code_of(member: Enum) -> int:
    """Return a vocabulary member's number in the index: its order in the model."""
    return list(type(member)).index(member)


def listed(values: Iterable[object], last: str = "or") -> str:
    """Return "a", "a or b", "a, b or c"."""
    words = [str(value) for value in values]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def say_date(day: date) -> str:
    """Return "5 September 2022"."""
    months = ("January February March April May June July August September October November December").split()
    return f"{day.day} {months[day.month - 1]} {day.year}"


def _one_of(column: str, members: Sequence[Enum]) -> Sql:
    marks = ", ".join("?" * len(members))
    return f"{column} IN ({marks})", [code_of(member) for member in members]


# Dates.

_DATE_VERBS = {
    DateRule.OVERLAPS: "dated",
    DateRule.STARTS_IN: "first dated",
    DateRule.CERTAINLY_WITHIN: "that certainly occurred",
}
_POSSIBLE_VERBS = {
    DateRule.OVERLAPS: "that occurred, or may have occurred,",
    DateRule.STARTS_IN: "that began, or may have begun,",
    DateRule.CERTAINLY_WITHIN: "that certainly occurred",
}


def _date_words(wanted: EventFilter, _names: Names) -> str:
    period = period_words(wanted.date_from, wanted.date_to)
    suffix = " or at an unknown date" if wanted.include_undated else ""
    if wanted.clock is Clock.REPORTED:
        return f"first reported {period}{suffix}"
    verbs = _POSSIBLE_VERBS if wanted.by_day_rule is ByDayRule.POSSIBLE else _DATE_VERBS
    without_by = " and not only “by” a day" if wanted.by_day_rule is ByDayRule.LEFT_OUT else ""
    return f"{verbs[wanted.date_rule]} {period}{without_by}{suffix}"


def period_words(low: date | None, high: date | None) -> str:
    """Return a period in words: "from 1 September 2022 to 30 September 2022", "since …", "on …"."""
    if low is None:
        return f"until {say_date(high)}" if high else "at any time"
    if high is None:
        return f"since {say_date(low)}"
    if low == high:
        return f"on {say_date(low)}"
    return f"from {say_date(low)} to {say_date(high)}"


# Places.


def _relation(column: str) -> Callable[[EventFilter], Sql]:
    return lambda wanted: (f"{column} >= ?", [POSSIBLY if wanted.include_possible else INSIDE])


def _in(wanted: EventFilter) -> str:
    return "in or possibly in" if wanted.include_possible else "in"


def _region_words(wanted: EventFilter, names: Names) -> str:
    return f"{_in(wanted)} {listed(names(region) for region in wanted.regions)}"


def _area_words(wanted: EventFilter, _names: Names) -> str:
    if wanted.area is None:
        return ""
    lats, lons = zip(*wanted.area.corners, strict=True)
    box = f"{min(lats):.2f} to {max(lats):.2f}° latitude, {min(lons):.2f} to {max(lons):.2f}° longitude"
    return f"{_in(wanted)} the drawn area ({box})"


def _near_words(wanted: EventFilter, _names: Names) -> str:
    if wanted.near is None:
        return ""
    near = wanted.near
    point = near.label or f"{near.latitude:.3f}, {near.longitude:.3f}"
    possibly = " or possibly within" if wanted.include_possible else ""
    return f"within{possibly} {near.km:g} km of {point}"


# What happened, and who says so.


def _type_sql(wanted: EventFilter) -> Sql:
    subs = [s for s in SubEventType if s in wanted.sub_event_types or s.event_type in wanted.event_types]
    return _one_of("sub_event_type", subs)


def _type_words(wanted: EventFilter, _names: Names) -> str:
    return f"of type {listed((*wanted.event_types, *wanted.sub_event_types))}"


def _attribution_sql(wanted: EventFilter) -> Sql:
    return "attributions & ? <> 0", [sum(1 << code_of(kind) for kind in wanted.attributions)]


def _labels(members: Iterable[PlacePrecision | DatePrecision]) -> str:
    return listed(member.label for member in members)


def _has(*names: str) -> Callable[[EventFilter], bool]:
    empty = EventFilter()
    return lambda wanted: any(getattr(wanted, name) != getattr(empty, name) for name in names)


def _hit(column: str) -> Callable[[EventFilter], Sql]:
    return lambda _wanted: (column, [])


def _clause(
    key: str,
    words: Callable[[EventFilter, Names], str],
    sql: Callable[[EventFilter], Sql],
    *asked: str,
    also: tuple[str, ...] = (),
) -> Clause:
    return Clause(key=key, fields=(*asked, *also), is_set=_has(*asked), sql=sql, words=words)


# In the order of the sentence and of the ledger.
CLAUSES: tuple[Clause, ...] = (
    _clause("type", _type_words, _type_sql, "event_types", "sub_event_types"),
    _clause(
        "date",
        _date_words,
        period_sql,
        "date_from",
        "date_to",
        also=("clock", "date_rule", "include_undated", "by_day_rule"),
    ),
    _clause("region", _region_words, _relation("region_relation"), "regions"),
    _clause("area", _area_words, _relation("area_relation"), "area"),
    _clause("near", _near_words, _relation("near_relation"), "near"),
    _clause("actor", lambda f, _: f"involving {listed(f.actors)}", _hit("actors_hit"), "actors"),
    _clause(
        "fatalities",
        lambda f, _: f"with at least {counted(f.fatalities_at_least or 0, 'reported death')}",
        lambda f: ("fatalities >= ?", [f.fatalities_at_least]),
        "fatalities_at_least",
    ),
    _clause(
        "attribution",
        lambda f, _: f"according to {listed(f.attributions)}",
        _attribution_sql,
        "attributions",
    ),
    _clause("outlet", lambda f, _: f"published by {listed(f.outlets)}", _hit("outlets_hit"), "outlets"),
    _clause(
        "certainty",
        lambda f, _: f"put as {listed(f.certainties)}",
        lambda f: _one_of("certainty", f.certainties),
        "certainties",
    ),
    _clause(
        "place_confidence",
        lambda f, _: f"with a place confidence of at least {100 * (f.place_confidence_at_least or 0):g} %",
        lambda f: ("place_confidence >= ?", [(f.place_confidence_at_least or 0) - 1e-6]),
        "place_confidence_at_least",
    ),
    _clause(
        "place_precision",
        lambda f, _: f"placed by {_labels(f.place_precisions)}",
        lambda f: _one_of("place_precision", f.place_precisions),
        "place_precisions",
    ),
    _clause(
        "date_precision",
        lambda f, _: f"dated by {_labels(f.date_precisions)}",
        lambda f: _one_of("date_precision", f.date_precisions),
        "date_precisions",
    ),
    _clause("words", lambda f, _: describe_words(parse_words(f.words)), _hit("words_hit"), "words"),
)
SPATIAL = ("region", "area", "near")

# The vocabularies that the index keeps as numbers, by column.
VOCABULARIES: dict[str, type[Enum]] = {
    "sub_event_type": SubEventType,
    "date_precision": DatePrecision,
    "place_precision": PlacePrecision,
    "certainty": Certainty,
    "attributions": Attribution,
    "event_type": EventType,
}


def set_clauses(wanted: EventFilter) -> tuple[Clause, ...]:
    """Return the clauses that ask for something, in order; a text query without a word asks for nothing."""
    return tuple(
        clause
        for clause in CLAUSES
        if clause.is_set(wanted) and not (clause.key == "words" and not parse_words(wanted.words))
    )


def without(wanted: EventFilter, key: str) -> EventFilter:
    """Return the filter without the clause of this key; KeyError where there is no such clause."""
    for clause in CLAUSES:
        if clause.key == key:
            return clause.drop(wanted)
    raise KeyError(f"there is no filter {key!r}; use one of {', '.join(c.key for c in CLAUSES)}")


def describe(wanted: EventFilter, names: Names = str) -> str:
    """Return the filter as one English sentence, such as stands above the map and on every export."""
    parts = [clause.words(wanted, names) for clause in set_clauses(wanted)]
    return f"Events {', '.join(parts)}." if parts else "All events."


def where(wanted: EventFilter) -> tuple[str, list[object]]:
    """Return the whole filter as one SQL condition with its bound values."""
    pairs = [clause.sql(wanted) for clause in set_clauses(wanted)]
    condition = " AND ".join(f"({sql})" for sql, _ in pairs)
    return condition or "TRUE", [value for _, values in pairs for value in values]
