from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clara_edge.domain.assist.offer import Offer
from clara_edge.domain.conversation import Conversation, Listing, Pending
from clara_edge.domain.intents import Duration, Intent, Interpretation, Source
from clara_edge.domain.tasks import Priority
from clara_edge.domain.when import Ask, Grain, Relation, When
from clara_edge.ports.conversations import KeptConversation
from clara_edge.storage.backup_copy import copy_checked
from clara_edge.storage.conversation_state import VERSION, read, written
from clara_edge.storage.conversations import SqliteConversations
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.times import to_column
from tests.clocks import START

MINUTE = timedelta(minutes=1)
READING = Interpretation(
    "move all the dentist ones to Friday and delete milk",
    Intent.TASK_UPDATE,
    0.75,
    Source.PARSER,
    variant="when",
    title="dentist",
    items=("milk", "eggs"),
    target="the dentist ones",
    when=When("today", date(2026, 12, 1), grain=Grain.DAY, relation=Relation.BEFORE),
    new_when=When(
        "Friday at 10",
        datetime.fromisoformat("2026-12-04T10:00"),
        datetime.fromisoformat("2026-12-04T11:00:30"),
        Grain.HOUR,
        duration_s=3630.0,
        recurrence="FREQ=WEEKLY",
        alternatives=(datetime.fromisoformat("2026-12-04T22:00"), date(2026, 12, 11)),
        ask=Ask.TIME,
    ),
    duration=Duration("an hour", 3600.0),
    priority=Priority.URGENT,
    tags=("health",),
    amount="all",
    ask="which_time",
    also=(Interpretation("delete milk", Intent.TASK_DELETE, 1, Source.RULES),),
)
FULL = Conversation(
    "cli",
    last_utterance="what's on my \ud800 list",
    last_reply="Buy milk.",
    last_task_ids=("1", "2"),
    pending_question="which_time",
    pending_project="shopping",
    listing=Listing("Shopping list", ("1", "2")),
    offer=Offer("k", "Done.", ("a", "b"), "Buy milk", task_ids=("1",)),
    pending=Pending("which_time", READING, ("3", "4")),
    read_out_ids=("1", "2"),
    changed_ids=("5",),
    last_reading=READING,
    turns=3,
)


@pytest.fixture
def database(tmp_path):
    with TaskDatabase(tmp_path / "clara.db") as database:
        yield database


def test_conversation_comes_back_whole(database):
    conversations = SqliteConversations(database)

    conversations.save(FULL, START, START - MINUTE)

    kept = conversations.load("cli", START)
    assert kept.conversation == FULL
    assert kept.at == START
    assert conversations.load("other", START) is None


def test_enumerations_and_dates_come_back_as_what_they_were():
    pending = read("cli", written(FULL)).pending.reading

    assert isinstance(pending.intent, Intent)
    assert isinstance(pending.priority, Priority)
    assert type(pending.when.at) is date
    assert [type(moment) for moment in pending.new_when.alternatives] == [
        datetime,
        date,
    ]


def test_conversation_that_is_too_old_is_not_returned(database):
    conversations = SqliteConversations(database)
    conversations.save(FULL, START, START - MINUTE)

    assert conversations.load("cli", START + MINUTE) is None
    assert conversations.latest(START + MINUTE, other_than="x") is None


def test_saving_one_conversation_forgets_the_old_ones(database):
    conversations = SqliteConversations(database)
    conversations.save(FULL, START, START - MINUTE)

    later = START + 2 * MINUTE
    conversations.save(Conversation("new"), later, later - MINUTE)

    assert _ids(database) == ["new"]


def test_latest_is_the_last_of_the_others(database):
    conversations = SqliteConversations(database)
    for minutes, name in enumerate(["old", "newer", "own"]):
        at = START + minutes * MINUTE
        conversations.save(Conversation(name), at, START - MINUTE)

    kept = conversations.latest(START, other_than="own")

    assert kept.conversation.id == "newer"
    assert kept.at == START + MINUTE


def test_latest_passes_over_a_state_that_makes_no_sense(database):
    conversations = SqliteConversations(database)
    conversations.save(Conversation("good"), START, START - MINUTE)
    _store(database, "bad", "{", START + MINUTE)

    kept = conversations.latest(START, other_than="own")

    assert kept.conversation.id == "good"


def test_what_was_forgotten_is_not_in_the_file_any_more(database):
    words = "nobody must read this later"
    kept = SqliteConversations(database)
    kept.save(Conversation("a", last_utterance=words), START, START - MINUTE)
    kept.forget()

    with database.read() as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = database.path.read_bytes()

    assert words.encode() not in file


def test_what_was_said_is_in_no_backup(database, tmp_path):
    words = "nobody must read this later"
    kept = SqliteConversations(database)
    kept.save(Conversation("a", last_utterance=words), START, START - MINUTE)

    with database.read() as db:
        copy_checked(db.conn, tmp_path / "copy.db")

    assert words.encode() not in (tmp_path / "copy.db").read_bytes()
    assert kept.load("a", START - MINUTE) is not None


def test_forgetting_leaves_what_is_newer(database):
    conversations = SqliteConversations(database)
    conversations.save(Conversation("old"), START, START - MINUTE)
    conversations.save(Conversation("new"), START + MINUTE, START - MINUTE)

    conversations.forget(START + MINUTE)

    assert _ids(database) == ["new"]

    conversations.forget()

    assert _ids(database) == []


_READ = (
    '{"last_reading": {"text": "x", "intent": "task.create", "source": "parser",'
    ' "confidence": %s}}'
)


@pytest.mark.parametrize(
    "state",
    [
        "",
        "[]",
        "null",
        '{"listing": {"nothing": 1}}',
        '{"listing": 5}',
        '{"turns":',
        '{"turns": "three"}',
        '{"turns": true}',
        '{"last_task_ids": "12"}',
        '{"last_task_ids": [1]}',
        '{"version": "x"}',
        '{"last_reading": {"text": "x", "intent": "task.fly"}}',
        '{"last_reading": {"text": "x"}}',
        '{"pending": {"question": "x", "reading": {"when": {"at": "soon"}}}}',
        "[" * 100_000,
        _READ % "NaN",
        _READ % "-Infinity",
        _READ % "1e999",
        _READ % ("1" + "0" * 400),
    ],
)
def test_state_that_makes_no_sense_is_no_conversation(database, state):
    _store(database, "cli", state, START)

    assert SqliteConversations(database).load("cli", START) is None


def test_a_confidence_may_be_a_whole_number(database):
    _store(database, "cli", _READ % "1", START)

    kept = SqliteConversations(database).load("cli", START)

    assert kept.conversation.last_reading.confidence == 1.0


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.floats(), st.lists
    )
)
def test_no_field_value_raises(value):
    for field in asdict(FULL):
        read("cli", json.dumps({field: value}))


def test_fields_of_another_version_are_left_out(database):
    _store(database, "cli", '{"turns": 2, "mood": "fine"}', START)

    kept = SqliteConversations(database).load("cli", START)

    assert kept.conversation == Conversation("cli", turns=2)


def test_state_of_the_first_version_is_read(database):
    state = json.dumps(
        {
            "id": "cli",
            "last_task_ids": ["1"],
            "pending_question": "more",
            "listing": {"project": None, "read_ids": ["1"]},
            "offer": None,
            "turns": 1,
        }
    )
    _store(database, "cli", state, START)

    kept = SqliteConversations(database).load("cli", START)

    assert kept.conversation == Conversation(
        "cli",
        last_task_ids=("1",),
        pending_question="more",
        listing=Listing(None, ("1",)),
        turns=1,
    )


def test_state_of_a_later_version_is_not_read():
    assert read("cli", json.dumps({"version": VERSION + 1, "turns": 2})) is None


def _store(database, name, state, at):
    with database.write() as db:
        row = {"id": name, "state": state, "updated_at": to_column(at)}
        db.table("conversations").insert(row)


def _ids(database):
    with database.read() as db:
        return [row["id"] for row in db.table("conversations").rows]


def test_a_conversation_is_swapped_for_what_it_became(database):
    conversations = SqliteConversations(database)
    conversations.save(Conversation("cli", turns=1), START, START - MINUTE)
    kept = conversations.load("cli", START)

    swapped = conversations.swap(kept, Conversation("cli", turns=2))

    assert swapped
    after = conversations.load("cli", START)
    assert (after.conversation.turns, after.at) == (2, START)


def test_a_conversation_that_went_on_is_not_swapped(database):
    conversations = SqliteConversations(database)
    conversations.save(Conversation("cli", turns=1), START, START - MINUTE)
    kept = conversations.load("cli", START)
    conversations.save(Conversation("cli", turns=2), START, START - MINUTE)

    swapped = conversations.swap(kept, Conversation("cli"))

    assert not swapped
    assert conversations.load("cli", START).conversation.turns == 2


def test_whatever_was_said_a_stored_conversation_is_known_again(database):
    conversations = SqliteConversations(database)
    conversations.save(FULL, START, START - MINUTE)

    assert conversations.swap(KeptConversation(FULL, START), Conversation("cli"))
