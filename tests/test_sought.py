"""What an expression is searched by stands in everything that it matches."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import articles
from articles.words.sought import Sought, sought

ANYTHING = "\0"
"""Stands for letters that the expression leaves open."""


def all_sought() -> Iterator[Any]:
    for module in pkgutil.walk_packages(articles.__path__, "articles."):
        if ".training" not in module.name and not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, Sought):
                    yield pytest.param(value, id=f"{module.name}.{name}")


def spelled_out(items: Iterable[Any], hints: tuple[str, ...], begun: set[str]) -> set[str]:
    """Return what ``begun`` may become by the parsed items; what holds a hint already is left out."""
    for kind, value in items:
        grown = {text + ending for ending in endings(kind, value, hints) for text in begun}
        begun = {text for text in grown if not any(hint in text for hint in hints)}
    return begun


def endings(kind: Any, value: Any, hints: tuple[str, ...]) -> set[str]:
    none: tuple[str, ...] = ()
    if kind is op.LITERAL:
        return {chr(value).lower()}
    if kind is op.SUBPATTERN:
        return spelled_out(value[-1], none, {""})
    if kind is op.ATOMIC_GROUP:
        return spelled_out(value, none, {""})
    if kind is op.BRANCH:
        return {text for branch in value[1] for text in spelled_out(branch, none, {""})}
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, inner = value
        once = spelled_out(inner, none, {""})
        several = {f"{text}{ANYTHING}" for text in once} if most > 1 else set()
        return once | several | ({""} if least == 0 else set())
    if kind in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return {""}
    if kind is op.IN and all(part is op.LITERAL for part, _ in value) and len(value) < 5:
        return {chr(code).lower() for _, code in value}
    return {ANYTHING}


@pytest.mark.parametrize("expression", list(all_sought()))
def test_every_match_holds_a_hint(expression: Sought) -> None:
    tree = parser.parse(expression.pattern.pattern, expression.pattern.flags)
    assert spelled_out(tree, expression.hints, {""}) == set()
    assert all(hint == hint.lower() for hint in expression.hints)


def test_a_hint_that_is_missing_is_noticed() -> None:
    lacking = sought("fire", r"\b(?:fires?|bla(?:ze|st))\b")
    assert spelled_out(parser.parse(lacking.pattern.pattern), lacking.hints, {""}) == {"blaze", "blast"}


def test_a_search_by_hints_finds_the_same() -> None:
    expression = sought("fire|blaze", r"\b(?:fire|blaze)\b", re.IGNORECASE)
    text = "Fire crews put out a BLAZE."
    assert [m.group() for m in expression.finditer(text)] == ["Fire", "BLAZE"]
    assert expression.search("No flame.") is None
    assert expression.search(text, 0, 3) is None
