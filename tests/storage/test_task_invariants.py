"""What holds whatever anybody does to tasks, in any order."""

from __future__ import annotations

import tempfile
from datetime import date, time, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from clara_edge.domain.drafts import UNSET, ReminderDraft, TaskDraft, TaskPatch
from clara_edge.domain.due import Due
from clara_edge.domain.errors import InputInvalidError
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.tasks import Status
from clara_edge.storage.open import open_store
from clara_edge.storage.trees import MAX_DEPTH
from tests.clocks import START, ManualClock

WHOLE, TIMED = (
    Due(date(2026, 12, 1)),
    Due(date(2026, 12, 2), time(9, 30), "Europe/Berlin"),
)
DUES = st.sampled_from([None, WHOLE, TIMED, Due(date(2026, 11, 20))])
RULES = st.sampled_from(
    [
        None,
        Recurrence(WHOLE, rule="FREQ=DAILY"),
        Recurrence(TIMED, rule="FREQ=WEEKLY;BYDAY=WE,FR"),
        Recurrence(WHOLE, rule="FREQ=DAILY;COUNT=3"),
        Recurrence(WHOLE, after_completion="P2D"),
    ]
)
STARTS = st.sampled_from([None, date(2026, 11, 30), date(2026, 12, 2)])
REMINDERS = st.sampled_from(
    [(), (ReminderDraft(30),), (ReminderDraft(at=TIMED), ReminderDraft(-5))]
)
PROJECTS = st.sampled_from([None, "work", "home"])
WHICH = st.lists(st.integers(0, 6), min_size=1, max_size=3)
MAYBE = st.just(UNSET)


class Tasks(RuleBasedStateMachine):
    """People, programs and accidents; all that is refused must leave no trace."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = ManualClock()
        self.store = open_store(Path(self.folder.name) / "clara.db", self.clock)
        self.ids = []

    def teardown(self):
        self.store.close()
        self.folder.cleanup()

    def attempt(self, change):
        self.clock.advance(timedelta(minutes=1))
        before = self.store.snapshot(), self.store.last_change()
        try:
            return change()
        except InputInvalidError:
            assert (self.store.snapshot(), self.store.last_change()) == before
            return None

    def chosen(self, which):
        return [self.ids[n % len(self.ids)] for n in which if self.ids]

    def recurring(self, which, *, is_open):
        """Return some of the few tasks with which a series can go wrong."""
        tasks = self.store.snapshot().tasks
        ids = [t.id for t in tasks if t.recurrence and t.is_open is is_open]
        return [ids[n % len(ids)] for n in which if ids]

    @rule(
        due=DUES, recurrence=RULES, start=STARTS, reminders=REMINDERS, project=PROJECTS,
        parent=st.none() | st.integers(0, 6), below=st.integers(0, 2),
    )  # fmt: skip
    def add(self, parent, below, **values):
        inner = TaskDraft("sub", due=values["due"], recurrence=values["recurrence"])
        draft = TaskDraft(
            "task",
            parent_task_id=None
            if parent is None
            else next(iter(self.chosen([parent])), None),
            subtasks=(inner,) * below,
            **values,
        )
        self.attempt(lambda: self.store.add(draft))
        self.learn()

    @rule(
        which=WHICH,
        due=MAYBE | DUES,
        recurrence=MAYBE | RULES,
        start=MAYBE | STARTS,
        reminders=MAYBE | REMINDERS,
        status=MAYBE | st.sampled_from(Status),
        tags=MAYBE | st.sampled_from([(), ("a",), ("a", "b")]),
    )
    def change(self, which, **values):
        self.attempt(lambda: self.store.change(self.chosen(which), TaskPatch(**values)))
        self.learn()

    @rule(
        which=WHICH,
        parent=MAYBE | st.none() | st.integers(0, 6),
        project=MAYBE | PROJECTS,
    )
    def move(self, which, parent, project):
        if isinstance(parent, int):
            parent = next(iter(self.chosen([parent])), None)
        patch = TaskPatch(parent_task_id=parent, project=project)
        self.attempt(lambda: self.store.change(self.chosen(which), patch))

    @rule(which=WHICH, aimed=st.booleans())
    def complete(self, which, aimed):
        ids = self.recurring(which, is_open=True) if aimed else self.chosen(which)
        done = self.attempt(lambda: self.store.complete(ids))
        if done is not None:
            assert all(t.status is Status.COMPLETED for t in done.completed)
            assert all(t.is_open for t in done.spawned)
        self.learn()

    @rule(which=WHICH, aimed=st.booleans())
    def reopen(self, which, aimed):
        ids = self.recurring(which, is_open=False) if aimed else self.chosen(which)
        self.attempt(lambda: self.store.reopen(ids))

    @rule(which=st.integers(0, 6))
    def skip(self, which):
        for task_id in self.chosen([which]):
            self.attempt(lambda: self.store.skip(task_id))  # noqa: B023 - called at once

    @rule(which=WHICH)
    def delete(self, which):
        self.attempt(lambda: self.store.delete(self.chosen(which)))

    @rule(which=WHICH)
    def restore(self, which):
        self.attempt(lambda: self.store.restore(self.chosen(which)))

    @rule()
    def purge(self):
        self.store.purge_trash(self.clock.now() - timedelta(minutes=8))

    @rule()
    def merge_tags(self):
        self.attempt(lambda: self.store.rename_tag("a", "b"))

    @rule()
    def undo(self):
        self.attempt(self.store.undo)
        self.learn()

    @rule()
    def redo(self):
        self.attempt(self.store.redo)
        self.learn()

    def learn(self):
        known = {t.id for t in self.store.snapshot().tasks}
        self.ids += sorted(
            known - set(self.ids), key=lambda i: self.store.get(i).number
        )

    @invariant()
    def trees_are_sound(self):
        tasks = {t.id: t for t in self.store.snapshot().tasks}
        for task in tasks.values():
            line = [task]
            while (parent := line[-1].parent_task_id) is not None:
                line.append(tasks[parent])
                assert len(line) <= MAX_DEPTH + 1
            if len(line) > 1:
                assert task.project_id == line[1].project_id
                assert task.deleted_at is not None or line[1].deleted_at is None

    @invariant()
    def tasks_are_sound(self):
        carrying = []
        for task in self.store.snapshot().tasks:
            assert (task.completed_at is not None) == (task.status is Status.COMPLETED)
            assert task.updated_at >= task.created_at >= START
            if task.start is not None and task.due is not None:
                assert task.start <= task.due.day
            if any(r.minutes_before is not None for r in task.reminders):
                assert task.due is not None
            if task.recurrence is not None:
                assert task.due is not None
                assert task.occurrence.slot is not None
                if task.is_open:
                    carrying.append(task.occurrence.series_id)
        assert len(carrying) == len(set(carrying))


class TestTasks(Tasks.TestCase):
    settings = settings(
        max_examples=40,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
