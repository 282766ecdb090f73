"""Cuts a sentence where the words stand that say where, when, what, how many and who says so."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.messages import Segment
from dashboard.safe_text import EXCERPT_LIMIT, neutral
from geodata.model import Report, Span

LONGEST_SOURCE = 60
"""Characters up to which the words that name a source are shown as they stand."""


def mark_excerpt(excerpt: str, report: Report) -> list[Segment]:
    """Return the excerpt cut where a mark begins or ends; where marks overlap the narrower claim wins."""
    kinds = [""] * min(len(excerpt), EXCERPT_LIMIT)
    layers: tuple[tuple[str, Sequence[Span]], ...] = (
        ("says", [s for s in report.attribution_spans if s.end - s.start <= LONGEST_SOURCE]),
        ("toll", report.toll.spans),
        ("date", report.time_spans),
        ("trigger", (report.trigger_span,)),
        ("place", report.place_spans),
    )
    for kind, spans in layers:
        for span in spans:
            start, end = span.start - report.excerpt.start, span.end - report.excerpt.start
            if start >= 0:
                kinds[start:end] = [kind] * len(kinds[start:end])
    segments: list[Segment] = []
    for sign, kind in zip(excerpt, kinds, strict=False):
        if segments and segments[-1][1] == kind:
            segments[-1][0] += sign
        else:
            segments.append([sign, kind])
    shown = [[" ".join(neutral(text).split("\n")), kind] for text, kind in segments]
    return shown if len(excerpt) <= EXCERPT_LIMIT else [*shown, [" …", ""]]
