"""A chat model in this process, by llama.cpp."""

from __future__ import annotations

import logging
import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import psutil
from pydantic import BaseModel, ConfigDict, Field

from clara_edge.domain.errors import (
    LanguageModelAbsentError,
    LanguageModelError,
    ModelError,
    ModelMissingError,
)

from .gguf import read_facts
from .saved_prefixes import SavedPrefixes
from .sizing import Fit, fit, must_give_back
from .trial import fingerprint, prove_loads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.domain.language_model import ModelRequest
    from clara_edge.ports.engine import EngineContext

    from .answers import Answers
    from .native import Native

_LOGGER = logging.getLogger(__name__)

PACKS = ("qwen3-8b", "qwen3-4b-instruct-2507", "qwen2.5-1.5b-instruct")
"""Chat packs of the manifest, best first."""

_CHECK_S = 5.0
_PRESSURE = Path("/proc/pressure/memory")
_MIB = 2**20


class Settings(BaseModel):
    """Settings of this engine."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pack: str | None = None
    """Model pack; None means the best installed one that fits this machine."""
    path: Path | None = None
    """A GGUF file of your own instead."""
    context_tokens: Annotated[int, Field(ge=256, le=131_072)] | None = None
    """None: by the memory of this machine."""
    threads: Annotated[int, Field(ge=0, le=64)] = 0
    """0: all cores but one, at most four."""
    batch_tokens: Annotated[int, Field(ge=8, le=512)] = 32
    """Tokens of a prompt that are read at once: an interruption waits for one such batch."""
    idle_unload_s: Annotated[float, Field(ge=0.0, le=86_400.0)] = 900.0
    """An unused model gives its memory back after this time; 0: never."""
    seed: int | None = None
    """Makes answers repeatable; for tests and measurements."""


class LlamaCppModel:
    """Loads on the first request, and again after it gave its memory back.

    stream() belongs to one thread; the others may be called from any.
    """

    def __init__(
        self,
        path: Path,
        settings: Settings,
        cache_dir: Path,
        *,
        threads: int = 0,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Check the head of the file; nothing is loaded yet.

        Raises:
            LanguageModelAbsentError: there is no such file.
            ModelDamagedError: it is no complete GGUF model.
            LanguageModelError: it is too large for this machine.
        """
        self.path = path
        self._settings = settings
        self._cache_dir = cache_dir
        self._fit = _fit(path, settings, threads)
        self._monotonic_s = monotonic_s
        # held while an answer is made, so that nobody unloads the model meanwhile
        self._using = threading.Lock()
        self._native: Native | None = None
        self._answers: Answers | None = None
        self._used_s = 0.0
        self._closed = threading.Event()

    @property
    def loaded(self) -> bool:
        """Whether the model is in memory."""
        return self._native is not None

    @property
    def reused_tokens(self) -> tuple[int, int]:
        """How many tokens of the last prompt were not read again, and how many it had."""
        answers = self._answers
        if answers is None:
            return (0, 0)
        return (answers.reuse.held_tokens, answers.reuse.prompt_tokens)

    def load(self) -> None:
        """Load the model now, for whoever has time before the first request.

        Raises:
            LanguageModelError: it cannot be loaded.
        """
        with self._using:
            self._ready()

    def stream(
        self, request: ModelRequest, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Yield pieces of the answer; see ports.language_model."""
        with self._using:
            try:
                answers = self._ready()
                yield from answers.stream(request, cancelled)
            finally:
                self._used_s = self._monotonic_s()

    def tidy(self) -> bool:
        """Give memory back if nobody needs the model or others need it more; tell whether."""
        if not self._using.acquire(blocking=False):
            return False
        try:
            if self._native is None or not self._is_due():
                return False
            self._unload()
            return True
        finally:
            self._using.release()

    def unload(self) -> None:
        """Give memory back now; waits for an answer that is being made."""
        with self._using:
            self._unload()

    def close(self) -> None:
        """Give memory back for good. Idempotent."""
        self._closed.set()
        self.unload()

    def _ready(self) -> Answers:
        if self._closed.is_set():
            raise LanguageModelError("the chat model is closed")
        if self._answers is not None:
            return self._answers
        try:
            prove_loads(self.path, self._cache_dir)
            return self._loaded()
        except ModelError as error:
            raise LanguageModelError(error.what, remedy=error.remedy) from error
        except OSError as error:
            raise LanguageModelError(f"{self.path} cannot be read: {error}") from error

    def _loaded(self) -> Answers:
        # 0.3 s and 20 MB that a device without a chat model never pays
        from .answers import Answers  # noqa: PLC0415
        from .native import Native  # noqa: PLC0415

        began_s = self._monotonic_s()
        native = Native(self.path, self._fit, self._settings.batch_tokens)
        key = f"{fingerprint(self.path)} {native.context_tokens}"
        saved = SavedPrefixes(self._cache_dir / "prefixes", key)
        self._native = native
        self._answers = Answers(native, saved, self._settings.seed)
        self._used_s = self._monotonic_s()
        _LOGGER.info(
            "loaded %s in %.1f s: %d tokens of context, %d threads",
            self.path.name,
            self._used_s - began_s,
            native.context_tokens,
            self._fit.threads,
        )
        watch = threading.Thread(
            target=self._watch, args=(native,), name="llm-memory", daemon=True
        )
        watch.start()
        return self._answers

    def _unload(self) -> None:
        native, self._native, self._answers = self._native, None, None
        if native is not None:
            native.close()
            _LOGGER.info("unloaded %s", self.path.name)

    def _is_due(self) -> bool:
        idle_s, limit_s = (
            self._monotonic_s() - self._used_s,
            self._settings.idle_unload_s,
        )
        if limit_s and idle_s >= limit_s:
            return True
        memory = psutil.virtual_memory()
        return must_give_back(
            memory.available / _MIB, memory.total / _MIB, _stalled_percent(_PRESSURE)
        )

    def _watch(self, native: Native) -> None:
        while self._native is native and not self._closed.wait(_CHECK_S):
            self.tidy()


def create(settings: Settings, context: EngineContext) -> LlamaCppModel:
    """Return the model of a pack or file; it loads when it is first asked.

    Raises:
        LanguageModelAbsentError: no chat pack is installed.
        ModelUnknownError, ModelMissingError: the named pack is not there.
        ModelDamagedError: the file is no complete GGUF model.
        LanguageModelError: it is too large for this machine.
    """
    path = settings.path or installed_model(settings.pack, context)
    return LlamaCppModel(path, settings, context.cache_dir, threads=context.threads)


def destination(_settings: Settings) -> None:
    """Tell where requests go: they stay on this device."""


def installed_model(pack: str | None, context: EngineContext) -> Path:
    """Return the file of the pack, or of the best installed one that fits.

    Raises:
        LanguageModelAbsentError: none is installed.
        ModelUnknownError, ModelMissingError: the named pack is not there.
    """
    if pack is not None:
        return _file(context.models.folder(pack))
    found = []
    for name in PACKS:
        try:
            found.append(_file(context.models.folder(name)))
        except ModelMissingError:
            continue
    if not found:
        raise LanguageModelAbsentError(
            "no chat model is installed", remedy=f"run: clara models pull {PACKS[-1]}"
        )
    for path in found:
        try:
            _fit(path, Settings(), context.threads)
        except (LanguageModelError, ModelError):
            continue
        return path
    return found[-1]


def _file(folder: Path) -> Path:
    files = sorted(folder.glob("*.gguf"))
    if not files:
        raise ModelMissingError(
            f"the model pack {folder.name} has no GGUF file",
            remedy=f"run: clara models pull --again {folder.name}",
        )
    return files[0]


def _fit(path: Path, settings: Settings, threads: int) -> Fit:
    memory_mib = int(psutil.virtual_memory().total / _MIB)
    fitted = fit(read_facts(path), os.cpu_count() or 1, memory_mib)
    return Fit(
        settings.threads or threads or fitted.threads,
        settings.context_tokens or fitted.context_tokens,
    )


def _stalled_percent(pressure: Path) -> float:
    """Return in which share of ten seconds everything waited for memory; 0 if untold."""
    try:
        lines = pressure.read_text("ascii").splitlines()
    except (OSError, ValueError):
        return 0.0
    for line in lines:
        kind, *pairs = line.split()
        values = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
        if kind == "full":
            return float(values.get("avg10", 0.0))
    return 0.0
