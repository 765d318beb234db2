"""Whether SQLite takes all that its write-ahead log holds; sqlite.org/fileformat, 4."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from .view import private_folder, wal_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

_HEADER_BYTES = 32
_FRAME_HEADER_BYTES = 24
_PAGE_SIZE = slice(8, 12)
_SALTS = slice(16, 24)
_FRAME_SALTS = slice(8, 16)


@contextlib.contextmanager
def kept_wal(path: Path, *, wanted: bool = True) -> Iterator[Path | None]:
    """Keep the log under another name while the database is opened and checked.

    When the last connection is closed SQLite removes it, also what it could not read there.
    Lends None if there is none, or the disk takes no names.
    """
    with contextlib.ExitStack() as stack:
        kept = None
        if wanted and wal_of(path).exists():
            with contextlib.suppress(OSError):
                kept = stack.enter_context(private_folder(path.parent)) / "wal"
                os.link(wal_of(path), kept)
        yield kept if kept is not None and kept.exists() else None


def put_back(kept: Path, path: Path) -> None:
    """Give a database that is closed its log again; the caller has the folder's lock."""
    with contextlib.suppress(OSError):
        os.link(kept, wal_of(path))


def is_whole(wal: Path, db: Database) -> bool:
    """Tell whether no frame of the log is damaged.

    SQLite silently ends at the first one whose checksum is wrong. Frames of an earlier
    round, which bear other salts, are no part of it.

    Args:
        wal: the log; may be missing.
        db: the database, opened with it by nobody else.
    """
    content = wal.read_bytes() if wal.exists() else b""
    if len(content) <= _HEADER_BYTES:
        return True
    _, taken, _ = db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    step = _FRAME_HEADER_BYTES + int.from_bytes(content[_PAGE_SIZE], "big")
    written = sum(
        content[start : start + _FRAME_HEADER_BYTES][_FRAME_SALTS] == content[_SALTS]
        for start in range(_HEADER_BYTES, len(content), step)
    )
    return bool(0 < taken == written)
