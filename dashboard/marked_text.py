"""A sentence with its marks as Streamlit Markdown: place, date, what happened and toll told apart."""

from __future__ import annotations

from dashboard.marking import mark_excerpt
from dashboard.safe_text import markdown
from geodata.model import Report

# Markdown's own colours; weight and line tell the marks apart as well.
_MARKS = {
    "place": ":blue-background[**{}**]",
    "date": ":orange-background[{}]",
    "trigger": ":yellow-background[**{}**]",
    "toll": ":red-background[{}]",
    "says": "*{}*",
}


def marked(excerpt: str, report: Report) -> str:
    """Return an excerpt as Markdown in which nothing but the marks is markup."""
    parts = []
    for text, kind in mark_excerpt(excerpt, report):
        inner = text.strip()
        if not inner:
            parts.append(" ")
            continue
        before = " " if text[0].isspace() else ""
        after = " " if text[-1].isspace() else ""
        shown = markdown(inner, None)
        parts.append(before + (_MARKS[kind].format(shown) if kind else shown) + after)
    return "".join(parts).strip()
