"""What differs between two states of the same events: what was added, withdrawn, moved, re-dated and so on.

Pure; the store says which states there were. An event that rests on other reports has another id, so what
went and what came are paired by the reports and the words they rest on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter

from geodata.model import (
    Attribution,
    Certainty,
    DatePrecision,
    Event,
    Place,
    PlacePrecision,
    Report,
    Span,
    SubEventType,
    Toll,
)


class Kind(StrEnum):
    """What became of an event; one may be moved and re-dated at once."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    REDATED = "re-dated"
    RETYPED = "re-typed"
    RECOUNTED = "re-counted"
    CERTAINTY = "more or less certain"
    ACTORS = "other actors"
    SOURCES = "other sources"
    REASONS = "told otherwise"


class CauseKind(StrEnum):
    """What made a version."""

    INGEST = "ingest"
    READING = "new reading"
    CORRECTION = "correction"
    UNDO = "correction taken back"
    PUBLISHED = "publication date"
    JOINING = "joining"
    GIVEN = "events from outside"
    REMOVAL = "removal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One state of the store and what made it; ``made_at`` is in UTC.

    ``first`` is where the run of versions began that this one closes, the same as ``number`` for a change
    made at once. ``written`` events were added or replaced and ``removed`` ones taken away or replaced.
    ``articles`` were stored or changed. ``correction`` is the number in the log of corrections.
    """

    number: int
    first: int
    made_at: datetime
    kind: CauseKind
    who: str = ""
    note: str = ""
    run: str = ""
    correction: int | None = None
    articles: int = 0
    written: int = 0
    removed: int = 0

    @property
    def before(self) -> int:
        """The version before this one and its run."""
        return self.first - 1

    def describe(self) -> str:
        """Return what made it, by whom and why, as one line without the day."""
        what = self.kind.value
        if self.correction is not None:
            what += f" {self.correction}"
        who = f" by {self.who}" if self.who else ""
        return f"{what}{who}{f': {self.note}' if self.note else ''}"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Where an event's report stands: its id, its article and the span of the words that signal it."""

    report_id: str
    article_id: str
    trigger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventState:
    """An event as a version of the store has it: what a filter asks about and what a reader is told."""

    id: str
    lead_report_id: str
    sub_event_type: SubEventType
    date_start: date | None
    date_end: date | None
    date_precision: DatePrecision
    reported_first: date | None
    reported_last: date | None
    place: Place | None
    own_name: str
    latitude: float | None
    longitude: float | None
    radius_km: float
    place_precision: PlacePrecision | None
    place_confidence: float
    actors: tuple[str, ...]
    civilian_targeting: bool
    fatalities_low: int | None
    fatalities: int | None
    fatalities_high: int | None
    injured: int | None
    attributions: tuple[str, ...]
    outlets: tuple[str, ...]
    certainty: Certainty
    confidence: float
    n_reports: int
    disagreements: tuple[str, ...]
    reasons: tuple[str, ...]
    words: str
    marks: tuple[Mark, ...]

    @classmethod
    def unknown(cls, id: str, sub_event_type: SubEventType) -> EventState:
        """Return the state of an event of which nothing but its id and type is known."""
        return cls(
            id=id, lead_report_id=id, sub_event_type=sub_event_type, date_start=None, date_end=None,
            date_precision=DatePrecision.UNKNOWN, reported_first=None, reported_last=None, place=None,
            own_name="", latitude=None, longitude=None, radius_km=0.0, place_precision=None,
            place_confidence=0.0, actors=(), civilian_targeting=False, fatalities_low=None, fatalities=None,
            fatalities_high=None, injured=None, attributions=(), outlets=(), certainty=Certainty.STATED,
            confidence=0.0, n_reports=1, disagreements=(), reasons=(), words="", marks=(),
        )  # fmt: skip

    @property
    def excerpt(self) -> str:
        """The sentence that tells of it."""
        return self.words.partition("\n")[0]

    def as_event(self) -> Event:
        """Return the event with one report that says what the event says, for whoever words events.

        The spans of that report lead nowhere.
        """
        nowhere = Span(start=0, end=1)
        lead = Report(
            id=self.lead_report_id, article_id=self.marks[0].article_id if self.marks else "",
            excerpt=nowhere, trigger_span=nowhere, sub_event_type=self.sub_event_type, place=self.place,
            own_name=self.own_name,
            latitude=self.latitude, longitude=self.longitude, radius_km=self.radius_km,
            place_precision=self.place_precision, place_confidence=self.place_confidence,
            date_start=self.date_start, date_end=self.date_end, date_precision=self.date_precision,
            published=self.reported_first, actor1=next(iter(self.actors), None),
            actor2=self.actors[1] if len(self.actors) > 1 else None,
            civilian_targeting=self.civilian_targeting, certainty=self.certainty, confidence=self.confidence,
            toll=Toll(
                fatalities_low=self.fatalities_low, fatalities=self.fatalities,
                fatalities_high=self.fatalities_high, injured=self.injured,
            ),
            attribution_kind=Attribution(self.attributions[0]) if self.attributions else Attribution.REPORTER,
        )  # fmt: skip
        return Event(
            id=self.id, reports=(lead,), lead=lead, fatalities_low=self.fatalities_low,
            fatalities=self.fatalities, fatalities_high=self.fatalities_high,
            disagreements=self.disagreements, reasons=self.reasons,
        )  # fmt: skip


FACTS: dict[Kind, tuple[str, ...]] = {
    Kind.MOVED: ("place_id", "own_name", "latitude", "longitude", "radius_km", "place_precision"),
    Kind.REDATED: ("date_start", "date_end", "date_precision"),
    Kind.RETYPED: ("sub_event_type",),
    Kind.RECOUNTED: ("fatalities_low", "fatalities", "fatalities_high", "injured"),
    Kind.CERTAINTY: ("certainty", "place_confidence", "disagreements"),
    Kind.ACTORS: ("actors", "civilian_targeting"),
    Kind.SOURCES: ("n_reports", "outlets", "attributions", "reported_first", "reported_last", "excerpt"),
}
"""What a change of each kind is a change of."""
_READ = {
    kind: attrgetter(*("place" if name == "place_id" else name for name in names))
    for kind, names in FACTS.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one event between two versions; ``before`` None: it was added, ``after``: withdrawn.

    ``causes`` are the numbers of the versions that did it. ``other`` is the id of the event that a
    withdrawn one was joined to, or that an added one was taken out of.
    """

    before: EventState | None
    after: EventState | None
    kinds: tuple[Kind, ...]
    causes: tuple[int, ...] = ()
    other: str | None = None

    @property
    def shown(self) -> EventState:
        """The event as it is, or as it last was."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What two versions of a store differ in, by kind, day and id; ``versions`` are what lay between."""

    since: int
    until: int
    changes: tuple[Change, ...]
    versions: tuple[Version, ...] = field(default=())

    def counts(self) -> dict[Kind, int]:
        """Return how many changes are of each kind; one of two kinds counts under both."""
        counted = Counter(kind for change in self.changes for kind in change.kinds)
        return {kind: counted[kind] for kind in Kind}

    def causes_of(self, change: Change) -> list[Version]:
        """Return what made a change, oldest first."""
        return [v for v in self.versions if any(v.first <= number <= v.number for number in change.causes)]


def apply(states: Mapping[str, EventState], difference: Difference) -> dict[str, EventState]:
    """Return the second state of a difference from the first, by id; ValueError where it is not the first."""
    found = dict(states)
    for change in difference.changes:
        if change.before is not None and found.pop(change.before.id, None) != change.before:
            raise ValueError(f"event {change.before.id} is not as the difference says it was")
    for change in difference.changes:
        if change.after is not None:
            found[change.after.id] = change.after
    return found


def compare_states(
    before: Iterable[EventState],
    after: Iterable[EventState],
    newer: Mapping[str, str] | None = None,
    causes: Mapping[str, set[int]] | None = None,
) -> tuple[Change, ...]:
    """Return what differs; ``newer`` names the version in force of articles that have several, by id.

    ``causes`` are the versions that removed or wrote an event, by its id.
    """
    old, new = {s.id: s for s in before}, {s.id: s for s in after}
    same = [key for key in old if key in new and old[key] == new[key]]
    for key in same:
        del old[key], new[key]
    pairs = _pair(old, new, newer or {})
    why = causes or {}
    changes = [_changed(old[a], new[b], why) for a, b in pairs]
    gone = [old[key] for key in old.keys() - {a for a, _ in pairs}]
    come = [new[key] for key in new.keys() - {b for _, b in pairs}]
    now, then = _by_mark(new.values()), _by_mark(old.values())
    changes += [
        Change(
            before=s, after=None, kinds=(Kind.WITHDRAWN,), causes=_sorted(why.get(s.id)), other=_other(s, now)
        )
        for s in gone
    ]
    changes += [
        Change(
            before=None, after=s, kinds=(Kind.ADDED,), causes=_sorted(why.get(s.id)), other=_other(s, then)
        )
        for s in come
    ]
    return tuple(sorted(changes, key=_order))


def _order(change: Change) -> tuple[int, int, str]:
    day = change.shown.date_start or change.shown.date_end or date.min
    return list(Kind).index(change.kinds[0]), -day.toordinal(), change.shown.id


def _sorted(numbers: set[int] | None) -> tuple[int, ...]:
    return tuple(sorted(numbers or ()))


def _changed(before: EventState, after: EventState, causes: Mapping[str, set[int]]) -> Change:
    kinds = tuple(
        kind
        for kind, names in FACTS.items()
        if _READ[kind](before) != _READ[kind](after)
        and any(_value(before, name) != _value(after, name) for name in names)
    )
    why = causes.get(before.id, set()) | causes.get(after.id, set())
    return Change(before=before, after=after, kinds=kinds or (Kind.REASONS,), causes=_sorted(why))


def _value(state: EventState, name: str) -> object:
    if name == "place_id":
        return state.place.id if state.place else None
    return getattr(state, name)


def _by_mark(states: Iterable[EventState]) -> dict[str, str]:
    return {mark.report_id: state.id for state in states for mark in state.marks}


def _other(state: EventState, others: Mapping[str, str]) -> str | None:
    found = sorted({others[m.report_id] for m in state.marks if m.report_id in others} - {state.id})
    return found[0] if found else None


_SAME = ("place", "date_start", "date_end", "sub_event_type", "fatalities", "words")


def _pair(
    old: Mapping[str, EventState], new: Mapping[str, EventState], newer: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return which of what went and what came are one event, each at most once, the likest first.

    What has the same id is one event, whatever else is like it.
    """
    pairs = [(key, key) for key in old if key in new]
    keys = {state.id: _keys(state, newer) for state in new.values() if state.id not in old}
    lying: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, some in keys.items():
        for key in some:
            lying[key].append(name)
    scored = set()
    for state in old.values():
        if state.id in new:
            continue
        mine = _keys(state, newer)
        for other in {other for key in mine for other in lying.get(key, ())}:
            score = _likeness(state, new[other], mine & keys[other])
            if score:
                scored.add((-score, state.id, other))
    used = set[tuple[str, str]]()
    for _, a, b in sorted(scored):
        if used.isdisjoint({("old", a), ("new", b)}):
            used |= {("old", a), ("new", b)}
            pairs.append((a, b))
    return pairs


def _keys(state: EventState, newer: Mapping[str, str]) -> set[tuple[str, ...]]:
    keys = set[tuple[str, ...]]()
    for mark in state.marks:
        article = newer.get(mark.article_id, mark.article_id)
        keys |= {("report", mark.report_id), ("words", article, mark.trigger)}
        if mark.article_id in newer:
            keys.add(("article", article))
    return keys


def _likeness(one: EventState, other: EventState, shared: Set[tuple[str, ...]]) -> int:
    """Return how surely two states with these keys in common are of one event, 0: they are not."""
    same = sum(bool(getattr(one, name) == getattr(other, name)) for name in _SAME)
    reports = sum(key[0] == "report" for key in shared)
    words = sum(key[0] == "words" for key in shared)
    if reports or words:
        return 100 * reports + 20 * words + same
    # Two versions of one article: their words stand elsewhere, so most of what they tell must agree.
    return same if same >= len(_SAME) - 2 else 0
