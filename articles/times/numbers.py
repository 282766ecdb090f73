"""Reads the numbers in an expression: digits, words, fractions, years and hours of the day."""

from __future__ import annotations

import re

from articles.times.parts import Words

_DIGIT_RUNS = re.compile(r"\d+")
_DIGITS = ("DAYNUM", "INT", "YEAR", "MILITARY", "DECIMAL")
#: The classes of tokens an hour of the day is told with.
_HOURS = ("CLOCK", "HOURAMPM", "HRS", "AM", "PM", "OCLOCK", "ZONE", "LOCAL", "IN")
_WORDS = ("ONE", "TEEN", "TENS", "COUPLE")


def quantity(words: Words) -> float | None:
    """Return the first number of an amount ("two and a half", "2 1/2", "a hundred"); None for "a few"."""
    if words.has("VAGUE"):
        return None
    total: float | None = None
    for at, (name, value) in enumerate(zip(words.names, words.values, strict=True)):
        if name in _DIGITS:
            if _is_fraction(words, at):
                return (total or 0.0) + float(str(value)) / float(str(words.values[at + 2]))
            if total is not None:
                break
            total = float(str(value))
        elif name in _WORDS and isinstance(value, int):
            if total is not None and (total % 10 or value > 9) and total < 100:
                break
            total = (total or 0.0) + value
        elif name == "HUNDRED" and isinstance(value, int):
            total = (total or 1.0) * value
        elif name in ("TO", "DASH") and total is not None and words.names[at - 1] != "TENS":
            break
    half = words.index("HALF")
    if half > 0 and words.names[half - 1] in ("A", "AND"):
        return (total or _one(words) or 0.0) + 0.5
    return _one(words) if total is None else total


def _one(words: Words) -> float | None:
    """Return 1 for "a week", None where no number is written."""
    return 1.0 if words.has("A") else None


def _is_fraction(words: Words, at: int) -> bool:
    names = words.names
    return at + 2 < len(names) and names[at + 1] == "SLASH" and names[at + 2] == "DAYNUM"


def year(words: Words) -> int | None:
    """Return the year that is written out in full, with two digits or in words; None when there is none."""
    number = words.number("YEAR")
    if number is not None:
        return number
    if words.has("HUNDRED"):
        return int(quantity(words) or 0)
    two = words.number("YEAR2")
    if two is not None:
        return 1900 + two
    at = words.index("BC")
    if at > 0:
        before = words.values[at - 1]
        return before if isinstance(before, int) else None
    return _spelled_year(words)


def _spelled_year(words: Words) -> int | None:
    at = words.index("TEEN")
    if at < 0 or at + 1 >= len(words.names) or words.names[at + 1] not in ("TENS", "TEEN"):
        return None
    numbers = [v for v in words.values[at + 1 :] if isinstance(v, int)]
    century = words.values[at]
    return century * 100 + sum(numbers[:2]) if isinstance(century, int) else None


def day(words: Words) -> int | None:
    """Return the day of the month, as digits or an ordinal ("21st", "twenty-first"); None without one."""
    number = words.number("DAYNUM", "ORDNUM")
    if number is not None:
        return number if 1 <= number <= 31 else None
    number = words.number("ORD")
    tens = words.number("TENS")
    if number is None:
        return None
    return number + tens if tens is not None and words.index("TENS") < words.index("ORD") else number


def take_clock(words: Words) -> tuple[str, set[int]]:
    """Return the hour of the day as "HH:MM" ('' without one) and the places of the tokens that say it."""
    if not words.has(*_HOURS):
        return "", set()
    for at, (name, value) in enumerate(zip(words.names, words.values, strict=True)):
        following = words.names[at + 1] if at + 1 < len(words.names) else ""
        if name == "CLOCK":
            hour, minute = (int(digits) for digits in _DIGIT_RUNS.findall(str(value))[:2])
            written = str(value).lower().replace(".", "")[-2:]
            suffix = {"AM": "am", "PM": "pm"}.get(following, written)
            if tuple(words.names[at + 1 : at + 3]) == ("IN", "THE"):
                return _clock(hour, minute, _by_part(words)), set(range(at, at + 4))
            return _clock(hour, minute, suffix), {at, at + 1}
        if name == "HOURAMPM":
            return _clock(int(str(value)[:-2]), 0, str(value)[-2:].lower()), {at}
        if name == "HRS":
            digits = str(value).rstrip("hrs")
            return _clock(int(digits[:-2]), int(digits[-2:]), ""), {at}
        if name == "DAYNUM" and tuple(words.names[at + 1 : at + 3]) == ("IN", "THE"):
            small_hour = words.has("NIGHT") and int(str(value)) < 6
            return _clock(int(str(value)), 0, "am" if small_hour else _by_part(words)), set(range(at, at + 4))
        if name in ("DAYNUM", "ONE", "TEEN") and following in ("AM", "PM", "OCLOCK"):
            suffix = "pm" if words.has("PM") else "am" if words.has("AM") else _by_part(words)
            return _clock(int(str(value)), 0, suffix), {at, at + 1}
        if name in ("MILITARY", "YEAR") and following in ("ZONE", "LOCAL"):
            return _clock(int(str(value)) // 100, int(str(value)) % 100, ""), {at}
    return "", set()


def _by_part(words: Words) -> str:
    return "pm" if words.word("PART", "NIGHT") in ("AF", "EV", "NI") else ""


def _clock(hour: int, minute: int, suffix: str) -> str:
    if suffix == "pm" and hour < 12:
        hour += 12
    if suffix == "am" and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour <= 24 and minute < 60 else ""
