"""espeak-ng: robotic, tiny and always there; the last resort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from clara_edge.config.base import Section
from clara_edge.engines.tts.command import CommandSynthesizer, find_program

if TYPE_CHECKING:
    from clara_edge.ports.engine import EngineContext


class Settings(Section):
    """Settings of the espeak-ng voice."""

    voice: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_+.-]*$")] = "en-us"
    """Language, then an optional variant: `espeak-ng --voices=en` and `--voices=variant`."""
    speed_wpm: Annotated[int, Field(ge=80, le=400)] = 140
    pitch: Annotated[int, Field(ge=0, le=99)] = 50


class EspeakSynthesizer(CommandSynthesizer):
    """Speaks with the espeak-ng program."""

    def __init__(self, program: str, settings: Settings) -> None:
        self._program = program
        self._settings = settings
        super().__init__(
            f"espeak/{settings.voice} {settings.speed_wpm}wpm p{settings.pitch}"
        )

    def _command(self, file: str) -> list[str]:
        return [
            self._program,
            *("-v", self._settings.voice),
            *("-s", str(self._settings.speed_wpm)),
            *("-p", str(self._settings.pitch)),
            # UTF-8, no pause at the end
            *("-b", "1", "-z", "--stdin", "-w", file),
        ]


def create(settings: Settings, context: EngineContext) -> EspeakSynthesizer:
    """Find the program and try the voice, which it refuses by itself if unknown."""
    del context  # one clause is one single-threaded process
    return EspeakSynthesizer(find_program("espeak-ng", "espeak-ng"), settings)
