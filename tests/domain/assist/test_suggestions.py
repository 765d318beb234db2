"""What is suggested, in which words, and what a "yes" does."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clara_edge.domain.assist import (
    AddTask,
    ChangeTasks,
    Facts,
    Offer,
    Postponed,
    Seen,
    Suggestion,
    SuggestionKind,
    suggestions,
)
from clara_edge.domain.due import Due
from clara_edge.domain.tasks import Priority, Task

NOW = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)  # a Thursday
TODAY = NOW.date()
NAMES = {"w": "Work", "s": "Shopping list"}


def task(number, title="Task", **values):
    values.setdefault("created_at", NOW - timedelta(days=60))
    return Task(f"id{number}", number, title, updated_at=NOW, **values)


def whole(offset):
    return Due(TODAY + timedelta(days=offset))


def timed(offset, hour, minute=0):
    return Due(TODAY + timedelta(days=offset), time(hour, minute), "UTC")


def made(**facts):
    return suggestions(Facts(project_names=NAMES, **facts), NOW)


def only(**facts):
    [found] = made(**facts)
    return found


def test_without_facts_nothing_is_suggested():
    assert suggestions(Facts(), NOW) == []


def test_overdue_tasks_of_a_project_move_to_tomorrow_together():
    found = only(
        overdue=tuple(task(n, project_id="w", due=whole(-n)) for n in (1, 2, 3))
    )

    assert (
        found.text == "You have three overdue in Work. Shall I move them to tomorrow?"
    )
    assert found.reason == "three tasks in Work overdue, the oldest since Mon 30 Nov"
    assert found.action == ChangeTasks(("id1", "id2", "id3"), due=whole(1))
    assert found.done == "Moved to tomorrow: three tasks."


def test_overdue_tasks_with_a_time_keep_it_and_move_by_themselves():
    found = made(
        overdue=(
            task(1, "Call Ann", project_id="w", due=timed(-1, 14, 30)),
            task(2, "Report", project_id="w", due=whole(-1)),
        )
    )

    assert [s.action.due for s in found] == [timed(1, 14, 30), whole(1)]
    assert found[0].text == (
        "Call Ann is overdue. Shall I move it to tomorrow at 14:30?"
    )


def test_largest_group_of_overdue_tasks_comes_first():
    inbox = [task(1, due=whole(-1))]
    work = [task(n, project_id="w", due=whole(-1)) for n in (2, 3)]

    assert [len(s.action.task_ids) for s in made(overdue=(*inbox, *work))] == [2, 1]


def test_very_many_overdue_tasks_of_a_project_are_not_moved():
    assert made(overdue=tuple(task(n, due=whole(-1)) for n in range(20)))
    assert not made(overdue=tuple(task(n, due=whole(-1)) for n in range(21)))


def test_least_important_of_two_at_the_same_time_moves():
    found = only(
        today=(
            task(1, "Walk the dog", due=timed(0, 14, 30)),
            task(2, "Dentist", due=timed(0, 14, 30), priority=Priority.HIGH),
            task(3, "Later", due=timed(0, 15)),
        )
    )

    assert found.text == (
        "Dentist and Walk the dog are both at 14:30 today."
        " Shall I move walk the dog to 15:30?"
    )
    assert found.action == ChangeTasks(("id1",), due=timed(0, 15, 30))


def test_tasks_at_the_same_time_earlier_today_do_not_clash():
    assert made(today=(task(1, due=timed(0, 8)), task(2, due=timed(0, 8)))) == []


def test_clash_just_before_midnight_moves_nothing_into_the_next_day():
    late = timed(0, 23, 30)

    assert made(today=(task(1, due=late), task(2, due=late))) == []


def test_times_of_another_zone_are_said_as_they_are_here():
    tokyo = Due(TODAY - timedelta(days=1), time(8, 15), "Asia/Tokyo")

    found = only(overdue=(task(1, "Call Ann", due=tokyo),))

    # 08:15 in Tokyo is 23:15 of the day before in UTC
    assert found.text == "Call Ann is overdue. Shall I move it to today at 23:15?"
    assert found.action.due == Due(TODAY + timedelta(days=1), time(8, 15), "Asia/Tokyo")


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("Buy milk", "You usually buy milk on Fridays."),
        ("Milk", "Milk is usually on a Friday."),
        ("Call", "Call is usually on a Friday."),
    ],
)
def test_habit_is_asked_about_on_its_eve(title, head):
    fridays = [date(2026, 11, 27) - timedelta(weeks=n) for n in range(4)]
    found = only(seen=tuple(Seen(title, day, "s") for day in fridays))

    assert found.text == f"{head} Shall I note it for tomorrow?"
    assert found.reason == "done on a Friday 4 of 4 times in 8 weeks"
    assert found.action == AddTask(title, whole(1), "Shopping list")


def test_habit_is_not_asked_about_on_other_days():
    fridays = [date(2026, 11, 27) - timedelta(weeks=n) for n in range(4)]
    facts = Facts(seen=tuple(Seen("Buy milk", day) for day in fridays))

    days = [d for d in range(7) if suggestions(facts, NOW + timedelta(days=d))]

    assert days == [0, 1]


@pytest.mark.parametrize(
    ("times", "priority", "asked"),
    [
        (2, Priority.MEDIUM, False),
        (3, Priority.MEDIUM, True),
        (4, Priority.LOW, True),
        (9, Priority.HIGH, False),
    ],
)
def test_task_that_was_put_off_three_times_is_stuck(times, priority, asked):
    found = made(postponed=(Postponed(task(1, "Taxes", priority=priority), times),))

    assert bool(found) is asked
    if asked:
        assert found[0].action == ChangeTasks(("id1",), priority=Priority.HIGH)


@pytest.mark.parametrize(
    ("days", "priority", "asked"),
    [
        (20, Priority.MEDIUM, False),
        (21, Priority.MEDIUM, True),
        (99, Priority.LOW, False),
    ],
)
def test_task_without_a_date_for_three_weeks_is_asked_about(days, priority, asked):
    created = NOW - timedelta(days=days)
    found = made(undated=(task(1, "Fix gate", created_at=created, priority=priority),))

    assert bool(found) is asked
    if asked:
        assert found[0].text == (
            "Fix gate has had no date for three weeks. Shall I put it down for Saturday?"
        )
        assert found[0].action == ChangeTasks(("id1",), due=Due(date(2026, 12, 5)))


def test_on_a_saturday_the_next_one_is_meant():
    saturday = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)

    [found] = suggestions(Facts(undated=(task(1),)), saturday)

    assert found.action.due == Due(date(2026, 12, 12))


def test_same_question_has_the_same_key_and_another_another():
    two = tuple(task(n, due=whole(-1)) for n in (1, 2))
    three = (*two, task(3, due=whole(-1)))

    assert only(overdue=two).key == only(overdue=two[::-1]).key
    assert only(overdue=two).key != only(overdue=three).key


def test_they_come_in_the_order_of_their_kinds():
    fridays = [date(2026, 11, 27) - timedelta(weeks=n) for n in range(4)]
    found = made(
        undated=(task(1),),
        postponed=(Postponed(task(2, due=whole(1)), 3),),
        seen=tuple(Seen("Buy milk", day) for day in fridays),
        overdue=(task(3, due=whole(-1)),),
        today=(task(4, due=timed(0, 10)), task(5, due=timed(0, 10))),
    )

    assert [s.kind for s in found] == list(SuggestionKind)
    assert all(len(s.text.split()) <= 25 for s in found)


def test_long_title_is_cut_for_the_ear():
    long = task(1, " ".join(f"word{n}" for n in range(60)), due=whole(-1))

    assert len(only(overdue=(long,)).text.split()) <= 25


DUES = st.none() | st.builds(whole, st.integers(-9, 9)) | st.just(timed(0, 10))


@given(
    st.builds(AddTask, st.text(min_size=1), DUES, st.none() | st.text())
    | st.builds(
        ChangeTasks,
        st.lists(st.text()).map(tuple),
        DUES,
        st.none() | st.sampled_from(Priority),
    )
)
def test_offer_brings_its_action_back_from_plain_data(action):
    suggestion = Suggestion(SuggestionKind.HABIT, "key", "text", "why", action, "done")

    plain = json.loads(json.dumps(asdict(Offer.of(suggestion, ("before",)))))
    lists = {key: tuple(plain[key]) for key in ("passed", "task_ids")}

    assert Offer(**plain | lists).action == action
    assert Offer(**plain | lists) == Offer.of(suggestion, ("before",))
