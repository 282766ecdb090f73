"""What an analyst wrote into an event's fields, and the fixes that follow from it; knows no Streamlit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geodata.corrections import (
    ActorsFix,
    CertaintyFix,
    DateFix,
    ExcerptFix,
    Fix,
    ReportKey,
    SpotFix,
    TollFix,
    TypeFix,
)
from geodata.model import Certainty, DatePrecision, Place, PlacePrecision, Report, Span, SubEventType


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The fields of a report as they stand on the page."""

    sub_event_type: SubEventType
    certainty: Certainty
    date_start: date | None
    date_end: date | None
    date_precision: DatePrecision
    place_precision: PlacePrecision | None
    actor1: str | None
    actor2: str | None
    civilian_targeting: bool
    fatalities_low: int | None
    fatalities: int | None
    fatalities_high: int | None
    injured: int | None
    excerpt: Span

    @classmethod
    def of(cls, report: Report) -> Draft:
        """Return the fields of a report as they are."""
        toll = report.toll
        return cls(
            sub_event_type=report.sub_event_type,
            certainty=report.certainty,
            date_start=report.date_start,
            date_end=report.date_end,
            date_precision=report.date_precision,
            place_precision=report.place_precision,
            actor1=report.actor1,
            actor2=report.actor2,
            civilian_targeting=report.civilian_targeting,
            fatalities_low=toll.fatalities_low,
            fatalities=toll.fatalities,
            fatalities_high=toll.fatalities_high,
            injured=toll.injured,
            excerpt=report.excerpt,
        )


def fixes_from(report: Report, draft: Draft, place: Place | None) -> list[Fix]:
    """Return a fix for everything that the draft has otherwise; ValueError for what cannot be.

    ``place`` is where the event is to lie: the report's place, or the one chosen instead. A place chosen
    anew is known as exactly as it is large, unless the draft says otherwise.
    """
    was, key = Draft.of(report), ReportKey.of(report)
    fixes: list[Fix] = []
    if draft.sub_event_type is not was.sub_event_type:
        fixes.append(TypeFix(report=key, sub_event_type=draft.sub_event_type))
    if draft.certainty is not was.certainty:
        fixes.append(CertaintyFix(report=key, certainty=draft.certainty))
    fixes += _dates(key, was, draft)
    if draft.place_precision is not was.place_precision and place is not None:
        fixes.append(SpotFix(report=key, place=place, precision=draft.place_precision))
    actors = (draft.actor1 or None, draft.actor2 or None, draft.civilian_targeting)
    if actors != (was.actor1, was.actor2, was.civilian_targeting):
        fixes.append(ActorsFix(report=key, actor1=actors[0], actor2=actors[1], civilian_targeting=actors[2]))
    fixes += _toll(key, was, draft)
    if draft.excerpt != was.excerpt:
        fixes.append(ExcerptFix(report=key, excerpt=draft.excerpt))
    return fixes


def _dates(key: ReportKey, was: Draft, draft: Draft) -> list[Fix]:
    start, end = draft.date_start, draft.date_end
    moved = (start, end) != (was.date_start, was.date_end)
    if not moved and draft.date_precision is was.date_precision:
        return []
    # Other days have the precision of their own length, unless that too was chosen.
    chosen = None if draft.date_precision is was.date_precision else draft.date_precision
    return [DateFix(report=key, date_start=start, date_end=end, precision=chosen)]


def _toll(key: ReportKey, was: Draft, draft: Draft) -> list[Fix]:
    def figures(of: Draft) -> tuple[int | None, ...]:
        return of.fatalities_low, of.fatalities, of.fatalities_high, of.injured

    low, best, high, injured = figures(draft)
    if figures(draft) == figures(was):
        return []
    # A range that nobody touched does not hold the number back.
    if (low, high) == (was.fatalities_low, was.fatalities_high) and best != was.fatalities:
        low = high = best
    return [TollFix(report=key, fatalities_low=low, fatalities=best, fatalities_high=high, injured=injured)]
