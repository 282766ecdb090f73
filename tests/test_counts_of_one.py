"""One of something is told as one: what is counted and named in one breath goes through a function."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.summary import counted

ROOT = Path(__file__).parents[1]
# What tells of files, articles, rows and reports that came in, were kept or were left out.
ROOMS = (
    *sorted((ROOT / "articles" / "sources").glob("*.py")),
    *sorted((ROOT / "geodata" / "store").glob("*.py")),
    *sorted((ROOT / "geodata" / "loading").glob("*.py")),
    *(
        ROOT / "dashboard" / f"{name}.py"
        for name in (
            *("summary", "tally", "ingest", "add_articles", "watch_page", "watching", "withdrawing"),
            *("store_commands", "watch_commands", "changes_commands", "compare_commands", "tables_page"),
        )
    ),
)
PLURAL = re.compile(r" (?:[a-z]+ )?(?!its\b)[a-z]{2,}s\b")


def _counts_with_plurals(source: str) -> Iterator[str]:
    """Yield texts in which a number with thousands set apart, no constant, stands before a plural."""
    for text in ast.walk(ast.parse(source)):
        if not isinstance(text, ast.JoinedStr):
            continue
        for value, after in zip(text.values, text.values[1:], strict=False):
            if not isinstance(value, ast.FormattedValue) or not isinstance(after, ast.Constant):
                continue
            is_count = value.format_spec is not None and ast.unparse(value.format_spec) == "f','"
            name = ast.unparse(value.value)
            if is_count and not name.strip("_").isupper() and PLURAL.match(str(after.value)):
                yield f"{name}{after.value}"


def test_such_texts_are_noticed() -> None:
    assert list(_counts_with_plurals('f"{n:,} rows left"')) == ["n rows left"]
    assert list(_counts_with_plurals('f"{n:,} other files"')) == ["n other files"]
    assert list(_counts_with_plurals('f"{MOST:,} rows, {n:,} read"')) == []


@pytest.mark.parametrize("path", ROOMS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_number_stands_before_a_plural_by_itself(path: Path) -> None:
    assert list(_counts_with_plurals(path.read_text(encoding="utf-8"))) == []


def test_one_is_told_as_one() -> None:
    assert counted(1, "older version") == "1 older version"
    assert counted(1_040, "row") == "1,040 rows"
