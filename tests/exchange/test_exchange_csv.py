"""CSV: exact, harmless in a spreadsheet, and read from other programs."""

from __future__ import annotations

import csv
import io
import uuid
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clara_edge.domain.due import Due
from clara_edge.domain.errors import FileInvalidError
from clara_edge.domain.snapshot import Snapshot
from clara_edge.domain.tasks import Priority, Reminder, Status
from clara_edge.exchange.cells import harmless, plain
from clara_edge.exchange.clara_csv import read_csv, write_csv
from clara_edge.exchange.source import Source
from tests.exchange.samples import (
    ALL_ID,
    NOW,
    PARENT_ID,
    SOURCE,
    by_id,
    everything,
    project_names,
    task,
)
from tests.exchange.strategies import snapshots


def neutral(snapshot):
    """Return tasks without ids of projects and reminders, which have no column."""
    return {
        task.id: replace(
            task,
            project_id=None,
            # the cell is trimmed, as people leave blanks at either end
            description=task.description.strip(),
            reminders=tuple(replace(r, id="") for r in task.reminders),
        )
        for task in snapshot.tasks
    }


# tracing lines makes this five times slower, and examples elsewhere cover the same ones
@pytest.mark.no_cover
@settings(max_examples=60, deadline=None)
@given(snapshots())
def test_whatever_csv_can_carry_comes_back_exactly(snapshot):
    plan = read_csv(write_csv(snapshot, SOURCE), SOURCE)

    assert neutral(plan.snapshot) == neutral(snapshot)
    assert project_names(plan.snapshot) == project_names(snapshot)
    assert not plan.rejections


@pytest.mark.parametrize(
    "title",
    ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "'=1", "''@x", "'quoted'"],
)
def test_no_cell_is_a_formula_and_every_title_comes_back(title):
    text = write_csv(Snapshot(tasks=[task("a", title)]), SOURCE)

    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    assert read_csv(text, SOURCE).snapshot.tasks[0].title == title


def test_notes_that_begin_like_a_formula_are_harmless_too():
    noted = task("a", "x", description='=HYPERLINK("http://x")\n@second')

    text = write_csv(Snapshot(tasks=[noted]), SOURCE)

    assert "'=HYPERLINK" in text
    assert read_csv(text, SOURCE).snapshot.tasks[0].description == noted.description


@given(st.text())
def test_a_harmless_cell_is_undone_exactly(text):
    assert plain(harmless(text)) == text


def test_reads_a_table_of_another_program():
    text = (
        "Task;Due date;Priority;Labels;Done;Weather\n"
        "Buy milk;2026-12-03;High;shop, errand;no;sunny\n"
        "Bread;3 Dec 2026 14:30;;;yes;\n"
    )

    plan = read_csv(text, SOURCE)

    milk, bread = plan.snapshot.tasks
    assert (milk.title, milk.priority) == ("Buy milk", Priority.HIGH)
    assert milk.due == Due(date(2026, 12, 3))
    assert milk.tags == ("errand", "shop")
    assert milk.status is Status.TODO
    assert bread.due == Due(date(2026, 12, 3), time(14, 30), "Europe/Berlin")
    assert bread.status is Status.COMPLETED
    [rejection] = plan.rejections
    assert (rejection.where, rejection.what) == ("line 1", "Weather")


@pytest.mark.parametrize("text", ["", "\n\n", "a,b\n1,2\n", "2026-01-01\n"])
def test_refuses_a_table_without_titles(text):
    with pytest.raises(FileInvalidError, match="title"):
        read_csv(text, SOURCE)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        *(("due", "2026-02-30"), ("due", "whenever"), ("due", "2026-01-01T10:00[X/Y]")),
        *(("status", "stuck"), ("priority", "9"), ("estimated_minutes", "long")),
        *(("estimated_minutes", "999999"), ("position", "inf"), ("position", "nan")),
        *(("number", "-3"), ("number", "1e3"), ("start", "x"), ("created", "x")),
        *(("reminders", "soon-ish"), ("repeat", "every blue moon")),
        *(("repeat", "FREQ=NEVER"), ("repeat_after", "P0D"), ("parent", "nobody")),
        *(("tags", "#"), ("completed", "perhaps"), ("project", "x" * 501)),
    ],
)
def test_reports_a_cell_that_is_wrong_and_takes_the_task(column, cell):
    plan = read_csv(f'title,{column}\nOne,"{cell}"\n', SOURCE)

    assert [task.title for task in plan.snapshot.tasks] == ["One"]
    assert [rejection.where for rejection in plan.rejections] == ["line 2"]


def test_rows_without_a_title_and_with_too_many_cells_are_reported():
    plan = read_csv("title,due\n,2026-01-01\nOne,,more\n", SOURCE)

    assert [task.title for task in plan.snapshot.tasks] == ["One"]
    assert [rejection.where for rejection in plan.rejections] == ["line 2", "line 3"]


def test_rows_without_ids_get_the_same_ones_every_time():
    text = "title\nSame\nSame\nOther\n"

    one, two = read_csv(text, SOURCE), read_csv(text, SOURCE)

    ids = [task.id for task in one.snapshot.tasks]
    assert len(set(ids)) == 3
    assert ids == [task.id for task in two.snapshot.tasks]


def test_subtasks_and_reminders_are_what_a_person_writes():
    text = (
        "id,parent,title,due,reminders,repeat\n"
        "a,,Trip,2026-12-24T10:00,30m; 2h; 1d,every week\n"
        "b,a,Pack,,,\n"
    )

    trip, pack = read_csv(text, SOURCE).snapshot.tasks

    assert pack.parent_task_id == trip.id
    assert [r.minutes_before for r in trip.reminders] == [30, 120, 1440]
    assert trip.recurrence.rule.startswith("FREQ=WEEKLY")
    assert isinstance(trip.reminders[0], Reminder)


def test_the_sample_is_readable_by_any_csv_reader():
    rows = list(csv.DictReader(io.StringIO(write_csv(everything(), SOURCE))))

    assert {row["id"] for row in rows} == set(by_id(everything()))
    child = next(row for row in rows if row["parent"])
    assert child["parent"] == PARENT_ID


def test_a_quotation_mark_that_is_not_closed_is_reported():
    plan = read_csv('title,notes\nOne,\n"Two,\nThree,\n', SOURCE)

    [rejection] = plan.rejections
    assert rejection.where == "line 3"
    assert "not closed" in rejection.reason


def test_a_quoted_last_row_is_not_reported():
    plan = read_csv('title,notes\n"One","two\nlines"', SOURCE)

    assert not plan.rejections


def test_the_same_small_id_in_two_tables_is_two_tasks():
    one = read_csv("id,parent,title\n1,,A\n2,1,B\n", Source(NOW, "one.csv"))
    two = read_csv("id,parent,title\n1,,C\n2,1,D\n", Source(NOW, "two.csv"))

    for plan in (one, two):
        above, below = plan.snapshot.tasks
        assert below.parent_task_id == above.id
    assert not set(by_id(one.snapshot)) & set(by_id(two.snapshot))


@pytest.mark.parametrize("name", ["one.csv", "renamed.csv"])
def test_a_uuid_means_the_same_task_in_every_table(name):
    text = f"id,title\n{uuid.UUID(ALL_ID)},Renamed\n"

    [task] = read_csv(text, Source(NOW, name)).snapshot.tasks

    assert task.id == ALL_ID
