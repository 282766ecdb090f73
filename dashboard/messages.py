"""What the components of the pages are told: every message described once, for Python and for the scripts.

The map has a description of its own (``map_message.py``), as its message is written into a script.
``tests/test_messages.py`` holds both sides to these: mypy what Python writes, a test what the scripts read.
"""

from __future__ import annotations

from typing import TypedDict

Chip = list[str]
"""[words, kind]: kind is "", toll, doubt or contradiction."""

Segment = list[str]
"""[text, kind]: kind is "" for plain text, else place, date, trigger, toll or says."""


Piece = list[str | int | None]
"""[text, kind, number of the mention]: kind is "" and number None for plain text."""


class Look(TypedDict):
    """How an event type looks: its name, its colour for CSS and its outline."""

    name: str
    color: str
    corners: list[float]


class Source(TypedDict):
    """One report of an event; ``check`` is the event to look at, on the leading report alone."""

    id: str
    article: str
    outlet: str
    published: str | None
    attribution: str | None
    url: str | None
    citation: str
    segments: list[Segment]
    copies: list[Source]
    check: str | None


class Card(TypedDict):
    """One event in the list; ``type`` is a place in the list of types, ``zoom`` what the map goes to."""

    id: str
    type: int
    title: str
    when: str
    when_note: str
    where: str
    where_note: str
    lat: float | None
    lng: float | None
    zoom: int
    segments: list[Segment]
    chips: list[Chip]
    reports: list[Source]


class CardTexts(TypedDict):
    """The words around the list; None hides the part."""

    count: str
    banner: str | None
    more: str | None
    empty: str


class Cards(CardTexts):
    """The list of excerpts; ``reveal`` changes when it should scroll to the card chosen."""

    cards: list[Card]
    types: list[Look]
    selected: str | None
    reveal: str | None
    order: str
    orders: list[list[str]]
    list_id: str


class _BinParts(TypedDict):
    s: str
    e: str
    n: list[int]
    a: int


class Bin(_BinParts, total=False):
    """A bar: first and last day, events of each type, articles; those known "by" or "since" its days.

    ``between`` are those of more than a day that may lie in it.
    """

    between: int
    by: list[int]
    since: list[int]


class LastingLine(TypedDict):
    """An event of more than a day: its first and last day, type and name."""

    s: str
    e: str
    type: int
    label: str


class Axis(TypedDict):
    """Which days the axis runs over: of is "period" or "whole"."""

    of: str
    words: str


Range = TypedDict("Range", {"from": str | None, "to": str | None})


class Bars(Range):
    """What stands on the time axis; days are ISO dates, of the period chosen None where there is none."""

    bins: list[Bin]
    unit: str
    first: str
    last: str
    undated: int
    undated_shown: bool
    axis: Axis
    spans: list[LastingLine]
    said: str
    open_words: str
    summary: str


class Chart(Bars):
    """The chart under the map."""

    types: list[Look]


class TypeLine(TypedDict):
    """A line of the tree: events with another date than "by" a day, the others, and all, some or none."""

    name: str
    n: int
    by: int
    on: str


class TypeBranch(TypeLine, Look):
    """An event type with its sub-types."""

    subs: list[TypeLine]


class Option(TypedDict):
    """A region by id and name."""

    id: str
    label: str


class CountedOption(Option):
    """A region that is offered, with its events."""

    n: int


class RegionAnswer(TypedDict):
    """What is said of a name that no suggestion met, and what may be meant."""

    text: str
    options: list[Option]


class RegionBox(TypedDict):
    """The box of regions."""

    options: list[CountedOption]
    districts: list[CountedOption]
    chosen: list[Option]
    said: RegionAnswer | None


class QueueItem(TypedDict):
    """One event of the review's queue."""

    id: str
    type: int
    title: str
    where: str
    when: str
    chips: list[str]


class ListedQueue(TypedDict):
    """The queue of a review, and the keys that are taken."""

    items: list[QueueItem]
    chosen: str | None
    keys: list[str]
    types: list[Look]
    empty: str
    more: str
    before: str


class ArticleText(TypedDict):
    """An article's text in pieces [text, kind, number of the mention]; ``chosen`` is such a number."""

    segments: list[Piece]
    notes: list[str]
    kinds: dict[str, str]
    rest: str
    chosen: int | None
    may_add: bool
