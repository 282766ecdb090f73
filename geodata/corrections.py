"""Analysts' fixes: what they change in readings, reports and events. Pure; the store keeps them as a log.

A fix names what it is about by article and span, so it still finds its target when the article was read
again by a later version. The log is append-only: a fix is undone by another entry, never removed. The
store applies the fixes in force whenever it gives back mentions, reports or events, so they survive every
re-reading; the machine's own answer stays stored beneath.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from geodata.model import (
    DatePrecision,
    Event,
    Place,
    PlaceKind,
    PlacePrecision,
    Report,
    Span,
    SubEventType,
    check_interval,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportKey:
    """Which report is meant: by its id, or, when that has changed, by its trigger's and place's spans."""

    report_id: str
    article_id: str
    trigger: Span
    place: Span | None = None

    @classmethod
    def of(cls, report: Report) -> ReportKey:
        """Return the key of a report."""
        place = report.place_spans[0] if report.place_spans else None
        return cls(
            report_id=report.id, article_id=report.article_id, trigger=report.trigger_span, place=place
        )

    def matches(self, report: Report) -> bool:
        """Whether this is the report that is meant."""
        if report.id == self.report_id:
            return True
        place = report.place_spans[0] if report.place_spans else None
        return (report.article_id, report.trigger_span, place) == (self.article_id, self.trigger, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFix:
    """The place name at this span of the article is ``place``; None: it names no place of any event."""

    article_id: str
    mention: Span
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFix:
    """The report's event happened in this inclusive interval; both None: nobody knows when."""

    report: ReportKey
    date_start: date | None
    date_end: date | None

    def __post_init__(self) -> None:
        check_interval(self.date_start, self.date_end)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeFix:
    """The report's event is of this type."""

    report: ReportKey
    sub_event_type: SubEventType


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAnEvent:
    """The report tells of no event."""

    report: ReportKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """These reports tell of one event; the events they stood in become one."""

    reports: tuple[ReportKey, ...]

    def __post_init__(self) -> None:
        if len(self.reports) < 2:
            raise ValueError("merging takes at least two reports")


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """This report tells of an event of its own."""

    report: ReportKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """The article is not to be counted: it is kept aside with all that was read in it."""

    article_id: str


Fix = PlaceFix | DateFix | TypeFix | NotAnEvent | Merge | Split | Withdraw
KINDS: dict[str, type[Fix]] = {
    "place": PlaceFix,
    "date": DateFix,
    "type": TypeFix,
    "not an event": NotAnEvent,
    "merge": Merge,
    "split": Split,
    "withdraw": Withdraw,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One line of the log. ``undoes`` is the number of the entry it takes back (then ``fix`` is None).

    ``undone_by`` is the number of the entry that takes this one back. ``made_at`` is in UTC. ``carried`` is
    the fix as it is about a newer version of its article, ``quote`` the words it was made on, and ``uid`` the
    same wherever the log is read.
    """

    number: int
    made_at: datetime
    analyst: str
    fix: Fix | None
    note: str = ""
    undoes: int | None = None
    undone_by: int | None = None
    carried: Fix | None = None
    quote: str = ""
    uid: str = ""

    @property
    def now(self) -> Fix | None:
        """The fix as it is about the newest version of its article."""
        return self.carried if self.carried is not None else self.fix

    @property
    def in_force(self) -> bool:
        """Whether the entry's fix is applied."""
        return self.fix is not None and self.undone_by is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a fix would change: the events it touches as they are and as they would be."""

    before: tuple[Event, ...]
    after: tuple[Event, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether the fix finds no target or leaves everything as it is."""
        return self.before == self.after


def kind_of(fix: Fix) -> str:
    """Return the name of a fix's kind."""
    return next(name for name, kind in KINDS.items() if isinstance(fix, kind))


def keys_of(fix: Fix) -> tuple[ReportKey, ...]:
    """Return the reports a fix names; none for one about a mention or an article."""
    if isinstance(fix, Merge):
        return fix.reports
    return () if isinstance(fix, PlaceFix | Withdraw) else (fix.report,)


def articles_of(fix: Fix) -> set[str]:
    """Return the ids of the articles a fix is about."""
    if isinstance(fix, PlaceFix | Withdraw):
        return {fix.article_id}
    return {key.article_id for key in keys_of(fix)}


def touches(fix: Fix, report: Report) -> bool:
    """Whether a fix is about this report."""
    if isinstance(fix, PlaceFix):
        return report.article_id == fix.article_id and fix.mention in report.place_spans
    if isinstance(fix, Withdraw):
        return report.article_id == fix.article_id
    return any(key.matches(report) for key in keys_of(fix))


def fixes_by_article(fixes: Iterable[Fix]) -> dict[str, list[Fix]]:
    """Return fixes by the articles they are about, in order."""
    found: dict[str, list[Fix]] = defaultdict(list)
    for fix in fixes:
        for article_id in articles_of(fix):
            found[article_id].append(fix)
    return found


def corrected(report: Report, fixes: Mapping[str, Sequence[Fix]]) -> Report | None:
    """Return a report as the analysts see it, None when it tells of no event; later fixes win."""
    result: Report | None = report
    for fix in fixes.get(report.article_id, ()):
        if not touches(fix, report):
            continue
        if isinstance(fix, NotAnEvent):
            return None
        result = _change(result or report, fix)
    return result


def _change(report: Report, fix: Fix) -> Report:
    if isinstance(fix, PlaceFix):
        return _placed(report, fix.place)
    if isinstance(fix, DateFix):
        return replace(
            report,
            date_start=fix.date_start,
            date_end=fix.date_end,
            date_precision=DatePrecision.of_interval(fix.date_start, fix.date_end),
            reasons=(*report.reasons, "date set by an analyst"),
        )
    if isinstance(fix, TypeFix):
        reasons = (*report.reasons, "type set by an analyst")
        return replace(report, sub_event_type=fix.sub_event_type, reasons=reasons)
    return report


_PRECISION_OF_KIND = {
    PlaceKind.COUNTRY: PlacePrecision.COUNTRY,
    PlaceKind.ADMIN1: PlacePrecision.REGION,
    PlaceKind.ADMIN2: PlacePrecision.DISTRICT,
    PlaceKind.SETTLEMENT: PlacePrecision.SETTLEMENT,
    PlaceKind.FACILITY: PlacePrecision.SITE,
    PlaceKind.OTHER: PlacePrecision.SITE,
}


def precision_of(place: Place) -> PlacePrecision:
    """Return how exactly an event is placed that is known to have happened at a place."""
    return _PRECISION_OF_KIND.get(place.kind, PlacePrecision.AREA)


def _placed(report: Report, place: Place | None) -> Report:
    return replace(
        report,
        place=place,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        radius_km=place.radius_km if place else 0.0,
        place_precision=precision_of(place) if place else None,
        place_confidence=1.0 if place else 0.0,
        reasons=(*report.reasons, "place set by an analyst"),
    )


def with_reports(event: Event, fixes: Mapping[str, Sequence[Fix]]) -> Event | None:
    """Return a stored event with its reports as corrected, None when none of them tells of an event."""
    reports = [c for report in event.reports if (c := corrected(report, fixes)) is not None]
    if not reports or tuple(reports) == event.reports:
        return event if reports else None
    lead = next((report for report in reports if report.id == event.lead.id), reports[0])
    return replace(event, reports=tuple(reports), lead=lead)


# The log's text form.


def to_json(fix: Fix) -> str:
    """Return a fix as JSON text."""
    return json.dumps(asdict(fix), default=str, ensure_ascii=True, sort_keys=True)


def from_json(kind: str, text: str) -> Fix:
    """Return the fix of a kind from its JSON text; ValueError for an unknown kind."""
    found: dict[str, Any] = json.loads(text)
    if kind == "place":
        return PlaceFix(
            article_id=found["article_id"], mention=Span(**found["mention"]), place=_place(found["place"])
        )
    if kind == "date":
        days = [date.fromisoformat(d) if (d := found[name]) else None for name in ("date_start", "date_end")]
        return DateFix(report=_key(found["report"]), date_start=days[0], date_end=days[1])
    if kind == "type":
        return TypeFix(report=_key(found["report"]), sub_event_type=SubEventType(found["sub_event_type"]))
    if kind == "not an event":
        return NotAnEvent(report=_key(found["report"]))
    if kind == "merge":
        return Merge(reports=tuple(map(_key, found["reports"])))
    if kind == "split":
        return Split(report=_key(found["report"]))
    if kind == "withdraw":
        return Withdraw(article_id=found["article_id"])
    raise ValueError(f"{kind!r} is no kind of correction; use one of {', '.join(KINDS)}")


def _place(found: dict[str, Any] | None) -> Place | None:
    return None if found is None else Place(**(found | {"kind": PlaceKind(found["kind"])}))


def _key(found: dict[str, Any]) -> ReportKey:
    place = Span(**found["place"]) if found["place"] else None
    return ReportKey(
        report_id=found["report_id"],
        article_id=found["article_id"],
        trigger=Span(**found["trigger"]),
        place=place,
    )
