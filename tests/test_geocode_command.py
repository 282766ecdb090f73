"""The command geocode: places by name, names by place, and a service only when asked to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from geopy.exc import GeocoderUnavailable
from geopy.location import Location

from dashboard import cli
from geodata.geocoder import SERVICES


def run(*words: str) -> Result:
    return CliRunner().invoke(cli.app, ["geocode", *words])


class Service:
    """A geocoding service that knows one village, or is down."""

    asked = 0
    down = False

    def __init__(self, **_options: Any) -> None:
        """Take what geopy's services take."""

    def geocode(self, query: str, **_options: Any) -> list[Location]:
        type(self).asked += 1
        if self.down:
            raise GeocoderUnavailable("timed out")
        raw = {"osm_id": 7, "address": {"country_code": "ua"}}
        return [Location("Nowhereville, Ukraine", (48.0, 37.0), raw)]


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> type[Service]:
    # The table stays where it was built; answers are kept for one test alone.
    monkeypatch.setattr("geodata.geocoder.services.cache_folder", lambda: tmp_path)
    monkeypatch.setitem(SERVICES, "nominatim", Service)
    monkeypatch.setattr(Service, "asked", 0)
    return Service


def test_a_name_gives_coordinates_best_first() -> None:
    result = run("Izium, Kharkiv Oblast")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("49.2")
    assert "Izium" in result.stdout.splitlines()[0]


def test_a_country_keeps_namesakes_out_and_json_is_for_programs() -> None:
    told = json.loads(run("Georgia", "--country", "US", "--format", "json").stdout)
    assert told
    assert all(25 < place["latitude"] < 50 and place["longitude"] < -60 for place in told)


def test_coordinates_give_the_nearest_place() -> None:
    result = run("49.21, 37.26", "--limit", "1")
    assert result.exit_code == 0, result.output
    assert "Izium" in result.stdout


def test_what_nobody_knows_is_exit_code_1(service: type[Service]) -> None:
    result = run("Qwertzuiopville")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no place called Qwertzuiopville" in result.stderr
    assert service.asked == 0


def test_a_service_is_asked_only_when_told_and_within_a_country(service: type[Service]) -> None:
    assert run("Qwertzuiopville", "--online", "nominatim").exit_code == 2
    assert service.asked == 0
    result = run("Qwertzuiopville", "--online", "nominatim", "--country", "UA")
    assert result.exit_code == 0, result.output
    assert "48.0000, 37.0000  Nowhereville, Ukraine" in result.stdout
    assert run("Izium", "--online", "nominatim", "--country", "UA").exit_code == 0
    assert service.asked == 1


def test_a_service_that_is_down_is_no_missing_place(
    service: type[Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "down", True)
    result = run("Qwertzuiopville", "--online", "nominatim", "--country", "UA")
    assert result.exit_code == 3
    assert "no service could answer" in result.stderr


@pytest.mark.parametrize("words", [["Izium", "--country", "UKR"], [" , "]])
def test_a_bad_question_is_said(words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert "Error:" in result.stderr
