"""Tells times that say when a thing was told ("police said on Friday") from those that say when it was."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from articles.sentences import sentence_at
from articles.times.stamps import Stamp, stamp_at
from articles.words.closed import Speech, speech
from geodata.model import Sentence, TimeMention

_VERB = rf"(?:{'|'.join(sorted(speech(Speech.DAY)))})"
_PLACE = r"(?:(?:in|from)\s+(?:[A-Z][\w’'.-]*\s+){1,3}(?:on\s+)?)"
# Where, how and to whom it was said, between the verb and the time; a name or a setting, never a clause.
_SETTING = (
    r"(?:(?:late|early|earlier|later|again|also|separately|here|publicly|only)\s+"
    r"|(?:in|at|on|by|via|through|during|over)\s+(?:(?:a|an|the|its|his|her|their|one|state|social)\s+)*"
    r"(?i:(?:separate|joint|written|short|brief|televised|daily|weekly|morning|evening|press|news|video|radio"
    r"|phone|telephone|regular|public|new)?\s*"
    r"(?:statements?|conference|briefing|release|reports?|bulletin|address|interview|message|post|update"
    r"|summary|media|television|tv|radio|telegram|twitter|facebook|x|website|page|account|channel|phone"
    r"|telephone|email|e-mail|call|speech|letter|note|communiqu[eé]))\s+"
    rf"|{_PLACE}"
    r"|(?:to\s+)?(?:(?:the|a|an)\s+)?(?:reporters|journalists|lawmakers|parliament|deputies|media|agency"
    r"|newspaper|radio|television|news\s+agency|station|press)\s+"
    r"|(?:the\s+)?(?:[A-Z][\w’'.-]*\s+){1,3}(?:news\s+agency|agency|newspaper|radio|television|tv)?\s*)"
)
# A passive tells what was reported: "clashes were reported on Friday".
_SPEAKS = re.compile(rf"(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?<!\bbe )(?<!\bis )(?<!\bare )\b{_VERB}\s+")
_SETTINGS = re.compile(rf"(?:{_SETTING}){{0,3}}(?:(?:on|late|early)\s+)*")
# "In a statement on Friday", "a report published on 3 May", "according to police on Friday".
_STATED = re.compile(
    r"\b(?:statement|press release|(?:news|press) conference|(?:news|daily) briefing|situation report"
    r"|report (?:issued|published|released))\s+(?:(?:issued|published|released|made|posted|dated)\s+)?"
    r"(?:(?:on|late|early)\s+)*$"
    r"|\baccording to (?:the )?(?:police|officials|authorities|residents|witnesses|(?:local|state) media)"
    r"\s+on\s+$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"\s?['’]s?\b")
#: How far before the time its verb of speech may stand, in characters.
REACH = 100


def is_said_then(text: str, start: int, time: TimeMention) -> bool:
    """Whether ``time`` hangs on a verb of speech in its sentence, which begins at ``start``.

    Nothing but the setting may stand between the two: in "police said gunmen attacked on Friday" the time is
    the attack's, as in "said Friday's attack" and in "said that on Friday".
    """
    before = text[max(start, time.start - REACH) : time.start]
    spoken = any(_SETTINGS.fullmatch(before, verb.end()) for verb in _SPEAKS.finditer(before))
    if not (spoken or _STATED.search(before)):
        return False
    return _POSSESSIVE.match(text, time.end) is None


def told_by(
    text: str, sentences: Sequence[Sentence], times: Sequence[TimeMention], stamps: Sequence[Stamp]
) -> dict[int, TimeMention]:
    """Return the times that only say when a thing was told, by their first character.

    These are what hangs on a verb of speech, and the stamps of a running report's entries.
    """
    found: dict[int, TimeMention] = {}
    for time in times:
        start = sentences[sentence_at(sentences, time.start)].start if sentences else 0
        if stamp_at(stamps, time.start, time.end) or is_said_then(text, start, time):
            found[time.start] = time
    return found


def bounds_of(
    sentences: Sequence[Sentence], told: Mapping[int, TimeMention], stamps: Sequence[Stamp]
) -> list[TimeMention | None]:
    """Return for every sentence by when what it tells was told; None where only the article says it.

    A stamp holds up to the next one, a time of speech in its own sentence.
    """
    ordered = [told[start] for start in sorted(told)]
    stamped: TimeMention | None = None
    found: list[TimeMention | None] = []
    at = 0
    for sentence in sentences:
        own: TimeMention | None = None
        while at < len(ordered) and ordered[at].start < sentence.end:
            time = ordered[at]
            if stamp_at(stamps, time.start, time.end):
                stamped = time
            elif own is None:
                own = time
            at += 1
        found.append(own if own is not None and own.date_end is not None else stamped)
    return found
