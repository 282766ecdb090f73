"""What each frame of a series shows: the events of one period, on the same part of the map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboard.palette import Theme
from dashboard.snapshot import SnapshotContent, collect
from dashboard.wording import describe_interval
from geodata.amounts import counted
from geodata.export import ReleasePolicy
from geodata.query import ByDayRule, EventFilter, EventIndex, Selection
from geodata.query.cells import Bounds
from geodata.query.clauses import Names, describe
from geodata.query.timeline import BinUnit, next_start

MOST_FRAMES = 120
# A series in units chosen for the reader has about so many frames at most.
_EASY_FRAMES = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesOptions:
    """The look of a series: its unit (None: as suits its length), the seconds that a frame stays."""

    title: str = "Conflict events"
    unit: BinUnit | None = None
    seconds: float = 0.9
    theme: Theme = Theme.LIGHT

    def __post_init__(self) -> None:
        if not 0.05 <= self.seconds <= 30:
            raise ValueError(f"a frame stays 0.05 to 30 seconds, not {self.seconds:g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFrame:
    """One period, both days inclusive, in words and with what the map shows of it."""

    first: date
    last: date
    words: str
    content: SnapshotContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """All frames; ``sentence`` is the filter without its period, ``notes`` what a reader must mind.

    ``bounds`` (south, west, north, east) are the same for every frame. ``possibly`` tells, by frame, how many
    of its events may as well lie outside its period.
    """

    title: str
    unit: BinUnit
    sentence: str
    notes: tuple[str, ...]
    bounds: Bounds
    whole: SnapshotContent
    frames: tuple[SeriesFrame, ...]

    @property
    def most(self) -> int:
        """The count of the fullest frame."""
        return max((frame.content.count for frame in self.frames), default=0)


def range_of(selection: Selection) -> tuple[date, date]:
    """Return the first and last day of a series: those asked for, else of the events; ValueError for none."""
    known = selection.date_range()
    first = selection.filter.date_from or (known[0] if known else None)
    last = selection.filter.date_to or (known[1] if known else None)
    if first is None or last is None:
        raise ValueError("a series needs events with a date; choose a period or other events")
    return first, max(first, last)


def periods_of(first: date, last: date, unit: BinUnit) -> Iterator[tuple[date, date]]:
    """Yield the days of each frame, both inclusive; the first and the last are cut to the range."""
    start = first
    while start <= last:
        if unit is BinUnit.WEEK:
            begin = start - timedelta(days=start.weekday())
        else:
            begin = start.replace(day=1) if unit is BinUnit.MONTH else start
        following = next_start(begin, unit)
        yield start, min(following - timedelta(days=1), last)
        start = following


def unit_for(first: date, last: date) -> BinUnit:
    """Return the unit that gives no more frames than are easily looked at."""
    for unit, days in ((BinUnit.DAY, 1), (BinUnit.WEEK, 7)):
        if (last - first).days / days < _EASY_FRAMES:
            return unit
    return BinUnit.MONTH


def collect_series(
    index: EventIndex,
    selection: Selection,
    options: SeriesOptions,
    *,
    names: Names,
    policy: ReleasePolicy | None,
) -> Series:
    """Look up what every frame shows; see ``draw_series``."""
    first, last = range_of(selection)
    unit = options.unit or unit_for(first, last)
    periods = list(periods_of(first, last, unit))
    if len(periods) > MOST_FRAMES:
        raise ValueError(
            f"{counted(len(periods), 'frame')} of a {unit.value} are more than the {MOST_FRAMES} a series "
            "can have; choose a shorter period or a longer unit (--unit)"
        )
    whole = collect(index, selection, names=names, policy=policy)
    wanted = selection.filter
    rule = ByDayRule.DAY_IN if wanted.by_day_rule is ByDayRule.POSSIBLE else wanted.by_day_rule
    frames, shown = [], set[str]()
    for low, high in periods:
        asked = replace(wanted, date_from=low, date_to=high, include_undated=False, by_day_rule=rule)
        chosen = index.select(asked)
        shown.update(chosen.ids())
        content = collect(index, chosen, names=names, bounds=whole.bounds, policy=policy)
        words = describe_interval(low, high)
        frames.append(SeriesFrame(first=low, last=high, words=words, content=content))
    told, _ = policy.tellable(wanted) if policy else (wanted, ())
    return Series(
        title=options.title, unit=unit,
        sentence=describe(replace(told, date_from=None, date_to=None), names),
        notes=_notes(whole, len(set(selection.ids()) - shown), wanted), bounds=whole.bounds, whole=whole,
        frames=tuple(frames),
    )  # fmt: skip


def _notes(whole: SnapshotContent, left_out: int, wanted: EventFilter) -> tuple[str, ...]:
    notes = ["An event that may lie in several frames is in each of them, faint"]
    if whole.about.by_day and wanted.by_day_rule is not ByDayRule.LEFT_OUT:
        notes.append("what is dated only “by” a day is in the frame of that day")
    if left_out:
        notes.append(f"in no frame, for want of a date: {left_out:,}")
    if whole.about.policy:
        notes.append(f"released with: {whole.about.policy}")
    return tuple(notes)
