"""A running daemon that holds a language model: asked over its socket, ended meanwhile."""

from __future__ import annotations

import json
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from clara_edge.control.model import DaemonModel
from clara_edge.dialogue import prompts
from clara_edge.domain.conversation import Conversation
from clara_edge.domain.errors import LanguageModelError
from tests.clocks import START as START_AT
from tests.e2e.test_bad_input import Clara
from tests.engines.llm_models import story_file

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from clara_edge.models.store import ModelStore

pytestmark = [pytest.mark.models, pytest.mark.alone]


@pytest.fixture
def clara(
    model_store: ModelStore,
    test_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Clara:
    """Give every process the small model, with repeatable answers."""
    config = tmp_path / "config" / "clara-edge" / "clara.toml"
    config.parent.mkdir(parents=True)
    path = json.dumps(str(story_file(test_data)))
    config.write_text(f"[language_model.options.llama_cpp]\npath = {path}\nseed = 1\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return Clara(tmp_path, model_store.folder("moonshine-tiny-en").parent)


@pytest.fixture
def daemon(clara: Clara) -> Iterator[subprocess.Popen[str]]:
    with clara.daemon() as process:
        yield process


def answer(clara: Clara, words: str) -> dict[str, object]:
    done = clara.run("ask", "--json", words)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_breakdown_is_asked_of_the_model_in_the_daemon(
    clara: Clara, daemon: subprocess.Popen[str]
) -> None:
    answer(clara, "add a task to plan the party")

    asked = answer(clara, "break plan the party down into steps")
    answer(clara, "yes")

    timings = asked["timings_ms"]
    assert isinstance(timings, dict)
    assert timings["model_ms"] > 0
    # it can only tell stories, and no story is taken for steps
    assert (asked["intent"], asked["changes"]) == ("task.breakdown", [])
    assert asked["error"] is None
    assert asked["reply"]
    assert clara.titles() == ["Plan the party"]


def test_the_daemon_ends_while_its_model_writes(
    clara: Clara, daemon: subprocess.Popen[str]
) -> None:
    model = DaemonModel(clara.root / "run" / "control.sock", 30.0)
    story = model.stream(
        prompts.chat("tell me a story", Conversation("c"), START_AT), lambda: False
    )
    begun = next(story)

    daemon.send_signal(signal.SIGTERM)

    assert daemon.wait(timeout=5) == 0
    assert begun
    with suppress(LanguageModelError):
        list(story)
