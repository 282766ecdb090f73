"""Folium layers of a user's own: the documented example works without a network, what cannot says why."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import folium
import pytest
from folium.plugins import HeatMap
from made_events import make_store
from streamlit.testing.v1 import AppTest
from streamlit_folium import _get_feature_group_string

from dashboard import data
from dashboard.basemap import save_script
from dashboard.event_map import to_map
from dashboard.leaflet import map_script
from dashboard.own_layers import VARIABLE, OwnLayersError, read_own_layers, to_groups
from geodata.event_points import event_points
from geodata.query import EventFilter, EventIndex
from geodata.store import Store

ROOM = Path(__file__).parents[1] / "dashboard"
README, APP = ROOM / "README.md", str(ROOM / "app.py")


@pytest.fixture
def index(made_store: Store) -> EventIndex:
    return EventIndex(made_store)


def written(folder: Path, code: str) -> Path:
    file = folder / "mine.py"
    file.write_text(code, "utf-8")
    return file


def documented() -> str:
    [example] = re.findall(r"```python\n(# heat\.py\n.*?)```", README.read_text("utf-8"), re.DOTALL)
    return str(example)


def test_events_at_points_are_handed_over_without_any_text(index: EventIndex) -> None:
    selection = index.select(EventFilter())
    events = event_points(index, selection)
    assert len(events) == 44, "one lies in a province, one in a country, one nowhere"
    assert events.crs is not None
    assert events.crs.to_epsg() == 4326
    izium = events[events["date_start"] == "2022-09-03"].iloc[0]
    assert (round(izium.geometry.y, 4), round(izium.geometry.x, 4)) == (49.2103, 37.2761)
    assert izium["sub_event_type"] == "Shelling/artillery/missile attack"
    assert izium["deaths"] == 2
    assert events["date_start"].isna().sum() == 1
    assert set(events["event_id"]) <= set(selection.ids())
    few = event_points(index, index.select(EventFilter(date_from=date(2022, 9, 1))))
    assert 0 < len(few) < 44


def test_the_documented_heat_layer_works_from_local_files(index: EventIndex, tmp_path: Path) -> None:
    own = read_own_layers(written(tmp_path, documented()))
    groups = to_groups(own, event_points(index, index.select(EventFilter())))
    assert list(groups) == ["Heat"]
    script = _get_feature_group_string(groups["Heat"], map=to_map([], []))
    assert "L.heatLayer(" in script
    assert "49.2103" in script
    assert "http" not in script
    heat = next(layer for layer in groups["Heat"]._children.values() if isinstance(layer, HeatMap))
    assert heat.default_js == []
    basemap = tmp_path / "basemap-0123.js"
    save_script(basemap, "window.conflictmapBasemap={};")
    text = map_script(basemap, scripts=own.scripts, styles=own.styles).read_text("utf-8")
    assert text.index("Leaflet 1.9") < text.index("heatLayer") < text.index("conflictmapBasemap={}")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import nothing_of_this_name", "mine.py failed: ModuleNotFoundError"),
        ("x = 1", r"must define layers\(events\)"),
        (
            "scripts = ['/nowhere/heat.js']\ndef layers(events): return []",
            "lists /nowhere/heat.js, which is not",
        ),
    ],
)
def test_a_file_that_is_no_file_of_layers_says_why(tmp_path: Path, code: str, said: str) -> None:
    with pytest.raises(OwnLayersError, match=said):
        read_own_layers(written(tmp_path, code))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return [1 / 0]", "ZeroDivisionError"),
        ("return ['circle']", "returned 'circle', no folium layer"),
        (
            "from folium.plugins import HeatMap; return [HeatMap([[1, 2]])]",
            r"HeatMap needs leaflet_heat.min.js",
        ),
    ],
)
def test_layers_that_cannot_be_shown_say_why(tmp_path: Path, body: str, said: str) -> None:
    own = read_own_layers(written(tmp_path, f"def layers(events):\n    {body}"))
    with pytest.raises(OwnLayersError, match=said):
        to_groups(own, None)  # type: ignore[arg-type]


def test_an_ordinary_layer_needs_no_files(tmp_path: Path) -> None:
    code = "import folium\ndef layers(events):\n    return [folium.Circle([50, 36], radius=9e4)]"
    groups = to_groups(read_own_layers(written(tmp_path, code)), None)  # type: ignore[arg-type]
    assert [type(layer) for layer in groups["Circle"]._children.values()] == [folium.Circle]


def test_the_page_lays_them_over_the_map_with_a_switch_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = tmp_path / "page.db"
    with Store(db) as store:
        make_store(store)
    monkeypatch.setenv("CONFLICTMAP_DB", str(db))
    monkeypatch.setenv(VARIABLE, str(written(tmp_path, documented())))
    data.own_layers.clear(), data.basemap.clear()
    try:
        app = AppTest.from_file(APP, default_timeout=60).run()
        assert not app.exception
        [switch] = [toggle for toggle in app.toggle if toggle.label == "Heat"]
        told = json.loads(app.get("component_instance")[0].proto.json_args)
        assert "L.heatLayer(" in told["feature_group"]
        assert all(link.startswith("/component/") for link in (*told["js_links"], *told["css_links"]))
        switch.set_value(False)
        app.run()
        told = json.loads(app.get("component_instance")[0].proto.json_args)
        assert "L.heatLayer(" not in told["feature_group"]
    finally:
        data.own_layers.clear(), data.basemap.clear()
