"""Write settings as TOML, which tomllib only reads."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# TOML 1.0: bare keys are of these; anything else is written as a string
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_text(values: Mapping[str, Any]) -> str:
    """Return the text of nested tables of texts, numbers, truths and lists of all these.

    Raises:
        TypeError: a value is something else.
    """
    return "\n".join(_table(values, ())).strip() + "\n"


def _table(values: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    plain = {k: v for k, v in values.items() if not isinstance(v, dict)}
    if plain and path:
        yield f"\n[{'.'.join(map(_key, path))}]"
    for name, value in plain.items():
        yield f"{_key(name)} = {_value(value)}"
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _table(value, (*path, name))


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _value(name)


def _value(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        inline = ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items())
        return f"{{ {inline} }}"
    if isinstance(value, str):
        # a JSON string is a TOML string but for DEL, and halves of surrogate pairs
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, (bool, int, float)):
        return json.dumps(value).replace("NaN", "nan").replace("Infinity", "inf")
    raise TypeError(f"{type(value).__name__} cannot be written as a setting")
