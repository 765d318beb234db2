"""Engines by name: an entry point each, so that no import arrow points at one."""

from __future__ import annotations

import difflib
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from clara_edge.config.report import Problem, invalid, reason, show
from clara_edge.domain.errors import EngineUnknownError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from clara_edge.config.keys import KeyPath
    from clara_edge.config.schema import Config, Stage
    from clara_edge.ports.engine import EngineContext

StageName = Literal["wake", "stt", "tts", "nlu"]

_SECTIONS: dict[StageName, str] = {
    "wake": "wake",
    "stt": "stt",
    "tts": "tts",
    "nlu": "understanding",
}


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
        prefix = (_SECTIONS[stage], "options", name)
        raise invalid(list(_problems(error, prefix, module.Settings, _key))) from error
    return module.create(settings, context)


def validate_engine_options(
    config: Config, where: Callable[[KeyPath], str]
) -> Iterator[Problem]:
    """Find unknown engines and mistakes in the engines' own settings.

    Args:
        config: the effective configuration.
        where: tells where a setting was written.
    """
    for stage, section in _SECTIONS.items():
        settings: Stage = getattr(config, section)
        for name in dict.fromkeys((*settings.engines, *settings.options)):
            listed = name in settings.engines
            path = (section, "engines") if listed else (section, "options", name)
            try:
                model = _module(stage, name).Settings
                model.model_validate(settings.options.get(name, {}))
            except ValidationError as error:
                yield from _problems(error, (section, "options", name), model, where)
            except EngineUnknownError as error:
                key = ".".join(path)
                yield Problem(where(path), error.what, key, remedy=error.remedy)
            except ImportError as error:
                what = f"{stage} engine {name!r} cannot be imported: {error}"
                remedy = "install what it needs, or take it out of the list"
                yield Problem(where(path), what, ".".join(path), remedy=remedy)


def _problems(
    error: ValidationError,
    prefix: KeyPath,
    model: type[BaseModel],
    where: Callable[[KeyPath], str],
) -> Iterator[Problem]:
    for details in error.errors(include_url=False):
        path = (*prefix, *map(str, details["loc"]))
        unknown = details["type"] == "extra_forbidden"
        yield Problem(
            where(path),
            "unknown setting" if unknown else reason(details),
            ".".join(path),
            show(path, details["input"]),
            _known(details, model) if unknown else None,
        )


def _known(details: ErrorDetails, model: type[BaseModel]) -> str | None:
    if len(details["loc"]) != 1:
        return None
    close = difflib.get_close_matches(str(details["loc"][0]), model.model_fields, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known: {', '.join(model.model_fields)}"


def _key(path: KeyPath) -> str:
    """Stand in for the place of a setting where only the effective values are known."""
    return f"[{'.'.join(path[:-1])}]"


def _module(stage: StageName, name: str) -> Any:
    points = entry_points(group=f"clara_edge.{stage}", name=name)
    for point in points:
        return point.load()
    known = engine_names(stage)
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]!r}" if close else f"known: {', '.join(known)}"
    raise EngineUnknownError(f"no {stage} engine is called {name!r}", remedy=hint)
