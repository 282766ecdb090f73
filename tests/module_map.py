"""Prints every module of a package with the sentence that says what it is for.

python -m tests.module_map [articles|geodata|dashboard]...
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("articles", "geodata", "dashboard")


def purposes(package: str) -> Iterator[tuple[str, str]]:
    """Path of every module of a package below the project's folder, and its first sentence ("" if none)."""
    for path in sorted((ROOT / package).rglob("*.py")):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        yield path.relative_to(ROOT).as_posix(), text.partition("\n")[0]


def main(packages: list[str]) -> None:
    """Print the map of the packages named, or of all."""
    for package in packages or PACKAGES:
        for path, purpose in purposes(package):
            sys.stdout.write(f"{path:45} {purpose}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
