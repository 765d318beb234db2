"""What a new task gets that its owner did not say, and what Clara has to tell."""

from __future__ import annotations

import pytest

from clara_edge.config.schema import Assistance
from clara_edge.dialogue.assistant import Assistant
from clara_edge.domain.drafts import ProjectDraft, ProjectPatch, TaskDraft
from clara_edge.domain.due import Due
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.tasks import Priority
from clara_edge.storage.announcement_rows import insert_announcement
from clara_edge.storage.announcements import Announcements
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.history import SqliteHistory
from clara_edge.storage.open import open_store
from tests.clocks import START, ManualClock
from tests.dialogues import make_dialogue, say

TODAY = Due(START.date())


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "clara.db"


@pytest.fixture
def store(path, clock):
    with open_store(path, clock) as store:
        yield store


@pytest.fixture
def dialogue(path, clock):
    with make_dialogue(path, clock) as dialogue:
        yield dialogue


def last(store):
    """Return the newest task's project name and priority."""
    task = store.open_tasks()[-1]
    names = {p.id: p.name for p in store.projects()}
    return names.get(task.project_id), task.priority


def add_boss_calls(store):
    store.add(*[TaskDraft("Call the boss", project="Work")] * 3)


def test_project_and_priority_are_filled_in_and_said_once(dialogue, store):
    add_boss_calls(store)

    result = dialogue.turn("remind me to call my boss asap", "c")

    assert last(store) == ("Work", Priority.URGENT)
    assert result.reply.spoken == "Call my boss asap, in Work. Urgent."
    assert result.reply.shown.splitlines()[1:] == [
        "  (Work: 3 of 3 similar tasks are in Work)",
        '  (urgent: it says "asap")',
    ]


def test_nothing_is_said_of_what_is_usual(dialogue):
    result = dialogue.turn("add buy milk", "c")

    assert result.reply.shown == "Buy milk. Added."


def test_rules_of_a_project_file_a_task(dialogue, store):
    store.add_project(ProjectDraft("Garden", default_for=("plants",)))

    reply = say(dialogue, "remind me to water the plants")[0]

    assert last(store) == ("Garden", Priority.MEDIUM)
    assert "in Garden" in reply


def test_named_project_wins(dialogue, store):
    add_boss_calls(store)

    say(dialogue, "add call the boss to my private list")
    say(dialogue, "yes")

    assert last(store)[0] == "Private list"


@pytest.mark.parametrize(
    ("settings", "project", "priority"),
    [
        (Assistance(enabled=False), None, Priority.MEDIUM),
        (Assistance(project=False), None, Priority.URGENT),
        (Assistance(priority=False), "Work", Priority.MEDIUM),
    ],
)
def test_what_is_switched_off_is_not_guessed(
    path, clock, store, settings, project, priority
):
    add_boss_calls(store)
    store.add_project(ProjectDraft("Other"))
    store.change_project("Work", ProjectPatch(default_for=("boss",)))

    with make_dialogue(path, clock, assistance=settings) as dialogue:
        say(dialogue, "add call the boss asap")

    assert last(store) == (project, priority)


def test_hotwords_are_projects_tags_and_open_tasks_each_once(dialogue, store):
    assert dialogue.hotwords() == ()
    store.add(TaskDraft("Water plants", project="Garden", tags=("weekly", "outside")))
    store.add(TaskDraft("Garden"))

    assert dialogue.hotwords() == ("Garden", "outside", "weekly", "Water plants")


def test_announcement_begins_the_next_reply_once(dialogue, path, clock, store):
    with TaskDatabase(path, clock) as database:
        Announcements(database).add("restored", "I restored a backup.", clock.now())

    replies = say(dialogue, "stop", "play some jazz", *["how many tasks are open"] * 2)

    assert replies[0] is None
    assert "backup" not in replies[1]
    assert replies[2:] == ["I restored a backup. No open tasks.", "No open tasks."]


def test_announcement_that_counts_as_told_is_told_when_the_next_one_cannot_be(
    dialogue, path, clock, store
):
    with TaskDatabase(path, clock) as database, database.write() as db:
        insert_announcement(db, "restored", "I restored a backup.", clock.now())
        insert_announcement(db, "restored", "And another one.", clock.now())
        db.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON announcements WHEN new.id = 2"
            " BEGIN SELECT RAISE(FAIL, 'no space'); END"
        )

    replies = say(dialogue, *["how many tasks are open"] * 2)

    assert replies == ["I restored a backup. No open tasks.", "No open tasks."]


@pytest.mark.parametrize(
    ("recurrence", "priority"),
    [(None, Priority.HIGH), (Recurrence(TODAY, rule="FREQ=DAILY"), Priority.MEDIUM)],
)
def test_deadline_of_one_occurrence_says_nothing_about_the_series(
    store, path, clock, recurrence, priority
):
    with TaskDatabase(path, clock) as database:
        assistant = Assistant(Assistance(), store, SqliteHistory(database))

        filled = assistant.filled(
            TaskDraft("Buy milk", due=TODAY, recurrence=recurrence), clock.now()
        )

    assert filled.draft.priority is priority
