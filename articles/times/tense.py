"""Tells from the words around an expression whether its sentence looks back or ahead."""

from __future__ import annotations

import re

# Who is "suspected to be" something is it already.
_BELIEVERS = "alleged believed claimed feared known presumed reported said suspected thought understood"
_BELIEVED = "".join(rf"(?<!\b{word} )" for word in _BELIEVERS.split())
# A modal verb carries the verb after it ("will be named"), so that the participle does not count as past.
_MODAL = (
    rf"(?:\b(?:[Ww]ill|[Ww]on['’]t|shall|would|might|may|should|must|can|{_BELIEVED}to be|going to"
    r"|(?:is|are|was|were) to)\b"
    r"|['’]ll\b)(?:\s+(?:not|also|be|been|have|likely|then|soon|only|still|[a-z]+ly))*\s+[a-z]+"
)
_PLANNED = (
    r"plan(?:s|ning)? (?:to|for|on)|planned|planning|[Ss]chedul\w+|[Ee]xpect\w*|due|upcoming",
    r"set (?:for|to)|tentative\w*|begins|starts|opens|meets?|deadline|hop(?:es?|ing)|agreed to",
    r"payable|effective|takes effect|(?:postponed|delayed) until|extended (?:to|until)",
    r"as (?:early|soon) as|no later than|intends?|proposes?|vow(?:s|ed)|ready to|slated|poised",
    r"takes? place|go(?:es)? to the polls|[Pp]olls open|re-?opens?|kicks? off|called for(?=\s*$)",
    r"calling for|promis(?:es|ed)|prepar(?:es|ing) (?:to|for)|awaits?|reconvenes|expires",
)
_FUTURE = re.compile(rf"{_MODAL}|\b(?:{'|'.join(_PLANNED)})\b")
# Irregular verbs and "-ed"; what only looks like a participle ("hundred", "United") is left out.
_PAST_WORDS = frozenset(
    "was were had did said told been ago became began came fell found gave got held kept led left lost made "
    "met won rose sent shot took went wrote hit ran saw struck since tore broke drove flew grew knew spoke "
    "stood threw brought bought caught fought sought thought taught paid laid sold built spent burst "
    "hurt".split()
)
_PARTICIPLE = r"(?!(?:hundr|ind|n|f|se|spe|proce|exce|succe|ble|bre|we|gre|unit)e?ed\b)[a-z]{2,}ed"
_PAST = re.compile(rf"\b(?:{'|'.join(sorted(_PAST_WORDS))}|{_PARTICIPLE})\b")
_WAS = re.compile(r"\s+(?:was|were|had|did)\b")
# "Had been due", "was to have": planned for a time that is over.
_GONE_BY = re.compile(r"\bhad (?:been |previously )*$")
_LIMIT = re.compile(r"\b(?:by|until|till|through)\s+$", re.IGNORECASE)
# "Will stay closed until Monday": the verb that is to come carries what it lasts to.
_UNTIL = re.compile(r"\b(?:until|till|through)\s+$", re.IGNORECASE)
# "Told to leave by Friday", "gave them until Monday".
_DEADLINE = re.compile(
    r"\b(?:gave|given|giving|ordered|told|asked|urged|demand\w*|deadline|ultimatum)\b[^.;]{0,60}"
    r"\b(?:by|until|till)\s+$"
)
# "Had retaken the north by March": a limit that is over.
_GONE_BY_THEN = re.compile(r"\bhad\b[^.!?]*$")
# "Ahead of Sunday's election": news says so of what has not come yet.
_AHEAD_OF = re.compile(r"\b(?:ahead of|run-?up to|upcoming)\s+(?:the\s+)?$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\s?['’]s?\b")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]?[A-Z])|\n\s*\n")
_ABBREVIATION = re.compile(r"(?:\b[A-Z][a-z]{0,3}|\b[A-Z]|a\.m|p\.m)$")
_INFINITIVE = re.compile(r"\bto (?!the\b|an?\b|its\b|his\b|her\b|their\b)[a-z]+")
#: How far the words that tell the tense are looked for, in characters; and how far what is right before.
WINDOW, NEAR = 160, 45


def tense(text: str, start: int, end: int) -> str:
    """Return "future" or "past" as the words around ``start:end`` in its sentence have it, "" if unclear.

    The nearest telling word before the expression decides, else the first one after it.
    """
    before = _sentence_up_to(text, start)
    if _AHEAD_OF.search(before[-25:]) or _DEADLINE.search(before):
        return "future"
    if _POSSESSIVE.match(text, end) or _WAS.match(text, end):
        return "past"
    future, covered = _last(_FUTURE, before)
    past, _ = _last(_PAST, before)
    if future >= 0 and _GONE_BY.search(before, max(0, future - 12), future):
        return "past"
    if future >= 0 or past >= 0:
        return "future" if covered > past or (future >= 0 and _UNTIL.search(before)) else "past"
    return _tense_after(text, end)


def in_one_sentence(text: str, start: int, end: int) -> bool:
    """Whether no sentence ends between two offsets."""
    return not any(
        not _ABBREVIATION.search(text[max(0, m.start() - 5) : m.start()])
        for m in _SENTENCE_END.finditer(text, start, end)
    )


def _sentence_up_to(text: str, start: int) -> str:
    """Return what stands before an offset in its sentence, at most WINDOW characters."""
    before = _window(text[max(0, start - 2 * WINDOW) : start])[-WINDOW:]
    for match in reversed(list(_SENTENCE_END.finditer(before))):
        if not _ABBREVIATION.search(before[: match.start()][-5:]):
            return before[match.end() :]
    return before


def _tense_after(text: str, end: int) -> str:
    """Return the tense of the first telling word after an expression, "" without one."""
    after = _sentence_from(text, end)
    coming, gone = _FUTURE.search(after), _PAST.search(after)
    if coming and (gone is None or coming.start() < gone.start()):
        return "future"
    return "past" if gone else ""


def is_limit(text: str, start: int, end: int) -> bool:
    """Whether "by", "until" or "through" stands before an expression, and nothing says that it is over."""
    if not _LIMIT.search(text, max(0, start - 10), start):
        return False
    after = _sentence_from(text, end)
    return not _PAST.search(after) and not _GONE_BY_THEN.search(_window(text[max(0, start - WINDOW) : start]))


def is_just_told(text: str, start: int) -> bool:
    """Whether a past verb stands right before an offset, with no plan between ("was killed in")."""
    before = _window(text[max(0, start - 2 * NEAR) : start])[-NEAR:]
    stop = _SENTENCE_END.search(before)
    before = before[stop.end() :] if stop else before
    _, covered = _last(_FUTURE, before)
    told, end = _last(_PAST, before)
    return told >= max(covered, 0) and _INFINITIVE.search(before, end) is None


def _sentence_from(text: str, end: int) -> str:
    """Return what is left of a sentence after an offset, at most WINDOW characters."""
    after = _window(text[end : end + 2 * WINDOW])[:WINDOW]
    stop = _SENTENCE_END.search(after)
    return after[: stop.start()] if stop else after


def _window(text: str) -> str:
    """Return a stretch of text with one character per line end, so that Windows files read the same."""
    return text.replace("\r\n", "\n")


def _last(pattern: re.Pattern[str], text: str) -> tuple[int, int]:
    """Return start and end of the last match, -1 and -1 without one."""
    found = (-1, -1)
    for match in pattern.finditer(text):
        found = match.span()
    return found
