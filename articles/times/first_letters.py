"""Tells which letters the match of a regex can begin with, for the few signs of regexes the grammar uses."""

from __future__ import annotations

import re

_ELEMENT = re.compile(r"\(\?(?:<?[=!]|:)|\{\d*,?\d*\}|.", re.DOTALL)


def first_letters(pattern: str) -> set[str]:
    """Return every letter a match of ``pattern`` can begin with.

    Knows letters, ``(?:…)``, look-arounds, ``|``, ``?``, ``*`` and ``{m,n}``. Raises ValueError when the
    pattern could match nothing at all.
    """
    elements = _ELEMENT.findall(pattern)
    letters, may_be_empty, _ = _alternatives(elements, 0)
    if may_be_empty:
        raise ValueError(f"a rule must not match the empty string: {pattern!r}")
    return letters


def _alternatives(elements: list[str], at: int) -> tuple[set[str], bool, int]:
    """Return the first letters of what stands up to the closing bracket, whether it may be empty, its end."""
    letters, may_be_empty = set[str](), False
    while True:
        found, empty, at = _sequence(elements, at)
        letters |= found
        may_be_empty |= empty
        if at >= len(elements) or elements[at] == ")":
            return letters, may_be_empty, at + 1
        at += 1


def _sequence(elements: list[str], at: int) -> tuple[set[str], bool, int]:
    """Return the same for what stands up to the next ``|`` or bracket; its end is that sign's place."""
    letters, may_be_empty = set[str](), True
    while at < len(elements) and elements[at] not in "|)":
        element = elements[at]
        found, empty, at = {element}, False, at + 1
        if element.startswith("(?"):
            found, empty, at = _alternatives(elements, at)
            if element != "(?:":
                found, empty = set(), True
        if at < len(elements) and (elements[at] in "?*" or elements[at].startswith(("{0", "{,"))):
            empty = True
        if at < len(elements) and elements[at][0] in "?*{":
            at += 1
        if may_be_empty:
            letters |= found
        may_be_empty &= empty
    return letters, may_be_empty, at
