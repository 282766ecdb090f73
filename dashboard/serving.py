"""Starts the dashboard as a local web server and opens it in the browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlencode

HOST = "localhost"
FIRST_PORT = 8501
_PORTS_TRIED = 20
_SECONDS_TO_START = 60

# Every rerun computes large arrays in a fresh thread. With glibc's defaults each thread keeps what it frees;
# measured on 1,000,000 events this brings the server from 871 MB down to 588 MB. Other systems ignore it.
MEMORY_SETTINGS = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "262144"}


class ServingError(RuntimeError):
    """The dashboard could not be started; the message is one line with the remedy."""


def server_command(port: int) -> list[str]:
    """Return the command that serves the installed app on this machine only."""
    options = {
        "server.address": HOST,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        "logger.level": "warning",
    }
    app = Path(__file__).with_name("app.py")
    return [
        *(sys.executable, "-m", "dashboard.server", "run", str(app)),
        *(f"--{name}={value}" for name, value in options.items()),
    ]


def is_free(port: int) -> bool:
    """Whether nobody listens on the port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def choose_port(wanted: int | None) -> int:
    """Return ``wanted`` or the first free port from 8501; raises ServingError when there is none."""
    if wanted is not None:
        if not is_free(wanted):
            raise ServingError(f"port {wanted} is in use or not allowed; choose another with --port")
        return wanted
    for port in range(FIRST_PORT, FIRST_PORT + _PORTS_TRIED):
        if is_free(port):
            return port
    raise ServingError(f"ports {FIRST_PORT} to {port} are all in use; choose another with --port")


def serve(
    db: str,
    *,
    port: int | None,
    open_browser: bool,
    say: Callable[[str], None],
    view: Mapping[str, str] | None = None,
) -> None:
    """Serve the dashboard on ``db`` until it is interrupted; ``say`` gets the address once it answers.

    ``view`` are the parameters of the address to open: a filter and the map's position.
    """
    number = choose_port(port)
    address = f"http://{HOST}:{number}"
    page = f"{address}/?{urlencode(view)}" if view else address
    # Whoever ends this program ends the server with it, and does not leave the port taken.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with subprocess.Popen(  # noqa: S603 - our own interpreter and file
        server_command(number),
        env=os.environ | MEMORY_SETTINGS | {"CONFLICTMAP_DB": db},
        stdout=subprocess.DEVNULL,
    ) as server:
        try:
            _wait_until_up(server, address)
            say(f"Conflict Map is at {page} (Ctrl+C stops it)")
            if open_browser:
                webbrowser.open(page)
            server.wait()
        except KeyboardInterrupt:
            say("stopped")
        finally:
            server.terminate()


def _wait_until_up(server: subprocess.Popen[bytes], address: str) -> None:
    """Return once the server answers; raises ServingError when it ends or stays silent."""
    for _ in range(_SECONDS_TO_START * 5):
        if server.poll() is not None:
            raise ServingError("the dashboard ended at once; its message stands above")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310 - own host
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise ServingError(f"the dashboard did not answer within {_SECONDS_TO_START} seconds; try again")
