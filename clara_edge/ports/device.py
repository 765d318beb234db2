"""The device itself, as far as a conversation can change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Check:
    """One result of a self-test."""

    name: str
    passed: bool
    detail: str


class Device(Protocol):
    """The running voice daemon; callable from the dialogue's thread.

    Every method raises DeviceAbsentError when no daemon runs here.
    """

    def volume(self) -> float:
        """Return the loudness, 0 to 1."""
        ...

    def set_volume(self, volume: float) -> None:
        """Change the loudness, 0 to 1."""
        ...

    def mute(self, *, muted: bool, until: datetime | None = None) -> None:
        """Stop or start listening; at `until` it starts again by itself."""
        ...

    def quiet(self, *, quiet: bool, until: datetime | None = None) -> None:
        """Hold back reminders, or speak them again."""
        ...

    def self_test(self) -> Sequence[Check]:
        """Check microphone, loudspeaker, engines, disk and clock."""
        ...

    def shut_down(self, *, restart: bool) -> None:
        """Switch the machine off, or start it again, after the answer was spoken."""
        ...
