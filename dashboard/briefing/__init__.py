"""Briefings: a selection as a document to read and pass on, in DOCX or PDF.

``draw_briefing(index, selection, ".pdf")`` gives the file's bytes, without a browser or a network and the
same for the same input. A briefing carries what it was made of, as a snapshot does, so that it can be
verified and the next one can say what changed since.
"""

from __future__ import annotations

from dashboard.briefing.content import Briefing, BriefingOptions, Since, collect_briefing
from geodata.export import ReleasePolicy
from geodata.query import EventIndex, Selection
from geodata.query.clauses import Names

__all__ = ["BRIEFING_TYPES", "Briefing", "BriefingOptions", "Since", "draw_briefing"]

BRIEFING_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}


def draw_briefing(
    index: EventIndex,
    selection: Selection,
    suffix: str = ".pdf",
    *,
    options: BriefingOptions | None = None,
    since: Since | None = None,
    names: Names = str,
    policy: ReleasePolicy | None = None,
) -> bytes:
    """Return a selection as a document; ``since`` None leaves out what changed.

    ``names`` tells the filter's regions to the reader; ``policy`` blurs, delays or masks what must not be
    published, and then nothing is told of what changed. Raises ValueError for an unknown suffix.
    """
    if suffix not in BRIEFING_TYPES:
        raise ValueError(f"{suffix!r} is no briefing format; use {', '.join(BRIEFING_TYPES)}")
    briefing = collect_briefing(
        index, selection, options or BriefingOptions(), since=since, names=names, policy=policy
    )
    # Each writer's library takes a moment to load, and only one is needed.
    if suffix == ".docx":
        from dashboard.briefing.docx_file import write_docx

        return write_docx(briefing)
    from dashboard.briefing.pdf_file import write_pdf

    return write_pdf(briefing)
