"""What the web service needs for HTTPS, kept in order on disk."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from clara_edge.domain.errors import (
    CertificateDamagedError,
    CertificateUnavailableError,
)

from .authority import Authority, from_text, make_authority, read_authority, to_text
from .files import put_aside, read_secret, write_secret
from .server_certificate import ServerCertificate, issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

_Kept = TypeVar("_Kept", Authority, ServerCertificate)

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Replaced:
    """A new authority took the place of another one: every phone must install it again."""

    reason: str
    name: str


class Certificates:
    """The authority and the server certificate of one data folder; any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._authority: Authority | None = None
        self._server: ServerCertificate | None = None
        self.replaced: Replaced | None = None
        """Set when this process had to make a new authority although there was one."""

    @property
    def server_file(self) -> Path:
        """Return the file with key and certificate of the server, for an SSLContext."""
        return self._folder / "server.pem"

    @property
    def authority_file(self) -> Path:
        """Return the file with key and certificate of the authority."""
        return self._folder / "authority.pem"

    @property
    def authority(self) -> Authority:
        """Return the authority, made if there is none.

        Raises:
            CertificateUnavailableError: its file cannot be read or written.
        """
        with self._lock:
            return self._usable_authority()

    @property
    def server(self) -> ServerCertificate | None:
        """Return the certificate that ensure() saw to last."""
        return self._server

    def ensure(self, names: Iterable[str], now: datetime) -> bool:
        """See to a server certificate that is good for these names now; True if it is new.

        Raises:
            CertificateUnavailableError: a file cannot be read or written.
        """
        wanted = tuple(names)
        with self._lock:
            authority = self._usable_authority()
            present = self._server or self._read_server()
            problem = (
                "there is none"
                if present is None
                else present.problem(authority, wanted, now)
            )
            if present is not None and problem is None:
                changed = self._server is None
                self._server = present
                return changed
            _LOGGER.info("making a certificate for this server: %s", problem)
            made = issue(authority, wanted, now)
            self._write(self.server_file, to_text(made.certificate, made.key))
            self._server = made
            return True

    def _usable_authority(self) -> Authority:
        if self._authority is not None:
            return self._authority
        try:
            text = read_secret(self.authority_file)
        except OSError as error:
            raise _unavailable("read", self.authority_file, error) from error
        reason = None
        if text is not None:
            try:
                self._authority = read_authority(text)
            except CertificateDamagedError as error:
                aside = put_aside(self.authority_file)
                reason = f"{self.authority_file.name} was damaged ({error}) and is now {aside.name}"
            else:
                return self._authority
        elif self.server_file.exists():
            reason = f"{self.authority_file.name} is gone"
        return self._make_authority(reason)

    def _make_authority(self, reason: str | None) -> Authority:
        made = make_authority()
        self._write(self.authority_file, to_text(made.certificate, made.key))
        self._authority = made
        if reason is None:
            _LOGGER.info("made the certificate authority %r", made.name)
        else:
            self.replaced = Replaced(reason, made.name)
            _LOGGER.warning(
                "made a new certificate authority, %r, to be installed on every phone again: %s",
                made.name,
                reason,
            )
        return made

    def _read_server(self) -> ServerCertificate | None:
        try:
            text = read_secret(self.server_file)
            return ServerCertificate(*from_text(text)) if text is not None else None
        except CertificateDamagedError as error:
            _LOGGER.warning("%s is damaged: %s", self.server_file, error)
            return None
        except OSError as error:
            raise _unavailable("read", self.server_file, error) from error

    def _write(self, path: Path, text: str) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_secret(path, text)
        except OSError as error:
            raise _unavailable("write", path, error) from error


def present_authority(folder: Path) -> Authority | None:
    """Return the authority of a folder as it is, None if there is none yet.

    Raises:
        CertificateUnavailableError: its file cannot be read.
        CertificateDamagedError: there is something else in it.
    """
    return _present(folder / "authority.pem", read_authority)


def present_server(folder: Path) -> ServerCertificate | None:
    """Return the server certificate of a folder as it is, None if there is none yet.

    Raises:
        CertificateUnavailableError: its file cannot be read.
        CertificateDamagedError: there is something else in it.
    """
    return _present(
        folder / "server.pem", lambda text: ServerCertificate(*from_text(text))
    )


def _present(path: Path, read: Callable[[bytes], _Kept]) -> _Kept | None:
    try:
        text = read_secret(path)
        return None if text is None else read(text)
    except CertificateDamagedError as error:
        raise CertificateDamagedError(
            f"{path} is damaged: {error.what}",
            remedy="restart the web service, which makes another one and says so",
        ) from error
    except OSError as error:
        raise _unavailable("read", path, error) from error


def _unavailable(what: str, path: Path, error: OSError) -> CertificateUnavailableError:
    return CertificateUnavailableError(
        f"cannot {what} {path}: {error.strerror or error}",
        remedy="HTTPS needs it: let the user of the service have this folder",
    )
