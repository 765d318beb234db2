"""How suggestions name tasks and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.tasks import Task

# A title this long still leaves a question at about 25 words.
_TITLE_WORDS = 8
_NAMED = 3
_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)

# Titles that begin with one of these read on from "You usually".
_DEEDS = word_set(
    "answer ask bake bring brush buy call change charge check clean clear collect cook cut"
    " do dust empty feed fetch fill fix get give go hang hoover iron mail make mop mow order"
    " pack pay pick plan play post practice practise prepare put read refill renew return"
    " review ring run send sort swim sweep take text tidy train vacuum visit walk wash water"
    " weed wipe write"
)


def counted(number: int, noun: str = "") -> str:
    """Return "three tasks", or "three" without a noun."""
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    if not noun:
        return word
    return f"{word} {noun}{'' if number == 1 else 's'}"


def named(tasks: Sequence[Task]) -> str:
    """Return the titles, joined and shortened for the ear."""
    titles = [_clipped(task.title) for task in tasks[:_NAMED]]
    rest = len(tasks) - len(titles)
    if rest:
        titles.append(f"{counted(rest)} more")
    if len(titles) == 1:
        return titles[0]
    return f"{', '.join(titles[:-1])} and {titles[-1]}"


def lowered(title: str) -> str:
    """Lower the capital of a plain first word ("NASA" and "Tom and Ann" stay)."""
    title = _clipped(title)
    return title[:1].lower() + title[1:] if title[1:].islower() else title


def starts_with_a_deed(title: str) -> bool:
    """Whether it is something to do ("buy milk") rather than a thing ("milk")."""
    return title.partition(" ")[0].lower() in _DEEDS and " " in title


def _clipped(title: str) -> str:
    words = title.split()
    short = " ".join(words[:_TITLE_WORDS])
    return f"{short} and so on" if len(words) > _TITLE_WORDS else short
