"""Read the configuration from its layers.

Lowest first: packaged defaults.toml, clara.toml and conf.d/*.toml in the system's folder,
the user's clara.toml, CLARA_SECTION__KEY variables, the file of --config, -o KEY=VALUE.
Tables are merged key by key, everything else is replaced. Each layer is validated alone,
so that a mistake is reported even where a higher layer hides it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from clara_edge.config.keys import all_settings
from clara_edge.config.layers import (
    DEFAULTS,
    environment_layers,
    file_layers,
    override_layers,
    read_layer,
    usual_places,
)
from clara_edge.config.report import explain, invalid
from clara_edge.config.schema import Config

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from clara_edge.config.keys import KeyPath
    from clara_edge.config.layers import Layer, Places
    from clara_edge.config.report import Problem


@dataclass(frozen=True, slots=True)
class LoadedConfig:
    """The effective configuration, and where each setting was written."""

    config: Config
    layers: tuple[Layer, ...]

    def where(self, path: KeyPath) -> str:
        """Return the place of the layer that decides a setting; "default" if none does."""
        for layer in reversed(self.layers[1:]):
            if _holds(layer.values, path):
                return layer.where(path)
        return "default"


def load_config(
    *,
    file: Path | None = None,
    overrides: Sequence[str] = (),
    environ: Mapping[str, str] | None = None,
    places: Places | None = None,
) -> Config:
    """Return the effective configuration.

    Raises:
        ConfigInvalidError: one report of every problem in every layer.
    """
    return load_layers(
        file=file, overrides=overrides, environ=environ, places=places
    ).config


def load_layers(
    *,
    file: Path | None = None,
    overrides: Sequence[str] = (),
    environ: Mapping[str, str] | None = None,
    places: Places | None = None,
) -> LoadedConfig:
    """Return the effective configuration and its layers.

    Raises:
        ConfigInvalidError: one report of every problem in every layer.
    """
    problems: list[Problem] = []
    layers = [
        *read_layer(DEFAULTS, problems),
        *file_layers(places or usual_places(), problems),
        *environment_layers(os.environ if environ is None else environ, problems),
        *(read_layer(file, problems) if file else ()),
        *override_layers(overrides, problems),
    ]
    merged: dict[str, Any] = {}
    for layer in layers:
        values = _open_settings(layer.values)
        problems += _problems(values, layer)
        merged = _merge(merged, values)
    if problems:
        raise invalid(problems)
    return LoadedConfig(_validate(merged), tuple(layers))


def _validate(values: dict[str, Any]) -> Config:
    # JSON mode may be strict ("8080" and true are no numbers) and yet take a list for a tuple
    return Config.model_validate_json(json.dumps(values, default=str), strict=True)


def _problems(values: dict[str, Any], layer: Layer) -> Iterator[Problem]:
    try:
        _validate(values)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            yield explain(details, layer.where(tuple(map(str, details["loc"]))))


def _open_settings(values: dict[str, Any]) -> dict[str, Any]:
    """Turn the empty text of optional settings into None, for which TOML has no word."""
    copy: dict[str, Any] = json.loads(json.dumps(values, default=str))
    for setting in all_settings().values():
        section = copy.get(setting.path[0])
        name = setting.path[-1]
        if setting.optional and isinstance(section, dict) and section.get(name) == "":
            section[name] = None
    return copy


def _merge(lower: Any, higher: Any) -> Any:
    if not (isinstance(lower, dict) and isinstance(higher, dict)):
        return higher
    both = {name: _merge(lower[name], higher[name]) for name in lower.keys() & higher}
    return {**lower, **higher, **both}


def _holds(values: Any, path: KeyPath) -> bool:
    for name in path:
        if not isinstance(values, dict) or name not in values:
            return False
        values = values[name]
    return True
