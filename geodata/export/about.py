"""What every export and snapshot says about itself: filter, counts, release policy and credits."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from geodata.export.policy import ReleasePolicy
from geodata.query import Counting, Doubt, Selection, describe, to_query
from geodata.query.clauses import Names

CREDITS = (
    "Places: GeoNames (geonames.org), CC BY 4.0",
    "Boundaries and basemap: Made with Natural Earth (public domain); Crimea shown as Ukraine (UN GA 68/262)",
)
PROGRAM = "Conflict Map"

LINK = "Filter as a link: "
"""What stands before the filter's link in every statement; ``geodata.export.reading`` looks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """``sentence`` is the filter in words, ``query`` the same as the parameters of a link.

    ``shown`` of ``total`` events are in the file; among them ``undated`` have no date at all, ``by_day``
    only a last and ``since_day`` only a first possible day, ``possibly_in_period`` may as well lie outside
    the filter's period, and ``without_place`` have no place. ``withheld`` events passed the filter and were
    kept back by ``policy``, which ``release`` says for programs; ``hidden`` are the filters that it does not
    let the file tell. ``reports`` is how many reports tell of the events shown, where those are counted.
    """

    sentence: str
    query: tuple[tuple[str, str], ...]
    shown: int
    total: int
    undated: int
    without_place: int
    by_day: int = 0
    since_day: int = 0
    possibly_in_period: int = 0
    revision: int = 0
    policy: str = ""
    release: tuple[tuple[str, str], ...] = ()
    hidden: tuple[str, ...] = ()
    withheld: int = 0
    reports: int | None = None
    credits: tuple[str, ...] = CREDITS

    @property
    def counts(self) -> str:
        """The numbers in words; what there is none of is not named."""
        parts = [self.numbers]
        if self.withheld:
            parts.append(f"{self.withheld:,} withheld by the release policy")
        unsure = ((self.undated, "without a date"), *self.unsure_dates)
        rows = (*unsure, (self.without_place, "without a place"))
        parts += [f"{number:,} {words}" for number, words in rows if number]
        return "; ".join(parts)

    @property
    def numbers(self) -> str:
        """How many events of how many, and by how many reports where those are counted."""
        told = "" if self.reports is None else f", told by {Counting.REPORTS.said(self.reports)}"
        return f"{self.shown:,} of {Counting.EVENTS.said(self.total)}{told}"

    @property
    def unsure_dates(self) -> tuple[tuple[int, str], ...]:
        """How many dates are known by one bound only or may lie outside the period, each with its words."""
        return (
            (self.by_day, Doubt.BY_DAY.value),
            (self.since_day, Doubt.SINCE_DAY.value),
            (self.possibly_in_period, Doubt.POSSIBLY_IN_PERIOD.value),
        )

    def lines(self) -> tuple[str, ...]:
        """Return what a reader needs, a line each."""
        policy = (f"Release policy: {self.policy}",) if self.policy else ()
        return (self.sentence, f"{self.counts}.", *policy, *self.credits, self.link)

    @property
    def link(self) -> str:
        """The filter as the dashboard's address takes it, and the release policy, on one line."""
        release = [(f"release_{name}", text) for name, text in self.release]
        hidden = [("release_hidden", "|".join(self.hidden))] if self.hidden else []
        return f"{LINK}?{urlencode([*self.query, *release, *hidden])}"

    def to_dict(self) -> dict[str, object]:
        """Return the same as JSON can hold."""
        return {
            "program": PROGRAM,
            "filter": self.sentence,
            "query": dict(self.query),
            "shown": self.shown,
            "total": self.total,
            "undated": self.undated,
            "dated_by_a_last_day_only": self.by_day,
            "dated_by_a_first_day_only": self.since_day,
            "possibly_in_period": self.possibly_in_period,
            "without_place": self.without_place,
            "release_policy": self.policy or None,
            "release": dict(self.release) | ({"hidden": "|".join(self.hidden)} if self.hidden else {}),
            "withheld": self.withheld,
            "credits": list(self.credits),
        }


def about(selection: Selection, names: Names = str, policy: ReleasePolicy | None = None) -> About:
    """Return what a file with exactly these events says about itself.

    Under a ``policy`` the filter is told as far as it may be; the counts are still those of the selection.
    """
    told, hidden = policy.tellable(selection.filter) if policy else (selection.filter, ())
    events = selection.counting(Counting.EVENTS)
    kept_back = " A filter that would tell exact places is kept back by the release policy." if hidden else ""
    return About(
        sentence=describe(told, names) + kept_back,
        query=tuple(to_query(told).items()),
        policy=policy.describe() if policy else "",
        release=tuple(policy.to_query().items()) if policy else (),
        hidden=hidden,
        shown=len(selection),
        total=selection.total,
        undated=events.undated,
        by_day=events.by_day,
        since_day=events.since_day,
        possibly_in_period=events.possibly_in_period,
        without_place=events.without_place,
        revision=selection.revision,
        reports=selection.reports if selection.filter.counting is Counting.REPORTS else None,
    )
