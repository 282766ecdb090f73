"""The geopy geocoders: offline answers; a chain that is slow, bounded, remembers and hides no outage."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.exc import GeocoderQueryError, GeocoderServiceError, GeocoderUnavailable, GeopyError
from geopy.geocoders import Nominatim, Photon
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geodata.geocoder import Answer, GeocoderChain, OfflineGeocoder, SlowAsking, SqliteAnswerCache


@pytest.fixture(scope="module")
def offline() -> OfflineGeocoder:
    return OfflineGeocoder()


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("Long Beach, CA", "Long Beach, California, US"),
        ("Bangor, Maine", "Bangor, Maine, US"),
        ("Oklahoma", "Oklahoma, US"),
        ("Paris, Texas", "Paris, Texas, US"),
        ("paris", "Paris, Île-de-France, FR"),
        ("New York, usa", "New York, US"),
        ("Tbilisi, Georgia", "Tbilisi, GE"),
        ("Atlanta, Georgia", "Atlanta, Georgia, US"),
        ("Zaliznychne, Kharkiv region", "Zaliznychne, Chuhuiv Raion, Kharkiv Oblast, UA"),
        ("Zaliznychne, Chuhuiv district, Kharkiv region", "Zaliznychne, Chuhuiv Raion, Kharkiv Oblast, UA"),
    ],
)
def test_geocode(offline: OfflineGeocoder, query: str, address: str) -> None:
    found = offline.geocode(query)
    assert isinstance(found, Location)
    assert found.address == address
    assert found.raw["id"]


def test_it_is_a_geopy_geocoder(offline: OfflineGeocoder) -> None:
    assert isinstance(offline, Geocoder)
    assert isinstance(GeocoderChain(offline=offline), Geocoder)


def test_nothing_found_is_none(offline: OfflineGeocoder) -> None:
    assert offline.geocode("Qwertyville") is None
    assert offline.geocode("Qwertyville", exactly_one=False) is None
    assert offline.geocode("Paris, Mongolia") is None


def test_all_places_of_a_name_within_countries(offline: OfflineGeocoder) -> None:
    everywhere = offline.geocode("Springfield", exactly_one=False, limit=40)
    assert isinstance(everywhere, list)
    assert len(everywhere) > 10
    british = offline.geocode("Boston", exactly_one=False, country_codes="gb")
    assert isinstance(british, list)
    assert {place.raw["country_code"] for place in british} == {"GB"}
    two = offline.geocode("London", exactly_one=False, country_codes=["ca", "GB"])
    assert isinstance(two, list)
    assert {place.raw["country_code"] for place in two} == {"CA", "GB"}


def test_a_viewbox_prefers_and_bounds(offline: OfflineGeocoder) -> None:
    texas = [Point(36.5, -106.6), Point(25.8, -93.5)]
    first = offline.geocode("Paris", viewbox=texas)
    assert isinstance(first, Location)
    assert first.address == "Paris, Texas, US"
    assert offline.geocode("Kharkiv", viewbox=texas, bounded=True) is None
    assert offline.geocode("Kharkiv", viewbox=texas) is not None


def test_a_structured_query(offline: OfflineGeocoder) -> None:
    found = offline.geocode({"city": "Paris", "state": "Texas", "country": "USA"})
    assert isinstance(found, Location)
    assert found.address == "Paris, Texas, US"


@pytest.mark.parametrize(
    "arguments",
    [
        {"query": ""},
        {"query": " , "},
        {"query": {"planet": "Mars"}},
        {"query": "Paris", "country_codes": "France"},
        {"query": "Paris", "viewbox": [1, 2, 3]},
        {"query": "Paris", "limit": 0},
    ],
)
def test_a_bad_query_is_geopys_own_exception(offline: OfflineGeocoder, arguments: dict[str, object]) -> None:
    with pytest.raises(GeocoderQueryError):
        offline.geocode(**arguments)  # type: ignore[arg-type]


def test_reverse(offline: OfflineGeocoder) -> None:
    assert str(offline.reverse("49.727, 36.866")) == "Zaliznychne, Chuhuiv Raion, Kharkiv Oblast, UA"
    many = offline.reverse((50.45, 30.52), exactly_one=False)
    assert isinstance(many, list)
    assert len(many) > 1
    assert str(offline.reverse((71.0, 100.0))) == "Krasnoyarsk Krai, RU"
    assert offline.reverse((0.0, -30.0)) is None
    with pytest.raises(GeocoderQueryError):
        offline.reverse("nowhere")


VILLAGE = {
    "place_id": 1,
    "osm_type": "node",
    "lat": "49.123",
    "lon": "36.456",
    "display_name": "Qwertyville, Kharkiv Oblast, Ukraine",
    "class": "place",
    "type": "village",
    "address": {"village": "Qwertyville", "country": "Ukraine", "country_code": "ua"},
}
NAMESAKE = VILLAGE | {"lat": "1", "lon": "2", "address": {"country_code": "br"}}
PHOTON = {
    "features": [
        {
            "geometry": {"coordinates": [36.456, 49.123]},
            "properties": {"name": "Qwertyville", "country": "Ukraine", "countrycode": "UA"},
        }
    ]
}


class Service:
    """A local server that answers as told and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, list[str]]] = []
        self.answer: tuple[int, str] = (200, json.dumps([NAMESAKE, VILLAGE]))
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.asked.append(parse_qs(urlsplit(self.path).query))
                code, body = service.answer
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.domain = f"127.0.0.1:{self.http.server_port}"
        self.thread = Thread(target=self.http.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()


@pytest.fixture
def service() -> Iterator[Service]:
    running = Service()
    yield running
    running.close()


class Timed(SlowAsking):  # type: ignore[misc]
    """Asks by a clock that moves only when somebody sleeps or a test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 100.0
        self.slept: list[float] = []

    def _clock(self) -> float:
        return self.now

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


Chain = Callable[..., GeocoderChain]


@pytest.fixture
def chain(offline: OfflineGeocoder, service: Service, tmp_path: Path) -> Chain:
    def make(asking: Timed | None = None, *services: Geocoder) -> GeocoderChain:
        nominatim = Nominatim(user_agent="conflictmap-test", domain=service.domain, scheme="http", timeout=5)
        return GeocoderChain(
            offline=offline,
            services=services or (nominatim,),
            cache=SqliteAnswerCache(tmp_path / "answers.sqlite"),
            asking=asking or Timed(),
        )

    return make


def test_known_places_never_go_online(chain: Chain, service: Service) -> None:
    assert chain().geocode("Kharkiv", country_codes="ua").address == "Kharkiv, Kharkiv Oblast, UA"
    assert service.asked == []


def test_online_is_off_by_default_and_without_a_country(
    offline: OfflineGeocoder, chain: Chain, service: Service
) -> None:
    assert GeocoderChain(offline=offline).geocode("Qwertyville", country_codes="ua") is None
    assert chain().geocode("Qwertyville") is None
    assert service.asked == []


def test_an_unknown_place_is_asked_for_within_its_countries(chain: Chain, service: Service) -> None:
    found = chain().geocode("Qwertyville", country_codes=["UA", "PL"])
    assert (found.latitude, found.longitude) == (49.123, 36.456)  # not the Brazilian namesake
    assert service.asked[0]["q"] == ["Qwertyville"]
    assert service.asked[0]["countrycodes"] == ["pl,ua"]


def test_an_answer_is_remembered_also_by_the_next_process(chain: Chain, service: Service) -> None:
    first = chain().geocode("Qwertyville", country_codes="ua")
    second = chain().geocode("QWERTYVILLE ", country_codes="UA")
    assert (first.address, first.raw) == (second.address, second.raw)
    assert len(service.asked) == 1


def test_not_found_is_remembered_too(chain: Chain, service: Service) -> None:
    service.answer = (200, "[]")
    assert chain().geocode("Nowhereville", country_codes="ua") is None
    assert chain().geocode("Nowhereville", country_codes="ua", exactly_one=False) is None
    assert len(service.asked) == 1


def test_at_most_one_request_a_second(chain: Chain, service: Service) -> None:
    time = Timed()
    asking = chain(time)
    asking.geocode("Qwertyville A", country_codes="ua")
    time.now += 0.25
    asking.geocode("Qwertyville B", country_codes="ua")
    asking.geocode("Qwertyville C", country_codes="ua")
    time.now += 5
    asking.geocode("Qwertyville D", country_codes="ua")
    assert time.slept == [pytest.approx(0.75), pytest.approx(1.0)]
    assert len(service.asked) == 4


@pytest.mark.parametrize(
    "answer",
    [(503, "down"), (429, "slow down"), (403, "blocked"), (200, "<html>"), (200, '{"unexpected": 1}')],
)
def test_an_outage_is_an_error_and_not_remembered(
    chain: Chain, service: Service, answer: tuple[int, str]
) -> None:
    good, service.answer = service.answer, answer
    with pytest.raises(GeopyError):
        chain().geocode("Qwertyville", country_codes="ua")
    service.answer = good
    assert chain().geocode("Qwertyville", country_codes="ua").latitude == 49.123


def test_nobody_there_is_an_error(chain: Chain) -> None:
    dead = Nominatim(user_agent="conflictmap-test", domain="127.0.0.1:9", scheme="http", timeout=2)
    asking = Timed()
    with pytest.raises(GeocoderUnavailable):
        chain(asking, dead).geocode("Qwertyville", country_codes="ua")
    assert asking.slept == [], "whoever waits for the answer is told at once"


def test_the_second_service_stands_in_but_its_silence_does_not_hide_the_outage(
    chain: Chain, service: Service
) -> None:
    dead = Nominatim(user_agent="conflictmap-test", domain="127.0.0.1:9", scheme="http", timeout=2)
    photon = Photon(user_agent="conflictmap-test", domain=service.domain, scheme="http", timeout=5)
    service.answer = (200, json.dumps(PHOTON))
    assert chain(None, dead, photon).geocode("Qwertyville", country_codes="ua").latitude == 49.123
    assert chain(None, photon).geocode("Otherville", country_codes="pl") is None
    service.answer = (200, json.dumps({"features": []}))
    with pytest.raises(GeocoderServiceError):
        chain(None, dead, photon).geocode("Nowhereville", country_codes="ua")


def test_the_cache_tells_empty_from_never_asked(tmp_path: Path) -> None:
    cache = SqliteAnswerCache(tmp_path / "answers.sqlite")
    assert cache.get("q") is None
    cache.put("q", Answer(()))
    assert cache.get("q") == Answer(())
    place = Location("Удý", (50.391, 36.056), {"a": ["b"]})
    cache.put("q", Answer((place,)))
    kept = SqliteAnswerCache(tmp_path / "answers.sqlite").get("q")
    assert kept is not None
    assert (kept.places[0].address, kept.places[0].point, kept.places[0].raw) == (
        place.address,
        place.point,
        place.raw,
    )
