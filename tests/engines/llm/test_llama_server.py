"""The client of OpenAI-compatible endpoints against llama.cpp's own server."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest

from clara_edge.cli.bench.llm_peer import LlamaServer
from clara_edge.config.schema import Config
from clara_edge.domain.errors import EngineFailedError, LanguageModelError
from clara_edge.domain.language_model import Message, ModelRequest, Purpose, Role
from clara_edge.engines.llm.build import build_language_model
from clara_edge.engines.llm.openai_compatible import OpenAiCompatibleModel, Settings
from clara_edge.models.store import ModelStore
from clara_edge.ports.engine import EngineContext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STORY = ModelRequest(
    Purpose.CHAT,
    "Once upon a time",
    (Message(Role.USER, "there was a little girl named Lily."),),
    max_tokens=24,
    temperature=0.0,
    touches_tasks=False,
)


@pytest.fixture(scope="module")
def story_model(test_data: Path) -> Path:
    return test_data / "models" / "stories260K" / "stories260K-q8_0.gguf"


@pytest.fixture(scope="module")
def server(story_model: Path) -> Iterator[LlamaServer]:
    """One for all tests but the one that ends it."""
    with LlamaServer(story_model, context_tokens=512, threads=1) as running:
        yield running


def model_of(server: LlamaServer, **settings: object) -> OpenAiCompatibleModel:
    return OpenAiCompatibleModel(
        Settings.model_validate({"url": server.url, **settings})
    )


def test_streams_a_story_in_pieces(server: LlamaServer) -> None:
    pieces = list(model_of(server).stream(STORY, lambda: False))

    assert len(pieces) > 3
    assert len("".join(pieces).split()) > 3


def test_the_answer_follows_the_grammar(server: LlamaServer) -> None:
    grammar = r'root ::= "{\"say\": \"" [a-z]{3} "\"}"'
    request = ModelRequest(
        Purpose.UNSURE, "Answer.", STORY.messages, grammar, touches_tasks=False
    )

    answer = "".join(model_of(server, grammar="gbnf").stream(request, lambda: False))

    assert list(json.loads(answer)) == ["say"]


def test_a_request_that_was_cancelled_leaves_the_server_free(
    server: LlamaServer,
) -> None:
    model = model_of(server)
    long = ModelRequest(
        Purpose.CHAT, "Once", STORY.messages, max_tokens=400, touches_tasks=False
    )
    asked = iter(range(1000))

    heard = list(model.stream(long, lambda: next(asked) > 10))

    assert len(heard) < 100
    assert list(model.stream(STORY, lambda: False))


def test_the_configured_provider_answers_with_its_figures(
    server: LlamaServer, tmp_path: Path
) -> None:
    options = {"desktop": {"engine": "openai_compatible", "url": server.url}}
    config = Config.model_validate(
        {"language_model": {"providers": ["desktop"], "options": options}}
    )
    context = EngineContext(ModelStore(tmp_path), tmp_path, threads=1)

    with_threads = threading.active_count()
    models = build_language_model(config, context)
    answer = list(models.stream(STORY, lambda: False))

    assert answer == list(models.stream(STORY, lambda: False))
    [line] = models.status()
    assert line.facts.label == "stays on this device"
    assert line.facts.may_see_tasks
    assert (line.health.requests, line.health.errors) == (1, 0)
    assert line.health.first_s is not None
    assert line.health.whole_s is not None
    assert 0 < line.health.first_s <= line.health.whole_s
    assert threading.active_count() <= with_threads


def test_a_server_that_breaks_over_a_request_is_an_error(story_model: Path) -> None:
    # llama.cpp's server ends its process over a grammar that it cannot read
    request = ModelRequest(
        Purpose.UNSURE, "Answer.", STORY.messages, "nonsense", touches_tasks=False
    )

    with (
        LlamaServer(story_model, context_tokens=512, threads=1) as fragile,
        pytest.raises(LanguageModelError),
    ):
        list(model_of(fragile, grammar="gbnf").stream(request, lambda: False))


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    nonsense = tmp_path / "model.gguf"
    nonsense.write_bytes(b"GGUF")

    with (
        pytest.raises(EngineFailedError, match="does not start"),
        LlamaServer(nonsense, context_tokens=512, threads=1),
    ):
        pass
