"""A briefing says what the page says, names its evidence, can be verified, and lets nothing in it run."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pypdf
import pytest
from click.testing import CliRunner
from command_line import run
from hostile_texts import HOSTILE, HOSTILE_LINKS
from made_events import make_random_store, make_store
from made_records import filled_store, make_article, make_reports

from dashboard import save_documents
from dashboard.briefing import BRIEFING_TYPES, BriefingOptions, Since, draw_briefing
from dashboard.briefing.content import Briefing, collect_briefing, dead_of
from dashboard.cli import app
from dashboard.file_changes import read_comparable
from dashboard.saved_files import read_saved, verify_saved
from geodata.corrections import ReportKey, TypeFix
from geodata.export import ReleasePolicy
from geodata.model import Reading, SubEventType
from geodata.query import EventFilter, EventIndex
from geodata.store import Store


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventIndex]:
    with filled_store(Path(tmp_path_factory.mktemp("briefing"))) as store:
        yield EventIndex(store)


def told(
    index: EventIndex, wanted: EventFilter | None = None, policy: ReleasePolicy | None = None
) -> Briefing:
    selection = index.select(wanted or EventFilter())
    return collect_briefing(index, selection, BriefingOptions(), since=None, names=str, policy=policy)


def words_of(data: bytes, suffix: str) -> str:
    """Everything that a reader of the file sees, read by another program, without spaces."""
    if suffix == ".pdf":
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    else:
        document = docx.Document(io.BytesIO(data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = "".join([*(p.text for p in document.paragraphs), *cells])
    return "".join(text.split())


@pytest.mark.slow
@pytest.mark.parametrize("suffix", BRIEFING_TYPES)
def test_a_briefing_names_its_events_their_evidence_method_and_limits(index: EventIndex, suffix: str) -> None:
    wanted = EventFilter(date_from=date(2022, 9, 1), date_to=date(2022, 9, 30))
    selection = index.select(wanted)
    data = draw_briefing(index, selection, suffix, options=BriefingOptions(title="The north"))
    text = words_of(data, suffix)
    for part in (
        "The north", "From 1 September 2022 to 30 September 2022", "Evidence", "Method", "Limits",
        "Four bodies with signs of torture were found in Udy on Sunday.", "11 Sep 2022", "1.1", "4 killed",
        "says prosecutors", "only possibly in the period", "by 11 Sep 2022", "GeoNames", "12–13 Sep 2022",
        "claimed, not confirmed", "somewhere in this region",
    ):  # fmt: skip
        assert "".join(part.split()) in text, part
    assert data == draw_briefing(index, selection, suffix, options=BriefingOptions(title="The north"))


@pytest.mark.slow
@pytest.mark.parametrize("suffix", BRIEFING_TYPES)
def test_a_briefing_can_be_verified_and_says_what_changed_since_the_last(tmp_path: Path, suffix: str) -> None:
    with filled_store(tmp_path) as store:
        last, now = tmp_path / f"last{suffix}", tmp_path / f"now{suffix}"
        run("brief", "-o", str(last), "--db", store.name, "--sub", "attack")
        assert verify_saved(read_saved(last.name, last.read_bytes()), EventIndex(store)).same
        first = make_reports(make_article())[0]
        fix = TypeFix(report=ReportKey.of(first), sub_event_type=SubEventType.ABDUCTION)
        store.correct(fix, analyst="Ana", note="they were taken")
        assert not verify_saved(read_saved(last.name, last.read_bytes()), EventIndex(store)).same
        run("brief", "-o", str(now), "--db", store.name, "--since", str(last))
        text = words_of(now.read_bytes(), suffix)
        # The page is given the last briefing as a file.
        index, given = EventIndex(store), read_comparable(last.name, last.read_bytes())
        everything = index.select(EventFilter())
        by_page = save_documents._briefing(index, everything, suffix, "Now", (last.name, given), None)
    assert f"Since{last.name}wassaved" in words_of(by_page, suffix)
    for part in ("What changed", f"Since last{suffix} was saved", "they were taken", "by Ana"):
        assert "".join(part.split()) in text, part


def test_sums_of_the_dead_have_the_range_of_what_is_stated() -> None:
    nothing = {"fatalities": None, "fatalities_low": None, "fatalities_high": None}
    assert dead_of([nothing]) == ""
    exact = {"fatalities": 4, "fatalities_low": 4, "fatalities_high": 4}
    assert dead_of([exact, nothing]) == "4"
    ranged = {"fatalities": 50, "fatalities_low": 40, "fatalities_high": None}
    assert dead_of([exact, ranged]) == "54 (44–54)"
    assert dead_of([{"fatalities": 0, "fatalities_low": 0, "fatalities_high": 0}]) == "0"


def test_numbers_are_those_of_the_events(index: EventIndex) -> None:
    briefing = told(index)
    assert [entry.number for entry in briefing.entries] == list(range(1, 12))
    assert sum(row.events for row in briefing.types) == sum(row.events for row in briefing.units) == 11
    assert briefing.figures[0] == ("11", "events")
    joined = next(entry for entry in briefing.entries if len(entry.evidence) == 2)
    assert [found.number for found in joined.evidence] == [f"{joined.number}.1", f"{joined.number}.2"]
    assert {kind for entry in briefing.entries for found in entry.evidence for _, kind in found.segments} >= {
        "place", "trigger",
    }  # fmt: skip
    assert dict(briefing.doubts)["dated only “by” a day"] == 2


@pytest.mark.parametrize("suffix", BRIEFING_TYPES)
def test_a_release_policy_holds_for_briefings_too(index: EventIndex, suffix: str) -> None:
    selection = index.select(EventFilter())
    data = draw_briefing(
        index, selection, suffix, policy=ReleasePolicy(blur_km=20),
        since=Since(words="version 0", difference=index.store.changes(0)),
    )  # fmt: skip
    text = words_of(data, suffix)
    assert "Udy" not in text
    assert "Whatchanged" not in text
    assert "gridof20km" in text
    refused = CliRunner().invoke(
        app, ["brief", "-o", "x.pdf", "--db", index.store.name, "--since", "0", "--blur-km", "20"]
    )
    assert refused.exit_code == 2


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventIndex]:
    """An index of an event for each text that means harm, which is its title, outlet, actor and place too."""
    report = make_reports(make_article())[0]
    assert report.place is not None
    pairs = []
    for number, text in enumerate(HOSTILE):
        article = replace(make_article(f"{number}", text=f"{number} {text}"), title=text, outlet=text)
        article = replace(article, url=HOSTILE_LINKS[number % len(HOSTILE_LINKS)])
        span = replace(report.excerpt, start=0, end=len(article.text))
        told = replace(
            report, id=f"{article.id}-0", article_id=article.id, excerpt=span, trigger_span=span, actor1=text,
            actor2=text, attribution=text[:60], attribution_spans=(span,), place_spans=(span,),
            time_spans=(span,), place=replace(report.place, id=f"made:{number}", name=text, admin1_name=text),
        )  # fmt: skip
        pairs.append((article, Reading(article_id=article.id, reports=(told,))))
    with Store(tmp_path_factory.mktemp("harm") / "harm.db") as store:
        store.save_readings(pairs)
        yield EventIndex(store)


def acts_of(data: bytes) -> set[str]:
    """What a PDF would do by itself, and what its links do."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"].get_object()
    found = {name for name in ("/OpenAction", "/AA", "/AcroForm", "/EmbeddedFiles", "/Names") if name in root}
    for page in reader.pages:
        for mark in page.get("/Annots", []):
            link = mark.get_object()
            act = link.get("/A", {})
            found |= {str(link["/Subtype"]), str(act.get("/S", "/GoTo"))}
    return found


@pytest.mark.parametrize("suffix", BRIEFING_TYPES)
def test_no_text_breaks_a_briefing_or_runs_in_it(harmful: EventIndex, suffix: str) -> None:
    title = next(text for text in HOSTILE if "\x00" in text)
    since = Since(words=title, difference=harmful.store.changes(0))
    selection = harmful.select(EventFilter())
    data = draw_briefing(harmful, selection, suffix, options=BriefingOptions(title=title), since=since)
    assert len(read_saved(f"b{suffix}", data).facts or ()) == len(selection) > 20
    assert "<script>" in words_of(data, suffix)
    if suffix == ".pdf":
        assert acts_of(data) <= {"/Link", "/GoTo"}
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        parts = package.read("word/_rels/document.xml.rels").decode()
    assert not [name for name in names if "vba" in name or "ole" in name.lower().split("/")[-1]]
    assert "hyperlink" not in parts


@pytest.mark.slow
@pytest.mark.parametrize("suffix", BRIEFING_TYPES)
def test_five_hundred_events_take_ten_seconds_at_most(tmp_path: Path, suffix: str) -> None:
    with Store(tmp_path / "many.db") as store:
        make_random_store(store, 500)
        index = EventIndex(store)
        start = time.process_time()
        data = draw_briefing(index, index.select(EventFilter()), suffix)
        assert time.process_time() - start < 10
    assert len(data) < 6_000_000


def test_an_empty_selection_is_a_briefing_too(tmp_path: Path) -> None:
    with Store(tmp_path / "made.db") as store:
        make_store(store)
        index = EventIndex(store)
        briefing = told(index, EventFilter(words="nothing"))
        assert briefing.entries == ()
        for suffix in BRIEFING_TYPES:
            data = draw_briefing(index, index.select(EventFilter(words="nothing")), suffix)
            assert "Noeventpassesthefilter." in words_of(data, suffix)


def test_a_file_of_another_kind_is_refused(index: EventIndex) -> None:
    with pytest.raises(ValueError, match=r"use \.docx, \.pdf"):
        draw_briefing(index, index.select(EventFilter()), ".odt")
    refused = CliRunner().invoke(app, ["brief", "-o", "x.odt", "--db", index.store.name])
    assert refused.exit_code == 2
    assert ".docx or .pdf" in refused.output
