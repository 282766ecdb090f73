"""Runs readers in a process of their own, which is stopped when it hangs, dies alone and has bounded memory.

Parsers of PDF, Office files and web pages are large, and a file may be made to keep one busy for ever, to
exhaust the memory or to crash it. The process is started once and reads one file after the other.
"""

from __future__ import annotations

import atexit
import contextlib
import math
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any

from articles.sources.draft import SourceError, failure_of
from articles.sources.raw_file import RawFile

if TYPE_CHECKING:
    from articles.sources.formats import Piece

try:
    import resource
except ModuleNotFoundError:  # Windows
    resource = None  # type: ignore[assignment]

# A reader that computes for so long without a sign of life is stopped; time in which a busy machine lets it
# wait does not count where the system can tell the two apart.
DEADLINE_SECONDS = 8
# The same by the clock, where it cannot, and for a reader that waits for something.
CLOCK_SECONDS = 60.0 if os.name == "posix" else float(DEADLINE_SECONDS)
# For the process to start and to load what a reader needs.
START_SECONDS = 120.0
# Above what any file within its limit needs.
MAX_MEMORY_MB = 3_000

_START = "from articles.sources.apart import serve; serve()"
_OVER = "over"
_READY = "ready"
_CLOSED = "closed"


class _Worker:
    """A process that reads files, and the thread that takes in what it says."""

    def __init__(self) -> None:
        # -P keeps modules that lie in the current folder from being taken for the readers.
        command = [sys.executable, "-P", "-c", _START]
        self._process = subprocess.Popen(  # noqa: S603  (the command is our own)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._said: queue.Queue[Any] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        try:
            ready = self.hear(START_SECONDS) == _READY
        except queue.Empty:
            ready = False
        if not ready:
            self.stop()
            raise OSError("the process that reads files did not start")

    def _listen(self) -> None:
        stream = self._process.stdout
        if stream is None:
            return
        try:
            while True:
                self._said.put(pickle.load(stream))  # noqa: S301  (written by our own process)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            self._said.put(_CLOSED)

    def ask(self, format_name: str, raw: RawFile) -> None:
        """Hand a file over to be read."""
        stream = self._process.stdin
        if stream is None:
            return
        pickle.dump((format_name, raw), stream, protocol=pickle.HIGHEST_PROTOCOL)
        stream.flush()

    def hear(self, seconds: float) -> Any:
        """Return the next thing the process says; raises ``queue.Empty`` when it says nothing so long."""
        return self._said.get(timeout=seconds)

    def was_too_slow(self) -> bool:
        """Whether a process that is gone was ended for computing too long."""
        return self._process.wait() == -getattr(signal, "SIGXCPU", 0)

    def stop(self) -> None:
        """End the process and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


# Workers that wait for a file; a call takes one or starts one, so that calls in several threads do not mix.
_idle: list[_Worker] = []
_idle_lock = threading.Lock()


def read_apart(format_name: str, raw: RawFile) -> Iterator[Piece]:
    """Yield what the reader of the named format gives for a file.

    Raises SourceError when the reader does, when it is silent for ``DEADLINE_SECONDS`` and when its process
    dies. A generator that is not read to the end ends the process.
    """
    worker = _take_worker()
    whole = False
    try:
        worker.ask(format_name, raw)
        seconds = START_SECONDS
        while True:
            said = worker.hear(seconds)
            seconds = CLOCK_SECONDS
            if said == _READY:
                continue
            if said == _OVER:
                break
            if said == _CLOSED:
                raise _given_up(raw) if worker.was_too_slow() else _broken(raw)
            if isinstance(said, tuple):
                whole = True
                raise said[0]
            yield said
        whole = True
    except queue.Empty:
        raise _given_up(raw) from None
    except OSError:
        raise _broken(raw) from None
    finally:
        if whole:
            with _idle_lock:
                _idle.append(worker)
        else:
            worker.stop()


def _given_up(raw: RawFile) -> SourceError:
    problem = f"reading it took over {DEADLINE_SECONDS} seconds and was given up"
    return SourceError(raw.name, problem, "save the article's text as .txt")


def _broken(raw: RawFile) -> SourceError:
    return SourceError(raw.name, "its reader broke down over it", "save the article's text as .txt")


def _take_worker() -> _Worker:
    with _idle_lock:
        if _idle:
            return _idle.pop()
    return _Worker()


@atexit.register
def _stop_all() -> None:
    with _idle_lock:
        while _idle:
            _idle.pop().stop()


def serve() -> None:
    """Read the files that come in on standard input; run in the process of a worker."""
    from articles.sources.formats import FORMATS  # the formats name the readers, which need not this module

    _bound_memory()
    commands, answers = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints must not get between the answers.
    sys.stdout = sys.stderr
    formats = {known.name: known for known in FORMATS}
    _say(answers, _READY)
    while True:
        try:
            format_name, raw = pickle.load(commands)  # noqa: S301  (written by the process that started this)
        except (EOFError, KeyboardInterrupt):
            return
        try:
            for module in formats[format_name].needs:
                import_module(module)
            _say(answers, _READY)
            _bound_time()
            for piece in formats[format_name].read(raw):
                _say(answers, piece)
                _bound_time()
            _say(answers, _OVER)
        except Exception as error:  # whatever a file does to a parser, the process goes on with the next
            _say(answers, (failure_of(raw.name, error),))


def _say(answers: IO[bytes], piece: object) -> None:
    pickle.dump(piece, answers, protocol=pickle.HIGHEST_PROTOCOL)
    answers.flush()


def _bound_memory() -> None:
    """Let this process have ``MAX_MEMORY_MB`` at most, where the system can be told so."""
    if resource is not None:
        limit = MAX_MEMORY_MB * 1_000_000
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bound_time() -> None:
    """Let this process compute for ``DEADLINE_SECONDS`` from now, where the system can be told so."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = math.ceil(used.ru_utime + used.ru_stime) + DEADLINE_SECONDS
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
