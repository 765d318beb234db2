"""One thread that receives everybody: it waits for connections, handshakes and whole requests.

A peer that says nothing, or that says it slowly, costs a socket here and no thread.
"""

from __future__ import annotations

import contextlib
import logging
import selectors
import socket
import ssl
import time
from collections import Counter, deque
from typing import TYPE_CHECKING, Protocol

from .connection import Connection
from .heads import RequestRefusedError, read_head
from .outgoing import SEND_TIMEOUT_S

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .heads import Head
    from .listening import Listener
    from .server import LanServer

_LOGGER = logging.getLogger(__name__)

MOST_CONNECTIONS = 480
"""Of the 1024 descriptors that a process may have open (getrlimit(2))."""
MOST_OF_ONE_PEER = 240
REQUEST_TIMEOUT_S = 15.0
"""For a handshake and a whole request from its first byte."""
IDLE_TIMEOUT_S = 75.0
"""Between two requests; browsers keep connections as long (nginx: keepalive_timeout)."""
LEAVE_TIMEOUT_S = 2.0
"""How long a peer that was refused may go on sending, so that it reads why."""
MOST_LARGE = 32
"""Requests of more than _LARGE_BYTES that are collected at the same time: 8 MiB in all."""
_LARGE_BYTES = 32 * 1024
_BUSY = ("503 Service Unavailable", "too much is going on here; try again soon")
_TICK_S = 1.0
_CHUNK_BYTES = 64 * 1024
_TLS_HANDSHAKE = b"\x16"
"""ContentType of the first record of TLS (RFC 8446 section 5.1)."""


class Dispatch(Protocol):
    """Gives a whole request to a thread."""

    def __call__(self, connection: Connection, head: Head, /) -> bool:
        """Return False if there is none left for it."""


class Reception:
    """Collects requests until close(); give_back() and close() may be called by any thread."""

    def __init__(
        self,
        server: LanServer,
        listeners: Sequence[Listener],
        *,
        welcome: Callable[[str], bool],
        dispatch: Dispatch,
        https_port: int | None,
    ) -> None:
        self._server = server
        self._listeners = listeners
        self._welcome = welcome
        self._dispatch = dispatch
        self._https_port = https_port
        self._selector = selectors.DefaultSelector()
        self._waker, self._wakened = socket.socketpair()
        self._waker.setblocking(False)
        self._wakened.setblocking(False)
        self._returned: deque[Connection] = deque()
        self._waiting: dict[Connection, Callable[[Connection], None]] = {}
        """Connections that are not with a worker, and what is to be done with their bytes."""
        self._by_peer: Counter[str] = Counter()
        self._open = 0
        self._closing = False

    def run(self) -> None:
        """Receive until close() is called, then close everything."""
        self._selector.register(self._wakened, selectors.EVENT_READ)
        for listener in self._listeners:
            for sock in listener.sockets:
                self._selector.register(sock, selectors.EVENT_READ, listener)
        next_tick_s = time.monotonic() + _TICK_S
        while not self._closing:
            for key, _ in self._selector.select(_TICK_S):
                self._handle(key)
            self._take_back()
            if (now := time.monotonic()) >= next_tick_s:
                self._expire(now)
                next_tick_s = now + _TICK_S
        self._close_all()

    def give_back(self, connection: Connection, keep: bool) -> None:
        """Take a connection from a worker, to wait for its next request or to close it."""
        connection.keep = keep
        if not keep and connection.wfile.is_empty:
            # at once: the peer may wait for the end
            connection.close()
        self._returned.append(connection)
        self._wake()

    def close(self) -> None:
        """Make run() end."""
        self._closing = True
        self._wake()

    def _wake(self) -> None:
        # full or closed: it wakes anyway
        with contextlib.suppress(OSError):
            self._waker.send(b"\0")

    def _handle(self, key: selectors.SelectorKey) -> None:
        if key.fileobj is self._wakened:
            with contextlib.suppress(BlockingIOError):
                self._wakened.recv(4096)
        elif isinstance(key.data, Connection):
            self._advance(key.data)
        else:
            assert isinstance(key.fileobj, socket.socket)  # noqa: S101 - registered so
            self._accept(key.fileobj, key.data)

    def _accept(self, listening: socket.socket, listener: Listener) -> None:
        try:
            sock, address = listening.accept()
        except OSError as error:
            # ECONNABORTED, or no descriptor left: the oldest one makes room
            _LOGGER.debug("a connection could not be accepted: %s", error)
            if not isinstance(error, (BlockingIOError, ConnectionError)):
                self._make_room()
            return
        peer = str(address[0]).partition("%")[0]
        if not self._welcome(peer):
            _LOGGER.debug("turned away %s", peer)
            sock.close()
            return
        if not self._has_room(peer):
            sock.close()
            return
        try:
            connection = Connection(
                self._server, sock, (peer, int(address[1])), listener
            )
        except OSError:
            sock.close()
            return
        self._open += 1
        self._by_peer[peer] += 1
        first = self._greet if listener.tls else self._collect
        self._wait(connection, first, REQUEST_TIMEOUT_S)

    def _has_room(self, peer: str) -> bool:
        if self._by_peer[peer] >= MOST_OF_ONE_PEER:
            return self._make_room(peer)
        return self._open < MOST_CONNECTIONS or self._make_room()

    def _make_room(self, peer: str | None = None) -> bool:
        """Drop the connection, if of one peer or not, that would be dropped next anyway."""
        waiting = [c for c in self._waiting if peer in {None, c.remote_addr}]
        if not waiting:
            return False
        self._drop(min(waiting, key=lambda connection: connection.deadline_s))
        return True

    def _wait(
        self,
        connection: Connection,
        then: Callable[[Connection], None],
        timeout_s: float,
        events: int = selectors.EVENT_READ,
    ) -> None:
        """Do something when bytes of a connection arrive, within a time in all."""
        self._waiting[connection] = then
        connection.deadline_s = time.monotonic() + timeout_s
        self._listen_for(connection, events)

    def _listen_for(self, connection: Connection, events: int) -> None:
        if connection.events == events:
            return
        if connection.events:
            self._selector.modify(connection.socket, events, connection)
        else:
            self._selector.register(connection.socket, events, connection)
        connection.events = events

    def _forget(self, connection: Connection) -> None:
        self._waiting.pop(connection, None)
        if connection.events:
            self._selector.unregister(connection.socket)
            connection.events = 0

    def _drop(self, connection: Connection) -> None:
        self._forget(connection)
        connection.close()
        self._gone(connection)

    def _gone(self, connection: Connection) -> None:
        peer = str(connection.remote_addr)
        self._open -= 1
        self._by_peer[peer] -= 1
        if not self._by_peer[peer]:
            del self._by_peer[peer]

    def _advance(self, connection: Connection) -> None:
        step = self._waiting.get(connection)
        if step is None:
            return
        try:
            step(connection)
        except (ssl.SSLWantReadError, BlockingIOError):
            if connection in self._waiting:
                self._listen_for(connection, selectors.EVENT_READ)
        except ssl.SSLWantWriteError:
            self._listen_for(connection, selectors.EVENT_WRITE)
        except RequestRefusedError as error:
            self._refuse(connection, error.status, error.reason)
        except (OSError, ValueError) as error:
            # ssl.SSLError is an OSError; a ValueError comes from a socket that is gone
            _LOGGER.debug("%s went away: %s", connection.remote_addr, error)
            self._drop(connection)

    def _greet(self, connection: Connection) -> None:
        """Look at the first byte: TLS, or somebody who does not know of it."""
        first = connection.socket.recv(1, socket.MSG_PEEK)
        if first != _TLS_HANDSHAKE:
            if not first:
                raise ConnectionResetError("closed before anything was said")
            self._waiting[connection] = self._send_to_https
            self._send_to_https(connection)
            return
        # the socket gets another object
        self._selector.unregister(connection.socket)
        connection.events = 0
        connection.secure(self._server.tls_context())
        self._listen_for(connection, selectors.EVENT_READ)
        self._waiting[connection] = self._shake_hands
        self._shake_hands(connection)

    def _shake_hands(self, connection: Connection) -> None:
        connection.socket.do_handshake()
        self._listen_for(connection, selectors.EVENT_READ)
        self._waiting[connection] = self._collect
        # a request may have come along with the end of the handshake
        self._collect(connection)

    def _collect(self, connection: Connection) -> None:
        if connection.listener.leads_to_https:
            self._send_to_https(connection)
            return
        while not self._pass_on(connection):
            self._receive(connection)

    def _receive(self, connection: Connection) -> None:
        received = connection.socket.recv(_CHUNK_BYTES)
        if not received:
            raise ConnectionResetError("closed within a request")
        # after the first byte that follows a pause it has to be quick
        soon_s = time.monotonic() + REQUEST_TIMEOUT_S
        connection.deadline_s = min(connection.deadline_s, soon_s)
        connection.received += received
        if len(connection.received) > _LARGE_BYTES:
            large = sum(len(c.received) > _LARGE_BYTES for c in self._waiting)
            if large > MOST_LARGE:
                raise RequestRefusedError(*_BUSY)

    def _pass_on(self, connection: Connection) -> bool:
        head = read_head(connection.received)
        if head is None or len(connection.received) < head.size:
            return False
        self._forget(connection)
        connection.hand_over(head.size)
        if not self._dispatch(connection, head):
            self._waiting[connection] = self._collect
            raise RequestRefusedError(*_BUSY)
        return True

    def _finish(self, connection: Connection) -> None:
        """Send the rest of an answer, then wait for the next request."""
        outgoing = connection.wfile
        outgoing.send()
        if not outgoing.is_empty:
            self._wait(connection, self._finish, SEND_TIMEOUT_S, selectors.EVENT_WRITE)
        elif connection.keep:
            self._wait(connection, self._collect, IDLE_TIMEOUT_S)
            # it may be here already, unseen by the selector
            self._collect(connection)
        else:
            self._drop(connection)

    def _send_to_https(self, connection: Connection) -> None:
        while (head := read_head(connection.received)) is None:
            self._receive(connection)
        port = self._https_port
        place = head.address("https", port, 443) if port else None
        if place is None:
            raise RequestRefusedError(
                "400 Bad Request", "the pages are to be had by HTTPS only"
            )
        self._refuse(
            connection,
            # the method stays the same (RFC 9110 section 15.4.8)
            "307 Temporary Redirect",
            "the pages are to be had by HTTPS only",
            f"Location: {place}",
        )

    def _refuse(
        self, connection: Connection, status: str, reason: str, header: str = ""
    ) -> None:
        """Answer in plain words, and let the peer finish what it is sending."""
        body = f"{reason}\n".encode()
        lines = [
            f"HTTP/1.1 {status}",
            "Content-Type: text/plain; charset=utf-8",
            f"Content-Length: {len(body)}",
            "Cache-Control: no-store",
            "Connection: close",
            *(["Retry-After: 5"] if status.startswith("503") else []),
            *([header] if header else []),
        ]
        answer = "\r\n".join([*lines, "", ""]).encode() + body
        try:
            connection.socket.send(answer)
            if not isinstance(connection.socket, ssl.SSLSocket):
                connection.socket.shutdown(socket.SHUT_WR)
            self._wait(connection, self._see_off, LEAVE_TIMEOUT_S)
        except (OSError, ValueError):
            self._drop(connection)

    def _see_off(self, connection: Connection) -> None:
        if not connection.socket.recv(_CHUNK_BYTES):
            self._drop(connection)

    def _take_back(self) -> None:
        while self._returned:
            connection = self._returned.popleft()
            if connection.wfile.closed:
                self._gone(connection)
                continue
            self._waiting[connection] = self._finish
            self._advance(connection)

    def _expire(self, now: float) -> None:
        for connection in [c for c in self._waiting if c.deadline_s <= now]:
            if connection.received and self._waiting[connection] == self._collect:
                self._refuse(connection, "408 Request Timeout", "the request is late")
            else:
                self._drop(connection)

    def _close_all(self) -> None:
        for connection in tuple(self._waiting):
            self._drop(connection)
        for listener in self._listeners:
            listener.close()
        self._selector.close()
        self._waker.close()
        self._wakened.close()
