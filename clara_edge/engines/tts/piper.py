"""Piper: natural neural voices, from a voice pack; never downloads by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from clara_edge.config.base import Section
from clara_edge.domain.errors import ModelMissingError
from clara_edge.engines.packs import first_installed

if TYPE_CHECKING:
    from clara_edge.engines.tts.piper_voice import PiperSynthesizer
    from clara_edge.ports.engine import EngineContext

Scale = Annotated[float, Field(ge=0.0, le=3.0)]


# the last is the one to pull when none is installed
_VOICES = (
    "piper-en-gb-cori-medium",
    "piper-en-us-john-medium",
    "piper-en-us-lessac-medium",
    "piper-en-us-ljspeech-medium",
)


class Settings(Section):
    """Settings of the Piper voice."""

    voice: str | None = None
    """Voice pack, see `clara models list`; None takes the first one that is installed."""
    path: Path | None = None
    """An .onnx file of one's own, its .onnx.json beside it; instead of a pack."""
    speaker: Annotated[int, Field(ge=0)] = 0
    """Speaker of a voice that has several."""
    length_scale: Annotated[float, Field(ge=0.3, le=3.0)] | None = None
    """How long sounds last, more is slower; empty means as the voice was made."""
    noise_scale: Scale | None = None
    noise_w_scale: Scale | None = None


def create(settings: Settings, context: EngineContext) -> PiperSynthesizer:
    """Load the voice from its files."""
    if settings.path is not None:
        model, remedy = settings.path, "check tts.options.piper.path"
    else:
        voice = settings.voice or first_installed(context.models, _VOICES)
        model = _model_file(context.models.folder(voice))
        remedy = f"run: clara models pull --again {voice}"
    for file in (model, model.with_name(f"{model.name}.json")):
        if not file.is_file():
            raise ModelMissingError(f"the voice file {file} is missing", remedy=remedy)

    # 60 MB that a device without a Piper voice can spare
    from clara_edge.engines.tts.piper_voice import load_voice  # noqa: PLC0415

    tuning = settings.model_dump(
        exclude={"voice", "path", "speaker"}, exclude_none=True
    )
    return load_voice(
        model,
        speaker=settings.speaker,
        tuning=tuning,
        threads=context.threads,
        remedy=remedy,
    )


def _model_file(folder: Path) -> Path:
    found = sorted(folder.glob("*.onnx"))
    if len(found) != 1:
        raise ModelMissingError(
            f"the voice pack {folder} holds {len(found)} .onnx files instead of one",
            remedy=f"run: clara models pull --again {folder.name}",
        )
    return found[0]
