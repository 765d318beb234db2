"""What an engine module gets when it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path


class ModelLocator(Protocol):
    """Finds installed model packs; safe from any thread."""

    def folder(self, pack: str) -> Path:
        """Return the folder of an installed, complete pack.

        Raises:
            ModelUnknownError: the manifest has no such pack.
            ModelMissingError: it is not installed.
        """
        ...


@dataclass(frozen=True, slots=True)
class EngineContext:
    """Everything outside its own settings that an engine may use.

    An engine is one module with `Settings` (a frozen pydantic model), a class, and
    `create(settings: Settings, context: EngineContext)` that loads it or raises
    ModelMissingError, ModelDamagedError or EngineFailedError. The module is named
    by an entry point in the group "clara_edge.<stage>", stage being wake, stt, tts, nlu or llm.

    A module of the stage llm has `destination(settings: Settings) -> str | None` besides: the
    host that gets what is asked, None if that stays on this device. Its create() loads and
    connects nothing; it raises LanguageModelAbsentError where a model has to be installed.
    """

    models: ModelLocator
    cache_dir: Path
    threads: int
    """How many cores the engine may use."""
