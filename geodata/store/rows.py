"""What the store gives back of a reading: plain frozen rows that carry the readings' own names.

A row has the same attributes as the record an article is read into, so either can be saved, and whoever
draws a stored reading needs to know only these. Vocabularies (``use``, ``role``, ``kind``, ``modality``)
are their text values. Offsets are code points into ``Article.text``, half-open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from geodata.model import Certainty, DatePrecision, Place, PlacePrecision, Report, SubEventType, Toll


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceRow:
    """One sentence; ``repeats`` is the index of the earlier sentence it repeats, or None."""

    start: int
    end: int
    paragraph: int
    kind: str
    repeats: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """A place a mention could be, with its score and the parts of that score."""

    place: Place
    score: float
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMentionRow:
    """A place name in the text; ``place`` is None when unresolved, and ``reasons`` says why."""

    start: int
    end: int
    text: str
    use: str
    role: str
    candidates: tuple[CandidateRow, ...] = ()
    place: Place | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float = 0.0
    precision: PlacePrecision | None = None
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()
    decided_by: str = "rule"

    @property
    def literal(self) -> bool:
        """Whether the place itself is meant, not a government, an army, a team or a people."""
        return self.use == "literal"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMentionRow:
    """A temporal expression with its TIMEX3 value and the inclusive interval it stands for."""

    start: int
    end: int
    text: str
    value: str
    kind: str
    date_start: date | None = None
    date_end: date | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMentionRow:
    """A trigger and what it says happened; ``sentence`` is the index of its sentence."""

    start: int
    end: int
    text: str
    sentence: int
    sub_event_type: SubEventType
    modality: str
    certainty: Certainty = Certainty.STATED
    toll: Toll = field(default_factory=Toll)
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRow:
    """Everything stored of one article's reading, each kind in the order of the text."""

    article_id: str
    sentences: tuple[SentenceRow, ...] = ()
    places: tuple[PlaceMentionRow, ...] = ()
    times: tuple[TimeMentionRow, ...] = ()
    events: tuple[EventMentionRow, ...] = ()
    reports: tuple[Report, ...] = ()
