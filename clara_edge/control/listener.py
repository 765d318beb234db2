"""Make the listening socket: private, and never in place of one that answers."""

from __future__ import annotations

import os
import socket
import stat
from typing import TYPE_CHECKING

from clara_edge.control.address import connect, short_address
from clara_edge.domain.errors import DaemonRunningError, SocketUnusableError

if TYPE_CHECKING:
    from pathlib import Path

PROBE_TIMEOUT_S = 1.0
BACKLOG = 64


def listen(path: Path) -> socket.socket:
    """Return a listening socket at a path, replacing a dead one.

    Raises:
        DaemonRunningError: somebody answers there.
        SocketUnusableError: the folder or file does not allow it.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear(path)
        return _bind(path)
    except OSError as error:
        if isinstance(error, (DaemonRunningError, SocketUnusableError)):
            raise
        raise SocketUnusableError(
            f"control socket {path} cannot be made: {error.strerror or error}",
            remedy="make its folder writable, or set paths.runtime to one that is",
        ) from error


def remove(path: Path, inode: int) -> None:
    """Remove the socket file if it still is the one with this inode."""
    try:
        if path.lstat().st_ino == inode:
            path.unlink()
    except FileNotFoundError:
        pass


def _clear(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise SocketUnusableError(
            f"{path} is in the way of the control socket and is not a socket",
            remedy="move it away",
        )
    try:
        connect(path, PROBE_TIMEOUT_S).close()
    except ConnectionRefusedError:
        path.unlink(missing_ok=True)
        return
    except TimeoutError:
        pass  # it is too busy to accept, so it lives
    raise DaemonRunningError(
        f"a voice daemon already answers at {path}",
        remedy="use that one, or stop it first",
    )


def _bind(path: Path) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        # on Linux the file inherits the socket's mode, so that it is never open to others
        # (bind(2) applies the umask to it), not even for the moment before a chmod
        os.fchmod(listener.fileno(), 0o600)
        with short_address(path) as address:
            listener.bind(address)
        listener.listen(BACKLOG)
        listener.setblocking(False)
    except BaseException:
        listener.close()
        raise
    return listener
