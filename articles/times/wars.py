"""Knows when the wars began whose days news counts: "day 200 of the war"."""

from __future__ import annotations

import re
from datetime import date, timedelta

#: (what names the war, its first day): the day on which news began to count. Source: the statements of
#: the belligerents and the United Nations of those days.
_WARS: tuple[tuple[str, date], ...] = (
    (r"Ukrain\w*|Kyiv|Kiev|Zelensk\w*", date(2022, 2, 24)),
    (r"Gaza\w*|Hamas|Israel\w*", date(2023, 10, 7)),
    (r"Sudan\w*|Khartoum|Rapid Support Forces|RSF", date(2023, 4, 15)),
    (r"Tigra\w*|Mekelle", date(2020, 11, 4)),
    (r"Karabakh|Artsakh|Stepanakert", date(2020, 9, 27)),
    (r"Libya\w*|Gaddafi|Qaddafi", date(2011, 3, 19)),
    (r"Georgia\w*|Tskhinvali|Ossetia\w*", date(2008, 8, 8)),
    (r"Leban\w*|Hezbollah|Beirut", date(2006, 7, 12)),
    (r"Iraq\w*|Baghdad|Saddam", date(2003, 3, 20)),
    (r"Kosov\w*|Yugoslav\w*|Belgrade|NATO", date(1999, 3, 24)),
    (r"Kuwait\w*|Desert Storm|Iraq\w*|Baghdad", date(1991, 1, 17)),
)
_NAMES = tuple((re.compile(rf"\b(?:{names})\b"), first_day) for names, first_day in _WARS)
#: How many days before publication the day that is counted may lie, and how many after it.
BEFORE, AFTER = 14, 1
#: How far from the count the war's name is looked for first, in characters.
NEAR = 300
#: How much of the text says what it is about, in characters.
OPENING = 6000


def day_of_war(text: str, start: int, end: int, count: int, published: date | None) -> date | None:
    """Return the ``count``-th day of the war that the words around ``start:end``, or the opening, speak of.

    The day must lie shortly before publication where that is known; else the war of the text is another,
    and None is returned, as where no war is named. The first day is day 1.
    """
    for words in (text[max(0, start - NEAR) : end + NEAR], text[:OPENING]):
        days = [first_day + timedelta(days=count - 1) for names, first_day in _NAMES if names.search(words)]
        if published is not None:
            days = [d for d in days if -BEFORE <= (d - published).days <= AFTER]
        if days:
            return days[0] if len(set(days)) == 1 else None
    return None
