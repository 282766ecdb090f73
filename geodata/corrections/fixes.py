"""The fixes an analyst can make, each a record that names what it is about and what is so instead.

A fix names its target by article and span, so it still finds it when the article was read again by a later
version. What is not given in a fix stays as it was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geodata.model import (
    Certainty,
    DatePrecision,
    Place,
    PlacePrecision,
    Report,
    Span,
    SubEventType,
    Toll,
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


class Scope(StrEnum):
    """How far a fix of a place name reaches; a narrower one wins over a wider one."""

    MENTION = "this mention"
    ARTICLE = "this article"
    OUTLET = "this outlet"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFix:
    """The place name at this span of the article is ``place``; None: nobody knows which place it is.

    ``literal`` False says that no place is meant (a government, an army, a team); ``place`` is None then.
    """

    article_id: str
    mention: Span
    place: Place | None
    literal: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFix:
    """What a place name means wherever it stands, in ``scope``; articles that come later included.

    ``within`` is the article's id or the outlet, empty for everywhere. ``read_as`` limits the fix to mentions
    that were read as the place of this id ("": as none at all); None takes every mention of the name.
    """

    name: str
    place: Place | None
    literal: bool = True
    scope: Scope = Scope.EVERYWHERE
    within: str = ""
    read_as: str | None = None

    def __post_init__(self) -> None:
        if self.scope is Scope.MENTION:
            raise ValueError("for one mention use PlaceFix, which names its span")
        if not self.name.strip() or (self.scope is Scope.EVERYWHERE) != (not self.within):
            raise ValueError("give a name, and an article's id or an outlet unless it is meant everywhere")

    @property
    def spellings(self) -> tuple[str, ...]:
        """The name as it may be written: in capitals, as a title, as it stands."""
        name = self.name
        return tuple(dict.fromkeys((name, name.upper(), name.lower(), name.title(), name.capitalize())))


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotFix:
    """The report's event happened at this place, so exactly known; None: nobody knows where.

    ``precision`` None takes that of the place's kind, ``radius_km`` None the place's own.
    """

    report: ReportKey
    place: Place | None
    precision: PlacePrecision | None = None
    radius_km: float | None = None

    def __post_init__(self) -> None:
        if self.radius_km is not None and not 0 <= self.radius_km <= 20_000:
            raise ValueError(f"a radius lies between 0 and 20,000 km, got {self.radius_km}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFix:
    """The report's event happened in this inclusive interval; both None: nobody knows when.

    ``precision`` None takes that of the interval's length.
    """

    report: ReportKey
    date_start: date | None
    date_end: date | None
    precision: DatePrecision | None = None

    def __post_init__(self) -> None:
        check_interval(self.date_start, self.date_end)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeFix:
    """The report's event is of this type."""

    report: ReportKey
    sub_event_type: SubEventType


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorsFix:
    """Who did it to whom, and whether civilians were the target."""

    report: ReportKey
    actor1: str | None
    actor2: str | None
    civilian_targeting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TollFix:
    """The dead and injured that the report states; None: it states none."""

    report: ReportKey
    fatalities_low: int | None = None
    fatalities: int | None = None
    fatalities_high: int | None = None
    injured: int | None = None

    def __post_init__(self) -> None:
        self.toll(())

    def toll(self, spans: tuple[Span, ...]) -> Toll:
        """Return the figures as a toll whose words stand at these spans; raises ValueError."""
        low, best, high = self.fatalities_low, self.fatalities, self.fatalities_high
        return Toll(
            fatalities_low=best if low is None else low,
            fatalities=best,
            fatalities_high=best if high is None else high,
            injured=self.injured,
            spans=spans,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CertaintyFix:
    """How the text puts the report's claim."""

    report: ReportKey
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptFix:
    """Which part of the article's text is shown for the report."""

    report: ReportKey
    excerpt: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAnEvent:
    """The report tells of no event."""

    report: ReportKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """The report is right as it stands with the fixes made before."""

    report: ReportKey


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedEvent:
    """An event that the reading missed: the words that tell it, where and when it happened.

    Everything else about it is set as for any report, by fixes of their own.
    """

    article_id: str
    trigger: Span
    excerpt: Span
    sub_event_type: SubEventType
    place: Place | None = None
    place_span: Span | None = None
    date_start: date | None = None
    date_end: date | None = None

    def __post_init__(self) -> None:
        check_interval(self.date_start, self.date_end)
        if not self.excerpt.start <= self.trigger.start < self.trigger.end <= self.excerpt.end:
            raise ValueError("the words that tell the event must lie in the excerpt")

    @property
    def report_id(self) -> str:
        """The id of the report it makes, the same on every machine."""
        place = self.place_span.start if self.place_span else 0
        return f"{self.article_id}-added-{self.trigger.start}-{self.trigger.end}-{place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """These reports tell of one event; the events they stood in become one."""

    reports: tuple[ReportKey, ...]

    def __post_init__(self) -> None:
        if len(self.reports) < 2:
            raise ValueError("merging takes at least two reports")


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """This report tells of an event of its own; ``copies`` of it, in the same words, tell of that one too."""

    report: ReportKey
    copies: tuple[ReportKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """The article is not to be counted: it is kept aside with all that was read in it."""

    article_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFix:
    """The article appeared on this day; None: nobody knows. Read anew, its relative dates follow."""

    article_id: str
    published: date | None


ReportFix = (
    SpotFix
    | DateFix
    | TypeFix
    | ActorsFix
    | TollFix
    | CertaintyFix
    | ExcerptFix
    | NotAnEvent
    | Confirm
    | Split
)
ArticleFix = PlaceFix | AddedEvent | Withdraw | PublishedFix
Fix = ReportFix | ArticleFix | NameFix | Merge
KINDS: dict[str, type[Fix]] = {
    "place": PlaceFix,
    "name": NameFix,
    "spot": SpotFix,
    "date": DateFix,
    "type": TypeFix,
    "actors": ActorsFix,
    "toll": TollFix,
    "certainty": CertaintyFix,
    "excerpt": ExcerptFix,
    "not an event": NotAnEvent,
    "confirm": Confirm,
    "added": AddedEvent,
    "merge": Merge,
    "split": Split,
    "withdraw": Withdraw,
    "published": PublishedFix,
}


def kind_of(fix: Fix) -> str:
    """Return the name of a fix's kind."""
    return next(name for name, kind in KINDS.items() if isinstance(fix, kind))


def keys_of(fix: Fix) -> tuple[ReportKey, ...]:
    """Return the reports a fix names; none for one about a mention, a name or an article."""
    if isinstance(fix, Merge):
        return fix.reports
    if isinstance(fix, Split):
        return (fix.report, *fix.copies)
    return () if isinstance(fix, ArticleFix | NameFix) else (fix.report,)


def articles_of(fix: Fix) -> set[str]:
    """Return the ids of the articles a fix names; none for a name that is meant in many."""
    if isinstance(fix, NameFix):
        return {fix.within} if fix.scope is Scope.ARTICLE else set()
    if isinstance(fix, ArticleFix):
        return {fix.article_id}
    return {key.article_id for key in keys_of(fix)}


def touches(fix: Fix, report: Report) -> bool:
    """Whether a fix is about this report; a name's fix is about mentions, see ``fixes_of_mention``."""
    if isinstance(fix, PlaceFix):
        return report.article_id == fix.article_id and fix.mention in report.place_spans
    if isinstance(fix, AddedEvent):
        return report.id == fix.report_id
    if isinstance(fix, Withdraw | PublishedFix):
        return report.article_id == fix.article_id
    return any(key.matches(report) for key in keys_of(fix))
