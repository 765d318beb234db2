"""The sockets that this service listens on."""

from __future__ import annotations

import errno
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.discovery.presence import EVERYWHERE
from clara_edge.domain.errors import SocketUnusableError

if TYPE_CHECKING:
    from clara_edge.config.schema import Web

_BACKLOG = 128
_NO_IPV6 = {errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL, errno.EPROTONOSUPPORT}


@dataclass(frozen=True, slots=True)
class Listener:
    """One port, on one or more addresses."""

    sockets: tuple[socket.socket, ...]
    host: str
    port: int
    tls: bool
    leads_to_https: bool = False
    """Answers nothing itself, but says where HTTPS is."""

    def close(self) -> None:
        """Stop to listen; idempotent."""
        for sock in self.sockets:
            sock.close()


def listen(
    host: str, port: int, *, tls: bool, leads_to_https: bool = False
) -> Listener:
    """Listen at one address, or everywhere, with IPv4 and IPv6.

    Raises:
        SocketUnusableError: the port is taken, or the address is not of this machine.
    """
    sockets: list[socket.socket] = []
    try:
        for family, address in _addresses(host, port):
            try:
                sockets.append(_bound(family, address))
            except OSError as error:
                if host == EVERYWHERE and sockets and error.errno in _NO_IPV6:
                    continue
                raise
    except OSError as error:
        for sock in sockets:
            sock.close()
        raise _unusable(host, port, tls, error) from error
    port = int(sockets[0].getsockname()[1])
    return Listener(tuple(sockets), host, port, tls, leads_to_https)


def listen_to_all(web: Web) -> tuple[list[Listener], list[SocketUnusableError]]:
    """Listen as the settings want it; return also why something could not be had."""
    listeners, problems = [], []
    wanted = [(web.https_port, True)] * web.https
    if web.http or web.https:
        wanted.append((web.port, False))
    for port, tls in wanted:
        only_leads = not tls and not web.http
        try:
            listeners.append(listen(web.host, port, tls=tls, leads_to_https=only_leads))
        except SocketUnusableError as error:
            problems.append(error)
    return listeners, problems


def _addresses(
    host: str, port: int
) -> list[tuple[socket.AddressFamily, tuple[str, int]]]:
    if host == EVERYWHERE:
        # peers from elsewhere are turned away when they connect
        everywhere = [(socket.AF_INET, ("0.0.0.0", port))]  # noqa: S104
        return [*everywhere, (socket.AF_INET6, ("::", port))]
    found = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    return [(family, (str(a[0]), int(a[1]))) for family, _, _, _, a in found]


def _bound(family: socket.AddressFamily, address: tuple[str, int]) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        # a port of a service that ended is free at once (socket(7))
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            # IPv4 has a socket of its own, which tells addresses as they are
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind(address)
        sock.listen(_BACKLOG)
        sock.setblocking(False)
    except OSError:
        sock.close()
        raise
    return sock


def _unusable(host: str, port: int, tls: bool, error: OSError) -> SocketUnusableError:
    key = "web.https_port" if tls else "web.port"
    kind = "HTTPS" if tls else "HTTP"
    where = f"port {port}" if host == EVERYWHERE else f"{host}, port {port}"
    remedies = {
        errno.EADDRINUSE: f"stop the program that has it, or set {key} to another port",
        errno.EACCES: f"set {key} to a port from 1024 on, or let the service have this one",
    }
    return SocketUnusableError(
        f"the web pages cannot be served by {kind} at {where}: {error.strerror or error}",
        remedy=remedies.get(
            error.errno or 0, f"set web.host and {key} to an address of this machine"
        ),
    )
