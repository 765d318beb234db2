"""What an import changes, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from clara_edge.domain.snapshot import Snapshot
from clara_edge.domain.tasks import Priority, Project
from clara_edge.exchange.formats import Format, carried, read, write
from clara_edge.exchange.merge import into_project, merged
from clara_edge.exchange.source import Source
from clara_edge.exchange.structure import with_ancestors
from tests.exchange.samples import (
    ALL_ID,
    CHILD_ID,
    NOW,
    PARENT_ID,
    SOURCE,
    by_id,
    everything,
)

WITH_IDS = (Format.JSON, Format.CSV, Format.ICS, Format.TASKWARRIOR)


def precise(snapshot):
    """Return a snapshot as the store has it: to the microsecond."""
    later = timedelta(microseconds=123_456)
    return replace(
        snapshot,
        tasks=[
            replace(
                task,
                created_at=task.created_at + later,
                description="\n".join(filter(None, task.description.split("\n"))),
            )
            for task in snapshot.tasks
        ],
    )


@pytest.mark.parametrize("kind", WITH_IDS)
def test_what_was_exported_is_here_already(kind):
    stored = precise(everything())
    _, plan = read(write(stored, kind, SOURCE).encode(), kind, SOURCE)

    change = merged(plan.snapshot, stored, carried(kind))

    assert (change.added, change.updated, change.unchanged) == (0, 0, 4)


@pytest.mark.parametrize("kind", WITH_IDS)
def test_a_change_elsewhere_is_an_update_and_keeps_the_rest(kind):
    stored = precise(everything())
    _, plan = read(write(stored, kind, SOURCE).encode(), kind, SOURCE)
    tasks = [
        replace(task, title="New") if task.id == ALL_ID else task
        for task in plan.snapshot.tasks
    ]

    change = merged(replace(plan.snapshot, tasks=tasks), stored, carried(kind))

    assert (change.added, change.updated, change.unchanged) == (0, 1, 3)
    new, old = by_id(change.snapshot)[ALL_ID], by_id(stored)[ALL_ID]
    assert new.title == "New"
    assert len(new.reminders) == len(old.reminders)
    assert (new.number, new.position) == (old.number, old.position)
    assert new.estimated_minutes == old.estimated_minutes
    assert new.occurrence == old.occurrence


def test_projects_are_found_by_name():
    stored = Snapshot(projects=[Project("mine", "home", "kept")])

    change = merged(everything(), stored, carried(Format.JSON))

    assert by_id(change.snapshot)[ALL_ID].project_id == "mine"
    assert Project("mine", "home", "kept") in change.snapshot.projects


@pytest.mark.parametrize(
    "stored", [Snapshot(), Snapshot(projects=[Project("p", "Garden")])]
)
def test_all_tasks_can_go_to_one_project(stored):
    moved = into_project(everything(), "garden", stored)

    [project] = moved.projects
    assert {task.project_id for task in moved.tasks} == {project.id}
    assert project.name.casefold() == "garden"


def test_a_selection_has_the_tasks_above_it():
    snapshot = everything()

    chosen = with_ancestors([by_id(snapshot)[CHILD_ID]], snapshot)

    assert [task.id for task in chosen] == [PARENT_ID, CHILD_ID]


def test_urgent_stays_urgent_unless_it_was_changed():
    stored = everything()
    text = write(stored, Format.TASKWARRIOR, SOURCE)
    lowered = text.replace('"priority": "H"', '"priority": "L"')

    _, same = read(text.encode(), None, SOURCE)
    _, other = read(lowered.encode(), None, SOURCE)

    assert by_id(same.snapshot)[ALL_ID].priority is Priority.URGENT
    assert by_id(other.snapshot)[ALL_ID].priority is Priority.LOW


FIRST = Source(NOW - timedelta(days=1), "tasks")
WITHOUT_TIMES = {
    Format.CSV: "id,title,status\na,Milk,todo\nb,Bread,done\n",
    Format.ICS: (
        "BEGIN:VCALENDAR\nVERSION:2.0\n"
        "BEGIN:VTODO\nUID:a\nSUMMARY:Milk\nEND:VTODO\n"
        "BEGIN:VTODO\nUID:b\nSUMMARY:Bread\nSTATUS:COMPLETED\nEND:VTODO\n"
        "END:VCALENDAR\n"
    ),
    Format.TASKWARRIOR: (
        '[{"uuid": "a", "description": "Milk", "status": "pending"},'
        ' {"uuid": "b", "description": "Bread", "status": "completed"}]'
    ),
}


@pytest.mark.parametrize("kind", list(WITHOUT_TIMES))
def test_a_file_that_says_no_times_changes_nothing_a_day_later(kind):
    data = WITHOUT_TIMES[kind].encode()
    stored = read(data, kind, FIRST)[1].snapshot
    _, again = read(data, kind, SOURCE)

    change = merged(again.snapshot, stored, carried(kind), again.unsaid)

    assert (change.added, change.updated, change.unchanged) == (0, 0, 2)
    assert by_id(change.snapshot) == by_id(stored)


def test_what_a_table_has_no_column_for_stays():
    stored = read(write(everything(), Format.CSV, SOURCE).encode(), None, SOURCE)[1]
    _, plan = read(f"id,title\n{ALL_ID},Renamed\n".encode(), Format.CSV, SOURCE)

    change = merged(plan.snapshot, stored.snapshot, carried(Format.CSV), plan.unsaid)

    old = by_id(stored.snapshot)[ALL_ID]
    assert [project.id for project in change.snapshot.projects] == [old.project_id]
    assert by_id(change.snapshot)[ALL_ID] == replace(
        old, title="Renamed", updated_at=NOW
    )
