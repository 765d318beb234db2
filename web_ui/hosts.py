"""The names under which this service may be asked for.

A page elsewhere whose name was made to point here (DNS rebinding) has another one.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clara_edge.config.schema import Web
    from clara_edge.ports.clock import Clock

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?", re.ASCII)
"""Host = uri-host [ ":" port ] (RFC 9110 section 7.2)."""
# a phone that just got here over another interface must not wait for longer
_ADDRESSES_KEPT_S = 2.0


def machine_addresses() -> frozenset[str]:
    """Return the addresses of all interfaces as they are just now."""
    found = (
        address.address.split("%")[0]
        for addresses in psutil.net_if_addrs().values()
        for address in addresses
        if address.family in (socket.AF_INET, socket.AF_INET6)
    )
    return frozenset(str(ipaddress.ip_address(each)) for each in found)


class Hosts:
    """Knows the names and addresses of this machine; safe from any thread."""

    def __init__(
        self,
        web: Web,
        clock: Clock,
        *,
        more_names: Callable[[], Iterable[str]] = tuple,
        addresses: Callable[[], frozenset[str]] = machine_addresses,
    ) -> None:
        """Collect the names that do not change.

        Args:
            web: the settings.
            clock: tells when the addresses are looked up again.
            more_names: further names, as discovery found them to be free.
            addresses: looks up the addresses of all interfaces.
        """
        machine = socket.gethostname().lower().rstrip(".")
        self._names = {
            *LOCAL_NAMES,
            machine,
            f"{machine.partition('.')[0]}.local",
            f"{web.name}.local",
            *(_plain(each) for each in web.other_names),
        }
        if web.host != "lan":
            self._names.add(_plain(web.host))
        self._names -= {"", "0.0.0.0", "::"}  # noqa: S104 - no names of anything
        self._clock = clock
        self._more_names = more_names
        self._addresses = addresses
        self._lock = threading.Lock()
        self._known: frozenset[str] = frozenset()
        self._looked_at_s: float | None = None

    def accepts(self, header: str) -> bool:
        """Tell whether a Host header names this machine."""
        match = _HOST.fullmatch(header.strip().lower())
        if match is None:
            return False
        name = _plain(match[1])
        if name in self._names or (_is_address(name) and name in self._present()):
            return True
        return name in {_plain(each) for each in self._more_names()}

    def _present(self) -> frozenset[str]:
        with self._lock:
            now_s = self._clock.monotonic_s()
            if (
                self._looked_at_s is None
                or not 0 <= now_s - self._looked_at_s < _ADDRESSES_KEPT_S
            ):
                self._known, self._looked_at_s = self._addresses(), now_s
            return self._known


def _plain(name: str) -> str:
    """Return a name or address as others are compared with it."""
    bare = name.lower().removeprefix("[").removesuffix("]").rstrip(".")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return bare


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
