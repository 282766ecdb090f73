"""The records everything else speaks in: places, articles, reports and events.

Every record is frozen, refuses impossible values where it is born and names its units. Coordinates are
decimal degrees, WGS 84, always as named ``latitude`` and ``longitude``. Offsets are code points into
``Article.text``, half-open: ``text[start:end]`` is the span. ``None`` means "not stated", ``0`` means
"stated as zero".
"""

from __future__ import annotations

import hashlib
import math
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from typing import TypeVar

_Labelled = TypeVar("_Labelled", "PlacePrecision", "DatePrecision")


class PlaceKind(StrEnum):
    """What sort of thing a gazetteer entry is."""

    CONTINENT = "continent"
    COUNTRY = "country"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    REGION = "region"
    SETTLEMENT = "settlement"
    FACILITY = "facility"
    WATER = "water"
    OTHER = "other"


class PlacePrecision(Enum):
    """How exactly an event's place is known.

    Each member carries ACLED's ``geo_precision`` code (1-3) and UCDP GED's ``where_prec`` code (1-7).
    """

    SITE = ("site", 1, 1)
    SETTLEMENT = ("settlement", 1, 1)
    NEAR = ("near", 2, 2)
    DISTRICT = ("district", 2, 3)
    REGION = ("region", 3, 4)
    AREA = ("area", 3, 5)
    COUNTRY = ("country", 3, 6)

    def __init__(self, label: str, acled: int, ucdp: int) -> None:
        self.label = label
        self.acled = acled
        self.ucdp = ucdp

    @classmethod
    def from_label(cls, label: str) -> PlacePrecision:
        """Return the member with this ``label``; raises ValueError with the labels there are."""
        return _from_label(cls, label)

    @property
    def is_area(self) -> bool:
        """Whether the place is drawn as an area (district, region, area, country) and not as a point."""
        return self in (
            PlacePrecision.DISTRICT,
            PlacePrecision.REGION,
            PlacePrecision.AREA,
            PlacePrecision.COUNTRY,
        )


class DatePrecision(Enum):
    """How exactly an event's date is known.

    Each member carries ACLED's ``time_precision`` code (1-3) and UCDP GED's ``date_prec`` code (1-5).
    """

    DAY = ("day", 1, 1)
    DAYS = ("days", 2, 2)
    WEEK = ("week", 2, 3)
    MONTH = ("month", 3, 4)
    LONGER = ("longer", 3, 5)
    UNKNOWN = ("unknown", 3, 5)

    def __init__(self, label: str, acled: int, ucdp: int) -> None:
        self.label = label
        self.acled = acled
        self.ucdp = ucdp

    @classmethod
    def from_label(cls, label: str) -> DatePrecision:
        """Return the member with this ``label``; raises ValueError with the labels there are."""
        return _from_label(cls, label)

    @classmethod
    def of_interval(cls, date_start: date | None, date_end: date | None) -> DatePrecision:
        """Return the precision of an inclusive interval; an open or absent bound is UNKNOWN."""
        if date_start is None or date_end is None:
            return cls.UNKNOWN
        days = (date_end - date_start).days + 1
        for limit, precision in ((1, cls.DAY), (6, cls.DAYS), (7, cls.WEEK), (31, cls.MONTH)):
            if days <= limit:
                return precision
        return cls.LONGER


def _from_label(kind: type[_Labelled], label: str) -> _Labelled:
    for member in kind:
        if member.label == label:
            return member
    raise ValueError(f"{label!r} is no {kind.__name__}; use one of {', '.join(m.label for m in kind)}")


class EventType(StrEnum):
    """ACLED's six event types."""

    BATTLES = "Battles"
    EXPLOSIONS = "Explosions/Remote violence"
    CIVILIANS = "Violence against civilians"
    PROTESTS = "Protests"
    RIOTS = "Riots"
    STRATEGIC = "Strategic developments"


class SubEventType(StrEnum):
    """ACLED's 25 sub-event types; ``event_type`` gives the type each belongs to."""

    ARMED_CLASH = "Armed clash"
    GOVERNMENT_REGAINS = "Government regains territory"
    NON_STATE_OVERTAKES = "Non-state actor overtakes territory"
    AIR_STRIKE = "Air/drone strike"
    CHEMICAL_WEAPON = "Chemical weapon"
    GRENADE = "Grenade"
    REMOTE_EXPLOSIVE = "Remote explosive/landmine/IED"
    SHELLING = "Shelling/artillery/missile attack"
    SUICIDE_BOMB = "Suicide bomb"
    ABDUCTION = "Abduction/forced disappearance"
    ATTACK = "Attack"
    SEXUAL_VIOLENCE = "Sexual violence"
    EXCESSIVE_FORCE = "Excessive force against protesters"
    PEACEFUL_PROTEST = "Peaceful protest"
    PROTEST_INTERVENTION = "Protest with intervention"
    MOB_VIOLENCE = "Mob violence"
    VIOLENT_DEMONSTRATION = "Violent demonstration"
    AGREEMENT = "Agreement"
    ARRESTS = "Arrests"
    CHANGE_TO_GROUP = "Change to group/activity"
    DISRUPTED_WEAPONS = "Disrupted weapons use"
    HEADQUARTERS = "Headquarters or base established"
    LOOTING = "Looting/property destruction"
    NON_VIOLENT_TRANSFER = "Non-violent transfer of territory"
    OTHER = "Other"

    @property
    def event_type(self) -> EventType:
        """The ACLED event type this sub-type belongs to."""
        return _TYPE_OF[self]


_TYPE_OF: dict[SubEventType, EventType] = {
    sub: event_type
    for event_type, subs in {
        EventType.BATTLES: "ARMED_CLASH GOVERNMENT_REGAINS NON_STATE_OVERTAKES",
        EventType.EXPLOSIONS: "AIR_STRIKE CHEMICAL_WEAPON GRENADE REMOTE_EXPLOSIVE SHELLING SUICIDE_BOMB",
        EventType.CIVILIANS: "ABDUCTION ATTACK SEXUAL_VIOLENCE",
        EventType.PROTESTS: "EXCESSIVE_FORCE PEACEFUL_PROTEST PROTEST_INTERVENTION",
        EventType.RIOTS: "MOB_VIOLENCE VIOLENT_DEMONSTRATION",
        EventType.STRATEGIC: "AGREEMENT ARRESTS CHANGE_TO_GROUP DISRUPTED_WEAPONS HEADQUARTERS LOOTING "
        "NON_VIOLENT_TRANSFER OTHER",
    }.items()
    for sub in (SubEventType[name] for name in subs.split())
}


class Attribution(StrEnum):
    """What sort of source the article names for a claim."""

    AUTHORITIES = "authorities"
    MILITARY = "military"
    WITNESSES = "witnesses"
    MONITORS = "monitors"
    MEDIA = "media"
    REBELS = "rebels or proxies"
    UNNAMED = "unnamed sources"
    REPORTER = "the article itself"


class Certainty(StrEnum):
    """How the text puts a claim."""

    STATED = "stated"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    DENIED = "denied"


def check_coordinates(latitude: float, longitude: float) -> None:
    """Raise ValueError unless this is a point on Earth in decimal degrees."""
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise ValueError(f"coordinates must be finite numbers, got {latitude}, {longitude}")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(
            f"{latitude}, {longitude} is not on Earth: latitude must lie in -90..90 and longitude in "
            "-180..180 (check the order is latitude, longitude)"
        )


def check_interval(date_start: date | None, date_end: date | None) -> None:
    """Raise ValueError when an inclusive interval ends before it begins."""
    if date_start is not None and date_end is not None and date_end < date_start:
        raise ValueError(f"the interval ends ({date_end}) before it begins ({date_start})")


def check_span(start: int, end: int) -> None:
    """Raise ValueError unless ``start:end`` is a non-empty half-open span of code points."""
    if not 0 <= start < end:
        raise ValueError(f"{start}:{end} is no span: it must be half-open, non-empty and not negative")


def check_unit(name: str, value: float) -> None:
    """Raise ValueError unless a confidence lies between 0 and 1."""
    if not 0.0 <= value <= 1.0:
        raise ValueError(f"{name} must lie between 0 and 1, got {value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Half-open code-point offsets into an article's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        check_span(self.start, self.end)

    def of(self, text: str) -> str:
        """Return the characters the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One entry of the gazetteer.

    ``id`` is stable and prefixed by its source ("gn:706483", "ne:UKR-326", "region:donbas", "ua:12345").
    ``admin1`` and ``admin2`` are GeoNames codes ("UA.07"; None where unknown), ``admin1_name`` is what a
    reader is shown. ``radius_km`` is the half-extent of an area, 0 for a point. ``population`` is 0 where
    unknown.
    """

    id: str
    name: str
    kind: PlaceKind
    latitude: float
    longitude: float
    country_code: str | None = None
    admin1: str | None = None
    admin1_name: str | None = None
    admin2: str | None = None
    admin2_name: str | None = None
    population: int = 0
    radius_km: float = 0.0
    source: str = ""

    def __post_init__(self) -> None:
        check_coordinates(self.latitude, self.longitude)
        if self.population < 0 or self.radius_km < 0:
            raise ValueError(f"population and radius of {self.name} must not be negative")

    @property
    def is_area(self) -> bool:
        """Whether the place is an area to be drawn as one, not a point."""
        return self.kind in (
            PlaceKind.CONTINENT,
            PlaceKind.COUNTRY,
            PlaceKind.ADMIN1,
            PlaceKind.ADMIN2,
            PlaceKind.REGION,
        )

    @property
    def label(self) -> str:
        """The name with what tells it from its namesakes: "Udy, Kharkiv Oblast, UA"."""
        parts = (self.name, self.admin2_name, self.admin1_name, self.country_code)
        return ", ".join(dict.fromkeys(p for p in parts if p))


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article as it was read; ``published`` is None when nobody said when it appeared.

    ``date_hint`` is then a day that may be near that one, such as the day the page was last changed: it is
    shown for an analyst to accept and never used. A form feed in ``text`` begins a new page.
    """

    id: str
    title: str
    text: str
    published: date | None = None
    outlet: str = ""
    url: str = ""
    file_name: str = ""
    language: str = "en"
    date_hint: date | None = None

    def page_of(self, offset: int) -> int | None:
        """Return the number of the page on which a character stands, from 1; None without pages."""
        return self.text.count("\f", 0, offset + 1) + 1 if "\f" in self.text else None

    @classmethod
    def create(
        cls,
        text: str,
        *,
        title: str = "",
        published: date | None = None,
        outlet: str = "",
        url: str = "",
        file_name: str = "",
        date_hint: date | None = None,
    ) -> Article:
        """Build an article whose id follows from outlet, address, title and text (not from the date).

        Reading the same article again gives the same id, also after its date was set by hand.
        """
        key = "\x1f".join(unicodedata.normalize("NFC", part) for part in (outlet, url, title, text))
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return cls(
            id=digest,
            title=title,
            text=text,
            published=published,
            outlet=outlet,
            url=url,
            file_name=file_name,
            date_hint=None if published else date_hint,
        )


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
    point. ``date_start`` and ``date_end`` bound the event inclusively; one may be None (open).
    """

    id: str
    article_id: str
    excerpt: Span
    trigger_span: Span
    sub_event_type: SubEventType
    place: Place | None = None
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
