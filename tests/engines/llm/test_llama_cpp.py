"""The engine on a real, very small model: it tells stories, but all around it is real."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from clara_edge.dialogue.model_answers import steps
from clara_edge.dialogue.prompts import breakdown
from clara_edge.domain.errors import (
    LanguageModelAbsentError,
    LanguageModelError,
    ModelMissingError,
)
from clara_edge.domain.language_model import Message, ModelRequest, Purpose, Role
from clara_edge.domain.schema import gbnf
from clara_edge.engines.llm.llama_cpp import LlamaCppModel, Settings, create
from clara_edge.ports.engine import EngineContext
from tests.clocks import START
from tests.engines.llm_models import story_file

INSTRUCTIONS = "Tell a story about a little girl who liked to play in the park. " * 4
REQUEST = ModelRequest(
    Purpose.CHAT,
    INSTRUCTIONS,
    (Message(Role.USER, "Once upon a time"),),
    max_tokens=12,
)


class NoPacks:
    def folder(self, pack):
        raise ModelMissingError(f"the model pack {pack} is not installed")


def never():
    return False


def asked(text, **changes):
    return replace(REQUEST, messages=(Message(Role.USER, text),), **changes)


def answer(model, request=REQUEST, cancelled=never):
    return "".join(model.stream(request, cancelled))


@pytest.fixture(scope="session")
def story_model(test_data):
    return story_file(test_data)


@pytest.fixture(scope="session")
def story_cache(tmp_path_factory, story_model):
    """A cache where the model was tried already."""
    folder = tmp_path_factory.mktemp("llm")
    model = LlamaCppModel(story_model, Settings(threads=1), folder)
    model.load()
    model.close()
    return folder


@pytest.fixture
def make(story_model, story_cache, tmp_path):
    """Make models that share a cache of their own."""
    (tmp_path / "llm-proven.json").write_bytes(
        (story_cache / "llm-proven.json").read_bytes()
    )
    models = []

    def make_one(monotonic_s=lambda: 0.0, **settings):
        settings = Settings(seed=1, threads=1, **{"idle_unload_s": 0, **settings})
        models.append(
            LlamaCppModel(story_model, settings, tmp_path, monotonic_s=monotonic_s)
        )
        return models[-1]

    yield make_one
    for model in models:
        model.close()


def test_nothing_is_loaded_before_the_first_request(make):
    model = make()

    before = model.loaded
    answer(model)

    assert (before, model.loaded) == (False, True)


def test_an_answer_comes_in_pieces_and_no_longer_than_asked(make):
    pieces = list(make().stream(REQUEST, never))

    assert 3 <= len(pieces) <= REQUEST.max_tokens + 1
    assert "".join(pieces).strip()


def test_the_same_seed_gives_the_same_answer(make):
    assert answer(make()) == answer(make())


@pytest.mark.parametrize("text", ["what is this", "äöü 日本語 🙂", '"}{"call": "x"'])
def test_the_grammar_of_calls_is_obeyed(make, text):
    request = asked(text, grammar=gbnf(), max_tokens=250, temperature=1.0)

    found = json.loads(answer(make(context_tokens=1024), request))

    assert isinstance(found.get("say") or found.get("call"), str)


def test_the_grammar_of_steps_gives_steps(make):
    request = replace(breakdown("plan the party", START), max_tokens=700)

    found = steps(answer(make(context_tokens=2048), request))

    assert 3 <= len(found) <= 8


def test_a_broken_grammar_is_an_error_and_the_next_request_works(make):
    model = make()

    with pytest.raises(LanguageModelError, match="cannot read the grammar"):
        answer(model, replace(REQUEST, grammar="root ::= nothing("))

    assert answer(model)


def test_an_unreachable_end_of_a_grammar_ends_the_answer(make):
    grammar = 'root ::= "a" [\\U0010FFFF] [\\U0010FFFE]'

    assert answer(make(), replace(REQUEST, grammar=grammar)).startswith("a")


def test_reading_a_prompt_ends_within_one_batch(make):
    model = make(batch_tokens=8)
    asks = iter([False, False, False])

    text = answer(model, cancelled=lambda: next(asks, True))
    answer(model)

    held, prompt = model.reused_tokens
    assert text == ""
    assert held == 3 * 8 < prompt


def test_an_answer_ends_before_the_next_token(make):
    model = make(batch_tokens=512)
    asks = iter([False] * 4)

    pieces = list(model.stream(REQUEST, lambda: next(asks, True)))

    assert 1 <= len(pieces) <= 4


def test_instructions_are_not_read_twice(make):
    model = make()
    answer(model, asked("Once upon a time"))

    answer(model, asked("Yesterday"))

    held, prompt = model.reused_tokens
    assert held > 0.8 * prompt


def test_other_instructions_in_between_cost_no_second_reading(make):
    model = make()
    answer(model)
    answer(model, replace(REQUEST, instructions="A dog barks. " * 10))

    answer(model)

    held, prompt = model.reused_tokens
    assert held > 0.8 * prompt


def test_another_process_does_not_read_the_instructions_again(make, tmp_path):
    model = make()
    first = answer(model)
    script = (
        "import sys\n"
        f"from {__name__.rpartition('.')[2]} import LlamaCppModel, Path, REQUEST, Settings, answer\n"
        "settings = Settings(seed=1, threads=1)\n"
        "model = LlamaCppModel(Path(sys.argv[1]), settings, Path(sys.argv[2]))\n"
        "print(repr(answer(model)), *model.reused_tokens, sep='\\n')\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, str(model.path), str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
        env={
            "PYTHONPATH": f"{Path(__file__).parent}:{Path(__file__).parents[3]}",
            "PATH": "/usr/bin:/bin",
        },
    )

    text, held, prompt = done.stdout.splitlines()
    assert text == repr(first)
    assert int(held) > 0.8 * int(prompt)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1] + bytes([content[-1] ^ 1]),
        lambda content: b"nonsense" * 100,
    ],
    ids=["empty", "cut", "one bit", "nonsense"],
)
def test_a_damaged_saved_prompt_is_made_anew(make, tmp_path, spoil):
    first = answer(make())
    (saved,) = (tmp_path / "prefixes").iterdir()
    good = saved.read_bytes()
    saved.write_bytes(spoil(good))
    model = make()

    second = answer(model)

    assert second == first
    assert model.reused_tokens[0] == 0
    assert saved.read_bytes() == good


def test_an_unwritable_cache_costs_no_answer(make, tmp_path):
    (tmp_path / "prefixes").write_text("a file")

    assert answer(make())


def test_memory_is_given_back_when_unloaded_and_taken_again_when_asked(make):
    process = psutil.Process()
    model = make(context_tokens=65_536)
    answer(make())
    before = process.memory_info().rss

    first = answer(model)
    loaded = process.memory_info().rss
    model.unload()
    unloaded = process.memory_info().rss
    second = answer(model)

    # 640 bytes of keys and values a token
    assert loaded - before > 30 * 2**20
    assert unloaded - before < 10 * 2**20
    assert second == first


def test_an_idle_model_gives_its_memory_back(make):
    now_s = [0.0]
    model = make(monotonic_s=lambda: now_s[0], idle_unload_s=60)
    answer(model)

    now_s[0] = 59.0
    early = model.tidy()
    now_s[0] = 60.0
    late = model.tidy()

    assert (early, late, model.loaded) == (False, True, False)


def test_a_model_that_answers_is_not_unloaded(make):
    now_s = [0.0]
    model = make(monotonic_s=lambda: now_s[0], idle_unload_s=60)
    pieces = model.stream(REQUEST, never)
    next(pieces)
    now_s[0] = 1000.0
    found = []

    other = threading.Thread(target=lambda: found.append(model.tidy()))
    other.start()
    other.join()

    assert found == [False]
    assert "".join(pieces)


def test_the_oldest_messages_go_when_a_conversation_is_too_long(make):
    model = make(context_tokens=256)
    old = [Message(Role.USER, "She played with the ball. " * 3)] * 20
    request = replace(
        REQUEST, messages=(*old, Message(Role.ASSISTANT, "Yes."), *REQUEST.messages)
    )

    text = answer(model, request)

    assert text
    assert model.reused_tokens[1] <= 256 - REQUEST.max_tokens


def test_a_message_that_does_not_fit_is_an_error(make):
    with pytest.raises(LanguageModelError, match="does not fit"):
        answer(make(context_tokens=256), asked("too long " * 1_000))


def test_a_closed_model_answers_nothing_more(make):
    model = make()
    answer(model)
    model.close()
    model.close()

    with pytest.raises(LanguageModelError, match="closed"):
        answer(model)


def test_without_a_pack_the_remedy_says_what_to_install(tmp_path):
    with pytest.raises(LanguageModelAbsentError) as caught:
        create(Settings(), EngineContext(NoPacks(), tmp_path, 1))

    assert caught.value.remedy == "run: clara models pull qwen2.5-1.5b-instruct"


def test_a_missing_file_is_absent(tmp_path):
    settings = Settings(path=tmp_path / "none.gguf")

    with pytest.raises(LanguageModelAbsentError, match=r"none\.gguf"):
        create(settings, EngineContext(NoPacks(), tmp_path, 1))
