"""The voice daemon's device for dialogues in other processes, over the control socket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clara_edge.control.client import NOT_RUNNING, ControlClient
from clara_edge.domain.errors import (
    DaemonUnreachableError,
    DeviceAbsentError,
    DeviceRefusedError,
    RequestRefusedError,
)
from clara_edge.ports.device import Check

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path


class RemoteDevice:
    """Connects for each call, so that a daemon may come and go; see ports.device.Device."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    def volume(self) -> float:
        """Return the loudness."""
        return float(self._call("volume")["volume"])

    def set_volume(self, volume: float) -> None:
        """Change the loudness."""
        self._call("volume", level=volume)

    def mute(self, *, muted: bool, until: datetime | None = None) -> None:
        """Stop or start listening."""
        self._call("mute", on=muted, until=_iso(until))

    def quiet(self, *, quiet: bool, until: datetime | None = None) -> None:
        """Hold back reminders, or speak them again."""
        self._call("quiet", on=quiet, until=_iso(until))

    def self_test(self) -> Sequence[Check]:
        """Have the daemon check itself."""
        checks = self._call("self_test")["checks"]
        return [
            Check(str(check["name"]), bool(check["passed"]), str(check["detail"]))
            for check in checks
        ]

    def shut_down(self, *, restart: bool) -> None:
        """Switch the daemon's machine off."""
        self._call("shut_down", restart=restart)

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        try:
            with ControlClient(self._socket) as client:
                return client.call(method, **params)
        except DaemonUnreachableError as error:
            if error.what == NOT_RUNNING:
                raise DeviceAbsentError(
                    "no voice daemon runs here", remedy=error.remedy
                ) from error
            raise DeviceRefusedError(error.what, remedy=error.remedy) from error
        except RequestRefusedError as error:
            raise DeviceRefusedError(error.what, remedy=error.remedy) from error


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
