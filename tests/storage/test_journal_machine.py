"""Any sequence of changes, taken back step by step, leaves what was there before it."""

from __future__ import annotations

import tempfile
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from clara_edge.domain.drafts import (
    ProjectDraft,
    ProjectPatch,
    ReminderDraft,
    TaskDraft,
    TaskPatch,
)
from clara_edge.domain.due import Due
from clara_edge.domain.errors import InputInvalidError, NothingToUndoError
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.tasks import Priority, Status, TasksGo
from clara_edge.domain.templates import TemplateTask
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock

_TABLES = {
    "projects": "id",
    "tasks": "id",
    "task_tags": "id",
    "task_tag_relations": "task_id, tag_id",
    "reminders": "id",
    "templates": "id",
    "task_search": "rowid",
}

_titles = st.sampled_from(["Buy milk", "Call Ümit", "🛒", "Put out the bins", "x"])
_names = st.sampled_from(["Home", "home", "Work", "Straße", "STRASSE", "WÖRK", "wörk"])
_tags = st.lists(st.sampled_from(["a", "A", "b", "ü", "Ü"]), max_size=3).map(tuple)
_days = st.dates(date(2026, 11, 1), date(2027, 3, 31))
_dues = st.none() | st.builds(
    lambda day, at: Due(day, at, None if at is None else "Europe/Berlin"),
    _days,
    st.none() | st.sampled_from([time(9), time(2, 30)]),
)
_reminders = st.lists(st.builds(ReminderDraft, st.integers(-60, 1440)), max_size=2).map(
    tuple
)
_rules = st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=FR", "FREQ=DAILY;COUNT=2"])


class JournalMachine(RuleBasedStateMachine):
    """Changes of every kind, with undo and redo in between."""

    @initialize()
    def open(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "clara.db"
        self.clock = ManualClock()
        self.store = open_store(self.path, self.clock)
        self.empty = self.dump()

    def teardown(self):
        try:
            self.check_that_all_can_be_taken_back_and_done_again()
        finally:
            self.store.close()
            self.folder.cleanup()

    def check_that_all_can_be_taken_back_and_done_again(self):
        final, undone = self.dump(), 0
        while self.walk(self.store.undo):
            undone += 1
        assert self.dump() == self.empty
        for _ in range(undone):
            assert self.walk(self.store.redo)
        assert self.dump() == final

    def dump(self):
        with TaskDatabase(self.path) as database, database.read() as db:
            return {
                table: db.execute(f"SELECT * FROM {table} ORDER BY {key}").fetchall()  # noqa: S608 - constants
                for table, key in _TABLES.items()
            }

    def walk(self, move):
        try:
            move()
        except NothingToUndoError:
            return False
        return True

    def attempt(self, change):
        """What is refused must change nothing; what is done is looked at in the end."""
        before, steps = self.dump(), self.store.last_change()
        try:
            change()
        except InputInvalidError:
            assert self.dump() == before
            assert self.store.last_change() == steps
        self.clock.advance(timedelta(minutes=7))

    def some(self, numbers):
        """Return ids of tasks in any state."""
        with TaskDatabase(self.path) as database, database.read() as db:
            ids = [r[0] for r in db.execute("SELECT id FROM tasks ORDER BY number")]
        return list(dict.fromkeys(ids[n % len(ids)] for n in numbers)) if ids else []

    some_numbers = st.lists(st.integers(0, 50), min_size=1, max_size=3)

    @rule(
        title=_titles,
        project=st.none() | _names,
        tags=_tags,
        due=_dues,
        reminders=_reminders,
        children=st.lists(_titles, max_size=2),
    )
    def add(self, title, project, tags, due, reminders, children):
        draft = TaskDraft(
            title,
            project=project,
            tags=tags,
            due=due,
            reminders=reminders,
            subtasks=tuple(map(TaskDraft, children)),
        )
        self.attempt(lambda: self.store.add(draft))

    @rule(title=_titles, day=_days, repeat=_rules, child=_titles)
    def add_recurring(self, title, day, repeat, child):
        recurrence = Recurrence(Due(day), repeat)
        draft = TaskDraft(title, recurrence=recurrence, subtasks=(TaskDraft(child),))
        self.attempt(lambda: self.store.add(draft))

    @rule(
        numbers=some_numbers,
        patch=st.builds(
            TaskPatch,
            title=_titles,
            priority=st.sampled_from(Priority),
            status=st.sampled_from(Status),
            due=_dues,
        )
        | st.builds(TaskPatch, tags=_tags)
        | st.builds(TaskPatch, add_tags=_tags, remove_tags=_tags)
        | st.builds(TaskPatch, reminders=_reminders)
        | st.builds(TaskPatch, project=st.none() | _names)
        | st.builds(TaskPatch, position=st.floats(-1e6, 1e6)),
    )
    def change(self, numbers, patch):
        self.attempt(lambda: self.store.change(self.some(numbers), patch))

    @rule(numbers=some_numbers, parent=some_numbers)
    def move_below(self, numbers, parent):
        target = next(iter(self.some(parent)), None)
        patch = TaskPatch(parent_task_id=target)
        self.attempt(lambda: self.store.change(self.some(numbers), patch))

    @rule(numbers=some_numbers)
    def complete(self, numbers):
        self.attempt(lambda: self.store.complete(self.some(numbers)))

    @rule(numbers=some_numbers)
    def reopen(self, numbers):
        self.attempt(lambda: self.store.reopen(self.some(numbers)))

    @rule(numbers=some_numbers)
    def skip(self, numbers):
        for task_id in self.some(numbers):
            self.attempt(lambda task_id=task_id: self.store.skip(task_id))

    @rule(numbers=some_numbers)
    def delete(self, numbers):
        self.attempt(lambda: self.store.delete(self.some(numbers)))

    @rule(numbers=some_numbers)
    def restore(self, numbers):
        self.attempt(lambda: self.store.restore(self.some(numbers)))

    @rule(old=st.sampled_from("abü"), new=st.sampled_from("aAbÜc"))
    def rename_tag(self, old, new):
        self.attempt(lambda: self.store.rename_tag(old, new))

    @rule(name=st.sampled_from("abü"))
    def delete_tag(self, name):
        self.attempt(lambda: self.store.delete_tag(name))

    @rule(name=_names, defaults=_tags)
    def add_project(self, name, defaults):
        draft = ProjectDraft(name, default_for=defaults)
        self.attempt(lambda: self.store.add_project(draft))

    @rule(name=_names, new=_names, archived=st.booleans())
    def change_project(self, name, new, archived):
        patch = ProjectPatch(name=new, archived=archived)
        self.attempt(lambda: self.store.change_project(name, patch))

    @rule(name=_names, place=st.sampled_from(TasksGo) | _names)
    def delete_project(self, name, place):
        self.attempt(lambda: self.store.delete_project(name, place))

    @rule(name=_names, title=_titles, child=_titles)
    def save_template(self, name, title, child):
        task = TemplateTask(title, due_after_days=3, subtasks=(TemplateTask(child),))
        self.attempt(lambda: self.store.save_template(name, [task], project=name))

    @rule(name=_names, day=_days)
    def use_template(self, name, day):
        self.attempt(lambda: self.store.use_template(name, day))

    @rule(name=_names)
    def delete_template(self, name):
        self.attempt(lambda: self.store.delete_template(name))

    @rule()
    def keep(self):
        self.kept = self.store.snapshot()

    @rule()
    def bring_back_what_was_kept(self):
        if hasattr(self, "kept"):
            self.attempt(
                lambda: self.store.import_snapshot(self.kept, source="kept.json")
            )

    @rule()
    def undo(self):
        self.walk(self.store.undo)

    @rule()
    def redo(self):
        self.walk(self.store.redo)


class OriginsMachine(JournalMachine):
    """Two origins take back their own steps in between: refused, or all stays sound."""

    @initialize()
    def open(self):
        super().open()
        self.stores = {
            origin: open_store(self.path, self.clock, origin=origin)
            for origin in ("voice", "web")
        }
        self.store.close()
        self.store = self.stores["voice"]

    def teardown(self):
        for store in self.stores.values():
            store.close()
        super().teardown()

    def check_that_all_can_be_taken_back_and_done_again(self):
        """Steps that were taken back out of their order may not come back in it."""

    @rule(origin=st.sampled_from(["voice", "web"]))
    def turn_to(self, origin):
        self.store = self.stores[origin]

    @rule(origin=st.sampled_from(["voice", "web"]), back=st.booleans())
    def move_of_one_origin(self, origin, back):
        move = self.store.undo if back else self.store.redo
        self.attempt(lambda: move(origin=origin))

    @rule()
    def undo(self):
        self.attempt(self.store.undo)

    @rule()
    def redo(self):
        self.attempt(self.store.redo)

    @invariant()
    def is_sound(self):
        with TaskDatabase(self.path) as database, database.read() as db:
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
            assert db.execute(_UNSOUND).fetchall() == []
            assert db.execute(_IN_A_CIRCLE).fetchall() == []
            assert db.execute(_NOT_FOUND).fetchall() == []


_UNSOUND = """
SELECT child.title FROM tasks AS child JOIN tasks AS parent
ON parent.id = child.parent_task_id
WHERE child.project_id IS NOT parent.project_id
OR child.deleted_at IS NULL AND parent.deleted_at IS NOT NULL
"""
_IN_A_CIRCLE = """
WITH RECURSIVE reached (id) AS (
    SELECT id FROM tasks WHERE parent_task_id IS NULL
    UNION ALL SELECT tasks.id FROM tasks JOIN reached
    ON tasks.parent_task_id = reached.id)
SELECT title FROM tasks WHERE id NOT IN (SELECT id FROM reached)
"""
_NOT_FOUND = """
SELECT tasks.title FROM tasks LEFT JOIN task_search
ON task_search.rowid = tasks.number
WHERE task_search.title IS NOT tasks.title
OR task_search.project IS NOT coalesce(
    (SELECT name FROM projects WHERE id = tasks.project_id), '')
"""

_SHORT = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


# tracing lines makes this five times slower, and examples elsewhere cover the same ones
@pytest.mark.no_cover
def test_any_changes_can_be_taken_back_and_done_again():
    run_state_machine_as_test(JournalMachine, settings=_SHORT)


# tracing lines makes this five times slower, and examples elsewhere cover the same ones
@pytest.mark.no_cover
def test_steps_taken_back_out_of_order_leave_everything_sound():
    run_state_machine_as_test(OriginsMachine, settings=_SHORT)


@pytest.mark.soak
def test_long_sequences_of_two_origins_leave_everything_sound():
    long = settings(_SHORT, max_examples=300, stateful_step_count=50)
    run_state_machine_as_test(OriginsMachine, settings=long)


@pytest.mark.soak
def test_any_long_sequence_of_changes_can_be_taken_back_and_done_again():
    long = settings(_SHORT, max_examples=300, stateful_step_count=50)
    run_state_machine_as_test(JournalMachine, settings=long)
