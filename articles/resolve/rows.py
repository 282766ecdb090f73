"""Finds lines of tables whose cells name places: "2014-08-31 | DR Congo | North Kivu | Rutshuru, Mabenga"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from geodata.model import PlaceMention

_LEAST_BARS = 2
_BAR = re.compile(r"\||(?<=\S)\t")
_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 2
_LONGEST_ROW = 2_000


def rows_of_places(text: str, mentions: Sequence[PlaceMention]) -> list[list[int]]:
    """Return, for each such line, the indexes of the mentions in cells that hold places and little else.

    ``mentions`` are in order and disjoint. Cells are parted by bars or tabs; a cell of places has at most two
    other words, such as "village". A line with one name in such cells is left out.
    """
    if "|" not in text and "\t" not in text:
        return []
    starts = [mention.start for mention in mentions]
    rows, at = [], 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        bars = [start + bar.start() for bar in _BAR.finditer(line)] if len(line) <= _LONGEST_ROW else []
        if len(bars) < _LEAST_BARS:
            continue
        row: list[int] = []
        for opens, closes in zip((start, *bars), (*bars, at), strict=True):
            inside = range(bisect_left(starts, opens), bisect_left(starts, closes))
            if inside and _is_of_places(text, opens, closes, [mentions[number] for number in inside]):
                row += inside
        if len(row) > 1:
            rows.append(row)
    return rows


def _is_of_places(text: str, opens: int, closes: int, inside: Sequence[PlaceMention]) -> bool:
    rest = []
    for mention in inside:
        rest.append(text[opens : mention.start])
        opens = mention.end
    rest.append(text[opens:closes])
    return len(_WORD.findall(" ".join(rest))) <= _MOST_WORDS
