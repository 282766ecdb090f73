"""The palette survives the common colour blindnesses, print in grey, and both themes' backgrounds."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import dashboard
from dashboard.changing import COLORS as CHANGES
from dashboard.comparing import TABLE_COLORS
from dashboard.overlays import COLORS as LAYERS
from dashboard.palette import EVENT_STYLES, MAP_COLORS, Theme, color_of, shape_of
from dashboard.place_map import MOVE_COLOR
from dashboard.snapshot import SnapshotOptions, draw_snapshot
from geodata.model import EventType
from geodata.query import EventFilter, EventIndex
from geodata.store import Store

FRONTEND = Path(dashboard.__file__).parent / "frontend"

# Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB.
VISION = {
    "full": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(color: str) -> np.ndarray:
    channels = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    xyz = TO_XYZ @ np.clip(rgb, 0, 1) / WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(TO_XYZ[1] @ linear(color)) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("vision", VISION)
def test_every_two_types_differ_in_colour(vision: str) -> None:
    seen = {kind: lab(np.array(VISION[vision]) @ linear(color_of(kind))) for kind in EventType}
    for one, other in combinations(EventType, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= 20, (one, other)


def test_every_two_types_differ_in_grey() -> None:
    lightness = sorted(lab(linear(color_of(kind)))[0] for kind in EventType)
    assert min(np.diff(lightness)) >= 2.5


@pytest.mark.parametrize("theme", Theme)
def test_a_type_has_its_one_colour_in_pictures_of_both_themes(theme: Theme, made_store: Store) -> None:
    index = EventIndex(made_store)
    picture = draw_snapshot(
        index, index.select(EventFilter()), suffix=".svg", options=SnapshotOptions(theme=theme)
    ).decode()
    kinds = {event.lead.event_type for event in made_store.events(index.select(EventFilter()).ids())}
    assert [kind for kind in kinds if color_of(kind) not in picture] == []


@pytest.mark.parametrize("theme", Theme)
def test_symbols_stand_out_from_land_and_sea(theme: Theme) -> None:
    colors = MAP_COLORS[theme]
    for kind in EventType:
        assert contrast(color_of(kind), colors.land) >= 3
        assert contrast(color_of(kind), colors.sea) >= 2.5


@pytest.mark.parametrize("kind", EventType)
def test_symbols_stand_out_from_the_side_bar_and_the_panels_of_the_map(kind: EventType) -> None:
    page, panels = ((FRONTEND / name).read_text("utf-8") for name in ("page.css", "map.css"))
    side_bar = re.search(r"stSidebar.*background: light-dark\((#\w{6}), (#\w{6})\)", page)
    assert side_bar
    grounds = [*side_bar.groups(), *(found[:7] for found in re.findall(r"--panel: (#\w{8})", panels))]
    assert len(grounds) == 4
    assert min(contrast(color_of(kind), ground) for ground in grounds) >= 3


@pytest.mark.parametrize("theme", Theme)
def test_layers_of_one_colour_stand_out_in_both_themes(theme: Theme) -> None:
    colors = MAP_COLORS[theme]
    for color in (*LAYERS, *TABLE_COLORS.values(), *CHANGES.values(), MOVE_COLOR):
        assert contrast(color, colors.land) >= 3
        assert contrast(color, colors.sea) >= 2.5


@pytest.mark.parametrize("theme", Theme)
def test_text_is_readable(theme: Theme) -> None:
    colors = MAP_COLORS[theme]
    for ink in (colors.ink, colors.quiet_ink):
        assert contrast(ink, colors.paper) >= 4.5
    assert contrast(colors.label, colors.land) >= 4.5


def test_every_type_has_a_shape_of_its_own() -> None:
    assert set(EVENT_STYLES) == set(EventType)
    assert len({shape_of(kind) for kind in EventType}) == len(EventType)
