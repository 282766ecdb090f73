"""Every text on the page stands out from what is behind it, as WCAG 2 asks at level AA, in both themes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TOO_FAINT = (Path(__file__).parent / "faint_text.js").read_text("utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out(open_page: Callable[..., Any], address: str, scheme: str) -> None:
    dashboard = open_page(f"{address}/?from=2022-08-01", color_scheme=scheme)
    assert dashboard.page.evaluate(TOO_FAINT) == []
    assert dashboard.map.evaluate(TOO_FAINT) == []
