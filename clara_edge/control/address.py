"""Unix socket addresses of any length."""

from __future__ import annotations

import os
import socket
import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING

from clara_edge.control.protocol import MAX_PATH_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def short_address(path: Path) -> Iterator[str]:
    """Yield an address for a socket file that fits the kernel's limit.

    A longer path is reached through an open descriptor of its folder, which works
    from any thread, unlike changing the working directory.
    """
    if len(os.fsencode(path)) <= MAX_PATH_BYTES:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def connect(path: Path, timeout_s: float) -> socket.socket:
    """Open a blocking connection to a Unix socket.

    Raises:
        TimeoutError: the listener accepts nobody.
        OSError: nobody listens there.
    """
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        # with settimeout() the socket is non-blocking below, and then connect() fails at once
        # when the listener's backlog is full instead of waiting for its turn
        connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_SNDTIMEO, _timeval(timeout_s)
        )
        with short_address(path) as address:
            connection.connect(address)
        connection.settimeout(timeout_s)
    except BlockingIOError as error:
        connection.close()
        raise TimeoutError(f"{path} accepts no connection") from error
    except BaseException:
        connection.close()
        raise
    return connection


def _timeval(seconds: float) -> bytes:
    whole = int(seconds)
    return struct.pack("@ll", whole, int((seconds - whole) * 1_000_000))
