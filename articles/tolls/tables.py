"""Reads the tolls of a table: what stands under a head "Killed" or "Injured" is the toll of its row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BAR = re.compile(r"\||\t")
_WHOM = r"(?:(?:no\.?|number|#)\s(?:of\s)?)?(?:people\s|persons\s|civilians?\s)?"
_HEADS = {
    True: re.compile(rf"{_WHOM}(?:killed|dead|deaths?|fatalit(?:y|ies))", re.IGNORECASE),
    False: re.compile(rf"{_WHOM}(?:injured|wounded|injuries)", re.IGNORECASE),
}
_RULE = re.compile(r"[\s|:+=-]+")
_NUMBER = re.compile(r"(\d{1,6}|\d{1,3},\d{3})\+?")
_LEAST_CELLS = 2


@dataclass(frozen=True, slots=True)
class TollCell:
    """A number in a row of a table: where it stands, where its row begins, and whether it counts the dead."""

    start: int
    end: int
    row: int
    value: int
    killed: bool


@dataclass(frozen=True, slots=True)
class TollTable:
    """A table whose heads name tolls: where it begins and ends, and its numbers."""

    start: int
    end: int
    cells: tuple[TollCell, ...]


Cells = list[tuple[int, str]]


def toll_tables(text: str) -> list[TollTable]:
    """Return the tables of a text that have a column of dead or injured, in order."""
    found: list[TollTable] = []
    if not _BAR.search(text):
        return found
    lines = [(m.start(), _cells(m.start(), m.group())) for m in re.finditer(r"[^\n\r]+", text)]
    n = 0
    while n < len(lines):
        columns = _columns(lines[n][1])
        first = n
        n += 1
        if not columns:
            continue
        numbers: list[TollCell] = []
        while n < len(lines) and (_is_rule(lines[n][1]) or len(lines[n][1]) == len(lines[first][1])):
            numbers += _numbers(*lines[n], columns)
            n += 1
        last, word = lines[n - 1][1][-1]
        found.append(TollTable(lines[first][0], last + len(word), tuple(numbers)))
    return found


def _cells(begin: int, line: str) -> Cells:
    """Return the cells of a line, each with its offset; bars around the whole line part nothing."""
    cells, start = [], 0
    for end in [*(m.start() for m in _BAR.finditer(line)), len(line)]:
        part = line[start:end]
        word = part.strip()
        cells.append((begin + start + (part.find(word) if word else 0), word))
        start = end + 1
    return cells[1 if line[:1] == "|" else 0 : -1 if line[-1:] == "|" else None] or cells


def _columns(cells: Cells) -> dict[int, bool]:
    """Return the columns of a line of heads that hold tolls, with whether they count the dead."""
    if len(cells) < _LEAST_CELLS or any(re.search(r"\d", word) for _, word in cells):
        return {}
    return {
        n: killed
        for n, (_, word) in enumerate(cells)
        for killed, head in _HEADS.items()
        if head.fullmatch(word)
    }


def _is_rule(cells: Cells) -> bool:
    """Whether a line is only the rule below the heads."""
    return all(_RULE.fullmatch(word) for _, word in cells)


def _numbers(begin: int, cells: Cells, columns: dict[int, bool]) -> Iterator[TollCell]:
    for n, killed in columns.items():
        start, word = cells[n] if n < len(cells) else (0, "")
        if match := _NUMBER.fullmatch(word):
            yield TollCell(start, start + len(word), begin, int(match[1].replace(",", "")), killed)
