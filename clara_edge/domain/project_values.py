"""Values of a project as people and programs give them, checked before they are stored."""

from __future__ import annotations

import re

from clara_edge.domain.errors import FieldInvalidError, TitleInvalidError
from clara_edge.domain.shown import shown
from clara_edge.domain.tasks import clean_title, folded_name
from clara_edge.domain.values import clean_tag

MAX_DEFAULTS = 200
DEFAULT_MAX_CHARS = 100

_COLOR = re.compile(r"#[0-9a-f]{6}")


def clean_color(raw: object) -> str | None:
    """Return a colour as #rrggbb in lower case, or raise FieldInvalidError."""
    if raw is None:
        return None
    color = raw.strip().lower() if isinstance(raw, str) else ""
    if not _COLOR.fullmatch(color):
        raise FieldInvalidError(
            f"{shown(raw)} is not a colour", remedy="write it as in #33aa77"
        )
    return color


def clean_defaults(raw: object) -> tuple[str, ...]:
    """Return words in lower case and tags with a leading "#", each once.

    Raises:
        FieldInvalidError: one of them cannot be used, or there are too many.
    """
    if not isinstance(raw, tuple | list):
        raise FieldInvalidError(f"{shown(raw)} is not a list of words and tags")
    words = tuple(dict.fromkeys(_default(word) for word in raw))
    if len(words) > MAX_DEFAULTS:
        raise FieldInvalidError(
            f"a project cannot be the default for {len(words)} words",
            remedy=f"choose at most {MAX_DEFAULTS}",
        )
    return words


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same to a person."""
    return folded_name(one) == folded_name(other)


def _default(raw: object) -> str:
    if isinstance(raw, str) and raw.lstrip().startswith("#"):
        return "#" + clean_tag(raw)
    try:
        word = clean_title(raw).casefold()  # type: ignore[arg-type]  # it tells what is not text
    except TitleInvalidError as error:
        raise FieldInvalidError(
            f"{shown(raw)} is no word: {error.what.replace('title', 'word')}"
        ) from error
    if len(word) > DEFAULT_MAX_CHARS:
        raise FieldInvalidError(
            f"the word {word[:40]!r} has {len(word)} characters",
            remedy=f"use 1 to {DEFAULT_MAX_CHARS}",
        )
    return word
