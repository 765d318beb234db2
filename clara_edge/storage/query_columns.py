"""What the words of filters mean in columns of the tasks."""

from __future__ import annotations

from clara_edge.domain.query import Operator, Order, Part, State
from clara_edge.domain.tasks import Priority

from .rows import OPEN_TASKS

# as the column priority_rank has them
RANKS = {
    Priority.URGENT: 0,
    Priority.HIGH: 1,
    Priority.MEDIUM: 2,
    Priority.LOW: 3,
}
# the more important, the lower the rank
RANK_COMPARED = {
    Operator.BEFORE: ">",
    Operator.UNTIL: ">=",
    Operator.AFTER: "<",
    Operator.FROM: "<=",
}
_NATURAL = ("due_key", "priority_rank", "position", "number")
ORDERS = {
    Order.NATURAL: _NATURAL,
    Order.DUE: ("due_key", "number"),
    Order.PRIORITY: ("priority_rank", "due_key", "position", "number"),
    Order.CREATED: ("created_at", "number"),
    Order.UPDATED: ("updated_at", "number"),
    Order.COMPLETED: ("completed_at", "number"),
    Order.TITLE: ("title COLLATE NOCASE", "number"),
    Order.MANUAL: ("position", "number"),
}
_SUBTASKS = (
    "tasks.id IN (SELECT child.parent_task_id FROM tasks AS child"
    " WHERE child.parent_task_id IS NOT NULL AND child.deleted_at IS NULL)"
)
# undated is "~", see the column due_key: so the index of due dates has it
DATED = "tasks.due_key < '~'"
UNDATED = "tasks.due_key = '~'"
TAGGED = "EXISTS (SELECT 1 FROM task_tag_relations WHERE task_id = tasks.id)"
_RECURRING = "(tasks.rrule IS NOT NULL OR tasks.repeat_after IS NOT NULL)"
PARTS = {
    Part.DUE: DATED,
    Part.TIME: "tasks.due_zone IS NOT NULL",
    Part.START: "tasks.start_date IS NOT NULL",
    Part.NOTES: "tasks.description <> ''",
    Part.TAGS: TAGGED,
    Part.REMINDERS: "EXISTS (SELECT 1 FROM reminders WHERE task_id = tasks.id)",
    Part.RECURRENCE: _RECURRING,
    Part.ESTIMATE: "tasks.estimated_minutes IS NOT NULL",
    Part.PROJECT: "tasks.project_id IS NOT NULL",
    Part.SUBTASKS: _SUBTASKS,
}
STATES = {
    State.OPEN: f"({OPEN_TASKS})",
    State.DONE: "tasks.status = 'completed'",
    State.CANCELLED: "tasks.status = 'cancelled'",
    State.DELETED: "tasks.deleted_at IS NOT NULL",
    State.RECURRING: _RECURRING,
    State.SUBTASK: "tasks.parent_task_id IS NOT NULL",
    State.PARENT: _SUBTASKS,
}
