"""Wait for the network to change, as the kernel tells it."""

from __future__ import annotations

import contextlib
import logging
import select
import socket
from typing import Self

_LOGGER = logging.getLogger(__name__)

_GROUPS = 0x1 | 0x10 | 0x100
"""RTMGRP_LINK, RTMGRP_IPV4_IFADDR, RTMGRP_IPV6_IFADDR (linux/rtnetlink.h)."""
SETTLE_S = 0.5
"""Several messages come at once: a link, then its addresses."""


class NetworkChanges:
    """Waits in one thread; wake() may be called by any."""

    def __init__(self) -> None:
        self._netlink = _open_netlink()
        self._waker, self._wakened = socket.socketpair()
        self._wakened.setblocking(False)

    def wait(self, timeout_s: float) -> None:
        """Return when addresses may have changed, after wake(), or when the time is over."""
        watched = [s for s in (self._netlink, self._wakened) if s is not None]
        ready, _, _ = select.select(watched, [], [], timeout_s)
        if self._netlink in ready:
            # until it is quiet, or somebody wants us
            while self._netlink in ready and self._wakened not in ready:
                self._drain(self._netlink)
                ready, _, _ = select.select(watched, [], [], SETTLE_S)
        self._drain(self._wakened)

    def wake(self) -> None:
        """Make wait() return."""
        with contextlib.suppress(OSError):
            self._waker.send(b"\0")

    def close(self) -> None:
        """Release the sockets."""
        for sock in (self._netlink, self._waker, self._wakened):
            if sock is not None:
                sock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @staticmethod
    def _drain(sock: socket.socket | None) -> None:
        # ENOBUFS, when messages were lost, means a change as well (netlink(7))
        with contextlib.suppress(OSError):
            while sock is not None and sock.recv(65_536):
                pass


def _open_netlink() -> socket.socket | None:
    try:
        netlink = socket.socket(
            socket.AF_NETLINK,
            socket.SOCK_RAW | socket.SOCK_NONBLOCK,
            socket.NETLINK_ROUTE,
        )
        netlink.bind((0, _GROUPS))
    except OSError as error:
        _LOGGER.info(
            "changes of the network are noticed by asking only: %s", error.strerror
        )
        return None
    return netlink
