"""What a peer has not taken yet of an answer, so that no thread waits for slow readers."""

from __future__ import annotations

import errno
import select
import ssl
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

SEND_TIMEOUT_S = 10.0
"""A peer that takes nothing for so long is cut off."""
KEPT_BYTES = 512 * 1024
"""Of one answer; all pages are smaller, and only downloads wait for their readers."""
KEPT_OF_ALL_BYTES = 16 * 1024 * 1024

_WAIT = (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError)


class Kept:
    """How much is kept for all peers together; any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bytes = 0

    def add(self, change: int) -> None:
        """Note that more is kept, or less."""
        with self._lock:
            self._bytes += change

    @property
    def is_full(self) -> bool:
        """Tell whether slow readers have to be waited for."""
        return self._bytes > KEPT_OF_ALL_BYTES


class Outgoing:
    """The end of an answer that is still to be sent; has what cheroot asks of a file.

    Whoever has the connection, a worker or the reception, has this as well.
    """

    def __init__(self, sock: socket.socket, kept: Kept) -> None:
        self.socket = sock
        self.bytes_written = 0
        self.closed = False
        self._kept = kept
        self._rest = bytearray()

    @property
    def is_empty(self) -> bool:
        """Tell whether everything was sent."""
        return not self._rest

    def write(self, data: bytes) -> int:
        """Send what the peer takes at once and keep the rest.

        Raises:
            ConnectionAbortedError: the peer is gone, or takes nothing.
        """
        self._rest += data
        self._kept.add(len(data))
        self.bytes_written += len(data)
        self.send()
        while self._rest and (len(self._rest) > KEPT_BYTES or self._kept.is_full):
            _, writable, _ = select.select([], [self.socket], [], SEND_TIMEOUT_S)
            if not writable:
                raise _gone() from TimeoutError("the peer takes nothing")
            self.send()
        return len(data)

    def send(self) -> None:
        """Send what the peer takes now; never blocks.

        Raises:
            ConnectionAbortedError: the peer is gone.
        """
        try:
            while self._rest:
                # TLS wants the same bytes again after it could not send them
                sent = self.socket.send(self._rest[:_RECORDS_BYTES])
                del self._rest[:sent]
                self._kept.add(-sent)
        except _WAIT:
            return
        except (OSError, ValueError) as error:
            raise _gone() from error

    def flush(self) -> None:
        """Do nothing: what can be sent is sent."""

    def close(self) -> None:
        """Forget what is left; idempotent."""
        self.closed = True
        self._kept.add(-len(self._rest))
        self._rest.clear()


_RECORDS_BYTES = 64 * 1024
"""Four TLS records: copied at a time."""


def _gone() -> ConnectionAbortedError:
    # cheroot logs no other number
    return ConnectionAbortedError(errno.ECONNABORTED, "the peer went away")
