"""The log's entries: which of them are in force, and where two analysts' entries contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from geodata.corrections.fixes import (
    AddedEvent,
    Confirm,
    Fix,
    Merge,
    NameFix,
    NotAnEvent,
    PlaceFix,
    PublishedFix,
    ReportFix,
    ReportKey,
    Split,
    SpotFix,
    Withdraw,
    keys_of,
    kind_of,
)
from geodata.model import Span

Slot = tuple[str, ...]
"""What a fix settles: two fixes with a slot in common are about the same thing."""

CONFIRMED = "confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One line of the log. ``undoes`` is the number of the entry it takes back (then ``fix`` is None).

    ``undone_by`` is the number of the entry that takes this one back, None while none in force does.
    ``made_at`` is in UTC. ``carried`` is the fix as it is about a newer version of its article, ``quote`` the
    words it was made on, ``prints`` the digests of the articles' texts it was made on, by article, and
    ``uid`` the same wherever the log is read. ``was`` and ``now_is`` say what it changed. ``over`` are the
    uids of the entries in force about the same that whoever made it saw.
    """

    number: int
    made_at: datetime
    analyst: str
    fix: Fix | None
    note: str = ""
    undoes: int | None = None
    undone_by: int | None = None
    carried: Fix | None = None
    quote: str = ""
    uid: str = ""
    was: str = ""
    now_is: str = ""
    prints: Mapping[str, str] = field(default_factory=dict)
    over: tuple[str, ...] = ()

    @property
    def now(self) -> Fix | None:
        """The fix as it is about the newest version of its article."""
        return self.carried if self.carried is not None else self.fix

    @property
    def in_force(self) -> bool:
        """Whether the entry's fix is applied."""
        return self.fix is not None and self.undone_by is None


def settled(entries: Sequence[LogEntry]) -> list[LogEntry]:
    """Return entries, oldest first, with what each is undone by; undoings that were undone do not count."""
    standing: dict[int, int] = {}
    for entry in reversed(entries):
        if entry.undoes is not None and entry.number not in standing:
            standing[entry.undoes] = entry.number
    return [replace(entry, undone_by=standing.get(entry.number)) for entry in entries]


def in_order(entries: Iterable[LogEntry]) -> list[LogEntry]:
    """Return the entries in force in the order they are applied, the same in every copy of the log."""
    return sorted((e for e in entries if e.in_force), key=lambda e: (e.made_at, e.uid))


def slots_of(fix: Fix) -> dict[Slot, str]:
    """Return what a fix settles, each with the value it gives, as text to compare."""
    if isinstance(fix, NameFix):
        slot = ("name", fix.name.casefold(), fix.scope.value, fix.within, str(fix.read_as))
        return {slot: _place_text(fix)}
    if isinstance(fix, PlaceFix):
        return {("place", fix.article_id, *_span_text(fix.mention)): _place_text(fix)}
    if isinstance(fix, AddedEvent):
        return {("added", fix.report_id): repr(fix)}
    if isinstance(fix, Withdraw):
        return {("withdraw", fix.article_id): "withdrawn"}
    if isinstance(fix, PublishedFix):
        return {("published", fix.article_id): str(fix.published)}
    if isinstance(fix, Merge):
        return {("together", *_key_text(key)): "merged" for key in fix.reports}
    if isinstance(fix, Split):
        return {("together", *_key_text(key)): "split" for key in keys_of(fix)}
    key = _key_text(fix.report)
    if isinstance(fix, NotAnEvent | Confirm):
        return {("real", *key): CONFIRMED if isinstance(fix, Confirm) else "not an event"}
    return {(kind_of(fix), *key): repr(replace(fix, report=_NOBODY))}


def _held(fix: Fix) -> dict[Slot, str]:
    """Return what a fix settles and what it takes for granted: where the event lay, that there was one."""
    found = slots_of(fix)
    if isinstance(fix, SpotFix) and fix.report.place is not None:
        found["place", fix.report.article_id, *_span_text(fix.report.place)] = _place_text(fix)
    if isinstance(fix, ReportFix) and not isinstance(fix, NotAnEvent | Split):
        found["real", *_key_text(fix.report)] = CONFIRMED
    return found


def subjects_of(fix: Fix) -> set[Slot]:
    """Return everything a fix has to do with: whoever makes another about one of these has seen it."""
    found = set(slots_of(fix))
    for key in keys_of(fix):
        found.add(("report", *_key_text(key)))
        if key.place is not None:
            found.add(("place", key.article_id, *_span_text(key.place)))
    return found


_NOBODY: ReportKey = None  # type: ignore[assignment]  # stands for the report where only values are compared


def _place_text(fix: NameFix | PlaceFix | SpotFix) -> str:
    literal = isinstance(fix, SpotFix) or fix.literal
    return f"{fix.place.id if fix.place else None} {literal}"


def _span_text(span: Span | None) -> tuple[str, str]:
    return ("", "") if span is None else (str(span.start), str(span.end))


def report_slot(article_id: str, trigger: Span, place: Span | None) -> Slot:
    """Return what tells a report from others however often its article is read."""
    return (article_id, *_span_text(trigger), *_span_text(place))


def _key_text(key: ReportKey) -> Slot:
    return report_slot(key.article_id, key.trigger, key.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Entries in force that say different things of one, none of them made in the knowledge of the other.

    The last of ``entries`` is the one applied until somebody decides, by correcting once more.
    """

    slot: Slot
    entries: tuple[LogEntry, ...]


def clashes(entries: Iterable[LogEntry]) -> list[Clash]:
    """Return every contradiction between entries in force, in the order of their making."""
    listed = in_order(entries)
    by_slot: dict[Slot, list[LogEntry]] = defaultdict(list)
    for entry in listed:
        if entry.now is not None:
            for slot in _held(entry.now):
                by_slot[slot].append(entry)
    found = []
    for slot, about in by_slot.items():
        heads = _heads(about)
        if len({_held(e.now)[slot] for e in heads if e.now is not None}) > 1:
            found.append(Clash(slot=slot, entries=tuple(heads)))
    # Reports merged and split give one clash for each report of the same entries; one is enough to decide.
    once = {tuple(e.number for e in clash.entries): clash for clash in reversed(found)}
    return list(reversed(once.values()))


def decision(clash: Clash, entry: LogEntry) -> Fix:
    """Return the fix that decides a clash for one of its entries, made in the knowledge of the others."""
    fix = entry.now
    assert fix is not None
    # Who corrected a report that another rejected is right about the event: made again, it would stay away.
    if clash.slot[0] == "real" and isinstance(fix, ReportFix) and not isinstance(fix, NotAnEvent):
        return Confirm(report=fix.report)
    return fix


def _heads(entries: Sequence[LogEntry]) -> list[LogEntry]:
    """Return the entries that no other of these was made over."""
    over = {uid for entry in entries for uid in entry.over}
    return [entry for entry in entries if entry.uid not in over]
