"""Read the configuration from its layers.

Lowest first: packaged defaults.toml, clara.toml and conf.d/*.toml in the system's folder,
the user's clara.toml, what was chosen in the web pages or by `clara config set`,
CLARA_SECTION__KEY variables, the file of --config, -o KEY=VALUE.
Tables are merged key by key, everything else is replaced. Each layer is validated alone,
so that a mistake is reported even where a higher layer hides it. Only the chosen layer,
which no person writes, is forgiven: what is wrong in it is left out and told.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from clara_edge.config.folders import resolve_folders
from clara_edge.config.keys import all_settings
from clara_edge.config.layers import (
    DEFAULTS,
    Layer,
    environment_layers,
    file_layers,
    override_layers,
    read_layer,
    usual_places,
)
from clara_edge.config.report import explain, invalid
from clara_edge.config.schema import Config, Paths
from clara_edge.domain.errors import ConfigInvalidError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from clara_edge.config.keys import KeyPath
    from clara_edge.config.layers import Places
    from clara_edge.config.report import Problem

NOT_CHOSEN = frozenset({"paths"})
"""Sections that decide where the choices are."""


@dataclass(frozen=True, slots=True)
class LoadedConfig:
    """The effective configuration, and where each setting was written."""

    config: Config
    layers: tuple[Layer, ...]
    chosen_file: Path | None = None
    """Where choices are kept; None where they cannot be."""
    ignored: tuple[Problem, ...] = ()
    """What of the choices is wrong, for example since an update, and was left out."""

    def where(self, path: KeyPath) -> str:
        """Return the place of the layer that decides a setting; "default" if none does."""
        layer = self.decides(path)
        return layer.where(path) if layer is not None else "default"

    def decides(self, path: KeyPath) -> Layer | None:
        """Return the layer that decides a setting, None where it has its default."""
        for layer in reversed(self.layers[1:]):
            if holds(layer.values, path):
                return layer
        return None

    def fixed_by(self, path: KeyPath) -> str | None:
        """Return the place above all choices that decides a setting, if one does."""
        for layer in self.layers[::-1]:
            if layer.kind == "chosen":
                return None
            if holds(layer.values, path) and layer.kind in {"environment", "option"}:
                return layer.where(path)
        return None


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
    chosen: Mapping[str, Any] | None = None,
) -> LoadedConfig:
    """Return the effective configuration and its layers.

    Args:
        file: read after the usual ones.
        overrides: KEY=VALUE.
        environ: by default that of this process.
        places: where the usual files are; without, those of this machine.
        chosen: what would be chosen, in place of what is; nothing of it is forgiven.

    Raises:
        ConfigInvalidError: one report of every problem in every layer.
    """
    problems: list[Problem] = []
    below = [
        *read_layer(DEFAULTS, problems, "default"),
        *file_layers(places or usual_places(), problems),
    ]
    above = [
        *environment_layers(os.environ if environ is None else environ, problems),
        *(read_layer(file, problems, "option") if file else ()),
        *override_layers(overrides, problems),
    ]
    chosen_file = places.chosen if places else _chosen_file([*below, *above])
    layers = [*below, *above]
    ignored: tuple[Problem, ...] = ()
    if chosen is not None:
        layers[len(below) : len(below)] = [
            Layer("the new settings", dict(chosen), kind="chosen")
        ]
    elif chosen_file is not None:
        found, ignored = read_chosen(chosen_file)
        layers[len(below) : len(below)] = found
    merged: dict[str, Any] = {}
    for layer in layers:
        values = _open_settings(layer.values)
        problems += problems_of(values, layer)
        merged = _merge(merged, values)
    if problems:
        raise invalid(problems)
    return LoadedConfig(_validate(merged), tuple(layers), chosen_file, ignored)


def read_chosen(file: Path) -> tuple[list[Layer], tuple[Problem, ...]]:
    """Return what was chosen, without what of it is wrong, and what is."""
    problems: list[Problem] = []
    if not file.exists():
        return [], ()
    usable = []
    for layer in read_layer(file, problems, "chosen"):
        values = {k: v for k, v in layer.values.items() if k not in NOT_CHOSEN}
        for _ in range(2):  # a table that loses its last setting may be wrong in turn
            wrong = list(problems_of(_open_settings(values), layer))
            problems += wrong
            for problem in wrong:
                _drop(values, tuple((problem.key or "").split(".")))
        if not any(problems_of(_open_settings(values), layer)):
            usable.append(Layer(layer.place, values, layer.text, "chosen"))
    return usable, tuple(problems)


def _chosen_file(layers: Sequence[Layer]) -> Path | None:
    """Return where choices are, which depends on the folders that the others name."""
    data: Any = ""
    for layer in layers:
        paths = layer.values.get("paths")
        if isinstance(paths, dict):
            data = paths.get("data", data)
    try:
        folder = Path(data) if isinstance(data, str) and data else None
        return resolve_folders(Paths(data=folder)).chosen_settings
    except ConfigInvalidError:
        return None  # reported as the wrong setting that it is


def _drop(values: dict[str, Any], path: KeyPath) -> None:
    """Take the deepest part of a path that exists out of nested tables."""
    table: Any = values
    for name in path[:-1]:
        below = table.get(name)
        if not isinstance(below, dict):
            table.pop(name, None)
            return
        table = below
    table.pop(path[-1], None)


def _validate(values: dict[str, Any]) -> Config:
    # JSON mode may be strict ("8080" and true are no numbers) and yet take a list for a tuple
    return Config.model_validate_json(json.dumps(values, default=str), strict=True)


def problems_of(values: dict[str, Any], layer: Layer) -> Iterator[Problem]:
    """Find what is wrong in one layer."""
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


def holds(values: Any, path: KeyPath) -> bool:
    """Tell whether nested tables have something at a path."""
    for name in path:
        if not isinstance(values, dict) or name not in values:
            return False
        values = values[name]
    return True
