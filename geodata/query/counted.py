"""How many events, or reports of them, a filter lets through and keeps out: in all, by type, undated."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geodata.model import EventType, PlacePrecision, SubEventType
from geodata.query.answers import Step
from geodata.query.clauses import SPATIAL, Clause, Names, code_of, describe
from geodata.query.columns import Columns
from geodata.query.filter import Clock, Counting, EventFilter
from geodata.query.period import NO_DAY, Days, day_number, surely_in_period
from geodata.query.spatial import Relation, Relations

Rows = npt.NDArray[np.int32]
RELATIONS = (Relation.OUTSIDE, Relation.POSSIBLY, Relation.INSIDE)
"""How places lie to what a filter names, by the number that stands for it."""


class Counted:
    """What a filter lets through, counted as it asks: each event once, or each by its reports.

    ``failed`` holds one number per event of the index; bit k is set when clause k keeps the event out.
    ``len`` is always the number of events.
    """

    def __init__(
        self,
        columns: Columns,
        wanted: EventFilter,
        clauses: tuple[Clause, ...],
        failed: npt.NDArray[np.uint16],
        relations: Mapping[str, Relations],
    ) -> None:
        self.filter = wanted
        self._columns = columns
        self._clauses = clauses
        self._failed = failed
        self._relations = relations

    # How many

    @property
    def total(self) -> int:
        """The number of events in the store."""
        return len(self._columns)

    @property
    def revision(self) -> int:
        """The revision of the store that this selection was made of."""
        return self._columns.revision

    @property
    def article_days(self) -> Days:
        """The publication day of every article of the store, selected or not."""
        return self._columns.article_days

    @cached_property
    def rows(self) -> Rows:
        """The selected rows of the index, newest event first."""
        return np.flatnonzero(self._failed == 0).astype(np.int32)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def reports(self) -> int:
        """The number of reports that tell of the selected events."""
        return int(self._columns.reports[self.rows].sum())

    @property
    def count(self) -> int:
        """The selected events or, where reports are counted, their reports."""
        return self.counted(np.ones(len(self.rows), dtype=np.bool_))

    @property
    def whole(self) -> int:
        """What all events of the store count for together."""
        return self._number(np.ones(self.total, dtype=np.bool_))

    def counted(self, chosen: npt.NDArray[np.bool_]) -> int:
        """Return what those of the selected events count for that ``chosen``, parallel to ``rows``, marks."""
        weights = self.weights
        return int(np.count_nonzero(chosen) if weights is None else weights[chosen].sum())

    def _number(self, chosen: npt.NDArray[np.bool_]) -> int:
        """Return what events of the index count for that ``chosen`` marks, selected or not."""
        weights = self._weights
        return int(np.count_nonzero(chosen) if weights is None else weights[chosen].sum())

    @property
    def _weights(self) -> Rows | None:
        """What each event of the index counts for; None where each counts once."""
        return self._columns.reports if self.filter.counting is Counting.REPORTS else None

    @cached_property
    def weights(self) -> Rows | None:
        """What each selected event counts for, parallel to ``rows``; None where each counts once."""
        return None if self._weights is None else self._weights[self.rows]

    def describe(self, names: Names = str) -> str:
        """Return the filter as one English sentence."""
        return describe(self.filter, names)

    def ledger(self, names: Names = str) -> tuple[Step, ...]:
        """Return what each clause kept out, in order; the numbers add up from all events to the selected."""
        steps = []
        left, kept = self.whole, self._patterns
        for bit, clause in enumerate(self._clauses):
            earlier = (1 << bit) - 1
            fell = sum(n for code, n in kept.items() if code & (1 << bit) and not code & earlier)
            steps.append(
                Step(
                    key=clause.key,
                    words=clause.words(self.filter, names),
                    before=left,
                    removed=fell,
                    left=left - fell,
                    only_here=kept.get(1 << bit, 0),
                )
            )
            left -= fell
        return tuple(steps)

    @cached_property
    def _patterns(self) -> dict[int, int]:
        """How many events failed each combination of clauses."""
        counts = np.bincount(self._failed, weights=self._weights)
        return {int(code): int(counts[code]) for code in np.flatnonzero(counts)}

    def _bit(self, key: str) -> int:
        for bit, clause in enumerate(self._clauses):
            if clause.key == key:
                return bit
        raise KeyError(f"the filter has no clause {key!r}")

    def _bits(self, *keys: str) -> int:
        return sum(1 << bit for bit, clause in enumerate(self._clauses) if clause.key in keys)

    def _passing_but_for(self, *keys: str) -> npt.NDArray[np.bool_]:
        ignored = np.uint16(~self._bits(*keys) & 0xFFFF)
        return np.asarray((self._failed & ignored) == 0, dtype=np.bool_)

    def relation_counts(self) -> dict[Relation, int]:
        """Return how many events that meet every other clause lie inside, possibly inside and outside.

        Empty when the filter names no region, area or point.
        """
        if not self._relations:
            return {}
        relation = np.minimum.reduce(list(self._relations.values()))
        passing = self._passing_but_for(*SPATIAL)
        weights = None if self._weights is None else self._weights[passing]
        counts = np.bincount(relation[passing], weights=weights, minlength=3)
        return {name: int(counts[code]) for code, name in enumerate(RELATIONS)}

    def possibly(self) -> npt.NDArray[np.bool_]:
        """Return, parallel to ``rows``, whether an event lies only possibly in what the filter names."""
        if not self._relations:
            return np.zeros(len(self.rows), dtype=np.bool_)
        relation = np.minimum.reduce(list(self._relations.values()))
        return np.asarray(relation[self.rows] == 1, dtype=np.bool_)

    def type_counts(self) -> dict[SubEventType, int]:
        """Return events per sub-type among those that meet every clause but the type's (for the tree)."""
        return self._per_sub_type(self._passing_but_for("type"))

    def type_counts_by_day(self) -> dict[SubEventType, int]:
        """Return how many of those in ``type_counts`` are dated only "by" a day."""
        only_by = (self._bounds[0] == NO_DAY) & (self._bounds[1] != NO_DAY)
        return self._per_sub_type(self._passing_but_for("type") & only_by)

    def _per_sub_type(self, chosen: npt.NDArray[np.bool_]) -> dict[SubEventType, int]:
        weights = None if self._weights is None else self._weights[chosen]
        counts = np.bincount(self._columns.sub_types[chosen], weights=weights, minlength=len(SubEventType))
        return {kind: int(number) for kind, number in zip(SubEventType, counts.tolist(), strict=True)}

    def shown_types(self) -> dict[EventType, int]:
        """Return selected events per event type."""
        counts = self._per_sub_type(self._failed == 0)
        found = dict.fromkeys(EventType, 0)
        for kind, number in counts.items():
            found[kind.event_type] += number
        return found

    @property
    def undated(self) -> int:
        """Selected events without any date on the filter's clock."""
        return self.counted((self._firsts == NO_DAY) & (self._lasts == NO_DAY))

    @property
    def by_day(self) -> int:
        """Selected events of which only a last possible day is known."""
        return self.counted(self.only_by_day)

    @cached_property
    def only_by_day(self) -> npt.NDArray[np.bool_]:
        """Whether, parallel to ``rows``, only a last possible day of an event is known."""
        return np.asarray((self._firsts == NO_DAY) & (self._lasts != NO_DAY), dtype=np.bool_)

    @property
    def since_day(self) -> int:
        """Selected events of which only a first possible day is known."""
        return self.counted((self._firsts != NO_DAY) & (self._lasts == NO_DAY))

    @property
    def undated_left_out(self) -> int:
        """Events that only the date clause keeps out, because they have no date."""
        return self._left_out_by_date(self._bounds[1] == NO_DAY)

    @property
    def by_day_left_out(self) -> int:
        """Events dated only "by" a day that may lie in the period, kept out by the date clause alone."""
        _, ends = self._bounds
        low = self.filter.date_from
        return self._left_out_by_date(ends >= day_number(low) if low else ends != NO_DAY)

    def _left_out_by_date(self, which: npt.NDArray[np.bool_]) -> int:
        """Count the events without a first possible day that only the date clause keeps out."""
        bit = self._bits("date")
        starts, _ = self._bounds
        return self._number((self._failed == bit) & (starts == NO_DAY) & which) if bit else 0

    @property
    def after_report(self) -> int:
        """Selected events that began on a day after their first report, by what the text says."""
        starts, reported = (days[self.rows] for days in (self._columns.starts, self._columns.reported_days))
        return self.counted((reported != NO_DAY) & (starts > reported))

    @cached_property
    def maybe_in_period(self) -> npt.NDArray[np.bool_]:
        """Whether, parallel to ``rows``, an event with a date may as well lie outside the filter's period."""
        dated = (self._firsts != NO_DAY) | (self._lasts != NO_DAY)
        sure = surely_in_period(self.filter, self._firsts, self._lasts)
        return np.asarray(dated & ~sure, dtype=np.bool_)

    @property
    def possibly_in_period(self) -> int:
        """Selected events with a date that may as well lie outside the filter's period."""
        return self.counted(self.maybe_in_period)

    @cached_property
    def without_place(self) -> int:
        """Selected events that cannot be drawn: no place is known."""
        return self.counted(np.isnan(self._columns.locations.latitude[self._columns.location[self.rows]]))

    @cached_property
    def in_tray(self) -> int:
        """Selected events whose place is known to the country only: shown beside the map."""
        columns = self._columns
        codes = columns.location_precision[columns.location[self.rows]]
        return self.counted(codes == code_of(PlacePrecision.COUNTRY))

    @property
    def _bounds(self) -> tuple[Days, Days]:
        """The first and last possible day of every event of the index, on the filter's clock."""
        columns = self._columns
        if self.filter.clock is Clock.REPORTED:
            return columns.reported_days, columns.reported_days
        return columns.starts, columns.ends

    @cached_property
    def _firsts(self) -> Days:
        return self._bounds[0][self.rows]

    @cached_property
    def _lasts(self) -> Days:
        return self._bounds[1][self.rows]
