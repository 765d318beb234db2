"""What a model computed for a prompt's beginning, kept on disk so that a restart is quick.

A file is a hint: it is used only if its key and checksum are right, so half a write or a
bad sector costs time, never a wrong answer.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LOGGER = logging.getLogger(__name__)
_MAGIC = b"CLARA-PREFIX-1\n"
_DIGEST_BYTES = hashlib.sha256().digest_size
# one for each purpose of a prompt, and as many of another model that was tried
_FILES_MAX = 8


class SavedPrefixes:
    """States of one model in a folder of the cache."""

    def __init__(self, folder: Path, model_key: str) -> None:
        """Keep files in `folder`; `model_key` names the model, its file and its context."""
        self._folder = folder
        self._model_key = model_key

    def load(self, tokens: Sequence[int]) -> bytes | None:
        """Return the state of these tokens; None if there is none that can be used."""
        path = self._path(tokens)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        begin = len(_MAGIC) + _DIGEST_BYTES
        state = content[begin:]
        if content[:begin] != _MAGIC + hashlib.sha256(state).digest():
            _LOGGER.warning(
                "the saved prompt %s is damaged and is made anew", path.name
            )
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        return state

    def has(self, tokens: Sequence[int]) -> bool:
        """Tell whether there is a file for these tokens."""
        return self._path(tokens).is_file()

    def save(self, tokens: Sequence[int], state: bytes) -> None:
        """Keep a state; a full disk only costs the next start its time."""
        path = self._path(tokens)
        part = path.with_suffix(f".{os.getpid()}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(_MAGIC + hashlib.sha256(state).digest())
                file.write(state)
            part.replace(path)
            self._prune()
        except OSError as error:
            _LOGGER.info("the prompt's beginning was not saved: %s", error)
            with contextlib.suppress(OSError):
                part.unlink()

    def _prune(self) -> None:
        files = sorted(
            self._folder.glob("*.prefix"), key=lambda file: file.stat().st_mtime
        )
        for file in files[:-_FILES_MAX]:
            file.unlink(missing_ok=True)

    def _path(self, tokens: Sequence[int]) -> Path:
        text = f"{self._model_key} {' '.join(map(str, tokens))}"
        return self._folder / f"{hashlib.sha256(text.encode()).hexdigest()}.prefix"
