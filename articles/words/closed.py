"""Closed classes of words, each written down once: numbers, months, weekdays, lengths, directions, speech."""

from __future__ import annotations

from enum import StrEnum


def _numbered(words: str, first: int = 1, step: int = 1) -> dict[str, int]:
    return {word: first + step * number for number, word in enumerate(words.split())}


ONES = _numbered("one two three four five six seven eight nine")
TEENS = _numbered("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10)
TENS = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
FACTORS = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12, "score": 20}
"""What a number before them is multiplied by; alone they count once."""

ORDINALS = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
) | {"thirtieth": 30}

MONTHS = _numbered("january february march april may june july august september october november december")
MONTHS_SHORT = _numbered("jan feb mar apr may jun jul aug sep oct nov dec") | {"sept": 9}
WEEKDAYS = _numbered("monday tuesday wednesday thursday friday saturday sunday")
"""1 is Monday, as ISO 8601 counts."""

WEEKDAYS_SHORT = _numbered("mon tue wed thu fri sat sun") | {"tues": 2, "thur": 4, "thurs": 4}

KM_PER_MILE = 1.609344
KM_PER_UNIT = {
    **dict.fromkeys(("km", "kilometer", "kilometre"), 1.0),
    **dict.fromkeys(("mile", "mi"), KM_PER_MILE),
    **dict.fromkeys(("m", "metre", "meter"), 0.001),
}
BEARINGS = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0,
    "south": 180.0, "southwest": 225.0, "west": 270.0, "northwest": 315.0,
}  # fmt: skip
"""Degrees, clockwise from north."""


class Speech(StrEnum):
    """What a verb of speech may do beside handing over words; each rule takes the verbs that do its own."""

    QUOTE = "stands beside a quotation"
    TALK = "is what persons do who are asked"
    SOURCE = "names who claims something"
    DAY = "is dated itself: said on Friday"
    TOLL = "hands over a toll"
    ACTOR = "makes the side before it the one who speaks of an event"
    NAME = "makes the name beside it one who speaks"
    PLACE = "has a place of its own: speaking in Geneva"


_ALWAYS = (Speech.QUOTE, Speech.TALK, Speech.SOURCE, Speech.DAY, Speech.TOLL, Speech.ACTOR, Speech.NAME)
# Every form that news uses, with what it does. "Reported" hands over no toll: "one person reported dead".
_SPEECH = (
    ("said says", (*_ALWAYS, Speech.PLACE)),
    ("told added", _ALWAYS),
    ("speaking spoke", (Speech.PLACE,)),
    ("announced", (Speech.SOURCE, Speech.TOLL, Speech.ACTOR, Speech.NAME)),
    ("claimed reported", (Speech.SOURCE, Speech.DAY, Speech.ACTOR, Speech.NAME)),
    ("confirmed", (Speech.SOURCE, Speech.DAY, Speech.TOLL, Speech.NAME)),
    ("insisted", (Speech.QUOTE, Speech.SOURCE, Speech.DAY, Speech.NAME)),
    ("wrote", (Speech.QUOTE, Speech.SOURCE, Speech.DAY, Speech.TOLL)),
    ("stated", (Speech.SOURCE, Speech.DAY, Speech.TOLL)),
    ("tweeted", (Speech.QUOTE, Speech.SOURCE, Speech.DAY)),
    ("warned", (Speech.QUOTE, Speech.SOURCE, Speech.NAME)),
    ("alleged posted", (Speech.SOURCE, Speech.DAY)),
    ("denied", (Speech.SOURCE, Speech.NAME)),
    ("noted", (Speech.DAY,)),
    ("asked explained recalled", (Speech.QUOTE, Speech.TALK)),
    ("cried replied shouted", (Speech.QUOTE,)),
    ("accused acknowledged admitted blamed claims confirms", (Speech.SOURCE,)),
    ("declared denies estimated reports say", (Speech.SOURCE,)),
)


def speech(does: Speech) -> frozenset[str]:
    """Return the verbs of speech, in the forms that news uses, which do this."""
    return frozenset(verb for verbs, doing in _SPEECH if does in doing for verb in verbs.split())


SAYS = frozenset(_SPEECH[0][0].split() + _SPEECH[1][0].split())
"""Verbs that hand over somebody's words in nearly every sentence they stand in."""
