"""Undo and redo in a conversation."""

from __future__ import annotations

import pytest

from clara_edge.dialogue.replies.step_wording import redone, undone
from clara_edge.domain.drafts import TaskDraft, TaskPatch
from clara_edge.domain.errors import NothingToUndoError, UndoConflictError
from clara_edge.domain.reply import ChangeKind
from clara_edge.domain.steps import Step, StepKind
from clara_edge.storage.open import open_store
from tests.clocks import START, ManualClock
from tests.dialogues import make_dialogue, say


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "clara.db"


@pytest.fixture
def dialogue(path, clock):
    with make_dialogue(path, clock) as dialogue:
        yield dialogue


@pytest.fixture
def cli(path, clock):
    with open_store(path, clock, origin="cli") as store:
        yield store


def titles(store):
    return [task.title for task in store.open_tasks()]


def test_undo_takes_back_what_was_said_last_and_redo_does_it_again(dialogue, cli):
    replies = say(dialogue, "add buy milk", "add buy eggs", "undo that", "redo")

    assert replies[2:] == [
        "Undone: buy eggs is off your list.",
        "Done again: buy eggs is on your list.",
    ]
    assert titles(cli) == ["Buy milk", "Buy eggs"]


def test_undo_by_voice_leaves_what_was_typed(dialogue, cli):
    say(dialogue, "add buy milk")
    cli.add(TaskDraft("Typed"))

    say(dialogue, "undo")

    assert titles(cli) == ["Typed"]


def test_undo_tells_the_step_as_a_change(dialogue):
    say(dialogue, "add buy milk")

    result = dialogue.turn("take that back", "c")

    [change] = result.changes
    assert (change.kind, change.title) == (ChangeKind.STEP_UNDONE, "Buy milk")
    assert not result.failed


@pytest.mark.parametrize(
    ("text", "words"), [("undo", "nothing to undo"), ("redo", "nothing to do again")]
)
def test_nothing_to_undo_is_said_and_is_an_error(dialogue, text, words):
    result = dialogue.turn(text, "c")

    assert words in result.reply.spoken
    assert isinstance(result.error, NothingToUndoError)


def test_conflict_is_said_and_changes_nothing(dialogue, cli):
    say(dialogue, "add buy milk")
    [task] = cli.open_tasks()
    cli.change([task.id], TaskPatch(title="Buy oat milk"))

    result = dialogue.turn("undo", "c")

    assert isinstance(result.error, UndoConflictError)
    assert "changed again" in result.reply.spoken
    assert titles(cli) == ["Buy oat milk"]


def test_undo_drops_what_was_asked(dialogue):
    replies = say(dialogue, "add buy milk", "add a task", "undo", "yes")

    assert replies[2] == "Undone: buy milk is off your list."
    assert "nothing" in replies[3].lower() or "asking" in replies[3]


# restoring a backup is in the journal, but no step of it takes it back
@pytest.mark.parametrize("kind", sorted(set(StepKind) - {StepKind.BACKUP_RESTORE}))
@pytest.mark.parametrize("said", [undone, redone])
def test_every_kind_of_step_is_said_with_its_name(kind, said):
    step = Step(7, kind, "Buy {milk}", "voice", START)

    assert "{milk}" in said(step).spoken


def test_several_tasks_are_said_in_the_plural():
    step = Step(7, StepKind.TASK_DELETE, "Buy milk and 2 more", "voice", START)

    assert undone(step).spoken == "Undone: buy milk and 2 more are back."
