"""Put a dialogue together from the configuration."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, cast

from clara_edge.config.engines import create_engine
from clara_edge.domain.errors import EngineError, EngineFailedError, ModelError
from clara_edge.storage.database import TaskDatabase

from .dialogue import Dialogue
from .memory import memory_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config
    from clara_edge.domain.language_model import ModelState
    from clara_edge.ports.clock import Clock
    from clara_edge.ports.device import Device
    from clara_edge.ports.engine import EngineContext
    from clara_edge.ports.understanding import Understanding

_LOGGER = logging.getLogger(__name__)


def build_dialogue(  # noqa: PLR0913 - what it is put together from
    config: Config,
    folders: Folders,
    clock: Clock,
    context: EngineContext,
    *,
    origin: str = "cli",
    device: Device | None = None,
    model: Callable[[], ModelState] | None = None,
    understanding: Understanding | None = None,
) -> Dialogue:
    """Return a dialogue over the configured engines and database.

    The database is opened by the first turn, in that turn's thread, and anew after a
    failure: a disk that is not there at start-up is a spoken reply, not a crash.

    Args:
        config: the whole configuration.
        folders: where the database is.
        clock: local time.
        context: what engines may use.
        origin: who speaks (voice, web, cli): its own changes are those that it undoes.
        device: the voice daemon; without one, its loudness and so on cannot be changed.
        model: tells whether whoever calls turn() can ask a language model; without it
            nobody can.
        understanding: the parser; by default the configured one is loaded.

    Raises:
        ConfigInvalidError, EngineError, ModelError: no understanding can be loaded.
    """
    memory = memory_in(TaskDatabase(folders.database, clock), clock, origin=origin)
    return Dialogue(
        understanding or build_understanding(config, context),
        memory,
        clock,
        config.assistance,
        replies=config.replies,
        remembering=config.conversation,
        device=device,
        model=model,
    )


def build_understanding(config: Config, context: EngineContext) -> Understanding:
    """Load the first engine of the configured order that can be loaded."""
    stage = config.understanding
    reasons = []
    for name in stage.engines:
        options = stage.options.get(name, {})
        try:
            engine = create_engine("nlu", name, options, context)
            return cast("Understanding", engine)
        except (EngineError, ModelError) as error:
            _LOGGER.warning("understanding engine %s is unavailable: %s", name, error)
            reasons.append(f"{name}: {error}")
    raise EngineFailedError(
        f"no understanding engine can be loaded ({'; '.join(reasons) or 'none named'})",
        remedy="name one in understanding.engines, for example phrases",
    )
