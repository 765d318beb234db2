"""Files that people import and export: read to a limit, written whole or not at all."""

from __future__ import annotations

import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

import click

from clara_edge.domain.errors import FileInvalidError

_STDIO = "-"
_MODE = 0o600


def read_bytes(file: str) -> bytes:
    """Return what is in a file, at most one byte more than may be imported.

    Raises:
        FileInvalidError: it cannot be read.
    """
    from clara_edge.exchange.limits import MAX_BYTES

    if file == _STDIO:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise FileInvalidError(
            f"{file[:200]!r} cannot be read: {_reason(error)}",
            remedy="check its name and your rights",
        ) from error


def write_text(file: str, text: str, *, force: bool) -> None:
    """Write a file that only its owner can read; an old one stays until the new is whole.

    Raises:
        FileInvalidError: it is there already, or cannot be written.
    """
    if file == _STDIO:
        click.echo(text.encode("utf-8"), nl=False)
        return
    target = Path(file)
    try:
        if not force and target.exists():
            raise FileInvalidError(
                f"{file[:200]!r} is there already",
                remedy="choose another name, or replace it with --force",
            )
        if target.exists() and not target.is_file():
            # a pipe or device is written to, never replaced
            target.write_text(text, "utf-8")
            return
        _replace(target.resolve(), text.encode("utf-8"))
    except (OSError, ValueError) as error:
        if isinstance(error, FileInvalidError):
            raise
        raise FileInvalidError(
            f"{file[:200]!r} cannot be written: {_reason(error)}",
            remedy="choose a folder with room that you may write to",
        ) from error


def _replace(target: Path, data: bytes) -> None:
    beside = target.with_name(f".{secrets.token_hex(8)}.tmp")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
    try:
        with open(descriptor, "wb") as opened:  # noqa: PTH123 - a descriptor
            opened.write(data)
            opened.flush()
            os.fsync(descriptor)
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def _reason(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) else str(error)
    return (text or type(error).__name__).lower()
