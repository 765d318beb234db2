"""What a session keeps when its connection is lost, so that the next one goes on."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any

_KEPT_MESSAGES = 64


@dataclass(slots=True)
class Record:
    """A conversation with one browser page; outlives its connections."""

    id: str
    client: str
    """Who began it; nobody else may go on with it."""
    conversation_id: str
    may_switch: bool = False
    """Whether what is said may switch the device, for example off."""
    hands_free: bool = False
    left_at_s: float | None = None
    """time.monotonic() when the last connection ended; None while there is one."""
    turns: int = 0
    last_reply: str | None = None
    seq: int = 0
    opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while a connection is being made."""
    _messages: deque[dict[str, Any]] = field(
        default_factory=lambda: deque(maxlen=_KEPT_MESSAGES)
    )

    def note(self, message: dict[str, Any]) -> dict[str, Any]:
        """Keep a message for whoever misses it, and return it with its number."""
        self.seq += 1
        numbered = {**message, "seq": self.seq}
        self._messages.append(numbered)
        if message["type"] == "reply":
            self.last_reply = str(message["text"])
        return numbered

    def forget(self) -> None:
        """Keep nothing of what was said."""
        self.last_reply = None
        self._messages.clear()

    def missed(self, last: int) -> list[dict[str, Any]]:
        """Return the kept messages after a number, without the changes of state."""
        return [m for m in self._messages if m["seq"] > last and m["type"] != "state"]

    def cut_off(self, last: int) -> bool:
        """Tell whether an answer was not heard to its end by who knows of messages to `last`."""
        if any(m["type"] == "reply" for m in self.missed(last)):
            return True
        states = [m for m in self._messages if m["type"] == "state"]
        known = [m["state"] for m in states if m["seq"] <= last]
        return bool(known) and known[-1] == "speaking"
