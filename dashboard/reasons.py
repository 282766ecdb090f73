"""Says in sentences what the reading kept as codes: values of dates, reasons, parts of a score."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# What speaks for or against a place being meant, as the ranking names it, in words for a reader.
EVIDENCE = {
    "prominence": "how well known it is",
    "the name's trustworthiness": "how often the name means a place",
    "kind of place": "what kind of place it is",
    "population": "how many people live there",
    "country of the other places": "the country of the other places",
    "province of the other places": "the province of the other places",
    "nearness to the other places": "how near the other places are",
    "the word for its kind": "the word beside the name",
    "contains other places": "the other places that lie in it",
    "container": "what the text says it lies in",
    "distance stated": "the distance that the text states",
    "needs": "whether the text speaks of its country",
}
LEAST_EFFECT = 0.05
"""Parts of a score smaller than this change nothing that a reader could see."""

KINDS = {"DATE": "a date", "TIME": "a time of day", "DURATION": "how long", "SET": "how often"}
PARTS_OF_DAY = {
    "MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night", "DT": "daytime",
}  # fmt: skip
UNITS = {
    "Y": "years", "M": "months", "W": "weeks", "D": "days", "DE": "decades",
    "TH": "hours", "TM": "minutes", "TS": "seconds",
}  # fmt: skip
REFERENCES = {"PAST_REF": "some time ago", "PRESENT_REF": "now", "FUTURE_REF": "some time ahead"}


def to_sentences(reasons: Iterable[str]) -> str:
    """Return phrases as sentences: each begins with a capital and ends with a full stop."""
    told = (" ".join(reason.replace("_", " ").split()) for reason in reasons)
    return " ".join(f"{one[0].upper()}{one[1:].rstrip('.')}." for one in told if one)


def describe_parts(parts: Sequence[tuple[str, float]]) -> str:
    """Return the parts of a candidate's score as what speaks for it and what against it, strongest first."""
    telling = [(_evidence(name), effect) for name, effect in parts if abs(effect) >= LEAST_EFFECT]
    said = []
    for words, chosen in (
        ("For it", [name for name, effect in telling if effect > 0]),
        ("Against it", [name for name, effect in telling if effect < 0]),
    ):
        if chosen:
            said.append(f"{words}: {', '.join(chosen)}.")
    return " ".join(said) or "Nothing in the text speaks for or against it."


def _evidence(name: str) -> str:
    return EVIDENCE.get(name, name.replace("_", " ").replace("=", " "))


def describe_value(kind: str, value: str) -> str:
    """Return what kind of time a mention is, with what its value says beyond the days, "afternoon" say."""
    words = KINDS.get(kind, "a time")
    detail = REFERENCES.get(value) or _time_of_day(value) or _length(value)
    return f"{words}: {detail}" if detail else words


def _time_of_day(value: str) -> str:
    found = re.search(r"T(?:(\d\d:\d\d)|([A-Z]{2}))", value)
    if found is None or value.startswith("P"):
        return ""
    return found[1] or PARTS_OF_DAY.get(found[2], "")


def _length(value: str) -> str:
    found = re.fullmatch(r"P(T?)(X|\d+(?:\.\d+)?)(DE|[YMWDHS])", value)
    if found is None:
        return ""
    unit = UNITS.get(found[1] + found[3], "")
    if not unit:
        return ""
    number = "some" if found[2] == "X" else found[2]
    return f"{number} {unit[:-1] if number == '1' else unit}"
