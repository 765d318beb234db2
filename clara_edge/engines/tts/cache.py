"""Frequent phrases kept on disk, so that they are heard at once."""

from __future__ import annotations

import hashlib
import logging
import os
import struct
import tempfile
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.ports.audio import Samples
    from clara_edge.ports.tts import SpeechSynthesizer

_LOGGER = logging.getLogger(__name__)

# longer texts are hardly said twice
MAX_CHARS = 200
_SUFFIX = ".clip"
_PART_SUFFIX = ".part"
# raise when the same name, rate and text come to sound different
_EDITION = 1

# magic, sample rate, CRC-32 of the sound
_HEADER = struct.Struct("<8sII")
_MAGIC = b"CLARA\0s1"

_FULL_SHARE = 0.9  # pruned to this part of the limit, so that not every write prunes
_ABANDONED_S = 3600.0


class PhraseCache:
    """Sounds by phrase in one folder, which several processes may share.

    Nothing that happens to the folder breaks speaking: what cannot be read is made
    again, what cannot be written is not kept.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        """Use a folder, which is made on the first write."""
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._complained = False

    def get(self, name: str, rate_hz: int, text: str) -> Samples | None:
        """Return a phrase's sound, None when it is not there or damaged."""
        file = self._file(name, rate_hz, text)
        try:
            data = file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self._complain(error)
            return None
        sound = _decode(data, rate_hz)
        with suppress(OSError):
            if sound is None:
                _LOGGER.info("removed a damaged phrase from the cache: %s", file.name)
                file.unlink()
            else:
                os.utime(file)  # the last use, for the order of removal
        return sound

    def put(self, name: str, rate_hz: int, text: str, sound: Samples) -> None:
        """Keep a phrase's sound, at the cost of those not used for longest."""
        data = np.ascontiguousarray(sound, "<i2").tobytes()
        head = _HEADER.pack(_MAGIC, rate_hz, zlib.crc32(data))
        if len(head) + len(data) > self._limit_bytes // 4:
            return
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(self._file(name, rate_hz, text), head + data)
            self._prune()
        except OSError as error:
            self._complain(error)

    def _file(self, name: str, rate_hz: int, text: str) -> Path:
        key = "\0".join((str(_EDITION), name, str(rate_hz), text))
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / f"{digest}{_SUFFIX}"

    def _write(self, file: Path, data: bytes) -> None:
        handle, part = tempfile.mkstemp(_PART_SUFFIX, dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(part).replace(file)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise

    def _prune(self) -> None:
        entries: list[tuple[float, int, Path]] = []
        for file in self._folder.iterdir():
            if file.suffix not in {_SUFFIX, _PART_SUFFIX}:
                continue
            with suppress(FileNotFoundError):  # another process prunes as well
                stat = file.stat()
                entries.append((stat.st_mtime, stat.st_size, file))
        total = sum(size for _, size, _ in entries)
        target = self._limit_bytes * _FULL_SHARE
        abandoned = time.time() - _ABANDONED_S
        over = total > self._limit_bytes
        for used_at, size, file in sorted(entries):
            part = file.suffix == _PART_SUFFIX
            if (over and total > target and not part) or (part and used_at < abandoned):
                file.unlink(missing_ok=True)
                total -= size

    def _complain(self, error: OSError) -> None:
        """Warn once: on a full disk each phrase would."""
        level = logging.DEBUG if self._complained else logging.WARNING
        _LOGGER.log(
            level, "phrases are not kept in %s: %s", self._folder, error.strerror
        )
        self._complained = True


class CachedSynthesizer:
    """A voice that says what it has said before from a PhraseCache."""

    def __init__(self, voice: SpeechSynthesizer, cache: PhraseCache) -> None:
        self._voice = voice
        self._cache = cache

    @property
    def name(self) -> str:
        """Engine and voice."""
        return self._voice.name

    @property
    def rate_hz(self) -> int:
        """Sample rate of the voice."""
        return self._voice.rate_hz

    def synthesize(self, text: str, cancelled: Callable[[], bool]) -> Iterator[Samples]:
        """Yield the kept sound as one chunk, or the voice's, which is kept if complete."""
        if len(text) > MAX_CHARS:
            yield from self._voice.synthesize(text, cancelled)
            return
        kept = self._cache.get(self.name, self.rate_hz, text)
        if kept is not None:
            if not cancelled():
                yield kept
            return
        chunks: list[Samples] = []
        was_cancelled = False

        def noticed() -> bool:
            nonlocal was_cancelled
            was_cancelled = was_cancelled or cancelled()
            return was_cancelled

        for chunk in self._voice.synthesize(text, noticed):
            chunks.append(chunk)
            yield chunk
        if chunks and not noticed():
            self._cache.put(self.name, self.rate_hz, text, np.concatenate(chunks))

    def close(self) -> None:
        """Release the voice; what is kept stays. Idempotent."""
        self._voice.close()


def _decode(data: bytes, rate_hz: int) -> Samples | None:
    if len(data) <= _HEADER.size or len(data) % 2:
        return None
    magic, rate, checksum = _HEADER.unpack_from(data)
    sound = data[_HEADER.size :]
    if (magic, rate, checksum) != (_MAGIC, rate_hz, zlib.crc32(sound)):
        return None
    return np.frombuffer(sound, dtype="<i2").astype(np.int16)
