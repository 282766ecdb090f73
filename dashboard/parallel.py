"""Spreads work over processes of this machine or over a Dask cluster, a bounded window at a time."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing, contextmanager
from importlib import import_module
from itertools import islice
from multiprocessing import get_context
from types import ModuleType
from typing import Any, TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

# Items under way at once: a folder of a million files must not lie in memory as a million articles.
WINDOW = 400
# Items that a process gets at once.
_AT_ONCE = 4


class ParallelError(RuntimeError):
    """The workers cannot be used; the message is one line with the remedy."""


def map_in_processes(
    work: Callable[[_Item], _Result], items: Iterable[_Item], workers: int
) -> Iterator[tuple[_Item, _Result]]:
    """Yield each item with its result, in order, worked out in ``workers`` processes.

    While the caller is busy with a result, the processes go on with what is under way.
    """
    # Forking a program that has threads can hang its children, so they start afresh.
    context = get_context("spawn")
    with ProcessPoolExecutor(max_workers=workers, mp_context=context) as pool:
        under_way: deque[tuple[list[_Item], Future[list[_Result]]]] = deque()
        for some in _slices(items, _AT_ONCE):
            with _no_main_program():
                under_way.append((some, pool.submit(_each, work, some)))
            while under_way and (len(under_way) * _AT_ONCE >= WINDOW or under_way[0][1].done()):
                yield from _taken(under_way)
        while under_way:
            yield from _taken(under_way)


def _each(work: Callable[[_Item], _Result], items: list[_Item]) -> list[_Result]:
    return [work(item) for item in items]


def _taken(under_way: deque[tuple[list[_Item], Future[list[_Result]]]]) -> Iterator[tuple[_Item, _Result]]:
    """Yield what was begun first, once it is done, and take it out."""
    items, results = under_way.popleft()
    yield from zip(items, results.result(), strict=True)


@contextmanager
def _no_main_program() -> Iterator[None]:
    """Keep new processes from running the main program again: it may be a page, or a script unguarded."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def map_on_cluster(
    work: Callable[[_Item], _Result], items: Iterable[_Item], scheduler: str
) -> Iterator[tuple[_Item, _Result]]:
    """Yield each item with its result, in order, worked out by the cluster behind ``scheduler``.

    The address is that of a running Dask scheduler ("tcp://host:8786") whose workers have this package
    installed. Raises ParallelError when Dask is missing or the scheduler does not answer.
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
            yield from zip(window, client.gather(client.map(work, window, pure=False)), strict=True)


def _slices(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    iterator = iter(items)
    while some := list(islice(iterator, size)):
        yield some
