"""Engines of one stage in order of preference: the next takes over when one fails."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from clara_edge.domain.errors import EngineFailedError, ModelMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LOGGER = logging.getLogger(__name__)


class Closeable(Protocol):
    """What every engine is, whatever its stage."""

    def close(self) -> None:
        """Release what the engine holds. Idempotent."""
        ...


E = TypeVar("E", bound=Closeable)


class EngineState(StrEnum):
    """How one engine of a stage is doing."""

    WAITING = "waiting"
    """Not tried yet: one before it works."""
    ACTIVE = "active"
    UNAVAILABLE = "unavailable"
    """Could not be loaded; stays so until the process starts again."""
    FAILED = "failed"
    """Loaded, then broke while working; tried again when nothing else is left."""


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """One engine's line in `clara status`."""

    name: str
    state: EngineState
    reason: str | None = None
    """Why it is unavailable or failed, with the remedy."""


class OrderedEngines(Generic[E]):
    """The engines of one stage; every method may be called from any thread.

    Engines are loaded when their turn comes, so that a fallback costs no memory until
    it is needed. A slow load blocks current() and fail(), never status().
    """

    def __init__(
        self,
        stage: str,
        candidates: Sequence[tuple[str, Callable[[], E]]],
        on_change: Callable[[tuple[EngineStatus, ...]], None] | None = None,
    ) -> None:
        """Take (name, factory) pairs in order of preference; nothing is loaded yet."""
        self._stage = stage
        self._factories = dict(candidates)
        self._on_change = on_change
        self._status = {
            n: EngineStatus(n, EngineState.WAITING) for n in self._factories
        }
        self._engine: E | None = None
        self._engine_name = ""
        self._switching = threading.RLock()

    def current(self) -> E:
        """Return the engine in use, loading the first that can be loaded.

        Raises:
            EngineFailedError: none is left; the message names each with its reason.
        """
        with self._switching:
            if self._engine is not None:
                return self._engine
            if not self._named(EngineState.WAITING):
                for name in self._named(EngineState.FAILED):
                    self._set(EngineStatus(name, EngineState.WAITING))
            return self._load_next()

    def fail(self, engine: E, reason: str) -> E:
        """Put a broken engine aside and return the next; a second report changes nothing.

        Raises:
            EngineFailedError: none is left.
        """
        with self._switching:
            if self._engine is not engine:
                return self.current() if self._engine is None else self._engine
            name = self._engine_name
            self._engine = None
            _LOGGER.warning("%s engine %s failed: %s", self._stage, name, reason)
            self._set(EngineStatus(name, EngineState.FAILED, reason))
            self._close(engine, name)
            return self._load_next()

    def status(self) -> tuple[EngineStatus, ...]:
        """Return one line per engine in order of preference; never blocks."""
        return tuple(self._status.copy().values())

    def close(self) -> None:
        """Release the engine in use. Idempotent."""
        with self._switching:
            engine, self._engine = self._engine, None
            if engine is not None:
                self._set(EngineStatus(self._engine_name, EngineState.WAITING))
                self._close(engine, self._engine_name)

    def _named(self, state: EngineState) -> list[str]:
        return [s.name for s in self._status.values() if s.state is state]

    def _load_next(self) -> E:
        for name in self._named(EngineState.WAITING):
            try:
                engine = self._factories[name]()
            except Exception as error:  # noqa: BLE001 - an engine is foreign code: any of its faults must leave the next one a chance
                reason = str(error) or type(error).__name__
                # a pack that nobody pulled is a choice, anything else is a fault
                missing = isinstance(error, ModelMissingError)
                level = logging.INFO if missing else logging.WARNING
                _LOGGER.log(level, "%s engine %s: %s", self._stage, name, reason)
                self._set(EngineStatus(name, EngineState.UNAVAILABLE, reason))
                continue
            self._engine, self._engine_name = engine, name
            self._set(EngineStatus(name, EngineState.ACTIVE))
            return engine
        reasons = "; ".join(f"{s.name}: {s.reason}" for s in self._status.values())
        raise EngineFailedError(
            f"no {self._stage} engine works ({reasons or 'none is configured'})",
            remedy=f"see `clara status`, or choose others in {self._stage}.engines",
        )

    def _set(self, status: EngineStatus) -> None:
        self._status[status.name] = status
        if self._on_change is not None:
            self._on_change(self.status())

    def _close(self, engine: E, name: str) -> None:
        try:
            engine.close()
        except Exception:  # a broken engine may not even close
            _LOGGER.exception("%s engine %s did not close", self._stage, name)
