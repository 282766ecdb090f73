"""Builds an event from reports that are known to tell of the same thing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from geodata.model import Event, Report


def id_of_event(reports: Iterable[Report]) -> str:
    """Return the id of the event that rests on exactly these reports, whatever their order."""
    key = "\x1f".join(sorted(report.id for report in reports))
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def event_of(
    reports: Sequence[Report], *, id: str, lead: Report | None = None, reasons: tuple[str, ...] = ()
) -> Event:
    """Return an event whose toll spans its reports; ``lead`` defaults to the first report.

    ``fatalities`` is the lead's best figure, else the first stated. Disagreements on toll and type are
    listed as sentences.
    """
    chosen = lead if lead is not None else reports[0]
    ordered = (chosen, *(r for r in reports if r.id != chosen.id))
    best = [r.toll.fatalities for r in ordered if r.toll.fatalities is not None]
    figures = best + [
        n for r in ordered for n in (r.toll.fatalities_low, r.toll.fatalities_high) if n is not None
    ]
    return Event(
        id=id,
        reports=tuple(reports),
        lead=chosen,
        fatalities_low=min(figures, default=None),
        fatalities=best[0] if best else None,
        fatalities_high=max(figures, default=None),
        disagreements=_disagreements(ordered),
        reasons=reasons,
    )


def _disagreements(reports: Sequence[Report]) -> tuple[str, ...]:
    tolls = dict.fromkeys(r.toll.fatalities for r in reports if r.toll.fatalities is not None)
    kinds = dict.fromkeys(r.sub_event_type.value for r in reports)
    found = []
    if len(tolls) > 1:
        found.append("toll: " + ", ".join(map(str, tolls)))
    if len(kinds) > 1:
        found.append("type: " + ", ".join(kinds))
    return tuple(found)
