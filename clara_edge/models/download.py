"""One file over HTTP: resumed, limited, verified."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from clara_edge import __version__
from clara_edge.models.files import (
    CHUNK,
    SourceFailedError,
    part_of,
    settle,
    write_json,
)

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.models.manifest import PackFile
    from clara_edge.models.progress import FetchSettings, Tally

_AGENT = f"clara-edge/{__version__}"
# RFC 9110: too early, too many requests and server errors may pass; other refusals will not.
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_RANGE_REFUSED = 416
_PARTIAL = 206
# Resuming this much of a download counts as progress and renews the attempts.
_WORTH_GOING_ON = CHUNK


class _InterruptedError(Exception):
    """The transfer stopped in a way that another attempt may cure."""


@dataclass(slots=True)
class Download:
    """Fetches `url` to `target`; what was received before survives and is resumed."""

    url: str
    file: PackFile
    target: Path
    tally: Tally
    settings: FetchSettings

    def run(self) -> None:
        """Fetch, verify and put in place.

        Raises:
            SourceFailedError: this address does not deliver the file.
            OSError: the disk does not take it.
        """
        self.target.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._receive_all()
            self.tally.step("check")
            settle(self._part, self.target, self.file)
        except SourceFailedError:
            self._forget()
            raise
        self._note.unlink(missing_ok=True)

    @property
    def _part(self) -> Path:
        return part_of(self.target)

    @property
    def _note(self) -> Path:
        """Return where the address and version of the part are kept."""
        return self._part.with_name(self._part.name + ".json")

    def _forget(self) -> None:
        self._part.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def _receive_all(self) -> None:
        failures, best = 0, 0
        while True:
            try:
                self._receive(self._resumable())
            except _InterruptedError as error:
                here = self._received()
                # only bytes never had before count: a server may send the same ones for ever
                failures = 1 if here >= best + _WORTH_GOING_ON else failures + 1
                best = max(best, here)
                if failures >= self.settings.attempts:
                    raise SourceFailedError(f"{self.url}: {error}") from error
                self.tally.at(self.file.path, here, f"{error}; trying again")
                self.settings.sleep(self.settings.backoff_s * 2 ** (failures - 1))
            else:
                return

    def _received(self) -> int:
        return self._part.stat().st_size if self._part.exists() else 0

    def _resumable(self) -> int:
        """Return how many bytes may be kept; drop a part of another address or version."""
        size = self._received()
        known = self._read_note()
        same = known.get("url") == self.url and (
            known.get("validator") or self.file.sha256
        )
        if size and same and size < self.tally.pack.limit(self.file):
            return size
        self._part.unlink(missing_ok=True)
        return 0

    def _read_note(self) -> dict[str, Any]:
        try:
            note = json.loads(self._note.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return note if isinstance(note, dict) else {}

    def _receive(self, offset: int) -> None:
        with closing(self._open(offset)) as response:
            if response.status != _PARTIAL:
                offset = 0
            expected = self._expected(response, offset)
            write_json(self._note, {"url": self.url, "validator": _validator(response)})
            with self._part.open("ab" if offset else "wb") as out:
                done = self._copy(response, out, offset)
        if expected is not None and done < expected:
            raise _InterruptedError(
                f"the connection ended after {done} of {expected} bytes"
            )

    def _copy(self, response: http.client.HTTPResponse, out: Any, done: int) -> int:
        limit = self.tally.pack.limit(self.file)
        while True:
            try:
                chunk = response.read1(CHUNK)
            except TimeoutError as error:
                raise _InterruptedError(
                    f"nothing came for {self.settings.timeout_s:g} s"
                ) from error
            except (ConnectionError, http.client.HTTPException) as error:
                raise _InterruptedError(f"the connection broke ({error})") from error
            if not chunk:
                return done
            done += len(chunk)
            if done > limit:
                raise SourceFailedError(f"{self.url} sends more than {limit} bytes")
            out.write(chunk)
            out.flush()  # so that a kill costs nothing of what has come
            self.tally.at(self.file.path, done)

    def _open(self, offset: int) -> http.client.HTTPResponse:
        request = urllib.request.Request(self.url, headers={"User-Agent": _AGENT})  # noqa: S310 - the manifest allows http and https only
        if offset:
            request.add_header("Range", f"bytes={offset}-")
            if validator := self._read_note().get("validator"):
                request.add_header("If-Range", validator)
        try:
            response: http.client.HTTPResponse = urllib.request.urlopen(  # noqa: S310 - as above
                request, timeout=self.settings.timeout_s
            )
        except urllib.error.HTTPError as error:
            error.close()
            raise self._refusal(error.code, offset) from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            raise _InterruptedError(f"no connection ({reason})") from error
        return response

    def _refusal(self, status: int, offset: int) -> Exception:
        if status == _RANGE_REFUSED and offset:
            self._forget()
            return _InterruptedError("the server cannot resume")
        if status in _PASSING:
            return _InterruptedError(f"the server answered {status}")
        return SourceFailedError(f"{self.url}: the server answered {status}")

    def _expected(self, response: http.client.HTTPResponse, offset: int) -> int | None:
        """Return the size that the server announces, or refuse it when it is the wrong one."""
        length = response.headers.get("Content-Length", "")
        if not length.isdigit():
            return self.file.size
        total = offset + int(length)
        if self.file.size is not None and total != self.file.size:
            raise SourceFailedError(
                f"{self.url} has {total} bytes instead of {self.file.size}"
            )
        return total


def _validator(response: http.client.HTTPResponse) -> str:
    """Return what If-Range may compare (RFC 9110 13.1.5: a strong tag or a date)."""
    tag = response.headers.get("ETag", "")
    if tag and not tag.startswith("W/"):
        return str(tag)
    return str(response.headers.get("Last-Modified", ""))


def answers(url: str, timeout_s: float = 3.0) -> bool:
    """Tell whether the server of an address answers at all."""
    server = urlsplit(url)._replace(path="/", query="", fragment="").geturl()
    request = urllib.request.Request(server, method="HEAD")  # noqa: S310 - as above
    request.add_header("User-Agent", _AGENT)
    try:
        urllib.request.urlopen(request, timeout=timeout_s).close()  # noqa: S310 - as above
    except urllib.error.HTTPError as error:
        error.close()
    except (OSError, http.client.HTTPException):
        return False
    return True
