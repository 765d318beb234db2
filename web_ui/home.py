"""Whether the service and the voice daemon run, for whoever watches them; nothing private."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint

from clara_edge import __version__
from clara_edge.control.client import ControlClient
from clara_edge.control.status import read_status
from clara_edge.domain.errors import DaemonError
from web_ui.access.marks import public

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.control.status import DaemonStatus

STATUS_TIMEOUT_S = 1.0


def blueprint(control_socket: Path) -> Blueprint:
    """Return the address, which asks the daemon behind this socket."""
    pages = Blueprint("home", __name__)

    @pages.get("/health")
    @public
    def health() -> dict[str, Any]:
        status, problem = _status(control_socket)
        voice = "unreachable" if status is None else status.state
        return {
            "status": "ok",
            "version": __version__,
            "voice": voice,
            "problem": problem and str(problem),
        }

    return pages


def _status(
    control_socket: Path,
) -> tuple[DaemonStatus | None, DaemonError | None]:
    try:
        with ControlClient(control_socket, STATUS_TIMEOUT_S) as client:
            return read_status(client), None
    except DaemonError as error:
        return None, error
