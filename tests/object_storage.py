"""A server on this machine that answers as Amazon's object storage does, with what lies in one bucket."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET = "bucket"
_WHEN = "Thu, 01 Sep 2022 00:00:00 GMT"


class _Storage(BaseHTTPRequestHandler):
    """Lists and sends objects; whoever asks without a key is refused."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        if "Credential=ana/" not in self.headers.get("Authorization", ""):
            self._send(403, b"")
        elif bucket != BUCKET:
            self._send(404, b"")
        elif not key:
            self._send(200, self._listed(parse_qs(parts.query)), "application/xml")
        elif key in self.objects:
            self._send_object(self.objects[key])
        else:
            self._send(404, b"")

    def _listed(self, asked: Mapping[str, list[str]]) -> bytes:
        prefix, delimiter = (asked.get(name, [""])[0] for name in ("prefix", "delimiter"))
        entries, folders = [], set[str]()
        for key, content in sorted(self.objects.items()):
            rest = key.removeprefix(prefix)
            if not key.startswith(prefix):
                continue
            if delimiter and delimiter in rest:
                folders.add(prefix + rest.partition(delimiter)[0] + delimiter)
                continue
            entries.append(
                f"<Contents><Key>{escape(key)}</Key><LastModified>2022-09-01T00:00:00.000Z</LastModified>"
                f"<Size>{len(content)}</Size></Contents>"
            )
        common = (f"<CommonPrefixes><Prefix>{escape(f)}</Prefix></CommonPrefixes>" for f in sorted(folders))
        count = len(entries) + len(folders)
        body = f"<Name>{BUCKET}</Name><Prefix>{escape(prefix)}</Prefix><KeyCount>{count}</KeyCount>"
        body += f"<IsTruncated>false</IsTruncated>{''.join(entries)}{''.join(common)}"
        return f'<?xml version="1.0"?><ListBucketResult>{body}</ListBucketResult>'.encode()

    def _send_object(self, content: bytes) -> None:
        wanted = self.headers.get("Range", "").removeprefix("bytes=")
        if not wanted:
            self._send(200, content)
            return
        first, _, last = wanted.partition("-")
        some = content[int(first) : int(last) + 1 if last else None]
        span = f"bytes {first}-{int(first) + len(some) - 1}/{len(content)}"
        self._send(206, some, more={"Content-Range": span})

    def _send(
        self,
        status: int,
        body: bytes,
        kind: str = "application/octet-stream",
        more: Mapping[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(body)), "Last-Modified": _WHEN}
        for name, value in (headers | dict(more or {})).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@contextmanager
def storage_of(objects: Mapping[str, bytes]) -> Iterator[str]:
    """Serve these objects by key, and give the host and port that they are served at."""
    handler = type("Storage", (_Storage,), {"objects": objects})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
