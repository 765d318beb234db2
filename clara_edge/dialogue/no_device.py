"""A device port for dialogues without a voice daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from clara_edge.domain.errors import DeviceAbsentError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from clara_edge.ports.device import Check


class NoDevice:
    """Refuses everything; see ports.device.Device."""

    def volume(self) -> float:
        """Refuse."""
        _refuse()

    def set_volume(self, volume: float) -> None:
        """Refuse."""
        del volume
        _refuse()

    def mute(self, *, muted: bool, until: datetime | None = None) -> None:
        """Refuse."""
        del muted, until
        _refuse()

    def quiet(self, *, quiet: bool, until: datetime | None = None) -> None:
        """Refuse."""
        del quiet, until
        _refuse()

    def self_test(self) -> Sequence[Check]:
        """Refuse."""
        _refuse()

    def shut_down(self, *, restart: bool) -> None:
        """Refuse."""
        del restart
        _refuse()


def _refuse() -> NoReturn:
    raise DeviceAbsentError(
        "no voice daemon runs here", remedy="start it with `clara run`"
    )
