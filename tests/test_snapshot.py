"""Snapshots say what they show, are the same bytes for the same input and can be reopened and verified."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import matplotlib.image as mpimg
import numpy as np
import pytest
import shapely
from made_events import IZIUM, KHERSON, UDY, Told, save, settlement, to_article
from made_records import filled_store, make_article, make_event, make_reading, make_reports
from pyproj import Geod

from dashboard.palette import Theme
from dashboard.saved_files import read_saved, verify_saved
from dashboard.snapshot import (
    Layer,
    NoStatementError,
    Paper,
    SnapshotContent,
    SnapshotOptions,
    collect,
    draw,
    draw_snapshot,
    read_statement,
)
from dashboard.snapshot.drawing import compose
from dashboard.snapshot.extent import WHOLE_WORLD, around
from dashboard.snapshot.frame import frame_for
from dashboard.snapshot.marks import placed_glyphs
from dashboard.snapshot.names import Taken
from dashboard.snapshot.page import Box, Page, cut, printable, text_width, wrap
from geodata.model import SubEventType
from geodata.query import EventFilter, EventIndex, Near
from geodata.regions import geometry_of
from geodata.store import Store

SUFFIXES = (".png", ".svg", ".pdf", ".html")
SMALL = SnapshotOptions(title="Kharkiv region", width_px=800, height_px=500)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled_store(Path(tmp_path_factory.mktemp("snapshot"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def index(store: Store) -> EventIndex:
    return EventIndex(store)


@pytest.fixture(scope="module")
def content(index: EventIndex) -> SnapshotContent:
    return collect(index, index.select(EventFilter(regions=("ne:UA.07",))), names=lambda _: "Kharkiv Oblast")


def texts_of(content: SnapshotContent, options: SnapshotOptions = SMALL) -> list[str]:
    """Return every text that stands on the sheet."""
    page = Page(800, 500, "#ffffff")
    compose(page, content, options)
    return [text.get_text() for text in page.axes.texts]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_input_gives_the_same_bytes(index: EventIndex, suffix: str) -> None:
    selection = index.select(EventFilter(words="shelling"))
    one = draw_snapshot(index, selection, suffix, options=SMALL)
    assert one == draw_snapshot(EventIndex(index.store), selection, suffix, options=SMALL)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_snapshot_can_be_reopened_and_verified(index: EventIndex, suffix: str) -> None:
    wanted = EventFilter(words='"power plant"', date_from=date(2022, 9, 1))
    data = draw_snapshot(index, index.select(wanted), suffix, options=SMALL)
    statement = read_statement(data)
    assert (statement.wanted, statement.shown, statement.total) == (wanted, 2, 11)
    assert statement.title == "Kharkiv region"
    assert verify_saved(read_saved(f"map{suffix}", data), index).same


def test_a_changed_store_is_told(index: EventIndex, tmp_path: Path) -> None:
    data = draw_snapshot(index, index.select(EventFilter()), options=SMALL)
    with filled_store(tmp_path) as other:
        other.remove_events(other.events()[0:1][0].id.split())
        verification = verify_saved(read_saved("map.png", data), EventIndex(other))
    assert not verification.same
    assert "11 events" in verification.sentence
    assert "gives 10; 1 differ" in verification.sentence
    assert verification.changes[0].differences == ("no longer there",)


def test_another_file_is_no_snapshot() -> None:
    with pytest.raises(NoStatementError, match="carries no view"):
        read_statement(b"\x89PNG something else")


def test_a_damaged_statement_is_told(index: EventIndex) -> None:
    data = draw_snapshot(index, index.select(EventFilter()), options=SMALL)
    mark = data.index(b"[[conflictmap-snapshot ") + 30
    broken = data[:mark] + (b"0" if data[mark : mark + 1] != b"0" else b"1") + data[mark + 1 :]
    with pytest.raises(NoStatementError, match="damaged"):
        read_statement(broken)


def test_the_sheet_says_what_it_shows(content: SnapshotContent) -> None:
    text = " ".join(texts_of(content))
    for part in (
        "Kharkiv region",
        "All dates: events from 11 September 2022 to 12 September 2022",
        "in or possibly in Kharkiv Oblast",
        "7 of 11 events",
        "Violence against civilians",
        "KNOWN TO THE COUNTRY ONLY",
        "only possibly in the region",
        "GeoNames (geonames.org), CC BY 4.0",
        "Natural Earth",
        "Udy",
        "Izium",
        " km",
    ):
        assert part in text


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (900, 1200), (480, 360), (2400, 800)])
def test_no_text_is_cut_off(content: SnapshotContent, width: int, height: int, theme: Theme) -> None:
    long = replace(content, about=replace(content.about, sentence="Events of a very long kind, " * 40))
    options = SnapshotOptions(
        title="A title that is far too long for one line " * 5, width_px=width, height_px=height, theme=theme
    )
    scale = (800 * 500 / (width * height)) ** 0.5
    page = Page(width * scale, height * scale, "#ffffff")
    compose(page, long, options)
    for text in page.axes.texts:
        size, weight = text.get_fontsize(), text.get_fontweight()
        wide = text_width(text.get_text(), size, str(weight))
        x, y = text.get_position()
        left = x - {"left": 0, "center": wide / 2, "right": wide}[text.get_ha()]
        assert left >= -0.5
        assert left + wide <= page.box.width + 0.5, text.get_text()
        assert 0 <= y <= page.box.height - size * 0.6, text.get_text()


def test_a_png_has_the_size_asked_for(index: EventIndex) -> None:
    options = SnapshotOptions(width_px=1024, height_px=768)
    picture = mpimg.imread(io.BytesIO(draw_snapshot(index, index.select(EventFilter()), options=options)))
    assert picture.shape[:2] == (768, 1024)


@pytest.mark.parametrize(
    "wanted",
    [
        EventFilter(words="nothing at all"),
        EventFilter(words="mine"),
        EventFilter(words="fighting"),
        EventFilter(near=Near(latitude=-17.8, longitude=178.0, km=100, label="Suva")),
    ],
)
def test_an_empty_map_is_still_a_map(index: EventIndex, wanted: EventFilter) -> None:
    data = draw_snapshot(index, index.select(wanted), options=SMALL)
    assert read_statement(data).wanted == wanted


@pytest.mark.slow
def test_threads_draw_the_same(content: SnapshotContent) -> None:
    with ThreadPoolExecutor(3) as pool:
        pictures = set(pool.map(lambda _: draw(content, ".png", SMALL), range(3)))
    assert len(pictures) == 1


HOSTILE = "$\\frac{1}{0}$ <script>alert(1)</script> ${7*7} `x` ‮gnp.exe \x00\x07 </svg>" + "𒐫" * 3


def hostile_index(folder: Path) -> EventIndex:
    store = Store(folder / "hostile.db")
    article = replace(make_article(HOSTILE), title=HOSTILE, url="javascript:alert(1)")
    reports = [
        replace(r, place=replace(r.place, id=f"made:{n}", name=HOSTILE) if r.place else None)
        for n, r in enumerate(make_reports(article))
    ]
    store.save_reading(article, make_reading(article, reports))
    store.save_events(map(make_event, reports))
    return EventIndex(store, geometry_of=lambda _: None)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_hostile_names_are_drawn_as_text(tmp_path: Path, suffix: str) -> None:
    index = hostile_index(tmp_path)
    options = replace(SMALL, title=HOSTILE)
    data = draw_snapshot(index, index.select(EventFilter()), suffix, options=options)
    if suffix in (".svg", ".html"):
        # The report's own script is the only one, and the page's policy lets no other run.
        assert data.count(b"<script") == (1 if suffix == ".html" else 0)
    if suffix == ".svg":
        ET.fromstring(data)
    if suffix == ".html":
        assert b"javascript:" not in data
    index.store.close()


def test_the_web_page_asks_no_server(index: EventIndex) -> None:
    page = draw_snapshot(index, index.select(EventFilter()), ".html", options=SMALL).decode()
    assert "default-src 'none'" in page
    assert not re.findall(r"<(?:link|iframe|object|img)\b|\ssrc=", page)
    [script] = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in page
    assert page.count("<tr data-event=") == 11


def test_one_stray_does_not_push_all_others_into_a_corner(tmp_path: Path) -> None:
    with filled_store(tmp_path) as store:
        article = make_article("Far away")
        points = [r for r in make_reports(article) if r.place and not r.radius_km]
        near = [replace(r, id=f"n{i}", latitude=r.latitude) for i, r in enumerate(points * 7)]
        far = replace(points[0], id="far", latitude=-12.0, longitude=-77.0)
        store.save_reading(article, make_reading(article, [*near, far]))
        store.save_events(map(make_event, [*near, far]))
        index = EventIndex(store)
        found = collect(index, index.select(EventFilter()))
        assert found.bounds[1] > 20
        texts = texts_of(found)
        assert texts[texts.index("outside the part shown") + 1] == "1"


class TestScaleBar:
    @pytest.mark.parametrize(
        "bounds", [(46, 30, 52, 40), (-2, 28, 2, 32), (65, 10, 70, 30), (49.9, 36, 50, 36.2)]
    )
    def test_it_is_as_long_as_it_says(self, bounds: tuple[float, float, float, float]) -> None:
        frame = frame_for(bounds, Box(20, 60, 600, 350))
        km, length = frame.scale_bar(30, 70, 130)
        (lon1, lat1), (lon2, lat2) = frame.lonlat(30, 70), frame.lonlat(30 + length, 70)
        assert Geod(ellps="WGS84").inv(lon1, lat1, lon2, lat2)[2] / 1000 == pytest.approx(km, rel=1e-3)
        assert 40 < length <= 130
        assert str(km).rstrip("0") in ("1", "2", "5")

    def test_the_projection_turns_back(self) -> None:
        frame = frame_for((46, 30, 52, 40), Box(20, 60, 600, 350))
        assert frame.lonlat(*frame.to_page(49.99, 36.23)) == pytest.approx((36.23, 49.99))


class TestText:
    def test_a_cut_text_fits(self) -> None:
        for width in (5, 20, 50, 200):
            shown = cut("Zaporizhzhia nuclear power plant, Enerhodar", width, 8)
            assert text_width(shown, 8) <= width or shown == "…"

    def test_wrapped_lines_fit_and_lose_no_word(self) -> None:
        text = "Events that occurred, or may have occurred, from 1 to 30 September 2022, in Kharkiv."
        lines = wrap(text, 150, 8, 9)
        assert " ".join(lines) == text
        assert all(text_width(line, 8) <= 150 for line in lines)
        assert wrap(text, 150, 8, 2)[-1].endswith("…")

    def test_control_characters_are_gone(self) -> None:
        assert printable("a\x00b\u202egnp\nc\td") == "a b gnp c d"


def test_what_is_asked_for_is_shown_whole_and_named(index: EventIndex) -> None:
    found = collect(index, index.select(EventFilter(regions=("ne:UA.07",))))
    south, west, north, east = found.bounds
    (shape,) = found.filter_shapes
    assert (west, south, east, north) == pytest.approx(shape.bounds)
    assert ("Ukraine", True) in {(name, holds) for name, _, _, holds in found.countries}


def test_a_map_across_the_antimeridian_is_one_piece() -> None:
    boxes = [(-18.2, 177.1, -16.1, 180.0), (-17.0, -180.0, -16.0, -178.3)]
    south, west, north, east = around(boxes)
    assert (south, west, north, east) == pytest.approx((-18.2, 177.1, -16.0, 181.7))
    frame = frame_for((south, west, north, east), Box(0, 0, 600, 400))
    (x1, _), (x2, _) = frame.to_page(-17, 179.9), frame.to_page(-17, -179.9)
    assert 0 < x2 - x1 < 600 * 0.1


def test_no_shape_runs_across_the_picture_of_the_world() -> None:
    frame = frame_for(WHOLE_WORLD, Box(0, 0, 600, 320))
    for shape in (geometry_of("country:RU"), geometry_of("country:FJ"), geometry_of("country:US")):
        lengths = [
            np.hypot(*np.diff(ring, axis=0).T).max()
            for part in shapely.get_parts(shapely.get_parts(frame.shape_to_page(shape)))
            for ring in [np.asarray(part.exterior.coords)]
        ]
        assert max(lengths) < 40


def test_unsure_places_are_hollow_and_what_may_lie_outside_the_period_is_faint(tmp_path: Path) -> None:
    plain = Told(sentence="A strike.", trigger="strike", kind=SubEventType.SHELLING, place=IZIUM)
    told = [
        replace(plain, day=date(2022, 9, 3)),
        replace(plain, place=KHERSON, day=date(2022, 9, 3), sure=0.3),
        replace(plain, place=UDY, until=date(2022, 9, 9), sentence="Another strike."),
    ]
    with Store(tmp_path / "looks.db") as store:
        save(store, [to_article(told, title="Told", outlet="Wire", published=date(2022, 10, 2))])
        index = EventIndex(store)
        wanted = EventFilter(date_from=date(2022, 9, 1), date_to=date(2022, 9, 30))
        found = collect(index, index.select(wanted))
    page = Page(800, 500, "#ffffff")
    frame = frame_for(found.bounds, Box(20, 60, 600, 350))
    glyphs = {
        cell.place_id: glyph for cell, glyph in placed_glyphs(frame, found.cells.cells, Taken(frame.place))
    }
    looks = {key: (glyph.hollow, glyph.faint) for key, glyph in glyphs.items()}
    assert looks == {IZIUM.id: (False, False), KHERSON.id: (True, False), UDY.id: (False, True)}
    compose(page, found, SMALL)
    said = " ".join(text.get_text() for text in page.axes.texts)
    for words in (
        "place not sure",
        "may lie outside the period",
        "dated only “by” a day",
        "From 1 September",
    ):
        assert words in said


def test_types_without_events_have_no_row(content: SnapshotContent) -> None:
    texts = texts_of(content)
    assert "Riots" not in texts
    assert "0" not in texts


def test_every_place_with_events_is_named_in_a_crowd(tmp_path: Path) -> None:
    crowd = [
        Told(
            sentence=f"Shelling {n}.", trigger="Shelling", kind=SubEventType.SHELLING, day=date(2022, 9, 3),
            place=settlement(f"c{n}", f"Hamlet {n}", 49.2 + (n % 4) * 0.02, 37.2 + (n // 4) * 0.03),
        )
        for n in range(16)
    ]  # fmt: skip
    far = replace(crowd[0], place=KHERSON, sentence="Far off.")
    with Store(tmp_path / "crowd.db") as store:
        save(store, [to_article([*crowd, far], title="Told", outlet="Wire", published=date(2022, 9, 4))])
        index = EventIndex(store)
        texts = texts_of(collect(index, index.select(EventFilter())))
    assert {f"Hamlet {n}" for n in range(16)} <= set(texts)


def test_layers_of_the_readers_own_are_in_picture_and_legend(index: EventIndex) -> None:
    line = shapely.LineString([(36, 49), (38, 50)])
    layer = Layer(title="Front line, 2022-09-13", color="#6a3d9a", shapes=(line, shapely.Point(36.5, 49.5)))
    found = collect(index, index.select(EventFilter()), layers=(layer,))
    assert "Front line, 2022-09-13" in texts_of(found)
    assert draw(found, ".png", SMALL) != draw(replace(found, layers=()), ".png", SMALL)


@pytest.mark.slow
@pytest.mark.parametrize(("paper", "points"), [(Paper.A4, (842, 595)), (Paper.A3, (1191, 842))])
def test_a_pdf_has_the_size_of_the_paper(
    content: SnapshotContent, paper: Paper, points: tuple[int, int]
) -> None:
    data = draw(content, ".pdf", SnapshotOptions(paper=paper))
    [box] = re.findall(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+)", data)
    assert tuple(round(float(side)) for side in box) == points


def test_letters_of_a_small_picture_can_be_read(content: SnapshotContent) -> None:
    options = SnapshotOptions(paper=Paper.SMALL)
    width, height = options.size_pt
    page = Page(width, height, "#ffffff")
    compose(page, content, options)
    px_per_pt = options.size_px[0] / width
    smallest = min(text.get_fontsize() for text in page.axes.texts)
    assert smallest * px_per_pt >= 7.9
    assert any("7 of 11 events" in text.get_text() for text in page.axes.texts)


def test_an_unknown_suffix_and_size_are_refused(index: EventIndex) -> None:
    with pytest.raises(ValueError, match=r"\.png, \.svg"):
        draw_snapshot(index, index.select(EventFilter()), ".bmp")
    with pytest.raises(ValueError, match="pixels"):
        SnapshotOptions(width_px=100)
    with pytest.raises(ValueError, match="three times"):
        SnapshotOptions(width_px=4000, height_px=500)
