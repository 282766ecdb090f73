"""Styles that lie in a GeoPackage, so that QGIS and other programs open it as it looks on the screen.

QGIS reads the table ``layer_styles`` (QML); GeoServer and others its SLD.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from geodata.looks import EVENT_STYLES, FAINT
from geodata.model import PlacePrecision
from geodata.query.certainty import UNSURE_BELOW

_AREA, _RING, _HALO = "#4a5568", "#3b4250", "#ffffff"
_SIZE_MM = 3.2
# QGIS's name of each shape and by how much it is turned there; SLD's name likewise.
_QGIS: dict[str, tuple[str, int]] = {
    "cross": ("cross_fill", 45), "burst": ("star", 0), "diamond": ("diamond", 0), "circle": ("circle", 0),
    "triangle": ("triangle", 0), "square": ("square", 0),
}  # fmt: skip
_SLD: dict[str, tuple[str, int]] = {
    "cross": ("x", 0), "burst": ("star", 0), "diamond": ("square", 45), "circle": ("circle", 0),
    "triangle": ("triangle", 0), "square": ("square", 0),
}  # fmt: skip

_CREATE = """CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)"""


def add_styles(path: Path, points: str, areas: str) -> None:
    """Put the styles of the two layers of events into a GeoPackage."""
    rows = (
        (points, "Events", points_qml(), points_sld(points), "By type; hollow: place not sure"),
        (areas, "Areas of events", areas_qml(), areas_sld(areas), "Events known to an area only, hatched"),
    )  # fmt: skip
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(_CREATE)
        connection.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
            "styleName, styleQML, styleSLD, useAsDefault, description, owner) "
            "VALUES ('', '', ?, 'geom', ?, ?, ?, 1, ?, 'Conflict Map')",
            rows,
        )
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles of the layers, for QGIS')"
        )


def _rgba(color: str, alpha: int = 255) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"


def _options(**values: object) -> str:
    return "".join(
        f'<Option type="QString" name={quoteattr(name)} value={quoteattr(str(value))}/>'
        for name, value in values.items()
    )


def _defined(**expressions: str) -> str:
    """Return properties that follow from the columns of an event."""
    inner = "".join(
        f'<Option type="Map" name="{name}"><Option type="bool" name="active" value="true"/>'
        f'<Option type="QString" name="expression" value={quoteattr(text)}/>'
        '<Option type="int" name="type" value="3"/></Option>'
        for name, text in expressions.items()
    )
    return (
        '<data_defined_properties><Option type="Map"><Option type="QString" name="name" value=""/>'
        f'<Option type="Map" name="properties">{inner}</Option>'
        '<Option type="QString" name="type" value="collection"/></Option></data_defined_properties>'
    )


def _symbol(name: str, kind: str, layers: str, opacity: str = "") -> str:
    return (
        f'<symbol type="{kind}" name="{name}" alpha="1" clip_to_extent="1" force_rhr="0">{opacity}{layers}'
        "</symbol>"
    )


def _layer(kind: str, options: str, more: str = "", order: int = 0) -> str:
    """Return a layer of a symbol; ``more`` is what stands in it beside its options."""
    head = f'<layer class="{kind}" enabled="1" pass="{order}" locked="0">'
    return f'{head}<Option type="Map">{options}</Option>{more}</layer>'


_IS_UNSURE = f'"place_confidence" < {UNSURE_BELOW}'
_IS_NEAR = f'"where_prec" = {PlacePrecision.NEAR.ucdp} AND "radius_km" > 0'
# What is known to a country only stands beside the map on the screen; hatched, it would hide all else.
_IS_DRAWN = f'"where_prec" <> {PlacePrecision.COUNTRY.ucdp}'
_IS_MAYBE = "\"in_period\" = 'possibly'"


def points_qml() -> str:
    """Return QGIS's style of the points: a shape and colour for each type, hollow where not sure.

    What may lie outside the period asked for is faint; around what is only near a place stands a dashed ring
    as wide as the place is unsure.
    """
    symbols, categories = [], []
    for number, (kind, style) in enumerate(EVENT_STYLES.items()):
        shape, angle = _QGIS[style.shape]
        marker = _options(
            name=shape, angle=angle, color=_rgba(style.color), outline_color=_rgba(_HALO),
            outline_width=0.3, outline_width_unit="MM", size=_SIZE_MM, size_unit="MM",
        )  # fmt: skip
        looks = _defined(
            fillColor=f"if({_IS_UNSURE}, '{_HALO}', '{style.color}')",
            outlineColor=f"if({_IS_UNSURE}, '{style.color}', '{_HALO}')",
        )
        ring = _options(
            name="circle", color=_rgba(_RING, 0), outline_color=_rgba(_RING), outline_style="dash",
            outline_width=0.3, outline_width_unit="MM", size=0, size_unit="RenderMetersInMapUnits",
        )  # fmt: skip
        around = _defined(size='2000 * "radius_km"', enabled=_IS_NEAR)
        layers = _layer("SimpleMarker", ring, around) + _layer("SimpleMarker", marker, looks, 1)
        faint = _defined(alpha=f"if({_IS_MAYBE}, {round(100 * FAINT)}, 100)")
        symbols.append(_symbol(str(number), "marker", layers, faint))
        categories.append(
            f'<category type="string" render="true" value={quoteattr(kind.value)} symbol="{number}" '
            f"label={quoteattr(kind.value)}/>"
        )
    return _qml(
        '<renderer-v2 type="categorizedSymbol" attr="event_type" enableorderby="0" forceraster="0" '
        f'symbollevels="0"><categories>{"".join(categories)}</categories><symbols>{"".join(symbols)}</symbols>'
        "</renderer-v2>",
        0,
    )


def areas_qml() -> str:
    """Return QGIS's style of the areas: hatched with an outline, nothing filled; countries are not drawn."""
    hatch = _options(angle=45, distance=2.2, distance_unit="MM", line_width=0.25, line_width_unit="MM")
    line = _options(line_color=_rgba(_AREA), line_width=0.25, line_width_unit="MM", line_style="solid")
    lines = _symbol("@0@0", "line", _layer("SimpleLine", line))
    edge = _options(line_color=_rgba(_AREA), line_width=0.4, line_width_unit="MM", line_style="dash")
    drawn = _defined(enabled=_IS_DRAWN)
    layers = _layer("LinePatternFill", hatch, drawn + lines) + _layer("SimpleLine", edge, drawn)
    faint = _defined(alpha=f"if({_IS_MAYBE}, {round(100 * FAINT)}, 100)")
    symbol = _symbol("0", "fill", layers, faint)
    return _qml(
        '<renderer-v2 type="singleSymbol" enableorderby="0" forceraster="0" symbollevels="0">'
        f"<symbols>{symbol}</symbols></renderer-v2>",
        2,
    )


def _qml(renderer: str, geometry: int) -> str:
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        f'<qgis version="3.28.0" styleCategories="Symbology">{renderer}<blendMode>0</blendMode>'
        f"<featureBlendMode>0</featureBlendMode><layerGeometryType>{geometry}</layerGeometryType></qgis>"
    )


_SLD_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><StyledLayerDescriptor version="1.1.0" '
    'xmlns="http://www.opengis.net/sld" xmlns:se="http://www.opengis.net/se" '
    'xmlns:ogc="http://www.opengis.net/ogc"><NamedLayer><se:Name>{name}</se:Name><UserStyle>'
    "<se:Name>{name}</se:Name><se:FeatureTypeStyle>{rules}</se:FeatureTypeStyle></UserStyle></NamedLayer>"
    "</StyledLayerDescriptor>"
)


def points_sld(name: str) -> str:
    """Return the style of the points for other programs: two rules for each type, sure and not sure."""
    rules = []
    for kind, style in EVENT_STYLES.items():
        for unsure in (False, True):
            fill, edge = (_HALO, style.color) if unsure else (style.color, _HALO)
            words = f"{kind.value}, place not sure" if unsure else kind.value
            rules.append(
                f"<se:Rule><se:Name>{escape(words)}</se:Name><ogc:Filter><ogc:And>"
                f"<ogc:PropertyIsEqualTo><ogc:PropertyName>event_type</ogc:PropertyName>"
                f"<ogc:Literal>{escape(kind.value)}</ogc:Literal></ogc:PropertyIsEqualTo>"
                f"{_sureness(unsure)}</ogc:And></ogc:Filter>{_point(style.shape, fill, edge)}</se:Rule>"
            )
    return _SLD_HEAD.format(name=escape(name), rules="".join(rules))


def _sureness(unsure: bool) -> str:
    test = "PropertyIsLessThan" if unsure else "PropertyIsGreaterThanOrEqualTo"
    return (
        f"<ogc:{test}><ogc:PropertyName>place_confidence</ogc:PropertyName>"
        f"<ogc:Literal>{UNSURE_BELOW}</ogc:Literal></ogc:{test}>"
    )


def _point(shape: str, fill: str, edge: str) -> str:
    mark, turn = _SLD[shape]
    turned = f"<se:Rotation><ogc:Literal>{turn}</ogc:Literal></se:Rotation>" if turn else ""
    return (
        f"<se:PointSymbolizer><se:Graphic><se:Mark><se:WellKnownName>{mark}</se:WellKnownName>"
        f'<se:Fill><se:SvgParameter name="fill">{fill}</se:SvgParameter></se:Fill>'
        f'<se:Stroke><se:SvgParameter name="stroke">{edge}</se:SvgParameter></se:Stroke></se:Mark>'
        f"<se:Size>11</se:Size>{turned}</se:Graphic></se:PointSymbolizer>"
    )


def areas_sld(name: str) -> str:
    """Return the style of the areas for other programs."""
    rule = (
        "<se:Rule><ogc:Filter><ogc:PropertyIsNotEqualTo><ogc:PropertyName>where_prec</ogc:PropertyName>"
        f"<ogc:Literal>{PlacePrecision.COUNTRY.ucdp}</ogc:Literal></ogc:PropertyIsNotEqualTo></ogc:Filter>"
        "<se:PolygonSymbolizer><se:Fill><se:GraphicFill><se:Graphic><se:Mark>"
        "<se:WellKnownName>shape://slash</se:WellKnownName>"
        f'<se:Stroke><se:SvgParameter name="stroke">{_AREA}</se:SvgParameter></se:Stroke></se:Mark>'
        "<se:Size>9</se:Size></se:Graphic></se:GraphicFill></se:Fill>"
        f'<se:Stroke><se:SvgParameter name="stroke">{_AREA}</se:SvgParameter></se:Stroke>'
        "</se:PolygonSymbolizer></se:Rule>"
    )
    return _SLD_HEAD.format(name=escape(name), rules=rule)
