"""Makes tasks of a file fit together: ids once, parents there, no circles."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from .limits import MAX_DEPTH
from .source import is_id, made_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from clara_edge.domain.snapshot import Snapshot
    from clara_edge.domain.tasks import Occurrence, Task

    Reject = Callable[[str, str, object], None]


def sound_tasks(
    placed: Iterable[tuple[str, Task]], reject: Reject, *, known: Sequence[str] = ()
) -> list[Task]:
    """Return tasks of which every one has its own id, number, slot and a parent that is there.

    Args:
        placed: tasks with where they are in the file.
        reject: told of everything that had to be left out.
        known: ids of tasks outside that may be parents.
    """
    wheres: dict[str, str] = {}
    tasks: dict[str, Task] = {}
    for where, task in placed:
        if task.id in tasks:
            reject(where, task.title, f"its id is that of {wheres[task.id]}")
        else:
            tasks[task.id], wheres[task.id] = task, where
    parents = {t.id: t.parent_task_id for t in tasks.values()}
    looped = _looped(parents)
    parents |= dict.fromkeys(looped)
    too_deep = _too_deep(parents)
    outside = frozenset(known)
    sound = []
    unique = _Unique()
    for task in tasks.values():
        kept = task
        parent = task.parent_task_id
        if parent is not None and parent not in tasks and parent not in outside:
            reject(wheres[task.id], task.title, "its parent is not in the file")
            kept = replace(kept, parent_task_id=None)
        elif task.id in looped:
            reject(wheres[task.id], task.title, "it would be its own ancestor")
            kept = replace(kept, parent_task_id=None)
        elif task.id in too_deep:
            reason = f"it has more than {MAX_DEPTH} tasks above it; it goes to the top"
            reject(wheres[task.id], task.title, reason)
            kept = replace(kept, parent_task_id=None)
        if not _slot_fits(kept):
            reason = "its place in the series does not fit how it repeats"
            reject(wheres[task.id], task.title, reason)
            kept = _at_start(kept)
        sound.append(unique.of(kept))
    return sound


def parents_first(tasks: Iterable[Task]) -> list[tuple[int, Task]]:
    """Return tasks by position, each before its subtasks, with how deep it is."""
    given = list(tasks)
    ids = {task.id for task in given}
    children: dict[str | None, list[Task]] = {}
    for task in given:
        parent = task.parent_task_id if task.parent_task_id in ids else None
        children.setdefault(parent, []).append(task)
    for siblings in children.values():
        siblings.sort(key=lambda task: (task.position, task.number), reverse=True)
    ordered = []
    waiting = [(0, task) for task in children.get(None, [])]
    while waiting:
        depth, task = waiting.pop()
        ordered.append((depth, task))
        waiting += [(depth + 1, child) for child in children.get(task.id, [])]
    return ordered


def with_ancestors(wanted: Iterable[Task], snapshot: Snapshot) -> list[Task]:
    """Return the wanted tasks and all above them, in the order of the snapshot."""
    tasks = {task.id: task for task in snapshot.tasks}
    kept: set[str] = set()
    for task in wanted:
        identity: str | None = task.id
        while identity is not None and identity in tasks and identity not in kept:
            kept.add(identity)
            identity = tasks[identity].parent_task_id
    return [task for task in snapshot.tasks if task.id in kept]


class _Unique:
    """Numbers, occurrences and reminders belong to one task each."""

    def __init__(self) -> None:
        self._numbers: Counter[int] = Counter()
        self._occurrences: set[tuple[str, int]] = set()
        self._reminders: set[str] = set()

    def of(self, task: Task) -> Task:
        number = task.number
        if number:
            self._numbers[number] += 1
            number = number if self._numbers[number] == 1 else 0
        reminders = []
        for index, reminder in enumerate(task.reminders):
            identity = reminder.id
            if not is_id(identity) or identity in self._reminders:
                identity = made_id("reminder", task.id, str(index))
            self._reminders.add(identity)
            reminders.append(replace(reminder, id=identity))
        return replace(
            task,
            number=number,
            reminders=tuple(reminders),
            occurrence=self._occurrence(task),
        )

    def _occurrence(self, task: Task) -> Occurrence | None:
        occurrence = task.occurrence
        if occurrence is None:
            return None
        key = (occurrence.series_id, occurrence.index)
        if key in self._occurrences or not is_id(occurrence.series_id):
            # a series of its own: two of one place in a series cannot both be stored
            occurrence = replace(occurrence, series_id=task.id, index=0)
            key = (occurrence.series_id, occurrence.index)
        self._occurrences.add(key)
        return occurrence


def _slot_fits(task: Task) -> bool:
    """Whether the slot is a day or a time, and in the zone, as the slots of the rule are."""
    slot = None if task.occurrence is None else task.occurrence.slot
    if slot is None:
        return True
    if task.recurrence is None:
        return slot.zone is None
    return slot.zone == task.recurrence.start.zone


def _at_start(task: Task) -> Task:
    if task.occurrence is None:
        return task
    start = None if task.recurrence is None else task.recurrence.start
    return replace(task, occurrence=replace(task.occurrence, slot=start))


def _looped(parents: Mapping[str, str | None]) -> set[str]:
    """Return one task of every circle: cutting it off its parent breaks the circle."""
    settled: set[str] = set()
    looped: set[str] = set()
    for first in parents:
        path: set[str] = set()
        current: str | None = first
        while current is not None and current in parents and current not in settled:
            if current in path:
                looped.add(current)
                break
            path.add(current)
            current = parents[current]
        settled |= path
    return looped


def _too_deep(parents: Mapping[str, str | None]) -> set[str]:
    """Return the tasks to cut off so that no task is too deep, given no circles."""
    depths: dict[str, int] = {}
    cut: set[str] = set()
    for first in parents:
        path: list[str] = []
        current: str | None = first
        while current is not None and current in parents and current not in depths:
            path.append(current)
            current = parents[current]
        depth = depths.get(current, -1) if current is not None else -1
        for task_id in reversed(path):
            depth += 1
            if depth > MAX_DEPTH:
                cut.add(task_id)
                depth = 0
            depths[task_id] = depth
    return cut
