"""flite: small, free, pleasant voices from Debian's archive; the default without a download."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from clara_edge.config.base import Section
from clara_edge.domain.errors import EngineFailedError, ModelMissingError
from clara_edge.engines.tts.command import CommandSynthesizer, find_program

if TYPE_CHECKING:
    from clara_edge.ports.engine import EngineContext


class Settings(Section):
    """Settings of the flite voice."""

    # no path and no address: flite would fetch one
    voice: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]+$")] = "rms"
    """rms (US, male), slt (US, female), awb (Scottish, male), kal16, kal."""
    stretch: Annotated[float, Field(ge=0.5, le=3.0)] = 1.1
    """How long sounds last; more is slower."""


class FliteSynthesizer(CommandSynthesizer):
    """Speaks with the flite program."""

    def __init__(self, program: str, settings: Settings) -> None:
        self._program = program
        self._settings = settings
        super().__init__(f"flite/{settings.voice} x{settings.stretch:g}")

    def _command(self, file: str) -> list[str]:
        return [
            self._program,
            *("-voice", self._settings.voice),
            *("--setf", f"duration_stretch={self._settings.stretch}"),
            *("-f", "-", "-o", file),
        ]


def create(settings: Settings, context: EngineContext) -> FliteSynthesizer:
    """Find the program and the voice."""
    del context  # one clause is one single-threaded process
    program = find_program("flite", "flite")
    voices = _voices(program)
    if settings.voice not in voices:
        raise ModelMissingError(
            f"flite has no voice {settings.voice!r}",
            remedy=f"choose one of {', '.join(voices)} in tts.options.flite.voice",
        )
    return FliteSynthesizer(program, settings)


def _voices(program: str) -> list[str]:
    """Ask which voices there are: for one it does not know, flite quietly takes kal."""
    try:
        listed = subprocess.run(  # noqa: S603 - the program found above
            [program, "-lv"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineFailedError(
            f"{program} does not list its voices: {error}", remedy="install it again"
        ) from error
    return sorted(set(listed.stdout.partition(":")[2].split()))
