"""The web server: cheroot's parsing and WSGI behind a reception of our own."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from cheroot.wsgi import Server

from .heads import BODY_BYTES, HEAD_BYTES
from .outgoing import Kept
from .reception import Reception
from .workers import Workers

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Sequence

    from .connection import Connection
    from .heads import Head
    from .listening import Listener

_LOGGER = logging.getLogger(__name__)

REQUEST_THREADS = 24
REQUESTS_WAITING = 256
STREAM_THREADS = 64
"""Event streams at the same time: each takes a thread for as long as it lasts."""
STREAM_PATHS = (b"/api/v1/events",)
STOP_TIMEOUT_S = 1.5
"""How long an answer in progress may take when the service ends."""


class LanServer(Server):
    """Serves a WSGI application on several ports, with and without TLS, in one pool."""

    def __init__(
        self,
        app: Callable[..., Any],
        listeners: Sequence[Listener],
        *,
        welcome: Callable[[str], bool],
        tls_context: Callable[[], ssl.SSLContext] | None = None,
        https_port: int | None = None,
    ) -> None:
        """Serve on these listeners.

        Args:
            app: the application.
            listeners: open ones; they are closed by stop().
            welcome: tells by its address whether a peer may connect.
            tls_context: makes TLS connections; asked for each, so that it may change.
            https_port: where plain HTTP is sent to if it is not served itself.
        """
        super().__init__(("127.0.0.1", 0), app, server_name="Clara")
        # its version is nobody's business
        self.software = "Clara"
        self.max_request_header_size = HEAD_BYTES
        self.max_request_body_size = BODY_BYTES
        self.kept = Kept()
        self._tls_context = tls_context
        self._reception = Reception(
            self,
            listeners,
            welcome=welcome,
            dispatch=self._dispatch,
            https_port=https_port,
        )
        give_back = self._reception.give_back
        self._requests = Workers(
            "http", threads=REQUEST_THREADS, waiting=REQUESTS_WAITING, done=give_back
        )
        self._streams = Workers(
            "events", threads=STREAM_THREADS, waiting=0, done=give_back
        )
        self._thread = threading.Thread(
            target=self._reception.run, name="reception", daemon=True
        )

    def start(self) -> None:
        """Serve from now on, in threads of its own."""
        self.ready = True
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests, end those in progress, close everything; idempotent."""
        if not self.ready:
            return
        self.ready = False
        self._requests.stop(STOP_TIMEOUT_S)
        # a stream never ends by itself
        self._streams.stop(0.0)
        self._reception.close()
        self._thread.join()

    def tls_context(self) -> ssl.SSLContext:
        """Return what the next TLS connection is made with.

        Raises:
            ConnectionAbortedError: there is no certificate.
        """
        if self._tls_context is None:
            raise ConnectionAbortedError("there is no certificate")
        return self._tls_context()

    @property
    def can_add_keepalive_connection(self) -> bool:
        """Tell whether connections stay open for another request."""
        return self.ready

    def error_log(
        self, msg: str = "", level: int = 20, traceback: bool = False
    ) -> None:
        """Log what cheroot has to say."""
        _LOGGER.log(level, "%s", msg, exc_info=traceback)

    def _dispatch(self, connection: Connection, head: Head) -> bool:
        if not self.ready:
            return False
        stream = any(head.is_for(path) for path in STREAM_PATHS)
        return (self._streams if stream else self._requests).submit(connection)
