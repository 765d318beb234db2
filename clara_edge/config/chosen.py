"""Settings that people choose in the web pages or by `clara config set`.

They are one file in the data folder, a layer above the files that an administrator writes
and below the environment and options (load.py). It can be read while the database cannot,
is replaced as a whole, and is written by one process at a time.
"""

from __future__ import annotations

import fcntl
import os
import tomllib
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from clara_edge.config.engines import validate_engine_options
from clara_edge.config.keys import all_settings, closest
from clara_edge.config.layers import nested
from clara_edge.config.load import NOT_CHOSEN, holds
from clara_edge.config.providers import validate_providers
from clara_edge.config.report import invalid
from clara_edge.config.toml_text import toml_text
from clara_edge.domain.errors import (
    ConfigInvalidError,
    InputInvalidError,
    StorageUnavailableError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from clara_edge.config.keys import KeyPath, Setting
    from clara_edge.config.load import LoadedConfig
    from clara_edge.config.report import Problem
    from clara_edge.config.sources import Sources

RESET = object()
"""In place of a value: have the setting as if nothing had been chosen."""

_HEADER = """# Chosen in the web pages or by `clara config set`; replaced as a whole with each choice.
# What is written by hand belongs into clara.toml.

"""


def choose(changes: Mapping[KeyPath, Any], sources: Sources) -> LoadedConfig:
    """Keep values for settings (RESET: the value from below) and return what is then in force.

    Everything is kept or, if one value is wrong, nothing.

    Raises:
        InputInvalidError: a key is no setting, or none that can be chosen.
        ConfigInvalidError: a value is wrong, or fixed by the environment or an option.
        StorageUnavailableError: the choices cannot be written.
    """
    present = sources.load()
    file = present.chosen_file
    if file is None:
        raise StorageUnavailableError(
            "there is no folder to keep settings in", remedy="check paths.data"
        )
    for path, value in changes.items():
        setting_at(path)
        _refuse_fixed(path, value, present)
    with _alone(file):
        values = _kept(sources.load())
        for path, value in changes.items():
            _put(values, path, value)
        loaded = sources.load(chosen=values)
        _check_engines(loaded, changes)
        _write(file, values)
    return sources.load()


def setting_at(path: KeyPath) -> Setting:
    """Return the setting that a key names; a key inside a table names the table's.

    Raises:
        InputInvalidError: it names none, or none that can be chosen.
    """
    settings, key = all_settings(), ".".join(path)
    table = settings.get(path[:2])
    found = settings.get(path) or (
        table if table and table.is_table and len(path) > 2 else None
    )
    if found is None:
        near = closest(path)
        hint = f"did you mean {near!r}?" if near else "clara config show lists them all"
        raise InputInvalidError(f"{key!r} is not a setting", remedy=hint)
    if path[0] in NOT_CHOSEN:
        raise InputInvalidError(
            f"{key} cannot be chosen: it decides where choices are kept",
            remedy="write it into clara.toml",
        )
    return found


def chosen_values(loaded: LoadedConfig) -> Mapping[str, Any]:
    """Return what was chosen, as nested tables; do not change them."""
    for layer in loaded.layers:
        if layer.kind == "chosen":
            return layer.values
    return {}


def _refuse_fixed(path: KeyPath, value: Any, present: LoadedConfig) -> None:
    fixed = present.fixed_by(path)
    if fixed is not None and value is not RESET:
        raise ConfigInvalidError(
            f"{'.'.join(path)} is fixed by {fixed}",
            remedy="take it out there to choose it here",
        )


def _kept(loaded: LoadedConfig) -> dict[str, Any]:
    # through TOML and back: a deep copy without what was left out as wrong
    return tomllib.loads(toml_text(chosen_values(loaded)))


def _put(values: dict[str, Any], path: KeyPath, value: Any) -> None:
    whole_table = isinstance(value, dict) and path in all_settings()
    if whole_table:
        _put(values, path, RESET)
    if value is not RESET:
        _merge_into(values, nested(path, _plain(value)))
        return
    if not holds(values, path):
        return
    tables = [values]
    for name in path[:-1]:
        tables.append(tables[-1][name])
    del tables[-1][path[-1]]
    for table, name in reversed(list(zip(tables, path[:-1], strict=False))):
        if not table[name]:
            del table[name]


def _merge_into(values: dict[str, Any], new: dict[str, Any]) -> None:
    for name, value in new.items():
        present = values.get(name)
        if isinstance(present, dict) and isinstance(value, dict):
            _merge_into(present, value)
        else:
            values[name] = value


def _plain(value: Any) -> Any:
    # TOML has no null: what is left open is an empty text
    if value is None:
        return ""
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, tuple):
        return list(value)
    return value


def _check_engines(loaded: LoadedConfig, changes: Mapping[KeyPath, Any]) -> None:
    """Validate what engines say about their own settings, where some were changed."""
    problems: list[Problem] = []
    sections = {
        path[0] for path in changes if path[1:2] in (("engines",), ("options",))
    }
    if sections & {"wake", "stt", "tts", "understanding"}:
        problems += validate_engine_options(loaded.config, loaded.where)
    if any(path[0] == "language_model" for path in changes):
        problems += validate_providers(loaded.config.language_model, loaded.where)
    of_these = [
        p for p in problems if (p.key or "").split(".")[0] in {c[0] for c in changes}
    ]
    if of_these:
        raise invalid(of_these)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Hold the lock beside the file, so that no choice of another process is lost."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with file.with_suffix(".lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        if isinstance(error, StorageUnavailableError):
            raise
        raise _unwritable(file, error) from error


def _write(file: Path, values: dict[str, Any]) -> None:
    part = file.with_suffix(".part")
    try:
        text = (_HEADER + toml_text(values)).encode()
    except (TypeError, UnicodeEncodeError) as error:
        raise InputInvalidError(f"a setting cannot be kept: {error}") from error
    try:
        # the data folder may have been made, by somebody else, for all to read
        with open(part, "wb", opener=_private) as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    except OSError as error:
        raise _unwritable(file, error) from error


def _private(path: str, flags: int) -> int:
    file = os.open(path, flags, 0o600)
    os.fchmod(file, 0o600)
    return file


def _unwritable(file: Path, error: OSError) -> StorageUnavailableError:
    return StorageUnavailableError(
        f"{file} cannot be written: {error.strerror or error}",
        remedy="check the disk and its rights",
    )
