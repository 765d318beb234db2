"""Find the line of each key of a TOML text, which tomllib does not tell."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clara_edge.config.keys import KeyPath


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line on which each key and table of a valid TOML text begins.

    A statement is the shortest run of lines that tomllib accepts on its own, which is
    exact for multi-line strings and arrays without a second parser.
    """
    lines: dict[KeyPath, int] = {}
    table: KeyPath = ()
    statement: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        statement.append(line)
        try:
            values = tomllib.loads("\n".join(statement))
        except tomllib.TOMLDecodeError:
            continue
        begin = number - len(statement) + 1
        if line.lstrip().startswith("[") and len(statement) == 1:
            table = _deepest(values)
            lines.setdefault(table, begin)
        else:
            for path in _paths(values):
                lines.setdefault((*table, *path), begin)
        statement.clear()
    return lines


def _deepest(values: Any) -> KeyPath:
    path: KeyPath = ()
    while values:
        if isinstance(values, list):
            values = values[0]
            continue
        name, values = next(iter(values.items()))
        path = (*path, name)
    return path


def _paths(values: Any) -> list[KeyPath]:
    if not isinstance(values, dict):
        return []
    return [
        (name, *rest) for name, value in values.items() for rest in [(), *_paths(value)]
    ]
