"""The calendar feed: what other programs make of it, and who may read it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from dateutil.tz import tzical

from clara_edge.domain.access import Scope

from .conftest import Program

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from web_ui.services import Services

NEXT_YEAR = datetime.now(UTC).year + 1
DAY = f"{NEXT_YEAR}-05-04"


@pytest.fixture
def calendars(app: Flask) -> FlaskClient:
    """A calendar program, which is not paired."""
    return app.test_client()


def address(program: Program) -> str:
    made = program("POST", "/calendars", {"name": "Phone"}).get_json()
    return str(made["url"]).removeprefix("http://localhost")


def events(calendars: FlaskClient, path: str) -> dict[str, Any]:
    text = calendars.get(path).text
    return {str(e["SUMMARY"]): e for e in icalendar.Calendar.from_ical(text).events}


def test_days_and_times_are_events_that_two_programs_read_alike(
    program: Program, calendars: FlaskClient
) -> None:
    program.add(
        "Dentist \N{TOOTH}",
        due_date=f"{DAY}T14:30",
        due_zone="Europe/Berlin",
        estimated_minutes=45,
        reminders=[{"minutes_before": 15}],
        description="second floor; ring, twice\nand wait",
    )
    program.add("Tax", due_date=DAY, project="Office")
    program.add("Some day")
    path = address(program)

    found = events(calendars, path)
    other = vobject.readOne(calendars.get(path).text)

    zone = ZoneInfo("Europe/Berlin")
    assert set(found) == {"Dentist \N{TOOTH}", "Tax"}
    dentist, tax = found["Dentist \N{TOOTH}"], found["Tax"]
    start = datetime(NEXT_YEAR, 5, 4, 14, 30, tzinfo=zone)
    assert dentist["DTSTART"].dt == start
    assert dentist["DURATION"].dt == timedelta(minutes=45)
    assert tax["DTSTART"].dt == date(NEXT_YEAR, 5, 4)
    assert tax["DTEND"].dt == date(NEXT_YEAR, 5, 5)
    assert tax["CATEGORIES"].to_ical() == b"Office"
    read = {one.summary.value: one for one in other.vevent_list}
    # vobject keeps no zone whose changes are listed day by day; dateutil reads it
    assert read["Dentist \N{TOOTH}"].dtstart.value.replace(tzinfo=zone) == start
    read_zone = tzical(StringIO(calendars.get(path).text)).get("Europe/Berlin")
    assert start.replace(tzinfo=read_zone).utcoffset() == start.utcoffset()
    assert read["Dentist \N{TOOTH}"].valarm.trigger.value == timedelta(minutes=-15)
    assert read["Dentist \N{TOOTH}"].description.value.endswith("twice\nand wait")
    assert read["Tax"].dtstart.value == date(NEXT_YEAR, 5, 4)


def test_a_repetition_goes_on_without_the_occurrence_that_was_skipped(
    program: Program, calendars: FlaskClient
) -> None:
    program.add("Water", due_date=DAY, repeat="every sunday")

    (event,) = events(calendars, address(program)).values()

    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;BYDAY=SU"
    assert event["DTSTART"].dt.weekday() == 6


def test_what_is_done_or_deleted_is_no_event(
    program: Program, calendars: FlaskClient
) -> None:
    done = program.add("Done", due_date=DAY)
    gone = program.add("Gone", due_date=DAY)
    program("POST", f"/tasks/{done['id']}/complete")
    program("DELETE", f"/tasks/{gone['id']}")

    assert events(calendars, address(program)) == {}


def test_an_unchanged_calendar_is_not_sent_again(
    program: Program, calendars: FlaskClient
) -> None:
    task = program.add("Tax", due_date=DAY)
    path = address(program)
    first = calendars.get(path)
    seen = {"If-None-Match": first.headers["ETag"]}

    again = calendars.get(path, headers=seen)
    program("PATCH", f"/tasks/{task['id']}", {"title": "Taxes"}, If_Match="*")
    changed = calendars.get(path, headers=seen)

    assert first.content_type == "text/calendar; charset=utf-8"
    assert "private" in first.headers["Cache-Control"]
    assert (again.status_code, again.data) == (304, b"")
    assert changed.status_code == 200
    assert (
        icalendar.Calendar.from_ical(changed.text).events[0]["UID"]
        == (icalendar.Calendar.from_ical(first.text).events[0]["UID"])
    )


def test_tasks_can_be_asked_for_as_tasks(
    program: Program, calendars: FlaskClient
) -> None:
    program.add("Tax", due_date=DAY)

    text = calendars.get(f"{address(program)}?as=todo").text

    (todo,) = icalendar.Calendar.from_ical(text).todos
    assert todo["SUMMARY"] == "Tax"


def test_an_address_that_was_revoked_or_guessed_is_not_found(
    program: Program, calendars: FlaskClient
) -> None:
    path = address(program)
    (kept,) = program("GET", "/calendars").get_json()["items"]
    before = calendars.get(path).status_code

    revoked = program("DELETE", f"/calendars/{kept['id']}").status_code

    assert (before, revoked) == (200, 204)
    answers = [calendars.get(p) for p in (path, "/calendar/x.ics", "/calendar/é.ics")]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert "secret" not in str(program("GET", "/calendars").get_json())


def test_a_secret_address_opens_nothing_else_and_only_administrators_make_one(
    program: Program, app: Flask, services: Services
) -> None:
    secret = address(program).removeprefix("/calendar/").removesuffix(".ics")
    _device, token = services.access.store.add_token("writer", Scope.WRITE)

    assert Program(app, secret)("GET", "/tasks").status_code == 401
    assert Program(app, token)("POST", "/calendars", {"name": "x"}).status_code == 403
