"""Engines by name: an entry point each, so that no import arrow points at one."""

from __future__ import annotations

import difflib
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from clara_edge.domain.errors import ConfigInvalidError, EngineUnknownError

if TYPE_CHECKING:
    from clara_edge.ports.engine import EngineContext

StageName = Literal["wake", "stt", "tts", "nlu"]


def engine_names(stage: StageName) -> list[str]:
    """List the installed engines of a stage."""
    return sorted(point.name for point in entry_points(group=f"clara_edge.{stage}"))


def create_engine(
    stage: StageName, name: str, options: dict[str, Any], context: EngineContext
) -> Any:
    """Validate an engine's own settings and load it.

    Returns:
        an object that obeys the stage's port.

    Raises:
        EngineUnknownError: no installed engine has this name.
        ConfigInvalidError: its settings are wrong; the report names each.
        ModelError, EngineError: it cannot be loaded.
    """
    module = _module(stage, name)
    try:
        settings = module.Settings.model_validate(options)
    except ValidationError as error:
        lines = [
            f"{stage}.options.{name}.{'.'.join(map(str, e['loc']))}: {e['msg']}"
            for e in error.errors()
        ]
        raise ConfigInvalidError("\n".join(lines)) from error
    return module.create(settings, context)


def _module(stage: StageName, name: str) -> Any:
    points = entry_points(group=f"clara_edge.{stage}", name=name)
    for point in points:
        return point.load()
    known = engine_names(stage)
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]!r}" if close else f"known: {', '.join(known)}"
    raise EngineUnknownError(f"no {stage} engine is called {name!r}", remedy=hint)
