"""Joins stored reports to events inside the caller's transaction; the result depends on the reports alone.

Whoever changes a report calls ``join`` with its id before the transaction ends. Every report keeps the keys
under which others find it and the matches with them, so only the connected part around what changed is
grouped again, however large the store is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, literal, or_, select, update
from sqlalchemy.exc import DBAPIError

from geodata import corrections as fixing
from geodata.corrections import Merge, Split
from geodata.joining.building import build_event, id_of_event
from geodata.joining.groups import Group, Link, group, merge, split
from geodata.joining.profile import asked_of, keys_of, profile_of
from geodata.joining.rule import Match, compare, may_be_one
from geodata.model import Event, Report
from geodata.store import codec, matches, placing, readings, remembering, schema
from geodata.store import events as event_rows
from geodata.store.excerpts import excerpt_of
from geodata.store.log import InForce
from geodata.store.numbers import Numbers
from geodata.store.opening import StoreError
from geodata.store.readings import chunks

JOINED_BY_ANALYST, PARTED_BY_ANALYST = "joined by an analyst", "taken apart by an analyst"


class Change(NamedTuple):
    """The ids of the events that joining took away and of those it made; an id may stand in both."""

    gone: tuple[str, ...]
    made: tuple[str, ...]


def add(connection: Connection, report_ids: Sequence[str]) -> None:
    """Note reports, new or changed, as not yet joined."""
    if report_ids:
        fresh = {"pending": True, "given": None, "position": 0, "problem": ""}
        rows = [{"report_id": key, **fresh} for key in report_ids]
        readings.insert(connection, schema.joining, rows, over="report_id")


def pending(connection: Connection, limit: int) -> list[str]:
    """Return the ids of some reports that are not yet joined, article by article."""
    column = schema.joining.c
    query = select(column.report_id).where(column.pending).order_by(column.number).limit(limit)
    return list(connection.scalars(query))


def join(connection: Connection, report_ids: Iterable[str], fixes: InForce) -> Change:
    """Bring up to date the events that these reports, stored and noted before, have a part in.

    A report whose joining fails is named in ``joining.problem`` and keeps no other from being joined.
    """
    ids = sorted(set(report_ids))
    if not ids:
        return Change((), ())
    try:
        with connection.begin_nested():
            return _Joining(connection, fixes).run(ids)
    except (DBAPIError, StoreError):
        raise
    except Exception as error:  # whatever one report does must not keep the others out; it is named
        if len(ids) == 1:
            _note_problem(connection, ids[0], error)
            return Change((), ())
    half = len(ids) // 2
    first, second = (join(connection, part, fixes) for part in (ids[:half], ids[half:]))
    return Change((*first.gone, *second.gone), (*first.made, *second.made))


def mates(connection: Connection, report_ids: Sequence[str]) -> set[str]:
    """Return the reports that share an event with any of these, themselves included where in one."""
    mine, other = schema.event_reports.alias(), schema.event_reports
    query = select(other.c.report_id).join_from(mine, other, mine.c.event_number == other.c.event_number)
    found: set[str] = set()
    for some in chunks(report_ids):
        found.update(connection.scalars(query.where(mine.c.report_id.in_(some))).all())
    return found


def left_with(numbers: Numbers, report_ids: Sequence[str]) -> set[str]:
    """Return the reports that are to be joined anew when these go: in one event or hanging together."""
    return mates(numbers.connection, report_ids) | matches.bound(numbers, report_ids)


def forget(numbers: Numbers, report_ids: Sequence[str]) -> None:
    """Remove the keys of reports and their matches with others."""
    for some in chunks(numbers.of(report_ids)):
        numbers.connection.execute(delete(schema.join_keys).where(schema.join_keys.c.number.in_(some)))
    matches.forget(numbers, report_ids)


def _named(connection: Connection, fixes: Sequence[Merge | Split]) -> list[tuple[Merge | Split, list[str]]]:
    """Return these fixes, each with the ids of the stored reports that it is about."""
    told: dict[str, list[Report]] = defaultdict(list)
    for some in chunks(sorted({key for fix in fixes for key in fixing.articles_of(fix)})):
        for report in readings.load_reports(connection, schema.reports.c.article_id.in_(some)):
            told[report.article_id].append(report)
    named = []
    for fix in fixes:
        reports = (report for key in fixing.articles_of(fix) for report in told.get(key, ()))
        named.append((fix, sorted(report.id for report in reports if fixing.touches(fix, report))))
    return named


def _note_problem(connection: Connection, report_id: str, error: Exception) -> None:
    line = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    change = update(schema.joining).where(schema.joining.c.report_id == report_id)
    connection.execute(change.values(pending=False, problem=line))


class _Joining:
    """One run of joining: profiles are loaded once and kept while it lasts."""

    def __init__(self, connection: Connection, fixes: InForce) -> None:
        self.connection = connection
        self.fixes = fixes
        self.profiles, self.loaded, self.numbers = remembering.recall(connection, fixes.fixes)
        self.used: set[str] = set()
        self.problems: dict[str, Exception] = {}
        self.merges = _named(connection, fixes.joins)
        # Not "is not null": SQLite would look through the whole table for that.
        given = select(schema.joining.c.report_id).where(schema.joining.c.given >= "")
        self.any_given = connection.scalar(given.limit(1)) is not None

    def run(self, ids: list[str]) -> Change:
        """Join these reports anew and return what became of the events."""
        self.numbers.forget(ids)
        touched = {*ids, *left_with(self.numbers, ids)}
        near = {*ids, *matches.near(self.numbers, ids)}
        for key in ids:
            self.loaded.pop(key, None)
            self.profiles.pop(key, None)
        self._load(ids)
        forget(self.numbers, ids)
        fresh = matches.Fresh(set(ids), self._find_links(self._write_keys(ids)), self.profiles)
        matches.write(self.numbers, fresh)
        touched |= matches.lean(self.numbers, near, matches.unsettled(self.numbers, fresh), fresh)
        whole = self._whole_parts(touched)
        change = self._rewrite(whole, set(ids))
        for some in chunks(ids):
            done = update(schema.joining).where(schema.joining.c.report_id.in_(some))
            self.connection.execute(done.values(pending=False, problem=""))
        for key, error in self.problems.items():
            _note_problem(self.connection, key, error)
        kept = self.profiles, self.loaded, self.used, self.numbers
        remembering.remember(self.connection, self.fixes.fixes, *kept)
        return change

    def _load(self, ids: Iterable[str]) -> None:
        """Load the profiles of reports as corrected; those that tell of no event get none."""
        asked = set(ids)
        self.used |= asked
        wanted = sorted(asked - self.loaded.keys())
        self.loaded.update(dict.fromkeys(wanted))
        query = select(schema.reports, schema.articles.c.outlet).join_from(schema.reports, schema.articles)
        for some in chunks(wanted):
            rows = self.connection.execute(query.where(schema.reports.c.id.in_(some))).mappings().all()
            places = placing.stored_places(self.connection, {r["place_id"] for r in rows if r["place_id"]})
            by_article = self.fixes.about(row["article_id"] for row in rows)
            for row in rows:
                try:
                    report = fixing.corrected(codec.to_report(row, places), by_article)
                    if report is not None:
                        excerpt = excerpt_of(self.connection, report, row)
                        self.profiles[report.id] = profile_of(report, excerpt, row["outlet"])
                except Exception as error:  # one report that cannot be read is named; the others go on
                    self.problems[row["id"]] = error

    def _write_keys(self, ids: Sequence[str]) -> list[str]:
        """Write the keys of those that take part in joining and return their ids."""
        given = self._given(ids)
        taking_part = [key for key in ids if key in self.profiles and key not in given]
        of = self.numbers.by_id(taking_part)
        keys = ((of[name], key) for name in taking_part for key in keys_of(self.profiles[name]))
        rows = [{"key": key, "number": number} for number, key in keys]
        readings.insert(self.connection, schema.join_keys, rows)
        return taking_part

    def _find_links(self, ids: Sequence[str]) -> list[Link]:
        """Compare reports with all that may tell of the same and return the matches."""
        asked = {key: asked_of(self.profiles[key]) for key in ids}
        lying: dict[int, list[str]] = defaultdict(list)
        column = schema.join_keys.c
        for some in chunks(sorted({number for numbers in asked.values() for number in numbers})):
            query = select(column.key, column.number).where(column.key.in_(some))
            rows = self.connection.execute(query).all()
            names = self.numbers.ids(number for _, number in rows)
            for key, number in rows:
                lying[key].append(names[number])
        self._load({key for keys in lying.values() for key in keys})
        links: dict[tuple[str, str], Match] = {}
        done: set[str] = set()
        for key, numbers in asked.items():
            others = set[str]().union(*(lying[number] for number in numbers if number in lying))
            for other in others - done - {key}:
                match = self._compare(key, other)
                if match is not None:
                    links[(key, other) if key < other else (other, key)] = match
            done.add(key)
        return [(one, other, match) for (one, other), match in sorted(links.items(), key=lambda x: x[0])]

    def _compare(self, key: str, other: str) -> Match | None:
        if other not in self.profiles:
            return None
        try:
            return compare(self.profiles[key], self.profiles[other])
        except Exception as error:  # a pair that cannot be compared is two events, and is named
            self.problems[key] = error
            return None

    def _given(self, ids: Iterable[str]) -> dict[str, tuple[str, int]]:
        """Return the event and the position in it of reports whose event was given from outside."""
        column = schema.joining.c
        found: dict[str, tuple[str, int]] = {}
        if not self.any_given:
            return found
        query = select(column.report_id, column.given, column.position).where(column.given.is_not(None))
        for some in chunks(sorted(ids)):
            for key, name, position in self.connection.execute(query.where(column.report_id.in_(some))).all():
                found[key] = (name, position)
        return found

    def _whole_parts(self, start: set[str]) -> set[str]:
        """Return these reports and all that are linked, merged or stored in one event with them."""
        found: set[str] = set()
        new = set(start)
        while new:
            found |= new
            reached = left_with(self.numbers, sorted(new)) | self._given_with(new)
            for _, named in self.merges:
                if not new.isdisjoint(named):
                    reached.update(named)
            new = reached - found
        return found

    def _given_with(self, ids: Iterable[str]) -> set[str]:
        names = {name for name, _ in self._given(ids).values()}
        column = schema.joining.c
        found: set[str] = set()
        for some in chunks(sorted(names)):
            found.update(self.connection.scalars(select(column.report_id).where(column.given.in_(some))))
        return found

    def _rewrite(self, whole: set[str], changed: set[str]) -> Change:
        """Write the events of a part of the graph that is whole; those that stay as they are stay."""
        self._load(whole)
        stored = self._stored_events(whole)
        made: list[Event] = []
        kept: set[str] = set()
        for found in self._groups(whole):
            name = found.name or id_of_event(found.members)
            if stored.get(name) == set(found.members) and changed.isdisjoint(found.members):
                kept.add(name)
                continue
            event = self._build(found, name)
            if event is not None:
                made.append(event)
        gone = sorted(set(stored) - kept)
        event_rows.replace_events(self.connection, gone, made)
        return Change(tuple(gone), tuple(event.id for event in made))

    def _build(self, found: Group, name: str) -> Event | None:
        try:
            return build_event(
                [self.profiles[key] for key in found.members],
                matches=found.matches,
                notes=found.notes,
                id=name,
                first_leads=bool(found.name),
            )
        except Exception as error:  # a group that makes no event is named; the others go on
            self.problems.update((key, error) for key in found.members)
            return None

    def _stored_events(self, ids: Iterable[str]) -> dict[str, set[str]]:
        link, table = schema.event_reports.c, schema.events.c
        query = select(table.id, link.report_id).join_from(schema.event_reports, schema.events)
        found: dict[str, set[str]] = defaultdict(set)
        for some in chunks(sorted(ids)):
            for name, key in self.connection.execute(query.where(link.report_id.in_(some))).all():
                found[name].add(key)
        return found

    def _groups(self, whole: set[str]) -> list[Group]:
        """Return the groups: joined by the rule or given from outside, then as the analysts want them."""
        given = self._given(whole)
        free = {key: self.profiles[key] for key in whole if key in self.profiles and key not in given}
        named: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for key, (name, position) in given.items():
            if key in self.profiles:
                named[name].append((position, key))
        groups = group(free, matches.counting(self.numbers, free.keys()), may_be_one)
        groups += [Group(members=[k for _, k in sorted(rows)], name=name) for name, rows in named.items()]
        groups.sort(key=lambda g: min(g.members))
        for fix, keys in self.merges:
            if whole.isdisjoint(keys):
                continue
            if isinstance(fix, Merge):
                groups = merge(groups, keys, JOINED_BY_ANALYST)
            else:
                groups = split(groups, keys, PARTED_BY_ANALYST)
        return groups


def give(connection: Connection, events: Iterable[Event]) -> None:
    """Note that the reports of events saved from outside stand in these and are never joined with others."""
    rows = []
    for event in events:
        order = [event.lead.id, *(report.id for report in event.reports if report.id != event.lead.id)]
        rows += [
            {"report_id": key, "pending": False, "given": event.id, "position": n, "problem": ""}
            for n, key in enumerate(order)
        ]
    readings.insert(connection, schema.joining, rows, over="report_id")


def make_way(connection: Connection, events: Sequence[Event]) -> list[str]:
    """Take the reports of events from outside out of what is joined; return those they leave behind."""
    ids = [report.id for event in events for report in event.reports]
    numbers = Numbers(connection)
    left = left_with(numbers, ids) - set(ids)
    forget(numbers, ids)
    return sorted(left)


def remove(connection: Connection, event_ids: Sequence[str]) -> int:
    """Remove events and return how many there were; their reports wait to be joined."""
    column, link = schema.events.c, schema.event_reports.c
    numbers: list[int] = []
    for some in chunks(list(event_ids)):
        numbers += connection.scalars(select(column.number).where(column.id.in_(some)))
    reports: list[str] = []
    for numbered in chunks(numbers):
        reports += connection.scalars(select(link.report_id).where(link.event_number.in_(numbered)))
    event_rows.remove_events(connection, numbers)
    add(connection, reports)
    return len(numbers)


def remove_all(connection: Connection) -> None:
    """Remove every event; all reports that stood in one wait to be joined."""
    standing = select(schema.event_reports.c.report_id)
    waiting = update(schema.joining).where(schema.joining.c.report_id.in_(standing))
    connection.execute(waiting.values(pending=True, given=None, position=0))
    event_rows.remove_events(connection, connection.scalars(select(schema.events.c.number)).all())


def start_anew(connection: Connection) -> None:
    """Forget every match, so that all reports whose events were not given from outside wait to be joined."""
    for table in (schema.join_keys, schema.report_links):
        connection.execute(delete(table))
    known = select(schema.joining.c.report_id)
    missing = select(schema.reports.c.id, literal(True)).where(schema.reports.c.id.not_in(known))
    connection.execute(schema.joining.insert().from_select(["report_id", "pending"], missing))
    free = update(schema.joining).where(schema.joining.c.given.is_(None))
    connection.execute(free.values(pending=True, problem=""))


_WAITS = or_(schema.joining.c.pending, schema.joining.c.problem != "")


def unjoined(connection: Connection, limit: int) -> list[tuple[str, str]]:
    """Return reports that wait for joining or could not be joined, with the problem ("" where none)."""
    column = schema.joining.c
    query = select(column.report_id, column.problem).where(_WAITS).order_by(column.report_id).limit(limit)
    return [(row[0], row[1]) for row in connection.execute(query)]


def count_unjoined(connection: Connection) -> int:
    """Return how many reports stand in no event because they were not joined."""
    standing = select(schema.event_reports.c.report_id)
    query = select(func.count()).select_from(schema.joining)
    return int(connection.scalar(query.where(_WAITS, schema.joining.c.report_id.not_in(standing))) or 0)
