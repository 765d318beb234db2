"""Add, change, complete and remove tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clara_edge.domain.drafts import TaskDraft, TaskPatch
    from clara_edge.domain.steps import Completion
    from clara_edge.domain.tasks import Task


class TaskWriter(Protocol):
    """Every call is one undoable step, however many tasks it concerns.

    Ids are Task.id. An unknown id raises TaskNotFoundError, a value that cannot be used
    TitleInvalidError, DueInvalidError, RecurrenceInvalidError or FieldInvalidError.
    """

    def add(self, *drafts: TaskDraft) -> Sequence[Task]:
        """Store tasks with their subtasks; return those that the drafts stand for.

        Raises:
            ParentInvalidError: the parent is in the trash.
        """
        ...

    def change(self, task_ids: Sequence[str], patch: TaskPatch) -> Sequence[Task]:
        """Change tasks alike; return them as they are now.

        Raises:
            ParentInvalidError: a task would become its own ancestor.
            TaskStateError: a task is in the trash, or the patch completes.
        """
        ...

    def change_each(self, patches: Mapping[str, TaskPatch]) -> Sequence[Task]:
        """Change tasks, each in its own way, in one step; otherwise like change().

        Args:
            patches: what is new, by the id of the task.
        """
        ...

    def complete(self, task_ids: Sequence[str]) -> Completion:
        """Complete tasks and their open subtasks; recurring ones come back once.

        Completing what is completed already changes nothing.

        Raises:
            TaskStateError: a task is in the trash.
        """
        ...

    def reopen(self, task_ids: Sequence[str]) -> Sequence[Task]:
        """Make completed or cancelled tasks open again.

        An occurrence that completing it brought about, and that is still untouched, goes.
        """
        ...

    def skip(self, task_id: str) -> Task:
        """Leave out this occurrence of a recurring task: it moves on to its next slot.

        Raises:
            TaskStateError: it does not recur, or is done.
            RecurrenceInvalidError: there is no further slot.
        """
        ...

    def delete(self, task_ids: Sequence[str]) -> Sequence[Task]:
        """Move tasks and their subtasks to the trash; return all that went there."""
        ...

    def restore(self, task_ids: Sequence[str]) -> Sequence[Task]:
        """Bring tasks, and the subtasks that went with them, back from the trash."""
        ...

    def trash(self) -> Sequence[Task]:
        """Return what is in the trash, last deleted first."""
        ...

    def rename_tag(self, name: str, new_name: str) -> None:
        """Rename a tag everywhere; to the name of another merges the two.

        Raises:
            TagNotFoundError: no tag has this name.
        """
        ...

    def delete_tag(self, name: str) -> int:
        """Take a tag off all tasks and forget it; return how many tasks had it.

        Raises:
            TagNotFoundError: no tag has this name.
        """
        ...
