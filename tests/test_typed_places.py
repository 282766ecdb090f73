"""Typed places go through geopy's interface, beside the map, on the bench and on the command line alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import made_corrections
import pytest
from geopy.exc import GeocoderUnavailable
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from made_events import make_store
from streamlit.testing.v1 import AppTest

from dashboard.online_places import VARIABLE, turned_on
from dashboard.place_choice import search_places
from dashboard.place_search import find_points
from geodata.gazetteer import open_gazetteer
from geodata.geocoder import SERVICES, OfflineGeocoder, locate, read_point, to_place
from geodata.model import Place, PlaceKind
from geodata.store import Store

SECONDS = 60


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("49.2103, 37.2761", (49.2103, 37.2761)),
        (" 49.2103 37.2761 ", (49.2103, 37.2761)),
        ("49.2103°;37.2761°", (49.2103, 37.2761)),
        ("49.2103N, 37.2761E", (49.2103, 37.2761)),
        ("33°52'S 151°12'E", (-33.8667, 151.2)),
        ("-33.8667,151.2", (-33.8667, 151.2)),
        ("12 5", (12.0, 5.0)),
    ],
)
def test_coordinates_are_read_in_every_common_form(typed: str, point: tuple[float, float]) -> None:
    assert read_point(typed) == pytest.approx(point, abs=1e-4)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "5",
        "95.0, 10.0",
        "10, 999",
        "49.2,37.3,20",
        "Izium 5 7",
        "Route 5 7",
        "Essen",
        "Sens",
        "-",
        "S",
    ],
)
def test_what_is_no_point_on_earth_is_none(typed: str) -> None:
    assert read_point(typed) is None


class Told(Geocoder):  # type: ignore[misc]
    """A geocoder of whoever writes one, with geopy's interface alone."""

    def __init__(self, *places: Location) -> None:
        super().__init__(user_agent="test")
        self.places = list(places)
        self.asked: list[str] = []

    def geocode(self, query: str, *, exactly_one: bool = True, **_options: Any) -> Any:
        self.asked.append(query)
        return self.places[0] if exactly_one and self.places else self.places or None


ELSEWHERE = Location("Qwertyville, Ukraine", (48.0, 37.0), {"osm_id": 7, "licence": "ODbL"})


def test_any_geopy_geocoder_answers_near_and_the_bench() -> None:
    own = Told(ELSEWHERE)
    assert find_points(" Qwertyville ", own) == [("Qwertyville, Ukraine", 48.0, 37.0)]
    (place,) = search_places("Qwertyville", "Qwerty", own)
    assert (place.name, place.latitude, place.longitude, place.source) == (
        "Qwertyville, Ukraine", 48.0, 37.0, "ODbL",
    )  # fmt: skip
    assert own.asked == ["Qwertyville", "Qwertyville"]


@pytest.mark.parametrize("typed", ["", "  ", "95.0, 10.0", "10, 999", "---", "7"])
def test_nothing_and_nowhere_are_not_asked_for(typed: str) -> None:
    own = Told(ELSEWHERE)
    assert locate(typed, own) == []
    assert own.asked == []


def test_a_point_is_itself_and_called_as_the_words_it_stands_for() -> None:
    (found,) = locate("49.2, 37.3", Told())
    assert found.address == "49.2, 37.3"
    place = to_place(found, "Udy")
    assert (place.name, place.kind, place.id) == ("Udy", PlaceKind.OTHER, "point:49.20000,37.30000")


def test_the_tables_answer_comes_back_as_its_own_record() -> None:
    table = open_gazetteer()
    (found,) = locate("Izium", OfflineGeocoder(table, points_first=True))
    place = to_place(found)
    assert isinstance(place, Place)
    assert place == table.place(place.id)


def test_beside_a_map_points_go_before_areas_and_known_places_before_namesakes() -> None:
    table = open_gazetteer()

    def ids(typed: str, **how: Any) -> list[str]:
        found = OfflineGeocoder(table, **how).geocode(typed, exactly_one=False, limit=60) or []
        return [place.raw["id"] for place in found]

    assert ids("Luxembourg")[0] == "country:LU"
    assert not table.place(ids("Luxembourg", points_first=True)[0]).is_area
    assert ids("Zaliznychne", points_first=True, known={"gn:687796"}) == ["gn:687796"]
    assert len(ids("Zaliznychne", points_first=True)) == 6
    assert ids("Kramato") == []
    assert table.place(ids("Kramato", begun=True)[0]).name == "Kramatorsk"


def test_no_two_addresses_of_an_answer_read_the_same() -> None:
    found = OfflineGeocoder().geocode("Zaliznychne", exactly_one=False, limit=60)
    assert len(found) == 6
    assert len({place.address for place in found}) == 6


def test_a_place_is_found_by_whatever_it_lies_in() -> None:
    places = OfflineGeocoder(points_first=True)
    assert places.geocode("Bakhmut, Donbas").raw["country_code"] == "UA"
    assert places.geocode("Bakhmut, Mali") is None


class Village(Told):
    """A service that knows one village, or is down."""

    down = False
    questions: tuple[tuple[str, Any], ...] = ()

    def __init__(self, **_options: Any) -> None:
        super().__init__(Location("Qwertyville, Ukraine", (48.0, 37.0), {"address": {"country_code": "ua"}}))

    def geocode(self, query: str, *, exactly_one: bool = True, **options: Any) -> Any:
        Village.questions += ((query, sorted(options)),)
        if self.down:
            raise GeocoderUnavailable("timed out")
        return super().geocode(query, exactly_one=exactly_one)


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], AppTest]:
    path = tmp_path / "made.db"
    with Store(path) as store:
        make_store(store)
    monkeypatch.setenv("CONFLICTMAP_DB", str(path))
    monkeypatch.setitem(SERVICES, "nominatim", Village)
    monkeypatch.setattr(Village, "questions", ())

    def open_with(online: str) -> AppTest:
        monkeypatch.setenv(VARIABLE, online)
        return AppTest.from_function(_near, default_timeout=SECONDS).run()

    return open_with


def _near() -> None:
    from dashboard import view
    from dashboard.place_search import render_near

    render_near(view.current().wanted, ())


def test_nothing_is_asked_online_unless_turned_on(opened: Callable[[str], AppTest]) -> None:
    page = opened("")
    assert turned_on() == ()
    page.text_input(key="near_typed").set_value("Qwertyville").run()
    assert not page.exception
    assert "No place of that name" in page.caption[0].value
    assert not page.multiselect
    assert Village.questions == ()


def test_where_turned_on_a_service_is_asked_within_countries_when_told_to(
    opened: Callable[[str], AppTest],
) -> None:
    page = opened("nominatim")
    page.text_input(key="near_typed").set_value("Qwertyville").run()
    assert page.button(key="near_ask").disabled, "not without a country"
    page.multiselect(key="near_countries").set_value(["UA"]).run()
    assert Village.questions == (), "a name is not sent before somebody says so"
    page.button(key="near_ask").click().run()
    assert not page.exception
    assert [query for query, _ in Village.questions] == ["Qwertyville"]
    page.selectbox(key="near_choice").select_index(0).run()
    near = page.session_state["view"].wanted.near
    assert (near.label, near.latitude, near.longitude) == ("Qwertyville, Ukraine", 48.0, 37.0)
    page.text_input(key="near_typed").set_value("qwertyville ").run()
    page.button(key="near_ask").click().run()
    assert len(Village.questions) == 1, "the store keeps what was answered"


def test_a_service_that_is_down_is_said_and_is_no_missing_place(
    opened: Callable[[str], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Village, "down", True)
    page = opened("nominatim")
    page.text_input(key="near_typed").set_value("Qwertyville").run()
    page.multiselect(key="near_countries").set_value(["UA"]).run()
    page.button(key="near_ask").click().run()
    assert not page.exception
    assert any("No answer: timed out. Try again later" in caption.value for caption in page.caption)


def _bench(store_name: str, article_id: str) -> None:
    from dashboard import data
    from dashboard.place_bench import render_place_bench

    render_place_bench(article_id, data.store(store_name).reading(article_id).places[0])


def test_on_the_bench_what_a_service_answers_is_one_more_choice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bench.db"
    made_corrections.made_store(path).close()
    monkeypatch.setenv("CONFLICTMAP_DB", str(path))
    monkeypatch.setenv(VARIABLE, "nominatim")
    monkeypatch.setitem(SERVICES, "nominatim", Village)
    monkeypatch.setattr(Village, "questions", ())
    told = {"store_name": str(path), "article_id": made_corrections.ARTICLES[0].id}
    page = AppTest.from_function(_bench, default_timeout=SECONDS, kwargs=told).run()
    typed = next(box for box in page.text_input if box.label == "Another place")
    typed.set_value("Qwertyville").run()
    assert "No place of that name" in page.caption[-1].value
    page.multiselect[0].set_value(["UA"]).run()
    next(button for button in page.button if button.label == "Ask Nominatim").click().run()
    assert not page.exception
    assert [query for query, _ in Village.questions] == ["Qwertyville"]
    assert any("Qwertyville, Ukraine" in option for option in page.radio[0].options)
