"""The address of an OpenAI-compatible endpoint, and which may be asked without encryption."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

_LOOPBACK_NAMES = ("localhost", "localhost.localdomain", "ip6-localhost")
# RFC 6762, RFC 8375, RFC 6761, ICANN's .internal of 2024, and what routers use
_HOME_SUFFIXES = (".local", ".home.arpa", ".internal", ".lan", ".home", ".localhost")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where requests go; the path has no slash at its end."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def encrypted(self) -> bool:
        """Whether TLS is spoken."""
        return self.scheme == "https"

    @property
    def authority(self) -> str:
        """The host as it is written in an address, with its port unless that is usual."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def is_this_device(self) -> bool:
        """Whether it is a loopback address: nothing leaves this device."""
        address = _address(self.host)
        if address is not None:
            return address.is_loopback
        return self.host in _LOOPBACK_NAMES or self.host.endswith(".localhost")


def parse_endpoint(url: str) -> Endpoint:
    """Read an address such as http://nas.local:8080/v1.

    Raises:
        ValueError: it is no address, holds a password, or would send what is said
            unencrypted over the internet.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"is no address: {error}") from error
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in _PORTS or not host:
        raise ValueError("must begin with https:// or http:// and a host")
    if parts.username is not None or parts.password is not None:
        raise ValueError(
            "must not hold a name or password; name a key in key_file or key_env"
        )
    if parts.query or parts.fragment:
        raise ValueError("must end with a path, such as /v1")
    text = f"{host}{parts.path}"
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("must have printable ASCII characters and no spaces only")
    endpoint = Endpoint(
        parts.scheme,
        host,
        _PORTS[parts.scheme] if port is None else port,
        parts.path.rstrip("/"),
    )
    if not endpoint.encrypted and not _is_near(endpoint):
        raise ValueError(
            f"would send what is said to {host} unencrypted over the internet; "
            "write https:// (http:// is for this device and private networks)"
        )
    return endpoint


def is_private(address: str) -> bool:
    """Tell whether an IP address is of this device or a private network."""
    found = _address(address)
    return found is not None and (found.is_private or found.is_link_local)


def _is_near(endpoint: Endpoint) -> bool:
    host = endpoint.host
    if _address(host) is not None:
        return is_private(host)
    # a bare name is one of the home network's
    return "." not in host or host.endswith(_HOME_SUFFIXES)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    # Python before 3.13 takes every mapped address for a private one
    return getattr(found, "ipv4_mapped", None) or found
