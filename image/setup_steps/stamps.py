"""Remembers which steps are done, and with which inputs."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def key_of(texts: Iterable[str], files: Iterable[Path] = ()) -> str:
    """Return a digest of everything a step depends on."""
    digest = hashlib.sha256()
    for part in [
        *(text.encode() for text in texts),
        *(file.read_bytes() for file in files),
    ]:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


class Stamps:
    """One small file per step, holding the key it was last completed with."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def is_done(self, step: str, key: str) -> bool:
        """Tell whether a step was completed with exactly these inputs."""
        try:
            return (self._folder / f"{step}.stamp").read_text("utf-8").strip() == key
        except FileNotFoundError:
            return False

    def mark(self, step: str, key: str) -> None:
        """Record that a step is complete."""
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f"{step}.stamp.part"
        part.write_text(key + "\n", "utf-8")
        part.replace(self._folder / f"{step}.stamp")
