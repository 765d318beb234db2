"""Files that hold keys: whole or not at all, for nobody but their owner."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_secret(path: Path, text: str) -> None:
    """Put a file in the place of another one, readable by its owner only."""
    # mkstemp makes it 0600 from its first moment
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(path.parent)


def read_secret(path: Path) -> bytes | None:
    """Return a file, None if there is none; others lose the right to read it."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                with contextlib.suppress(PermissionError):
                    os.fchmod(file.fileno(), 0o600)
            return file.read()
    except FileNotFoundError:
        return None


def put_aside(path: Path) -> Path:
    """Rename a damaged file and return its new name; an earlier one is replaced."""
    aside = path.with_suffix(".damaged")
    path.replace(aside)
    return aside


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # some network mounts do not know this for folders (fsync(2))
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
