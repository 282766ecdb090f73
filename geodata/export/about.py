"""What every export and snapshot says about itself: filter, counts, release policy and credits."""

from __future__ import annotations

from dataclasses import dataclass, replace

from geodata.query import Selection, to_query
from geodata.query.clauses import Names

CREDITS = (
    "Places: GeoNames (geonames.org), CC BY 4.0",
    "Boundaries and basemap: Made with Natural Earth (public domain); Crimea shown as Ukraine (UN GA 68/262)",
)
PROGRAM = "Conflict Map"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """``sentence`` is the filter in words, ``query`` the same as the parameters of a link.

    ``shown`` of ``total`` events are in the file; among them ``undated`` have no date and
    ``without_place`` no place. ``withheld`` events passed the filter and were kept back by ``policy``.
    """

    sentence: str
    query: tuple[tuple[str, str], ...]
    shown: int
    total: int
    undated: int
    without_place: int
    revision: int = 0
    policy: str = ""
    withheld: int = 0
    credits: tuple[str, ...] = CREDITS

    @property
    def counts(self) -> str:
        """The numbers in words."""
        noun = "event" if self.total == 1 else "events"
        parts = [f"{self.shown:,} of {self.total:,} {noun}"]
        if self.withheld:
            parts.append(f"{self.withheld:,} withheld by the release policy")
        parts += [f"{self.undated:,} without a date", f"{self.without_place:,} without a place"]
        return "; ".join(parts)

    def lines(self) -> tuple[str, ...]:
        """Return what a reader needs, a line each."""
        policy = (f"Release policy: {self.policy}",) if self.policy else ()
        return (self.sentence, f"{self.counts}.", *policy, *self.credits)

    def to_dict(self) -> dict[str, object]:
        """Return the same as JSON can hold."""
        return {
            "program": PROGRAM,
            "filter": self.sentence,
            "query": dict(self.query),
            "shown": self.shown,
            "total": self.total,
            "undated": self.undated,
            "without_place": self.without_place,
            "release_policy": self.policy or None,
            "withheld": self.withheld,
            "credits": list(self.credits),
        }


def about(selection: Selection, names: Names = str) -> About:
    """Return what a file with exactly these events says about itself."""
    return About(
        sentence=selection.describe(names),
        query=tuple(to_query(selection.filter).items()),
        shown=len(selection),
        total=selection.total,
        undated=selection.undated,
        without_place=selection.without_place,
        revision=selection.revision,
    )


def with_policy(statement: About, policy: str, withheld: int, undated: int, without_place: int) -> About:
    """Return the statement of a file that a release policy has changed."""
    return replace(
        statement,
        policy=policy,
        withheld=withheld,
        shown=statement.shown - withheld,
        undated=undated,
        without_place=without_place,
    )
