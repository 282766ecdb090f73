"""What a briefing says, looked up and put into words once for every format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.briefing.texts import LIMITS, kept, method_of
from dashboard.changing import COLORS, describe_difference, rows_of_changes, shapes_of
from dashboard.marking import mark_excerpt
from dashboard.palette import color_of, shape_of
from dashboard.safe_text import plain, safe_link
from dashboard.snapshot import SnapshotContent, SnapshotOptions, collect, draw
from dashboard.snapshot.content import Layer
from dashboard.snapshot.panels import dates_of
from dashboard.snapshot.statement import statement_text
from dashboard.snapshot.web_page import toll, when, where
from dashboard.wording import describe_day, describe_place, describe_source
from geodata.amounts import counted, named
from geodata.changes import Difference, Kind
from geodata.export import About, ReleasePolicy
from geodata.export.columns import Record
from geodata.export.records import records_of
from geodata.model import EventType
from geodata.query import Counting, Doubt, EventIndex, Selection
from geodata.query.clauses import Names
from geodata.store import EventCard

MOST_EVENTS = 1_000
"""Events listed with their evidence; the counts and the picture are of all."""

MOST_CHANGES = 60
MOST_UNITS = 12
# The picture is as wide as the text; its letters are then as large as those of the tables.
_PICTURE = SnapshotOptions(width_px=1800, height_px=1180)
GLYPHS = {"cross": "✖", "burst": "✸", "diamond": "◆", "circle": "●", "triangle": "▲", "square": "■"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingOptions:
    """The heading of a briefing, and whether its picture shows the changes too."""

    title: str = "Conflict briefing"
    draw_changes: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What a briefing tells the changes since: in words ("the briefing of 3 Sep"), and the changes."""

    words: str
    difference: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One sentence that an event rests on: its number ("3.1"), its parts with their marks, and its source."""

    number: str
    segments: tuple[tuple[str, str], ...]
    source: str
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event of the table; ``doubts`` are all that is not sure about it, in the words of the screen."""

    number: int
    glyph: str
    color: str
    what: str
    when: str
    where: str
    toll: str
    doubts: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table of numbers: its name, its sign, its events and their dead with the range."""

    name: str
    events: int
    dead: str
    glyph: str = ""
    color: str = "#1c1f24"


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """A briefing in words. ``picture`` is a PNG of ``picture_px`` pixels, ``statement`` what programs read.

    ``changed`` is the sentence on what changed, "" where nothing is told of it, ``changes`` its table and
    ``changes_left_out`` how many more there are. ``made_on`` is the day of the newest change of the data.
    """

    title: str
    period: str
    sentence: str
    counts: str
    as_of: str
    made_on: date
    picture: bytes
    picture_px: tuple[int, int]
    figures: tuple[tuple[str, str], ...]
    types: tuple[Row, ...]
    units: tuple[Row, ...]
    doubts: tuple[tuple[str, int], ...]
    changed: str
    changes: tuple[dict[str, str], ...]
    changes_left_out: int
    entries: tuple[Entry, ...]
    left_out: int
    method: tuple[str, ...]
    limits: tuple[str, ...]
    credits: tuple[str, ...]
    statement: str


def collect_briefing(
    index: EventIndex,
    selection: Selection,
    options: BriefingOptions,
    *,
    since: Since | None,
    names: Names,
    policy: ReleasePolicy | None,
) -> Briefing:
    """Look up everything that a briefing says; see ``draw_briefing``."""
    # A briefing tells the numbers of events and of reports side by side.
    selection = selection.counting(Counting.EVENTS)
    told = since if policy is None else None
    layers = _layers(told.difference) if told is not None and options.draw_changes else ()
    content = collect(index, selection, names=names, policy=policy, layers=layers)
    records = content.records
    if records is None:
        records = tuple(record for batch in records_of(index.store, selection) for record in batch)
    listed = records[:MOST_EVENTS]
    cards = index.store.cards([str(r["event_id"]) for r in listed]) if policy is None else []
    about, picture = content.about, replace(_PICTURE, title="Where it happened")
    versions = index.store.versions()
    worth = [c for c in told.difference.changes if c.kinds != (Kind.REASONS,)] if told else []
    # What became of known events comes before what is new, which stands in the table of events as well.
    worth.sort(key=lambda change: change.before is None)
    return Briefing(
        title=kept(options.title), period=dates_of(content), sentence=kept(about.sentence),
        counts=f"{about.counts}." + (f" Release policy: {about.policy}." if about.policy else ""),
        as_of=_as_of(selection, versions[-1].made_at.date() if versions else None),
        made_on=versions[-1].made_at.date() if versions else date(2000, 1, 1),
        picture=draw(replace(content, records=records), ".png", picture), picture_px=picture.size_px,
        figures=_figures(content, records), types=_by_type(records), units=_by_unit(records),
        doubts=_doubts(records),
        changed=f"Since {kept(plain(told.words))}. {describe_difference(told.difference)}" if told else "",
        changes=tuple(
            {name: kept(plain(text, 300)) for name, text in row.items()}
            for row in rows_of_changes(worth[:MOST_CHANGES], told.difference)
        ) if told else (),
        changes_left_out=max(0, len(worth) - MOST_CHANGES),
        entries=_entries(listed, cards), left_out=len(records) - len(listed),
        method=method_of(index.store, records), limits=LIMITS, credits=_credits(about),
        statement=statement_text(content, options.title),
    )  # fmt: skip


def _credits(about: About) -> tuple[str, ...]:
    """Return whom the places are owed to, and the filter as a link where there is one."""
    return (*about.credits, about.link) if about.query else about.credits


def _layers(difference: Difference) -> tuple[Layer, ...]:
    """Return what moved, came and went as layers over the picture."""
    return tuple(
        Layer(title=f"{name} since", color=COLORS[name], shapes=tuple(shapes))
        for name, shapes in shapes_of(difference.changes).items()
        if name in ("moved", "withdrawn")
    )


def _as_of(selection: Selection, day: date | None) -> str:
    when_made = f", last changed on {describe_day(day)}" if day is not None else ""
    return f"State of the database: version {selection.revision}{when_made} (UTC)."


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def dead_of(records: Iterable[Record]) -> str:
    """Return the stated dead of events together, with the range of what sources say; "" for none."""
    stated = [record for record in records if record["fatalities"] is not None]
    if not stated:
        return ""
    best = sum(_number(record["fatalities"]) for record in stated)
    low = sum(_number(_first(record["fatalities_low"], record["fatalities"])) for record in stated)
    high = sum(_number(_first(record["fatalities_high"], record["fatalities"])) for record in stated)
    return f"{best:,}" if low == high else f"{best:,} ({low:,}–{high:,})"


def _first(*values: object) -> object:
    return next((value for value in values if value is not None), None)


def _figures(content: SnapshotContent, records: Sequence[Record]) -> tuple[tuple[str, str], ...]:
    """Return the numbers at the head, each with what it counts."""
    stated = sum(record["fatalities"] is not None for record in records)
    injured = [_number(record["injured"]) for record in records if record["injured"] is not None]
    reports = sum(_number(record["n_reports"]) for record in records)
    outlets = {name for r in records for name in str(r["source"] or "").split("; ") if name}
    return (
        (f"{content.about.shown:,}", named(content.about.shown, "event")),
        (dead_of(records) or "not stated", f"killed, as stated for {stated:,} of the events"),
        (f"{sum(injured):,}" if injured else "not stated", f"injured, as stated for {len(injured):,}"),
        (f"{reports:,}", f"{named(reports, 'report')} by {counted(len(outlets), 'outlet')}"),
    )


def _by_type(records: Sequence[Record]) -> tuple[Row, ...]:
    rows = []
    for kind in EventType:
        some = [record for record in records if record["event_type"] == kind.value]
        if some:
            glyph = GLYPHS[shape_of(kind)]
            rows.append(
                Row(name=kind.value, events=len(some), dead=dead_of(some), glyph=glyph, color=color_of(kind))
            )
    return tuple(rows)


def _by_unit(records: Sequence[Record]) -> tuple[Row, ...]:
    """Return the first-level units with most events, then all others together."""
    units: dict[str, list[Record]] = {}
    for record in records:
        name = str(record["admin1"] or record["location"] or "place not known")
        units.setdefault(name, []).append(record)
    ranked = sorted(units.items(), key=lambda item: (-len(item[1]), item[0]))
    rows = [
        Row(name=kept(plain(name, 60)), events=len(some), dead=dead_of(some))
        for name, some in ranked[:MOST_UNITS]
    ]
    rest = [record for _, some in ranked[MOST_UNITS:] for record in some]
    if rest:
        name = counted(len(ranked) - MOST_UNITS, "other")
        rows.append(Row(name=name, events=len(rest), dead=dead_of(rest)))
    return tuple(rows)


def _doubts(records: Sequence[Record]) -> tuple[tuple[str, int], ...]:
    found = [str(record["doubts"] or "").split("; ") for record in records]
    counts = ((doubt.value, sum(doubt.value in some for some in found)) for doubt in Doubt)
    return tuple((words, number) for words, number in counts if number)


def _entries(records: Sequence[Record], cards: Sequence[EventCard]) -> tuple[Entry, ...]:
    by_id = {card.event.id: card for card in cards}
    return tuple(
        _entry(number, record, by_id.get(str(record["event_id"])))
        for number, record in enumerate(records, start=1)
    )


def _entry(number: int, record: Record, card: EventCard | None) -> Entry:
    kind = EventType(str(record["event_type"])) if record["event_type"] else EventType.STRATEGIC
    if card is None:
        place, evidence = where(record), _told_evidence(number, record)
    else:
        label, note = describe_place(card.event.lead)
        place, evidence = f"{label} ({note})" if note else label, _evidence(number, card)
    return Entry(
        number=number, glyph=GLYPHS[shape_of(kind)], color=color_of(kind),
        what=str(record["sub_event_type"] or record["event_type"] or ""), when=when(record),
        where=kept(plain(place, 140)), toll=toll(record), doubts=kept(str(record["doubts"] or "")),
        evidence=evidence,
    )  # fmt: skip


def _evidence(number: int, card: EventCard) -> tuple[Evidence, ...]:
    """Return the sentences of an event with their marks, the leading report first."""
    told = sorted(
        zip(card.event.reports, card.sources, strict=True), key=lambda pair: pair[0].id != card.event.lead.id
    )
    found = []
    for position, (report, source) in enumerate(told, start=1):
        segments = tuple((kept(text), kind) for text, kind in mark_excerpt(source.excerpt, report))
        page = f"p. {source.page}" if source.page else ""
        day = describe_day(report.published) if report.published else "day of publication unknown"
        said = describe_source(plain(report.attribution, 60)) if report.attribution else ""
        parts = (
            plain(source.outlet, 60),
            f"“{plain(source.title, 120)}”" if source.title else "",
            page,
            day,
            said,
        )
        found.append(
            Evidence(
                number=f"{number}.{position}", segments=segments,
                source=kept(", ".join(part for part in parts if part)), link=safe_link(source.url),
            )
        )  # fmt: skip
    return tuple(found)


def _told_evidence(number: int, record: Record) -> tuple[Evidence, ...]:
    """Return what a release policy lets out of the sentences and sources of an event."""
    text = plain(str(record["notes"] or ""), 1_200)
    parts = [plain(str(record[name] or ""), 200) for name in ("source", "source_headline")]
    source = ", ".join(part for part in parts if part)
    if not text and not source:
        return ()
    segments = ((kept(text), ""),) if text else ()
    return (Evidence(number=f"{number}.1", segments=segments, source=kept(source), link=None),)
