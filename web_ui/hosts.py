"""The names under which this service may be asked for.

A page elsewhere whose name was made to point here (DNS rebinding) has another one.
"""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

from flask import abort, request

if TYPE_CHECKING:
    from collections.abc import Callable

LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
_WILDCARDS = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - compared with, not bound to
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?")
"""Host = uri-host [ ":" port ] (RFC 9110 section 7.2)."""


def trusted_hosts(host: str) -> frozenset[str]:
    """Return the names for a service that listens on this address."""
    if host in _WILDCARDS:
        name = socket.gethostname().lower()
        return frozenset({*LOCAL_NAMES, name, f"{name}.local"})
    return frozenset({*LOCAL_NAMES, f"[{host}]" if ":" in host else host.lower()})


def refuse_others(trusted: frozenset[str]) -> Callable[[], None]:
    """Return a check to run before each request; werkzeug's own knows no IPv6 literals."""

    def check() -> None:
        match = _HOST.fullmatch(request.headers.get("Host", "").lower())
        if match is None or match[1] not in trusted:
            abort(400, "this service has another name")

    return check
