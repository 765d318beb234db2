"""The providers of language models by name: an engine each, and its settings."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import StrictBool, StrictStr, ValidationError

from clara_edge.config.base import Section
from clara_edge.config.engines import (
    engine_module,
    engine_names,
    imported,
    option_problems,
)
from clara_edge.config.report import Problem, invalid, reason, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import BaseModel

    from clara_edge.config.keys import KeyPath
    from clara_edge.config.schema import LanguageModel
    from clara_edge.ports.engine import EngineContext

_SECTION = "language_model"


class Common(Section):
    """What every provider's table may hold besides its engine's own settings."""

    engine: StrictStr | None = None
    """The kind of provider; by default its own name."""
    may_see_tasks: StrictBool | None = None
    """Whether tasks may be part of what it is asked; by default only if nothing leaves
    this device."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider as it was configured, its settings found to be right."""

    name: str
    engine: str
    settings: BaseModel
    destination: str | None
    """Where what it is asked goes; None if that stays on this device."""
    may_see_tasks: bool

    @property
    def label(self) -> str:
        """What becomes of what it is asked, in words."""
        if self.destination is None:
            return "stays on this device"
        return f"leaves this device: goes to {self.destination}"

    def create(self, context: EngineContext) -> Any:
        """Return the language model; nothing is loaded or connected yet.

        Raises:
            ModelError, EngineError: it cannot be had; LanguageModelAbsentError where it
                only has to be installed.
        """
        return engine_module("llm", self.engine).create(self.settings, context)


def configured_providers(section: LanguageModel) -> tuple[Provider, ...]:
    """Return the providers in order of preference.

    Raises:
        ConfigInvalidError: one report of every mistake in them.
    """
    problems = list(validate_providers(section, _table))
    if problems:
        raise invalid(problems)
    return tuple(_provider(section, name) for name in dict.fromkeys(section.providers))


def validate_providers(
    section: LanguageModel, where: Callable[[KeyPath], str]
) -> Iterator[Problem]:
    """Find unknown providers and mistakes in their settings.

    Args:
        section: the effective configuration.
        where: tells where a setting was written.
    """
    for name in dict.fromkeys((*section.providers, *section.options)):
        if name in section.options:
            yield from _table_problems(section, name, where)
        elif name not in engine_names("llm"):
            path = (_SECTION, "providers")
            what = f"no provider is called {name!r}"
            yield Problem(
                where(path), what, ".".join(path), remedy=_hint(section, name)
            )


def _provider(section: LanguageModel, name: str) -> Provider:
    common, own = _split(section.options.get(name, {}))
    engine = common.engine or name
    module = engine_module("llm", engine)
    settings = module.Settings.model_validate(own)
    destination = module.destination(settings)
    allowed = common.may_see_tasks
    if allowed is None:
        allowed = destination is None
    return Provider(name, engine, settings, destination, allowed)


def _split(options: dict[str, Any]) -> tuple[Common, dict[str, Any]]:
    """Separate what every provider has from what its engine knows."""
    common = {k: v for k, v in options.items() if k in Common.model_fields}
    own = {k: v for k, v in options.items() if k not in Common.model_fields}
    return Common.model_validate(common), own


def _table_problems(
    section: LanguageModel, name: str, where: Callable[[KeyPath], str]
) -> Iterator[Problem]:
    table = (_SECTION, "options", name)
    try:
        common, own = _split(section.options[name])
    except ValidationError as error:
        for details in error.errors(include_url=False):
            path = (*table, *map(str, details["loc"]))
            key, value = ".".join(path), show(path, details["input"])
            yield Problem(where(path), reason(details), key, value)
        return
    path = (*table, "engine") if common.engine else table
    module = imported("llm", common.engine or name, path, where)
    if isinstance(module, Problem):
        yield module
    else:
        yield from option_problems(
            module, own, table, where, tuple(Common.model_fields)
        )


def _hint(section: LanguageModel, name: str) -> str:
    known = [*section.options, *engine_names("llm")]
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"make a table [{_SECTION}.options.{name}], or take it out of the list"


def _table(path: KeyPath) -> str:
    """Stand in for the place of a setting where only the effective values are known."""
    return f"[{'.'.join(path[:-1])}]"
