"""What is not sure about an event: one answer for the screen, the table, every export and every picture.

``doubts_of`` names the doubts of one event in a filter's answer. ``is_unsure_place`` and
``surely_in_period`` decide the same for whole columns, so that a map's marks cannot say otherwise.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from geodata.model import Certainty, Event, PlacePrecision, Report
from geodata.query.filter import Clock, EventFilter
from geodata.query.period import is_surely_in_period
from geodata.query.spatial import Relation

UNSURE_BELOW = 0.6
"""Place confidence under which a place is drawn hollow and said to be not sure."""


class Doubt(StrEnum):
    """One thing that is not sure about an event, in the words every output uses for it."""

    NO_PLACE = "place not known"
    PLACE_UNSURE = "place not sure"
    NEAR = "near the place named"
    AREA = "somewhere in the area named"
    COUNTRY = "known to the country only"
    POSSIBLY_IN_REGION = "only possibly in the region"
    UNDATED = "without a date"
    BY_DAY = "dated only “by” a day"
    SINCE_DAY = "dated only “since” a day"
    POSSIBLY_IN_PERIOD = "only possibly in the period"
    AFTER_REPORT = "dated after the day it was published"
    CLAIMED = "claimed, not confirmed"
    DISPUTED = "disputed"
    DENIED = "denied"
    TOLL_RANGE = "sources differ on the dead"
    DISAGREEMENT = "sources disagree"


_CLAIMS = {
    Certainty.CLAIMED: Doubt.CLAIMED,
    Certainty.DISPUTED: Doubt.DISPUTED,
    Certainty.DENIED: Doubt.DENIED,
}
_BOUNDS = {
    (False, False): Doubt.UNDATED,
    (False, True): Doubt.BY_DAY,
    (True, False): Doubt.SINCE_DAY,
}


def is_unsure_place(confidence: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Return where a place confidence, 0 to 1, is too low for the place to be drawn as sure.

    Compared in single precision, in which the index keeps it, so that both sides of 0.6 agree.
    """
    return np.asarray(np.asarray(confidence, dtype=np.float32) < np.float32(UNSURE_BELOW))


def doubts_of(event: Event, wanted: EventFilter, relation: Relation | None = None) -> tuple[Doubt, ...]:
    """Return what is not sure about an event that passed a filter, in the order of ``Doubt``.

    ``relation`` is how its place lies to what the filter names, None where it names no place.
    """
    found = [*_place_doubts(event.lead), *_date_doubts(event, wanted)]
    if relation is Relation.POSSIBLY:
        found.append(Doubt.POSSIBLY_IN_REGION)
    if event.lead.certainty in _CLAIMS:
        found.append(_CLAIMS[event.lead.certainty])
    if has_toll_range(event):
        found.append(Doubt.TOLL_RANGE)
    if event.disagreements:
        found.append(Doubt.DISAGREEMENT)
    return tuple(doubt for doubt in Doubt if doubt in found)


def has_toll_range(event: Event) -> bool:
    """Whether the reports of an event give more than one figure, or a range, of the dead."""
    low, high = event.fatalities_low, event.fatalities_high
    return low is not None and high is not None and low != high


def is_after_report(event: Event) -> bool:
    """Whether an event is said to have begun on a day after its first report: both cannot be right."""
    start, reported = event.lead.date_start, event.reported_first
    return start is not None and reported is not None and start > reported


def _place_doubts(lead: Report) -> list[Doubt]:
    if lead.place is None or lead.latitude is None:
        return [Doubt.NO_PLACE]
    found = [Doubt.PLACE_UNSURE] if is_unsure_place(lead.place_confidence) else []
    precision = lead.place_precision
    if precision is PlacePrecision.COUNTRY:
        found.append(Doubt.COUNTRY)
    elif precision is not None and precision.is_area:
        found.append(Doubt.AREA)
    elif precision is PlacePrecision.NEAR:
        found.append(Doubt.NEAR)
    return found


def _date_doubts(event: Event, wanted: EventFilter) -> list[Doubt]:
    start, end = event.lead.date_start, event.lead.date_end
    known = (start is not None, end is not None)
    found = [_BOUNDS[known]] if known in _BOUNDS else []
    if is_after_report(event):
        found.append(Doubt.AFTER_REPORT)
    on_clock: tuple[date | None, ...] = (start, end)
    if wanted.clock is Clock.REPORTED:
        on_clock = (event.reported_first,)
    dated = any(day is not None for day in on_clock)
    if dated and not is_surely_in_period(wanted, start, end, event.reported_first):
        found.append(Doubt.POSSIBLY_IN_PERIOD)
    return found
