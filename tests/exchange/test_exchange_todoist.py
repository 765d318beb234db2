"""Todoist's CSV, as its help page describes it."""

from __future__ import annotations

from datetime import date, time
from itertools import islice
from pathlib import Path

import pytest

from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import Recurrence, checked, slots
from clara_edge.domain.snapshot import Snapshot
from clara_edge.domain.tasks import Priority
from clara_edge.exchange.formats import Format, read
from clara_edge.exchange.source import Source
from clara_edge.exchange.todoist import read_todoist, write_todoist
from tests.exchange.samples import NOW, SOURCE, everything, project_names, task

DATA = Path(__file__).parent / "data"


def first_slots(recurrence):
    return list(islice(slots(recurrence), 5))


@pytest.fixture
def plan():
    source = Source(NOW, "Trips.csv")
    kind, plan = read((DATA / "todoist.csv").read_bytes(), None, source)
    assert kind is Format.TODOIST
    return plan


@pytest.fixture
def found(plan):
    return {task.title: task for task in plan.snapshot.tasks}


def test_tasks_belong_to_the_project_that_the_file_is_called_after(plan):
    assert set(project_names(plan.snapshot).values()) == {"Trips"}


def test_labels_priorities_and_indents(found):
    trip, hotel, heading = (
        found[title] for title in ("Plan the trip", "Book hotel", "A heading")
    )

    assert trip.tags == ("family", "travel")
    assert (trip.priority, hotel.priority) == (Priority.URGENT, Priority.HIGH)
    assert (heading.priority, found["Bins"].priority) == (Priority.LOW, Priority.MEDIUM)
    assert hotel.parent_task_id == trip.id
    assert heading.parent_task_id == hotel.id
    assert trip.description == "Ask **everybody**"


def test_comments_are_notes_and_sections_are_tags(found):
    assert found["Book hotel"].description == "Sea view if possible"
    assert found["Bins"].tags == ("Every-week",)
    assert found["Bins"].parent_task_id is None


def test_dates_durations_and_repetition(found):
    hotel = found["Book hotel"]

    assert hotel.due == Due(date(2026, 12, 5), time(14, 30), "Europe/Berlin")
    assert hotel.estimated_minutes == 45
    assert found["Bins"].due == Due(date(2026, 12, 1))
    assert found["Bins"].recurrence.rule.endswith("BYDAY=TU")
    assert found["Stretch"].recurrence.after_completion == "P3D"
    assert found["Stand-up"].due == Due(date(2026, 12, 14), time(9), "Europe/Berlin")


def test_what_is_not_understood_is_reported_and_the_task_taken(plan, found):
    assert {"Impossible", "Demain", "Wrong"} <= set(found)
    assert found["Impossible"].due is None
    wheres = [rejection.where for rejection in plan.rejections]
    assert wheres == ["line 12", "line 13", *["line 14"] * 3]


def test_what_is_written_is_read_again():
    text = write_todoist(everything(), SOURCE)

    plan = read_todoist(text, Source(NOW, "x.csv"))

    assert not plan.rejections
    titles = [task.title for task in plan.snapshot.tasks]
    assert titles == ["=SUM(A1)", "-1+1 child", "Water; the plants, all: of them 🪴"]
    parent, child, water = plan.snapshot.tasks
    assert child.parent_task_id == parent.id
    assert child.recurrence.after_completion == "P3M"
    assert water.tags == ("garden", "Home", "house")
    assert water.due.text == "2026-12-11T14:30"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ("FREQ=WEEKLY;BYDAY=TU", "every tuesday"),
        ("FREQ=WEEKLY;BYDAY=MO,FR", "every monday, friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "every month"),
        ("FREQ=YEARLY", "every year"),
        ("FREQ=MONTHLY;BYDAY=-1FR", None),
        ("FREQ=DAILY;COUNT=3", None),
    ],
)
def test_writes_only_repetitions_that_todoist_understands(rule, words):
    recurrence = checked(Recurrence(Due(date(2026, 12, 1)), rule))
    repeats = task("a", "x", due=recurrence.start, recurrence=recurrence)

    text = write_todoist(Snapshot(tasks=[repeats]), SOURCE)
    [again] = read_todoist(text, SOURCE).snapshot.tasks

    assert (f"{words} starting" in text) == (words is not None)
    assert again.due == recurrence.start
    if words is not None:
        assert first_slots(again.recurrence) == first_slots(recurrence)
