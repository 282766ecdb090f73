"""Applies fixes to reports and events: later fixes win, and nothing that was read is lost beneath."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from geodata.corrections.fixes import (
    ActorsFix,
    AddedEvent,
    CertaintyFix,
    Confirm,
    DateFix,
    ExcerptFix,
    Fix,
    NameFix,
    NotAnEvent,
    PlaceFix,
    SpotFix,
    TollFix,
    TypeFix,
    articles_of,
    touches,
)
from geodata.model import (
    Article,
    DatePrecision,
    Event,
    Place,
    PlaceKind,
    PlacePrecision,
    Report,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a fix would change: the events it touches as they are and as they would be."""

    before: tuple[Event, ...]
    after: tuple[Event, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether the fix finds no target or leaves everything as it is."""
        return self.before == self.after


def fixes_by_article(fixes: Iterable[Fix]) -> dict[str, list[Fix]]:
    """Return fixes by the articles they name, in order; those of names have to be looked for."""
    found: dict[str, list[Fix]] = defaultdict(list)
    for fix in fixes:
        if not isinstance(fix, NameFix):
            for article_id in articles_of(fix):
                found[article_id].append(fix)
    return found


def corrected(report: Report, fixes: Mapping[str, Sequence[Fix]]) -> Report | None:
    """Return a report as the analysts see it, None when it tells of no event; later fixes win."""
    result, refused = report, False
    for fix in fixes.get(report.article_id, ()):
        if not touches(fix, report):
            continue
        if isinstance(fix, NotAnEvent | Confirm):
            refused = isinstance(fix, NotAnEvent)
        result = _change(result, fix)
    return None if refused else result


def _change(report: Report, fix: Fix) -> Report:
    if isinstance(fix, PlaceFix):
        return _placed(report, fix.place)
    if isinstance(fix, SpotFix):
        return _spotted(report, fix)
    if isinstance(fix, DateFix):
        precision = fix.precision or DatePrecision.of_interval(fix.date_start, fix.date_end)
        return _said(
            replace(report, date_start=fix.date_start, date_end=fix.date_end, date_precision=precision),
            "date set by an analyst",
        )
    if isinstance(fix, TypeFix):
        return _said(replace(report, sub_event_type=fix.sub_event_type), "type set by an analyst")
    return _change_detail(report, fix)


def _change_detail(report: Report, fix: Fix) -> Report:
    if isinstance(fix, ActorsFix):
        changed = replace(
            report, actor1=fix.actor1, actor2=fix.actor2, civilian_targeting=fix.civilian_targeting
        )
        return _said(changed, "actors set by an analyst")
    if isinstance(fix, TollFix):
        return _said(replace(report, toll=fix.toll(report.toll.spans)), "toll set by an analyst")
    if isinstance(fix, CertaintyFix):
        return _said(replace(report, certainty=fix.certainty), "certainty set by an analyst")
    if isinstance(fix, ExcerptFix):
        return _said(replace(report, excerpt=fix.excerpt), "excerpt chosen by an analyst")
    if isinstance(fix, Confirm):
        sure = 1.0 if report.place is not None else 0.0
        return _said(replace(report, confidence=1.0, place_confidence=sure), "confirmed by an analyst")
    return report


def _said(report: Report, reason: str) -> Report:
    return replace(report, reasons=(*(r for r in report.reasons if r != reason), reason))


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
    changed = replace(
        report,
        place=place,
        own_name="",
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        radius_km=place.radius_km if place else 0.0,
        place_precision=precision_of(place) if place else None,
        place_confidence=1.0 if place else 0.0,
    )
    return _said(changed, "place set by an analyst")


def _spotted(report: Report, fix: SpotFix) -> Report:
    placed = _placed(report, fix.place)
    if fix.place is None:
        return placed
    if report.place is not None and report.place.id == fix.place.id:  # only how exactly was said
        placed = replace(placed, own_name=report.own_name)
    radius = placed.radius_km if fix.radius_km is None else fix.radius_km
    precision = fix.precision or placed.place_precision
    around = precision.around_km(radius) if precision else radius
    return replace(placed, place_precision=precision, radius_km=around)


def report_of(fix: AddedEvent, article: Article | None) -> Report:
    """Return the report that an added event makes; ``article`` gives the day of publication."""
    placed = replace(
        Report(
            id=fix.report_id,
            article_id=fix.article_id,
            excerpt=fix.excerpt,
            trigger_span=fix.trigger,
            sub_event_type=fix.sub_event_type,
            place_spans=(fix.place_span,) if fix.place_span else (),
            date_start=fix.date_start,
            date_end=fix.date_end,
            date_precision=DatePrecision.of_interval(fix.date_start, fix.date_end),
            published=article.published if article else None,
        )
    )
    return replace(_placed(placed, fix.place), reasons=("added by an analyst",))


def with_reports(event: Event, fixes: Mapping[str, Sequence[Fix]]) -> Event | None:
    """Return a stored event with its reports as corrected, None when none of them tells of an event."""
    reports = [c for report in event.reports if (c := corrected(report, fixes)) is not None]
    if not reports or tuple(reports) == event.reports:
        return event if reports else None
    lead = next((report for report in reports if report.id == event.lead.id), reports[0])
    return replace(event, reports=tuple(reports), lead=lead)
