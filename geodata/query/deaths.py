"""The dead that sources state for the events of a selection: all together, by first-level unit, by actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from geodata.query.index import EventIndex
from geodata.query.selection import Selection
from geodata.store import schema

Numbers = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deaths:
    """How many of ``events`` state their dead (``stated``), and the sums of what these state.

    ``best`` adds each event's best figure, ``low`` and ``high`` the lowest and highest of its sources. An
    event that states none adds nothing; of none that does, all three are 0.
    """

    events: int
    stated: int
    best: int
    low: int
    high: int


def death_bounds(index: EventIndex) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the lowest and highest number of deaths that any source of each event states, 0 where none does.

    Parallel to the events of the index.
    """
    columns, events = index.columns, schema.events.c
    low = columns.table.column("fatalities").fill_null(0).to_numpy().astype(np.int64)
    high = low.copy()
    query = select(events.id, events.fatalities_low, events.fatalities_high).where(
        events.fatalities_low < events.fatalities_high
    )
    with index.store.engine.connect() as connection:
        differing = connection.execute(query).all()
    if differing:
        rows = columns.rows_of_ids([row[0] for row in differing])
        known = rows >= 0
        low[rows[known]] = np.array([row[1] for row in differing])[known]
        high[rows[known]] = np.array([row[2] for row in differing])[known]
    return low, high


class DeathsOf:
    """The dead of the events of a selection; each event counts once, whatever the filter counts."""

    def __init__(self, index: EventIndex, selection: Selection) -> None:
        self._index = index
        self._rows = selection.rows
        column = index.columns.table.column("fatalities")
        stated = column.is_valid().to_numpy().astype(np.int64)
        best = column.fill_null(0).to_numpy().astype(np.int64)
        self._figures = [np.ones_like(stated), stated, best, *death_bounds(index)]

    def all(self) -> Deaths:
        """Return the dead of all events of the selection."""
        return self._sums(np.zeros(len(self._rows), dtype=np.int64), 1)[0]

    def by_unit(self) -> dict[str, Deaths]:
        """Return the dead by first-level unit ("UA.07"); events in no single one count in none."""
        units, columns = self._index.units, self._index.columns
        groups = units.of[columns.location[self._rows]]
        return dict(zip(units.codes, self._sums(groups, len(units.codes)), strict=True))

    def by_actor(self) -> dict[str, Deaths]:
        """Return the dead by actor; an event with two actors is in both."""
        actors = self._index.columns.actors
        found: dict[str, list[int]] = {}
        for names, sums in zip(
            actors.sets, self._sums(actors.codes[self._rows], len(actors.sets)), strict=True
        ):
            figures = (sums.events, sums.stated, sums.best, sums.low, sums.high)
            for name in names:
                found[name] = [a + b for a, b in zip(found.get(name, [0] * 5), figures, strict=True)]
        return {name: _deaths(sums) for name, sums in found.items()}

    def _sums(self, groups: Numbers, n_groups: int) -> list[Deaths]:
        """Return the sums of each group; ``groups`` runs parallel to the rows, -1 is none."""
        member = groups >= 0
        rows = self._rows[member]
        sums = [
            np.bincount(groups[member], weights=figures[rows], minlength=n_groups).astype(np.int64).tolist()
            for figures in self._figures
        ]
        return [_deaths(group) for group in zip(*sums, strict=True)]


def _deaths(figures: Sequence[int]) -> Deaths:
    events, stated, best, low, high = figures
    return Deaths(events=events, stated=stated, best=best, low=low, high=high)
