"""One connection: cheroot parses its requests and writes the answers, but never waits for input."""

from __future__ import annotations

import contextlib
import io
import logging
import socket
from typing import TYPE_CHECKING, Any

from cheroot.server import HTTPConnection, HTTPRequest

if TYPE_CHECKING:
    import ssl

    from .listening import Listener
    from .server import LanServer

_LOGGER = logging.getLogger(__name__)

SEND_TIMEOUT_S = 10.0
"""A peer that takes nothing for so long while an answer is sent is cut off."""
SEND_BUFFER_BYTES = 256 * 1024
"""A whole page fits the kernel's buffer, so that a slow reader holds up no thread."""


class RequestBytes(io.BytesIO):
    """One whole request, as cheroot wants to read it."""

    @property
    def bytes_read(self) -> int:
        """Return how much of it was read."""
        return self.tell()

    def has_data(self) -> bool:
        """Tell cheroot that there is no further request in here."""
        return False


class AnswerWriter:
    """Sends at once; what cheroot's writer does, without its copies."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self.bytes_written = 0
        self.closed = False

    def write(self, data: bytes) -> int:
        """Send everything, or raise OSError."""
        self._socket.sendall(data)
        self.bytes_written += len(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: everything is sent."""

    def close(self) -> None:
        """Write no more."""
        self.closed = True


class Request(HTTPRequest):
    """A request whose scheme is that of its connection, whatever its first line says."""

    def __init__(self, server: LanServer, conn: Connection, **options: Any) -> None:
        super().__init__(server, conn, **options)
        self.scheme = b"https" if conn.listener.tls else b"http"


class Connection(HTTPConnection):
    """A connection with what has arrived of its next request."""

    RequestHandlerClass = Request

    def __init__(
        self,
        server: LanServer,
        sock: socket.socket,
        peer: tuple[str, int],
        listener: Listener,
    ) -> None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setblocking(False)
        super().__init__(server, sock, _make_file)
        self.listener = listener
        self.remote_addr, self.remote_port = peer
        scheme = "https" if listener.tls else "http"
        self.ssl_env = {
            # an absolute request target must not choose it
            "wsgi.url_scheme": scheme,
            "SERVER_PORT": str(listener.port),
            **({"HTTPS": "on"} if listener.tls else {}),
        }
        self.received = bytearray()
        self.deadline_s = 0.0
        self.events = 0
        """What the reception waits for; 0 while a worker has the connection."""

    def secure(self, context: ssl.SSLContext) -> None:
        """Go on with TLS; the handshake happens bit by bit, as its bytes arrive."""
        self.socket = context.wrap_socket(
            self.socket,
            server_side=True,
            do_handshake_on_connect=False,
            suppress_ragged_eofs=True,
        )
        self.wfile = AnswerWriter(self.socket)

    def answer(self) -> bool:
        """Answer the request that was handed over; True if another one may follow."""
        return bool(super().communicate())  # type: ignore[no-untyped-call] # cheroot has no types

    def hand_over(self, size: int) -> None:
        """Make the next request, of so many bytes, the one that communicate() answers."""
        self.rfile = RequestBytes(bytes(self.received[:size]))
        del self.received[:size]
        self.socket.settimeout(SEND_TIMEOUT_S)

    def take_back(self) -> None:
        """Wait for nothing any more."""
        self.socket.setblocking(False)

    def cut_off(self, how: int) -> None:
        """Wake the thread that sends to this peer, from another thread."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(how)

    def close(self) -> None:
        """Close; idempotent, never blocks, never raises."""
        self.wfile.close()
        with contextlib.suppress(OSError):
            self.socket.close()


def _make_file(
    sock: socket.socket, mode: str, size: int
) -> RequestBytes | AnswerWriter:
    del size
    return RequestBytes() if "r" in mode else AnswerWriter(sock)
