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

StageName = Literal["wake", "stt", "tts", "nlu", "llm"]

_SECTIONS: dict[StageName, str] = {
    "wake": "wake",
    "stt": "stt",
    "tts": "tts",
    "nlu": "understanding",
}
"""The stages whose section lists engines; language models are listed as providers."""


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
    module = engine_module(stage, name)
    table = (_SECTIONS.get(stage, stage), "options", name)
    problems = list(option_problems(module, options, table, _key))
    if problems:
        raise invalid(problems)
    return module.create(module.Settings.model_validate(options), context)


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
            module = imported(stage, name, path, where)
            if isinstance(module, Problem):
                yield module
                continue
            options = settings.options.get(name, {})
            table = (section, "options", name)
            yield from option_problems(module, options, table, where)


def imported(
    stage: StageName, name: str, path: KeyPath, where: Callable[[KeyPath], str]
) -> Any | Problem:
    """Return an engine's module, or what keeps it from being imported.

    Args:
        stage: what kind of engine.
        name: its name.
        path: the setting that names it.
        where: tells where a setting was written.
    """
    key = ".".join(path)
    try:
        return engine_module(stage, name)
    except EngineUnknownError as error:
        return Problem(where(path), error.what, key, remedy=error.remedy)
    except ImportError as error:
        what = f"{stage} engine {name!r} cannot be imported: {error}"
        remedy = "install what it needs, or take it out of the list"
        return Problem(where(path), what, key, remedy=remedy)


def option_problems(
    module: Any,
    options: dict[str, Any],
    table: KeyPath,
    where: Callable[[KeyPath], str],
    also: tuple[str, ...] = (),
) -> Iterator[Problem]:
    """Find mistakes in an engine's own settings.

    Args:
        module: the engine's.
        options: what was written.
        table: the path of the table in which it was.
        where: tells where a setting was written.
        also: settings that the table knows besides the engine's own.
    """
    model: type[BaseModel] = module.Settings
    try:
        model.model_validate(options)
    except ValidationError as error:
        known = (*also, *model.model_fields)
        yield from _problems(error, table, known, where)


def _problems(
    error: ValidationError,
    prefix: KeyPath,
    known: tuple[str, ...],
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
            _known(details, known) if unknown else None,
        )


def _known(details: ErrorDetails, known: tuple[str, ...]) -> str | None:
    if len(details["loc"]) != 1:
        return None
    close = difflib.get_close_matches(str(details["loc"][0]), known, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known: {', '.join(known)}"


def _key(path: KeyPath) -> str:
    """Stand in for the place of a setting where only the effective values are known."""
    return f"[{'.'.join(path[:-1])}]"


def engine_module(stage: StageName, name: str) -> Any:
    """Import an engine's module.

    Raises:
        EngineUnknownError: no installed engine has this name.
        ImportError: it, or what it needs, cannot be imported.
    """
    points = entry_points(group=f"clara_edge.{stage}", name=name)
    for point in points:
        return point.load()
    known = engine_names(stage)
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]!r}" if close else f"known: {', '.join(known)}"
    raise EngineUnknownError(f"no {stage} engine is called {name!r}", remedy=hint)
