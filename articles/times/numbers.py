"""Reads the numbers in an expression: digits, words, fractions, years and hours of the day."""

from __future__ import annotations

from articles.times.meaning import Parts

_DIGITS = ("DAYNUM", "INT", "YEAR", "MILITARY", "DECIMAL")
_WORDS = ("ONE", "TEEN", "TENS", "COUPLE")


def quantity(parts: Parts) -> float | None:
    """Return the first number of an amount ("two and a half", "2 1/2", "a hundred"); None for "a few"."""
    if parts.has("VAGUE"):
        return None
    total: float | None = None
    for at, (name, value) in enumerate(zip(parts.names, parts.values, strict=True)):
        if name in _DIGITS:
            if _is_fraction(parts, at):
                return (total or 0.0) + float(str(value)) / float(str(parts.values[at + 2]))
            if total is not None:
                break
            total = float(str(value))
        elif name in _WORDS and isinstance(value, int):
            if total is not None and (total % 10 or value > 9) and total < 100:
                break
            total = (total or 0.0) + value
        elif name == "HUNDRED" and isinstance(value, int):
            total = (total or 1.0) * value
        elif name in ("TO", "DASH") and total is not None and parts.names[at - 1] != "TENS":
            break
    half = parts.index("HALF")
    if half > 0 and parts.names[half - 1] in ("A", "AND"):
        return (total or _one(parts) or 0.0) + 0.5
    return _one(parts) if total is None else total


def _one(parts: Parts) -> float | None:
    """Return 1 for "a week", None where no number is written."""
    return 1.0 if parts.has("A") else None


def _is_fraction(parts: Parts, at: int) -> bool:
    names = parts.names
    return at + 2 < len(names) and names[at + 1] == "SLASH" and names[at + 2] == "DAYNUM"


def year(parts: Parts) -> int | None:
    """Return the year that is written out in full, with two digits or in words; None when there is none."""
    number = parts.number("YEAR")
    if number is not None:
        return number
    if parts.has("HUNDRED"):
        return int(quantity(parts) or 0)
    two = parts.number("YEAR2")
    if two is not None:
        return 1900 + two
    at = parts.index("BC")
    if at > 0:
        before = parts.values[at - 1]
        return before if isinstance(before, int) else None
    return _spelled_year(parts)


def _spelled_year(parts: Parts) -> int | None:
    at = parts.index("TEEN")
    if at < 0 or at + 1 >= len(parts.names) or parts.names[at + 1] not in ("TENS", "TEEN"):
        return None
    numbers = [v for v in parts.values[at + 1 :] if isinstance(v, int)]
    century = parts.values[at]
    return century * 100 + sum(numbers[:2]) if isinstance(century, int) else None


def day(parts: Parts) -> int | None:
    """Return the day of the month, as digits or an ordinal ("21st", "twenty-first"); None without one."""
    number = parts.number("DAYNUM", "ORDNUM")
    if number is not None:
        return number if 1 <= number <= 31 else None
    number = parts.number("ORD")
    tens = parts.number("TENS")
    if number is None:
        return None
    return number + tens if tens is not None and parts.index("TENS") < parts.index("ORD") else number


def take_clock(parts: Parts) -> tuple[str, set[int]]:
    """Return the hour of the day as "HH:MM" ('' without one) and the places of the tokens that say it."""
    for at, (name, value) in enumerate(zip(parts.names, parts.values, strict=True)):
        following = parts.names[at + 1] if at + 1 < len(parts.names) else ""
        if name == "CLOCK":
            hour, minute = (int(digits) for digits in str(value).rstrip("amphrsAMP").split(":")[:2])
            suffix = {"AM": "am", "PM": "pm"}.get(following, str(value)[-2:].lower())
            return _clock(hour, minute, suffix), {at, at + 1}
        if name == "HOURAMPM":
            return _clock(int(str(value)[:-2]), 0, str(value)[-2:].lower()), {at}
        if name == "HRS":
            digits = str(value).rstrip("hrs")
            return _clock(int(digits[:-2]), int(digits[-2:]), ""), {at}
        if name == "DAYNUM" and parts.names[at + 1 : at + 3] == ["IN", "THE"]:
            small_hour = parts.has("NIGHT") and int(str(value)) < 6
            return _clock(int(str(value)), 0, "am" if small_hour else _by_part(parts)), set(range(at, at + 4))
        if name in ("DAYNUM", "ONE", "TEEN") and following in ("AM", "PM", "OCLOCK"):
            suffix = "pm" if parts.has("PM") else "am" if parts.has("AM") else _by_part(parts)
            return _clock(int(str(value)), 0, suffix), {at, at + 1}
        if name in ("MILITARY", "YEAR") and following in ("ZONE", "LOCAL"):
            return _clock(int(str(value)) // 100, int(str(value)) % 100, ""), {at}
    return "", set()


def _by_part(parts: Parts) -> str:
    return "pm" if parts.word("PART", "NIGHT") in ("AF", "EV", "NI") else ""


def _clock(hour: int, minute: int, suffix: str) -> str:
    if suffix == "pm" and hour < 12:
        hour += 12
    if suffix == "am" and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour <= 24 and minute < 60 else ""
