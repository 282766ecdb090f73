"""The sample corpus: complete front matter, short texts, and what the tool is expected to find there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import frontmatter
import pytest

import articles

FOLDER = Path(articles.__file__).parent
SAMPLES = sorted((FOLDER / "samples").glob("*.md"))
WORLD_SAMPLES = sorted((FOLDER / "world_samples").glob("*.md"))
UNDATED = "undated-chaplyne-station"


def test_there_are_enough() -> None:
    assert len(SAMPLES) >= 20
    assert len(WORLD_SAMPLES) >= 12


@pytest.mark.parametrize("path", [*SAMPLES, *WORLD_SAMPLES], ids=lambda p: p.stem)
def test_front_matter_is_complete(path: Path) -> None:
    fields, text = frontmatter.parse(path.read_text(encoding="utf-8"))
    assert fields["title"]
    assert fields["outlet"].startswith("Sample ")
    assert 110 <= len(text.split()) <= 250
    assert fields["sources"]
    for source in fields["sources"]:
        assert source["name"]
        assert source["url"].startswith(("https://", "http://"))
    if path.stem == UNDATED:
        assert "published" not in fields
    else:
        published = fields["published"]
        assert isinstance(published, date)
        assert path.stem.startswith(published.isoformat())
        ukraine = path in SAMPLES
        first, last = (
            (date(2022, 2, 24), date(2022, 11, 30)) if ukraine else (date(2022, 1, 1), date(2025, 2, 1))
        )
        assert first <= published <= last
