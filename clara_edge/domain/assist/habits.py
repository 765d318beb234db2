"""What a household does on the same day of every week."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from .words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from .facts import Seen

WEEKS = 8
"""How far back is looked."""
MIN_TIMES = 4
"""Fewer times on one weekday prove nothing."""
MAX_CHANCE = 0.01
"""How likely chance alone may put so many of the days on any one weekday."""
QUIET_DAYS = 5
"""A task that was done so few days ago is not due again: it may be asked about on the eve
of its weekday, six days after it was done last."""

_DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Habit:
    """A title that belongs to a weekday."""

    title: str
    """As it was last written."""
    weekday: int
    """0 is Monday."""
    times: int
    days: int
    """On how many days it was done at all: times of them on the weekday."""
    project_id: str | None


def habits(
    seen: Iterable[Seen], open_titles: Iterable[str], today: date
) -> list[Habit]:
    """Return the weekly habits of the last weeks that are not open or just done, surest first."""
    by_title: dict[frozenset[str], list[Seen]] = defaultdict(list)
    for task in seen:
        by_title[frozenset(content_words(task.title))].append(task)
    found = {
        words: habit
        for words, tasks in by_title.items()
        if words and (habit := _habit(tasks, today)) is not None
    }
    if found:
        for title in open_titles:
            found.pop(frozenset(content_words(title)), None)
    return sorted(found.values(), key=lambda h: (chance(h.times, h.days), h.title))


def chance(times: int, days: int) -> float:
    """Return how likely chance puts so many of so many days on any one weekday, at most.

    The binomial tail with p = 1/7, times the seven weekdays that were looked at.
    """
    p = 1 / _DAYS_A_WEEK
    tail = sum(
        math.comb(days, k) * p**k * (1 - p) ** (days - k)
        for k in range(times, days + 1)
    )
    return min(1.0, _DAYS_A_WEEK * tail)


def _habit(tasks: list[Seen], today: date) -> Habit | None:
    last = max(tasks, key=lambda task: task.completed)
    if len(tasks) < MIN_TIMES or any(task.recurs for task in tasks):
        return None
    if today - last.completed <= timedelta(days=QUIET_DAYS):
        return None
    oldest = today - timedelta(weeks=WEEKS)
    days = {task.completed for task in tasks if task.completed >= oldest}
    counts = Counter(day.weekday() for day in days)
    weekday, times = max(counts.items(), key=lambda c: c[1], default=(0, 0))
    if times < MIN_TIMES or chance(times, len(days)) >= MAX_CHANCE:
        return None
    return Habit(last.title, weekday, times, len(days), last.project_id)
