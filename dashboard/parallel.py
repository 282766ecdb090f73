"""Spreads work over processes of this machine or over a Dask cluster, a bounded window at a time."""

from __future__ import annotations

import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from importlib import import_module
from itertools import islice
from multiprocessing import get_context
from types import ModuleType
from typing import Any, Generic, TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

# Items under way at once: a folder of a million files must not lie in memory as a million articles.
WINDOW = 400
# Items that a process gets at once.
_AT_ONCE = 2


class ParallelError(RuntimeError):
    """The workers cannot be used; the message is one line with the remedy."""


def map_in_processes(
    work: Callable[[_Item], _Result],
    items: Iterable[_Item],
    workers: int,
    lost: Callable[[_Item], _Result],
) -> Iterator[tuple[_Item, _Result]]:
    """Yield each item with its result, in order, worked out in ``workers`` processes.

    While the caller is busy with a result, the processes go on with what is under way. Where one of them
    dies, others take its place; an item that ends its process also alone comes with what ``lost`` makes of
    it.
    """
    with closing(_Processes(work, workers, lost)) as processes:
        under_way: deque[tuple[list[_Item], Future[list[_Result]]]] = deque()
        for some in _slices(items, _AT_ONCE):
            under_way.append((some, processes.begin(some)))
            while under_way and (len(under_way) * _AT_ONCE >= WINDOW or under_way[0][1].done()):
                yield from processes.taken(under_way)
        while under_way:
            yield from processes.taken(under_way)


class _Processes(Generic[_Item, _Result]):
    """Processes that work, and are made anew where one of them died."""

    def __init__(
        self, work: Callable[[_Item], _Result], workers: int, lost: Callable[[_Item], _Result]
    ) -> None:
        self._work, self._workers, self._lost = work, workers, lost
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        # Forking a program that has threads can hang its children, so they start afresh.
        return ProcessPoolExecutor(max_workers=self._workers, mp_context=get_context("spawn"))

    def begin(self, some: list[_Item]) -> Future[list[_Result]]:
        """Let a process work on these items as soon as one is free."""
        try:
            with _no_main_program(), _deaf_to_interrupts():
                return self._pool.submit(_each, self._work, some)
        except BrokenProcessPool as error:
            failed: Future[list[_Result]] = Future()
            failed.set_exception(error)
            return failed

    def taken(
        self, under_way: deque[tuple[list[_Item], Future[list[_Result]]]]
    ) -> Iterator[tuple[_Item, _Result]]:
        """Yield what was begun first, once it is done, and take it out."""
        items, future = under_way.popleft()
        try:
            results = future.result()
        except BrokenProcessPool:
            # Which of those under way it died of cannot be told, and all that was under way is gone.
            self._restart()
            results = [self._alone(item) for item in items]
            again = [(some, self.begin(some)) for some, _ in under_way]
            under_way.clear()
            under_way.extend(again)
        yield from zip(items, results, strict=True)

    def _alone(self, item: _Item) -> _Result:
        try:
            return self.begin([item]).result()[0]
        except BrokenProcessPool:
            self._restart()
            return self._lost(item)

    def _restart(self) -> None:
        self.close()
        self._pool = self._start()

    def close(self) -> None:
        """Wait until the processes are gone."""
        self._pool.shutdown(cancel_futures=True)


def _each(work: Callable[[_Item], _Result], items: list[_Item]) -> list[_Result]:
    return [work(item) for item in items]


@contextmanager
def _no_main_program() -> Iterator[None]:
    """Keep new processes from running the main program again: it may be a page, or a script unguarded."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let new processes not hear Ctrl-C, which goes to all of a terminal: this one ends them, and says so."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def map_on_cluster(
    work: Callable[[_Item], _Result],
    items: Iterable[_Item],
    scheduler: str,
    lost: Callable[[_Item], _Result],
) -> Iterator[tuple[_Item, _Result]]:
    """Yield each item with its result, in order, worked out by the cluster behind ``scheduler``.

    The address is that of a running Dask scheduler ("tcp://host:8786") whose workers have this package
    installed. An item over which several of them died comes with what ``lost`` makes of it. Raises
    ParallelError when Dask is missing or the scheduler does not answer, or no longer.
    """
    try:
        distributed: Any = import_module("distributed")
    except ModuleNotFoundError:
        raise ParallelError("Dask is missing; run: python -m pip install 'conflictmap[bulk]'") from None
    try:
        client = distributed.Client(scheduler, timeout=10)
    except (OSError, TimeoutError, ValueError) as error:
        problem = f"no Dask scheduler answers at {scheduler} ({error})"
        raise ParallelError(f"{problem}; check the address") from None
    with closing(client):
        for window in _slices(items, WINDOW):
            # Not pure: the same article may have to be read again after the tables changed.
            begun = client.map(work, window, pure=False)
            try:
                yield from zip(window, client.gather(begun), strict=True)
            except distributed.KilledWorker:
                for item, future in zip(window, begun, strict=True):
                    yield item, _survived(client, work, item, future, distributed.KilledWorker, lost)
            except CancelledError:
                problem = f"the Dask scheduler at {scheduler} is gone"
                raise ParallelError(f"{problem}; start it and run this again") from None


def _survived(
    client: Any,
    work: Callable[[_Item], _Result],
    item: _Item,
    future: Any,
    killed: type[Exception],
    lost: Callable[[_Item], _Result],
) -> _Result:
    """Return the result of an item, worked out alone where workers died of it or of what ran beside it."""
    for alone in (False, True):
        try:
            result: _Result = (client.submit(work, item, pure=False) if alone else future).result()
            return result
        except killed:
            continue
    return lost(item)


def _slices(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    iterator = iter(items)
    while some := list(islice(iterator, size)):
        yield some
