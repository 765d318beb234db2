from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from clara_edge.config.schema import Remembering
from clara_edge.dialogue.recollection import Recollection
from clara_edge.domain.conversation import Conversation, Pending
from clara_edge.storage.conversations import SqliteConversations
from clara_edge.storage.database import TaskDatabase
from tests.clocks import START

MINUTE = timedelta(minutes=1)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "clara.db"


def recollection(path, **settings):
    """Open what another process would open on the same file."""
    return Recollection(
        SqliteConversations(TaskDatabase(path)), Remembering(**settings)
    )


def said(name, what):
    return Conversation(name, last_utterance=what)


def test_conversation_survives_a_restart(path):
    recollection(path).remember(said("voice", "milk"), START, on_disk=True)

    recalled = recollection(path).recall("voice", START + 9 * MINUTE)

    assert recalled == said("voice", "milk")


def test_conversation_is_forgotten_after_its_retention(path):
    memory = recollection(path, retention_minutes=2)
    memory.remember(said("voice", "milk"), START, on_disk=True)

    recalled = memory.recall("voice", START + 2 * MINUTE + timedelta(seconds=1))

    assert recalled == Conversation("voice")


def test_newer_turn_in_another_process_counts(path):
    here, there = recollection(path), recollection(path)
    here.remember(said("cli", "milk"), START, on_disk=True)
    there.remember(said("cli", "eggs"), START + MINUTE, on_disk=True)

    recalled = here.recall("cli", START + 2 * MINUTE)

    assert recalled.last_utterance == "eggs"


def test_turn_that_could_not_be_stored_counts_before_an_older_one(path):
    memory = recollection(path)
    memory.remember(said("cli", "milk"), START, on_disk=True)
    memory.remember(said("cli", "eggs"), START + MINUTE, on_disk=False)

    recalled = memory.recall("cli", START + 2 * MINUTE)

    assert recalled.last_utterance == "eggs"


def test_new_session_goes_on_where_another_channel_was(path):
    recollection(path).remember(said("voice", "milk"), START, on_disk=True)
    recollection(path).remember(said("web", "eggs"), START + MINUTE, on_disk=True)

    recalled = recollection(path).recall("cli", START + 5 * MINUTE)

    assert recalled == said("cli", "eggs")


def test_nothing_is_carried_over_after_its_time(path):
    recollection(path).remember(said("voice", "milk"), START, on_disk=True)

    recalled = recollection(path).recall("cli", START + 5 * MINUTE + MINUTE / 60)

    assert recalled == Conversation("cli")


def test_nothing_is_carried_over_where_that_is_off(path):
    memory = recollection(path, carry_over_minutes=0)
    memory.remember(said("voice", "milk"), START, on_disk=True)

    assert memory.recall("cli", START) == Conversation("cli")


def test_own_conversation_goes_on_whatever_is_said_elsewhere(path):
    memory = recollection(path)
    memory.remember(said("cli", "milk"), START, on_disk=True)
    memory.remember(said("voice", "eggs"), START + MINUTE, on_disk=True)

    recalled = memory.recall("cli", START + 2 * MINUTE)

    assert recalled == said("cli", "milk")


def test_old_own_conversation_gives_way_to_a_fresh_one_elsewhere(path):
    memory = recollection(path)
    memory.remember(said("cli", "milk"), START, on_disk=True)
    memory.remember(said("voice", "eggs"), START + 6 * MINUTE, on_disk=True)

    recalled = memory.recall("cli", START + 7 * MINUTE)

    assert recalled == said("cli", "eggs")


def test_old_own_conversation_stays_where_nothing_was_said_elsewhere(path):
    memory = recollection(path)
    memory.remember(said("cli", "milk"), START, on_disk=True)

    assert memory.recall("cli", START + 9 * MINUTE) == said("cli", "milk")


def test_nothing_said_is_on_disk_where_remembering_is_off(path):
    recollection(path).remember(said("voice", "milk"), START, on_disk=True)
    memory = recollection(path, remember=False)
    memory.remember(said("cli", "eggs"), START, on_disk=True)
    memory.remember(said("cli", "bread"), START, on_disk=True)

    here, elsewhere = memory.recall("cli", START), recollection(path).recall("x", START)

    assert here.last_utterance == "bread"
    assert elsewhere == Conversation("x")


def test_unusable_database_leaves_what_this_process_knows(tmp_path):
    (tmp_path / "file").touch()
    memory = recollection(tmp_path / "file" / "clara.db")
    memory.remember(said("cli", "milk"), START, on_disk=True)

    assert memory.recall("cli", START).last_utterance == "milk"
    assert memory.present("cli").last_utterance == "milk"
    assert memory.present("voice") == Conversation("voice")


def asked(name):
    pending = Pending("confirm", options=("1",))
    return Conversation(name, pending_question="confirm", pending=pending, turns=3)


def test_one_of_two_processes_gets_the_question(path):
    here, there = recollection(path), recollection(path)
    here.remember(asked("c"), START, on_disk=True)
    mine, yours = here.recall("c", START + MINUTE), there.recall("c", START + MINUTE)

    claims = [there.claim(yours), here.claim(mine)]

    assert mine == yours == asked("c")
    assert claims == [True, False]
    assert here.recall("c", START + MINUTE).pending_question is None


def test_an_answer_elsewhere_withdraws_the_question_where_it_was_asked(path):
    device, phone = recollection(path), recollection(path)
    device.remember(asked("voice"), START, on_disk=True)
    carried = phone.recall("web", START + MINUTE)

    claimed = phone.claim(carried)

    assert claimed
    assert carried.pending_question == "confirm"
    assert device.recall("voice", START + 2 * MINUTE).pending_question is None


def test_an_answer_elsewhere_in_one_process_withdraws_it_without_a_disk(path):
    memory = recollection(path, remember=False)
    memory.remember(asked("voice"), START, on_disk=True)

    claimed = memory.claim(memory.recall("web", START + MINUTE))

    assert claimed
    assert memory.recall("voice", START + MINUTE).pending_question is None


def test_a_question_that_was_not_answered_elsewhere_stays_open(path):
    device, phone = recollection(path), recollection(path)
    device.remember(asked("voice"), START, on_disk=True)
    carried = phone.recall("web", START + MINUTE)
    phone.claim(carried)

    phone.release("web")

    assert device.recall("voice", START + 2 * MINUTE) == asked("voice")


def test_a_turn_that_failed_leaves_its_question_open(path):
    memory = recollection(path)
    memory.remember(asked("c"), START, on_disk=True)
    question = memory.recall("c", START)
    memory.claim(question)

    memory.remember(replace(question, turns=4), START, on_disk=False)

    assert memory.recall("c", START).pending_question == "confirm"


def test_an_unusable_database_does_not_keep_anybody_from_answering(path):
    memory = recollection(path)
    memory.remember(asked("c"), START, on_disk=True)
    question = memory.recall("c", START)
    path.unlink()
    path.mkdir()

    assert memory.claim(question)
