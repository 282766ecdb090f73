"""Builds an event from reports that tell of the same thing, keeping every disagreement."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from geodata.amounts import counted
from geodata.joining.profile import Profile
from geodata.joining.rule import Match
from geodata.model import DatePrecision, Event, Report

# A sentence shared by this share of its five-word shingles is a copy of a wire story, not a second source.
COPY_SHINGLES = 0.6
SHINGLE_WORDS = 5
_TOKEN = re.compile(r"\w+")


def id_of_event(report_ids: Iterable[str]) -> str:
    """Return the id of the event that rests on exactly these reports, whatever their order."""
    return hashlib.sha256("\x1f".join(sorted(report_ids)).encode()).hexdigest()[:16]


def build_event(
    profiles: Sequence[Profile],
    *,
    matches: Iterable[Match] = (),
    notes: Iterable[str] = (),
    id: str = "",
    first_leads: bool = False,
) -> Event:
    """Return the event of these reports: the best placed, dated and counted one leads.

    ``first_leads`` keeps the order given. ``matches`` and ``notes`` become reasons. The toll is the latest
    stated by a source of its own, its range spans all of them. The id defaults to that of the reports.
    """
    ranked = list(profiles) if first_leads else sorted(profiles, key=_rank)
    sources = _sources(ranked)
    tolls = [known.report.toll for known in sources]
    latest = sorted(sources, key=lambda k: k.report.published or date.min, reverse=True)
    stated = [k.report.toll.fatalities for k in latest if k.report.toll.fatalities is not None]
    figures = [n for t in tolls for n in (t.fatalities_low, t.fatalities, t.fatalities_high) if n is not None]
    return Event(
        id=id or id_of_event(known.report.id for known in ranked),
        reports=tuple(known.report for known in ranked),
        lead=ranked[0].report,
        fatalities_low=min(figures, default=None),
        fatalities=stated[0] if stated else None,
        fatalities_high=max(figures, default=None),
        disagreements=_disagreements(ranked),
        reasons=tuple(dict.fromkeys((*_reasons(ranked, sources, matches), *notes))),
    )


def _rank(known: Profile) -> tuple[float, date, str]:
    report = known.report
    exact = report.date_precision.acled + (report.place_precision.acled if report.place_precision else 4)
    weight = -exact + report.place_confidence + report.confidence + 0.5 * (report.toll.fatalities is not None)
    weight += bool(report.own_name)  # a village says more than the unit that it is drawn as
    return -weight, report.published or date.max, report.id


def _sources(ranked: Sequence[Profile]) -> list[Profile]:
    """The reports that are sources of their own: of near-identical copies only the first."""
    if len(ranked) == 1:
        return list(ranked)
    kept: list[tuple[Profile, set[str]]] = []
    for known in ranked:
        shingles = shingles_of(known.text)
        if not any(is_copy(shingles, other) for _, other in kept):
            kept.append((known, shingles))
    return [known for known, _ in kept]


def shingles_of(text: str, words: int = SHINGLE_WORDS) -> set[str]:
    """Return every run of so many words of a folded text."""
    tokens = _TOKEN.findall(text)
    return {" ".join(tokens[i : i + words]) for i in range(len(tokens) - words + 1)}


def is_copy(one: set[str], other: set[str]) -> bool:
    """Whether two sentences, as their runs of words, are copies of one."""
    fewer = min(len(one), len(other))
    return fewer > 0 and len(one & other) / fewer >= COPY_SHINGLES


def _reasons(ranked: Sequence[Profile], sources: Sequence[Profile], matches: Iterable[Match]) -> list[str]:
    if len(ranked) == 1:
        return []
    copies = len(ranked) - len(sources)
    told = f"{counted(len(ranked), 'report')}, {counted(len(sources), 'source')}"
    told += f" ({counted(copies, 'near-identical copy')})" if copies else ""
    by_score = sorted(set(matches), key=lambda match: (-match.score, match.parts))
    return [told, *(match.describe() for match in by_score)]


# What reports may disagree on: the name shown, and how a report puts it (None: it does not say).
def _told(report: Report) -> dict[str, str | None]:
    toll = report.toll.fatalities
    dates = (report.date_start, report.date_end)
    dated = report.date_precision is not DatePrecision.UNKNOWN
    return {
        "toll": None if toll is None else str(toll),
        "injured": None if report.toll.injured is None else str(report.toll.injured),
        "date": " to ".join(dict.fromkeys(d.isoformat() for d in dates if d)) if dated else None,
        "place": report.where if report.place else None,
        "type": str(report.sub_event_type),
        "actor": report.actor1,
    }


def _disagreements(ranked: Sequence[Profile]) -> tuple[str, ...]:
    """Return sentences such as "toll: 50 (CNN), 52 (Guardian)", one for each thing told differently."""
    if len(ranked) == 1:
        return ()
    by_time = sorted(ranked, key=lambda k: (k.report.published or date.max, k.outlet, k.report.id))
    told = [(known, _told(known.report)) for known in by_time]
    sentences = []
    for what in told[0][1]:
        said: dict[str, list[str]] = defaultdict(list)
        for known, values in told:
            value = values[what]
            if value is not None:
                said[value].append(known.outlet or f"article {known.report.article_id[:6]}")
        if len(said) > 1:
            listed = ", ".join(f"{value} ({'; '.join(dict.fromkeys(who))})" for value, who in said.items())
            sentences.append(f"{what}: {listed}")
    return tuple(sentences)
