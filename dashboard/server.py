"""Runs Streamlit's server and meanwhile loads what the pages stand on, so that the first visit is short.

``python -m dashboard.server run APP …`` takes the arguments of ``streamlit``.
"""

from __future__ import annotations

import sys
from importlib import import_module
from threading import Thread

# What takes longest to import. Modules that declare components must not be among them: Streamlit knows only
# those that are declared while it runs.
SLOW = ("geodata.query", "dashboard.ingest", "folium", "geodata.export", "dashboard.snapshot")


def load_slow() -> None:
    """Import the slow modules and read the names of regions, which every page asks for."""
    for name in SLOW:
        import_module(name)
    import_module("geodata.regions").region_names()


def main() -> None:
    """Serve until interrupted."""
    Thread(target=load_slow, name="load-slow", daemon=True).start()
    from streamlit.web.cli import main as streamlit  # a second to load, in which the thread is at work

    sys.argv[0] = "streamlit"
    streamlit()


if __name__ == "__main__":
    main()
