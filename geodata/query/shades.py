"""How many selected events lie in each first-level unit: what a shaded map shows of any number of events."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.model import EventType
from geodata.query.cells import Counts, Located


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The one unit that each location lies in: a position in ``codes`` ("UA.07"), -1 where there is none."""

    of: npt.NDArray[np.int64]
    codes: tuple[str, ...]

    def within(self, code: str) -> npt.NDArray[np.bool_]:
        """Return, per location, whether it lies in the unit of this code."""
        at = self.codes.index(code) if code in self.codes else len(self.codes)
        return np.asarray(self.of == at, dtype=np.bool_)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """Events in one unit; ``by_day`` are those of ``types`` that are dated only "by" a day."""

    code: str
    count: int
    types: Counts
    by_day: Counts


def shades_of(located: Located, units: Units) -> tuple[Shade, ...]:
    """Return the units with events, most first. What lies in no single unit is in none of them."""
    inside = units.of >= 0
    sums = []
    for counts in (located.types, located.by_day):
        found = np.zeros((len(units.codes), len(EventType)), dtype=np.int64)
        np.add.at(found, units.of[inside], counts[inside])
        sums.append(found)
    totals = sums[0].sum(axis=1)
    order = np.argsort(-totals, kind="stable")
    return tuple(
        Shade(
            code=units.codes[at],
            count=int(totals[at]),
            types=_counts(sums[0][at]),
            by_day=_counts(sums[1][at]),
        )
        for at in order.tolist()
        if totals[at]
    )


def _counts(row: npt.NDArray[np.int64]) -> Counts:
    return {kind: int(n) for kind, n in zip(EventType, row.tolist(), strict=True) if n}
