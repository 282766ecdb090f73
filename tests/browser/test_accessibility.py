"""axe finds nothing serious on any page, in either theme; its script comes with the test's package."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ("", "?pane=table", "articles", "compare", "ledger", "tables", "watch", "add")

# What is Streamlit's own markup and no page can change.
NOT_OURS = (
    "[data-testid=stDataFrame]",  # a canvas with a table behind it that has no row of headings
    "[data-testid=stFileUploaderDropzone]",
)
SERIOUS = ("serious", "critical")


def found(page: Any) -> list[str]:
    """Return what axe calls serious or critical: its rule, what it says and where."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    rules = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    answer = axe.run(page, context={"exclude": [[one] for one in NOT_OURS]}, options={"runOnly": rules})
    return [
        f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes']][:3]}"
        for one in answer.response["violations"]
        if one["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_reports_nothing_serious(open_page: Callable[..., Any], address: str, scheme: str) -> None:
    dashboard = open_page(address, color_scheme=scheme)
    said = {}
    for path in PAGES:
        dashboard.page.goto(f"{address}/{path}")
        dashboard.page.wait_for_selector(".timeline svg rect" if path[:1] in ("", "?") else "h1, h2, h3")
        dashboard.page.wait_for_timeout(1_000)
        said[path] = found(dashboard.page)
    assert {path: problems for path, problems in said.items() if problems} == {}
