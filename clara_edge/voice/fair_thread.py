"""One thread for an engine that several conversations use: the device first, guests in turn."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")

_Work = tuple["Future[Any]", Callable[[], Any]]


class FairThread(Executor):
    """Runs one piece of work at a time; what is submitted here goes before all guests.

    A piece that runs is never interrupted, so the device waits for one piece at most.
    Guests take turns, one piece each. Safe from any thread.
    """

    def __init__(self, name: str) -> None:
        """Name the thread, which begins with the first work."""
        self._name = name
        self._wake = threading.Condition()
        self._own: deque[_Work] = deque()
        self._guests: deque[_Lane] = deque()
        """Those with work waiting, the next one first."""
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(
        self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs
    ) -> Future[_T]:
        """Queue the device's own work."""
        return self._put(None, lambda: fn(*args, **kwargs))

    def lane(self) -> Executor:
        """Return an executor for one guest; it needs no shutdown."""
        return _Lane(self)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work; what waits is done first, unless it is cancelled."""
        with self._wake:
            self._closed = True
            if cancel_futures:
                self._cancel_waiting()
            self._wake.notify_all()
            thread = self._thread
        if wait and thread is not None:
            thread.join()

    def _cancel_waiting(self) -> None:
        for queue in (self._own, *(lane.waiting for lane in self._guests)):
            while queue:
                queue.popleft()[0].cancel()
        self._guests.clear()

    def _put(self, lane: _Lane | None, call: Callable[[], _T]) -> Future[_T]:
        future: Future[_T] = Future()
        with self._wake:
            if self._closed:
                raise RuntimeError(f"the thread {self._name!r} was shut down")
            if lane is None:
                self._own.append((future, call))
            else:
                lane.waiting.append((future, call))
                if lane not in self._guests:
                    self._guests.append(lane)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name=self._name, daemon=True
                )
                self._thread.start()
            self._wake.notify()
        return future

    def _next(self) -> _Work | None:
        with self._wake:
            while not self._own and not self._guests:
                if self._closed:
                    return None
                self._wake.wait()
            if self._own:
                return self._own.popleft()
            lane = self._guests.popleft()
            work = lane.waiting.popleft()
            if lane.waiting:
                self._guests.append(lane)
            return work

    def _run(self) -> None:
        while (work := self._next()) is not None:
            future, call = work
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = call()
            except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits
                future.set_exception(error)
            else:
                future.set_result(result)
            del future, call, work  # or an idle thread would keep the last sound alive


class _Lane(Executor):
    def __init__(self, thread: FairThread) -> None:
        self._thread = thread
        self.waiting: deque[_Work] = deque()

    def submit(
        self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs
    ) -> Future[_T]:
        return self._thread._put(self, lambda: fn(*args, **kwargs))  # noqa: SLF001 - one module
