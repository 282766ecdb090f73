"""Runs the table of event rules over the classes of a sentence's words."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from articles.words.tokens import COMMA, OTHER, SENTENCE_END, lexicon, read_table
from geodata.model import SubEventType

_ACTORS = "state/rebel/gunmen/forces/police"
"""The parties a gap written ~N must not pass over, so that the verb gets its own subject."""

_NO_OBJECT = "by/prep/conj/from/and/state/rebel/gunmen/forces/police"
"""What a gap written ^N must not pass over, so that the verb gets its own object."""

_GAPS = ("..", "~", "^")
_SIGNS = {"word": OTHER, "comma": COMMA}
"""Names in patterns for what is no class: a word of no class, such as a place name, and a comma."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of rules.tsv, over the characters that stand for classes.

    ``needs`` are the classes of which a text must hold one each for the rule to be tried: those of the
    pattern and those of the table's own column. ``bars`` must not occur. ``sub_event_type`` is None for a
    row that says the clause is about no event of political violence.
    """

    sub_event_type: SubEventType | None
    weight: float
    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], ...]
    bars: frozenset[str]
    reason: str
    row: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched: the trigger covers units ``first`` to ``last``, the last one included.

    ``weight`` is the rule's, less where the text denies or only expects what the trigger says.
    """

    rule: Rule
    first: int
    last: int
    weight: float

    @property
    def happened(self) -> bool:
        """Whether the text says that it happened: nothing was taken off the rule's weight."""
        return self.weight == self.rule.weight

    @property
    def kind(self) -> SubEventType:
        """The sub-type reported; raises ValueError for a rule that says there is no event."""
        if self.rule.sub_event_type is None:
            raise ValueError(f"rule {self.rule.row} ({self.rule.reason}) reports no event")
        return self.rule.sub_event_type


def _chars(item: str, groups: dict[str, str]) -> str:
    names = lexicon().names
    chars = ""
    for name in item.lstrip("@").removesuffix("+").split("/"):
        if name.startswith("="):
            chars += _chars(groups[name], groups)
        elif name in _SIGNS:
            chars += _SIGNS[name]
        elif name in names:
            chars += names[name]
        else:
            raise ValueError(f"rules.tsv: there is no class {name!r} in lexicon.tsv")
    return chars


def _gap(item: str, groups: dict[str, str]) -> str:
    barred = {"..": "", "~": _ACTORS, "^": _NO_OBJECT}
    for sign, classes in barred.items():
        if item.startswith(sign):
            excluded = _chars(classes, groups) if classes else ""
            return f"[^{SENTENCE_END}{excluded}]{{0,{item.removeprefix(sign)}}}?"
    raise ValueError(f"rules.tsv: {item!r} is no gap")


def _pattern(text: str, groups: dict[str, str]) -> re.Pattern[str]:
    pieces: list[str] = []
    items = text.split(" ")
    marked = [i for i, item in enumerate(items) if item.startswith("@")] or [0, len(items) - 1]
    for i, item in enumerate(items):
        if i == marked[0]:
            pieces.append("(?P<t>")
        if item.startswith(_GAPS):
            pieces.append(_gap(item, groups))
        elif item.startswith("!"):
            pieces.append(f"(?<![{_chars(item[1:], groups)}])")
        else:
            pieces.append(f"[{_chars(item, groups)}]" + ("+" if item.endswith("+") else ""))
        if i == marked[-1]:
            pieces.append(")")
    return re.compile("".join(pieces))


def _needs(pattern: str, column: str, groups: dict[str, str]) -> tuple[frozenset[str], ...]:
    items = [item for item in pattern.split(" ") if not item.startswith((*_GAPS, "!"))]
    items += [] if column == "-" else column.split(" ")
    return tuple(
        sorted({frozenset(_chars(item, groups)) for item in items}, key=lambda s: (len(s), sorted(s)))
    )


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return the rules in the order of the table; raises ValueError for a class or type that is none."""
    groups: dict[str, str] = {}
    found: list[Rule] = []
    for row in read_table("rules.tsv", "articles.triggers"):
        if row[0].startswith("="):
            groups[row[0]] = row[1]
            continue
        kind, weight, pattern, needs, bars, reason = row
        found.append(
            Rule(
                sub_event_type=None if kind == "NONE" else SubEventType[kind],
                weight=float(weight),
                pattern=_pattern(pattern, groups),
                needs=_needs(pattern, needs, groups),
                bars=frozenset("" if bars == "-" else _chars(bars.replace(" ", "/"), groups)),
                reason=reason,
                row=len(found),
            )
        )
    return tuple(found)


@lru_cache(maxsize=1)
def _by_narrowest_need() -> dict[str, list[Rule]]:
    """Return the rules under every class that meets the first of their needs, which is the narrowest.

    Trying all rules takes 10 ms more per article of 600 words; the whole reading takes 110.
    """
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules():
        for char in rule.needs[0]:
            found[char].append(rule)
    return found


@lru_cache(maxsize=8)
def _with_needs_met(codes: str) -> list[Rule]:
    """Return the rules whose needs these units meet, in the table's order."""
    here, filed = set(codes), _by_narrowest_need()
    asked = {rule.row: rule for char in here for rule in filed.get(char, ())}
    return [asked[row] for row in sorted(asked) if all(not here.isdisjoint(n) for n in asked[row].needs)]


def may_match(codes: str) -> bool:
    """Whether any rule could hold for these units or for a part of them.

    A part holds no class that the whole does not; it may only lack one that bars a rule, so bars are
    not asked.
    """
    return bool(_with_needs_met(codes))


def match(codes: str) -> list[Hit]:
    """Return every rule that holds for these units, each with its first trigger, in the table's order."""
    hits = []
    for rule in _with_needs_met(codes):
        found = rule.pattern.search(codes) if rule.bars.isdisjoint(codes) else None
        if found is not None:
            first, after = found.span("t")
            hits.append(Hit(rule, first, after - 1, rule.weight))
    return hits
