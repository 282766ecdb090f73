"""The table of planted faults is as the code is now, and no row counts as noticed that is not.

In a file of its own, which no row may name: it fails wherever a fault is planted.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from planted_faults import FAULTS, Fault, Outcome, outcome_of

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_faults_can_still_be_planted(fault: Fault) -> None:
    assert (ROOT / fault.file).read_text(encoding="utf-8").count(fault.old) == 1
    assert all((ROOT / "tests" / f"{name}.py").exists() for name in fault.tests.split())
    assert Path(__file__).stem not in fault.tests.split()


def project(folder: Path) -> Path:
    (folder / "tests").mkdir(parents=True)
    (folder / "sum.py").write_text("def add(a, b):\n    return a + b\n", encoding="utf-8")
    (folder / "tests" / "test_sum.py").write_text(
        "from sum import add\n\n\ndef test_sum():\n    assert add(2, 0) == 2\n", encoding="utf-8"
    )
    return folder


@pytest.mark.parametrize(
    ("new", "outcome"),
    [("a - b", Outcome.SURVIVED), ("a * b", Outcome.NOTICED), ("a +* b", Outcome.BROKEN)],
)
def test_only_a_test_that_fails_notices_a_fault(tmp_path: Path, new: str, outcome: Outcome) -> None:
    copy = project(tmp_path)
    fault = Fault("a sum", "sum.py", "a + b", new, "test_sum")
    assert outcome_of(fault, copy) is outcome
    assert "a + b" in (copy / "sum.py").read_text(encoding="utf-8")
