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

from dashboard.guard import KEY_PARAMETER, is_loopback
from dashboard.server import APP, Serving

HOST = "localhost"
FIRST_PORT = 8501
_PORTS_TRIED = 20
_SECONDS_TO_START = 60

# Every rerun computes large arrays in a fresh thread. With glibc's defaults each thread keeps what it frees;
# measured on 1,000,000 events this brings the server from 871 MB down to 588 MB. Other systems ignore it.
MEMORY_SETTINGS = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "262144"}


class ServingError(RuntimeError):
    """The dashboard could not be started; the message is one line with the remedy."""


def server_command() -> list[str]:
    """Return the command of the server; ``-P`` keeps what lies in the current folder from being imported."""
    return [sys.executable, "-P", "-m", "dashboard.server"]


def server_environment() -> dict[str, str]:
    """Return the environment of the server, in which no path depends on the folder it is started from."""
    told = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    paths = {"PYTHONPATH": os.pathsep.join(os.path.abspath(part) for part in told if part)}
    for name in ("CONFLICTMAP_DATA", "CONFLICTMAP_CACHE"):
        if name in os.environ:
            paths[name] = os.path.abspath(os.environ[name])
    return os.environ | MEMORY_SETTINGS | {name: path for name, path in paths.items() if path}


def start_server(serving: Serving) -> subprocess.Popen[bytes]:
    """Start the server; it ends when the process that this returns is told to, or when its starter is gone.

    It runs in the folder of the app, so that no settings or secrets of the current folder count.
    """
    server = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        server_command(),
        cwd=APP.parent,
        env=server_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    assert server.stdin is not None
    server.stdin.write(serving.to_line())
    server.stdin.flush()
    return server


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


def check_reach(host: str, *, sign_in: Path | None, without_sign_in: bool) -> None:
    """Raise ServingError where others could reach the dashboard and nobody said who may."""
    if is_loopback(host) or sign_in is not None or without_sign_in:
        return
    raise ServingError(
        f"at {host} other machines can reach the dashboard: name who may with --sign-in FILE, or say "
        "--without-sign-in as well, and whoever has the printed address gets in"
    )


def absolute_db(db: str) -> str:
    """Return a database's name so that it means the same from any folder."""
    return db if "://" in db else os.path.abspath(db)


def address_of(serving: Serving, view: Mapping[str, str] | None = None) -> str:
    """Return the address to open, with the key and the view's parameters in it."""
    host = HOST if serving.address in ("0.0.0.0", "::", "127.0.0.1", "::1") else serving.address  # noqa: S104
    host = f"[{host}]" if ":" in host else host
    told = ({KEY_PARAMETER: serving.key} if serving.key else {}) | dict(view or {})
    return f"http://{host}:{serving.port}/" + (f"?{urlencode(told)}" if told else "")


def serve(
    serving: Serving,
    *,
    open_browser: bool,
    say: Callable[[str], None],
    view: Mapping[str, str] | None = None,
) -> None:
    """Serve the dashboard until it is interrupted; ``say`` gets the address once it answers.

    ``view`` are the parameters of the address to open: a filter and the map's position.
    """
    address = address_of(serving, view)
    # Whoever ends this program ends the server with it, and does not leave the port taken.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with start_server(serving) as server:
        try:
            _wait_until_up(server, address.partition("?")[0])
            say(f"Conflict Map is at {address} (Ctrl+C stops it)")
            if open_browser:
                webbrowser.open(address)
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
            with urllib.request.urlopen(f"{address}_stcore/health", timeout=2):  # noqa: S310 - own host
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise ServingError(f"the dashboard did not answer within {_SECONDS_TO_START} seconds; try again")
