"""Puts an event's date, place, toll and certainty into the few words that a card or a row has room for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from geodata.model import Event, PlacePrecision, Report
from geodata.query import Doubt, Order
from geodata.query.certainty import is_unsure_place

ORDER_NAMES: dict[Order, str] = {
    Order.NEWEST: "newest first",
    Order.OLDEST: "oldest first",
    Order.REPORTED: "last reported first",
    Order.FATALITIES: "most deaths first",
    Order.TYPE: "by type",
    Order.PLACE_CONFIDENCE: "surest place first",
}

PLACE_NOTES: dict[PlacePrecision, str] = {
    PlacePrecision.DISTRICT: "somewhere in this district",
    PlacePrecision.REGION: "somewhere in this region",
    PlacePrecision.AREA: "somewhere in this area",
    PlacePrecision.COUNTRY: Doubt.COUNTRY.value,
}


def describe_day(day: date) -> str:
    """Return "13 Sep 2022", the same in every locale and time zone."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def describe_interval(date_start: date | None, date_end: date | None) -> str:
    """Return an inclusive interval in words; open ends are said, no dates at all are "undated"."""
    if date_start is None and date_end is None:
        return "undated"
    if date_start is None and date_end is not None:
        return f"by {describe_day(date_end)}"
    if date_end is None and date_start is not None:
        return f"since {describe_day(date_start)}"
    if date_start is None or date_end is None or date_start == date_end:
        return describe_day(date_start or date_end or date.min)
    if (date_start.year, date_start.month) == (date_end.year, date_end.month):
        return f"{date_start.day}–{describe_day(date_end)}"
    if date_start.year == date_end.year:
        return f"{date_start.day} {_MONTHS[date_start.month - 1]} – {describe_day(date_end)}"
    return f"{describe_day(date_start)} – {describe_day(date_end)}"


LEAST_TOLD_KM = 3.0
"""From this radius on, a settlement's point is said to be known roughly."""


def describe_place(report: Report) -> tuple[str, str]:
    """Return where it happened and, when that is not one exact place, how it is meant."""
    if report.place is None:
        return report.own_name or "Place not found", "not on the map"
    label = report.where or report.place.label
    notes = ["in no table of places"] if report.own_name else []
    if report.place_precision is PlacePrecision.NEAR:
        around = max(1, round(report.radius_km))
        notes.append(f"near here, within {around} km" if report.radius_km > 0 else "near here")
    elif report.place_precision is PlacePrecision.SETTLEMENT and report.radius_km >= LEAST_TOLD_KM:
        notes.append(f"its point is known to about {report.radius_km:.0f} km")
    elif report.place_precision in PLACE_NOTES:
        notes.append(PLACE_NOTES[report.place_precision])
    if is_unsure_place(report.place_confidence):
        notes.append(f"{Doubt.PLACE_UNSURE}, {report.place_confidence:.0%}")
    return label, "; ".join(notes)


SAID_BESIDE = frozenset(
    (
        *(Doubt.NO_PLACE, Doubt.PLACE_UNSURE, Doubt.NEAR, Doubt.AREA, Doubt.COUNTRY),
        *(Doubt.UNDATED, Doubt.BY_DAY, Doubt.SINCE_DAY),
    )
)
"""The doubts that the words for date and place say themselves."""


def other_doubts(doubts: Iterable[Doubt]) -> list[str]:
    """Return, in words, the doubts that stand neither with the date nor with the place."""
    return [doubt.value for doubt in doubts if doubt not in SAID_BESIDE]


AS_STATED = "as stated in the article; see the dotted words"
CIVILIANS_TARGETED = "civilians targeted"


def describe_source(name: str) -> str:
    """Return who says what a report tells: "says the prosecutor's office"."""
    return f"says {name}"


def describe_disagreement(what: str) -> str:
    """Return what the reports of an event tell differently: "sources disagree on the toll"."""
    return f"sources disagree on {what}"


def describe_toll(event: Event) -> str | None:
    """Return "4 killed, 12 injured" with the span of disagreeing reports; None when nothing is stated."""
    low, high = event.fatalities_low, event.fatalities_high
    return toll_words(low, event.fatalities, high, event.lead.toll.injured) or None


def toll_words(low: object, best: object, high: object, injured: object) -> str:
    """Return "4 killed, 12 injured", or "3–5 killed" where sources differ; "" when nothing is stated."""
    ranged = low is not None and high is not None and low != high
    dead = [] if best is None else [f"{f'{low}–{high}' if ranged else best} killed"]
    return ", ".join(dead + ([] if injured is None else [f"{injured} injured"]))


def describe_actors(report: Report) -> str | None:
    """Return "Military Forces of Russia → Civilians", None when the text names nobody."""
    named = [actor for actor in (report.actor1, report.actor2) if actor]
    return " → ".join(named) or None
