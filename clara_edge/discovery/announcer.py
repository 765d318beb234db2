"""Announce the web pages in the home network by multicast DNS (RFC 6762, RFC 6763)."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import socket
import time
from ipaddress import ip_address
from typing import TYPE_CHECKING

import zeroconf
from zeroconf import (  # type: ignore[attr-defined] # __all__ names only half of it
    AddressResolver,
    DNSAddress,
    IPVersion,
    RecordUpdateListener,
    ServiceInfo,
    Zeroconf,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zeroconf import RecordUpdate

    from .addresses import Addresses

_LOGGER = logging.getLogger(__name__)

PROBE_MS = 900
"""Three queries 250 ms apart and time for an answer (RFC 6762 section 8.1)."""
_PROBE_DELAY_S = 0.25
"""The longest of the random delays before it, so that a power cut starts no race."""
REGISTER_TIMEOUT_S = 10.0
_MOST_NAMES = 99
_FAILURES = (OSError, zeroconf.Error, RuntimeError, TimeoutError)
_SERVICES = {"http": "_http._tcp.local.", "https": "_https._tcp.local."}


class Announcer:
    """Keeps the announcement true; update() and close() belong to one thread."""

    def __init__(
        self,
        name: str,
        ports: Mapping[str, int | None],
        conflict: Callable[[], None] = lambda: None,
    ) -> None:
        """Announce a name under .local.

        Args:
            name: the first label of the host name that is wanted.
            ports: port by "http" and "https", None for what is not served.
            conflict: called in another thread when update() has something to do.
        """
        self._name = name
        self._ports = {scheme: port for scheme, port in ports.items() if port}
        self._conflict = conflict
        self._zeroconf: Zeroconf | None = None
        self._watch: _NameWatch | None = None
        self._lan: tuple[str, ...] = ()
        self._random = random.SystemRandom()
        self.host = f"{name}.local"
        """The name at which this machine is found."""
        self.announced: tuple[str, ...] = ()
        """The full names of the announced services."""
        self.problem: str | None = None
        """Why nothing, or another name than wanted, is announced."""

    def update(self, addresses: Addresses) -> None:
        """Announce what is true now; never raises, tries again at the next call."""
        if (
            self._zeroconf is not None
            and addresses.lan == self._lan
            and not self._has_lost_name()
        ):
            return
        self.close()
        if not addresses.lan:
            self.problem = "not announced: this machine is in no network"
            return
        try:
            self._announce(addresses)
        except _FAILURES as error:
            self.close()
            reason = (
                getattr(error, "strerror", None) or str(error) or type(error).__name__
            )
            problem = f"not announced by mDNS: {reason}"
            if problem != self.problem:
                _LOGGER.warning("%s; addresses work all the same", problem)
            self.problem = problem

    def close(self) -> None:
        """Withdraw what is announced; idempotent."""
        opened, self._zeroconf = self._zeroconf, None
        self.announced = ()
        if opened is not None:
            # a network that is gone takes no goodbyes
            with contextlib.suppress(*_FAILURES):
                opened.close()

    def _has_lost_name(self) -> bool:
        return self._watch is not None and self._watch.lost

    def _announce(self, addresses: Addresses) -> None:
        lost = self._has_lost_name()
        interfaces, version = _interfaces(addresses)
        self._zeroconf = Zeroconf(interfaces=interfaces, ip_version=version)
        time.sleep(self._random.uniform(0.0, _PROBE_DELAY_S))
        first = 2 if lost else 1
        label, is_ours = self._free_label(self._zeroconf, addresses, first)
        self.host = f"{label}.local"
        infos = self._services(label, addresses, with_addresses=not is_ours)
        if not is_ours:
            self._watch = _NameWatch(self.host, addresses, self._conflict)
            self._zeroconf.add_listener(self._watch, None)
        else:
            # the machine's own responder sees to conflicts
            self._watch = None
        _register(self._zeroconf, infos)
        self.announced = tuple(info.name.removesuffix(".") for info in infos)
        self._lan = addresses.lan
        self.problem = (
            None
            if label == self._name
            else f"another device is called {self._name}.local, so this one is {self.host}"
        )
        _LOGGER.info("announced as %s: %s", self.host, ", ".join(self.announced))

    def _free_label(
        self, opened: Zeroconf, addresses: Addresses, first: int
    ) -> tuple[str, bool]:
        """Return a name that nobody has, and whether this machine itself answers for it."""
        own = {ip_address(text) for text in addresses.all}
        for number in range(first, _MOST_NAMES + 1):
            label = self._name if number == 1 else f"{self._name}-{number}"
            resolver = AddressResolver(f"{label}.local.")
            if not resolver.request(opened, PROBE_MS):
                return label, False
            found = resolver.ip_addresses_by_version(IPVersion.All)
            # avahi answers for the machine's host name (Raspberry Pi OS)
            if own.issuperset(ip_address(str(one).partition("%")[0]) for one in found):
                return label, True
            _LOGGER.info("another device is called %s.local", label)
        raise RuntimeError(f"every name from {self._name} on is taken")

    def _services(
        self, label: str, addresses: Addresses, *, with_addresses: bool
    ) -> list[ServiceInfo]:
        # two answers for one name that differ are a conflict (RFC 6762 section 9)
        told = addresses.lan if with_addresses else ()
        return [
            ServiceInfo(
                _SERVICES[scheme],
                f"{label.capitalize()}.{_SERVICES[scheme]}",
                port=port,
                properties={"path": "/"},
                server=f"{label}.local.",
                parsed_addresses=list(told),
            )
            for scheme, port in self._ports.items()
        ]


class _NameWatch(RecordUpdateListener):
    """Notices that another device answers for our name; its methods run in zeroconf's thread."""

    def __init__(
        self, host: str, addresses: Addresses, conflict: Callable[[], None]
    ) -> None:
        self._host = f"{host}."
        self._own = {ip_address(text) for text in addresses.all}
        self._lan = sorted(addresses.lan)
        self._conflict = conflict
        self.lost = False

    def async_update_records(
        self,
        zc: Zeroconf,
        now: float,  # noqa: ARG002 - the interface's
        records: list[RecordUpdate],
    ) -> None:
        """Look at what was heard."""
        for update in records:
            record = update.new
            if (
                isinstance(record, DNSAddress)
                and record.name.lower() == self._host
                and record.ttl > 0
            ):
                other = ip_address(record.address)
                if other not in self._own and self._yields_to(str(other)):
                    self.lost = True
        del zc
        if self.lost:
            self._conflict()

    def _yields_to(self, other: str) -> bool:
        """Tell the same on both sides: of two that were as quick, one keeps the name."""
        same_kind = [text for text in self._lan if (":" in text) == (":" in other)]
        return (
            not same_kind or ip_address(same_kind[0]).packed > ip_address(other).packed
        )


def _register(opened: Zeroconf, infos: list[ServiceInfo]) -> None:
    """Probe and announce all services at the same time, which takes as long as one."""
    loop = opened.loop
    if loop is None:
        raise RuntimeError("multicast DNS did not start")

    async def register() -> None:
        begun = [
            opened.async_register_service(info, allow_name_change=True)
            for info in infos
        ]
        await asyncio.gather(*await asyncio.gather(*begun))

    asyncio.run_coroutine_threadsafe(register(), loop).result(REGISTER_TIMEOUT_S)


def _interfaces(addresses: Addresses) -> tuple[list[str | int], IPVersion]:
    """Return where to announce: IPv4 by address, IPv6 by the index of its interface."""
    found: list[str | int] = [text for text in addresses.lan if ":" not in text]
    indexes: list[str | int] = []
    if any(":" in text for text in addresses.all):
        for name in addresses.interfaces:
            with contextlib.suppress(OSError):
                indexes.append(socket.if_nametoindex(name))
    if not indexes:
        return found, IPVersion.V4Only
    return [*found, *indexes], IPVersion.All if found else IPVersion.V6Only
