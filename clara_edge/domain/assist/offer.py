"""A suggestion that was made and waits for its answer, as plain data that survives a restart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.domain.due import Due
from clara_edge.domain.tasks import Priority

from .suggestion import AddTask, ChangeTasks

if TYPE_CHECKING:
    from .suggestion import Suggestion


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion in texts."""

    key: str
    done: str
    passed: tuple[str, ...] = ()
    """Keys of what was suggested before it in this conversation."""
    title: str | None = None
    """Of the task to add; None when tasks are to be changed."""
    project: str | None = None
    task_ids: tuple[str, ...] = ()
    due: str | None = None
    zone: str | None = None
    priority: str | None = None

    @classmethod
    def of(cls, suggestion: Suggestion, passed: tuple[str, ...] = ()) -> Offer:
        """Return the offer that a suggestion makes."""
        action = suggestion.action
        due = None if action.due is None else action.due.text
        zone = None if action.due is None else action.due.zone
        if isinstance(action, AddTask):
            return cls(
                suggestion.key,
                suggestion.done,
                passed,
                title=action.title,
                project=action.project,
                due=due,
                zone=zone,
            )
        return cls(
            suggestion.key,
            suggestion.done,
            passed,
            task_ids=action.task_ids,
            due=due,
            zone=zone,
            priority=action.priority,
        )

    @property
    def action(self) -> AddTask | ChangeTasks:
        """What a "yes" does."""
        due = None if self.due is None else Due.parse(self.due, self.zone)
        if self.title is None:
            priority = None if self.priority is None else Priority(self.priority)
            return ChangeTasks(self.task_ids, due, priority)
        return AddTask(self.title, due, self.project)
