"""Turns of whoever may change tasks, but not the device that they are on."""

from __future__ import annotations

import contextlib
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from clara_edge.domain.errors import DeviceRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clara_edge.domain.reply import TurnResult

    from .dialogue import Dialogue

_HANDS_OFF: ContextVar[bool] = ContextVar("hands_off", default=False)


@contextlib.contextmanager
def hands_off() -> Iterator[None]:
    """Refuse to switch the device in the turns of this block."""
    before = _HANDS_OFF.set(True)
    try:
        yield
    finally:
        _HANDS_OFF.reset(before)


def require_hands() -> None:
    """Return where the present turn may switch the device.

    Raises:
        DeviceRefusedError: whoever began it has no right to.
    """
    if _HANDS_OFF.get():
        raise DeviceRefusedError(
            "a browser or program without the right admin asked for it",
            remedy="ask at the device, or pair anew with: clara pair",
        )


class HandsOff:
    """A dialogue all of whose turns are such; for anything else it is the dialogue itself."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue

    def turn(
        self, text: str, conversation_id: str, *, addressed: bool = True
    ) -> TurnResult:
        """See Dialogue.turn."""
        with hands_off():
            return self._dialogue.turn(text, conversation_id, addressed=addressed)

    def __getattr__(self, name: str) -> Any:
        """Return what the dialogue has of this name."""
        return getattr(self._dialogue, name)
