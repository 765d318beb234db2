"""Many pages that listen to the events of a web service, and when they hear something."""

from __future__ import annotations

import http.client
import threading
import time
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from clara_edge.domain.errors import DaemonUnreachableError

if TYPE_CHECKING:
    from collections.abc import Sequence

_CONNECT_S = 30.0
_HEARD_WITHIN_S = 5.0


class Streams:
    """Open streams, each read by a thread of its own."""

    def __init__(self, port: int, tokens: Sequence[str], count: int) -> None:
        """Open them and wait until each was greeted.

        Raises:
            DaemonUnreachableError: the service does not take so many.
        """
        self.count = count
        self._heard: dict[int, list[float]] = defaultdict(list)
        self._greeted = 0
        self._changed = threading.Condition()
        self._connections = [
            http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            for _ in range(count)
        ]
        for number, connection in enumerate(self._connections):
            token = tokens[number % len(tokens)]
            thread = threading.Thread(
                target=self._listen, args=(connection, token), daemon=True
            )
            thread.start()
        with self._changed:
            if not self._changed.wait_for(lambda: self._greeted == count, _CONNECT_S):
                raise DaemonUnreachableError(
                    f"only {self._greeted} of {count} pages can listen at once"
                )

    def heard(self, seq: int) -> list[float]:
        """Return when each stream heard of a change, as soon as all did."""
        with self._changed:
            self._changed.wait_for(
                lambda: len(self._heard[seq]) >= self.count, _HEARD_WITHIN_S
            )
            return list(self._heard.pop(seq))

    def close(self) -> None:
        """Leave. Idempotent."""
        for connection in self._connections:
            if connection.sock is not None:
                # the reading thread wakes up by this, and not by close() alone
                with suppress(OSError):
                    connection.sock.shutdown(2)
            connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _listen(self, connection: http.client.HTTPConnection, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        with suppress(OSError, http.client.HTTPException, ValueError, AttributeError):
            connection.request("GET", "/api/v1/events", headers=headers)
            response = connection.getresponse()
            seq = 0
            while line := response.readline():
                at_s = time.monotonic()
                if line.startswith(b"id: "):
                    seq = int(line[4:])
                elif line.startswith(b"event: "):
                    self._note(line[7:].strip(), seq, at_s)

    def _note(self, name: bytes, seq: int, at_s: float) -> None:
        with self._changed:
            if name == b"hello":
                self._greeted += 1
            elif name in {b"tasks", b"reset"}:
                self._heard[seq].append(at_s)
            self._changed.notify_all()
