"""Tells what is only counted or seen: statistics of long stretches, arms, the wounded of a hospital."""

from __future__ import annotations

import re

from articles.words.closed import MONTHS, WEEKDAYS

_LONG = (
    r"(?:last|this|the same|each|per) year\b|\bin (?:19|20)\d\d\b"
    rf"|\bsince (?:{'|'.join(MONTHS)}|(?:19|20)\d\d|the (?:start|beginning))|\bso far\b"
    r"|\b(?:in|over) the (?:first|last|past) (?:\w+ )?(?:weeks|months|years)\b"
    r"|\bhalf-year\b|\b\w+ quarter of the year\b"
)
_STATISTIC = (
    r"\baccording to (?:[\w’'-]+ ){0,3}(?:figures|data|statistics|counts?|tall(?:y|ies))\b"
    r"|\bstatistics\b|\bper ?cent\b|\bcompared (?:with|to)\b|\btimes as many\b"
    r"|\b(?:documented|recorded|registered|counted|tallied) (?:\w+ ){0,2}\d"
)
#: With a day of its own a sentence tells what happened then, whatever it counts beside that.
_DAY = re.compile(
    rf"\b(?:{'|'.join(WEEKDAYS)}|yesterday|today|tonight|overnight|this (?:morning|afternoon|evening)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:{'|'.join(MONTHS)})|(?:{'|'.join(MONTHS)}) \d{{1,2}}(?!\d))\b",
    re.IGNORECASE,
)
_SPAN = re.compile(_LONG, re.IGNORECASE)
_LONG_COUNT = re.compile(rf"(?is)(?=.*\b(?:{_LONG}))(?=.*(?:{_STATISTIC}))")
#: "Documented 1,312 incidents of armed violence" is a count by itself.
_INCIDENTS = re.compile(r"\b(?:\d[\d,.]*\d) (?:\w+ ){0,3}incidents? (?:of|in|against|across|involving)\b")
#: One happening that a statistic is told beside.
_ONE = re.compile(
    r"\bin (?:an?|the|one) (?:[\w-]+ ){0,3}(?:attack|strike|airstrike|bombing|blast|explosion|ambush|raid"
    r"|massacre|clash|assault)\b",
    re.IGNORECASE,
)
_SAW = re.compile(r"\b(?:saw|seen|observed|noted|spotted|recorded)\b", re.IGNORECASE)
_ARMS = re.compile(
    r"(?:[\w-]+\s)?(?:tanks?|howitzers?|mines?|guns?|launchers?|weapons?|spotted|observed)", re.IGNORECASE
)
_TAKEN_IN = re.compile(
    r"\b(?:receiv(?:ed|ing)|treat(?:ed|ing)|admitted|took in|taken in)\s(?:[\w,.-]+\s){0,4}$", re.IGNORECASE
)
_VICTIMS = re.compile(r"(?:the\s)?(?:wounded|injured|dead|bodies|casualties)(?:\s\w+)?", re.IGNORECASE)
_MEDICAL = re.compile(r"\b(?:hospital|clinic|doctor|surgeon|medic)\w*", re.IGNORECASE)

#: What a group or a war has done until now: "The insurgency has claimed 2,000 lives".
_UNTIL_NOW = re.compile(
    r"\b(?:groups?|movement|insurgency|rebellion|conflicts?|wars?|campaign|insurgents|uprising|feud)\s"
    r"(?:(?!that\b)\w+\s){0,3}?(?:has|have)\s(?:\w+ly\s|also\s)?"
    r"(?P<did>killed|claimed|cost|left|murdered|displaced)\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(r"(?:(?:was|were|been|being)\s)?(?:taken|brought|rushed|moved|evacuated)", re.IGNORECASE)
_TO_CARE = re.compile(
    r"\s(?:away\s)?to\s[^.;]{0,40}?\b(?:hospitals?\b|clinics?\b|with\s(?:\w+\s){0,2}(?:wounds|injuries|burns)\b"
    r"|for\s(?:medical\s)?treatment\b)"
)


def is_statistic(sentence: str) -> bool:
    """Whether a sentence counts what happened over long: "killings rose by 18 per cent this year"."""
    counts = _INCIDENTS.search(sentence) is not None or _LONG_COUNT.match(sentence) is not None
    return counts and _ONE.search(sentence) is None and _DAY.search(_SPAN.sub(" ", sentence)) is None


def told_until_now(sentence: str) -> int | None:
    """Return where the verb of what a group or a war has done until now stands; None where none is told."""
    told = _UNTIL_NOW.search(sentence)
    return None if told is None or _DAY.search(sentence) else told.start("did")


def is_only_seen(before: str, told: str) -> bool:
    """Whether a trigger is but arms that somebody saw: "the patrol saw four howitzers in the town"."""
    if _ARMS.fullmatch(told) is None:
        return False
    return _SAW.search(before) is not None or _SAW.fullmatch(told) is not None


def is_taken_in(sentence: str, before: str, told: str) -> bool:
    """Whether a trigger is the wounded whom a hospital took in: it does not say where they were hurt."""
    return (
        _VICTIMS.fullmatch(told) is not None
        and _TAKEN_IN.search(before) is not None
        and _MEDICAL.search(sentence) is not None
    )


def is_taken_to_care(told: str, behind: str) -> bool:
    """Whether who is taken in a trigger is no captive: "nine were taken to the town with wounds"."""
    return _TAKEN.fullmatch(told) is not None and _TO_CARE.match(behind) is not None
