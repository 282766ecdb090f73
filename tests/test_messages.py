"""Both sides of a message to a component agree, and nothing that a browser says can harm a page."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import messages
from dashboard.acts import Act, to_act
from dashboard.add_event import selected_span
from dashboard.keeper import from_kept, ids_from
from dashboard.type_tree import after
from geodata.query import EventFilter

DASHBOARD = Path(__file__).parents[1] / "dashboard"

# What a script calls the values of each form, as patterns of what stands before the dot.
READERS: dict[str, dict[str, type]] = {
    "cards.js": {r"\bdata": messages.Cards, r"\bcard": messages.Card, r"\b(?:report|copy)": messages.Source},
    "timeline.js": {r"\bdata": messages.Chart, r"\b(?:bin|b)": messages.Bin, r"\bspan": messages.LastingLine},
    "review.js": {r"\bdata": messages.ListedQueue, r"\bitem": messages.QueueItem},
    "region_box.js": {r"(?<!box\.)\bdata": messages.RegionBox, r"data\.said": messages.RegionAnswer},
    "type_tree.js": {r"\bentry": messages.TypeLine, r"\btype": messages.TypeBranch},
    "article.js": {r"\bdata": messages.ArticleText},
}
# Read in another way than by name after a dot: bin[side], and fields that a line of the tree has as well.
OTHERWISE = {
    messages.Bin: {"by", "since"},
    messages.TypeBranch: {"n", "by", "on", "color", "corners"},
}
# Which module takes what a script says.
TAKERS = {
    "cards.js": "overview.py",
    "timeline.js": "timeline_pane.py",
    "region_box.js": "region_box.py",
    "type_tree.js": "type_tree.py",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def script(name: str) -> str:
    return (DASHBOARD / "frontend" / name).read_text(encoding="utf-8")


FORMS = [(name, before, form) for name, forms in READERS.items() for before, form in forms.items()]


@pytest.mark.parametrize(("name", "before", "form"), FORMS, ids=[f"{n}-{f.__name__}" for n, _, f in FORMS])
def test_a_script_reads_what_python_writes(name: str, before: str, form: type) -> None:
    read = set(re.findall(rf"{before}\.([A-Za-z_]\w*)(?!\w|\()", script(name)))
    described = set(get_type_hints(form))
    assert read - described == set(), "read and never written"
    assert (
        described - read - OTHERWISE.get(form, set()) - ({"id"} if form is messages.Source else set())
        == set()
    )


@pytest.mark.parametrize("name", TAKERS)
def test_every_kind_of_act_is_taken(name: str) -> None:
    kinds = set(re.findall(r'\bkind: "(\w+)"', script(name)))
    assert len(kinds) > 1
    taken = (DASHBOARD / TAKERS[name]).read_text(encoding="utf-8")
    assert [kind for kind in sorted(kinds) if f'"{kind}"' not in taken and kind != "toggle"] == []


@given(st.dictionaries(st.sampled_from(["kind", "name", "on", "from", "to", "undo", "seq"]), JSON), JSON)
def test_whatever_a_browser_says_is_an_act_or_nothing(parts: dict[str, Any], said: object) -> None:
    act = Act(parts)
    for name in (*parts, "missing"):
        assert isinstance(act.text(name), str)
        assert act.day(name) is None or isinstance(act.day(name), date)
        assert all(isinstance(n, float) for n in (*act.numbers(name), *sum(act.rows(name), ())))
        assert act.part(name) is None or act.part(name) == Act(parts[name])
    assert act.whole("seq") in (None, parts.get("seq"))
    assert (to_act(said) is None) == (not isinstance(said, dict) or not said)
    span = selected_span(["Shells hit", " Izium."], act)
    assert span is None or span.start < span.end
    assert isinstance(after(EventFilter(), act), tuple)
    assert isinstance(from_kept(act.texts("undo")), list)
    assert isinstance(ids_from(act.texts("undo")), frozenset)


def test_the_parts_of_an_act_are_given_as_they_were_sent() -> None:
    act = Act(
        {"kind": "range", "from": "2022-09-01", "at": [3, 4.5], "on": True, "n": 2, "in": {"a": [[1, 2]]}}
    )
    assert (act.kind, act.day("from"), act.numbers("at")) == ("range", date(2022, 9, 1), (3.0, 4.5))
    assert (act.is_on("on"), act.whole("n"), act.number("n")) == (True, 2, 2.0)
    inner = act.part("in")
    assert inner is not None
    assert inner.rows("a") == ((1.0, 2.0),)
