"""The daemon forgets what was said when it is asked to, and reads by no settings of yesterday."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from clara_edge.config.folders import resolve_folders
from clara_edge.config.schema import Config, Paths
from clara_edge.dialogue.build import build_dialogue
from clara_edge.domain.errors import InputInvalidError
from clara_edge.domain.language_model import ModelRequest, Purpose
from clara_edge.engines.llm.cache import CachedLanguageModel
from clara_edge.models.context import engine_context
from clara_edge.voice.daemon import Daemon
from clara_edge.voice.engines import EngineBoard
from clara_edge.voice.model_runner import ModelRunner
from clara_edge.voice.remote.record import Record
from clara_edge.voice.remote.sessions import RemoteSessions
from clara_edge.voice.requests import handlers
from clara_edge.voice.timeline import Timeline
from tests.clocks import ManualClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from clara_edge.dialogue.dialogue import Dialogue


class Counting:
    """A language model that tells how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def stream(
        self, _request: ModelRequest, _cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        self.asked += 1
        yield f"answer {self.asked}"

    def close(self) -> None:
        pass


@pytest.fixture
def dialogue(tmp_path: Path) -> Iterator[Dialogue]:
    config = Config.model_validate({"understanding": {"engines": ["phrases"]}})
    folders = resolve_folders(Paths(data=tmp_path, cache=tmp_path / "cache"))
    context = engine_context(config, folders)
    with build_dialogue(config, folders, ManualClock(), context) as made:
        yield made


def daemon_of(**engines: Any) -> Daemon:
    made = Daemon(Config(), EngineBoard(), datetime.now(UTC), 0.8)
    made.engines = SimpleNamespace(model=None, **engines)  # type: ignore[assignment] - the parts that are asked
    made.conversation = SimpleNamespace(timeline=Timeline("s"))  # type: ignore[assignment] - the part that remembers
    return made


def test_a_question_that_was_open_is_open_no_more(dialogue: Dialogue) -> None:
    dialogue.turn("add milk to the shopping list", "one")
    asked = dialogue.turn("add milk to the shopping list", "one")

    dialogue.forget()
    after = dialogue.turn("yes", "one")

    assert asked.reply
    assert asked.reply.expects_answer
    assert after.changes == ()


async def test_the_daemon_forgets_turns_talks_and_answers(dialogue: Dialogue) -> None:
    model = Counting()
    runner = ModelRunner(
        CachedLanguageModel(model, 60.0, lambda: 0.0), ThreadPoolExecutor(1)
    )
    daemon = daemon_of(dialogue=dialogue, dialogue_thread=ThreadPoolExecutor(1))
    assert daemon.engines
    assert daemon.conversation
    daemon.engines.model = runner
    timeline = daemon.conversation.timeline
    record = timeline.begin("call the doctor about my knee")
    record.reply, record.endpoint_ms = "Added.", 12.0
    timeline.finish()
    talks = RemoteSessions(Config(), daemon.engines, lambda _name, _data: None)
    talk = Record("session", "client", "web-1")
    talk.note({"type": "reply", "text": "Added."})
    talks._records["session"] = talk
    daemon.talk = talks
    request = ModelRequest(Purpose.CHAT, "be brief", (), touches_tasks=False)
    await runner.whole(request)

    await handlers(daemon)["forget"]({})

    (turn,) = timeline.turns
    assert (turn.transcript, turn.reply, turn.endpoint_ms) == ("", None, 12.0)
    assert (talk.last_reply, talk.missed(0), talk.seq) == (None, [], 1)
    assert await runner.whole(request) == "answer 2"
    await runner.close()


@pytest.mark.parametrize("waiting", ["locale.zone", "understanding.engines"])
def test_what_is_typed_elsewhere_is_not_read_by_old_settings(
    waiting: str, dialogue: Dialogue
) -> None:
    daemon = daemon_of(dialogue=dialogue)
    understand = handlers(daemon)["understand"]
    daemon.reloader = SimpleNamespace(restart_needed=("audio.input",))  # type: ignore[assignment] - what waits
    read = asyncio.run(understand({"text": "add milk"}))

    daemon.reloader = SimpleNamespace(restart_needed=(waiting,))  # type: ignore[assignment] - what waits

    assert "milk" in read["conversation"]
    with pytest.raises(InputInvalidError, match="has changed since"):
        asyncio.run(understand({"text": "add milk"}))
