"""Runs Streamlit's server behind the guard and meanwhile loads what the pages stand on.

``python -P -m dashboard.server`` reads one line of JSON from standard input (``Serving``), serves until
interrupted, and ends when that input ends: whoever started it is gone then, however it ended.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from json import dumps, loads
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from streamlit.web.server.starlette.starlette_app import App

APP = Path(__file__).with_name("app.py")
# What takes longest to import. Modules that declare components must not be among them: Streamlit knows only
# those that are declared while it runs.
SLOW = ("geodata.query", "dashboard.ingest", "folium", "geodata.export", "dashboard.snapshot")
_OPTIONS = {
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableStaticServing": False,
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "global.developmentMode": False,
    # What goes wrong is told with its traceback on stderr, where the plain logger writes.
    "logger.enableRich": False,
    "logger.level": "warning",
    "logger.hideWelcomeMessage": True,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """What the server is told by whoever starts it: nothing of it stands on a command line.

    ``names`` are host names allowed beside this machine's own, ``key`` must come with the first visit ("":
    none is asked for), ``role`` is everyone's where no ``sign_in`` file (a path) names people, ``layers`` is
    the path of a file of folium layers ("": none), ``online`` the geocoding services that may be asked.
    """

    db: str
    port: int
    address: str = "localhost"
    names: Sequence[str] = ()
    key: str = ""
    role: str = "administer"
    sign_in: str = ""
    layers: str = ""
    online: Sequence[str] = ()
    script: str = str(APP)

    def to_line(self) -> bytes:
        """One line of JSON for the server's standard input."""
        return dumps(asdict(self)).encode() + b"\n"


def load_slow() -> None:
    """Import the slow modules and read the names of regions, which every page asks for."""
    for name in SLOW:
        import_module(name)
    import_module("geodata.regions").region_names()


def end_with_starter() -> None:
    """Wait until standard input ends, then end this process at once: nobody is left to stop it."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(0)


def _prepare(serving: Serving) -> App:
    """Return the guarded Streamlit app."""
    import streamlit as st  # a second to load, in which the thread is at work
    from starlette.middleware import Middleware

    from dashboard.access import serve_as
    from dashboard.guard import Guard
    from dashboard.roles import Access, Role, read_sign_in

    os.environ["CONFLICTMAP_DB"] = serving.db
    if serving.layers:
        os.environ["CONFLICTMAP_LAYERS"] = serving.layers
    os.environ["CONFLICTMAP_ONLINE"] = ",".join(serving.online)
    secrets: dict[str, Any] = {}
    access = Access(everyone=Role[serving.role.upper()])
    if serving.sign_in:
        auth, access = read_sign_in(Path(serving.sign_in))
        secrets = {"auth": auth}
    serve_as(access)
    guard = Middleware(Guard, names=serving.names, key=serving.key, port=serving.port)
    return st.App(serving.script, middleware=[guard], secrets=secrets)


def main() -> None:
    """Serve until interrupted."""
    serving = Serving(**loads(sys.stdin.buffer.readline()))
    Thread(target=end_with_starter, name="end-with-starter", daemon=True).start()
    Thread(target=load_slow, name="load-slow", daemon=True).start()
    sys.argv[:] = [serving.script]
    own = {
        "server.address": serving.address,
        "server.port": serving.port,
        "server.allowedHosts": ["localhost", "127.0.0.1", "::1", *serving.names],
        "server.corsAllowedOrigins": [f"{kind}://{n}" for n in serving.names for kind in ("http", "https")],
    }
    _prepare(serving).run(config=_OPTIONS | own)


if __name__ == "__main__":
    main()
