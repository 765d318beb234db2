"""A web server that misbehaves on request, and packs to fetch from it."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from clara_edge.models.manifest import Manifest, Pack
from clara_edge.models.progress import FetchSettings

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Site:
    """Serves `files`; the next request behaves as the next word of `plan` says.

    serve, cut (half the bytes, then close), wrong (other bytes), stall (half, then nothing),
    whole (ignores Range), long (announces more than it has), endless (no length, never
    ends), or a status code.
    """

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    plan: deque[str] = field(default_factory=deque)
    requests: list[tuple[str, str | None]] = field(default_factory=list)
    stalled: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)
    tagged: bool = True


@pytest.fixture
def site() -> Iterator[Site]:
    """A server on loopback."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self, site)

        do_HEAD = do_GET  # noqa: N815 - the base class's name

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    yield site
    site.release.set()
    server.shutdown()
    server.server_close()
    thread.join()


def answer(handler: BaseHTTPRequestHandler, site: Site) -> None:
    asked = handler.headers.get("Range")
    site.requests.append((handler.path, asked))
    behaviour = site.plan.popleft() if site.plan else "serve"
    body = site.files.get(handler.path)
    if behaviour.isdigit() or body is None:
        handler.send_response(int(behaviour) if behaviour.isdigit() else 404)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    start = 0
    if_range = handler.headers.get("If-Range")
    if asked and behaviour != "whole" and if_range in {None, tag}:
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
    if start >= len(body):
        handler.send_response(416)
        handler.end_headers()
        return
    handler.send_response(206 if start else 200)
    if site.tagged:
        handler.send_header("ETag", tag)
    rest = body[start:]
    if behaviour == "wrong":
        rest = bytes(255 - byte for byte in rest)
    if behaviour != "endless":
        surplus = 1000 if behaviour == "long" else 0
        handler.send_header("Content-Length", str(len(rest) + surplus))
    handler.end_headers()
    send(handler, site, behaviour, rest)


def send(
    handler: BaseHTTPRequestHandler, site: Site, behaviour: str, rest: bytes
) -> None:
    handler.close_connection = True
    if handler.command == "HEAD":
        return
    try:
        if behaviour == "endless":
            while not site.release.is_set():
                handler.wfile.write(rest)
        elif behaviour in {"cut", "stall"}:
            handler.wfile.write(rest[: len(rest) // 2])
            if behaviour == "stall":
                site.stalled.set()
                site.release.wait(60)
        else:
            handler.wfile.write(rest)
    except ConnectionError:
        pass  # the client has had enough, which some tests are about


@pytest.fixture
def body() -> bytes:
    """Half a megabyte that does not repeat."""
    return b"".join(
        hashlib.sha256(bytes([i, j])).digest() for i in range(64) for j in range(256)
    )


def pack_of(
    files: dict[str, bytes],
    source: dict[str, object],
    *,
    known: bool = True,
    **more: object,
) -> Pack:
    """Describe files as a pack; `known` false leaves sizes and checksums out."""
    entries: list[dict[str, object]] = []
    for path, content in files.items():
        entry: dict[str, object] = {"path": path}
        if known:
            entry |= {
                "size": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
        entries.append(entry)
    about: dict[str, object] = {
        "name": "toy",
        "kind": "stt",
        "engine": "none",
        "licence": "CC0-1.0",
        "description": "a toy",
        "size": max(1, sum(map(len, files.values()))),
        "files": entries,
        "sources": [source],
    }
    return Pack.model_validate(about | more)


@pytest.fixture
def describe():
    """Return the function that makes a pack."""
    return pack_of


@pytest.fixture
def manifest_of():
    """Return the function that makes a manifest of packs."""
    return lambda *packs: Manifest(packs=packs)


@pytest.fixture
def pauses() -> list[float]:
    """The pauses that the downloader wanted to make."""
    return []


@pytest.fixture
def settings(pauses: list[float]) -> FetchSettings:
    """Real settings, except that nobody waits between attempts."""
    return FetchSettings(timeout_s=5.0, attempts=3, backoff_s=1.0, sleep=pauses.append)
