"""What one article claims, and what happened as one or more of them tell it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from geodata.model.articles import Span
from geodata.model.checks import check_coordinates, check_interval, check_unit
from geodata.model.places import Place
from geodata.model.precision import DatePrecision, PlacePrecision
from geodata.model.types import Attribution, Certainty, EventType, SubEventType


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """Deaths and injuries a claim states; None where it states none, 0 where it says there were none."""

    fatalities_low: int | None = None
    fatalities: int | None = None
    fatalities_high: int | None = None
    injured: int | None = None
    spans: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        numbers = (self.fatalities_low, self.fatalities, self.fatalities_high, self.injured)
        if numbers == (None, None, None, None):
            return
        if any(n is not None and n < 0 for n in numbers):
            raise ValueError(f"a toll must not be negative: {numbers}")
        known = [n for n in numbers[:3] if n is not None]
        if known != sorted(known):
            raise ValueError(f"a toll must run low <= best <= high, got {numbers[:3]}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One article's claim that something happened, with the spans that carry it.

    ``excerpt`` is the sentence shown; ``trigger_span`` the words that signal the event; ``place_spans``
    and ``time_spans`` the words that say where and when (empty when inferred from context, and then
    ``reasons`` says how). ``latitude`` and ``longitude`` are where it is drawn: the place's own point
    unless the text moves it ("10 km north of Izium"). ``radius_km`` is the uncertainty around that
    point. ``own_name`` is what the text calls a place that no table holds: ``place`` is then the unit or
    town it is drawn as, None where none is told. ``date_start`` and ``date_end`` bound the event
    inclusively; one may be None (open).
    """

    id: str
    article_id: str
    excerpt: Span
    trigger_span: Span
    sub_event_type: SubEventType
    place: Place | None = None
    own_name: str = ""
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float = 0.0
    place_precision: PlacePrecision | None = None
    place_confidence: float = 0.0
    place_spans: tuple[Span, ...] = ()
    date_start: date | None = None
    date_end: date | None = None
    date_precision: DatePrecision = DatePrecision.UNKNOWN
    time_spans: tuple[Span, ...] = ()
    published: date | None = None
    actor1: str | None = None
    actor2: str | None = None
    civilian_targeting: bool = False
    toll: Toll = field(default_factory=Toll)
    attribution: str | None = None
    attribution_kind: Attribution = Attribution.REPORTER
    attribution_spans: tuple[Span, ...] = ()
    certainty: Certainty = Certainty.STATED
    confidence: float = 1.0
    also_at: tuple[Span, ...] = ()
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_interval(self.date_start, self.date_end)
        check_unit("place_confidence", self.place_confidence)
        check_unit("confidence", self.confidence)
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("give both latitude and longitude, or neither")
        if self.latitude is not None and self.longitude is not None:
            check_coordinates(self.latitude, self.longitude)

    @property
    def event_type(self) -> EventType:
        """The ACLED event type."""
        return self.sub_event_type.event_type

    @property
    def where(self) -> str | None:
        """The place in words, led by its own name where no table holds it; None where none is known."""
        if self.place is None:
            return self.own_name or None
        if not self.own_name:
            return self.place.label
        around = "near" if self.place_precision is PlacePrecision.NEAR else "in"
        return f"{self.own_name}, {around} {self.place.label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, from one or more reports; the best report's values lead, no disagreement is lost.

    ``fatalities_low`` and ``fatalities_high`` span all reports. ``lead`` is the report whose place, date
    and type the event takes; ``disagreements`` are sentences such as "toll: 50 (CNN), 52 (Guardian)".
    ``reported_first`` is the earliest publication date among the reports.
    """

    id: str
    reports: tuple[Report, ...]
    lead: Report
    fatalities_low: int | None = None
    fatalities: int | None = None
    fatalities_high: int | None = None
    disagreements: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.reports:
            raise ValueError("an event needs at least one report")
        if self.lead not in self.reports:
            raise ValueError("an event's lead must be one of its reports")

    @property
    def reported_first(self) -> date | None:
        """The earliest publication date among the reports, None when none is known."""
        return min((r.published for r in self.reports if r.published), default=None)
