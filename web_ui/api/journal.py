"""What was changed, taking it back, the trash, and how much there is."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from clara_edge.domain.query_syntax import parse_query
from web_ui.access.marks import Scope
from web_ui.services import services

from .endpoint import Answer, Body, Params
from .names import project_names
from .registry import api
from .shapes import StepOut, Steps, TaskList, step_out, tasks_out
from .writing import writing


class HistoryParams(Params):
    """Which steps."""

    task: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class TrashParams(Params):
    """Which part of the trash."""

    limit: Annotated[int, Field(ge=1, le=200)] = 100
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class UndoIn(Body):
    """Which step; without, the last one that is in force, whoever made it."""

    step: Annotated[int, Field(ge=1, le=2**53)] | None = None


class RedoIn(Body):
    """Nothing has to be said."""


class Counts(Answer):
    """How many open tasks there are."""

    seq: int = Field(description="The last change, as events tell it.")
    open: int
    overdue: int
    today: int = Field(description="Due today and not yet overdue.")
    inbox: int
    projects: dict[str, int] = Field(description="By project id.")
    trash: int


@api.route(
    "GET",
    "/history",
    scope=Scope.READ,
    query=HistoryParams,
    returns=Steps,
    errors={404},
)
def list_history(query: HistoryParams) -> Steps:
    """List what was changed, the last change first; optionally of one task."""
    with services().store() as store:
        task_id = None if query.task is None else store.get(query.task).id
        steps = store.history(task_id=task_id, limit=query.limit)
    return Steps(items=[step_out(step) for step in steps])


@api.route(
    "POST",
    "/undo",
    scope=Scope.WRITE,
    tag="history",
    body=UndoIn,
    returns=StepOut,
    keyed=True,
    errors={409},
)
def undo(body: UndoIn) -> StepOut:
    """Take back one step, by default the last one."""
    return step_out(writing().undo(step_id=body.step))


@api.route(
    "POST",
    "/redo",
    scope=Scope.WRITE,
    tag="history",
    body=RedoIn,
    returns=StepOut,
    keyed=True,
    errors={409},
)
def redo(body: RedoIn) -> StepOut:
    """Do again what was undone last, unless something else was changed since."""
    del body
    return step_out(writing().redo())


@api.route("GET", "/trash", scope=Scope.READ, query=TrashParams, returns=TaskList)
def list_trash(query: TrashParams) -> TaskList:
    """List what is in the trash, last deleted first."""
    with services().store() as store:
        every = store.trash()
        page = every[query.offset : query.offset + query.limit]
        items = tasks_out(page, project_names(store))
    return TaskList(
        items=items, total=len(every), limit=query.limit, offset=query.offset
    )


@api.route("GET", "/counts", scope=Scope.READ, returns=Counts)
def counts() -> Counts:
    """Count open tasks by what the navigation shows."""
    now = services().clock.now()
    with services().store() as store:
        by_project = store.open_counts()
        return Counts(
            seq=store.last_change(),
            open=sum(by_project.values()),
            overdue=store.count(parse_query("is:overdue", now)),
            today=store.count(parse_query("due:today -is:overdue", now)),
            inbox=by_project.get(None, 0),
            projects={i: n for i, n in by_project.items() if i is not None},
            trash=store.count(parse_query("is:deleted", now)),
        )
