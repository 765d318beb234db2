"""The names of all settings, taken from the schema."""

from __future__ import annotations

import difflib
import types
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Any, Literal, Union, get_args, get_origin

from clara_edge.config.base import Section
from clara_edge.config.schema import Config

KeyPath = tuple[str, ...]
"""The parts of a dotted key."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One leaf of the configuration."""

    path: KeyPath
    annotation: Any
    default: Any

    @property
    def key(self) -> str:
        """The dotted key."""
        return ".".join(self.path)

    @property
    def optional(self) -> bool:
        """Whether it may be left open."""
        return type(None) in get_args(self.annotation)

    @property
    def is_table(self) -> bool:
        """Whether it is a table with names of its own, such as an engine's options."""
        return get_origin(self.annotation) is dict

    @property
    def is_text(self) -> bool:
        """Whether its value is written as text, as opposed to a number or a list."""
        return any(issubclass(kind, (str, PurePath)) for kind in self._kinds())

    @property
    def is_list(self) -> bool:
        """Whether its value is a list."""
        return get_origin(self.annotation) is tuple

    def _kinds(self) -> set[type]:
        """Return the plain types that a value may have."""
        arguments = get_args(self.annotation)
        if get_origin(self.annotation) is Literal:
            return {type(choice) for choice in arguments}
        if get_origin(self.annotation) in {Union, types.UnionType}:
            return {kind for kind in arguments if isinstance(kind, type)}
        return {self.annotation} if isinstance(self.annotation, type) else set()


@cache
def all_settings() -> dict[KeyPath, Setting]:
    """Return every setting of the schema by its path, in the schema's order."""
    return {setting.path: setting for setting in _walk(Config, ())}


def sections() -> tuple[str, ...]:
    """Return the names of the top-level tables."""
    return tuple(Config.model_fields)


def closest(path: KeyPath) -> str | None:
    """Return the known key most like a wrong one, None if nothing comes near."""
    known = {setting.key: setting.path for setting in all_settings().values()}
    known |= {name: (name,) for name in sections()}
    wanted = ".".join(path)
    near = difflib.get_close_matches(wanted, known, n=1, cutoff=0.75)
    if near:
        return near[0]
    # the right word in the wrong table
    last = [key for key, parts in known.items() if parts[-1] == path[-1]]
    return last[0] if len(last) == 1 else None


def _walk(model: type[Section], path: KeyPath) -> list[Setting]:
    found = []
    for name, field in model.model_fields.items():
        here = (*path, name)
        annotation = field.annotation
        if isinstance(annotation, type) and issubclass(annotation, Section):
            found += _walk(annotation, here)
        else:
            default = field.get_default(call_default_factory=True)
            found.append(Setting(here, annotation, default))
    return found
