"""Where this service is in the network: addresses, names, certificate, announcement.

One thread follows every change; everybody may ask at any time.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from ipaddress import ip_network
from typing import TYPE_CHECKING

from clara_edge.certificates.keeper import Certificates
from clara_edge.discovery.addresses import present_addresses
from clara_edge.discovery.announcer import Announcer
from clara_edge.discovery.changes import NetworkChanges
from clara_edge.discovery.presence import (
    EVERY_ADDRESS,
    EVERYWHERE,
    Presence,
    present_names,
    remove_presence,
    write_presence,
)
from clara_edge.domain.errors import CertificateError
from web_ui.tls import make_context

if TYPE_CHECKING:
    import ssl
    from collections.abc import Sequence

    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Web
    from clara_edge.ports.clock import Clock
    from web_ui.serving.listening import Listener

_LOGGER = logging.getLogger(__name__)

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
CLOSE_TIMEOUT_S = 1.5
CHECK_S = 60.0
"""How often certificate and addresses are looked at when nothing seems to change: a clock
that is set while Clara runs tells nobody."""


class Network:
    """Everything that depends on the network that this machine is in just now."""

    def __init__(
        self,
        web: Web,
        folders: Folders,
        clock: Clock,
        listeners: Sequence[Listener],
        problems: Sequence[str] = (),
    ) -> None:
        self.certificates = Certificates(folders.tls)
        self._web = web
        self._clock = clock
        self._presence_file = folders.web_presence
        self._problems = tuple(problems)
        self._more = tuple(ip_network(text) for text in web.allow_from)
        self._ports = {
            scheme: next(
                (
                    one.port
                    for one in listeners
                    if one.tls == tls and not one.leads_to_https
                ),
                None,
            )
            for scheme, tls in (("http", False), ("https", True))
        }
        self._addresses = present_addresses()
        self._context: ssl.SSLContext | None = None
        self._certificate_problem: str | None = None
        self._changes = NetworkChanges()
        self._announcer = (
            Announcer(web.name, self._ports, self._changes.wake)
            if web.announce and web.host == EVERYWHERE
            else None
        )
        self._ending = threading.Event()
        self._thread = threading.Thread(
            target=self._follow, name="network", daemon=True
        )

    def start(self) -> None:
        """See to the certificate, then follow the network in a thread."""
        self._see_to_certificate()
        self._tell()
        self._thread.start()

    def close(self) -> None:
        """Withdraw the announcement and end the thread; idempotent."""
        if self._ending.is_set():
            return
        self._ending.set()
        self._changes.wake()
        remove_presence(self._presence_file)
        if self._thread.is_alive():
            self._thread.join(CLOSE_TIMEOUT_S)
        if self._thread.is_alive():
            # it is announcing, which takes longer than the service has to end
            return
        if self._announcer is not None:
            self._announcer.close()
        self._changes.close()

    def welcomes(self, peer: str) -> bool:
        """Tell whether a peer is of the home network or of one that the settings allow."""
        return self._addresses.are_home_of(peer, self._more)

    def tls_context(self) -> ssl.SSLContext:
        """Return what TLS connections are made with from now on.

        Raises:
            ConnectionAbortedError: there is no usable certificate.
        """
        context = self._context
        if context is None:
            raise ConnectionAbortedError("there is no certificate")
        return context

    @property
    def host_names(self) -> tuple[str, ...]:
        """Return the names at which devices at home find this service, the best first."""
        announced = None if self._announcer is None else self._announcer.host
        return present_names(self._web, announced)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the addresses at which devices at home reach this service."""
        if self._web.host in EVERY_ADDRESS:
            return self._addresses.lan
        return (self._web.host,)

    @property
    def trusted_hosts(self) -> frozenset[str]:
        """Return every host, without brackets, that a request may name."""
        machine = socket.gethostname().lower()
        named = {machine, f"{self._web.name}.local"} if self.host_names else set()
        return frozenset(
            {
                *LOCAL_NAMES,
                *named,
                *(name.lower() for name in self.host_names),
                *(address.lower() for address in self.addresses),
                *(self._addresses.all if self.host_names else ()),
            }
        )

    @property
    def presence(self) -> Presence:
        """Return all of it."""
        announcer = self._announcer
        problems = (
            *self._problems,
            *filter(None, [self._certificate_problem]),
            *filter(None, [announcer.problem if announcer is not None else None]),
        )
        return Presence(
            os.getpid(),
            self._ports["http"],
            self._ports["https"],
            self.host_names,
            self.addresses,
            announcer.announced if announcer is not None else (),
            problems,
        )

    def look(self) -> None:
        """Look at the network and the clock, and adapt; for one thread at a time."""
        self._addresses = present_addresses()
        if self._announcer is not None:
            self._announcer.update(self._addresses)
        self._see_to_certificate()
        self._tell()

    def _follow(self) -> None:
        while not self._ending.is_set():
            try:
                self.look()
            except Exception:
                # whatever it was, the pages are there as before
                _LOGGER.exception("the network could not be looked at")
            self._changes.wait(CHECK_S)

    def _see_to_certificate(self) -> None:
        if self._ports["https"] is None:
            return
        web = self._web
        names = (
            *LOCAL_NAMES,
            f"{web.name}.local",
            *self.host_names,
            *web.other_names,
        )
        try:
            new = self.certificates.ensure(
                (*names, *self._addresses.all), self._clock.now()
            )
            if new or self._context is None:
                self._context = make_context(self.certificates.server_file)
        except CertificateError as error:
            if self._certificate_problem is None:
                _LOGGER.error("%s", error)  # noqa: TRY400 - it says everything
            self._certificate_problem = str(error)
        else:
            self._certificate_problem = None

    def _tell(self) -> None:
        if not self._ending.is_set():
            write_presence(self._presence_file, self.presence)
