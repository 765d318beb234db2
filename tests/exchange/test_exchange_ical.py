"""iCalendar: exact for what it carries, valid for others, patient with what others write."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import vobject
from hypothesis import given, settings
from icalendar import Calendar

from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import Recurrence, checked
from clara_edge.domain.snapshot import Snapshot
from clara_edge.domain.tasks import Occurrence, Priority, Reminder, Status
from clara_edge.exchange.formats import Format, read
from clara_edge.exchange.ical_read import read_icalendar
from clara_edge.exchange.ical_write import write_icalendar
from tests.exchange.samples import (
    ALL_ID,
    SOURCE,
    by_id,
    everything,
    project_names,
    task,
)
from tests.exchange.strategies import snapshots

DATA = Path(__file__).parent / "data"


def neutral(snapshot):
    """Return tasks without the ids of projects, which are names in iCalendar."""
    return [replace(task, project_id=None) for task in by_id(snapshot).values()]


def todo(*lines: str) -> str:
    return "\r\n".join(
        [
            *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VTODO"),
            *("UID:one", "SUMMARY:One", *lines),
            *("END:VTODO", "END:VCALENDAR", ""),
        ]
    )


def read_one(*lines: str):
    plan = read_icalendar(todo(*lines), SOURCE)
    [found] = plan.snapshot.tasks
    return found, plan.rejections


def test_everything_comes_back_exactly():
    plan = read_icalendar(write_icalendar(everything(), SOURCE), SOURCE)

    assert neutral(plan.snapshot) == neutral(everything())
    assert project_names(plan.snapshot) == project_names(everything())
    assert not plan.rejections


# tracing lines makes this five times slower, and examples elsewhere cover the same ones
@pytest.mark.no_cover
@settings(max_examples=60, deadline=None)
@given(snapshots())
def test_whatever_icalendar_can_carry_comes_back_exactly(snapshot):
    plan = read_icalendar(write_icalendar(snapshot, SOURCE), SOURCE)

    assert neutral(plan.snapshot) == neutral(snapshot)
    assert project_names(plan.snapshot) == project_names(snapshot)
    assert not plan.rejections


def test_another_program_reads_and_writes_it_and_nothing_is_lost():
    text = write_icalendar(everything(), SOURCE)

    calendar = vobject.readOne(text)
    calendar.validate(raiseException=True)
    plan = read_icalendar(calendar.serialize(), SOURCE)

    assert neutral(plan.snapshot) == neutral(everything())
    assert project_names(plan.snapshot) == project_names(everything())


@settings(max_examples=40, deadline=None)
@given(snapshots())
def test_whatever_goes_through_another_program_is_the_same(snapshot):
    text = write_icalendar(snapshot, SOURCE)

    plan = read_icalendar(vobject.readOne(text).serialize(), SOURCE)

    assert neutral(plan.snapshot) == neutral(snapshot)
    assert project_names(plan.snapshot) == project_names(snapshot)


def test_another_program_understands_the_values():
    calendar = vobject.readOne(write_icalendar(everything(), SOURCE))

    first = calendar.vtodo_list[0]
    assert first.summary.value == "Water; the plants, all: of them \N{POTTED PLANT}"
    assert first.due.value.astimezone(UTC) == datetime(2026, 12, 11, 13, 30, tzinfo=UTC)
    assert first.dtstart.value == first.due.value
    assert first.rrule.value == "FREQ=WEEKLY;COUNT=9;BYDAY=FR"
    assert first.priority.value == "1"
    assert first.status.value == "IN-PROCESS"
    assert first.categories.value == ["garden", "house"]
    child = calendar.vtodo_list[2]
    assert child.related_to.value == calendar.vtodo_list[1].uid.value
    assert child.due.value == date(2027, 2, 28)


@settings(max_examples=40, deadline=None)
@given(snapshots())
def test_every_file_is_valid(snapshot):
    text = write_icalendar(snapshot, SOURCE)

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    for component in Calendar.from_ical(text).walk("VTODO"):
        assert not component.errors
        if "RRULE" in component:  # RFC 5545, 3.8.5.3
            assert "DTSTART" in component
        if "DTSTART" in component and "DUE" in component:  # 3.8.2.3
            begin, end = component["DTSTART"].dt, component["DUE"].dt
            assert type(begin) is type(end)
            assert begin <= end or isinstance(begin, datetime)
        if "COMPLETED" in component:
            assert component["COMPLETED"].dt.tzinfo is not None


def test_a_done_repeating_task_does_not_end_the_series_elsewhere():
    weekly = checked(Recurrence(Due(date(2026, 12, 4)), "FREQ=WEEKLY"))
    done = task(
        ALL_ID,
        "Done once",
        status=Status.COMPLETED,
        due=Due(date(2026, 12, 4)),
        completed_at=SOURCE.now.astimezone(UTC),
        recurrence=weekly,
        occurrence=Occurrence(ALL_ID, 0, Due(date(2026, 12, 4))),
    )

    text = write_icalendar(Snapshot(tasks=[done]), SOURCE)

    assert "\nRRULE" not in text
    assert neutral(read_icalendar(text, SOURCE).snapshot) == [done]


def test_a_rule_that_another_program_changed_counts():
    text = write_icalendar(everything(), SOURCE)
    changed = text.replace(
        "\r\nRRULE:FREQ=WEEKLY;COUNT=9;BYDAY=FR", "\r\nRRULE:FREQ=DAILY"
    )

    found = by_id(read_icalendar(changed, SOURCE).snapshot)[ALL_ID]

    assert found.recurrence.rule == "FREQ=DAILY"
    assert found.recurrence.start == found.due


@pytest.mark.parametrize(
    ("number", "priority"),
    [
        *((0, Priority.MEDIUM), (1, Priority.URGENT), (2, Priority.HIGH)),
        *((4, Priority.HIGH), (5, Priority.MEDIUM), (6, Priority.LOW)),
        (9, Priority.LOW),
    ],
)
def test_reads_every_priority(number, priority):
    found, rejections = read_one(f"PRIORITY:{number}")

    assert found.priority is priority
    assert not rejections


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("DUE;VALUE=DATE:20261201", Due(date(2026, 12, 1))),
        ("DUE:20261201", Due(date(2026, 12, 1))),
        (
            "DUE;TZID=America/New_York:20261201T143000",
            Due(date(2026, 12, 1), time(14, 30), "America/New_York"),
        ),
        ("DUE:20261201T133000Z", Due(date(2026, 12, 1), time(14, 30), "Europe/Berlin")),
        ("DUE:20261201T143000", Due(date(2026, 12, 1), time(14, 30), "Europe/Berlin")),
        (
            'DUE;TZID="W. Europe Standard Time":20261201T143000',
            Due(date(2026, 12, 1), time(14, 30), "Europe/Berlin"),
        ),
        (
            "DUE;TZID=/freeassociation.sourceforge.net/Europe/Paris:20261201T143000",
            Due(date(2026, 12, 1), time(14, 30), "Europe/Paris"),
        ),
    ],
)
def test_reads_due_dates_as_they_were_meant(line, due):
    found, rejections = read_one(line)

    assert found.due == due
    assert not rejections


def test_duration_after_start_is_a_due_date():
    found, _ = read_one("DTSTART;VALUE=DATE:20261201", "DURATION:P2D")

    assert found.due == Due(date(2026, 12, 3))


@pytest.mark.parametrize(
    "line",
    [
        *("DUE:20260230", "DUE:tomorrow", "DUE;TZID=Mars/Base:20261201T143000"),
        *("PRIORITY:high", "PRIORITY:10", "STATUS:MAYBE", "DTSTART:x", "COMPLETED:x"),
        *("RRULE:FREQ=NEVER", "RRULE:FREQ=DAILY;BYDAY=XX", "RRULE:", "EXDATE:x"),
        *("ESTIMATED-DURATION:long", "X-CLARA-POSITION:first", "X-CLARA-NUMBER:-1"),
        *(
            "RDATE:20261201",
            "no colon",
            "=:",
            "DUE:99999999",
            "DURATION:P99999999999999D",
            "DURATION:P3000000D",
        ),
    ],
)
def test_reports_a_property_that_is_wrong_and_takes_the_task(line):
    first = "DTSTART;VALUE=DATE:20261101" if "DTSTART" not in line else "CLASS:PRIVATE"
    found, rejections = read_one(first, line)

    assert found.title == "One"
    assert [rejection.where for rejection in rejections] == ["line 8"]


@pytest.mark.parametrize(
    ("trigger", "reminder"),
    [
        ("TRIGGER:-PT15M", Reminder("a", minutes_before=15)),
        ("TRIGGER;RELATED=END:-P1D", Reminder("a", minutes_before=1440)),
        ("TRIGGER;RELATED=END:PT10M", Reminder("a", minutes_before=-10)),
        (
            "TRIGGER;VALUE=DATE-TIME:20261201T080000Z",
            Reminder("a", at=Due(date(2026, 12, 1), time(9), "Europe/Berlin")),
        ),
    ],
)
def test_reads_alarms(trigger, reminder):
    alarm = ("BEGIN:VALARM", "UID:a", "ACTION:AUDIO", trigger, "END:VALARM")
    found, rejections = read_one("DUE;TZID=Europe/Berlin:20261201T143000", *alarm)

    assert found.reminders == (reminder,)
    assert not rejections


def test_an_alarm_related_to_the_start_keeps_its_moment():
    alarm = ("BEGIN:VALARM", "UID:a", "TRIGGER:-PT1H", "END:VALARM")
    found, _ = read_one("DTSTART:20261130T100000", "DUE:20261201T100000", *alarm)

    at = Due(date(2026, 11, 30), time(9), "Europe/Berlin")
    assert found.reminders == (Reminder("a", at=at),)


def test_reads_what_nextcloud_writes():
    kind, plan = read((DATA / "nextcloud.ics").read_bytes(), None, SOURCE)

    assert kind is Format.ICS
    titles = {task.title: task for task in plan.snapshot.tasks}
    parent, child = titles["Renovate"], titles["Buy paint"]
    assert child.parent_task_id == parent.id
    assert set(project_names(plan.snapshot).values()) == {"House"}
    assert parent.due == Due(date(2026, 12, 18), time(12), "Europe/Berlin")
    assert child.tags == ("errand", "paint-white")
    assert child.status is Status.COMPLETED
    assert titles["Bins"].recurrence.rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    assert titles["Bins"].due == Due(date(2026, 12, 8))
    reasons = [rejection.reason for rejection in plan.rejections]
    assert any("VEVENT is not a task" in reason for reason in reasons)
    assert len(plan.rejections) == 1


def test_importing_twice_gives_the_same_ids():
    data = (DATA / "nextcloud.ics").read_bytes()

    _, one = read(data, None, SOURCE)
    _, two = read(data, None, SOURCE)

    assert one.snapshot.tasks == two.snapshot.tasks


@pytest.mark.parametrize("text", ["abc", "10", "-1", "\u0663", ""])
def test_a_priority_that_is_none_is_reported_in_words(text):
    data = (
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:a\nSUMMARY:A\n"
        f"PRIORITY:{text}\nEND:VTODO\nEND:VCALENDAR\n"
    )

    [rejection] = read_icalendar(data, SOURCE).rejections

    assert rejection.reason == "a priority is a number from 0 to 9"
