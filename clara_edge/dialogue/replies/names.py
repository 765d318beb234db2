"""How projects and tasks are named in a sentence."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, TypeVar

from clara_edge.domain.tasks import sentence_case

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# A title this long still leaves a confirmation at about twelve words.
_SPOKEN_TITLE_WORDS = 9
# For titles of few and very long words, and of scripts that do not part words.
_SPOKEN_TITLE_CHARS = 80
_SMALL_WORDS = frozenset(
    ("the", "of", "a", "in", "on", "next", "this", "last", "first", "second", "third")
)
_INITIALS = frozenset(("usa", "us", "uk", "uae", "utc", "gmt", "la", "nyc", "dc"))
# zero-width joiner and variation selectors, which hold an emoji together
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")


SHOWN_MAX = 50
"""Lines of one list on a screen; nobody reads on in an answer."""

_Item = TypeVar("_Item")


def screen_lines(items: Sequence[_Item], line: Callable[[_Item], str]) -> list[str]:
    """Return a line for each of the first items, and one that counts the others."""
    lines = [line(item) for item in items[:SHOWN_MAX]]
    more = len(items) - len(lines)
    return [*lines, f"  and {more:,} more"] if more else lines


def at(project: str | None) -> str:
    """Where a task is: "on your shopping list", "in Work"."""
    if project is None:
        return ""
    return f"{'on' if _is_list(project) else 'in'} {owned(project)}"


def owned(project: str) -> str:
    """Call a list "your shopping list", another project by its name."""
    return f"your {lowered(project)}" if _is_list(project) else project


def _is_list(project: str) -> bool:
    return project.casefold().endswith(" list")


def lowered(name: str) -> str:
    """Lower the capital that a name got when it was stored ("NASA list" stays)."""
    return name[:1].lower() + name[1:] if name[1:].islower() else name


def proper(name: str) -> str:
    """Return the name of a place or a day with its capitals, however it was heard."""
    return " ".join(_capital(word) for word in name.split())


def _capital(word: str) -> str:
    if not word.islower() or word in _SMALL_WORDS:
        return word
    return word.upper() if word in _INITIALS else word[:1].upper() + word[1:]


def clipped(title: str) -> str:
    """Shorten a title for the ear."""
    words = title.split()
    short = " ".join(words[:_SPOKEN_TITLE_WORDS])
    if len(short) > _SPOKEN_TITLE_CHARS:
        head = short[: _SPOKEN_TITLE_CHARS + 1]
        short = head.rpartition(" ")[0] or _whole(head[:-1])
    if len(short) < len(" ".join(words)):
        short += " and so on"
    return sentence_case(short)


def _whole(text: str) -> str:
    """Take off a last character that combining marks may have been cut from."""
    while len(text) > 1 and (unicodedata.combining(text[-1]) or text[-1] in _JOINERS):
        text = text[:-1]
    return text


def joined(names: Sequence[str], *, open_end: bool = False, word: str = "and") -> str:
    """Join names with commas and "and", or only with commas if more follow."""
    if len(names) == 1:
        return names[0]
    if open_end:
        return ", ".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
