"""Says of every mention in an article's text what it is and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.messages import Piece
from dashboard.reasons import describe_value
from dashboard.wording import describe_interval
from geodata.model import Article, EventMention, PlaceMention, PlaceRole, Reading, TimeMention

KINDS: dict[str, str] = {
    "event_place": "where something happened",
    "other_place": "another place",
    "not_place": "not meant as a place",
    "unresolved": "place not found",
    "date": "date or time",
    "trigger": "what happened",
}
"""Every kind of mention with its name for the reader, in the order of the key."""

USES = {
    "metonym": "stands for a government or an organisation",
    "associative": "describes something else (an army, a team, a firm)",
    "demonym": "names people",
}
ROLES = {
    "event": "where it happened",
    "dateline": "dateline",
    "origin": "where it came from",
    "target": "where it was going",
    "container": "says where another place lies",
    "background": "background",
}
FATES = {
    "denied": "denied in the text",
    "planned": "planned or threatened, not done",
    "hypothetical": "only supposed",
    "background": "background, not news",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedSpan:
    """One mention: its span in the article's text, its kind, and the trace of what became of it.

    ``place`` is the mention as it was read when it names a place.
    """

    start: int
    end: int
    kind: str
    text: str
    meaning: str
    outcome: str
    reasons: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    place: PlaceMention | None = None


def mark_article(article: Article, reading: Reading) -> list[MarkedSpan]:
    """Return every mention in the order of the text; where spans overlap, the later list gives way."""
    triggers = {(r.trigger_span.start, r.trigger_span.end) for r in reading.reports}
    dates = {(s.start, s.end) for r in reading.reports for s in r.time_spans}
    spans = [_place(mention, role) for mention, role in zip(reading.places, reading.roles(), strict=True)]
    spans += [_trigger(mention, (mention.start, mention.end) in triggers) for mention in reading.events]
    spans += [_date(mention, (mention.start, mention.end) in dates) for mention in reading.times]
    return without_overlaps(sorted(spans, key=lambda span: (span.start, -span.end)))


def without_overlaps(spans: Sequence[MarkedSpan]) -> list[MarkedSpan]:
    """Return the spans, sorted by start, that do not run into an earlier one."""
    kept: list[MarkedSpan] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _place(mention: PlaceMention, role: PlaceRole) -> MarkedSpan:
    in_report = role is PlaceRole.EVENT
    meaning = ROLES[role] if mention.literal else USES.get(mention.use, mention.use)
    if not mention.literal:
        kind, outcome = "not_place", "kept off the map"
    elif mention.place is None:
        kind, outcome = "unresolved", "not found, kept off the map"
    else:
        kind = "event_place" if in_report else "other_place"
        outcome = f"{mention.place.label}, {mention.confidence:.0%} sure"
        outcome += "; place of an event" if in_report else "; no event here"
    return MarkedSpan(
        start=mention.start, end=mention.end, kind=kind, text=mention.text, meaning=meaning, outcome=outcome,
        reasons=mention.reasons, latitude=mention.latitude if mention.literal else None,
        longitude=mention.longitude if mention.literal else None,
        place=mention,
    )  # fmt: skip


def _date(mention: TimeMention, in_report: bool) -> MarkedSpan:
    if mention.date_start is None and mention.date_end is None:
        outcome = "names no day"
    else:
        outcome = describe_interval(mention.date_start, mention.date_end)
    outcome += "; dates an event" if in_report else ""
    return MarkedSpan(
        start=mention.start, end=mention.end, kind="date", text=mention.text,
        meaning=describe_value(mention.kind, mention.value), outcome=outcome, reasons=mention.reasons,
    )  # fmt: skip


def _trigger(mention: EventMention, in_report: bool) -> MarkedSpan:
    fate = FATES.get(mention.modality, "")
    outcome = "reported as an event" if in_report else fate or "told elsewhere in the article"
    return MarkedSpan(
        start=mention.start, end=mention.end, kind="trigger", text=mention.text,
        meaning=mention.sub_event_type.value, outcome=outcome, reasons=mention.reasons,
    )  # fmt: skip


def to_segments(text: str, spans: Sequence[MarkedSpan]) -> list[Piece]:
    """Return the text cut into [text, kind, number of the mention or None], covering every character."""
    segments: list[Piece] = []
    at = 0
    for number, span in enumerate(spans):
        if span.start > at:
            segments.append([text[at : span.start], "", None])
        segments.append([text[span.start : span.end], span.kind, number])
        at = span.end
    if at < len(text):
        segments.append([text[at:], "", None])
    return segments
