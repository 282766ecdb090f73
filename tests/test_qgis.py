"""QGIS itself, where it is installed, opens a GeoPackage with the shapes, colours and signs of the screen."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from made_events import make_store

from geodata.export import export_bytes
from geodata.export.formats import GEOPACKAGE_LAYERS
from geodata.looks import EVENT_STYLES
from geodata.model import EventType, PlacePrecision
from geodata.query import EventFilter, EventIndex
from geodata.query.certainty import UNSURE_BELOW
from geodata.store import Store

# Debian's QGIS belongs to the system's Python.
PYTHON = "/usr/bin/python3"
ASK = """
import json, sys
from qgis.core import (QgsApplication, QgsExpression, QgsExpressionContext, QgsExpressionContextUtils,
                       QgsSymbol, QgsVectorLayer)
QgsApplication.setPrefixPath("/usr", True)
app = QgsApplication([], False)
app.initQgis()
told = {}
for name in sys.argv[2:]:
    layer = QgsVectorLayer(f"{sys.argv[1]}|layername={name}", name, "ogr")
    words, loaded = layer.loadDefaultStyle()
    renderer = layer.renderer()
    if renderer.type() == "categorizedSymbol":
        symbols = {category.value(): category.symbol().clone() for category in renderer.categories()}
    else:
        symbols = {"": renderer.symbol().clone()}
    rows = []
    for feature in layer.getFeatures():
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(feature)
        symbol = symbols.get(feature["event_type"], symbols.get(""))
        row = {"id": feature["event_id"]}
        row["properties"] = []
        for part in symbol.symbolLayers():
            known = part.dataDefinedProperties()
            keys = [int(key) for key in known.propertyKeys()]
            row["properties"].append({str(key): known.value(key, context) for key in keys})
        rows.append(row)
    told[name] = {
        "valid": layer.isValid(), "loaded": loaded, "rows": rows,
        "symbols": {key: [[part.layerType(), part.color().name(), getattr(part, "shape", lambda: None)()]
                          for part in symbol.symbolLayers()] for key, symbol in symbols.items()},
    }
print(json.dumps(told))
"""


@cache
def has_qgis() -> bool:
    try:
        found = subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True, check=False, env={})
    except OSError:
        return False
    return found.returncode == 0


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Any], EventIndex]]:
    """What QGIS makes of the made events, and the events."""
    if not has_qgis():
        pytest.skip("QGIS is not installed: install Debian's package python3-qgis to run these tests")
    folder = tmp_path_factory.mktemp("qgis")
    with Store(folder / "made.db") as store:
        make_store(store)
        index = EventIndex(store)
        file = folder / "events.gpkg"
        file.write_bytes(export_bytes(store, index.select(EventFilter()), ".gpkg"))
        words = [PYTHON, "-c", ASK, str(file), *GEOPACKAGE_LAYERS]
        calm = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "PATH": os.environ["PATH"]}
        done = subprocess.run(words, capture_output=True, text=True, check=False, env=calm, timeout=120)
        assert done.returncode == 0, done.stderr
        yield json.loads(done.stdout.strip().splitlines()[-1]), index


def test_both_layers_open_with_their_default_style(opened: tuple[dict[str, Any], EventIndex]) -> None:
    told, _ = opened
    assert {name: (told[name]["valid"], told[name]["loaded"]) for name in GEOPACKAGE_LAYERS} == dict.fromkeys(
        GEOPACKAGE_LAYERS, (True, True)
    )
    assert [part[0] for part in told[GEOPACKAGE_LAYERS[1]]["symbols"][""]] == [
        "LinePatternFill",
        "SimpleLine",
    ]


def test_every_type_has_its_colour_and_a_shape_of_its_own(opened: tuple[dict[str, Any], EventIndex]) -> None:
    symbols = opened[0][GEOPACKAGE_LAYERS[0]]["symbols"]
    assert set(symbols) == {kind.value for kind in EventType}
    for kind, style in EVENT_STYLES.items():
        assert symbols[kind.value][1][1] == style.color.lower()
    assert len({symbol[1][2] for symbol in symbols.values()}) == len(EventType)


def test_what_is_unsure_near_or_known_to_a_country_is_drawn_so(
    opened: tuple[dict[str, Any], EventIndex],
) -> None:
    told, index = opened
    events = {event.id: event.lead for event in index.store.events()}
    points, areas = (told[name]["rows"] for name in GEOPACKAGE_LAYERS)
    for row in (row for row in points if events[row["id"]].place is not None):
        lead = events[row["id"]]
        ring, mark = ({int(key): value for key, value in part.items()} for part in row["properties"])
        near = lead.place_precision is PlacePrecision.NEAR
        assert (bool(ring[44]), ring[0] or 0) == (near, 2_000 * lead.radius_km)
        color = EVENT_STYLES[lead.event_type].color
        hollow = lead.place_confidence < UNSURE_BELOW
        assert (mark[3] == color, mark[4] == color) == (not hollow, hollow)
    for row in areas:
        place = events[row["id"]].place
        assert place is not None
        shown = {bool(value) for part in row["properties"] for value in part.values()}
        assert shown == {place.id != "country:UA"}
    assert len(areas) == 2
