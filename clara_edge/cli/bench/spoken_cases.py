"""The commands of `clara bench spoken`: what is said, and what must become of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from pydantic import TypeAdapter

_FILE = "spoken_commands.toml"


@dataclass(frozen=True, slots=True)
class Case:
    """One command; see the head of spoken_commands.toml for what the fields mean."""

    intent: str
    said: str
    before: tuple[str, ...] = ()
    ringing: str | None = None
    added: tuple[dict[str, Any], ...] = ()
    changed: tuple[dict[str, Any], ...] = ()
    completed: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    timers: tuple[str, ...] = field(default=())
    alarms: tuple[str, ...] = field(default=())
    says: str | None = None
    asks: bool = False
    or_asks: bool = False
    """To ask instead is as good: the command has two readings."""


def read_cases() -> list[Case]:
    """Return all commands of the suite."""
    text = resources.files(__package__).joinpath(_FILE).read_text("utf-8")
    return TypeAdapter(list[Case]).validate_python(tomllib.loads(text)["case"])
