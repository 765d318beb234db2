"""The blocking side of the control socket, for commands and the web service."""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING, Any, Self

from pydantic import ValidationError

from clara_edge.control.address import connect
from clara_edge.control.protocol import (
    MAX_LINE_BYTES,
    Event,
    Request,
    Response,
    encode,
)
from clara_edge.domain.errors import DaemonUnreachableError, RequestRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

NOT_RUNNING = "the voice daemon is not running"
START_IT = "start it with: clara run"
RESTART_IT = "restart it if this goes on; its log says more"


class ControlClient:
    """One connection to the voice daemon, made on first use; one thread at a time."""

    def __init__(self, path: Path, timeout_s: float = 5.0) -> None:
        self._path = path
        self._timeout_s = timeout_s
        self._connection: _Connection | None = None
        self._listening: _Connection | None = None
        self._interrupted = False
        self._last_id = 0

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a request and return its result.

        Raises:
            DaemonUnreachableError: it is down, hangs or answers nonsense.
            RequestRefusedError: it answered with an error.
            InputInvalidError: the request is too long to be sent.
        """
        self._last_id += 1
        request = encode(Request(id=self._last_id, method=method, params=params))
        if self._connection is None:
            self._connection = _Connection(self._path, self._timeout_s)
        try:
            self._connection.send(request)
            response = self._connection.response()
        except BaseException:
            # a late answer must not be taken for the next one
            self.close()
            raise
        return self._result(response)

    def events(self, on_open: Callable[[], None] | None = None) -> Iterator[Event]:
        """Subscribe, then yield events on a connection of their own until the daemon ends.

        Args:
            on_open: called when the daemon has taken the subscription.

        Raises:
            DaemonUnreachableError: it is down, or the connection broke.
        """
        with _Connection(self._path, self._timeout_s) as connection:
            connection.send(encode(Request(id=0, method="subscribe")))
            self._result(connection.response(), expected_id=0)
            connection.wait_forever()
            self._listening = connection
            if on_open is not None:
                on_open()
            while not self._interrupted and (line := connection.line()) is not None:
                try:
                    yield Event.model_validate_json(line)
                except ValidationError as error:
                    raise _nonsense(self._path) from error

    def interrupt(self) -> None:
        """End events() now and for good; from any thread."""
        self._interrupted = True
        if self._listening is not None:
            self._listening.shut_down()

    def close(self) -> None:
        """Drop the connection; the next call makes a new one. Idempotent."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _result(
        self, response: Response, expected_id: int | None = None
    ) -> dict[str, Any]:
        wanted = self._last_id if expected_id is None else expected_id
        if response.error is not None:
            if response.id != wanted:
                self.close()
            raise RequestRefusedError(
                response.error.message, remedy=response.error.remedy
            )
        if response.id != wanted or response.result is None:
            self.close()
            raise _nonsense(self._path)
        return response.result


class _Connection:
    """Lines over a socket, with every failure told in the owner's words."""

    def __init__(self, path: Path, timeout_s: float) -> None:
        self._path = path
        try:
            self._socket = connect(path, timeout_s)
        except (FileNotFoundError, ConnectionRefusedError, NotADirectoryError) as error:
            raise DaemonUnreachableError(NOT_RUNNING, remedy=START_IT) from error
        except OSError as error:
            raise self._unreachable(error) from error
        self._lines = self._socket.makefile("rb")

    def send(self, line: bytes) -> None:
        try:
            self._socket.sendall(line)
        except OSError as error:
            raise self._unreachable(error) from error

    def response(self) -> Response:
        line = self.line()
        if line is None:
            raise DaemonUnreachableError(
                "the voice daemon closed the connection", remedy=RESTART_IT
            )
        try:
            return Response.model_validate_json(line)
        except ValidationError as error:
            raise _nonsense(self._path) from error

    def line(self) -> bytes | None:
        """Return the next line, None at the end (half a line is the end as well)."""
        try:
            line = self._lines.readline(MAX_LINE_BYTES + 1)
        except OSError as error:
            raise self._unreachable(error) from error
        if len(line) > MAX_LINE_BYTES:
            raise _nonsense(self._path)
        return line if line.endswith(b"\n") else None

    def wait_forever(self) -> None:
        self._socket.settimeout(None)

    def shut_down(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._lines.close()
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _unreachable(self, error: OSError) -> DaemonUnreachableError:
        if isinstance(error, socket.timeout):
            return DaemonUnreachableError(
                "the voice daemon does not answer", remedy=RESTART_IT
            )
        return DaemonUnreachableError(
            f"the voice daemon cannot be reached at {self._path}: "
            f"{error.strerror or error}",
            remedy=RESTART_IT,
        )


def _nonsense(path: Path) -> DaemonUnreachableError:
    return DaemonUnreachableError(
        f"what answers at {path} does not speak Clara's protocol",
        remedy="check paths.runtime, and that both are of the same version",
    )
