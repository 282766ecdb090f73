"""Runs the table of event rules over the classes of a sentence's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from articles.words.tokens import OTHER, SENTENCE_END, lexicon, read_table
from geodata.model import SubEventType

_ACTORS = "state/rebel/gunmen/forces/police"
"""The parties a gap written ~N must not pass over, so that the verb gets its own subject."""

_NO_OBJECT = "by/prep/and/state/rebel/gunmen/forces/police"
"""What a gap written ^N must not pass over, so that the verb gets its own object."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of rules.tsv; ``needs`` must all be found in the sentence and ``bars`` must not.

    ``sub_event_type`` is None for a row that says the clause is about no event of political violence.
    """

    sub_event_type: SubEventType | None
    weight: float
    pattern: re.Pattern[str]
    needs: tuple[re.Pattern[str], ...]
    bars: re.Pattern[str] | None
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
    def kind(self) -> SubEventType:
        """The sub-type reported; raises ValueError for a rule that says there is no event."""
        if self.rule.sub_event_type is None:
            raise ValueError(f"rule {self.rule.row} ({self.rule.reason}) reports no event")
        return self.rule.sub_event_type


def _class(item: str, groups: dict[str, str]) -> str:
    names = lexicon().names
    chars = ""
    for name in item.split("/"):
        if name.startswith("="):
            chars += _class(groups[name], groups).strip("[]")
        elif name == "word":
            chars += OTHER
        elif name in names:
            chars += names[name]
        else:
            raise ValueError(f"rules.tsv: there is no class {name!r} in lexicon.tsv")
    return f"[{chars}]"


def _pattern(text: str, groups: dict[str, str]) -> re.Pattern[str]:
    pieces: list[str] = []
    items = text.split(" ")
    marked = [i for i, item in enumerate(items) if item.startswith("@")]
    for i, item in enumerate(items):
        if marked and i == marked[0]:
            pieces.append("(?P<t>")
        if item.startswith(".."):
            pieces.append(f"[^{SENTENCE_END}]{{0,{item[2:]}}}?")
        elif item.startswith("~"):
            actors = _class(_ACTORS, groups)[1:-1]
            pieces.append(f"[^{SENTENCE_END}{actors}]{{0,{item[1:]}}}?")
        elif item.startswith("^"):
            barred = _class(_NO_OBJECT, groups)[1:-1]
            pieces.append(f"[^{SENTENCE_END}{barred}]{{0,{item[1:]}}}?")
        elif item.startswith("!"):
            pieces.append(f"(?<!{_class(item[1:], groups)})")
        elif item.startswith("?"):
            pieces.append(_class(item[1:], groups) + "?")
        elif item.endswith("+"):
            pieces.append(_class(item[:-1].lstrip("@"), groups) + "+")
        else:
            pieces.append(_class(item.lstrip("@"), groups))
        if marked and i == marked[-1]:
            pieces.append(")")
    return re.compile("".join(pieces) if marked else f"(?P<t>{''.join(pieces)})")


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
                needs=() if needs == "-" else tuple(re.compile(_class(n, groups)) for n in needs.split(" ")),
                bars=None if bars == "-" else re.compile(_class(bars.replace(" ", "/"), groups)),
                reason=reason,
                row=len(found),
            )
        )
    return tuple(found)


def match(codes: str) -> list[Hit]:
    """Return every rule that holds for these units, each with its first trigger."""
    hits = []
    for rule in rules():
        found = rule.pattern.search(codes)
        if found is None or any(need.search(codes) is None for need in rule.needs):
            continue
        if rule.bars is not None and rule.bars.search(codes) is not None:
            continue
        hits.append(Hit(rule=rule, first=found.start("t"), last=found.end("t") - 1, weight=rule.weight))
    return hits
