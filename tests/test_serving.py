"""The demo as a stranger starts it: from another folder, it answers, and ending it leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from dashboard.serving import choose_port, is_free


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="ends the program with a POSIX signal")
def test_the_demo_serves_its_page_and_ends_with_its_server(tmp_path: Path) -> None:
    port = choose_port(None)
    command = [sys.executable, "-m", "dashboard.cli", "demo", "--no-browser", "--port", str(port)]
    command += ["--db", str(tmp_path / "demo.db")]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as demo:
        assert demo.stderr is not None
        lines: list[str] = []
        for line in demo.stderr:
            lines.append(line)
            if "Conflict Map is at" in line:
                break
        assert f"http://localhost:{port}" in lines[-1], "".join(lines)
        with urllib.request.urlopen(f"http://localhost:{port}/", timeout=20) as page:
            assert b"<title>" in page.read()
        demo.send_signal(signal.SIGTERM)
        assert demo.wait(timeout=20) == 0
    assert is_free(port)
