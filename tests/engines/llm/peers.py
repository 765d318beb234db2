"""Servers that answer as they are told, byte by byte, and remember what they were asked."""

from __future__ import annotations

import json
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from clara_edge.domain.language_model import Message, ModelRequest, Purpose, Role

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Sequence

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
DONE = b"data: [DONE]\n\n"


def event(text: str | None, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"


def status(code: int, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {code} Whatever", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def answer(*pieces: str) -> list[bytes]:
    return [HEAD, *(event(piece) for piece in pieces), event(None, "stop"), DONE]


def request(
    text: str = "hello", *, touches_tasks: bool = False, grammar: str | None = None
) -> ModelRequest:
    return ModelRequest(
        Purpose.CHAT,
        "Be brief.",
        (Message(Role.USER, text),),
        grammar=grammar,
        max_tokens=24,
        touches_tasks=touches_tasks,
    )


@dataclass
class Peer:
    """Answers one connection after the other, each with the next of its scripts.

    A script is bytes to send; None keeps the connection open until the client leaves.
    """

    scripts: Sequence[Sequence[bytes | None]]
    tls: ssl.SSLContext | None = None
    asked: list[bytes] = field(default_factory=list)
    """The whole of each request."""
    left: threading.Event = field(default_factory=threading.Event)
    """A client went away while its connection was kept open."""
    port: int = field(init=False)
    _listener: socket.socket = field(init=False)
    _thread: threading.Thread = field(init=False)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    @property
    def url(self) -> str:
        scheme = "http" if self.tls is None else "https"
        return f"{scheme}://localhost:{self.port}/v1"

    def bodies(self) -> list[dict]:
        return [json.loads(raw.partition(b"\r\n\r\n")[2]) for raw in self.asked]

    def _serve(self) -> None:
        for script in self.scripts:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                try:
                    self._converse(connection, script)
                except OSError:  # the client went away first
                    self.left.set()

    def _converse(
        self, connection: socket.socket, script: Sequence[bytes | None]
    ) -> None:
        if self.tls is not None:
            with self.tls.wrap_socket(connection, server_side=True) as secured:
                self._speak(secured, script)
        else:
            self._speak(connection, script)

    def _speak(self, connection: socket.socket, script: Sequence[bytes | None]) -> None:
        self.asked.append(_read_request(connection.recv))
        for part in script:
            if part is not None:
                connection.sendall(part)
                continue
            while connection.recv(4096):
                pass
            self.left.set()
            return


def _read_request(recv: Callable[[int], bytes]) -> bytes:
    raw = b""
    while b"\r\n\r\n" not in raw:
        raw += _some(recv)
    head, _, body = raw.partition(b"\r\n\r\n")
    [length] = [
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length")
    ]
    while len(body) < length:
        body += _some(recv)
    return head + b"\r\n\r\n" + body


def _some(recv: Callable[[int], bytes]) -> bytes:
    chunk = recv(65_536)
    if not chunk:
        raise ConnectionError
    return chunk
