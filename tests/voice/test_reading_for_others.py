"""The daemon reads for other processes what is typed there, as its own dialogue would."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from clara_edge.config.folders import resolve_folders
from clara_edge.config.schema import Config, Paths
from clara_edge.control.server import ControlServer
from clara_edge.dialogue.dialogue import Dialogue
from clara_edge.dialogue.memory import memory_in
from clara_edge.domain.conversation import Conversation
from clara_edge.domain.intents import Intent, Interpretation, Source
from clara_edge.engines.ordered import EngineState, EngineStatus
from clara_edge.storage.database import TaskDatabase
from clara_edge.voice.daemon import Daemon
from clara_edge.voice.engines import EngineBoard
from clara_edge.voice.requests import handlers
from tests.clocks import START, ManualClock
from web_ui.live_settings import LiveSettings
from web_ui.parser import SharedParser

FAR_AWAY = timezone(timedelta(hours=-7))


class Parser:
    """Says what it was asked."""

    def interpret(self, text, conversation, now):
        before = conversation.last_utterance or "nothing"
        return Interpretation(
            text=text,
            intent=Intent.TASK_CREATE,
            confidence=1.0,
            source=Source.PARSER,
            title=f"{text} after {before} at {now.isoformat()}",
        )

    def completeness(self, text, conversation):
        raise NotImplementedError


@pytest.fixture
def folders(tmp_path):
    return resolve_folders(Paths(data=tmp_path / "data", cache=tmp_path / "cache"))


@pytest.fixture
async def parser(folders):
    clock = ManualClock()
    memory = memory_in(TaskDatabase(folders.database, clock), clock, origin="voice")
    board = EngineBoard()
    board.post("tts", (EngineStatus("piper", EngineState.ACTIVE),))
    daemon = Daemon(Config(), board, started_at=START, volume=0.5)
    with closing(Dialogue(Parser(), memory, clock)) as dialogue:
        daemon.engines = SimpleNamespace(dialogue=dialogue)
        async with ControlServer(folders.control_socket, handlers(daemon)):
            settings = LiveSettings(Config(), folders.data / "none")
            with closing(SharedParser(settings, folders, clock)) as found:
                yield found
                assert not found.is_loaded


async def test_what_was_said_before_and_when_count(parser):
    before = Conversation("typed", last_utterance="add eggs")
    said_at = START.astimezone(FAR_AWAY) - timedelta(days=3)

    reading = await asyncio.to_thread(parser.interpret, "milk", before, said_at)

    at_home = said_at.astimezone(START.tzinfo).isoformat()
    assert reading.title == f"milk after add eggs at {at_home}"


@pytest.mark.parametrize("text", ["milk", "Käse \N{SLICE OF PIZZA} \u202e", "x" * 3000])
async def test_nothing_is_lost_on_the_way(parser, text):
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    expected = replace(
        Parser().interpret(text, Conversation("typed"), now.astimezone(START.tzinfo)),
        text=text,
    )

    reading = await asyncio.to_thread(
        parser.interpret, text, Conversation("typed"), now
    )

    assert reading == expected
