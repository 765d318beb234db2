"""The first page: whether Clara runs, and how it is; no task is shown before pairing exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template

from clara_edge import __version__
from clara_edge.control.client import ControlClient
from clara_edge.control.status import read_status
from clara_edge.domain.errors import DaemonError

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.control.status import DaemonStatus

STATUS_TIMEOUT_S = 1.0


def blueprint(control_socket: Path) -> Blueprint:
    """Return the pages, which ask the daemon behind this socket."""
    pages = Blueprint("home", __name__)

    @pages.get("/")
    def home() -> str:
        status, problem = _status(control_socket)
        return render_template(
            "home.html", version=__version__, status=status, problem=problem
        )

    @pages.get("/health")
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
