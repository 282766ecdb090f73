"""Takes a unit's word off its name: "Tsafe Local Government Area", "Pulwama district", "Goma City"."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache


class UnitSort(StrEnum):
    """What a word behind a name says that the name is."""

    FIRST = "unit1"
    SECOND = "unit2"
    CITY = "city"

    @property
    def word(self) -> str:
        """The sort in words."""
        return {"unit1": "a first-level unit", "unit2": "a district", "city": "a town"}[self.value]


# "Council", "department", "division" and "agency" are left out: "Kyiv City Council" is no district.
_TAILS = {
    UnitSort.FIRST: "province|region|state|governorate|oblast|provinces|regions|states|governorates|oblasts",
    UnitSort.SECOND: (
        "local government area|local government areas|local government council|local council area"
        "|local government|local govt area|local council|council area|lga|lgas|district|districts"
        "|sub-district|subdistrict|county|counties|sub-county|subcounty|sub county|cercle|raion|raions|rayon"
        "|prefecture|sub-prefecture|township|townships|tehsil|taluk|upazila|municipality|commune|woreda"
        "|territory|locality|payam|hromada|regency|subdivision|canton|arrondissement"
    ),
    UnitSort.CITY: "city|town",
}
_SORT_OF = {tuple(tail.split()): sort for sort, tails in _TAILS.items() for tail in tails.split("|")}
_LONGEST = max(map(len, _SORT_OF))
UNIT_WORDS = frozenset(word for tail in _SORT_OF for word in tail)
"""Words that stand, in small letters, behind the name of a unit or in the middle of such a tail."""
_PLAIN_TAILS = frozenset(
    tail
    for tail in _SORT_OF
    if tail[0] == "local" or tail[-1] in ("lga", "lgas") or tail == ("council", "area")
)
"""Tails that make a unit of any name before them, be it listed or not."""


QUARTER_WORDS = frozenset(
    "colonia barrio bairro fraccionamiento residencial urbanización urbanizacion quartier".split()
)
"""Words before the name of a part of a town."""
SPOT_WORDS = frozenset(
    "town area front camp neighbourhood neighborhood suburb locality settlement quarter".split()
)
"""Words behind the name of a small place that lies in another one."""


@lru_cache(maxsize=20_000)
def split_unit(surface: str) -> tuple[str, UnitSort | None]:
    """Return a name without the word for its unit, and what that word makes of it; None where it has none."""
    words = surface.split()
    for size in range(min(_LONGEST, len(words) - 1), 0, -1):
        sort = _SORT_OF.get(tuple(word.lower() for word in words[-size:]))
        if sort is not None:
            return " ".join(words[:-size]), sort
    return surface, None


def tail_length(words: list[str]) -> int:
    """Return how many of the first ``words`` (lower-case) make a unit of any name before them; 0: none."""
    for size in range(min(_LONGEST, len(words)), 0, -1):
        if tuple(words[:size]) in _PLAIN_TAILS:
            return size
    return 0


def is_plain_unit(surface: str) -> bool:
    """Whether a name says beyond doubt that it is a unit's: "Geire local government"."""
    words = [word.lower() for word in surface.split()]
    return any(tuple(words[-size:]) in _PLAIN_TAILS for size in range(1, min(_LONGEST, len(words) - 1) + 1))


def is_quarter(surface: str) -> bool:
    """Whether a name begins with a word for a part of a town: "Colonia Miguel Hidalgo", "Barrio Obrero"."""
    words = surface.lower().split()
    return len(words) > 1 and words[0] in QUARTER_WORDS
