"""Where a request comes from; nothing that a client writes is believed."""

from __future__ import annotations

import ipaddress

from flask import request

# A host has all of its /64 to itself (RFC 8981): counting single addresses counts nothing.
_ONE_HOST_V6 = 64


def address() -> str:
    """Return the address of the peer; X-Forwarded-For could be anybody's invention."""
    return request.remote_addr or ""


def source() -> str:
    """Return the address as far as one machine cannot change it at will."""
    try:
        found = ipaddress.ip_address(address().split("%")[0])
    except ValueError:
        return address()
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, _ONE_HOST_V6), strict=False))
    return str(found)


def is_this_machine() -> bool:
    """Tell whether the peer is a program on this machine."""
    try:
        found = ipaddress.ip_address(address().split("%")[0])
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return (mapped or found).is_loopback
