"""Careful file work: hash while writing, refuse too much, survive a power cut."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from clara_edge.domain.errors import ModelDownloadError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clara_edge.models.manifest import Pack, PackFile

CHUNK = 1 << 16
PART = ".part"
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}


class SourceFailedError(ModelDownloadError):
    """One source did not deliver; the next may."""


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def part_of(target: Path) -> Path:
    """Return where an unfinished file lies."""
    return target.with_name(target.name + PART)


def copy_member(stream: IO[bytes], target: Path, pack: Pack, file: PackFile) -> None:
    """Write a stream to `target`, whole and verified or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part, limit, done = part_of(target), pack.limit(file), 0
    with part.open("wb") as out:
        while chunk := stream.read(CHUNK):
            done += len(chunk)
            if done > limit:
                part.unlink()
                raise SourceFailedError(f"{file.path} is larger than {limit} bytes")
            out.write(chunk)
    settle(part, target, file)


def settle(part: Path, target: Path, file: PackFile) -> None:
    """Check a finished part and give it its name; a wrong one is deleted."""
    size = part.stat().st_size
    if file.size is not None and size != file.size:
        part.unlink()
        raise SourceFailedError(f"{file.path} has {size} bytes instead of {file.size}")
    if file.sha256 and (found := sha256_of(part)) != file.sha256:
        part.unlink()
        raise SourceFailedError(
            f"{file.path} has the wrong checksum ({found[:12]}… instead of {file.sha256[:12]}…)"
        )
    sync(part)
    part.replace(target)


def sync(path: Path) -> None:
    """Bring a file or folder to the disk, so that a power cut cannot empty it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a small JSON file atomically."""
    part = part_of(path)
    part.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", "utf-8")
    sync(part)
    part.replace(path)


@contextmanager
def disk_full_explained(pack: Pack, partial: Path) -> Iterator[None]:
    """Turn a full disk into ModelDownloadError; drop the partial file so that tasks can be saved."""
    try:
        yield
    except OSError as error:
        if error.errno not in _DISK_FULL:
            raise
        for part in partial.rglob("*" + PART):
            part.unlink(missing_ok=True)
        raise disk_full(pack, partial) from error


def disk_full(pack: Pack, folder: Path) -> ModelDownloadError:
    """Return the error that says a pack does not fit."""
    return ModelDownloadError(
        f"the disk is full: {pack.name} needs {megabytes(pack.size)} in {folder.parent.parent}",
        remedy="free some space, for example with: clara models remove NAME",
    )


def megabytes(size: int) -> str:
    """Return a size as people write it."""
    if size >= 1_000_000_000:
        return f"{size / 1e9:.1f} GB"
    return f"{size / 1e6:.0f} MB" if size >= 10_000_000 else f"{size / 1e6:.1f} MB"
