"""No change of one task reads all tasks, however many there are."""

from __future__ import annotations

import re
from datetime import date, time

import pytest

from clara_edge.domain.drafts import ReminderDraft, TaskDraft, TaskPatch
from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.tasks import Status
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock

NINE = Due(date(2026, 12, 1), time(9), "Europe/Berlin")
DAILY = Recurrence(NINE, rule="FREQ=DAILY")
GROWING = "tasks|step_rows|steps|changes|reminders|task_tag_relations"


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "clara.db", ManualClock()) as store:
        yield store


def plans(store, change):
    """Return what SQLite does for each statement of a change."""
    with store._database.read() as db:
        statements = []
        db.conn.set_trace_callback(statements.append)
        change()
        db.conn.set_trace_callback(None)
        # those of triggers are told as comments
        done = {
            s
            for s in statements
            if re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)", s)
        }
        assert done
        for statement in done:
            for row in db.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall():
                yield f"{row[3]}: {statement}"


def changes(store):
    (task, parent) = store.add(
        TaskDraft("a", recurrence=DAILY, subtasks=(TaskDraft("b", due=NINE),)),
        TaskDraft("parent"),
    )
    patch = TaskPatch(
        title="b", project="work", add_tags=("y",), reminders=(ReminderDraft(at=NINE),)
    )
    yield lambda: store.add(TaskDraft("c", tags=("x",), parent_task_id=task.id))
    yield lambda: store.change([task.id], patch)
    yield lambda: store.change([task.id], TaskPatch(parent_task_id=parent.id))
    yield lambda: store.change([task.id], TaskPatch(status=Status.CANCELLED))
    yield lambda: store.reopen([task.id])
    yield lambda: store.skip(task.id)
    yield lambda: store.complete([task.id])
    yield lambda: store.reopen([task.id])
    yield lambda: store.delete([task.id])
    yield lambda: store.restore([task.id])


def test_no_change_of_one_task_scans_what_grows_with_their_number(store):
    for change in changes(store):
        for plan in plans(store, change):
            assert not re.match(rf"SCAN ({GROWING})\b", plan), plan
