"""The addresses of this machine, and which others are of the same home network."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from functools import cached_property
from ipaddress import (
    IPv4Address,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
    ip_address,
    ip_network,
)
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterable
    from ipaddress import IPv4Network

    Address = IPv4Address | IPv6Address
    Network = IPv4Network | IPv6Network

HOME_NETWORKS = tuple(
    ip_network(text)
    for text in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)
"""Loopback, private (RFC 1918, RFC 4193) and link-local addresses: never routed on the internet."""

_VIRTUAL = ("docker", "br-", "veth", "virbr", "lxc", "cni", "flannel", "podman")
"""Interfaces of containers and virtual machines, which no phone sees."""
_LAN_PREFIX_BITS = 64
"""IPv6 networks at home have this prefix (RFC 4291 section 2.5.4)."""

_ROUTES = Path("/proc/net/route")
"""Interface, destination, gateway, flags, references, uses, metric, mask (route(8))."""
_METRIC = 6


@dataclass(frozen=True)
class Addresses:
    """The addresses of this machine at one moment."""

    all: tuple[str, ...]
    """Every one, for comparison."""
    lan: tuple[str, ...]
    """Those at which phones at home reach it; the most likely first."""
    neighbourhood: tuple[str, ...] = ()
    """Public IPv6 networks that this machine is itself in."""
    interfaces: tuple[str, ...] = ()
    """The interfaces of lan."""

    @cached_property
    def _own(self) -> frozenset[Address]:
        return frozenset(ip_address(text) for text in self.all)

    @cached_property
    def _neighbours(self) -> tuple[Network, ...]:
        return tuple(ip_network(text) for text in self.neighbourhood)

    def are_home_of(self, peer: str, more: Iterable[Network] = ()) -> bool:
        """Tell whether a peer is this machine, or in the home network or another one."""
        try:
            address: Address = ip_address(peer.partition("%")[0])
        except ValueError:
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        networks = (*HOME_NETWORKS, *self._neighbours, *more)
        return address in self._own or any(address in network for network in networks)


def is_private(text: str) -> bool:
    """Tell whether an address means the same to nobody outside the home network."""
    address = ip_address(text.partition("%")[0])
    return any(address in network for network in HOME_NETWORKS)


def present_addresses() -> Addresses:
    """Return what the machine has now."""
    up = {name for name, stats in psutil.net_if_stats().items() if stats.isup}
    every: set[str] = set()
    lan: list[str] = []
    neighbourhood: set[str] = set()
    interfaces: set[str] = set()
    on: dict[str, str] = {}
    for name, found in psutil.net_if_addrs().items():
        for entry in found:
            if entry.family not in {socket.AF_INET, socket.AF_INET6} or name not in up:
                continue
            text = entry.address.partition("%")[0]
            every.add(text)
            address = ip_address(text)
            if isinstance(address, IPv6Address) and address.is_global:
                network = IPv6Interface(f"{address}/{_LAN_PREFIX_BITS}").network
                neighbourhood.add(str(network))
            if not (address.is_loopback or address.is_link_local) and (
                not name.startswith(_VIRTUAL)
            ):
                lan.append(text)
                interfaces.add(name)
                on[text] = name
    first = _first_interface()
    # IPv4 before IPv6, because people may have to type it
    lan.sort(key=lambda text: (on[text] != first, ":" in text, text))
    reachable = [text for text in lan if ":" not in text or is_private(text)]
    return Addresses(
        tuple(sorted(every)),
        tuple(reachable),
        tuple(sorted(neighbourhood)),
        tuple(sorted(interfaces)),
    )


def _first_interface() -> str | None:
    """Return the interface that leads to other networks; nothing is sent or connected."""
    try:
        lines = _ROUTES.read_text("ascii").splitlines()[1:]
    except (OSError, UnicodeDecodeError):
        return None
    routes = [line.split() for line in lines]
    onward = [r for r in routes if len(r) > _METRIC and r[1] == r[7] == "00000000"]
    onward.sort(key=lambda route: int(route[_METRIC]))
    return onward[0][0] if onward else None
