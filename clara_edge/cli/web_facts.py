"""What commands tell about the web pages: addresses, certificate, announcement, problems."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config
    from clara_edge.discovery.presence import Presence

TIMEOUT_S = 1.0


def web_facts(config: Config, folders: Folders) -> dict[str, Any]:
    """Return everything that can be known from outside, whether the service runs or not."""
    from clara_edge.discovery.addresses import present_addresses
    from clara_edge.discovery.presence import expected_presence, read_presence

    told = read_presence(folders.web_presence)
    presence = told or expected_presence(config.web, present_addresses())
    http, https = presence.urls("http"), presence.urls("https")
    return {
        "running": _answers(config, presence),
        "address": next(iter((*http, *https)), None),
        "http": list(http),
        "https": list(https),
        "announced": list(presence.announced),
        "problems": list(presence.problems),
        "certificate": certificate_facts(folders),
    }


def certificate_facts(folders: Folders) -> dict[str, Any]:
    """Return what is on disk for HTTPS."""
    from clara_edge.certificates.keeper import present_authority, present_server
    from clara_edge.domain.errors import CertificateError

    facts: dict[str, Any] = dict.fromkeys(
        ("authority", "fingerprint", "expires", "names", "problem")
    )
    try:
        if authority := present_authority(folders.tls):
            facts["authority"] = authority.name
            facts["fingerprint"] = authority.fingerprint
        if server := present_server(folders.tls):
            facts["expires"] = server.not_after.isoformat()
            facts["names"] = list(server.names)
    except CertificateError as error:
        facts["problem"] = str(error)
    return facts


def web_rows(facts: dict[str, Any], now: datetime) -> Iterator[tuple[str, str, str]]:
    """Yield what a table says: what, state, details."""
    state = "running" if facts["running"] else "not running"
    for scheme in ("http", "https"):
        if facts[scheme]:
            what = "web pages" if scheme == "http" or not facts["http"] else ""
            yield what, state if what else "", _short(facts[scheme])
    if not facts["http"] and not facts["https"]:
        yield "web pages", state, "switched off"
    if facts["announced"]:
        yield "announced", "ok", ", ".join(facts["announced"])
    for problem in facts["problems"]:
        yield "web problem", "", problem
    certificate = facts["certificate"]
    if certificate["problem"]:
        yield "certificate", "damaged", certificate["problem"]
    elif certificate["expires"] and certificate["authority"]:
        yield (
            "certificate",
            *_validity(certificate["expires"], now),
        )
        yield "authority", "", certificate["authority"]
        yield "fingerprint", "", certificate["fingerprint"]


def _short(places: list[str]) -> str:
    """Return a name, and an address for where names do not work; --json tells all."""
    numbers = [place for place in places if re.search(r"//[\d\[]", place)]
    return "  or  ".join(dict.fromkeys((places[0], *numbers[:1])))


def _validity(expires: str, now: datetime) -> tuple[str, str]:
    from datetime import datetime as parser

    end = parser.fromisoformat(expires)
    days = (end - now).days
    if days < 0:
        return "failed", f"ended on {end:%Y-%m-%d}; the web service makes another one"
    return "ok", f"until {end:%Y-%m-%d}, renewed by itself before"


def _answers(config: Config, presence: Presence) -> bool:
    """Ask the service by HTTP, or see whether its HTTPS port is open."""
    import socket
    from http.client import HTTPConnection, HTTPException

    from clara_edge.discovery.presence import EVERY_ADDRESS

    host = "127.0.0.1" if config.web.host in EVERY_ADDRESS else config.web.host
    if presence.http_port is None:
        try:
            with socket.create_connection((host, presence.https_port or 0), TIMEOUT_S):
                return presence.pid > 0
        except OSError:
            return False
    connection = HTTPConnection(host, presence.http_port, timeout=TIMEOUT_S)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
