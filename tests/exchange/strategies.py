"""Snapshots of any shape, for property tests."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from clara_edge.domain.due import Due
from clara_edge.domain.errors import InputInvalidError
from clara_edge.domain.recurrence import Recurrence, checked, slots
from clara_edge.domain.snapshot import Snapshot
from clara_edge.domain.tasks import (
    Occurrence,
    Priority,
    Project,
    Reminder,
    Status,
    Tag,
    Task,
    clean_title,
)
from clara_edge.domain.templates import Template, TemplateTask
from clara_edge.domain.values import clean_tag

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC", "Pacific/Apia")
RULES = (
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3;COUNT=5",
    "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=12",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
)
INTERVALS = ("P1D", "P3D", "P2W", "P1M", "P1Y")

_letters = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
# what the formats give a meaning
_odd = st.sampled_from(
    [
        *"=+-@'\"\\;,:#!*_[]()|<>&\t ",
        *("!high", "#tag", "due:2026-01-01", "- [ ]", "\\n", "📅 2026-01-01", "@label"),
    ]
)
notes = st.lists(_letters | _odd | st.just("\n"), max_size=12).map("".join)
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
# as iCalendar and Taskwarrior have them: to the second
instants = st.integers(631_152_000, 3_786_912_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


@st.composite
def titles(draw) -> str:
    raw = "".join(draw(st.lists(_letters | _odd, min_size=1, max_size=12)))
    return clean_title(unicodedata.normalize("NFC", raw.replace("\t", " ")) + "x")


@st.composite
def tags(draw) -> tuple[str, ...]:
    raw = draw(st.lists(st.text(_letters, min_size=1, max_size=5), max_size=3))
    names = {}
    for name in raw:
        tag = clean_tag(name + "x")
        names.setdefault(tag.casefold(), tag)
    return tuple(sorted(names.values(), key=str.casefold))


@st.composite
def dues(draw) -> Due:
    day = draw(days)
    if draw(st.booleans()):
        return Due(day)
    clock = time(draw(st.integers(0, 23)), draw(st.integers(0, 59)))
    due = Due(day, clock, draw(st.sampled_from(ZONES)))
    # a time that daylight saving leaves out is another one once it was a moment
    return Due.at_instant(due.instant, due.zone)


@st.composite
def reminders(draw, index: int, due: Due | None) -> Reminder:
    identity = f"r{index}-{draw(st.uuids()).hex}"
    at = draw(dues())
    if due is not None and (at.time is None or draw(st.booleans())):
        return Reminder(identity, minutes_before=draw(st.integers(-9999, 9999)))
    at = at if at.time is not None else Due(at.day, time(9), "Europe/Berlin")
    return Reminder(identity, at=at)


@st.composite
def recurrences(draw) -> tuple[Recurrence, Occurrence, Due] | None:
    start = draw(dues())
    try:
        if draw(st.booleans()):
            rule = draw(st.sampled_from(RULES))
            recurrence = checked(Recurrence(start, rule))
        else:
            length = draw(st.sampled_from(INTERVALS))
            recurrence = checked(Recurrence(start, None, length))
    except InputInvalidError:
        return None
    steps = draw(st.integers(0, 3))
    slot = recurrence.start
    for index, found in enumerate(slots(recurrence)):
        slot = found
        if index == steps:
            break
    return recurrence, Occurrence(draw(st.uuids()).hex, steps, slot), slot


@st.composite
def tasks(draw, number: int) -> Task:
    status = draw(st.sampled_from(list(Status)))
    repeats = draw(st.none() | recurrences())
    due = draw(st.none() | dues()) if repeats is None else repeats[2]
    start = draw(st.none() | days)
    if start is not None and due is not None and start > due.day:
        start = due.day
    created = draw(instants)
    return Task(
        id=draw(st.uuids()).hex,
        number=number,
        title=draw(titles()),
        description=draw(notes),
        priority=draw(st.sampled_from(list(Priority))),
        status=status,
        due=due,
        start=start,
        estimated_minutes=draw(st.none() | st.integers(1, 5000)),
        position=draw(st.floats(-1e6, 1e6)),
        tags=draw(tags()),
        reminders=tuple(
            draw(reminders(index, due)) for index in range(draw(st.integers(0, 2)))
        ),
        recurrence=repeats[0] if repeats else None,
        occurrence=repeats[1] if repeats else None,
        created_at=created,
        updated_at=created + timedelta(seconds=draw(st.integers(0, 10**6))),
        completed_at=draw(instants) if status is Status.COMPLETED else None,
    )


@st.composite
def template_tasks(draw, depth: int = 0) -> TemplateTask:
    more = st.lists(template_tasks(depth + 1), max_size=2) if depth < 2 else st.just([])
    days = draw(st.none() | st.integers(-99, 99))
    clock = draw(st.none() | st.integers(0, 86_399))
    at = None
    if days is not None and clock is not None:
        at = time(clock // 3600, clock // 60 % 60, clock % 60)
    return TemplateTask(
        title=draw(titles()),
        due_after_days=days,
        due_time=at,
        tags=draw(tags()),
        subtasks=tuple(draw(more)),
    )


@st.composite
def snapshots(draw) -> Snapshot:
    """Draw tasks in projects and below each other; ids, names and numbers are unique."""
    projects = [
        Project(draw(st.uuids()).hex, f"{draw(titles())[:80]} {index}", position=index)
        for index in range(draw(st.integers(0, 2)))
    ]
    made: list[Task] = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        task = draw(tasks(number))
        parent = draw(st.none() | st.sampled_from(made)) if made else None
        project = draw(st.none() | st.sampled_from(projects)) if projects else None
        given = {
            "parent_task_id": parent.id if parent else None,
            "project_id": project.id if project else None,
        }
        made.append(_replaced(task, given))
    return Snapshot(projects=projects, tasks=made)


@st.composite
def full_snapshots(draw) -> Snapshot:
    """Draw what only JSON carries as well: tags with colours, templates, the trash."""
    base = draw(snapshots())
    deleted = [
        _replaced(task, {"deleted_at": draw(st.none() | instants)})
        for task in base.tasks
    ]
    named = [
        Template(
            f"x{index}", f"{draw(titles())[:80]} {index}", (draw(template_tasks()),)
        )
        for index in range(draw(st.integers(0, 1)))
    ]
    colours = [
        Tag(f"t{index}", f"{name}{index}", draw(st.none() | st.just("#12ab9f")))
        for index, name in enumerate(draw(tags()))
    ]
    return Snapshot(
        projects=base.projects, tags=colours, tasks=deleted, templates=named
    )


def _replaced(task: Task, values: dict) -> Task:

    return replace(task, **values)
