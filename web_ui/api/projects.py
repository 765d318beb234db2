"""Projects and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from flask import url_for
from pydantic import Field, StringConstraints

from clara_edge.domain.drafts import ProjectDraft, ProjectPatch
from clara_edge.domain.errors import FieldInvalidError, TagNotFoundError
from clara_edge.domain.tasks import TasksGo, folded_name
from web_ui.access.marks import Scope
from web_ui.services import services

from .endpoint import Answer, Body, Params, Reply
from .given import Colour, Name, Notes, Position
from .registry import api
from .shapes import ProjectOut, Projects, Tags, etag, project_out, tag_out
from .versions import require_match
from .writing import writing

if TYPE_CHECKING:
    from clara_edge.domain.tasks import Project, Tag
    from clara_edge.ports.store import TaskStore

DefaultFor = Annotated[
    list[Annotated[str, StringConstraints(min_length=1, max_length=100)]],
    Field(max_length=50),
]


class ProjectsParams(Params):
    """Which projects."""

    archived: bool = False


class ProjectIn(Body):
    """A new project."""

    name: Name
    description: Notes = ""
    color: Colour | None = None
    archived: bool = False
    default_for: DefaultFor = Field(default_factory=list)


class ProjectChange(Body):
    """What is new about a project; what is not sent stays as it is."""

    name: Name | None = None
    description: Notes | None = None
    color: Colour | None = None
    archived: bool | None = None
    default_for: DefaultFor | None = None
    position: Position | None = None


class DeleteParams(Params):
    """Where the tasks of a deleted project go."""

    tasks_go: Annotated[str, StringConstraints(min_length=1, max_length=64)] = "inbox"


class Gone(Answer):
    """How many tasks it had."""

    tasks: int


class TagIn(Body):
    """The new name of a tag."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=101)]


@api.route("GET", "/projects", scope=Scope.READ, query=ProjectsParams, returns=Projects)
def list_projects(query: ProjectsParams) -> Projects:
    """List projects with their numbers of open tasks."""
    with services().store() as store:
        counts = store.open_counts()
        found = store.projects(archived=query.archived)
    return Projects(items=[project_out(one, counts.get(one.id, 0)) for one in found])


@api.route(
    "POST",
    "/projects",
    scope=Scope.WRITE,
    body=ProjectIn,
    returns=ProjectOut,
    status=201,
    etag=True,
    keyed=True,
    errors={409, 422},
)
def add_project(body: ProjectIn) -> Reply:
    """Add a project."""
    store = writing()
    draft = ProjectDraft(
        body.name,
        body.description,
        body.color,
        archived=body.archived,
        default_for=tuple(body.default_for),
    )
    project = store.add_project(draft)
    location = url_for("api.get_project", project=project.id)
    return _reply(store, project, Location=location)


@api.route(
    "GET",
    "/projects/<project>",
    scope=Scope.READ,
    returns=ProjectOut,
    etag=True,
    errors={404, 422},
)
def get_project(project: str) -> Reply:
    """Read a project by its name or id."""
    with services().store() as store:
        return _reply(store, store.project(project))


@api.route(
    "PATCH",
    "/projects/<project>",
    scope=Scope.WRITE,
    body=ProjectChange,
    returns=ProjectOut,
    etag=True,
    if_match=True,
    keyed=True,
    errors={404, 409, 412, 422, 428},
)
def change_project(project: str, body: ProjectChange) -> Reply:
    """Change a project."""
    store = writing()
    found = store.project(project)
    require_match(project_out(found, 0).version, required=True)
    values = {name: getattr(body, name) for name in body.model_fields_set}
    for name, value in values.items():
        if value is None and name != "color":
            raise FieldInvalidError(f"{name} cannot be null", remedy="leave it out")
    if not values:
        raise FieldInvalidError(
            "there is nothing to change", remedy="send at least one field"
        )
    if "default_for" in values:
        values["default_for"] = tuple(values["default_for"])
    return _reply(store, store.change_project(found.id, ProjectPatch(**values)))


@api.route(
    "DELETE",
    "/projects/<project>",
    scope=Scope.WRITE,
    query=DeleteParams,
    returns=Gone,
    if_match=True,
    keyed=True,
    errors={404, 409, 412, 422},
)
def delete_project(project: str, query: DeleteParams) -> Gone:
    """Delete a project; its tasks go to the inbox, the trash or another project (its id)."""
    store = writing()
    found = store.project(project)
    require_match(project_out(found, 0).version)
    known = {where.value: where for where in TasksGo}
    return Gone(
        tasks=store.delete_project(found.id, known.get(query.tasks_go, query.tasks_go))
    )


@api.route("GET", "/tags", scope=Scope.READ, returns=Tags)
def list_tags() -> Tags:
    """List tags by name."""
    with services().store() as store:
        return Tags(items=[tag_out(tag) for tag in store.tags()])


@api.route(
    "PATCH",
    "/tags/<tag>",
    scope=Scope.WRITE,
    body=TagIn,
    returns=Tags,
    keyed=True,
    errors={404, 409, 422},
)
def rename_tag(tag: str, body: TagIn) -> Tags:
    """Rename a tag, named by its name or id; to the name of another merges the two."""
    store = writing()
    store.rename_tag(_tag(store, tag).name, body.name)
    return Tags(items=[tag_out(one) for one in store.tags()])


@api.route(
    "DELETE",
    "/tags/<tag>",
    scope=Scope.WRITE,
    returns=Gone,
    keyed=True,
    errors={404, 409},
)
def delete_tag(tag: str) -> Gone:
    """Take a tag off all tasks and forget it."""
    store = writing()
    return Gone(tasks=store.delete_tag(_tag(store, tag).name))


def _tag(store: TaskStore, reference: str) -> Tag:
    wanted = folded_name(reference.removeprefix("#"))
    for tag in store.tags():
        if tag.id == reference or folded_name(tag.name) == wanted:
            return tag
    raise TagNotFoundError(
        f"there is no tag {reference[:60]!r}", remedy="see /api/v1/tags"
    )


def _reply(store: TaskStore, project: Project, **headers: str) -> Reply:
    found = project_out(project, store.open_counts().get(project.id, 0))
    return Reply(found, {"ETag": etag(found.version), **headers})
