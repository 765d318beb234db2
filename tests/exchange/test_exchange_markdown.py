"""Markdown: what is written comes back, and checklists of other programs are understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given, settings

from clara_edge.domain.due import Due
from clara_edge.domain.snapshot import Snapshot
from clara_edge.domain.tasks import Priority, Status
from clara_edge.exchange.formats import Format, read
from clara_edge.exchange.markdown import read_markdown, write_markdown
from clara_edge.exchange.structure import parents_first
from tests.exchange.samples import CREATED, SOURCE, project_names, task
from tests.exchange.strategies import snapshots

DATA = Path(__file__).parent / "data"


def neutral(snapshot):
    """Return what Markdown carries, in its order; ids are those of no program."""
    names = project_names(snapshot)
    tasks = {task.id: task for task in snapshot.tasks}
    projects = ["", *(project.name for project in snapshot.projects)]
    found = []
    for name in projects:
        inside = [task for task in snapshot.tasks if (names[task.id] or "") == name]
        for depth, one in parents_first(inside):
            recurrence = one.recurrence
            if recurrence is not None:
                recurrence = replace(recurrence, exceptions=())
            same = replace(
                one,
                id="",
                number=0,
                position=0,
                project_id=None,
                parent_task_id=None,
                created_at=CREATED,
                updated_at=CREATED,
                recurrence=recurrence,
                occurrence=None,
                reminders=tuple(replace(r, id="") for r in one.reminders),
            )
            found.append((name, depth, same))
    assert len(found) == len(tasks)
    return found


@settings(max_examples=80, deadline=None)
@given(snapshots())
def test_whatever_markdown_can_carry_comes_back(snapshot):
    plan = read_markdown(write_markdown(snapshot, SOURCE), SOURCE)

    assert neutral(plan.snapshot) == neutral(snapshot)
    assert not plan.rejections


@pytest.mark.parametrize(
    "title",
    [
        *("!high", "buy #milk", "due:2026-01-01", "\\#tag", "\\\\!low", "[x] boxed"),
        *("📅 2026-01-01", "a📅 2026-01-01", "tag:x", "# heading", "- [ ] item", "> q"),
        *("every:day", "🔺", "```", "---"),
    ],
)
def test_titles_that_look_like_the_notation_stay_titles(title):
    text = write_markdown(Snapshot(tasks=[task("a", title)]), SOURCE)

    plan = read_markdown(text, SOURCE)

    [found] = plan.snapshot.tasks
    assert (found.title, found.tags, found.due) == (title, (), None)
    assert found.priority is Priority.MEDIUM
    assert not plan.rejections


def test_reads_what_obsidian_writes():
    kind, plan = read((DATA / "obsidian.md").read_bytes(), None, SOURCE)

    assert kind is Format.MARKDOWN
    found = {task.title: task for task in plan.snapshot.tasks}
    fence = found["Paint the fence"]
    assert (fence.priority, fence.tags) == (Priority.URGENT, ("garden",))
    assert (fence.due, fence.start) == (Due(date(2026, 12, 18)), date(2026, 12, 1))
    assert found["buy paint"].parent_task_id == fence.id
    assert found["buy paint"].status is Status.COMPLETED
    assert found["brushes"].description == "the good ones"
    assert found["Bins"].recurrence.rule.startswith("FREQ=WEEKLY")
    assert found["Old idea"].status is Status.CANCELLED
    report = found["Report [link](page#part) flat #4"]
    assert (report.status, report.priority) == (Status.IN_PROGRESS, Priority.HIGH)
    names = project_names(plan.snapshot)
    assert (names[fence.id], names[report.id]) == ("House", "Work")
    assert [rejection.where for rejection in plan.rejections] == [
        *("line 1", "line 6", "line 14", "line 20", "line 22"),
    ]
    assert "not a task" not in found


def test_a_list_without_boxes_is_a_list_of_tasks():
    plan = read_markdown("Shopping\n========\n* milk\n* bread\n\n1. eggs\n", SOURCE)

    assert [task.title for task in plan.snapshot.tasks] == ["milk", "bread", "eggs"]
    assert set(project_names(plan.snapshot).values()) == {"Shopping"}


def test_the_notation_of_the_documentation_means_what_it_says():
    text = (
        "- [ ] Call the dentist !high #phone due:2026-12-01T14:30[Europe/Berlin] est:15m\n"
        "  > ask about Tuesday\n"
        "  - [x] find the number\n"
        "# Home\n"
        "- [ ] Water the plants due:2026-12-04 every:FREQ=WEEKLY\n"
    )

    plan = read_markdown(text, SOURCE)

    call, number, water = plan.snapshot.tasks
    assert call.title == "Call the dentist"
    assert call.due == Due(date(2026, 12, 1), time(14, 30), "Europe/Berlin")
    assert (call.estimated_minutes, call.description) == (15, "ask about Tuesday")
    assert number.parent_task_id == call.id
    assert water.recurrence.start == Due(date(2026, 12, 4))
    assert not plan.rejections


@pytest.mark.parametrize(
    "mark",
    ["due:never", "start:x", "est:long", "remind:x", "every:x", "after:x", "from:x"],
)
def test_reports_a_mark_that_is_wrong_and_takes_the_task(mark):
    plan = read_markdown(f"- [ ] One {mark}\n", SOURCE)

    assert [task.title for task in plan.snapshot.tasks] == ["One"]
    assert [rejection.where for rejection in plan.rejections] == ["line 1"]
