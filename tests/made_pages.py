"""Pages of the dashboard one by one, for tests without a browser."""

from __future__ import annotations

SECONDS = 180
"""How long a page may take where much else runs."""


def page_script(module: str, render: str) -> str:
    """Return a script that draws one page alone."""
    return (
        f"from dashboard.pages import make_pages\nfrom dashboard.{module} import {render}\n"
        f"make_pages({{'map': {render}, 'add': lambda: None, 'articles': lambda: 1}})\n{render}()\n"
    )
