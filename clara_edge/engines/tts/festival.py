"""Festival's statistical voice: the clearest of Debian's archive, and slow to start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from clara_edge.config.base import Section
from clara_edge.domain.errors import ModelMissingError
from clara_edge.engines.tts.command import CommandSynthesizer, find_program

if TYPE_CHECKING:
    from clara_edge.ports.engine import EngineContext

_VOICES = Path("/usr/share/festival/voices")


class Settings(Section):
    """Settings of the Festival voice."""

    # it becomes a part of a Scheme expression
    voice: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]+$")] = "cmu_us_slt_arctic_hts"
    """A folder name of Festival's voices (US, female)."""
    stretch: Annotated[float, Field(ge=0.5, le=3.0)] = 1.1
    """How long sounds last; more is slower."""


class FestivalSynthesizer(CommandSynthesizer):
    """Speaks with Festival's text2wave."""

    def __init__(self, program: str, settings: Settings) -> None:
        self._program = program
        self._settings = settings
        super().__init__(f"festival/{settings.voice} x{settings.stretch:g}")

    def _command(self, file: str) -> list[str]:
        stretch = f"(Parameter.set 'Duration_Stretch {self._settings.stretch})"
        voice = f"(voice_{self._settings.voice})"
        return [self._program, "-eval", voice, "-eval", stretch, "-o", file]


def create(settings: Settings, context: EngineContext) -> FestivalSynthesizer:
    """Find the program and the voice."""
    del context  # one clause is one single-threaded process
    program = find_program("text2wave", "festival")
    voices = sorted(folder.name for folder in _VOICES.glob("*/*"))
    if settings.voice not in voices:
        raise ModelMissingError(
            f"festival has no voice {settings.voice!r}",
            remedy="run: sudo apt install festvox-us-slt-hts, or choose one of "
            f"{', '.join(voices) or 'none'} in tts.options.festival.voice",
        )
    return FestivalSynthesizer(program, settings)
