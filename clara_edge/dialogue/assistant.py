"""Guesses for new tasks and suggestions, as far as the settings allow them."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from clara_edge.domain.assist import (
    AddTask,
    content_words,
    default_project,
    infer_priority,
    suggestions,
)
from clara_edge.domain.drafts import UNSET, TaskDraft, TaskPatch
from clara_edge.domain.errors import StorageError, TaskStateError
from clara_edge.domain.tasks import Priority

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from clara_edge.config.schema import Assistance
    from clara_edge.domain.assist import ChangeTasks, ProjectGuess, Suggestion
    from clara_edge.domain.tasks import Task
    from clara_edge.ports.store import TaskStore
    from clara_edge.ports.task_history import TaskHistory

_LOGGER = logging.getLogger(__name__)

DECLINED = timedelta(days=7)
"""So long a suggestion is not made again after a "no"."""


@dataclass(frozen=True, slots=True)
class FilledDraft:
    """A draft with what was guessed, and why."""

    draft: TaskDraft
    reasons: tuple[str, ...] = ()
    """One for each guess, as a person would give it."""


class Assistant:
    """Does nothing that a setting forbids; guesses give way when the disk fails."""

    def __init__(
        self, settings: Assistance, tasks: TaskStore, history: TaskHistory
    ) -> None:
        self._settings = settings
        self._tasks = tasks
        self._history = history

    @property
    def suggests(self) -> bool:
        """Whether suggestions are made."""
        return self._settings.enabled and self._settings.suggestions

    def filled(self, draft: TaskDraft, now: datetime) -> FilledDraft:
        """Return a draft with the project and priority that its owner did not give.

        Args:
            draft: the priority is inferred only if it is medium, the project only if
                it has none and no parent.
            now: local time, aware.
        """
        settings, reasons = self._settings, []
        if not settings.enabled:
            return FilledDraft(draft)
        if (
            settings.project and draft.project is None and draft.parent_task_id is None
        ) and (guess := self._project(draft)) is not None:
            draft = replace(draft, project=guess.project.name)
            reasons.append(f"{guess.project.name}: {guess.reason}")
        if settings.priority and draft.priority is Priority.MEDIUM:
            # the next occurrences take the priority over, but not the deadline
            due = draft.due if draft.recurrence is None else None
            inferred = infer_priority(draft.title, due, now)
            if inferred.reason is not None:
                draft = replace(draft, priority=inferred.priority)
                reasons.append(f"{inferred.priority}: {inferred.reason}")
        return FilledDraft(draft, tuple(reasons))

    def suggestions(self, now: datetime) -> list[Suggestion]:
        """Return what may be worth asking and was not declined lately.

        Raises:
            StorageError: the database cannot be read.
        """
        if not self.suggests:
            return []
        declined = self._history.declined(now - DECLINED)
        found = suggestions(self._history.facts(now), now)
        return [one for one in found if one.key not in declined]

    def decline(self, key: str, now: datetime) -> None:
        """Note that a person does not want this.

        Raises:
            StorageError: the database cannot be written.
        """
        self._history.decline(key, now, now - DECLINED)

    def _project(self, draft: TaskDraft) -> ProjectGuess | None:
        try:
            projects = self._tasks.projects()
            if not projects:
                return None
            history = self._history.filed_like(content_words(draft.title))
        except StorageError as error:
            # adding the task will meet the same problem, or succeed without a guess
            _LOGGER.warning("no project guessed: %s", type(error).__name__)
            return None
        return default_project(draft.title, draft.tags, projects, history)


def carry_out(action: AddTask | ChangeTasks, tasks: TaskStore) -> Sequence[Task]:
    """Do what a suggestion proposes, as one undoable step; return the tasks.

    Raises:
        TaskStateError: what it was about is done by now.
        ClaraError: it cannot be done.
    """
    if isinstance(action, AddTask):
        draft = TaskDraft(action.title, project=action.project, due=action.due)
        return tasks.add(draft)
    ids = [i for i in action.task_ids if tasks.get(i).is_open]
    if not ids:
        raise TaskStateError("the tasks of this suggestion are done by now")
    patch = TaskPatch(
        due=UNSET if action.due is None else action.due,
        priority=UNSET if action.priority is None else action.priority,
    )
    return tasks.change(ids, patch)
