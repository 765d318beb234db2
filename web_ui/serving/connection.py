"""One connection: cheroot parses its requests and writes the answers, but never waits for input."""

from __future__ import annotations

import contextlib
import io
import logging
import socket
from typing import TYPE_CHECKING, Any

from cheroot.server import HTTPConnection, HTTPRequest

from .outgoing import Outgoing

if TYPE_CHECKING:
    import ssl

    from .listening import Listener
    from .server import LanServer

_LOGGER = logging.getLogger(__name__)


class RequestBytes(io.BytesIO):
    """One whole request, as cheroot wants to read it."""

    @property
    def bytes_read(self) -> int:
        """Return how much of it was read."""
        return self.tell()

    def has_data(self) -> bool:
        """Tell cheroot that there is no further request in here."""
        return False


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
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setblocking(False)
        super().__init__(server, sock, lambda *_: RequestBytes())
        self.wfile = Outgoing(sock, server.kept)
        self.listener = listener
        self.remote_addr, self.remote_port = peer
        scheme = "https" if listener.tls else "http"
        self.ssl_env = {
            # an absolute request target must not choose it
            "wsgi.url_scheme": scheme,
            "SERVER_PORT": str(listener.port),
            **({"HTTPS": "on"} if listener.tls else {}),
        }
        self.keep = True
        """Whether another request may follow the present answer."""
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
        self.wfile.socket = self.socket

    def answer(self) -> bool:
        """Answer the request that was handed over; True if another one may follow."""
        return bool(super().communicate())  # type: ignore[no-untyped-call] # cheroot has no types

    def hand_over(self, size: int) -> None:
        """Make the next request, of so many bytes, the one that communicate() answers."""
        self.rfile = RequestBytes(bytes(self.received[:size]))
        del self.received[:size]

    def cut_off(self, how: int) -> None:
        """Wake the thread that sends to this peer, from another thread."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(how)

    def close(self) -> None:
        """Close; idempotent, never blocks, never raises."""
        self.wfile.close()
        with contextlib.suppress(OSError):
            self.socket.close()
