"""Templates: named task trees."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from clara_edge.domain.errors import FieldInvalidError, TemplateNotFoundError
from clara_edge.domain.tasks import folded_name
from web_ui.access.marks import Scope
from web_ui.services import services

from .endpoint import Body
from .given import Name, TemplateTaskIn, template_task
from .names import project_names
from .registry import api
from .shapes import Tasks, TemplateOut, Templates, tasks_out, template_out
from .writing import writing

if TYPE_CHECKING:
    from clara_edge.domain.templates import Template
    from clara_edge.ports.store import TaskStore

MOST_TASKS = 500


class TemplateIn(Body):
    """A template, in place of one of the same name."""

    name: Name
    project: Name | None = None
    tasks: Annotated[list[TemplateTaskIn], Field(min_length=1, max_length=200)]


class UseIn(Body):
    """When and where."""

    on: date = Field(description="The day that its dates are counted from.")
    project: Name | None = None


@api.route("GET", "/templates", scope=Scope.READ, returns=Templates)
def list_templates() -> Templates:
    """List templates by name."""
    with services().store() as store:
        return Templates(items=[template_out(one) for one in store.templates()])


@api.route(
    "POST",
    "/templates",
    scope=Scope.WRITE,
    body=TemplateIn,
    returns=TemplateOut,
    status=201,
    keyed=True,
    errors={409, 422},
)
def save_template(body: TemplateIn) -> TemplateOut:
    """Store a template, in place of one of the same name."""
    tasks = [template_task(one) for one in body.tasks]
    if sum(_size(one) for one in body.tasks) > MOST_TASKS:
        raise FieldInvalidError(
            "the template has too many tasks", remedy=f"use at most {MOST_TASKS}"
        )
    store = writing()
    return template_out(store.save_template(body.name, tasks, project=body.project))


@api.route(
    "POST",
    "/templates/<template>/use",
    scope=Scope.WRITE,
    body=UseIn,
    returns=Tasks,
    status=201,
    keyed=True,
    errors={404, 409, 422},
)
def use_template(template: str, body: UseIn) -> Tasks:
    """Add the tasks of a template, named by its name or id."""
    store = writing()
    found = _template(store, template)
    tasks = store.use_template(found.name, body.on, project=body.project)
    return Tasks(items=tasks_out(tasks, project_names(store)))


@api.route(
    "DELETE",
    "/templates/<template>",
    scope=Scope.WRITE,
    status=204,
    keyed=True,
    errors={404, 409},
)
def delete_template(template: str) -> None:
    """Forget a template."""
    store = writing()
    store.delete_template(_template(store, template).name)


def _size(task: TemplateTaskIn) -> int:
    return 1 + sum(_size(child) for child in task.subtasks)


def _template(store: TaskStore, reference: str) -> Template:
    for one in store.templates():
        if one.id == reference or folded_name(one.name) == folded_name(reference):
            return one
    raise TemplateNotFoundError(
        f"there is no template {reference[:60]!r}", remedy="see /api/v1/templates"
    )
