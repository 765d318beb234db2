"""A running server with a small application, and peers that misbehave."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPSConnection
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from clara_edge.certificates.keeper import Certificates
from web_ui.serving.listening import listen
from web_ui.serving.server import LanServer
from web_ui.tls import make_context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HOST = "127.0.0.1"
LARGE = b"x" * 400_000
NAMES = ("localhost", HOST)


@dataclass
class Served:
    """Where the server is, and the application's switch for its streams."""

    http: int
    https: int
    server: LanServer
    certificates: Certificates
    ending: threading.Event

    @property
    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cadata=self.certificates.authority.pem)

    def get(self, path: str = "/", *, tls: bool = False) -> tuple[int, bytes]:
        connection = (
            HTTPSConnection(HOST, self.https, timeout=20, context=self.trust)
            if tls
            else HTTPConnection(HOST, self.http, timeout=20)
        )
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def raw(self, data: bytes, *, tls_port: bool = False) -> bytes:
        """Send bytes and return everything that comes back."""
        port = self.https if tls_port else self.http
        with socket.create_connection((HOST, port), timeout=20) as peer:
            peer.sendall(data)
            answer = b""
            while part := peer.recv(65_536):
                answer += part
            return answer


@contextmanager
def serving(
    folder: Path,
    *,
    welcome: Callable[[str], bool] = lambda peer: True,
    leads_to_https: bool = False,
) -> Iterator[Served]:
    certificates = Certificates(folder)
    certificates.ensure(NAMES, datetime.now(UTC))
    context = make_context(certificates.server_file)
    listeners = [
        listen(HOST, 0, tls=False, leads_to_https=leads_to_https),
        listen(HOST, 0, tls=True),
    ]
    ending = threading.Event()
    https = listeners[1].port
    server = LanServer(
        _application(ending),
        listeners,
        welcome=welcome,
        tls_context=lambda: context,
        https_port=https,
    )
    server.start()
    try:
        yield Served(listeners[0].port, https, server, certificates, ending)
    finally:
        ending.set()
        server.stop()


@contextmanager
def peers(port: int, count: int, data: bytes = b"") -> Iterator[list[socket.socket]]:
    """Connect so many times and say so much."""
    with ExitStack() as stack:
        connected = []
        for _ in range(count):
            peer = stack.enter_context(
                socket.create_connection((HOST, port), timeout=20)
            )
            peer.sendall(data)
            connected.append(peer)
        yield connected


def _application(ending: threading.Event) -> Flask:
    app = Flask("small", static_folder=None)

    @app.route("/", methods=["GET", "POST"])
    def home() -> str:
        secure = "secure" if request.is_secure else "plain"
        return f"{secure} {request.remote_addr} {len(request.get_data())}"

    @app.get("/large")
    def large() -> Response:
        return Response(LARGE)

    @app.get("/broken")
    def broken() -> Response:
        def body() -> Iterator[bytes]:
            yield b"a"
            raise ValueError("in the middle")

        return Response(body())

    @app.get("/api/v1/events")
    def events() -> Response:
        def stream() -> Iterator[bytes]:
            yield b"data: first\n\n"
            ending.wait()
            yield b"data: last\n\n"

        return Response(stream(), mimetype="text/event-stream")

    return app
