"""The web service has a parser of its own only where no daemon runs, and not for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from clara_edge.config.schema import Config
from clara_edge.domain.conversation import Conversation
from clara_edge.domain.errors import EngineFailedError
from clara_edge.domain.intents import Intent, Interpretation, Source
from clara_edge.storage.conversation_state import written
from tests.clocks import ManualClock
from web_ui.live_settings import LiveSettings
from web_ui.parser import UNUSED_S, SharedParser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.config.folders import Folders

FRESH = Conversation("fresh")
SAID_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
READ = Interpretation(
    text="milk", intent=Intent.TASK_CREATE, confidence=0.9, source=Source.PARSER
)
DAEMONS = {"conversation": written(Conversation("fresh", last_reading=READ))}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def parser(folders: Folders, clock: ManualClock) -> Iterator[SharedParser]:
    settings = Config.model_validate({"understanding": {"engines": ["phrases"]}})
    found = SharedParser(LiveSettings(settings, folders.data / "none"), folders, clock)
    yield found
    found.close()


def test_beside_a_daemon_there_is_no_second_parser(
    parser: SharedParser, daemon: Callable[..., Any]
) -> None:
    with daemon(DAEMONS):
        reading = parser.interpret("milk", FRESH, SAID_AT)

    assert reading == READ
    assert not parser.is_loaded


def test_without_a_daemon_one_is_loaded_and_given_up_when_nobody_types(
    parser: SharedParser, clock: ManualClock
) -> None:
    parser.interpret("add milk", FRESH, SAID_AT)
    clock.advance(timedelta(seconds=UNUSED_S - 1))
    parser.interpret("add milk", FRESH, SAID_AT)
    clock.advance(timedelta(seconds=UNUSED_S - 1))
    soon = parser.release_unused()
    loaded = parser.is_loaded
    clock.advance(timedelta(seconds=1))
    later = parser.release_unused()

    assert loaded
    assert (soon, later) == (False, True)
    assert not parser.is_loaded
    assert parser.interpret("add milk", FRESH, SAID_AT).intent is Intent.TASK_CREATE


def test_the_daemon_is_asked_again_once_it_runs(
    parser: SharedParser, daemon: Callable[..., Any]
) -> None:
    own = parser.interpret("add milk", FRESH, SAID_AT)
    with daemon(DAEMONS):
        reading = parser.interpret("add milk", FRESH, SAID_AT)

    assert own != READ
    assert reading == READ


def test_a_closed_parser_leaves_no_thread(parser: SharedParser) -> None:
    parser.interpret("add milk", FRESH, SAID_AT)

    parser.close()
    parser.close()

    assert not parser.is_loaded


def test_that_nothing_can_be_loaded_is_said(
    folders: Folders, clock: ManualClock
) -> None:
    settings = Config.model_validate({"understanding": {"engines": ["nonsense"]}})
    parser = SharedParser(LiveSettings(settings, folders.data / "none"), folders, clock)

    with pytest.raises(EngineFailedError, match="nonsense"):
        parser.interpret("add milk", FRESH, SAID_AT)
