"""Work spread over processes: every item comes back once, in order, with its own result."""

from __future__ import annotations

import pytest

from dashboard import parallel
from dashboard.parallel import map_in_processes


def test_items_come_back_in_order_over_several_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "WINDOW", 7)
    items = [str(n) for n in range(23)]
    assert list(map_in_processes(len, items, 2)) == [(item, len(item)) for item in items]
    assert list(map_in_processes(len, [], 2)) == []
