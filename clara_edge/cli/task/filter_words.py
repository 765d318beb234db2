"""Filters as a shell hands them over: without the quotation marks that were typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAMED = re.compile(r"(?s)(-?(?:[@#]|(?:project|tag):))(.*\s.*)", re.IGNORECASE)
# `due:"1 dec 2026"`; what else is in one argument with a day are more terms
_DAY = re.compile(
    r"(-?(?:due|start|created|completed)(?::|[<>]=?|:[<>]=?))"
    r"(\d{1,2} [a-z]{3,9}(?: \d{4})?|[a-z]{3,9} \d{1,2}(?: \d{4})?)",
    re.IGNORECASE | re.ASCII,
)
_TERM = re.compile(r"\s[-@#!]\S|\s\w+(?::|<|>)")


def filter_of(words: Iterable[str]) -> str:
    """Join arguments; `@"shopping list"`, which arrives as one word, is quoted again.

    An argument that holds several terms ("due:today @work") stays what it is.

    Raises:
        click.UsageError: one of them was meant as an option.
    """
    words = list(words)
    for word in words:
        if word.startswith("--"):
            raise click.UsageError(f"there is no option {word[:40]}")
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    match = _DAY.fullmatch(word) or _NAMED.fullmatch(word)
    if match is None or '"' in word or _TERM.search(word):
        return word
    escaped = match[2].replace("\\", "\\\\")
    return f'{match[1]}"{escaped}"'
