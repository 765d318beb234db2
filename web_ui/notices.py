"""What was just done, told once on the next page that the same browser loads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from flask import current_app, request

from web_ui.access.marks import principal_or_none

if TYPE_CHECKING:
    from flask import Flask

Kind = Literal["", "good", "warning", "problem"]

EXTENSION = "clara-notices"
READERS_MAX = 500
"""Devices with an unread notice; the oldest is forgotten first."""
NOTICES_MAX = 5
"""For one device."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence, and what to do about it."""

    what: str
    remedy: str | None = None
    kind: Kind = ""
    undo_step: int | None = None
    """The step of the journal that its button takes back."""
    link: str | None = None
    """Where to look at it."""


class Notices:
    """Unread notices by device, in memory: a restart may lose them. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._unread: OrderedDict[str, list[Notice]] = OrderedDict()

    def leave(self, reader: str, notice: Notice) -> None:
        """Keep a notice for a device."""
        with self._lock:
            mine = [*self._unread.pop(reader, []), notice]
            self._unread[reader] = mine[-NOTICES_MAX:]
            while len(self._unread) > READERS_MAX:
                self._unread.popitem(last=False)

    def take(self, reader: str) -> list[Notice]:
        """Return a device's notices, which are then forgotten."""
        with self._lock:
            return self._unread.pop(reader, [])


def register(app: Flask) -> None:
    """Give an app its notices."""
    app.extensions[EXTENSION] = Notices()
    app.jinja_env.globals["notices"] = take_notices


def leave_notice(notice: Notice) -> None:
    """Tell whoever calls something on the page that comes next."""
    caller = principal_or_none()
    if caller is not None:
        _notices().leave(caller.id, notice)


def take_notices() -> list[Notice]:
    """Return what whoever calls was not told yet."""
    caller = principal_or_none()
    # a page that only brings itself up to date would hide what another one should tell
    if caller is None or request.headers.get("X-Clara-Refresh"):
        return []
    return _notices().take(caller.id)


def _notices() -> Notices:
    return cast("Notices", current_app.extensions[EXTENSION])
