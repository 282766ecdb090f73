"""Keeps the matches between reports and which of them count, in the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, bindparam, delete, or_, select, true, union_all, update

from geodata.joining.groups import Link
from geodata.joining.leaning import FIRST, SECOND, Weaker, leaning, parts_among, sides_of
from geodata.joining.profile import Profile
from geodata.joining.rule import Match
from geodata.store import codec, readings, schema
from geodata.store.readings import chunks

_link = schema.report_links.c
_counts = or_(_link.is_sure, _link.leant != 0)


_LEAN = (
    update(schema.report_links)
    .where(_link.one == bindparam("its_one"), _link.other == bindparam("its_other"))
    .values(leant=_link.leant.bitwise_and(bindparam("kept")).bitwise_or(bindparam("now")))
)


def write(connection: Connection, links: Iterable[Link], profiles: Mapping[str, Profile]) -> None:
    """Write matches found between reports, none of which counts as leant by yet."""
    rows = [
        {
            "one": one,
            "other": other,
            "score": match.score,
            "parts": _text_of(match.parts),
            "is_sure": match.is_sure,
            "sides": sides_of(profiles[one], profiles[other]),
            "leant": 0,
        }
        for one, other, match in links
    ]
    readings.insert(connection, schema.report_links, rows)


def forget(connection: Connection, report_ids: Sequence[str]) -> None:
    """Remove the matches of these reports."""
    for some in chunks(report_ids):
        about = or_(_link.one.in_(some), _link.other.in_(some))
        connection.execute(delete(schema.report_links).where(about))


def unsettled(
    connection: Connection, links: Iterable[Link], profiles: Mapping[str, Profile], new: Collection[str]
) -> set[str]:
    """Return the reports, new ones aside, of whose parts these new matches may change how they lean.

    A part of several that is told exactly leans on nothing, and does not grow by a weaker match.
    """
    found, maybe = set[str](), set[str]()
    for one, other, match in links:
        if match.is_sure:
            found.update((one, other))
        else:
            for key in (one, other):
                (found if profiles[key].is_vague else maybe).add(key)
    maybe = maybe - found - set(new)
    return (found | (maybe - _surely_matched(connection, maybe))) - set(new)


def near(connection: Connection, report_ids: Iterable[str]) -> set[str]:
    """Return the reports that any of these match, whether that counts or not."""
    return _across(connection, report_ids, true())


def bound(connection: Connection, report_ids: Iterable[str]) -> set[str]:
    """Return the reports that any of these hang together with by a match that counts."""
    return _across(connection, report_ids, _counts)


def counting(connection: Connection, report_ids: Collection[str]) -> list[Link]:
    """Return the matches that count between any two of these reports."""
    links: list[Link] = []
    for some in chunks(sorted(report_ids)):
        query = select(_link.one, _link.other, _link.score, _link.parts, _link.is_sure)
        for one, other, *told in connection.execute(query.where(_link.one.in_(some), _counts)).all():
            if other in report_ids:
                links.append((one, other, _match_of(*told)))
    return links


# Some hundred different ones say why all reports of a store match.
_text_of = lru_cache(maxsize=4_096)(codec.to_text)


@lru_cache(maxsize=4_096)
def _match_of(score: int, parts: str, is_sure: bool) -> Match:
    return Match(score, codec.from_text(parts), bool(is_sure))


def lean(connection: Connection, report_ids: Iterable[str]) -> set[str]:
    """Let the parts that these reports stand in lean as their matches are now; return whom that changed."""
    whole, pairs = _sure_parts(connection, set(report_ids))
    parts = parts_among(whole, pairs)
    weaker = _weaker(connection, parts)
    leant: dict[tuple[str, str], int] = {}
    before: dict[tuple[str, str], int] = {}
    for part in parts:
        mine = {match[:2]: (match, was) for key in part for match, was in weaker.get(key, ())}
        for pair, (match, was) in mine.items():
            side = FIRST if match.one in part else SECOND
            before[pair] = before.get(pair, 0) | (was & side)
        chosen = leaning(part, (match for match, _ in mine.values()))
        if chosen is not None:
            side = FIRST if chosen.one in part else SECOND
            leant[chosen[:2]] = leant.get(chosen[:2], 0) | side
    return _note(connection, whole, before, leant)


def _note(
    connection: Connection,
    whole: set[str],
    before: Mapping[tuple[str, str], int],
    leant: Mapping[tuple[str, str], int],
) -> set[str]:
    """Write by which matches the parts lean now; the sides of parts that were not looked at stay."""
    rows: list[dict[str, int | str]] = []
    changed: set[str] = set()
    for one, other in sorted(before):
        was, now = before[one, other], leant.get((one, other), 0)
        if was != now:
            looked_at = FIRST * (one in whole) + SECOND * (other in whole)
            kept = (FIRST | SECOND) & ~looked_at
            changed.update((one, other))
            rows.append({"its_one": one, "its_other": other, "kept": kept, "now": now})
    if rows:
        connection.execute(_LEAN, rows)
    return changed


def _across(connection: Connection, report_ids: Iterable[str], condition: ColumnElement[bool]) -> set[str]:
    found: set[str] = set()
    for some in chunks(sorted(report_ids)):
        there = select(_link.other).where(_link.one.in_(some), condition)
        back = select(_link.one).where(_link.other.in_(some), condition)
        found.update(connection.scalars(union_all(there, back)).all())
    return found


def _surely_matched(connection: Connection, report_ids: Iterable[str]) -> set[str]:
    """Return those of these reports that match another surely."""
    found: set[str] = set()
    for some in chunks(sorted(report_ids)):
        there = select(_link.one).where(_link.one.in_(some), _link.is_sure)
        back = select(_link.other).where(_link.other.in_(some), _link.is_sure)
        found.update(connection.scalars(union_all(there.distinct(), back.distinct())).all())
    return found


def _sure_parts(connection: Connection, start: set[str]) -> tuple[set[str], set[tuple[str, str]]]:
    """Return these reports with all that hang together with them by sure matches, and those matches."""
    found, pairs = set(start), set[tuple[str, str]]()
    new = start
    while new:
        reached: set[str] = set()
        for some in chunks(sorted(new)):
            both = select(_link.one, _link.other).where(_link.is_sure)
            query = union_all(both.where(_link.one.in_(some)), both.where(_link.other.in_(some)))
            rows = connection.execute(query).all()
            pairs.update((one, other) for one, other in rows)
            for row in rows:
                reached.update(row)
        new = reached - found
        found |= new
    return found, pairs


def _weaker(connection: Connection, parts: Iterable[Collection[str]]) -> dict[str, list[tuple[Weaker, int]]]:
    """Return by report the weaker matches by which these parts may lean or do, with the sides that do."""
    alone, together = set[str](), set[str]()
    for part in parts:
        (alone if len(part) == 1 else together).update(part)
    found: dict[str, list[tuple[Weaker, int]]] = defaultdict(list)
    base = select(_link.one, _link.other, _link.score, _link.sides, _link.leant).where(~_link.is_sure)
    leans = _link.sides.bitwise_or(_link.leant)
    for keys, first, second in (
        (alone, true(), true()),
        (together, leans.bitwise_and(FIRST) != 0, leans.bitwise_and(SECOND) != 0),
    ):
        for some in chunks(sorted(keys)):
            query = union_all(
                base.where(_link.one.in_(some), first), base.where(_link.other.in_(some), second)
            )
            for one, other, score, sides, leant in connection.execute(query).all():
                match = Weaker(one, other, score, sides)
                for key in (one, other):
                    if key in keys:
                        found[key].append((match, leant))
    return found
