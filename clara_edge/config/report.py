"""Say what is wrong with a configuration, all of it at once."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from clara_edge.config.keys import all_settings, closest
from clara_edge.domain.errors import ConfigInvalidError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

    from clara_edge.config.keys import KeyPath

SHOWN_CHARACTERS = 60
MASKED = "********"

# what people write although keys belong into a file or variable of their own
_SECRET_NAME = re.compile(r"(key|token|secret|password|authorization)$", re.IGNORECASE)
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]*@")


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the report."""

    where: str
    """File and line, environment variable or option."""
    what: str
    key: str | None = None
    value: str | None = None
    remedy: str | None = None

    def __str__(self) -> str:
        setting = self.key or ""
        if self.key and self.value is not None:
            setting = f"{self.key} = {self.value}"
        line = ": ".join(part for part in (self.where, setting, self.what) if part)
        return f"{line}; {self.remedy}" if self.remedy else line


def invalid(problems: Sequence[Problem]) -> ConfigInvalidError:
    """Return the error that reports these problems."""
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    lines = "".join(f"\n  {problem}" for problem in problems)
    return ConfigInvalidError(f"the configuration has {count}:{lines}")


def explain(error: ErrorDetails, where: str) -> Problem:
    """Turn an error of the schema into a line of the report."""
    path = tuple(str(part) for part in error["loc"])
    key = ".".join(path)
    value = show(path, error["input"])
    if error["type"] == "extra_forbidden":
        return Problem(where, "unknown setting", key, value, _did_you_mean(path))
    if error["type"] in {"model_type", "dict_type"}:
        remedy = f"write it as a table [{key}]"
        return Problem(where, "must be a table of settings", key, value, remedy)
    return Problem(where, reason(error), key, value, _default(error["loc"]))


def reason(error: ErrorDetails) -> str:
    """Return what is wrong with a value, in this report's style."""
    text = error["msg"].removeprefix("Value error, ")
    text = text.replace("Input should be", "must be")
    return text[:1].lower() + text[1:]


def show(path: KeyPath, value: object) -> str:
    """Return a value as a person would write it; a secret is masked."""
    # a key that was written where the name of its variable belongs is one all the same
    if is_secret(path) or path[-1:] == ("key_env",):
        return MASKED
    text = json.dumps(value, default=str, ensure_ascii=False)
    text = _CREDENTIALS.sub(f"{MASKED}@", text)
    if len(text) > SHOWN_CHARACTERS:
        return text[: SHOWN_CHARACTERS - 1] + "…"
    return text


def is_secret(path: KeyPath) -> bool:
    """Tell whether the value of a setting, known or not, must not be shown."""
    setting = all_settings().get(path)
    if setting is not None and setting.annotation is SecretStr:
        return True
    return bool(path and _SECRET_NAME.search(path[-1]))


def _did_you_mean(path: KeyPath) -> str:
    near = closest(path)
    if near is not None:
        return f"did you mean {near!r}?"
    siblings = [s.path[-1] for s in all_settings().values() if s.path[:-1] == path[:-1]]
    if siblings:
        return f"known in [{'.'.join(path[:-1])}]: {', '.join(siblings)}"
    return "clara config show lists all settings"


def _default(loc: tuple[Any, ...]) -> str | None:
    for end in range(len(loc), 0, -1):
        setting = all_settings().get(loc[:end])
        if setting is not None and not setting.is_table:
            if setting.default is None:
                return "it may be left out"
            return f"the default is {json.dumps(setting.default, default=str)}"
    return None
