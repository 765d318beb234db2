"""Tasks with everything in them, and how two of them are compared."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import Recurrence, checked
from clara_edge.domain.snapshot import Snapshot
from clara_edge.domain.tasks import (
    Occurrence,
    Priority,
    Project,
    Reminder,
    Status,
    Tag,
    Task,
)
from clara_edge.domain.templates import Template, TemplateTask
from clara_edge.exchange.source import Source

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=BERLIN)
SOURCE = Source(NOW, "tasks")
CREATED = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
ALL_ID = "0c4d8a3e5f6b47d19a2b3c4d5e6f7a8b"
PARENT_ID = "11111111111141118111111111111111"
CHILD_ID = "22222222222242228222222222222222"
DONE_ID = "33333333333343338333333333333333"


def task(identity: str, title: str, **values) -> Task:
    given = {"number": 0, "created_at": CREATED, "updated_at": CREATED} | values
    return Task(id=identity, title=title, **given)


def everything() -> Snapshot:
    """Return a snapshot in which every field of every type is used."""
    start = Due(date(2026, 12, 4), time(14, 30), "Europe/Berlin")
    weekly = checked(
        Recurrence(start, "FREQ=WEEKLY;BYDAY=FR;COUNT=10", None, ("2026-12-25T14:30",))
    )
    return Snapshot(
        projects=(
            Project(
                "p-home", "Home", "At home", "#33aa77", False, ("sink", "#house"), 1.0
            ),
            Project("p-old", "Old", archived=True, position=2.5),
        ),
        tags=(Tag("t-1", "house", "#ff0000"), Tag("t-2", "unused")),
        tasks=(
            task(
                ALL_ID,
                "Water; the plants, all: of them \N{POTTED PLANT}",
                number=7,
                updated_at=datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
                description="First line, with commas; and more\n\n- [ ] not a task\nlast \\n",
                project_id="p-home",
                priority=Priority.URGENT,
                status=Status.IN_PROGRESS,
                due=Due(date(2026, 12, 11), time(14, 30), "Europe/Berlin"),
                start=date(2026, 12, 2),
                estimated_minutes=45,
                position=-1.5,
                tags=("garden", "house"),
                reminders=(
                    Reminder("r-1", minutes_before=30),
                    Reminder("r-2", minutes_before=-10),
                    Reminder(
                        "r-3", at=Due(date(2026, 12, 11), time(8), "America/New_York")
                    ),
                ),
                recurrence=weekly,
                occurrence=Occurrence(
                    ALL_ID, 1, Due.parse("2026-12-11T14:30", "Europe/Berlin")
                ),
            ),
            task(PARENT_ID, "=SUM(A1)", number=8, priority=Priority.LOW, position=2.0),
            task(
                CHILD_ID,
                "-1+1 child",
                number=9,
                parent_task_id=PARENT_ID,
                due=Due(date(2027, 2, 28)),
                start=date(2027, 2, 1),
                priority=Priority.HIGH,
                position=3.0,
                recurrence=checked(Recurrence(Due(date(2027, 2, 28)), None, "P3M")),
                occurrence=Occurrence(CHILD_ID, 0, Due(date(2027, 2, 28))),
            ),
            task(
                DONE_ID,
                "Done \N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED}",
                number=10,
                project_id="p-home",
                status=Status.COMPLETED,
                completed_at=datetime(2026, 11, 22, 7, 0, tzinfo=UTC),
                position=4.0,
            ),
        ),
        templates=(
            Template(
                "x-1",
                "Trip",
                (
                    TemplateTask(
                        "Pack",
                        "notes",
                        Priority.HIGH,
                        -1,
                        time(18, 0),
                        -2,
                        30,
                        ("travel",),
                        (60,),
                        (TemplateTask("Socks"),),
                    ),
                ),
                "Home",
            ),
        ),
    )


def by_id(snapshot: Snapshot) -> dict[str, Task]:
    return {task.id: task for task in snapshot.tasks}


def project_names(snapshot: Snapshot) -> dict[str, str | None]:
    names = {project.id: project.name for project in snapshot.projects}
    return {task.id: names.get(task.project_id or "") for task in snapshot.tasks}
