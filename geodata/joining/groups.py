"""Puts reports into groups by the matches between them; the result does not depend on any order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from geodata.joining.profile import Profile
from geodata.joining.rule import Match

# Two reports, the lesser id first, and why they match.
Link = tuple[str, str, Match]


@dataclass(slots=True)
class Group:
    """Reports of one happening, by id, with the matches that joined them and what analysts did to it.

    ``name`` is the id that the event was given from outside, empty for one that was joined here.
    """

    members: list[str]
    matches: list[Match] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    name: str = ""


def group(
    profiles: Mapping[str, Profile],
    links: Iterable[Link],
    may_be_one: Callable[[Profile, Profile], bool],
) -> list[Group]:
    """Return the groups of all profiles: sure and best matches first; none holds two that cannot be one.

    Whoever calls hands over whole connected parts of the graph of links; groups never reach beyond one.
    """
    of: dict[str, Group] = {key: Group(members=[key]) for key in sorted(profiles)}
    listed = sorted(links, key=_order)
    agree = {link[:2] for link in listed}

    def fit(one: str, other: str) -> bool:
        # Two that match are not asked again: in a happening told by many nearly all pairs do.
        pair = (one, other) if one < other else (other, one)
        return pair in agree or may_be_one(profiles[one], profiles[other])

    for one, other, match in listed:
        a, b = of.get(one), of.get(other)
        if a is None or b is None or a is b:
            continue
        if all(fit(i, j) for i in a.members for j in b.members):
            a.members += b.members
            a.matches += [*b.matches, match]
            for member in b.members:
                of[member] = a
    found = {id(g): g for g in of.values()}
    for g in found.values():
        g.members.sort()
    return sorted(found.values(), key=lambda g: g.members[0])


def _order(link: Link) -> tuple[bool, int, str, str]:
    one, other, match = link
    return not match.is_sure, -match.score, one, other


def merge(groups: list[Group], together: Iterable[str], note: str) -> list[Group]:
    """Return the groups with those that hold any of these reports made one."""
    wanted = set(together)
    hit = [g for g in groups if not wanted.isdisjoint(g.members)]
    if len(hit) < 2:
        return groups
    one = Group(
        members=sorted(m for g in hit for m in g.members),
        matches=[match for g in hit for match in g.matches],
        notes=[*dict.fromkeys(n for g in hit for n in g.notes), note],
    )
    return sorted([g for g in groups if g not in hit] + [one], key=lambda g: g.members[0])


def split(groups: list[Group], apart: Iterable[str], note: str) -> list[Group]:
    """Return the groups with these reports taken out of theirs, to be a group of their own."""
    wanted = set(apart)
    hit = [g for g in groups if not wanted.isdisjoint(g.members)]
    if not hit or (len(hit) == 1 and wanted.issuperset(hit[0].members)):
        return groups
    own = Group(
        members=sorted(m for g in hit for m in g.members if m in wanted),
        matches=[match for g in hit for match in g.matches],
        notes=[*dict.fromkeys(n for g in hit for n in g.notes), note],
    )
    left = [
        Group(members=rest, matches=list(g.matches), notes=[*g.notes, note])
        for g in hit
        if (rest := [m for m in g.members if m not in wanted])
    ]
    return sorted([g for g in groups if g not in hit] + [own, *left], key=lambda g: g.members[0])
