from __future__ import annotations

from datetime import timedelta

import pytest

from clara_edge.domain.conversation import Conversation, Listing
from clara_edge.storage.conversations import SqliteConversations
from clara_edge.storage.database import TaskDatabase
from tests.clocks import START

MINUTE = timedelta(minutes=1)
FULL = Conversation(
    "cli",
    last_utterance="what's on my \ud800 list",
    last_reply="Buy milk.",
    last_task_ids=("1", "2"),
    pending_question="more",
    pending_project="shopping",
    listing=Listing("Shopping list", ("1", "2")),
    turns=3,
)


@pytest.fixture
def database(tmp_path):
    with TaskDatabase(tmp_path / "clara.db") as database:
        yield database


def test_conversation_comes_back_whole(database):
    conversations = SqliteConversations(database)

    conversations.save(FULL, START, START - MINUTE)

    assert conversations.load("cli", START) == FULL
    assert conversations.load("other", START) is None


def test_conversation_that_is_too_old_is_not_returned(database):
    conversations = SqliteConversations(database)
    conversations.save(FULL, START, START - MINUTE)

    assert conversations.load("cli", START + MINUTE) is None


def test_saving_one_conversation_forgets_the_old_ones(database):
    conversations = SqliteConversations(database)
    conversations.save(FULL, START, START - MINUTE)

    later = START + 2 * MINUTE
    conversations.save(Conversation("new"), later, later - MINUTE)

    with database.read() as db:
        assert [row["id"] for row in db.table("conversations").rows] == ["new"]


@pytest.mark.parametrize(
    "state",
    ["", "[]", "null", '{"listing": {"nothing": 1}}', '{"listing": 5}', '{"turns":'],
)
def test_state_that_makes_no_sense_is_no_conversation(database, state):
    with database.write() as db:
        row = {"id": "cli", "state": state, "updated_at": "9999"}
        db.table("conversations").insert(row)

    assert SqliteConversations(database).load("cli", START) is None


def test_fields_of_another_version_are_left_out(database):
    with database.write() as db:
        state = '{"turns": 2, "mood": "fine"}'
        row = {"id": "cli", "state": state, "updated_at": "9999"}
        db.table("conversations").insert(row)

    assert SqliteConversations(database).load("cli", START) == Conversation(
        "cli", turns=2
    )
