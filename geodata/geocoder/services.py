"""Builds the chain that may ask public services: which there are, how long they may take, how often."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version

from geopy.geocoders import Nominatim, Photon
from geopy.geocoders.base import Geocoder

from geodata.gazetteer import cache_folder
from geodata.geocoder.cache import AnswerCache, SqliteAnswerCache
from geodata.geocoder.chain import GeocoderChain, SlowAsking
from geodata.geocoder.offline import OfflineGeocoder

SERVICES = {"nominatim": Nominatim, "photon": Photon}
_SECONDS = 10
# One for the whole process: whoever asks in it, the services together are asked at most once a second.
_ASKING = SlowAsking()


def chain_of(
    names: Iterable[str], offline: OfflineGeocoder, cache: AnswerCache | None = None
) -> GeocoderChain:
    """Return the chain that asks the table first, then kept answers, then the named services.

    Answers are kept in ``cache``, a store's say, or in a file of the user's cache folder. Without names
    nothing is asked online, kept or written. Raises KeyError for a name not in ``SERVICES``.
    """
    agent = f"conflictmap/{version('conflictmap')}"
    services: list[Geocoder] = [SERVICES[name](user_agent=agent, timeout=_SECONDS) for name in names]
    if not services:
        return GeocoderChain(offline=offline)
    if cache is None:
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        cache = SqliteAnswerCache(folder / "geocoder-answers.sqlite")
    return GeocoderChain(offline=offline, services=services, cache=cache, asking=_ASKING)
