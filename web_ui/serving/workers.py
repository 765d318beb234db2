"""Threads that answer requests which have arrived whole."""

from __future__ import annotations

import logging
import queue
import socket
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .connection import Connection

_LOGGER = logging.getLogger(__name__)


class Workers:
    """A bounded pool that grows with the work; submit() belongs to one thread."""

    def __init__(
        self,
        name: str,
        *,
        threads: int,
        waiting: int,
        done: Callable[[Connection, bool], None],
    ) -> None:
        """Answer with so many threads, and let so many requests wait for one.

        done() gets each connection back, and whether it stays open.
        """
        self._name = name
        self._most = threads
        self._done = done
        self._waiting: queue.SimpleQueue[Connection | None] = queue.SimpleQueue()
        self._capacity = threads + waiting
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._at_work: set[Connection] = set()
        self._taken = 0
        """Connections that wait or are being answered."""

    def submit(self, connection: Connection) -> bool:
        """Have a request answered; False if there are too many already."""
        with self._lock:
            if self._taken >= self._capacity:
                return False
            self._taken += 1
            more = self._taken > len(self._threads) < self._most
        if more:
            number = len(self._threads) + 1
            # a daemon: nothing that a page does may keep the process from ending
            thread = threading.Thread(
                target=self._work, name=f"{self._name}-{number}", daemon=True
            )
            self._threads.append(thread)
            thread.start()
        self._waiting.put(connection)
        return True

    def stop(self, timeout_s: float) -> None:
        """Let requests in progress end; cut off those that take longer."""
        for _ in self._threads:
            self._waiting.put(None)
        end_s = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, end_s - time.monotonic()))
        with self._lock:
            late = tuple(self._at_work)
        for connection in late:
            connection.cut_off(socket.SHUT_RDWR)

    def _work(self) -> None:
        while (connection := self._waiting.get()) is not None:
            with self._lock:
                self._at_work.add(connection)
            keep = False
            try:
                keep = connection.answer()
            except OSError as error:
                _LOGGER.debug("%s went away: %s", connection.remote_addr, error)
            except Exception:
                _LOGGER.exception("a request could not be answered")
            finally:
                with self._lock:
                    self._at_work.discard(connection)
                    self._taken -= 1
                self._done(connection, keep)
