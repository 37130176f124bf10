"""Work at the same time, with an end. All threads are daemons, so that Ctrl-C waits for no host."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def in_parallel(work: Callable[[T], R], items: Sequence[T], workers: int) -> Iterator[R]:
    """The results in the order of the items; what the work raises is raised at its place."""
    waiting: queue.SimpleQueue[tuple[T, Future[R]]] = queue.SimpleQueue()
    results: list[Future[R]] = [Future() for _ in items]
    for pair in zip(items, results, strict=True):
        waiting.put(pair)

    def run() -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                item, result = waiting.get_nowait()
                _fulfil(result, lambda item=item: work(item))  # type: ignore[misc]

    for _ in range(min(workers, len(items))):
        threading.Thread(target=run, daemon=True).start()
    for result in results:
        yield result.result()


def bounded(work: Callable[[], T], seconds: float) -> T:
    """What the work gives, or TimeoutError; work that never ends is left to a thread nobody waits for."""
    result: Future[T] = Future()
    threading.Thread(target=_fulfil, args=(result, work), daemon=True).start()
    return result.result(timeout=seconds)


def _fulfil(result: Future[T], work: Callable[[], T]) -> None:
    try:
        result.set_result(work())
    except BaseException as error:  # noqa: BLE001  # handed on to whoever waits for the result
        result.set_exception(error)
