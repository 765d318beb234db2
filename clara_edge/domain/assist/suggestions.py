"""Suggestions from facts about the tasks; every one names its numbers."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from clara_edge.domain.calendar_names import DAYS
from clara_edge.domain.due import Due
from clara_edge.domain.tasks import Priority

from .habits import WEEKS, habits
from .suggestion import AddTask, ChangeTasks, Suggestion, SuggestionKind
from .wording import counted, lowered, named, starts_with_a_deed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clara_edge.domain.tasks import Task

    from .facts import Facts

MAX_MOVED = 20
"""More overdue tasks in one place are not moved at a word: that hides them only."""
MIN_POSTPONED = 3
"""So often put off, a task is stuck."""
UNDATED = timedelta(weeks=3)
"""So long without a date, a task is asked about."""
CLASH_MOVE = timedelta(hours=1)
"""How much later the less important of two tasks at the same time is suggested."""

_SATURDAY = 5


def suggestions(facts: Facts, now: datetime) -> list[Suggestion]:
    """Return all that may be worth asking, the most pressing first.

    Args:
        facts: what is known.
        now: local time, aware.
    """
    return [
        *_clashes(facts, now),
        *_overdue(facts, now),
        *_habits(facts, now.date()),
        *_stuck(facts),
        *_undated(facts, now),
    ]


def _clashes(facts: Facts, now: datetime) -> Iterator[Suggestion]:
    by_moment: dict[datetime, list[Task]] = defaultdict(list)
    for task in facts.today:
        instant = task.due.instant if task.due else None
        if instant is not None and instant > now:
            by_moment[instant].append(task)
    for moment in sorted(by_moment):
        tasks = sorted(by_moment[moment], key=_importance)
        if len(tasks) < 2:
            continue
        *_, least = tasks
        assert least.due is not None  # noqa: S101 - it has an instant
        due = least.due.moved(CLASH_MOVE)
        later = (moment + CLASH_MOVE).astimezone(now.tzinfo)
        if later.date() != now.date():
            continue
        clock = f"{moment.astimezone(now.tzinfo):%H:%M}"
        both = "are both" if len(tasks) == 2 else "are all"
        yield Suggestion(
            SuggestionKind.CLASH,
            _key(SuggestionKind.CLASH, [task.id for task in tasks]),
            f"{named(tasks)} {both} at {clock} today."
            f" Shall I move {lowered(least.title)} to {later:%H:%M}?",
            f"{counted(len(tasks), 'task')} at {clock} today",
            ChangeTasks((least.id,), due=due),
            f"Moved to {later:%H:%M}: {lowered(least.title)}.",
        )


def _overdue(facts: Facts, now: datetime) -> Iterator[Suggestion]:
    """Tasks of one project that can be moved alike: all without, or all with the same time."""
    groups: dict[tuple[str | None, time | None, str | None], list[Task]] = defaultdict(
        list
    )
    for task in facts.overdue:
        if task.due is not None and task.due.is_past(now):
            groups[task.project_id, task.due.time, task.due.zone].append(task)
    tomorrow = now.date() + timedelta(days=1)
    names = facts.project_names or {}
    for (project_id, clock, zone), tasks in sorted(
        groups.items(), key=lambda group: -len(group[1])
    ):
        if len(tasks) > MAX_MOVED:
            continue
        due = Due(tomorrow, clock, zone)
        when = _when(due, now)
        name = names.get(project_id or "")
        place = f" in {name}" if name else ""
        one = len(tasks) == 1
        head = (
            f"{named(tasks)} is overdue"
            if one
            else f"You have {counted(len(tasks))} overdue{place}"
        )
        oldest = min(task.due.day for task in tasks if task.due)
        yield Suggestion(
            SuggestionKind.OVERDUE,
            _key(SuggestionKind.OVERDUE, [task.id for task in tasks]),
            f"{head}. Shall I move {'it' if one else 'them'} to {when}?",
            f"{counted(len(tasks), 'task')}{place} overdue, the oldest since"
            f" {oldest:%a} {oldest.day} {oldest:%b}",
            ChangeTasks(tuple(task.id for task in tasks), due=due),
            f"Moved to {when}: {_subject(tasks)}.",
        )


def _habits(facts: Facts, today: date) -> Iterator[Suggestion]:
    """Ask on the day itself and on the day before."""
    names = facts.project_names or {}
    for habit in habits(facts.seen, facts.open_titles, today):
        ahead = (habit.weekday - today.weekday()) % 7
        if ahead > 1:
            continue
        when = "tomorrow" if ahead else "today"
        day_name, title = DAYS[habit.weekday], lowered(habit.title)
        head = (
            f"You usually {title} on {day_name}s"
            if starts_with_a_deed(title)
            else f"{habit.title} is usually on a {day_name}"
        )
        project = names.get(habit.project_id or "")
        yield Suggestion(
            SuggestionKind.HABIT,
            f"{SuggestionKind.HABIT}:{habit.weekday}:{habit.title.casefold()}",
            f"{head}. Shall I note it for {when}?",
            f"done on a {day_name} {habit.times} of {habit.days} times in {WEEKS} weeks",
            AddTask(habit.title, Due(today + timedelta(days=ahead)), project),
            f"Noted for {when}: {title}.",
        )


def _stuck(facts: Facts) -> Iterator[Suggestion]:
    for postponed in sorted(facts.postponed, key=lambda p: -p.times):
        task = postponed.task
        if postponed.times < MIN_POSTPONED or task.priority not in {
            Priority.LOW,
            Priority.MEDIUM,
        }:
            continue
        times = counted(postponed.times, "time")
        yield Suggestion(
            SuggestionKind.STUCK,
            _key(SuggestionKind.STUCK, [task.id]),
            f"You put off {lowered(task.title)} {times}. Shall I make it high priority?",
            f"its day was moved later {times}",
            ChangeTasks((task.id,), priority=Priority.HIGH),
            f"High priority: {lowered(task.title)}.",
        )


def _undated(facts: Facts, now: datetime) -> Iterator[Suggestion]:
    today = now.date()
    ahead = (_SATURDAY - today.weekday()) % 7 or 7
    saturday = today + timedelta(days=ahead)
    for task in facts.undated:
        waited = now - task.created_at
        if waited < UNDATED or task.due is not None or task.priority is Priority.LOW:
            continue
        weeks = counted(waited.days // 7, "week")
        yield Suggestion(
            SuggestionKind.UNDATED,
            _key(SuggestionKind.UNDATED, [task.id]),
            f"{named([task])} has had no date for {weeks}. Shall I put it down for Saturday?",
            f"added {weeks} ago, without a date",
            ChangeTasks((task.id,), due=Due(saturday)),
            f"Down for Saturday: {lowered(task.title)}.",
        )


def _when(due: Due, now: datetime) -> str:
    """Name a day or time of these days for somebody here, in whatever zone it is kept."""
    instant = due.instant
    local = None if instant is None else instant.astimezone(now.tzinfo)
    day = due.day if local is None else local.date()
    ahead = (day - now.date()).days
    name = {0: "today", 1: "tomorrow"}.get(ahead, DAYS[day.weekday()])
    return name if local is None else f"{name} at {local:%H:%M}"


def _importance(task: Task) -> tuple[int, int]:
    return (-list(Priority).index(task.priority), task.number)


def _subject(tasks: Sequence[Task]) -> str:
    return lowered(tasks[0].title) if len(tasks) == 1 else counted(len(tasks), "task")


def _key(kind: SuggestionKind, task_ids: Sequence[str]) -> str:
    """Name a question about tasks; with other tasks it is another question."""
    joined = " ".join(sorted(task_ids)).encode()
    return f"{kind}:{hashlib.blake2b(joined, digest_size=8).hexdigest()}"
