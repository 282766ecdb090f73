"""What is found in an article's text, each with the span that carries it.

All offsets are code points into ``Article.text``, half-open; ``text[m.start:m.end] == m.text`` holds for
every mention.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from geodata.model.checks import check_coordinates, check_interval, check_span, check_unit
from geodata.model.events import Report, Toll
from geodata.model.places import Place
from geodata.model.precision import DatePrecision, PlacePrecision
from geodata.model.types import Certainty, SubEventType


class SentenceKind(StrEnum):
    """What part of the article a sentence belongs to."""

    HEADLINE = "headline"
    BULLET = "bullet"
    BODY = "body"
    CAPTION = "caption"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence; ``repeats`` is the index of the earlier sentence it repeats word for word, or None."""

    start: int
    end: int
    paragraph: int
    kind: SentenceKind = SentenceKind.BODY
    repeats: int | None = None

    def __post_init__(self) -> None:
        check_span(self.start, self.end)


class PlaceUse(StrEnum):
    """What a place name stands for where it is written."""

    LITERAL = "literal"
    METONYM = "metonym"
    ASSOCIATIVE = "associative"
    DEMONYM = "demonym"


class PlaceRole(StrEnum):
    """The part a literal place plays in what is told."""

    EVENT = "event"
    DATELINE = "dateline"
    ORIGIN = "origin"
    TARGET = "target"
    CONTAINER = "container"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place a mention could be, its score, and the visible parts ("population", +0.42) of that score."""

    place: Place
    score: float
    parts: Sequence[tuple[str, float]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A place name in the text, what is meant by it and which place it is.

    ``candidates`` are ranked best first. ``place`` is None when unresolved, and ``reasons`` says why.
    ``latitude``/``longitude`` are where it is drawn (they differ from the place's own for "10 km north of
    Izium"); ``radius_km`` is the uncertainty around them. ``confidence`` is calibrated: of mentions at
    0.8, about 80 % are right. ``decided_by`` is "rule" or "analyst".
    """

    start: int
    end: int
    text: str
    use: PlaceUse = PlaceUse.LITERAL
    role: PlaceRole = PlaceRole.BACKGROUND
    candidates: tuple[Candidate, ...] = ()
    place: Place | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float = 0.0
    precision: PlacePrecision | None = None
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()
    decided_by: str = "rule"

    def __post_init__(self) -> None:
        check_span(self.start, self.end)
        check_unit("confidence", self.confidence)
        if self.latitude is not None and self.longitude is not None:
            check_coordinates(self.latitude, self.longitude)

    @property
    def literal(self) -> bool:
        """Whether the place itself is meant, not a government, an army, a team or a people."""
        return self.use is PlaceUse.LITERAL


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A temporal expression with its TIMEX3 value and the inclusive calendar interval it stands for.

    ``kind`` is the TIMEX3 type: DATE, TIME, DURATION or SET. ``date_start``/``date_end`` are None where
    the expression names no calendar interval ("three days", "now"), and when the document has no date to
    count from; one alone may be None ("since Monday" has no end).
    """

    start: int
    end: int
    text: str
    value: str
    kind: str = "DATE"
    date_start: date | None = None
    date_end: date | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_span(self.start, self.end)
        check_interval(self.date_start, self.date_end)


class Modality(StrEnum):
    """Whether the text says a thing happened."""

    HAPPENED = "happened"
    DENIED = "denied"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """A trigger in a sentence and what it says happened.

    ``start:end`` is the trigger; ``sentence`` is the index of its sentence. Only mentions with modality
    HAPPENED become reports; the others are kept for the ledger.
    """

    start: int
    end: int
    text: str
    sentence: int
    sub_event_type: SubEventType
    modality: Modality = Modality.HAPPENED
    certainty: Certainty = Certainty.STATED
    toll: Toll = field(default_factory=Toll)
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_span(self.start, self.end)
        check_unit("confidence", self.confidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything read out of one article, step by step."""

    article_id: str
    sentences: tuple[Sentence, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    events: tuple[EventMention, ...] = ()
    reports: tuple[Report, ...] = ()

    def roles(self) -> list[PlaceRole]:
        """Return the part that each of ``places`` plays in the end, in their order.

        Where a report has a place, something happened there, whatever the words around it looked like; a
        place of which nothing was reported (its event is denied, say) is background.
        """
        told = {(s.start, s.end) for report in self.reports for s in report.place_spans}
        ends = {PlaceRole.EVENT: PlaceRole.BACKGROUND}
        return [
            PlaceRole.EVENT if (m.start, m.end) in told else ends.get(m.role, m.role) for m in self.places
        ]
