"""What earlier tasks tell, from a real database."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from clara_edge.domain.assist import Seen, content_words
from clara_edge.domain.assist.suggestions import UNDATED
from clara_edge.domain.drafts import ProjectPatch, TaskDraft, TaskPatch
from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.tasks import Priority
from clara_edge.storage import history as history_module
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.history import SqliteHistory
from clara_edge.storage.store import SqliteTaskStore
from tests.clocks import START, ManualClock
from tests.tasks import add_task

TODAY = START.date()


def day(offset):
    return Due(TODAY + timedelta(days=offset))


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def database(tmp_path, clock):
    with TaskDatabase(tmp_path / "clara.db", clock) as database:
        yield database


@pytest.fixture
def store(database, clock):
    return SqliteTaskStore(database, clock)


@pytest.fixture
def history(database):
    return SqliteHistory(database)


def alike(history, title):
    return sorted(filed.title for filed in history.filed_like(content_words(title)))


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("Buy MILK", "milk"),
        ("Pick berries", "a berry"),
        ("Äpfel schälen", "äpfel"),
        ("ÄPFEL", "Äpfel kaufen"),
        ("牛乳を買う", "牛乳を買う"),
        (
            "Mum\N{RIGHT SINGLE QUOTATION MARK}s o'clock",
            "o\N{RIGHT SINGLE QUOTATION MARK}clock",
        ),
        ("boxes", "box"),
    ],
)
def test_task_with_one_of_the_words_is_found(store, history, stored, asked):
    add_task(store, stored)
    add_task(store, "something else")

    assert stored in alike(history, asked)
    assert "something else" not in alike(history, asked)


@pytest.mark.parametrize(
    "title", ["100%", "a_b", "\\", "'; DROP TABLE tasks --", "..."]
)
def test_signs_of_sql_are_only_signs(store, history, title):
    add_task(store, "plain words")

    assert alike(history, title) == []


def test_project_of_each_is_told(store, history):
    work = add_task(store, "Call the boss", project="Work").project_id
    add_task(store, "call mum")

    found = {f.title: f.project_id for f in history.filed_like(("call",))}

    assert found == {"Call the boss": work, "call mum": None}


def test_trash_subtasks_and_later_occurrences_do_not_count(store, history):
    parent = add_task(store, "milk")
    add_task(store, "milk below", parent_task_id=parent.id)
    gone = add_task(store, "milk gone")
    store.delete([gone.id])
    weekly = Recurrence(day(0), rule="FREQ=WEEKLY")
    again = add_task(store, "milk again", recurrence=weekly)
    store.complete([again.id])

    assert alike(history, "milk") == ["milk", "milk again"]


def test_only_the_last_numbers_count(store, history, monkeypatch):
    monkeypatch.setattr(history_module, "FILED_TASKS", 2)
    for title in ("milk one", "milk two", "milk three"):
        add_task(store, title)

    assert alike(history, "milk") == ["milk three", "milk two"]


def test_overdue_and_later_today_are_told_apart(store, history, clock):
    add_task(store, "yesterday", due=day(-1))
    add_task(store, "today", due=day(0))
    add_task(store, "an hour ago", due=Due.parse(f"{TODAY}T08:00", "UTC"))
    add_task(store, "in an hour", due=Due.parse(f"{TODAY}T10:00", "UTC"))
    add_task(store, "tomorrow", due=Due.parse(f"{day(1).text}T10:00", "UTC"))

    facts = history.facts(clock.now())

    assert {t.title for t in facts.overdue} == {"yesterday", "an hour ago"}
    assert [t.title for t in facts.today] == ["in an hour"]


def test_time_of_another_zone_is_today_here(store, history):
    add_task(store, "call", due=Due.parse("2026-12-02T01:00", "Asia/Tokyo"))
    now = datetime(2026, 12, 1, 9, 0, tzinfo=ZoneInfo("UTC"))

    assert [t.title for t in history.facts(now).today] == ["call"]


def test_done_and_deleted_tasks_are_not_overdue(store, history, clock):
    done, gone = (add_task(store, title, due=day(-1)) for title in ("done", "gone"))
    store.complete([done.id])
    store.delete([gone.id])

    assert history.facts(clock.now()).overdue == ()


def test_with_too_many_overdue_tasks_none_are_told(store, history, clock, monkeypatch):
    monkeypatch.setattr(history_module, "OVERDUE_MAX", 2)
    store.add(*(TaskDraft(title, due=day(-1)) for title in "abc"))

    assert history.facts(clock.now()).overdue == ()


def test_undated_tasks_are_old_and_not_low(store, history, clock):
    old = add_task(store, "old")
    add_task(store, "low", priority=Priority.LOW)
    add_task(store, "dated", due=day(50))
    clock.advance(UNDATED + timedelta(minutes=1))
    add_task(store, "new")

    assert [t.id for t in history.facts(clock.now()).undated] == [old.id]


def test_moves_to_a_later_day_are_counted_without_undone_ones(store, history, clock):
    task = add_task(store, "taxes", due=day(0))
    for offset in (1, 2, 1, 3):
        store.change([task.id], TaskPatch(due=day(offset)))
    store.change([task.id], TaskPatch(title="Taxes"))

    [postponed] = history.facts(clock.now()).postponed

    assert (postponed.task.title, postponed.times) == ("Taxes", 3)

    store.undo()
    store.undo()

    assert history.facts(clock.now()).postponed == ()


def test_completed_tasks_are_seen_on_their_local_day(store, history, clock):
    task = add_task(store, "milk", project="Shop")
    clock.advance(timedelta(hours=14))  # 23:00 UTC
    store.complete([task.id])
    add_task(store, "open one")
    east = clock.now().astimezone(timezone(timedelta(hours=2)))

    facts = history.facts(east)

    assert facts.seen == (Seen("milk", date(2026, 12, 2), task.project_id),)
    assert facts.open_titles == ("open one",)


def test_what_recurs_is_marked(store, history, clock):
    task = add_task(store, "bins", recurrence=Recurrence(day(0), rule="FREQ=WEEKLY"))
    store.complete([task.id])

    [seen] = history.facts(clock.now()).seen

    assert seen.recurs


def test_archived_projects_have_no_name(store, history, clock):
    add_task(store, "a", project="Work")
    add_task(store, "b", project="Old")
    store.change_project("Old", ProjectPatch(archived=True))

    assert list(history.facts(clock.now()).project_names.values()) == ["Work"]


def test_declined_keys_are_kept_until_they_are_old(history, clock):
    history.decline("a", clock.now(), clock.now())
    clock.advance(timedelta(days=3))
    history.decline("b", clock.now(), START)

    assert history.declined(START) == {"a", "b"}
    assert history.declined(START + timedelta(days=1)) == {"b"}

    history.decline("c", clock.now(), START + timedelta(days=1))

    assert history.declined(START) == {"b", "c"}


def test_empty_database_has_no_facts(history, clock):
    facts = history.facts(clock.now())

    assert not any((facts.overdue, facts.seen, facts.postponed, facts.undated))
    assert history.filed_like(("milk",)) == []
    assert history.filed_like(()) == []
