"""Style sheets, scripts and pictures: in memory, compressed once, to be kept for ever.

The first part of /static/VERSION/PATH is a digest of all files together, so that what a
script imports by a relative path is of the same version.
"""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, abort, request

from .compression import LEVEL_ONCE, accepts_gzip, gzip, is_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from flask import Flask

FOREVER = "public, max-age=31536000, immutable"
AGAIN = "no-cache"
_VERSION_CHARACTERS = 12
_TYPES = {
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""The machine's own table may be another one, or none."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file, as it is sent."""

    data: bytes
    packed: bytes | None
    """Compressed, if that helps."""
    mimetype: str
    etag: str


class StaticFiles:
    """The files of a folder, read once."""

    def __init__(self, folder: Path) -> None:
        self._files = _read(folder)
        digest = hashlib.sha256()
        for path, file in sorted(self._files.items()):
            digest.update(f"{path}\0{file.etag}\0".encode())
        self.version = digest.hexdigest()[:_VERSION_CHARACTERS]

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of all files."""
        return tuple(sorted(self._files))

    def url(self, path: str) -> str:
        """Return the address of a file, to be kept for as long as anybody likes.

        Raises:
            KeyError: there is no such file.
        """
        if path not in self._files:
            raise KeyError(f"there is no static file {path!r}")
        return f"/static/{self.version}/{path}"

    def answer(self, path: str) -> Response:
        """Answer the request for a file, with or without its version."""
        version, _, rest = path.partition("/")
        current = version == self.version
        file = self._files.get(path) or self._files.get(rest)
        if file is None:
            abort(404)
        packed = file.packed if accepts_gzip() else None
        response = Response(
            packed or file.data, mimetype=file.mimetype, direct_passthrough=False
        )
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
        # a page of an earlier version gets the present file, and asks again
        response.headers["Cache-Control"] = FOREVER if current else AGAIN
        response.set_etag(file.etag + ("-gzip" if packed else ""))
        response.make_conditional(request)
        return response


def serve_static(
    app: Flask, folder: Path, public: Callable[..., object]
) -> StaticFiles:
    """Serve a folder under /static/ and give templates static_url().

    Args:
        app: the application, made with static_folder=None.
        folder: what is served; read now.
        public: marks the view as one for everybody.
    """
    files = StaticFiles(folder)

    def static(filename: str) -> Response:
        return files.answer(filename)

    public(static)
    app.add_url_rule("/static/<path:filename>", "static", static)
    app.jinja_env.globals["static_url"] = files.url
    app.jinja_env.globals["static_version"] = files.version
    app.extensions["clara_static"] = files
    return files


def _read(folder: Path) -> Mapping[str, StaticFile]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): _static_file(path)
        for path in paths
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def _static_file(path: Path) -> StaticFile:
    data = path.read_bytes()
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    mimetype = _TYPES.get(path.suffix, guessed)
    packed = gzip(data, LEVEL_ONCE) if is_text(mimetype) else None
    if packed is not None and len(packed) >= len(data):
        packed = None
    etag = hashlib.sha256(data).hexdigest()[:32]
    return StaticFile(data, packed, mimetype, etag)
