"""The numbers under which joining keeps reports, in place of their ids.

Reports get them as they come, so what joining notes of one lies beside what it noted of the news before: an
id is a digest and would strew it over the whole table, a page for every row that is written or looked up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, select

from geodata.store import schema
from geodata.store.readings import chunks

_column = schema.joining.c


class Numbers:
    """Tells numbers of reports that wait for joining or are joined, and which report has one.

    What was looked up is remembered: whoever keeps it for longer than a transaction forgets the reports that
    are stored anew.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._of: dict[str, int] = {}
        self._ids: dict[int, str] = {}

    def of(self, report_ids: Iterable[str]) -> list[int]:
        """Return the numbers of these reports in ascending order; one that has none is left out."""
        wanted = list(report_ids)
        self._load([key for key in wanted if key not in self._of])
        return sorted(self._of[key] for key in wanted if key in self._of)

    def by_id(self, report_ids: Iterable[str]) -> Mapping[str, int]:
        """Return a mapping that holds the numbers of these reports, and maybe of others."""
        self._load([key for key in report_ids if key not in self._of])
        return self._of

    def ids(self, numbers: Iterable[int]) -> Mapping[int, str]:
        """Return a mapping that holds the reports of these numbers, and maybe of others."""
        wanted = sorted(number for number in set(numbers) if number not in self._ids)
        query = select(_column.report_id, _column.number)
        for some in chunks(wanted):
            self._add(self.connection.execute(query.where(_column.number.in_(some))).all())
        return self._ids

    def forget(self, report_ids: Iterable[str]) -> None:
        """Look these reports up anew when they are asked for."""
        for key in report_ids:
            self._of.pop(key, None)

    def keep(self, report_ids: Collection[str], at_most: int) -> None:
        """Forget all but these reports where more than so many are remembered."""
        if len(self._ids) > at_most:
            self._of = {key: number for key, number in self._of.items() if key in report_ids}
            self._ids = {number: key for key, number in self._of.items()}

    def _load(self, report_ids: list[str]) -> None:
        query = select(_column.report_id, _column.number)
        for some in chunks(report_ids):
            self._add(self.connection.execute(query.where(_column.report_id.in_(some))).all())

    def _add(self, rows: Iterable[tuple[str, int]]) -> None:
        for key, number in rows:
            self._of[key] = number
            self._ids[number] = key
