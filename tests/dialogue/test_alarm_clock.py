from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from clara_edge.config.schema import Replies
from clara_edge.dialogue.alarm_clock import AlarmClock
from clara_edge.domain.drafts import ReminderDraft
from clara_edge.domain.due import Due
from clara_edge.domain.ringing import RingState, snoozed
from clara_edge.domain.timekeeping import AlarmDraft, extended
from clara_edge.storage.announcements import Announcements
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.store import SqliteTaskStore
from clara_edge.storage.timekeeping import SqliteTimekeeping
from clara_edge.storage.times import to_column
from tests.clocks import ManualClock
from tests.tasks import add_task

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 12, 1, 9, 0, tzinfo=BERLIN)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


_MANY = """
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
INSERT INTO timers (id, number, name, duration_ms, ends_at, created_at, updated_at)
SELECT 'i' || i, i, 't' || i, 60000, :ends, :ends, :ends FROM n
"""


class House:
    """A device whose alarm clock can be restarted, and whoever sets things from outside."""

    def __init__(self, path, start=START):
        self.path = path
        self.time = ManualClock(start)
        self.outside = TaskDatabase(path, self.time)
        self.keeping = SqliteTimekeeping(self.outside, self.time, boot="b")
        self.tasks = SqliteTaskStore(self.outside, self.time, origin="voice")
        self.announcements = Announcements(self.outside)
        self.inside = None
        self.start()

    def start(self):
        if self.inside is not None:
            self.inside.close()  # killed: nothing else is done
        self.inside = TaskDatabase(self.path, self.time)
        self.clock = AlarmClock(
            SqliteTimekeeping(self.inside, self.time, origin="voice", boot="b"),
            Announcements(self.inside),
            self.time,
            Replies(clock="24"),
        )

    def close(self):
        self.inside.close()
        self.outside.close()

    def hear(self, *, quiet=False):
        """Look once and hear what rings."""
        sounding = self.clock.look(quiet=quiet)
        if sounding.text:
            self.clock.heard(sounding)
        return sounding.text

    def hear_for(self, span, *, every=SECOND, quiet=False):
        """Return what is heard in a span of time, each with the time."""
        heard = []
        for _ in range(span // every):
            self.time.advance(every)
            if text := self.hear(quiet=quiet):
                heard.append((f"{self.time.now():%H:%M:%S}", text))
        return heard

    def remind(self, title, at):
        reminder = ReminderDraft(at=Due(at.date(), at.time(), "Europe/Berlin"))
        return add_task(self.tasks, title, reminders=(reminder,))


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path / "clara.db")
    made.hear()
    yield made
    made.close()


def test_timer_rings_on_the_second_until_it_is_stopped(house):
    house.keeping.add_timer(10 * SECOND, "pasta")

    heard = house.hear_for(13 * SECOND)
    house.clock.stop()
    after = house.hear_for(5 * SECOND)

    assert heard[0] == ("09:00:10", "Pasta timer is done.")
    assert len(heard) == 4
    assert after == []


def test_timer_that_nobody_stops_rings_for_fifteen_minutes(house):
    house.keeping.add_timer(MINUTE)

    heard = house.hear_for(30 * MINUTE, every=10 * SECOND)

    assert (heard[0][0], heard[-1][0]) == ("09:01:00", "09:16:00")
    assert house.keeping.timers() == []


def test_reminder_is_said_three_times_then_told_at_the_next_turn(house):
    house.remind("Call the dentist", START + MINUTE)

    heard = house.hear_for(20 * MINUTE, every=SECOND * 5)

    text = "Reminder: call the dentist."
    assert heard == [("09:01:00", text), ("09:02:00", text), ("09:06:00", text)]
    assert [a.text for a in house.announcements.untold()] == [
        "Nobody answered the reminder at 9:01, call the dentist."
    ]


def test_what_rings_together_is_said_together(house):
    house.remind("Call the dentist", START + MINUTE)
    house.keeping.add_timer(MINUTE, "tea")

    ((_, text),) = house.hear_for(MINUTE)

    assert text == "Reminder: call the dentist. Tea timer is done."


def test_killed_while_it_rings_it_goes_on_once_started(house):
    house.keeping.add_timer(MINUTE, "tea")
    house.time.advance(MINUTE)
    house.clock.look()

    house.start()
    heard = house.hear()

    assert heard == "Tea timer is done."
    assert len(house.keeping.rings({RingState.RINGING})) == 1


def test_what_was_answered_is_not_heard_again_after_a_restart(house):
    house.keeping.add_timer(MINUTE, "tea")
    house.remind("Call", START + MINUTE)
    house.time.advance(MINUTE)
    house.hear()
    house.clock.stop()

    house.start()
    house.time.step(-10 * MINUTE)

    assert house.hear_for(30 * MINUTE, every=MINUTE) == []


def test_what_was_missed_while_off_is_summed_up_once(house):
    house.keeping.add_timer(MINUTE, "tea")
    house.keeping.add_alarm(AlarmDraft(date(2026, 12, 1), time(10)))
    house.remind("Call the dentist", START + 2 * HOUR)
    house.time.advance(8 * HOUR)

    house.start()
    first, second = house.hear(), house.hear()

    assert first == (
        "While I was off: the tea timer was done at 9:01; the alarm at 10:00;"
        " the reminder at 11:00, call the dentist."
    )
    assert second == ""
    assert house.announcements.untold() == []


def test_missed_summary_that_nobody_heard_is_told_at_the_next_turn(house):
    house.keeping.add_timer(MINUTE, "tea")
    house.time.advance(8 * HOUR)

    house.start()
    sounding = house.clock.look()

    assert [a.text for a in house.announcements.untold()] == [sounding.text]


def test_what_is_a_few_minutes_late_still_rings(house):
    house.keeping.add_alarm(AlarmDraft(date(2026, 12, 1), time(9, 5)))
    house.time.advance(10 * MINUTE)

    house.start()

    assert house.hear() == "Alarm. It is 9:10."


def test_repeating_alarm_rings_once_a_day_over_both_clock_changes(tmp_path):
    start = datetime(2027, 3, 26, 12, 0, tzinfo=BERLIN)
    house = House(tmp_path / "clara.db", start)
    house.hear()
    house.keeping.add_alarm(AlarmDraft(date(2027, 3, 27), time(7), rule="FREQ=DAILY"))
    for day in (start, datetime(2027, 10, 29, 12, 0, tzinfo=BERLIN)):
        house.time.step(day.astimezone(UTC) - house.time.now().astimezone(UTC))
        house.start()
        house.hear()
        rung = []
        for _ in range(4 * 24 * 6):
            house.time.advance(10 * MINUTE)
            if house.hear():
                rung.append(f"{house.time.now():%d %H:%M}")
                house.clock.stop()
        days = [day + timedelta(days=n) for n in range(1, 5)]
        assert rung == [f"{each:%d} 07:00" for each in days]
    house.close()


def test_clock_that_is_set_neither_loses_nor_doubles_a_ring(house):
    house.keeping.add_alarm(AlarmDraft(date(2026, 12, 1), time(9, 30)))
    house.keeping.add_timer(20 * MINUTE, "tea")

    house.hear_for(5 * MINUTE, every=MINUTE)
    house.time.step(28 * MINUTE)  # past the alarm, not past the timer
    forward = house.hear()
    house.clock.stop()
    house.time.step(-20 * MINUTE)  # before the alarm again
    heard = house.hear_for(14 * MINUTE, every=MINUTE)
    last = house.hear_for(MINUTE)

    assert forward == "Alarm. It is 9:33."
    assert heard == []
    assert last[0][1] == "Tea timer is done."


def test_alarm_in_the_past_of_a_wrong_clock_still_rings(tmp_path):
    house = House(tmp_path / "clara.db", datetime(2028, 1, 1, tzinfo=BERLIN))
    house.hear()
    house.keeping.add_alarm(AlarmDraft(date(2026, 12, 1), time(9, 30)))

    house.time.step(START.astimezone(UTC) - house.time.now().astimezone(UTC))
    heard = house.hear_for(31 * MINUTE, every=MINUTE)
    house.close()

    assert heard[0][0] == "09:30:00"


def test_quiet_holds_back_reminders_but_no_alarm(house):
    house.remind("Call the dentist", START + MINUTE)
    house.keeping.add_alarm(AlarmDraft(date(2026, 12, 1), time(9, 2)))

    during = house.hear_for(2 * MINUTE, every=MINUTE, quiet=True)
    house.clock.stop()
    house.time.advance(3 * HOUR)
    after = house.hear()

    assert during == [("09:02:00", "Alarm. It is 9:02.")]
    assert after == "Reminder: call the dentist."


def test_snoozed_ring_comes_back(house):
    house.remind("Call", START + MINUTE)
    house.time.advance(MINUTE)
    house.hear()
    (ring,) = house.keeping.rings({RingState.RINGING})
    house.keeping.put(snoozed(ring, house.time.now().astimezone(UTC) + 10 * MINUTE))

    heard = house.hear_for(10 * MINUTE, every=MINUTE)

    assert heard == [("09:11:00", "Reminder: call.")]


@pytest.mark.parametrize("how", ["complete", "delete"])
def test_reminder_of_a_task_that_is_done_or_gone_is_not_heard(house, how):
    task = house.remind("Call", START + MINUTE)
    getattr(house.tasks, how)([task.id])

    assert house.hear_for(5 * MINUTE, every=MINUTE) == []


def test_task_completed_while_its_reminder_is_snoozed_stays_silent(house):
    task = house.remind("Call", START + MINUTE)
    house.time.advance(MINUTE)
    house.hear()
    (ring,) = house.keeping.rings({RingState.RINGING})
    house.keeping.put(snoozed(ring, house.time.now().astimezone(UTC) + MINUTE))
    house.tasks.complete([task.id])

    assert house.hear_for(5 * MINUTE, every=MINUTE) == []


def test_timer_given_more_time_while_it_rings_rings_again_later(house):
    timer = house.keeping.add_timer(MINUTE, "tea")
    house.time.advance(MINUTE)
    house.hear()

    house.keeping.change_timers([timer.id], lambda t, now: extended(t, MINUTE, now))
    heard = house.hear_for(MINUTE)

    assert heard == [("09:02:00", "Tea timer is done.")]


def test_reminder_set_for_a_time_that_is_over_is_not_heard(house):
    house.time.advance(3 * HOUR)
    house.hear()

    house.remind("Call", START + 2 * HOUR)

    assert house.hear_for(3 * MINUTE, every=MINUTE) == []
    assert house.announcements.untold() == []


def test_rings_although_the_disk_takes_nothing(house):
    house.keeping.add_timer(MINUTE, "tea")
    with house.inside.write() as db:
        db.execute(
            "CREATE TEMP TRIGGER full BEFORE INSERT ON rings"
            " BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    house.time.advance(MINUTE)

    first = house.hear()
    house.time.advance(SECOND)
    second = house.hear()
    house.clock.stop()
    house.time.advance(SECOND)

    assert (first, second) == ("Tea timer is done.", "Tea timer is done.")
    assert house.hear() == ""


def test_nothing_is_read_while_nothing_happens(house):
    house.keeping.add_timer(HOUR)
    house.hear()
    statements = []
    with house.inside.read() as db:
        db.conn.set_trace_callback(statements.append)

    for _ in range(10):
        house.time.advance(SECOND)
        house.hear()

    assert {s for s in statements if "data_version" not in s} == set()


def test_thousand_timers_ring_at_once(house):
    with house.outside.write() as db:
        db.execute(_MANY, {"ends": to_column(START + MINUTE)})
    house.time.advance(MINUTE)

    text = house.hear()

    assert text.endswith("And 995 more.")
