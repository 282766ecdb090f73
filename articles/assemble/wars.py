"""Dates what the text counts from the start of a war: "early in the invasion", "since the war began"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from articles.assemble.when import When
from articles.model import Sentence
from articles.words.sought import sought
from geodata.model import Span

# Where news says "the war" or "the invasion" and means one that everybody knows: country → the days they
# began, latest first. Source: the dates that United Nations reports give for these wars.
STARTS: dict[str, tuple[date, ...]] = {
    "UA": (date(2022, 2, 24), date(2014, 4, 7)),
    "SD": (date(2023, 4, 15),),
    "IL": (date(2023, 10, 7),),
    "PS": (date(2023, 10, 7),),
    "ET": (date(2020, 11, 4),),
    "SY": (date(2011, 3, 15),),
    "YE": (date(2014, 9, 21),),
    "MM": (date(2021, 2, 1),),
    "AF": (date(2001, 10, 7),),
}
# "Early in" a war is its first weeks.
EARLY_DAYS = 65

_NAMES = "war|invasion|conflict|coup"
_WAR = rf"(?:the|Russia[’']s|Moscow[’']s|this)\s+(?:full-scale\s+|Russian\s+)?(?:{_NAMES})"
_EARLY = sought(
    _NAMES,
    rf"\b(?:early (?:on )?in|(?:in|during) the (?:first|early|opening) (?:days|weeks|months) of|"
    rf"at the (?:start|beginning|outset) of)\s+{_WAR}\b",
    re.IGNORECASE,
)
_SINCE = sought(
    _NAMES,
    rf"\bsince\s+(?:the (?:start|beginning|outset) of\s+{_WAR}"
    rf"|{_WAR}\s+(?:began|started|broke out|erupted))\b",
    re.IGNORECASE,
)


def time_in_war(text: str, sentence: Sentence, country: str | None, told: date | None) -> When | None:
    """Return the interval that the sentence counts from the start of the war in ``country``, or None.

    ``told`` is the last day the article can tell of; the war is the last one that had begun by then.
    """
    begun = [start for start in STARTS.get(country or "", ()) if told is not None and start <= told]
    if not begun or told is None:
        return None
    early = _EARLY.search(text, sentence.start, sentence.end)
    found = early or _SINCE.search(text, sentence.start, sentence.end)
    if found is None:
        return None
    return When(
        date_start=begun[0],
        date_end=min(told, begun[0] + timedelta(days=EARLY_DAYS)) if early else told,
        spans=(Span(start=found.start(), end=found.end()),),
        reason=f"“{found.group()}”: the war began on {begun[0]}",
        stated=True,
        is_period=not early,
    )
