"""Keeps what each change of the store did to its events, so that any two states can be compared.

Every event that is written gets a number that was never given before, and a version notes from which to which
number it wrote. What a version takes away is kept as it was. Storing a new event so costs nothing of its own.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, select, true

from geodata.changes import CauseKind, Difference, EventState, Mark, Version, compare_states
from geodata.model import Certainty, DatePrecision, Place, PlaceKind, PlacePrecision, SubEventType
from geodata.store import schema
from geodata.store.codec import SEPARATOR, Row, from_text
from geodata.store.opening import StoreError
from geodata.store.readings import chunks, insert

OLDEST = "history_from"
"""Where the store notes the oldest version that was not forgotten."""

_KEY = "conflictmap_recorder"
_DATES = ("date_start", "date_end", "reported_first", "reported_last")
_SETS = ("actors", "attributions", "outlets")
_FACTS = tuple(known.name for known in fields(EventState))
# Numbers asked for in one statement: each brings a row of some kilobytes.
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What makes a version; see ``Version``."""

    kind: CauseKind
    who: str = ""
    note: str = ""
    run: str = ""


_cause: ContextVar[Cause | None] = ContextVar("cause", default=None)


@contextmanager
def because(kind: CauseKind, *, who: str = "", note: str = "") -> Iterator[None]:
    """Let every change within be one run of versions with this cause, or with that of a run around it."""
    token = _cause.set(_cause.get() or Cause(kind=kind, who=who, note=note, run=str(uuid4())))
    try:
        yield
    finally:
        _cause.reset(token)


class Recorder:
    """What one transaction does to events; it writes its version when the transaction ends."""

    def __init__(self, connection: Connection, version: int, kind: CauseKind) -> None:
        self.connection = connection
        self.version = version
        given = _cause.get()
        # Whoever corrects within a run is told as correcting.
        mine = kind in (CauseKind.CORRECTION, CauseKind.UNDO) or given is None
        self.cause = Cause(kind=kind) if mine or given is None else given
        self.correction: int | None = None
        self.articles = 0
        self.removed = 0
        self.start: int | None = None
        self.last = 0

    def name(self, *, who: str, note: str, correction: int) -> None:
        """Say who made the correction and why; it makes a version even where no event changed."""
        self.cause = replace(self.cause, who=who, note=note)
        self.correction = correction

    def last_number(self) -> int:
        """Return the highest number that any event ever had."""
        if self.start is None:
            highest = (func.max(schema.events.c.number), func.max(schema.history.c.last))
            self.start = max(self.connection.scalar(select(column)) or 0 for column in highest)
            self.last = self.start
        return self.last

    def keep(self, numbers: Iterable[int]) -> None:
        """Keep events that are about to go as they are; those that this transaction wrote leave nothing."""
        self.last_number()
        old = [number for number in numbers if number <= (self.start or 0)]
        for some in chunks(old, _AT_ONCE):
            rows = [
                {"number": number, "gone_in": self.version, "id": key, "content": _packed(content)}
                for number, key, content in _contents(self.connection, schema.events.c.number.in_(some))
            ]
            insert(self.connection, schema.past_events, rows)
            self.removed += len(rows)

    def finish(self) -> None:
        """Write the version, unless nothing was changed."""
        start = self.start or 0
        wrote = self.last > start
        if not (wrote or self.removed or self.articles or self.correction):
            return
        row = {
            "version": self.version, "made_at": datetime.now(UTC).replace(tzinfo=None),
            "kind": self.cause.kind.value, "who": self.cause.who, "note": self.cause.note,
            "run": self.cause.run, "correction": self.correction, "articles": self.articles,
            "first": start + 1 if wrote else None,
            "last": self.last if wrote else None, "removed": self.removed,
        }  # fmt: skip
        self.connection.execute(schema.history.insert().values(row))


def begin(connection: Connection, version: int, kind: CauseKind) -> None:
    """Begin to record what a transaction does to events."""
    connection.info[_KEY] = Recorder(connection, version, kind)


def end(connection: Connection) -> None:
    """Write the version of a transaction that is about to be kept."""
    recorder_of(connection).finish()


def recorder_of(connection: Connection) -> Recorder:
    """Return what records the transaction of a connection; KeyError where ``begin`` was not called."""
    found: Recorder = connection.info[_KEY]
    return found


def _contents(connection: Connection, condition: ColumnElement[bool]) -> Iterator[tuple[int, str, Row]]:
    """Yield number, id and content of stored events that meet a condition."""
    event, text, place = schema.events, schema.event_texts, schema.places
    query = (
        select(event, text.c.words)
        .join_from(event, text, event.c.number == text.c.number, isouter=True)
        .where(condition)
        .order_by(event.c.number)
    )
    rows = connection.execute(query).mappings().all()
    ids = sorted({row["place_id"] for row in rows if row["place_id"]})
    places: dict[str, Row] = {}
    for some in chunks(ids):
        found = connection.execute(select(place).where(place.c.id.in_(some))).mappings()
        places.update((row["id"], dict(row)) for row in found)
    marks = _marks(connection, condition)
    for row in rows:
        content: Row = dict(row)
        number = content.pop("number")
        content["place"] = places.get(content.pop("place_id"))
        content["marks"] = marks.get(number, [])
        yield number, content["id"], content


def _marks(connection: Connection, condition: ColumnElement[bool]) -> dict[int, list[list[str]]]:
    link, report, event = schema.event_reports, schema.reports, schema.events
    query = (
        select(link.c.event_number, report.c.id, report.c.article_id, report.c.trigger_span)
        .join_from(event, link, event.c.number == link.c.event_number)
        .join(report, report.c.id == link.c.report_id)
        .where(condition)
        .order_by(link.c.event_number, link.c.position)
    )
    found: dict[int, list[list[str]]] = defaultdict(list)
    for number, *mark in connection.execute(query):
        found[number].append(mark)
    return found


def _packed(content: Row) -> bytes:
    dates = {name: day.isoformat() if (day := content[name]) else None for name in _DATES}
    return zlib.compress(json.dumps(content | dates, ensure_ascii=True, separators=(",", ":")).encode())


def _unpacked(packed: bytes) -> EventState:
    content = json.loads(zlib.decompress(packed))
    dates = {name: date.fromisoformat(day) if (day := content[name]) else None for name in _DATES}
    return _state(content | dates)


def _state(content: Row) -> EventState:
    values = {"own_name": ""} | dict(content)  # what was kept by version 9 and before has none
    place = values["place"]
    values["place"] = None if place is None else Place(**(place | {"kind": PlaceKind(place["kind"])}))
    values["marks"] = tuple(Mark(*mark) for mark in values["marks"])
    for name in _SETS:
        values[name] = tuple(part for part in values[name].split(SEPARATOR) if part)
    precision = values["place_precision"]
    values["place_precision"] = PlacePrecision.from_label(precision) if precision else None
    values["date_precision"] = DatePrecision.from_label(values["date_precision"])
    values["sub_event_type"] = SubEventType(values["sub_event_type"])
    values["certainty"] = Certainty(values["certainty"])
    values["civilian_targeting"] = bool(values["civilian_targeting"])
    values["words"] = values["words"] or ""
    for name in ("disagreements", "reasons"):
        values[name] = from_text(values[name])
    return EventState(**{name: values[name] for name in _FACTS})


# Reading it back


def revision(connection: Connection) -> int:
    """Return the number of the newest state."""
    key = schema.meta.c.key == "revision"
    return int(connection.execute(select(schema.meta.c.value).where(key)).scalar_one())


def oldest(connection: Connection) -> int:
    """Return the oldest version that can still be compared with: those before were forgotten."""
    query = select(schema.meta.c.value).where(schema.meta.c.key == OLDEST)
    return int(connection.scalar(query) or 0)


def need(connection: Connection, version: int) -> None:
    """Raise StoreError for a version that was forgotten."""
    known = oldest(connection)
    if version < known:
        raise StoreError(
            f"how events stood in version {version} was forgotten; the oldest that can be compared is {known}"
        )


def is_readable(key: str, content: bytes) -> bool:
    """Whether the kept state of an event can be read and is the one of this id."""
    try:
        return _unpacked(content).id == key
    except (zlib.error, ValueError, KeyError, TypeError):
        return False


def versions(connection: Connection, since: int = 0, until: int | None = None) -> list[Version]:
    """Return the versions after ``since`` up to ``until``, oldest first; a run of them is one."""
    table = schema.history
    query = select(table).where(table.c.version > since).order_by(table.c.version)
    if until is not None:
        query = query.where(table.c.version <= until)
    found: list[Version] = []
    for row in connection.execute(query).mappings():
        version = _version(row)
        if found and version.run and found[-1].run == version.run:
            version = replace(
                version, first=found[-1].first, written=found[-1].written + version.written,
                articles=found[-1].articles + version.articles,
                removed=found[-1].removed + version.removed,
            )  # fmt: skip
            found.pop()
        found.append(version)
    return found


def _version(row: RowMapping) -> Version:
    return Version(
        number=row["version"], first=row["version"], made_at=row["made_at"].replace(tzinfo=UTC),
        kind=CauseKind(row["kind"]), who=row["who"], note=row["note"], run=row["run"],
        correction=row["correction"], articles=row["articles"], removed=row["removed"],
        written=0 if row["last"] is None else row["last"] - row["first"] + 1,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Written:
    """Which version wrote which numbers, the newest last; numbers grow with versions."""

    rows: Sequence[tuple[int, int, int]]

    def by(self, number: int) -> int:
        """Return the version that wrote a number; 0 where it was there before."""
        low, high = 0, len(self.rows)
        while low < high:
            middle = (low + high) // 2
            if self.rows[middle][2] < number:
                low = middle + 1
            else:
                high = middle
        return self.rows[low][0] if low < len(self.rows) and self.rows[low][1] <= number else 0


def _written_since(connection: Connection, since: int) -> _Written:
    """Return what the versions after ``since`` wrote."""
    column = schema.history.c
    query = select(column.version, column.first, column.last).where(
        column.version > since, column.first.is_not(None)
    )
    rows = connection.execute(query.order_by(column.version))
    return _Written([(version, first, last) for version, first, last in rows])


def compare_versions(connection: Connection, since: int, until: int) -> Difference:
    """Return what differs between two versions, ``since`` the older one.

    Raises StoreError where that was forgotten.
    """
    need(connection, since)
    written = _written_since(connection, since)
    before, after = list[EventState](), list[EventState]()
    causes: dict[str, set[int]] = defaultdict(set)
    past = schema.past_events.c
    rows = connection.execute(select(past.number, past.gone_in, past.content).where(past.gone_in > since))
    for number, gone_in, content in rows:
        made_in = written.by(number)
        was_there, is_there = made_in == 0 and gone_in <= until, 0 < made_in <= until < gone_in
        if was_there or is_there:
            state = _unpacked(content)
            (before if was_there else after).append(state)
            causes[state.id].add(gone_in if was_there else made_in)
    for state, made_in in _standing(connection, written, until):
        after.append(state)
        causes[state.id].add(made_in)
    return Difference(
        since=since, until=until,
        changes=compare_states(before, after, _newer(connection), causes),
        versions=tuple(versions(connection, since, until)),
    )  # fmt: skip


def _standing(connection: Connection, written: _Written, until: int) -> Iterator[tuple[EventState, int]]:
    """Yield the events in force that versions up to ``until`` wrote, with the version of each."""
    spans = [(first, last) for version, first, last in written.rows if version <= until]
    number = schema.events.c.number
    for low, high in _joined(spans):
        for start in range(low, high + 1, _AT_ONCE):
            part = number.between(start, min(start + _AT_ONCE - 1, high))
            for found, _, content in _contents(connection, part):
                yield _state(content), written.by(found)


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans of numbers with those that follow each other as one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _newer(connection: Connection) -> dict[str, str]:
    """Return by article id the version in force of each article that has several."""
    column = schema.shelf.c
    query = select(column.article_id, column.newer).where(column.newer.is_not(None))
    found = {row.article_id: row.newer for row in connection.execute(query)}
    return found | {newest: newest for newest in found.values()}


def states_at(connection: Connection, version: int, ids: Sequence[str] | None = None) -> list[EventState]:
    """Return the events as a version had them, all or those with these ids, in no order.

    Raises StoreError for a version that was forgotten.
    """
    need(connection, version)
    written = _written_since(connection, version)
    past, event = schema.past_events.c, schema.events.c
    bound = written.rows[0][1] if written.rows else None
    gone = past.gone_in > version if bound is None else and_(past.gone_in > version, past.number < bound)
    here = true() if bound is None else event.number < bound
    found = []
    for some in (None,) if ids is None else chunks(list(ids), _AT_ONCE):
        old = gone if some is None else and_(gone, past.id.in_(some))
        now = here if some is None else and_(here, event.id.in_(some))
        for content in connection.scalars(select(past.content).where(old)):
            found.append(_unpacked(content))
        found += [_state(content) for _, _, content in _contents(connection, now)]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A state that an event had, from the version that wrote it (0: none that is kept) to ``gone_in``.

    ``gone_in`` None: it is in force.
    """

    state: EventState
    written_in: int
    gone_in: int | None


def lives(connection: Connection, ids: Sequence[str]) -> list[Life]:
    """Return every state that events with these ids had, the oldest of each first."""
    written = _written_since(connection, 0)
    past, event = schema.past_events.c, schema.events.c
    found = []
    for some in chunks(list(ids), _AT_ONCE):
        query = select(past.number, past.gone_in, past.content).where(past.id.in_(some)).order_by(past.number)
        for number, gone_in, content in connection.execute(query):
            state = _unpacked(content)
            found.append(Life(state=state, written_in=written.by(number), gone_in=gone_in))
        for number, _, plain in _contents(connection, event.id.in_(some)):
            found.append(Life(state=_state(plain), written_in=written.by(number), gone_in=None))
    return found
