"""The project's tables: every row has its source, faults are told at once, a failed build leaves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.gazetteer.build import build_index
from geodata.gazetteer.regions_table import read_regions
from geodata.gazetteer.tables import (
    DATA,
    PLACE_TABLES,
    TableError,
    demonym_entries,
    place_entries,
    read_table,
)

TABLES = sorted(path.name for path in DATA.glob("*.tsv"))


@pytest.mark.parametrize("file_name", TABLES)
def test_every_row_of_every_table_names_its_source(file_name: str) -> None:
    header, *lines = (DATA / file_name).read_text(encoding="utf-8").splitlines()
    assert header.split("\t")[-1] == "source"
    assert [line for line in lines if len(line.split("\t")) != len(header.split("\t"))] == []
    assert [line for line in lines if not line.split("\t")[-1].strip()] == []


def test_how_much_the_tables_hold() -> None:
    assert set(PLACE_TABLES) <= set(TABLES)
    assert len(read_regions()) >= 250
    assert len(demonym_entries()) >= 550
    assert sum(1 for _ in place_entries()) >= 5500


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "bad.tsv").write_text("name\tplace\tsource\na\tb\tc\na\tb\nx\ty\t \n", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_table("bad.tsv", "name place", tmp_path)
    assert "2 faults" in str(caught.value)
    assert "bad.tsv:3: 2 columns instead of 3" in str(caught.value)
    assert "bad.tsv:4: no source" in str(caught.value)


def test_a_wrong_header_is_told(tmp_path: Path) -> None:
    (tmp_path / "bad.tsv").write_text("name\tsource\n", encoding="utf-8")
    with pytest.raises(TableError, match="first line must be name place source"):
        read_table("bad.tsv", "name place", tmp_path)


def test_a_failed_build_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise TableError("1 faults in the gazetteer's tables:\n  made up")

    monkeypatch.setattr("geodata.gazetteer.build.extra_names", fail)
    with pytest.raises(TableError, match="made up"):
        build_index(tmp_path / "index")
    assert list(tmp_path.iterdir()) == []
