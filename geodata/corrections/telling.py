"""Says in words what a fix is about and what it makes of it."""

from __future__ import annotations

from datetime import date

from geodata.corrections.fixes import (
    ActorsFix,
    AddedEvent,
    CertaintyFix,
    Confirm,
    DateFix,
    ExcerptFix,
    Fix,
    Merge,
    NameFix,
    NotAnEvent,
    PlaceFix,
    PublishedFix,
    Scope,
    Split,
    SpotFix,
    TollFix,
    TypeFix,
    Withdraw,
)
from geodata.model import Place, Report

SUBJECTS: dict[type[Fix], str] = {
    PlaceFix: "place name",
    NameFix: "place name",
    SpotFix: "place of the event",
    DateFix: "date",
    TypeFix: "type",
    ActorsFix: "actors",
    TollFix: "toll",
    CertaintyFix: "certainty",
    ExcerptFix: "excerpt",
    NotAnEvent: "rejected",
    Confirm: "confirmed",
    AddedEvent: "event added",
    Merge: "events merged",
    Split: "report split off",
    Withdraw: "article withdrawn",
    PublishedFix: "day of publication",
}
"""What each kind of fix is about, in a reader's words."""

NO_PLACE, UNKNOWN_PLACE = "not a place", "place unknown"


def subject_of(fix: Fix) -> str:
    """Return what a fix is about, with its scope where it has one: "place name, everywhere"."""
    if isinstance(fix, NameFix):
        return f"{SUBJECTS[NameFix]}, {fix.scope.value}"
    return (
        f"{SUBJECTS[PlaceFix]}, {Scope.MENTION.value}" if isinstance(fix, PlaceFix) else SUBJECTS[type(fix)]
    )


def tell_place(place: Place | None, literal: bool = True) -> str:
    """Return a place's label, or that none is known or meant."""
    return place.label if place else UNKNOWN_PLACE if literal else NO_PLACE


def tell_value(fix: Fix, report: Report, excerpt: str) -> str:
    """Return what a report says of what a fix is about; ``excerpt`` are its words."""
    if isinstance(fix, SpotFix):
        precision = f" ({report.place_precision.label})" if report.place_precision else ""
        return tell_place(report.place) + precision
    if isinstance(fix, DateFix):
        return tell_days(report.date_start, report.date_end)
    if isinstance(fix, TypeFix):
        return report.sub_event_type.value
    if isinstance(fix, ActorsFix):
        civilians = ["civilians targeted"] if report.civilian_targeting else []
        return ", ".join([a for a in (report.actor1, report.actor2) if a] + civilians) or "nobody named"
    if isinstance(fix, TollFix):
        return tell_toll(report)
    if isinstance(fix, CertaintyFix):
        return report.certainty.value
    return excerpt if isinstance(fix, ExcerptFix) else ""


def tell_days(start: date | None, end: date | None) -> str:
    """Return "2022-09-11", "2022-09-11 to 2022-09-13", "by …", "since …" or "undated"."""
    if start is None or end is None:
        return f"by {end}" if end else f"since {start}" if start else "undated"
    return str(start) if start == end else f"{start} to {end}"


def tell_toll(report: Report) -> str:
    """Return "4 killed (3 to 5), 12 injured", or that no toll is stated."""
    toll, parts = report.toll, []
    if toll.fatalities is not None:
        low, high = toll.fatalities_low, toll.fatalities_high
        spread = f" ({low} to {high})" if (low, high) != (toll.fatalities, toll.fatalities) else ""
        parts.append(f"{toll.fatalities} killed{spread}")
    elif toll.fatalities_low is not None or toll.fatalities_high is not None:
        low, high = toll.fatalities_low, toll.fatalities_high
        parts.append(f"{'?' if low is None else low} to {'?' if high is None else high} killed")
    if toll.injured is not None:
        parts.append(f"{toll.injured} injured")
    return ", ".join(parts) or "no toll stated"
