"""Any order of plausible sentences: nothing fails, much goes only after a question, undo restores."""

from __future__ import annotations

import random
import sqlite3
from datetime import timedelta

import pytest

from clara_edge.dialogue.dialogue import Dialogue
from clara_edge.dialogue.memory import memory_in
from clara_edge.domain.errors import DeviceAbsentError, NothingToUndoError
from clara_edge.domain.intents import Intent
from clara_edge.domain.schema import sayings
from clara_edge.engines.nlu.learned.engine import Settings, create
from clara_edge.storage.database import TaskDatabase
from tests.clocks import ManualClock

_TURNS = 30
_TABLES = ("tasks", "projects", "task_tags", "reminders", "timers", "alarms")
_SAID = (
    *(text for saying in sayings() for text in saying.sentences),
    *("yes", "no", "more", "the second one", "all of them", "tomorrow", "at 7 am"),
    *("delete everything", "cancel all timers", "move everything to tomorrow"),
    *("add milk, eggs and bread", "set a tea timer for ten minutes", "make it urgent"),
)
_STEPS = frozenset({Intent.SESSION_UNDO, Intent.SESSION_REDO})


@pytest.fixture(scope="module")
def engine():
    return create(Settings(), None)


def stored(path):
    """Return all rows by table and id, without the time of their last change."""
    with sqlite3.connect(path) as db:
        db.row_factory = sqlite3.Row
        rows = {
            (table, row["id"]): {k: row[k] for k in row.keys() if k != "updated_at"}  # noqa: SIM118 - a Row is no dict
            for table in _TABLES
            for row in db.execute(f"SELECT * FROM {table}")  # noqa: S608 - constants
        }
    db.close()
    return rows


def gone(before, after):
    """Return what was there and is not any more, tasks in the trash included."""
    return [
        key
        for key, row in before.items()
        if key[0] != "task_tags" and key[0] != "reminders"
        if not row.get("deleted_at")
        if key not in after or after[key].get("deleted_at")
    ]


@pytest.mark.parametrize("seed", range(6))
def test_talk_in_any_order_loses_nothing_unasked_and_is_undone(tmp_path, engine, seed):
    chance, clock, path = random.Random(seed), ManualClock(), tmp_path / "clara.db"  # noqa: S311 - no secret
    memory = memory_in(TaskDatabase(path, clock), clock, origin="voice")
    asked = False
    with Dialogue(engine, memory, clock) as dialogue:
        dialogue.turn("add milk to my shopping list", "c")
        for _ in range(_TURNS):
            before, text = stored(path), chance.choice(_SAID)
            clock.advance(timedelta(seconds=chance.choice([1, 20, 200])))

            result = dialogue.turn(text, "c")

            after = stored(path)
            by_step = result.interpretation.intent in _STEPS
            assert not result.error or isinstance(
                result.error, (DeviceAbsentError, NothingToUndoError)
            ), text
            assert asked or by_step or len(gone(before, after)) <= 1, text
            assert before == after or result.changes, text
            asked = bool(result.reply and result.reply.expects_answer)
            if len(result.changes) == 1 and not by_step and before != after:
                dialogue.turn("undo that", "another")
                assert stored(path) == before, text
                dialogue.turn("redo that", "another")
                assert stored(path) == after, text
