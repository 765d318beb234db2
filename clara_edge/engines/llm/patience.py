"""Waiting for the network in short slices, so that whoever waits can be cancelled at once."""

from __future__ import annotations

import errno
import io
import math
import os
import queue
import select
import socket
import ssl
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    # the shape of what socket.getaddrinfo returns
    AddressInfo = tuple[int, int, int, str, Any]

_Result = TypeVar("_Result")

# How long a cancellation waits at most
_SLICE_S = 0.02
# A host with more addresses than this is not one server for a home
_ADDRESSES_MAX = 8


class GivenUp(Exception):  # noqa: N818 - no failure: somebody asked for it
    """The caller no longer wants the answer."""


class Patience:
    """How long one waits, and for what; belongs to one thread."""

    def __init__(
        self,
        cancelled: Callable[[], bool],
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Wait for nothing yet."""
        self._cancelled = cancelled
        self._monotonic_s = monotonic_s
        self._until_s = float("inf")
        self._last_s = float("inf")
        self._what = ""

    def at_most(self, seconds: float) -> None:
        """Set the limit of everything from now on."""
        self._last_s = self._monotonic_s() + seconds

    def expect(self, what: str, seconds: float) -> None:
        """Begin to wait for the next thing; what names it in the error."""
        self._what = f"{what} within {seconds:g} s"
        self._until_s = self._monotonic_s() + seconds

    def check(self) -> float:
        """Return how long to wait before the next check.

        Raises:
            GivenUp: cancelled.
            TimeoutError: the time is over; the message says which.
        """
        if self._cancelled():
            raise GivenUp
        now_s = self._monotonic_s()
        if now_s >= self._last_s:
            raise TimeoutError("no whole answer in the time allowed for one")
        if now_s >= self._until_s:
            raise TimeoutError(f"no {self._what}")
        return max(0.0, min(_SLICE_S, self._until_s - now_s, self._last_s - now_s))

    def insist(
        self,
        sock: socket.socket,
        operation: Callable[[], _Result],
        blocked_by: int = select.POLLIN,
    ) -> _Result:
        """Repeat a non-blocking operation on a socket until it is done.

        Args:
            sock: what it works on.
            operation: raises what non-blocking sockets raise.
            blocked_by: what a plain socket waits for in it.
        """
        while True:
            slice_s = self.check()
            try:
                return operation()
            except BlockingIOError:
                _wait(sock, blocked_by, slice_s)
            except ssl.SSLWantReadError:
                _wait(sock, select.POLLIN, slice_s)
            except ssl.SSLWantWriteError:
                _wait(sock, select.POLLOUT, slice_s)

    def connect(self, sock: socket.socket, address: Any) -> None:
        """Connect a non-blocking socket.

        Raises:
            OSError: nobody answers there.
        """
        number = sock.connect_ex(address)
        if number == errno.EINPROGRESS:
            while not _wait(sock, select.POLLOUT, self.check()):
                pass
            number = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if number:
            raise OSError(number, os.strerror(number))

    def resolve(self, host: str, port: int) -> Sequence[AddressInfo]:
        """Return the addresses of a host.

        The system's resolver cannot be interrupted, so it works in a thread of its own,
        which is left alone when patience ends.

        Raises:
            OSError: there is no such host.
        """
        answers: queue.SimpleQueue[Sequence[AddressInfo] | OSError] = (
            queue.SimpleQueue()
        )

        def look_up() -> None:
            try:
                found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            except (OSError, UnicodeError) as error:
                failed = error if isinstance(error, OSError) else OSError(str(error))
                answers.put(failed)
            else:
                answers.put(found[:_ADDRESSES_MAX])

        threading.Thread(target=look_up, name="llm-resolver", daemon=True).start()
        while True:
            try:
                answer = answers.get(timeout=self.check())
            except queue.Empty:
                continue
            if isinstance(answer, OSError):
                raise answer
            return answer


class PatientSocket:
    """The part of a socket that http.client uses, waiting with patience."""

    def __init__(self, sock: socket.socket, patience: Patience) -> None:
        """Take over a connected, non-blocking socket."""
        self._sock = sock
        self._patience = patience

    def sendall(self, data: bytes) -> None:
        """Send everything."""
        left = memoryview(data)
        while left:
            sent = self._patience.insist(
                self._sock, partial(self._sock.send, left), select.POLLOUT
            )
            left = left[sent:]

    def makefile(self, _mode: str = "rb") -> io.BufferedReader:
        """Return a stream to read from; the socket stays open when that is closed."""
        return io.BufferedReader(_SocketReader(self._sock, self._patience))

    def close(self) -> None:
        """Do nothing: http.client closes a connection whose answer is still to be read."""


def connect(
    addresses: Sequence[AddressInfo],
    patience: Patience,
    tls: ssl.SSLContext | None,
    host: str,
) -> socket.socket:
    """Return a connected, non-blocking socket to the first address that answers.

    Raises:
        OSError: none does, or it cannot prove who it is.
    """
    last: OSError = OSError("it has no address")
    for family, kind, protocol, _, address in addresses:
        sock = socket.socket(family, kind, protocol)
        try:
            sock.setblocking(False)
            patience.connect(sock, address)
            return sock if tls is None else _secured(sock, patience, tls, host)
        except (TimeoutError, ssl.SSLError, GivenUp):
            sock.close()
            raise
        except OSError as error:
            sock.close()
            last = error
    raise last


def _secured(
    sock: socket.socket, patience: Patience, tls: ssl.SSLContext, host: str
) -> ssl.SSLSocket:
    wrapped = tls.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
    try:
        patience.insist(wrapped, wrapped.do_handshake)
    except BaseException:
        wrapped.close()
        raise
    return wrapped


def _wait(sock: socket.socket, event: int, seconds: float) -> bool:
    # poll: unlike select it knows descriptors above 1023
    poll = select.poll()
    poll.register(sock, event)
    return bool(poll.poll(math.ceil(1000 * seconds)))


class _SocketReader(io.RawIOBase):
    def __init__(self, sock: socket.socket, patience: Patience) -> None:
        self._sock = sock
        self._patience = patience

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._patience.insist(self._sock, lambda: self._sock.recv_into(buffer))
