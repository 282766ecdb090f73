"""Keeps the matches between reports and which of them count, in the caller's transaction.

They are kept by the reports' numbers; "one" is the report with the lesser id, whichever came first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, delete, or_, select, true, union_all, update

from geodata.joining.groups import Link
from geodata.joining.leaning import FIRST, SECOND, Weaker, leaning, parts_among, sides_of
from geodata.joining.profile import Profile
from geodata.joining.rule import Match
from geodata.store import codec, readings, schema
from geodata.store.numbers import Numbers
from geodata.store.readings import chunks

_link = schema.report_links.c
_counts = or_(_link.is_sure, _link.leant != 0)


_LEAN = (
    update(schema.report_links)
    .where(_link.one == bindparam("its_one"), _link.other == bindparam("its_other"))
    .values(leant=_link.leant.bitwise_and(bindparam("kept")).bitwise_or(bindparam("now")))
)


class Fresh(NamedTuple):
    """The matches that were just found: all that ``reports`` have, with each other and with others."""

    reports: AbstractSet[str]
    links: Sequence[Link]
    profiles: Mapping[str, Profile]

    def sides(self, one: str, other: str) -> int:
        """Return the sides of a match that may lean; see ``sides_of``."""
        return sides_of(self.profiles[one], self.profiles[other])


def write(numbers: Numbers, fresh: Fresh) -> None:
    """Write fresh matches, none of which counts as leant by yet."""
    of = numbers.by_id({key for link in fresh.links for key in link[:2]})
    rows = [
        {
            "one": of[one],
            "other": of[other],
            "score": match.score,
            "parts": _text_of(match.parts),
            "is_sure": match.is_sure,
            "sides": fresh.sides(one, other),
            "leant": 0,
        }
        for one, other, match in fresh.links
    ]
    readings.insert(numbers.connection, schema.report_links, rows)


def forget(numbers: Numbers, report_ids: Iterable[str]) -> None:
    """Remove the matches of these reports."""
    for some in chunks(numbers.of(report_ids)):
        about = or_(_link.one.in_(some), _link.other.in_(some))
        numbers.connection.execute(delete(schema.report_links).where(about))


def unsettled(numbers: Numbers, fresh: Fresh) -> set[str]:
    """Return the reports, new ones aside, of whose parts fresh matches may change how they lean.

    A part of several that is told exactly leans on nothing, and does not grow by a weaker match.
    """
    found, maybe = set[str](), set[str]()
    for one, other, match in fresh.links:
        if match.is_sure:
            found.update((one, other))
        else:
            for key in (one, other):
                (found if fresh.profiles[key].is_vague else maybe).add(key)
    maybe = maybe - found - set(fresh.reports)
    return (found | (maybe - _surely_matched(numbers, maybe))) - set(fresh.reports)


def near(numbers: Numbers, report_ids: Iterable[str]) -> set[str]:
    """Return the reports that any of these match, whether that counts or not."""
    return _across(numbers, report_ids, true())


def bound(numbers: Numbers, report_ids: Iterable[str]) -> set[str]:
    """Return the reports that any of these hang together with by a match that counts."""
    return _across(numbers, report_ids, _counts)


def counting(numbers: Numbers, report_ids: Collection[str]) -> list[Link]:
    """Return the matches that count between any two of these reports."""
    mine = numbers.of(report_ids)
    known, ids = set(mine), numbers.ids(mine)
    links: list[Link] = []
    for some in chunks(mine):
        query = select(_link.one, _link.other, _link.score, _link.parts, _link.is_sure)
        for one, other, *told in numbers.connection.execute(query.where(_link.one.in_(some), _counts)).all():
            if other in known:
                links.append((ids[one], ids[other], _match_of(*told)))
    return links


# Some hundred different ones say why all reports of a store match.
_text_of = lru_cache(maxsize=4_096)(codec.to_text)


@lru_cache(maxsize=4_096)
def _match_of(score: int, parts: str, is_sure: bool) -> Match:
    return Match(score, codec.from_text(parts), bool(is_sure))


def lean(numbers: Numbers, changed: set[str], more: set[str], fresh: Fresh) -> set[str]:
    """Let the parts that these reports stand in lean as their matches are now; return whom that changed.

    ``changed`` are those that lost matches or are fresh; ``more`` are others that only got fresh ones.
    """
    whole, pairs = _sure_parts(numbers, changed | more)
    parts = parts_among(whole, pairs)
    weaker = _weaker(numbers, parts, changed, fresh)
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
    return _note(numbers, whole, before, leant)


def _note(
    numbers: Numbers,
    whole: set[str],
    before: Mapping[tuple[str, str], int],
    leant: Mapping[tuple[str, str], int],
) -> set[str]:
    """Write by which matches the parts lean now; the sides of parts that were not looked at stay."""
    rows: list[dict[str, int]] = []
    changed: set[str] = set()
    of = numbers.by_id({key for pair in before for key in pair})
    for one, other in sorted(before):
        was, now = before[one, other], leant.get((one, other), 0)
        if was != now:
            looked_at = FIRST * (one in whole) + SECOND * (other in whole)
            kept = (FIRST | SECOND) & ~looked_at
            changed.update((one, other))
            rows.append({"its_one": of[one], "its_other": of[other], "kept": kept, "now": now})
    if rows:
        numbers.connection.execute(_LEAN, rows)
    return changed


def _across(numbers: Numbers, report_ids: Iterable[str], condition: ColumnElement[bool]) -> set[str]:
    found: set[int] = set()
    for some in chunks(numbers.of(report_ids)):
        there = select(_link.other).where(_link.one.in_(some), condition)
        back = select(_link.one).where(_link.other.in_(some), condition)
        found.update(numbers.connection.scalars(union_all(there, back)).all())
    ids = numbers.ids(found)
    return {ids[number] for number in found}


def _surely_matched(numbers: Numbers, report_ids: Iterable[str]) -> set[str]:
    """Return those of these reports that match another surely."""
    found: set[int] = set()
    for some in chunks(numbers.of(report_ids)):
        there = select(_link.one).where(_link.one.in_(some), _link.is_sure)
        back = select(_link.other).where(_link.other.in_(some), _link.is_sure)
        found.update(numbers.connection.scalars(union_all(there.distinct(), back.distinct())).all())
    ids = numbers.ids(found)
    return {ids[number] for number in found}


def _sure_parts(numbers: Numbers, start: Iterable[str]) -> tuple[set[str], set[tuple[str, str]]]:
    """Return these reports with all that hang together with them by sure matches, and those matches."""
    whole = set(start)
    new = set(numbers.of(whole))
    found, pairs = set(new), set[tuple[int, int]]()
    while new:
        reached: set[int] = set()
        for some in chunks(sorted(new)):
            both = select(_link.one, _link.other).where(_link.is_sure)
            query = union_all(both.where(_link.one.in_(some)), both.where(_link.other.in_(some)))
            rows = numbers.connection.execute(query).all()
            pairs.update((one, other) for one, other in rows)
            for row in rows:
                reached.update(row)
        new = reached - found
        found |= new
    ids = numbers.ids(found)
    return whole | {ids[number] for number in found}, {(ids[one], ids[other]) for one, other in pairs}


def _weaker(
    numbers: Numbers, parts: Sequence[set[str]], changed: set[str], fresh: Fresh
) -> dict[str, list[tuple[Weaker, int]]]:
    """Return by report the weaker matches by which these parts may lean or do, with the sides that do.

    Of those by which a part may, only its best ones are given: no other is ever chosen. A part that nothing
    was taken from leans by a fresh match or as it did; all matches of a part that is fresh throughout are.
    """
    as_before = [part for part in parts if changed.isdisjoint(part)]
    anew = [part for part in parts if not changed.isdisjoint(part) and not part <= fresh.reports]
    rows = _leant(numbers, as_before) + _all_weaker(numbers, anew)
    ids = numbers.ids({number for row in rows for number in row[:2]})
    found: dict[str, list[tuple[Weaker, int]]] = defaultdict(list)
    wanted = {key for part in parts for key in part}
    for one, other, score, sides, leant in rows:
        match = Weaker(ids[one], ids[other], score, sides)
        for key in match[:2]:
            if key in wanted:
                found[key].append((match, leant))
    read = {key for part in anew for key in part}
    for one, other, why in fresh.links:
        mine = () if why.is_sure else [key for key in (one, other) if key in wanted and key not in read]
        if mine:
            match = Weaker(one, other, why.score, fresh.sides(one, other))
            for key in mine:
                found[key].append((match, 0))
    return found


_WEAKER = select(_link.one, _link.other, _link.score, _link.sides, _link.leant).where(~_link.is_sure)


def _leant(numbers: Numbers, parts: Sequence[Collection[str]]) -> list[Any]:
    """Return the matches by which these parts lean now."""
    rows: list[Any] = []
    for some in chunks(numbers.of(key for part in parts for key in part)):
        first = _WEAKER.where(_link.one.in_(some), _link.leant.bitwise_and(FIRST) != 0)
        second = _WEAKER.where(_link.other.in_(some), _link.leant.bitwise_and(SECOND) != 0)
        rows += numbers.connection.execute(union_all(first, second)).all()
    return rows


def _all_weaker(numbers: Numbers, parts: Sequence[Collection[str]]) -> list[Any]:
    """Return of all weaker matches of these parts the best of each and those by which they lean."""
    of = numbers.by_id({key for part in parts for key in part})
    part_of = {of[key]: number for number, part in enumerate(parts) for key in part if key in of}
    alone = {number for number, part in enumerate(parts) if len(part) == 1}
    leans = _link.sides.bitwise_or(_link.leant)
    rows: list[Any] = []
    for are_alone, first, second in (
        (True, true(), true()),
        (False, leans.bitwise_and(FIRST) != 0, leans.bitwise_and(SECOND) != 0),
    ):
        for some in chunks(sorted(n for n, part in part_of.items() if (part in alone) == are_alone)):
            query = union_all(
                _WEAKER.where(_link.one.in_(some), first), _WEAKER.where(_link.other.in_(some), second)
            )
            rows += numbers.connection.execute(query).all()
    return _best(rows, part_of, alone)


def _best(rows: Sequence[Any], part_of: Mapping[int, int], alone: Collection[int]) -> list[Any]:
    """Return of matches (one, other, score, sides, leant) each part's best, and those that count now."""
    best: dict[int | None, int] = {}
    for one, other, score, sides, _ in rows:
        a, b = part_of.get(one), part_of.get(other)
        if a == b:  # within a part, which never leans on itself
            continue
        if a is not None and (a in alone or sides & FIRST) and score > best.get(a, score - 1):
            best[a] = score
        if b is not None and (b in alone or sides & SECOND) and score > best.get(b, score - 1):
            best[b] = score
    return [
        row
        for row in rows
        if row[4] or row[2] in (best.get(part_of.get(row[0])), best.get(part_of.get(row[1])))
    ]
