"""The voice daemon's side of the control socket."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import struct
from typing import TYPE_CHECKING, Any, Self

from clara_edge.control import listener
from clara_edge.control.protocol import (
    MAX_LINE_BYTES,
    ErrorInfo,
    Event,
    Response,
    check_params,
    describe_error,
    encode,
    parse_request,
)
from clara_edge.domain.errors import ClaraError, InputInvalidError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from pathlib import Path
    from types import TracebackType

    from clara_edge.control.protocol import Request

    Handler = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]

_LOGGER = logging.getLogger(__name__)

MAX_CLIENTS = 128
QUEUE_LINES = 256
"""A client that lets so many lines pile up is dropped."""
FLUSH_TIMEOUT_S = 1.0
"""How long a leaving client is given to take what was queued for it."""
_UCRED = struct.Struct("3i")
"""struct ucred: pid, uid, gid (unix(7))."""


class ControlServer:
    """Answers requests and publishes events; all methods belong to the event loop's thread.

    A handler gets checked parameters and returns the result. A ClaraError that it raises
    becomes the answer; any other exception is logged and answered in general words.
    Requests of one connection are handled in order, connections side by side.
    """

    def __init__(self, path: Path, handlers: Mapping[str, Handler]) -> None:
        self._path = path
        self._handlers = {**handlers, "subscribe": self._subscribed}
        self._server: asyncio.Server | None = None
        self._inode = 0
        self._clients: dict[_Client, asyncio.Task[None]] = {}

    async def start(self) -> None:
        """Begin to listen.

        Raises:
            DaemonRunningError: another daemon answers on this socket.
            SocketUnusableError: the socket cannot be made.
        """
        # a probe of the old socket may block for a second
        bound = await asyncio.to_thread(listener.listen, self._path)
        self._inode = self._path.lstat().st_ino
        self._server = await asyncio.start_unix_server(
            self._accept, sock=bound, limit=MAX_LINE_BYTES - 1, backlog=listener.BACKLOG
        )

    def publish(self, event: Event) -> None:
        """Send an event to every subscriber; never waits for one."""
        try:
            line = encode(event)
        except InputInvalidError:
            _LOGGER.exception("event %r was not published", event.event)
            return
        for client in tuple(self._clients):
            if client.subscribed:
                client.send(line)

    async def close(self) -> None:
        """Stop listening, drop all clients, remove the socket. Idempotent."""
        if self._server is None:
            return
        server, self._server = self._server, None
        server.close()
        tasks = tuple(self._clients.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()
        listener.remove(self._path, self._inode)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    def _accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        client = _Client(reader, writer)
        # a task of our own: asyncio.streams logs the cancellation of one that it made
        task = asyncio.create_task(self._attend(client, self._refusal(writer)))
        self._clients[client] = task
        task.add_done_callback(lambda _: self._clients.pop(client))

    async def _attend(self, client: _Client, refusal: ErrorInfo | None) -> None:
        try:
            if refusal is None:
                await self._serve(client)
            else:
                await self._refuse(client, refusal)
        except (ConnectionError, asyncio.IncompleteReadError):
            _LOGGER.debug("a control client went away")
        finally:
            await client.finish()

    @staticmethod
    async def _refuse(client: _Client, refusal: ErrorInfo) -> None:
        # closing with the request unread would reset the connection before the answer is read
        with contextlib.suppress(InputInvalidError, TimeoutError):
            async with asyncio.timeout(FLUSH_TIMEOUT_S):
                await client.line()
        client.send(encode(Response(id=None, error=refusal)))

    def _refusal(self, writer: asyncio.StreamWriter) -> ErrorInfo | None:
        if len(self._clients) >= MAX_CLIENTS:
            return ErrorInfo(
                kind="DaemonError", message=f"{MAX_CLIENTS} clients are connected"
            )
        uid = _peer_uid(writer.get_extra_info("socket"))
        if uid in (os.getuid(), 0):
            return None
        _LOGGER.warning("refused control client of user id %d", uid)
        return ErrorInfo(
            kind="DaemonError",
            message=f"user id {uid} may not control this daemon",
            remedy="run the command as the daemon's user or as root",
        )

    async def _serve(self, client: _Client) -> None:
        while True:
            try:
                line = await client.line()
            except InputInvalidError as error:
                client.send(encode(Response(id=None, error=describe_error(error))))
                continue
            if not line.strip():
                continue
            request, response = await self._answer(line)
            if not client.send(response):
                return
            if request is not None and request.method == "subscribe":
                client.subscribed = True

    async def _answer(self, line: bytes) -> tuple[Request | None, bytes]:
        request = None
        try:
            request = parse_request(line)
            handler = self._handlers.get(request.method)
            if handler is None:
                known = ", ".join(sorted(self._handlers))
                raise InputInvalidError(  # noqa: TRY301 - answered like any other refusal
                    f"unknown method {request.method!r}", remedy=f"known: {known}"
                )
            result = await handler(check_params(request))
            return request, encode(Response(id=request.id, result=result))
        except ClaraError as error:
            info = describe_error(error)
        except Exception:
            _LOGGER.exception("control request %r failed", request and request.method)
            info = ErrorInfo(
                kind="InternalError",
                message="the daemon failed on this request",
                remedy="its log says more",
            )
        return None, encode(Response(id=request.id if request else None, error=info))

    @staticmethod
    async def _subscribed(params: dict[str, Any]) -> dict[str, Any]:
        del params
        return {}


class _Client:
    """One connection: lines in, and a bounded queue of lines out."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.subscribed = False
        self._reader = reader
        self._writer = writer
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUE_LINES)
        self._sender = asyncio.create_task(self._send_queued())

    def send(self, line: bytes) -> bool:
        """Queue a line; a client that does not read fast enough is dropped instead."""
        if self._sender.done():
            return False
        try:
            self._queue.put_nowait(line)
        except asyncio.QueueFull:
            _LOGGER.warning("dropped a control client that does not read")
            self._sender.cancel()
            self._writer.transport.abort()
            return False
        return True

    async def line(self) -> bytes:
        """Return the next line.

        Raises:
            IncompleteReadError: the client went away.
            InputInvalidError: the line was too long; it has been skipped.
        """
        try:
            return await self._reader.readuntil(b"\n")
        except asyncio.LimitOverrunError as error:
            await self._skip_line(error.consumed)
            raise InputInvalidError(
                "a line is too long", remedy=f"keep it under {MAX_LINE_BYTES} bytes"
            ) from error

    async def finish(self) -> None:
        """Send what is queued if the client takes it at once, then close."""
        try:
            self._queue.put_nowait(None)
            async with asyncio.timeout(FLUSH_TIMEOUT_S):
                await self._sender
                self._writer.close()
                await self._writer.wait_closed()
        except (asyncio.QueueFull, OSError, TimeoutError, asyncio.CancelledError):
            self._sender.cancel()
            self._writer.transport.abort()

    async def _skip_line(self, consumed: int) -> None:
        while True:
            await self._reader.readexactly(consumed)
            try:
                await self._reader.readuntil(b"\n")
            except asyncio.LimitOverrunError as error:
                consumed = error.consumed
            else:
                return

    async def _send_queued(self) -> None:
        try:
            while (line := await self._queue.get()) is not None:
                self._writer.write(line)
                await self._writer.drain()
        except ConnectionError:
            _LOGGER.debug("a control client went away while it was written to")


def _peer_uid(connection: socket.socket) -> int:
    raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _UCRED.size)
    return int(_UCRED.unpack(raw)[1])
