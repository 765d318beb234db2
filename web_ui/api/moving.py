"""Where tasks stand in their order, and changes to several tasks at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from clara_edge.domain.drafts import UNSET, TaskPatch
from clara_edge.domain.errors import FieldInvalidError, ParentInvalidError
from clara_edge.domain.query import Condition, Order, Query
from clara_edge.domain.query import Field as Column
from web_ui.access.marks import Scope
from web_ui.services import services

from .endpoint import Body, Reply
from .given import Reference, TaskChange, patch_of
from .names import project_names
from .registry import api
from .shapes import Completed, TaskOut, task_out, tasks_out
from .tasks import resolved, with_etag
from .versions import require_match, require_versions
from .writing import writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.tasks import Task
    from clara_edge.ports.store import TaskStore

MOST_TASKS = 200
Version = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class MoveIn(Body):
    """Exactly one of the two."""

    after: Reference | None = Field(default=None, description="Below this task.")
    before: Reference | None = Field(default=None, description="Above this task.")


class BatchIn(Body):
    """What is done to several tasks, in one undoable step."""

    do: Literal["change", "complete", "reopen", "delete", "restore"]
    tasks: Annotated[list[Reference], Field(min_length=1, max_length=MOST_TASKS)]
    change: TaskChange | None = Field(
        default=None, description="What is new about all."
    )
    versions: dict[str, Version] | None = Field(
        default=None,
        description="What the client has seen, by id: other versions are refused (412).",
    )


@api.route(
    "POST",
    "/tasks/<task>/move",
    scope=Scope.WRITE,
    body=MoveIn,
    returns=TaskOut,
    etag=True,
    if_match=True,
    keyed=True,
    errors={404, 409, 412, 422},
)
def move_task(task: str, body: MoveIn) -> Reply:
    """Put a task before or after another one, into that one's project and parent."""
    if (body.after is None) == (body.before is None):
        raise FieldInvalidError(
            "a move needs either after or before", remedy="give one of the two"
        )
    store = writing()
    mine = store.get(task)
    names = project_names(store)
    require_match(task_out(mine, names).version)
    other = store.get(body.after or body.before or "")
    if other.id == mine.id:
        raise ParentInvalidError(
            f"#{mine.number} cannot be moved next to itself",
            remedy="name another task",
        )
    project = names.get(other.project_id or "")
    patch = TaskPatch(
        position=_position(store, mine, other, after=body.after is not None),
        project=UNSET if mine.project_id == other.project_id else project,
        parent_task_id=UNSET
        if mine.parent_task_id == other.parent_task_id
        else other.parent_task_id,
    )
    (moved,) = store.change([mine.id], patch)
    return with_etag(task_out(moved, names))


@api.route(
    "POST",
    "/tasks/batch",
    scope=Scope.WRITE,
    body=BatchIn,
    returns=Completed,
    keyed=True,
    errors={404, 409, 412, 422},
)
def batch(body: BatchIn) -> Completed:
    """Change, complete, reopen, delete or restore several tasks in one undoable step."""
    if (body.change is not None) != (body.do == "change"):
        raise FieldInvalidError(
            "change belongs to the action change, and to no other",
            remedy="send both, or neither",
        )
    store = writing()
    tasks = [store.get(reference) for reference in dict.fromkeys(body.tasks)]
    names = project_names(store)
    require_versions(body.versions, {t.id: task_out(t, names).version for t in tasks})
    done, spawned = _done(store, body, tasks)
    names = project_names(store)
    return Completed(items=tasks_out(done, names), comes_back=tasks_out(spawned, names))


def _done(
    store: TaskStore, body: BatchIn, tasks: Sequence[Task]
) -> tuple[Sequence[Task], Sequence[Task]]:
    ids = list(dict.fromkeys(task.id for task in tasks))
    if body.change is not None:
        now = services().clock.now()
        change = resolved(store, body.change)
        patches = {task.id: patch_of(change, now, task.due) for task in tasks}
        return store.change_each(patches), ()
    if body.do == "complete":
        completion = store.complete(ids)
        return completion.completed, completion.spawned
    if body.do == "reopen":
        return store.reopen(ids), ()
    if body.do == "delete":
        return store.delete(ids), ()
    return store.restore(ids), ()


def _position(store: TaskStore, task: Task, other: Task, *, after: bool) -> float:
    """Return a position between the other task and its neighbour."""
    siblings = [one for one in _siblings(store, other) if one.id != task.id]
    place = next((n for n, one in enumerate(siblings) if one.id == other.id), None)
    if place is None:
        raise FieldInvalidError(
            f"#{other.number} has no place in the order: it is done or deleted",
            remedy="name an open task",
        )
    neighbour = place + 1 if after else place - 1
    if not 0 <= neighbour < len(siblings):
        return other.position + (1.0 if after else -1.0)
    # the store numbers them anew when they come too close
    return (other.position + siblings[neighbour].position) / 2


def _siblings(store: TaskStore, task: Task) -> Sequence[Task]:
    if task.parent_task_id:
        every = store.subtasks(task.parent_task_id)
        mine = [one for one in every if one.parent_task_id == task.parent_task_id]
        return sorted(mine, key=lambda one: (one.position, one.number))
    scope = Condition(Column.PROJECT, (task.project_id or "none",))
    top = Condition(Column.PARENT, ("none",))
    return store.find(Query((scope, top), order=Order.MANUAL))
