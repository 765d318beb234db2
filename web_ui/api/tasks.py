"""Tasks: find, read, add, change, complete, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from flask import request, url_for
from pydantic import Field, StringConstraints

from clara_edge.domain.query_syntax import parse_query
from web_ui.access.marks import Scope
from web_ui.services import services

from .endpoint import Params, Reply
from .given import TaskChange, TaskIn, draft_of, patch_of
from .names import project_names
from .registry import api
from .shapes import (
    Completed,
    HitOut,
    Hits,
    TaskList,
    TaskOut,
    Tasks,
    etag,
    task_out,
    tasks_out,
)
from .versions import require_match
from .writing import writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clara_edge.domain.tasks import Task
    from clara_edge.ports.store import TaskStore

PAGE = 100
MOST = 200


class ListParams(Params):
    """Which tasks."""

    filter: Annotated[
        str,
        StringConstraints(max_length=1000),
        Field(description="As docs/filters.md says: `#home due:today -is:recurring`."),
    ] = ""
    limit: Annotated[int, Field(ge=1, le=MOST)] = PAGE
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class SearchParams(Params):
    """Which words."""

    q: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    limit: Annotated[int, Field(ge=1, le=100)] = 20


@api.route(
    "GET",
    "/tasks",
    scope=Scope.READ,
    query=ListParams,
    returns=TaskList,
    errors={404, 422},
)
def list_tasks(query: ListParams) -> Reply:
    """Find tasks by a filter; without one, all open tasks."""
    with services().store() as store:
        found = parse_query(query.filter, services().clock.now())
        tasks = store.find(found, limit=query.limit, offset=query.offset)
        total = store.count(found)
        counts = store.subtask_counts([task.id for task in tasks])
        items = tasks_out(tasks, project_names(store), counts)
    answer = TaskList(items=items, total=total, limit=query.limit, offset=query.offset)
    return Reply(answer, _links(query, total))


@api.route(
    "GET",
    "/search",
    scope=Scope.READ,
    query=SearchParams,
    returns=Hits,
    tag="tasks",
    errors={422},
)
def search_tasks(query: SearchParams) -> Hits:
    """Find tasks by free text, best first; typing errors are forgiven."""
    with services().store() as store:
        hits = store.search(query.q, limit=query.limit)
        names = project_names(store)
    return Hits(
        items=[
            HitOut(task=task_out(hit.task, names), snippet=hit.snippet, exact=hit.exact)
            for hit in hits
        ]
    )


@api.route(
    "POST",
    "/tasks",
    scope=Scope.WRITE,
    body=TaskIn,
    returns=TaskOut,
    status=201,
    etag=True,
    keyed=True,
    errors={404, 409, 422},
)
def add_task(body: TaskIn) -> Reply:
    """Add a task as it is described; nothing is guessed."""
    store = writing()
    return _added(store, body, body.parent_task_id)


@api.route(
    "GET",
    "/tasks/<task>",
    scope=Scope.READ,
    returns=TaskOut,
    etag=True,
    errors={404},
)
def get_task(task: str) -> Reply:
    """Read a task by its number or id, also one that is done or in the trash."""
    with services().store() as store:
        found = store.get(task)
        counts = store.subtask_counts([found.id])
        return with_etag(task_out(found, project_names(store), counts))


@api.route(
    "PATCH",
    "/tasks/<task>",
    scope=Scope.WRITE,
    body=TaskChange,
    returns=TaskOut,
    etag=True,
    if_match=True,
    keyed=True,
    errors={404, 409, 412, 422, 428},
)
def change_task(task: str, body: TaskChange) -> Reply:
    """Change a task; what is not sent stays as it is."""
    store = writing()
    found = store.get(task)
    require_match(_version(store, found), required=True)
    now = services().clock.now()
    patch = patch_of(resolved(store, body), now, found.due)
    (changed,) = store.change([found.id], patch)
    return with_etag(task_out(changed, project_names(store)))


@api.route(
    "DELETE",
    "/tasks/<task>",
    scope=Scope.WRITE,
    returns=Tasks,
    if_match=True,
    keyed=True,
    errors={404, 409, 412},
)
def delete_task(task: str) -> Tasks:
    """Move a task and its subtasks to the trash."""
    store = writing()
    found = _matching(store, task)
    return several(store, store.delete([found.id]))


@api.route(
    "POST",
    "/tasks/<task>/restore",
    scope=Scope.WRITE,
    returns=Tasks,
    if_match=True,
    keyed=True,
    errors={404, 409, 412},
)
def restore_task(task: str) -> Tasks:
    """Bring a task back from the trash."""
    store = writing()
    found = _matching(store, task)
    return several(store, store.restore([found.id]))


@api.route(
    "POST",
    "/tasks/<task>/complete",
    scope=Scope.WRITE,
    returns=Completed,
    if_match=True,
    keyed=True,
    errors={404, 409, 412, 422},
)
def complete_task(task: str) -> Completed:
    """Complete a task and its open subtasks; a recurring one comes back."""
    store = writing()
    found = _matching(store, task)
    done = store.complete([found.id])
    names = project_names(store)
    return Completed(
        items=tasks_out(done.completed, names),
        comes_back=tasks_out(done.spawned, names),
    )


@api.route(
    "POST",
    "/tasks/<task>/reopen",
    scope=Scope.WRITE,
    returns=Tasks,
    if_match=True,
    keyed=True,
    errors={404, 409, 412},
)
def reopen_task(task: str) -> Tasks:
    """Make a completed or cancelled task open again."""
    store = writing()
    found = _matching(store, task)
    return several(store, store.reopen([found.id]))


@api.route(
    "POST",
    "/tasks/<task>/skip",
    scope=Scope.WRITE,
    returns=TaskOut,
    etag=True,
    if_match=True,
    keyed=True,
    errors={404, 409, 412, 422},
)
def skip_task(task: str) -> Reply:
    """Leave out this occurrence of a recurring task."""
    store = writing()
    found = _matching(store, task)
    return with_etag(task_out(store.skip(found.id), project_names(store)))


@api.route(
    "GET",
    "/tasks/<task>/subtasks",
    scope=Scope.READ,
    returns=Tasks,
    errors={404},
)
def list_subtasks(task: str) -> Tasks:
    """List all descendants outside the trash, each after its parent."""
    with services().store() as store:
        found = store.get(task)
        return several(store, store.subtasks(found.id))


@api.route(
    "POST",
    "/tasks/<task>/subtasks",
    scope=Scope.WRITE,
    body=TaskIn,
    returns=TaskOut,
    status=201,
    etag=True,
    keyed=True,
    errors={404, 409, 422},
)
def add_subtask(task: str, body: TaskIn) -> Reply:
    """Add a task that is a part of another."""
    store = writing()
    return _added(store, body, task)


def with_etag(task: TaskOut) -> Reply:
    """Return a task with its version in the ETag."""
    return Reply(task, {"ETag": etag(task.version)})


def several(store: TaskStore, tasks: Sequence[Task]) -> Tasks:
    """Return tasks that a request was about."""
    return Tasks(items=tasks_out(tasks, project_names(store)))


def resolved(store: TaskStore, body: TaskChange) -> TaskChange:
    """Return the same with the id of the parent, which may be named by its number."""
    if not body.parent_task_id:
        return body
    parent = store.get(body.parent_task_id).id
    return body.model_copy(update={"parent_task_id": parent})


def _added(store: TaskStore, body: TaskIn, parent: str | None) -> Reply:
    if parent is not None:
        body = body.model_copy(update={"parent_task_id": store.get(parent).id})
        body.model_fields_set.add("parent_task_id")
    (task,) = store.add(draft_of(body, services().clock.now()))
    reply = with_etag(task_out(task, project_names(store)))
    location = url_for("api.get_task", task=task.id)
    return Reply(reply.answer, {**reply.headers, "Location": location})


def _matching(store: TaskStore, reference: str) -> Task:
    found = store.get(reference)
    require_match(_version(store, found))
    return found


def _version(store: TaskStore, task: Task) -> str:
    return task_out(task, project_names(store)).version


def _links(query: ListParams, total: int) -> Mapping[str, str]:
    """Return where the neighbouring pages are (RFC 8288)."""
    offsets = {}
    if query.offset + query.limit < total:
        offsets["next"] = query.offset + query.limit
    if query.offset > 0:
        offsets["prev"] = max(0, query.offset - query.limit)
        offsets["first"] = 0
    links = [
        f'<{url_for(request.endpoint or "", filter=query.filter or None, limit=query.limit, offset=offset)}>; rel="{name}"'
        for name, offset in offsets.items()
    ]
    return {"Link": ", ".join(links)} if links else {}
