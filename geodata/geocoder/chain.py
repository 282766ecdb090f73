"""Asks the offline gazetteer first, then kept answers, then online services, slowly and within countries."""

from __future__ import annotations

import json
from collections.abc import Sequence

from geopy.exc import GeocoderParseError, GeocoderServiceError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geodata.geocoder.cache import Answer, AnswerCache
from geodata.geocoder.offline import OfflineGeocoder, to_codes

MIN_PAUSE_SECONDS = 1.0  # the usage policy of the public Nominatim server
_ONLINE_LIMIT = 10


class SlowAsking(RateLimiter):  # type: ignore[misc]
    """Asks services at most once a second, whoever asks; an outage is raised at once, not tried again."""

    def __init__(self) -> None:
        super().__init__(_ask, min_delay_seconds=MIN_PAUSE_SECONDS, max_retries=0, swallow_exceptions=False)


class GeocoderChain(Geocoder):  # type: ignore[misc]
    """Offline first; then, only if services are given, the kept answers and the services in their order.

    Nothing is asked online without ``country_codes``: a name without a country invites a far-off namesake.
    A service that cannot be reached raises geopy's exception, it never looks like "no such place", and
    nothing is kept of it.
    """

    def __init__(
        self,
        *,
        offline: OfflineGeocoder | None = None,
        services: Sequence[Geocoder] = (),
        cache: AnswerCache | None = None,
        asking: SlowAsking | None = None,
    ) -> None:
        super().__init__(user_agent="conflictmap")
        self.offline = offline or OfflineGeocoder()
        self.services = tuple(services)
        self.cache = cache
        self.asking = asking or SlowAsking()

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
        country_codes: str | Sequence[str] | None = None,
        limit: int | None = None,
    ) -> Location | list[Location] | None:
        """Return the place, or with ``exactly_one=False`` the places, a query names; None for none.

        ``timeout`` is for each request, in seconds. Raises GeocoderQueryError for a bad query and
        GeocoderServiceError (or a subclass) when no service that was asked could answer.
        """
        found = self.offline.geocode(query, exactly_one=False, country_codes=country_codes, limit=limit)
        if found is None and self.services and country_codes:
            found = list(self._ask_services(query, sorted(to_codes(country_codes)), timeout))[:limit]
        if not found:
            return None
        return found[0] if exactly_one else found

    def reverse(
        self,
        query: Point | str | Sequence[float],
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """Return what the offline geocoder knows near a point; see ``OfflineGeocoder.reverse``."""
        return self.offline.reverse(query, exactly_one=exactly_one, timeout=timeout)

    def _ask_services(self, query: str, codes: list[str], timeout: object) -> tuple[Location, ...]:
        """Return the first service's places; an empty answer counts only when every service gave one."""
        outage: GeocoderServiceError | None = None
        for service in self.services:
            try:
                answer = self._answer(service, query, codes, timeout)
            except GeocoderServiceError as error:
                outage = error
                continue
            if answer.places:
                return answer.places
        if outage is not None:
            raise outage
        return ()

    def _answer(self, service: Geocoder, query: str, codes: list[str], timeout: object) -> Answer:
        question = json.dumps([type(service).__name__, query.strip().casefold(), codes], ensure_ascii=False)
        kept = self.cache.get(question) if self.cache is not None else None
        if kept is not None:
            return kept
        found = self.asking(service, query, codes, timeout)
        answer = Answer(tuple(place for place in found if _is_within(place, codes)))
        if self.cache is not None:
            self.cache.put(question, answer)
        return answer


def _ask(service: Geocoder, query: str, codes: list[str], timeout: object) -> list[Location]:
    """Return a service's places; raises GeocoderParseError for an answer that is not in its format."""
    options: dict[str, object] = {"exactly_one": False, "timeout": timeout, "limit": _ONLINE_LIMIT}
    if type(service).__name__ == "Nominatim":  # Photon cannot be told the countries
        options |= {"country_codes": [code.lower() for code in codes], "addressdetails": True}
    try:
        found = service.geocode(query, **options)
        return [place for place in found or () if place.latitude is not None]
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise GeocoderParseError(f"{type(service).__name__} answered in an unknown format") from error


def _is_within(place: Location, codes: list[str]) -> bool:
    """Return whether a service's place is in one of the countries; unknown counts as outside."""
    return country_code_of(place) in codes


def country_code_of(place: Location) -> str | None:
    """Return the ISO code of the country a service puts its place in, None where it does not say."""
    raw = place.raw
    code = raw.get("address", {}).get("country_code") or raw.get("properties", {}).get("countrycode")
    return str(code).upper() if code else None
