from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from clara_edge.domain.drafts import ReminderDraft
from clara_edge.domain.due import Due
from clara_edge.domain.errors import (
    AlarmNotFoundError,
    FieldInvalidError,
    RecurrenceInvalidError,
    TimerNotFoundError,
    TitleInvalidError,
)
from clara_edge.domain.ringing import RingKind, RingState, begun, snoozed, stopped
from clara_edge.domain.timekeeping import (
    AlarmDraft,
    TimerState,
    extended,
    lasting,
    left,
    paused,
    restarted,
    resumed,
)
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.store import SqliteTaskStore
from clara_edge.storage.timekeeping import SqliteTimekeeping
from tests.clocks import ManualClock
from tests.tasks import add_task

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)
START = datetime(2026, 12, 1, 9, 0, tzinfo=BERLIN)


@pytest.fixture
def clock():
    return ManualClock(START)


@pytest.fixture
def database(tmp_path, clock):
    with TaskDatabase(tmp_path / "clara.db", clock) as opened:
        yield opened


@pytest.fixture
def keeping(database, clock):
    return SqliteTimekeeping(database, clock, origin="voice", boot="first")


@pytest.fixture
def tasks(database, clock):
    return SqliteTaskStore(database, clock, origin="voice")


def test_timer_runs_down_and_is_over(keeping, clock):
    timer = keeping.add_timer(10 * MINUTE, "pasta")

    clock.advance(4 * MINUTE)
    (running,) = keeping.timers()
    clock.advance(6 * MINUTE)
    (over,) = keeping.timers()

    assert (running.id, running.name, running.number) == (timer.id, "pasta", 1)
    assert running.state is TimerState.RUNNING
    assert left(running, START + 4 * MINUTE) == 6 * MINUTE
    assert over.state is TimerState.RINGING


def test_paused_timer_keeps_what_was_left(keeping, clock):
    timer = keeping.add_timer(10 * MINUTE)
    clock.advance(4 * MINUTE)
    keeping.change_timers([timer.id], paused)
    clock.advance(60 * MINUTE)

    (waiting,) = keeping.timers()
    (going,) = keeping.change_timers([timer.id], resumed)

    assert (waiting.state, waiting.remaining) == (TimerState.PAUSED, 6 * MINUTE)
    assert going.ends_at == clock.now() + 6 * MINUTE


def test_rules_change_how_long_a_timer_runs(keeping, clock):
    timer = keeping.add_timer(10 * MINUTE)
    clock.advance(4 * MINUTE)

    (more,) = keeping.change_timers([timer.id], lambda t, n: extended(t, MINUTE, n))
    (again,) = keeping.change_timers([timer.id], restarted)
    (longer,) = keeping.change_timers(
        [timer.id], lambda t, n: lasting(t, 12 * MINUTE, n)
    )

    ends = [t.ends_at - clock.now() for t in (more, again, longer)]
    assert ends == [7 * MINUTE, 10 * MINUTE, 12 * MINUTE]
    assert longer.duration == 12 * MINUTE


def test_taking_off_more_than_is_left_changes_nothing(keeping):
    timer = keeping.add_timer(MINUTE)

    with pytest.raises(FieldInvalidError, match="cannot run for -60 seconds"):
        keeping.change_timers([timer.id], lambda t, n: extended(t, -2 * MINUTE, n))

    assert keeping.timers()[0].ends_at == START + MINUTE


def test_clock_that_is_set_does_not_shift_a_running_timer(keeping, clock):
    keeping.add_timer(10 * MINUTE)

    clock.step(timedelta(hours=5))
    (ahead,) = keeping.timers()
    clock.step(timedelta(hours=-9))
    (behind,) = keeping.timers()

    assert left(ahead, START + timedelta(hours=5)) == 10 * MINUTE
    assert left(behind, START - timedelta(hours=4)) == 10 * MINUTE


def test_after_a_restart_of_the_machine_a_timer_goes_by_the_wall_clock(
    keeping, database, clock
):
    keeping.add_timer(10 * MINUTE)
    clock.restart()
    clock.step(3 * MINUTE)

    (timer,) = SqliteTimekeeping(database, clock, boot="second").timers()

    assert left(timer, clock.now()) == 7 * MINUTE


def test_setting_changing_and_cancelling_timers_is_undone_and_redone(
    keeping, tasks, clock
):
    timer = keeping.add_timer(10 * MINUTE, "pasta")
    other = keeping.add_timer(MINUTE)
    clock.advance(timedelta(seconds=20))
    keeping.change_timers([timer.id], paused)
    keeping.cancel_timers([timer.id, other.id])

    gone = keeping.timers()
    steps = [tasks.undo(origin="voice").summary for _ in range(4)]
    before = keeping.timers()
    for _ in range(3):
        tasks.redo(origin="voice")

    assert gone == []
    assert before == []
    assert steps == [
        "the pasta timer and 1 more",
        "the pasta timer",
        "the timer",
        "the pasta timer",
    ]
    states = {t.id: t.state for t in keeping.timers()}
    assert states == {timer.id: TimerState.PAUSED, other.id: TimerState.RUNNING}


def test_timer_that_has_rung_can_still_be_undone(keeping, tasks, clock):
    add_task(tasks, "Earlier")
    keeping.add_timer(MINUTE)
    clock.advance(2 * MINUTE)
    (ring,) = keeping.due(START, clock.now())
    keeping.put(stopped(begun(ring, clock.now())))

    tasks.undo(origin="voice")
    step = tasks.undo(origin="voice")

    assert step.summary == "Earlier"


def test_timers_are_seen_by_the_feed_of_changes(keeping, tasks):
    seq = tasks.last_change()
    keeping.add_timer(MINUTE, "tea")

    (notice,) = tasks.changes_since(seq)

    assert (notice.step.kind, notice.step.summary) == ("timer.add", "the tea timer")


@pytest.mark.parametrize(
    "seconds", [0, -5, 0.4, 366 * 86_400], ids=["none", "negative", "short", "long"]
)
def test_refuses_lengths_that_no_timer_has(keeping, seconds):
    with pytest.raises(FieldInvalidError):
        keeping.add_timer(timedelta(seconds=seconds))

    assert keeping.timers() == []


def test_refuses_a_name_that_cannot_be_one(keeping):
    with pytest.raises(TitleInvalidError):
        keeping.add_timer(MINUTE, "\x00")


def test_what_is_gone_cannot_be_changed(keeping):
    with pytest.raises(TimerNotFoundError):
        keeping.change_timers(["gone"], paused)
    with pytest.raises(AlarmNotFoundError):
        keeping.change_alarms(["gone"], lambda alarm, _: alarm)


def test_timer_that_was_over_for_a_day_is_forgotten(keeping, clock):
    keeping.add_timer(MINUTE)
    clock.advance(MINUTE)
    keeping.put(*[stopped(ring) for ring in keeping.due(START, clock.now())])

    soon = keeping.timers(done=True)
    clock.advance(timedelta(days=2))
    keeping.forget_done()

    assert [timer.state for timer in soon] == [TimerState.DONE]
    assert keeping.timers(done=True) == []


def test_alarm_is_set_changed_deleted_and_undone(keeping, tasks):
    alarm = keeping.add_alarm(
        AlarmDraft(date(2026, 12, 2), time(7), "swimming", "FREQ=WEEKLY;BYDAY=WE")
    )
    keeping.delete_alarms([alarm.id])

    gone = keeping.alarms()
    step = tasks.undo(origin="voice")

    assert gone == []
    assert step.summary == "the swimming alarm"
    assert keeping.alarms() == [alarm]


@pytest.mark.parametrize(
    "rule", ["FREQ=NEVER", "", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"]
)
def test_refuses_an_alarm_that_never_rings(keeping, rule):
    with pytest.raises(RecurrenceInvalidError):
        keeping.add_alarm(AlarmDraft(date(2026, 12, 2), time(7), rule=rule))

    assert keeping.alarms() == []


def test_alarm_is_due_once(keeping, clock):
    keeping.add_alarm(AlarmDraft(date(2026, 12, 2), time(7)))
    clock.advance(timedelta(hours=22))

    (ring,) = keeping.due(START, clock.now())
    keeping.put(begun(ring, clock.now()))
    again = keeping.due(START, clock.now())

    assert ring.due_at == datetime(2026, 12, 2, 6, 0, tzinfo=UTC)
    assert again == []


def test_alarm_switched_on_later_was_not_due_before(keeping, clock):
    keeping.add_alarm(AlarmDraft(date(2026, 12, 1), time(8), rule="FREQ=DAILY"))

    assert keeping.due(START - timedelta(days=1), clock.now()) == []


def test_reminders_of_open_tasks_are_due(keeping, tasks, clock):
    due = Due(date(2026, 12, 1), time(10), "Europe/Berlin")
    own = Due(date(2026, 12, 1), time(9, 30), "Europe/Berlin")
    task = add_task(
        tasks,
        "Dentist",
        due=due,
        reminders=(ReminderDraft(minutes_before=10), ReminderDraft(at=own)),
    )
    add_task(
        tasks,
        "Birthday",
        due=Due(date(2026, 12, 1)),
        reminders=(ReminderDraft(minutes_before=-15),),
    )
    clock.advance(timedelta(hours=1))

    found = keeping.due(START, clock.now())
    tasks.complete([task.id])
    left_over = keeping.due(START, clock.now())

    times = [(r.title, r.due_at.astimezone(BERLIN).strftime("%H:%M")) for r in found]
    assert times == [("Birthday", "09:15"), ("Dentist", "09:30"), ("Dentist", "09:50")]
    assert [ring.title for ring in left_over] == ["Birthday"]


def test_ring_ends_with_what_it_belongs_to(keeping, tasks, clock):
    timer = keeping.add_timer(MINUTE)
    keeping.add_alarm(AlarmDraft(date(2026, 12, 1), time(9, 1)))
    task = add_task(
        tasks,
        "Call",
        reminders=(
            ReminderDraft(at=Due(date(2026, 12, 1), time(9, 1), "Europe/Berlin")),
        ),
    )
    clock.advance(MINUTE)
    keeping.put(*[begun(r, clock.now()) for r in keeping.due(START, clock.now())])

    kinds = [ring.kind for ring in keeping.rings({RingState.RINGING})]
    keeping.change_timers([timer.id], restarted)
    tasks.complete([task.id])
    keeping.change_alarms(
        [a.id for a in keeping.alarms()], lambda a, _: replace(a, enabled=False)
    )

    assert sorted(kinds) == [RingKind.ALARM, RingKind.REMINDER, RingKind.TIMER]
    assert keeping.rings({RingState.RINGING}) == []


def test_next_due_is_the_earliest_of_everything(keeping, tasks, clock):
    keeping.add_alarm(AlarmDraft(date(2026, 12, 2), time(7)))
    first = keeping.next_due(clock.now())
    keeping.add_timer(30 * MINUTE, "tea")
    second = keeping.next_due(clock.now())
    add_task(
        tasks,
        "Call",
        reminders=(
            ReminderDraft(at=Due(date(2026, 12, 1), time(9, 10), "Europe/Berlin")),
        ),
    )
    third = keeping.next_due(clock.now())
    clock.advance(10 * MINUTE)
    (ring,) = keeping.due(START, clock.now())
    keeping.put(snoozed(begun(ring, clock.now()), clock.now() + MINUTE))
    fourth = keeping.next_due(clock.now())

    assert [r.kind for r in (first, second, third, fourth)] == [
        RingKind.ALARM,
        RingKind.TIMER,
        RingKind.REMINDER,
        RingKind.REMINDER,
    ]
    assert fourth.due_at == clock.now() + MINUTE


def test_looked_until_survives(keeping, database, clock):
    keeping.look(START)

    assert SqliteTimekeeping(database, clock).looked_until() == START
