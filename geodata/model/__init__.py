"""The records everything else speaks in: places, articles, what is found in their texts, reports, events.

Every record is frozen, refuses impossible values where it is born and names its units. Coordinates are
decimal degrees, WGS 84, always as named ``latitude`` and ``longitude``. Offsets are code points into
``Article.text``, half-open: ``text[start:end]`` is the span. ``None`` means "not stated", ``0`` means
"stated as zero".
"""

from __future__ import annotations

from geodata.model.articles import Article, Span
from geodata.model.checks import check_coordinates, check_interval, check_span, check_unit
from geodata.model.events import Event, Report, Toll
from geodata.model.mentions import (
    Candidate,
    EventMention,
    Modality,
    PlaceMention,
    PlaceRole,
    PlaceUse,
    Reading,
    Sentence,
    SentenceKind,
    TimeMention,
)
from geodata.model.places import Place, PlaceKind
from geodata.model.precision import DatePrecision, PlacePrecision
from geodata.model.types import Attribution, Certainty, EventType, SubEventType

__all__ = [
    "Article",
    "Attribution",
    "Candidate",
    "Certainty",
    "DatePrecision",
    "Event",
    "EventMention",
    "EventType",
    "Modality",
    "Place",
    "PlaceKind",
    "PlaceMention",
    "PlacePrecision",
    "PlaceRole",
    "PlaceUse",
    "Reading",
    "Report",
    "Sentence",
    "SentenceKind",
    "Span",
    "SubEventType",
    "TimeMention",
    "Toll",
    "check_coordinates",
    "check_interval",
    "check_span",
    "check_unit",
]
