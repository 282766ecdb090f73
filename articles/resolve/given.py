"""Resolve spans that somebody else has marked as place names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from articles.resolve import resolve
from articles.resolve.options import PlaceTable
from geodata.model import PlaceMention, PlaceUse


def resolve_spans(
    text: str,
    spans: Sequence[Sequence[int]],
    gazetteer: PlaceTable,
    published: date | None = None,
    outlet: str = "",
) -> list[tuple[float, float] | None]:
    """Return (latitude, longitude) or None for each half-open span; spans may overlap and be in any order."""
    answers: dict[tuple[int, int], tuple[float, float] | None] = {}
    mentions: list[PlaceMention] = []
    left_over: list[tuple[int, int]] = []
    for start, end in sorted({(span[0], span[1]) for span in spans}):
        if mentions and start < mentions[-1].end:
            left_over.append((start, end))
            continue
        mentions.append(_mention(text, start, end, gazetteer))
    resolved = list(resolve(text, mentions, gazetteer, published, outlet))
    for start, end in left_over:
        resolved += resolve(text, [_mention(text, start, end, gazetteer)], gazetteer, published, outlet)
    for mention in resolved:
        place = mention.place
        answers[mention.start, mention.end] = (place.latitude, place.longitude) if place else None
    return [answers[span[0], span[1]] for span in spans]


def _mention(text: str, start: int, end: int, gazetteer: PlaceTable) -> PlaceMention:
    surface = text[start:end]
    people = not gazetteer.matches(surface) and gazetteer.demonym(surface) is not None
    use = PlaceUse.DEMONYM if people else PlaceUse.LITERAL
    return PlaceMention(start=start, end=end, text=surface, use=use)
