"""How many of something, in words: "1 article", "1,040 entries"; one is told as one everywhere."""

from __future__ import annotations

import re

_IES = re.compile(r"[^aeiou]y$")
_ES = re.compile(r"(s|x|z|ch|sh)$")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, whose last word becomes a plural unless the number is one."""
    return f"{number:,} {named(number, noun)}"


def named(number: int, noun: str) -> str:
    """Return what so many of something are called, without the number: "entry" for 1, else "entries"."""
    return noun if number == 1 else plural(noun)


def plural(noun: str) -> str:
    """Return the regular plural of a noun, which may have words before it: "older versions"."""
    if _IES.search(noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if _ES.search(noun) else f"{noun}s"
