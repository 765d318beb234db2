from __future__ import annotations

import pytest

from clara_edge.domain.drafts import ProjectDraft, ProjectPatch
from clara_edge.domain.errors import (
    ClaraError,
    FieldInvalidError,
    NameTakenError,
    ProjectNotFoundError,
    TitleInvalidError,
)
from clara_edge.domain.tasks import TasksGo
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock
from tests.tasks import add_task


@pytest.fixture
def path(tmp_path):
    return tmp_path / "clara.db"


@pytest.fixture
def store(path):
    with open_store(path, ManualClock()) as store:
        yield store


def rows(path, sql):
    with TaskDatabase(path) as database, database.read() as db:
        return db.execute(sql).fetchall()


def test_project_is_stored_as_given_and_found_by_name_or_id(store):
    draft = ProjectDraft(
        "Work", "Nine to\nfive", "#33AA77", default_for=("Report", "#Office", "report")
    )

    project = store.add_project(draft)

    assert project.color == "#33aa77"
    assert project.description == "Nine to\nfive"
    assert project.default_for == ("report", "#Office")
    assert store.project("WORK") == store.project(project.id) == project
    assert store.projects() == [project]


@pytest.mark.parametrize(
    "name", ["WORK", " work ", "Wörk", "WÖRK", "Wo\u0308rk", "STRASSE"]
)
def test_name_of_another_project_is_refused_in_any_case(store, name):
    for taken in ("Work", "Wörk", "Straße"):
        store.add_project(ProjectDraft(taken))

    with pytest.raises(NameTakenError, match="already"):
        store.add_project(ProjectDraft(name))

    assert len(store.projects()) == 3


def test_name_of_an_archived_project_is_taken_and_the_error_says_so(store):
    store.add_project(ProjectDraft("Work", archived=True))

    with pytest.raises(NameTakenError, match="which is archived"):
        store.add_project(ProjectDraft("work"))


@pytest.mark.parametrize(
    "draft",
    [
        ProjectDraft(""),
        ProjectDraft("x" * 501),
        ProjectDraft("a\x00b"),
        ProjectDraft("\ud800"),
        ProjectDraft("x", "a\x1bb"),
        ProjectDraft("x", "x" * 1_000_000),
        ProjectDraft("x", color="red"),
        ProjectDraft("x", color="#12345"),
        ProjectDraft("x", color="#1234567"),
        ProjectDraft("x", color=7),
        ProjectDraft("x", color=10**5_000),
        ProjectDraft("x", default_for=10**5_000),
        ProjectDraft("x", default_for=(10**5_000,)),
        ProjectDraft("x", default_for=("",)),
        ProjectDraft("x", default_for=("#",)),
        ProjectDraft("x", default_for=("x" * 101,)),
        ProjectDraft("x", default_for=tuple(map(str, range(201)))),
        ProjectDraft("x", default_for="milk"),
        ProjectDraft("x", default_for=(3,)),
    ],
)
def test_values_that_cannot_be_stored_are_refused_and_change_nothing(store, draft):
    with pytest.raises((FieldInvalidError, TitleInvalidError)):
        store.add_project(draft)

    assert store.projects(archived=True) == []
    assert store.history() == []


def test_changing_a_project_leaves_the_rest(store):
    project = store.add_project(ProjectDraft("Work", "notes", "#000000"))

    changed = store.change_project("work", ProjectPatch(name="Job", color=None))

    assert (changed.id, changed.name, changed.color) == (project.id, "Job", None)
    assert changed.description == "notes"
    store.undo()
    assert store.project("work") == project


def test_project_may_change_the_case_of_its_own_name(store):
    store.add_project(ProjectDraft("work"))

    assert store.change_project("work", ProjectPatch(name="WORK")).name == "WORK"


def test_change_that_changes_nothing_is_no_step(store):
    project = store.add_project(ProjectDraft("Work", default_for=("a",)))

    same = store.change_project(
        "work", ProjectPatch(name="Work", default_for=("A",), archived=False)
    )

    assert same == project
    assert len(store.history()) == 1


@pytest.mark.parametrize(
    "patch",
    [
        ProjectPatch(name="home"),
        ProjectPatch(name=""),
        ProjectPatch(color="blue"),
        ProjectPatch(position=float("nan")),
        ProjectPatch(position=float("inf")),
        ProjectPatch(position=10**400),
        ProjectPatch(position="first"),
        ProjectPatch(description="\x07"),
    ],
)
def test_refused_change_leaves_the_project_as_it_was(store, patch):
    store.add_project(ProjectDraft("Home"))
    project = store.add_project(ProjectDraft("Work"))

    with pytest.raises(ClaraError):
        store.change_project("Work", patch)

    assert store.project("Work") == project
    assert len(store.history()) == 2


def test_archived_project_is_listed_on_request_only(store):
    store.add_project(ProjectDraft("Work"))
    add_task(store, "Report", project="Work")

    archived = store.change_project("Work", ProjectPatch(archived=True))

    assert store.projects() == []
    assert store.projects(archived=True) == [archived]
    assert [t.title for t in store.open_tasks(project="work")] == ["Report"]


def test_projects_come_by_position_then_name(store):
    for name in "cab":
        store.add_project(ProjectDraft(name))
    store.change_project("c", ProjectPatch(position=-1))

    assert [p.name for p in store.projects()] == ["c", "a", "b"]


@pytest.mark.parametrize(
    "reference", ["", "nothing", "x" * 10_000, "\x00", "%", "\ud800"]
)
def test_unknown_project_is_refused(store, reference):
    with pytest.raises(ProjectNotFoundError):
        store.project(reference)
    with pytest.raises(ProjectNotFoundError):
        store.change_project(reference, ProjectPatch(name="x"))
    with pytest.raises(ProjectNotFoundError):
        store.delete_project(reference, TasksGo.INBOX)


@pytest.fixture
def filled(store):
    """A project with a tree, one task in the trash and one that is done."""
    parent = add_task(store, "Party", project="Home")
    child = add_task(store, "Invite", project="Home", parent_task_id=parent.id)
    other = add_task(store, "Clean", project="Home")
    return parent, child, other


def test_tasks_of_a_deleted_project_go_to_the_inbox(store, filled):
    before = store.open_tasks()

    assert store.delete_project("home", TasksGo.INBOX) == 3

    assert [t.project_id for t in store.open_tasks()] == [None] * 3
    assert store.projects() == []
    store.undo()
    assert store.open_tasks() == before
    store.redo()
    assert store.count_open_tasks() == 3


def test_tasks_of_a_deleted_project_go_to_another(store, filled):
    work = store.add_project(ProjectDraft("Work"))

    assert store.delete_project("home", work.id) == 3

    assert store.count_open_tasks(project="work") == 3


def test_tasks_of_a_deleted_project_go_to_the_trash_tree_by_tree(store, path, filled):
    parent, child, other = filled
    add_task(store, "Elsewhere")

    assert store.delete_project("home", TasksGo.TRASH) == 3

    assert [t.title for t in store.open_tasks()] == ["Elsewhere"]
    went_with = dict(rows(path, "SELECT id, deleted_with FROM tasks WHERE deleted_at"))
    assert went_with == {parent.id: parent.id, child.id: parent.id, other.id: other.id}
    store.undo()
    assert store.count_open_tasks(project="home") == 3


def test_tasks_restored_after_their_project_was_deleted_come_to_the_inbox(
    store, filled
):
    parent, child, _ = filled
    store.delete_project("home", TasksGo.TRASH)

    store.restore([parent.id])

    assert {t.id: t.project_id for t in store.open_tasks()} == {
        parent.id: None,
        child.id: None,
    }


def test_deleting_a_project_asks_for_a_place_that_there_is(store, filled):
    home = store.project("home")

    with pytest.raises(ProjectNotFoundError, match="'nowhere'"):
        store.delete_project("home", "nowhere")
    with pytest.raises(FieldInvalidError, match="cannot go to itself"):
        store.delete_project("home", home.id)

    assert store.count_open_tasks(project="home") == 3
