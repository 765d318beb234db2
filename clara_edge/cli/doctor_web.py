"""`clara doctor web`: whether phones at home reach the pages, and trust them."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clara_edge.cli.web_facts import web_facts
from clara_edge.domain.errors import CertificateError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config

TIMEOUT_S = 3.0
_PROBE_MS = 2000


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    what: str
    good: bool
    details: str
    remedy: str | None = None


def check_web(config: Config, folders: Folders) -> Iterator[Check]:
    """Look at one thing after the other."""
    facts = web_facts(config, folders)
    if facts["running"]:
        yield Check("service", True, facts["address"] or "running")
    else:
        yield Check(
            "service",
            False,
            "the web pages do not answer",
            "start them with: clara run",
        )
    yield from _network(config)
    for problem in facts["problems"]:
        what, _, remedy = str(problem).partition("; ")
        yield Check("service", False, what, remedy or None)
    if config.web.https:
        yield from _certificate(facts["certificate"], config)
        if facts["running"] and facts["https"]:
            yield _handshake(config, folders)
    if config.web.announce and facts["running"]:
        yield from _announcement(facts)


def _network(config: Config) -> Iterator[Check]:
    from clara_edge.discovery.addresses import present_addresses
    from clara_edge.discovery.presence import EVERY_ADDRESS

    lan = present_addresses().lan
    if config.web.host not in EVERY_ADDRESS:
        reach = f"only {config.web.host} is listened on, as web.host says"
        yield Check("network", True, reach)
    elif lan:
        yield Check("network", True, ", ".join(lan))
    else:
        yield Check(
            "network",
            False,
            "this machine has no address in a network",
            "connect it by cable or Wi-Fi; here it is reached as localhost",
        )


def _certificate(certificate: dict[str, Any], config: Config) -> Iterator[Check]:
    if certificate["problem"]:
        yield Check("certificate", False, certificate["problem"])
    elif certificate["authority"] is None or certificate["expires"] is None:
        yield Check(
            "certificate",
            False,
            "there is none yet",
            "the web service makes it: clara run",
        )
    else:
        yield Check("authority", True, certificate["authority"])
        yield Check("fingerprint", True, certificate["fingerprint"])
        until = f"until {certificate['expires'][:10]}"
        good = f"{config.web.name}.local" in certificate["names"]
        remedy = None if good else "restart the web service, which makes another one"
        names = ", ".join(certificate["names"])
        yield Check("certificate", good, f"{until}, for {names}", remedy)


def _handshake(config: Config, folders: Folders) -> Check:
    """Connect as a phone does that has the authority installed."""
    from clara_edge.certificates.keeper import present_authority
    from clara_edge.discovery.presence import EVERY_ADDRESS

    host = "127.0.0.1" if config.web.host in EVERY_ADDRESS else config.web.host
    try:
        authority = present_authority(folders.tls)
        if authority is None:
            return Check("https", False, "there is no authority to trust")
        trust = ssl.create_default_context(cadata=authority.pem)
        place = (host, config.web.https_port)
        with (
            socket.create_connection(place, TIMEOUT_S) as plain,
            trust.wrap_socket(plain, server_hostname=f"{config.web.name}.local") as tls,
        ):
            return Check("https", True, f"{tls.version()}, trusted")
    except (OSError, CertificateError) as error:
        return Check(
            "https",
            False,
            f"port {config.web.https_port} cannot be trusted: {error}",
            "look into the log of the web service",
        )


def _announcement(facts: dict[str, Any]) -> Iterator[Check]:
    if not facts["announced"]:
        return
    from zeroconf import Zeroconf

    for name in facts["announced"]:
        kind = f"{name.partition('.')[2]}."
        try:
            with Zeroconf() as asking:
                found = asking.get_service_info(kind, f"{name}.", _PROBE_MS)
        except OSError as error:
            yield Check("mdns", False, f"multicast does not work here: {error}")
            return
        if found is None:
            yield Check(
                "mdns",
                False,
                f"nobody answers for {name}",
                "does a firewall keep UDP port 5353 closed? addresses work all the same",
            )
        else:
            yield Check("mdns", True, f"{name} at {(found.server or '').rstrip('.')}")
