"""Who looked at which event and what they made of it: progress of a review, and where two people disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from geodata import corrections as fixing
from geodata.corrections import Confirm, LogEntry, Merge, NotAnEvent, PlaceFix, Split
from geodata.corrections.log_entries import Slot
from geodata.store import codec, log, schema
from geodata.store.readings import chunks
from geodata.store.store import Store

Verdict = Mapping[Slot, str]
"""What somebody holds an event to be: a value for everything corrected; what is absent is right as read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The last word of one analyst on a report: when, whether confirmed or rejected, and the verdict."""

    analyst: str
    made_at: datetime
    confirmed: bool
    rejected: bool
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How many reports two or more people looked at, and on how many of them all hold the same."""

    both: int
    agree: int


def looks_of(entries: Sequence[LogEntry]) -> dict[Slot, list[Look]]:
    """Return the looks at each report, by what tells it from others; one for each analyst."""
    about: dict[Slot, list[LogEntry]] = defaultdict(list)
    at_place: dict[tuple[str, str], list[LogEntry]] = defaultdict(list)
    for entry in fixing.in_order(entries):
        for report in _reports_of(entry):
            about[report].append(entry)
        if isinstance(entry.now, PlaceFix):
            at_place[entry.now.article_id, str(entry.now.mention.start)].append(entry)
    return {
        report: _looks(sorted([*listed, *at_place.get((report[0], report[3]), ())], key=lambda e: e.made_at))
        for report, listed in about.items()
    }


def _reports_of(entry: LogEntry) -> list[Slot]:
    fix = entry.now
    if fix is None or isinstance(fix, Merge | Split):
        return []
    return [slot[1:] for slot in fixing.subjects_of(fix) if slot[0] == "report"]


def _looks(about: Sequence[LogEntry]) -> list[Look]:
    """Return the last look of each analyst; it holds what they made and what they saw when they did."""
    found: dict[str, Look] = {}
    for number, entry in enumerate(about):
        before = [e for e in about[:number] if e.uid in entry.over or e.analyst == entry.analyst]
        found[entry.analyst] = _look(entry, [*before, entry])
    return list(found.values())


def _look(entry: LogEntry, about: Iterable[LogEntry]) -> Look:
    verdict: dict[Slot, str] = {}
    rejected = False
    for one in about:
        fix = one.now
        if isinstance(fix, Confirm | NotAnEvent):
            rejected = isinstance(fix, NotAnEvent)
        elif fix is not None:
            verdict.update(fixing.slots_of(fix))
    return Look(
        analyst=entry.analyst,
        made_at=entry.made_at,
        confirmed=isinstance(entry.now, Confirm),
        rejected=rejected,
        verdict={("real",): "no"} if rejected else verdict,
    )


def agreement_of(looks: Mapping[Slot, Sequence[Look]]) -> Agreement:
    """Return on how many reports that several people looked at they hold the same."""
    several = [listed for listed in looks.values() if len({look.analyst for look in listed}) > 1]
    agree = sum(all(look.verdict == listed[0].verdict for look in listed) for listed in several)
    return Agreement(both=len(several), agree=agree)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The looks at each event by its id, those at reports that were rejected, and the agreement."""

    events: Mapping[str, Sequence[Look]]
    rejected: int
    agreement: Agreement


def progress_of(store: Store) -> Progress:
    """Return who looked at which event so far."""
    with store.engine.connect() as connection:
        looks = looks_of(log.load_log(connection))
        events: dict[str, list[Look]] = defaultdict(list)
        for report, event_id in _events_of(connection, {report[0] for report in looks}):
            events[event_id] += looks.get(report, [])
    return Progress(
        events={key: listed for key, listed in events.items() if listed},
        rejected=sum(any(look.rejected for look in listed) for listed in looks.values()),
        agreement=agreement_of(looks),
    )


def _events_of(connection: Connection, article_ids: Iterable[str]) -> list[tuple[Slot, str]]:
    report, link, event = schema.reports.c, schema.event_reports.c, schema.events.c
    query = (
        select(report.article_id, report.trigger_span, report.place_spans, event.id)
        .join_from(schema.reports, schema.event_reports, link.report_id == report.id)
        .join(schema.events, event.number == link.event_number)
    )
    found: list[tuple[Slot, str]] = []
    for some in chunks(sorted(article_ids)):
        for article_id, trigger, place, event_id in connection.execute(
            query.where(report.article_id.in_(some))
        ):
            (trigger_span,), places = codec.spans_from_text(trigger), codec.spans_from_text(place)
            slot = fixing.report_slot(article_id, trigger_span, places[0] if places else None)
            found.append((slot, event_id))
    return found
