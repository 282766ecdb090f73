"""The map without a browser: what is sent, how much of it, and that no text in it can run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hostile_texts import HOSTILE
from map_reading import read_parts
from shapely.geometry import Point, Polygon
from streamlit_folium import _get_feature_group_string, _get_map_string

from dashboard.basemap import save_script
from dashboard.event_map import core_of, pad, to_feature_group, to_map, zoom_for
from dashboard.leaflet import map_script
from dashboard.map_message import COLUMNS, PARTS, description, to_message
from dashboard.map_records import AreaMark, MapUpdate, Mark, Overlay
from dashboard.symbols import type_symbols

SCRIPTS, STYLES = [("leaflet", "/leaflet.js")], [("leaflet_css", "/leaflet.css")]


def script_of(update: MapUpdate) -> str:
    return str(_get_feature_group_string(to_feature_group(update), map=to_map(SCRIPTS, STYLES)))


def rows_of(script: str) -> list[object]:
    found = re.search(r"conflictmap\.show\((\[.*\])\)\.addTo", script)
    assert found is not None
    return list(json.loads(found[1]))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_stay_inside_their_string(text: str) -> None:
    square = Polygon([(30, 50), (31, 50), (31, 51), (30, 51)])
    update = MapUpdate(
        styles=type_symbols(),
        marks=[Mark(latitude=50, longitude=36, counts={0: 1}, key="place-1", label=text)],
        areas=[AreaMark(place_id="a", name=text, counts={1: 2}, geometry=square)],
        country_rows=[AreaMark(place_id="c", name=text, counts={2: 1}, geometry=None)],
        overlays=[Overlay(name=text, color="#000000", geometry=Point(1, 2))],
    )
    script = script_of(update)
    rows = rows_of(script)
    assert rows == json.loads(json.dumps(to_message(update)))
    inside = script[script.index("show(") : script.index(").addTo")]
    assert not set(inside) & set("<>`${}_&'")


def test_map_stays_the_same_for_every_filter() -> None:
    """streamlit-folium rebuilds the map, and loses its position, when the script differs."""
    assert _get_map_string(to_map(SCRIPTS, STYLES)) == _get_map_string(to_map(SCRIPTS, STYLES))


def test_the_map_asks_no_other_machine() -> None:
    made = to_map(SCRIPTS, STYLES)
    assert [link for _, link in (*made.default_js, *made.default_css)] == ["/leaflet.js", "/leaflet.css"]
    assert "http" not in _get_map_string(made)


def test_one_script_holds_all_that_a_map_needs(tmp_path: Path) -> None:
    """A map asks for nothing else before it is drawn: neither a second script nor a style sheet."""
    basemap = tmp_path / "basemap-0123.js"
    save_script(basemap, "window.conflictmapBasemap={};")
    script = map_script(basemap)
    text = script.read_text("utf-8")
    order = [text.index(part) for part in ("Leaflet 1.9", ".cm-tray", "cm.setUp = ", "conflictmapBasemap={}")]
    assert order == sorted(order)
    assert "towns-0123.js" in text
    assert text.startswith("if (!window.conflictmapLoaded)")
    assert map_script(basemap) == script
    save_script(basemap, "window.conflictmapBasemap={land:[]};")
    assert map_script(basemap) != script
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".js"] * 3


def test_areas_beyond_the_budget_go_to_the_tray() -> None:
    fine = Point(30, 50).buffer(2, quad_segs=200)
    areas = [
        AreaMark(place_id=f"a{n}", name=f"Area {n}", counts={0: 200 - n}, geometry=fine.buffer(n / 1000))
        for n in range(200)
    ]
    update = MapUpdate(styles=type_symbols(), areas=areas)
    sent = read_parts(update)
    drawn = [row["key"] for row in sent["areas"]]
    assert len(drawn) + len(sent["tray"]) == 200
    assert drawn == [f"a{n}" for n in range(len(drawn))], "busiest areas first"
    assert len(json.dumps(to_message(update))) < 400_000


def test_a_message_is_as_described_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both sides read one description: a part or column that it does not name is not sent in silence."""
    mark = Mark(latitude=50, longitude=36, counts={0: 1}, key="place-1")
    update = MapUpdate(styles=type_symbols(), marks=[mark])
    assert [name for name, _ in to_message(update)] == list(PARTS) == list(description())
    monkeypatch.setitem(COLUMNS, "marks", (*COLUMNS["marks"], "age"))
    with pytest.raises(ValueError, match=r"marks has not the columns described: .'age'"):
        to_message(update)
    monkeypatch.setitem(PARTS, "weather", "what the sky looks like")
    with pytest.raises(ValueError, match=r"not those described: .'weather'"):
        to_message(MapUpdate(styles=type_symbols()))


def test_an_update_is_small() -> None:
    marks = [
        Mark(
            latitude=45 + n / 200,
            longitude=30 + n / 100,
            counts={n % 6: 1},
            key=f"place-{n}",
            label="Some village",
        )
        for n in range(1_500)
    ]
    assert len(script_of(MapUpdate(styles=type_symbols(), marks=marks))) < 150_000


def test_zoom_fits_the_box() -> None:
    assert zoom_for((-60, -170, 75, 170)) == 2
    assert zoom_for((49.9, 36.1, 50.1, 36.4)) == 10
    assert pad((0, 0, 10, 10), 0.5) == (-5, -5, 15, 15)


def test_first_view_leaves_out_a_few_far_off_and_only_those() -> None:
    near = [(50 + n / 100, 36 + n / 100, 3) for n in range(30)]
    assert core_of(near) is None, "nothing to gain"
    found = core_of([*near, (8.3, -13.1, 1)])
    assert found is not None
    south, west, north, east = found
    assert 50 <= south < north <= 50.3
    assert 36 <= west < east <= 36.3
    assert core_of([*near, (8.3, -13.1, 20)]) is None, "twenty events are not a few"
    assert core_of(near[:3]) is None
