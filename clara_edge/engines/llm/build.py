"""The language models that the configuration asks for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from clara_edge.config.providers import configured_providers

from .guarded import GuardedProvider, ProviderFacts
from .providers import LanguageModels

if TYPE_CHECKING:
    from clara_edge.config.providers import Provider
    from clara_edge.config.schema import Config
    from clara_edge.ports.engine import EngineContext

_OFF = "language_model.enabled is false"


def build_language_model(config: Config, context: EngineContext) -> LanguageModels:
    """Return the configured providers; nothing is loaded or connected before the first request.

    Raises:
        ConfigInvalidError: a provider is unknown or its settings are wrong.
    """
    section = config.language_model
    return LanguageModels(
        [_guarded(provider, context) for provider in configured_providers(section)],
        max_s=section.max_seconds,
        keep_s=60 * section.cache_minutes,
        off=None if section.enabled else _OFF,
    )


def _guarded(provider: Provider, context: EngineContext) -> GuardedProvider:
    facts = ProviderFacts(
        name=provider.name,
        engine=provider.engine,
        label=provider.label,
        local=provider.destination is None,
        may_see_tasks=provider.may_see_tasks,
    )
    return GuardedProvider(facts, partial(provider.create, context))
