"""What the web service tells other processes of this machine about where it is to be found."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.config.schema import Web

    from .addresses import Addresses

EVERYWHERE = "lan"
"""The setting web.host that stands for all addresses of this machine."""
EVERY_ADDRESS = frozenset({EVERYWHERE, "0.0.0.0", "::"})  # noqa: S104 - compared with
_USUAL = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Presence:
    """One web service."""

    pid: int
    http_port: int | None
    https_port: int | None
    """None: not served, by setting or because of a problem."""
    names: tuple[str, ...]
    """Host names at which it is found, the best first."""
    addresses: tuple[str, ...]
    announced: tuple[str, ...] = ()
    """What is announced in the home network, by full service name."""
    problems: tuple[str, ...] = ()

    def urls(self, scheme: str) -> tuple[str, ...]:
        """Return the addresses of the pages by http or https, the best first."""
        port = self.https_port if scheme == "https" else self.http_port
        if port is None:
            return ()
        return tuple(url(scheme, host, port) for host in (*self.names, *self.addresses))


def present_names(web: Web, announced: str | None = None) -> tuple[str, ...]:
    """Return the host names of a web service that has these settings, the best first."""
    if web.host not in EVERY_ADDRESS:
        return ()
    machine = socket.gethostname().partition(".")[0].lower()
    own = announced or (f"{web.name}.local" if web.announce else None)
    names = (own, f"{machine}.local" if machine else None, *web.other_names)
    return tuple(dict.fromkeys(name for name in names if name))


def expected_presence(web: Web, addresses: Addresses) -> Presence:
    """Return where a web service will be if it finds its ports and names free."""
    return Presence(
        pid=0,
        http_port=web.port if web.http else None,
        https_port=web.https_port if web.https else None,
        names=present_names(web),
        addresses=addresses.lan if web.host in EVERY_ADDRESS else (web.host,),
    )


def url(scheme: str, host: str, port: int) -> str:
    """Return the address of a service."""
    end = "" if port == _USUAL[scheme] else f":{port}"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}{end}"


def write_presence(path: Path, presence: Presence) -> None:
    """Tell others; a problem with the file is nobody's but theirs."""
    draft = path.with_suffix(".new")
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.write_text(json.dumps(asdict(presence)), "utf-8")
        draft.replace(path)


def remove_presence(path: Path) -> None:
    """Tell that the service has ended."""
    with contextlib.suppress(OSError):
        path.unlink()


def read_presence(path: Path) -> Presence | None:
    """Return the running web service, None if there is none."""
    try:
        values = json.loads(path.read_text("utf-8"))
        lists: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in values.items()
        }
        presence = Presence(**lists)
        os.kill(presence.pid, 0)
    except PermissionError:
        # of another user, and alive
        return presence
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return presence
