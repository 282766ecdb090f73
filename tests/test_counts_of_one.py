"""One of something is told as one: what is counted and named in one breath goes through a function."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from geodata.amounts import counted, named, plural

ROOT = Path(__file__).parents[1]
MODULES = [
    path
    for package in ("articles", "geodata", "dashboard")
    for path in sorted((ROOT / package).rglob("*.py"))
    if not path.name.startswith("build_")  # run by whoever maintains the tables, over thousands of rows
]
SCRIPTS = sorted((ROOT / "dashboard" / "frontend").glob("*.js"))
# Words that end like plurals and are none.
_VERBS = "is|has|was|as|its|this|less|does|lies|holds|needs|has|plus|unpacks|adds|stands|lists|points|states"
_LITTLE = "of|in|and|about|by|at|for|with|from|to|wrote"
PLURAL = re.compile(rf"[ *-]{{1,4}}(?:(?!(?:{_LITTLE})\b)[a-z-]+ )?(?!(?:{_VERBS})\b)[a-z]{{2,}}s\b")
# In scripts: ${…} before a plural, where nothing chooses between one and many.
IN_A_SCRIPT = re.compile(rf"\$\{{[^{{}}]*\}} (?:[a-z]+ )?(?!(?:{_VERBS})\b)[a-z]{{2,}}s\b")
# A plural's ending, chosen on the spot.
_CHOSEN = re.compile(r"'(s|es|)' if .* else '(s|es|)'")
# The words of these counts are of two or more: that is asked beforehand.
TWO_OR_MORE = {"${every.length} reports"}


@cache
def _nouns() -> re.Pattern[str]:
    """Match the plural of every noun that some module counts, after a number and at most two more words."""
    nouns = {
        plural(str(noun.value)).rpartition(" ")[2]
        for path in MODULES
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _called(call) in ("counted", "named")
        for noun in call.args[1:]
        if isinstance(noun, ast.Constant)
    }
    return re.compile(rf"[ *-]{{1,4}}(?:(?!(?:{_LITTLE})\b)[a-z-]+ ){{0,2}}(?:{'|'.join(sorted(nouns))})\b")


def _is_number(value: ast.FormattedValue) -> bool:
    """Whether what is put into a text is surely a count: thousands set apart, or a length or sum."""
    spec = value.format_spec is not None and ast.unparse(value.format_spec) == "f','"
    return spec or _called(value.value) in ("len", "sum")


def _called(value: ast.expr) -> str:
    """Return the name of the function that gives a value, "" where none does."""
    function = value.func if isinstance(value, ast.Call) else None
    return str(getattr(function, "id", getattr(function, "attr", "")))


def _counts_with_plurals(source: str) -> Iterator[str]:
    """Yield texts in which a number, no constant, stands before a plural."""
    for text in ast.walk(ast.parse(source)):
        if not isinstance(text, ast.JoinedStr):
            continue
        for value, after in zip(text.values, text.values[1:], strict=False):
            if isinstance(value, ast.FormattedValue) and _CHOSEN.search(ast.unparse(value)):
                yield ast.unparse(value)
            if not isinstance(value, ast.FormattedValue) or not isinstance(after, ast.Constant):
                continue
            name, words = ast.unparse(value.value), str(after.value)
            if name.removeprefix("len").strip("_()").isupper() or _called(value.value) in ("counted", "said"):
                continue
            if (_is_number(value) and PLURAL.match(words)) or _nouns().match(words):
                yield f"{name}{words}"


def test_such_texts_are_noticed() -> None:
    assert list(_counts_with_plurals('f"{n:,} rows left"')) == ["n rows left"]
    assert list(_counts_with_plurals('f"{n:,} other files"')) == ["n other files"]
    assert list(_counts_with_plurals('f"{len(areas)} provinces"')) == ["len(areas) provinces"]
    assert list(_counts_with_plurals('f"within {n} days"')) == ["n days"]
    assert list(_counts_with_plurals('f"**{n} near-identical copies** here"')) == [
        "n near-identical copies** here"
    ]
    assert len(list(_counts_with_plurals("f\"{n} row{'' if n == 1 else 's'} left\""))) == 1
    assert list(_counts_with_plurals('f"{MOST:,} rows, {n:,} read"')) == []
    assert IN_A_SCRIPT.search("`${n} more places`")
    assert not IN_A_SCRIPT.search("`${n} ${n === 1 ? one : many}`")


def test_no_number_stands_before_a_plural_by_itself() -> None:
    found = {path: list(_counts_with_plurals(path.read_text(encoding="utf-8"))) for path in MODULES}
    assert {str(path.relative_to(ROOT)): texts for path, texts in found.items() if texts} == {}


def test_no_number_stands_before_a_plural_in_a_script() -> None:
    found = {path.name: IN_A_SCRIPT.findall(path.read_text(encoding="utf-8")) for path in SCRIPTS}
    assert {name: left for name, texts in found.items() if (left := set(texts) - TWO_OR_MORE)} == {}


@pytest.mark.parametrize(
    ("number", "noun", "told"),
    [
        (1, "older version", "1 older version"),
        (1_040, "row", "1,040 rows"),
        (2, "near-identical copy", "2 near-identical copies"),
        (0, "other index", "0 other indexes"),
        (2, "day", "2 days"),
    ],
)
def test_one_is_told_as_one(number: int, noun: str, told: str) -> None:
    assert counted(number, noun) == told
    assert told.endswith(named(number, noun))
