"""Lets the country that an article is about decide between namesakes of which none is clearly likelier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from articles.resolve.options import Name
from articles.resolve.rank import swap_with_best
from geodata.model import PlaceKind

CLOSE = 0.4
"""From this share of the likeliest one's on a namesake is about as likely."""
COMPANY = 3
"""So many other names of a country, its regions and towns, make it the one that an article is about."""


def heed_company(names: Sequence[Name]) -> None:
    """Let a town mean its namesake in the country of several other names, where its own is that of none.

    "Palma" beside Pemba, Mueda and Cabo Delgado is the one in Mozambique.
    """
    lying = Counter(name.options[0].place.country_code for name in names if name.options)
    for name in names:
        if len(name.options) < 2 or name.demonym:
            continue
        best = name.options[0]
        if best.place.kind is not PlaceKind.SETTLEMENT or lying[best.place.country_code] > 1:
            continue
        for at, option in enumerate(name.options[1:], 1):
            if option.share < CLOSE * best.share:
                break
            code = option.place.country_code
            if code is not None and code != best.place.country_code and lying[code] >= COMPANY:
                swap_with_best(name, at, "as the text names others in that country")
                break
