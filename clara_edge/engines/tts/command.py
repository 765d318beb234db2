"""A speech program of the system, run once per clause."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import time
import wave
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from clara_edge.domain.errors import EngineFailedError, ModelMissingError
from clara_edge.engines.tts.clausewise import speak_clauses, without_edges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from clara_edge.ports.audio import Samples

# a clause takes 0.1 s; a program that hangs must not hold the voice for good
_TIMEOUT_S = 20.0
_CANCEL_POLL_S = 0.02
_MAX_ERROR_BYTES = 4096
_NEVER: Callable[[], bool] = lambda: False  # noqa: E731 - a constant of a function type


def find_program(program: str, package: str) -> str:
    """Return the path of an installed program.

    Raises:
        ModelMissingError: it is not installed.
    """
    path = shutil.which(program)
    if path is None:
        raise ModelMissingError(
            f"the program {program} is not installed",
            remedy=f"run: sudo apt install {package}",
        )
    return path


class CommandSynthesizer(ABC):
    """Runs a program that reads text on standard input and writes a WAV file.

    Text never becomes part of the command line, and sound never touches a disk: both
    go through anonymous memory (memfd_create(2)).
    """

    def __init__(self, name: str) -> None:
        """Speak one word to learn the rate, and that the voice works.

        Raises:
            EngineFailedError: the program does not speak.
        """
        self._name = name
        self._rate_hz = 0
        if self._speak("one", _NEVER) is None:
            raise EngineFailedError(f"{name} makes no sound")

    @property
    def name(self) -> str:
        """Engine and voice, with the settings that change how it sounds."""
        return self._name

    @property
    def rate_hz(self) -> int:
        """Sample rate of the voice."""
        return self._rate_hz

    def synthesize(self, text: str, cancelled: Callable[[], bool]) -> Iterator[Samples]:
        """Yield one chunk per clause; a running program is killed when cancelled."""

        def speak(clause: str) -> Iterator[Samples]:
            sound = self._speak(clause, cancelled)
            if sound is not None:
                yield without_edges(sound, self._rate_hz)

        return speak_clauses(text, cancelled, speak, lambda: self._rate_hz)

    def close(self) -> None:  # noqa: B027 - no program runs between clauses
        """Do nothing. Idempotent."""

    @abstractmethod
    def _command(self, file: str) -> list[str]:
        """Return the command that reads standard input and writes this file."""

    def _speak(self, clause: str, cancelled: Callable[[], bool]) -> Samples | None:
        """Return the sound of a clause, None when cancelled or there is none."""
        with _memory("text") as text, _memory("sound") as sound:
            text.write(clause.encode())
            text.seek(0)
            if not self._run(text, sound, cancelled):
                return None
            return self._decode(sound)

    def _run(
        self, text: IO[bytes], sound: IO[bytes], cancelled: Callable[[], bool]
    ) -> bool:
        command = self._command(f"/proc/self/fd/{sound.fileno()}")
        try:
            process = subprocess.Popen(  # noqa: S603 - our own program, no text of others
                command,
                stdin=text,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=[sound.fileno()],
            )
        except OSError as error:
            raise EngineFailedError(
                f"{command[0]} cannot be run: {error.strerror}",
                remedy="install it again",
            ) from error
        with process:
            try:
                errors = self._wait(process, cancelled)
            finally:
                process.kill()
        if errors is None:
            return False
        if process.returncode != 0:
            said = errors.decode(errors="replace").strip().splitlines()
            raise EngineFailedError(
                f"{self._name} ended with status {process.returncode}"
                + (f": {said[-1]}" if said else "")
            )
        return True

    def _wait(
        self, process: subprocess.Popen[bytes], cancelled: Callable[[], bool]
    ) -> bytes | None:
        """Return what the program wrote to standard error, None when cancelled."""
        assert process.stderr is not None  # noqa: S101 - opened as a pipe above
        errors = b""
        deadline = time.monotonic() + _TIMEOUT_S
        while not cancelled():
            if time.monotonic() > deadline:
                raise EngineFailedError(
                    f"{self._name} did not end within {_TIMEOUT_S:.0f} s"
                )
            if select.select([process.stderr], [], [], _CANCEL_POLL_S)[0]:
                piece = os.read(process.stderr.fileno(), _MAX_ERROR_BYTES)
                if not piece:
                    process.wait(_TIMEOUT_S)
                    return errors
                errors = (errors + piece)[-_MAX_ERROR_BYTES:]
        return None

    def _decode(self, sound: IO[bytes]) -> Samples | None:
        if os.fstat(sound.fileno()).st_size == 0:
            return None
        sound.seek(0)
        try:
            with wave.open(sound, "rb") as wav:
                if (wav.getnchannels(), wav.getsampwidth()) != (1, 2):
                    raise EngineFailedError(f"{self._name} writes no 16-bit mono sound")
                self._rate_hz = wav.getframerate()
                data = wav.readframes(wav.getnframes())
        except (wave.Error, EOFError) as error:
            raise EngineFailedError(f"{self._name} writes no sound file") from error
        samples = np.frombuffer(data, dtype="<i2").astype(np.int16)
        return samples if samples.size else None


def _memory(name: str) -> IO[bytes]:
    return os.fdopen(os.memfd_create(f"clara-{name}"), "w+b")
