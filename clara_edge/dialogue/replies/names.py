"""How projects and tasks are named in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.tasks import sentence_case

if TYPE_CHECKING:
    from collections.abc import Sequence

# A title this long still leaves a confirmation at about twelve words.
_SPOKEN_TITLE_WORDS = 9


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


def clipped(title: str) -> str:
    """Shorten a title for the ear."""
    words = title.split()
    short = " ".join(words[:_SPOKEN_TITLE_WORDS])
    if len(words) > _SPOKEN_TITLE_WORDS:
        short += " and so on"
    return sentence_case(short)


def joined(names: Sequence[str], *, open_end: bool = False) -> str:
    """Join names with commas and "and", or only with commas if more follow."""
    if len(names) == 1:
        return names[0]
    if open_end:
        return ", ".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
