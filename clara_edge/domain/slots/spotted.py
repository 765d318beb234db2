"""A stretch of a text that means something, and the text without it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

Value = TypeVar("Value")

EDGES = " \t\n\r.,:;!?…\"“”'`\u2019\u2018-"


@dataclass(frozen=True, slots=True)
class Spotted(Generic[Value]):
    """What the characters from `start` up to `end` of a text say."""

    value: Value
    start: int
    end: int


def without(text: str, places: Iterable[tuple[int, int]]) -> str:
    """Return a text without some stretches, with single blanks."""
    rest, at = "", 0
    for start, end in sorted(places):
        if start >= at:
            rest += text[at:start] + " "
        at = max(at, end)
    return " ".join((rest + text[at:]).split())


def phrase(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which a blank stands for white space or a comma."""
    return re.compile(pattern.replace(" ", r"[\s,]+"), re.IGNORECASE)
