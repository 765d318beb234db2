"""The language model in the pipeline, with the real small model."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from pipecat.frames.frames import (
    AggregatedTextFrame,
    InterruptionFrame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    LLMServiceMetadataFrame,
)
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.tests.utils import SleepFrame, run_test

from clara_edge.domain.errors import LanguageModelError
from clara_edge.domain.language_model import Message, ModelRequest, Purpose, Role
from clara_edge.engines.llm.llama_cpp import LlamaCppModel, Settings
from clara_edge.voice.frames import ModelAnsweredFrame, ModelRequestFrame
from clara_edge.voice.llm import LanguageModelService
from clara_edge.voice.model_runner import ModelRunner
from tests.engines.llm_models import story_file

GRAMMAR = r"""root ::= "{\"say\": \"" [a-z ]{40,60} ". " [a-z]{5,9} ".\"}"
"""
ENDLESS = "root ::= [a-z ]+"
CALL = r"""root ::= "{\"call\": \"" [a-z]{5,9} "\"}"
"""


def request(grammar=None, max_tokens=60, text="Once upon a time"):
    return ModelRequest(
        Purpose.CHAT,
        "Tell a story.",
        (Message(Role.USER, text),),
        grammar=grammar,
        max_tokens=max_tokens,
    )


class Watched:
    """A model of which a test sees that it answers."""

    def __init__(self, model, error=None):
        self.model = model
        self.error = error
        self.pieces = 0
        self.begun = asyncio.Event()
        self.loop = asyncio.get_running_loop()

    def stream(self, request, cancelled):
        if self.error is not None:
            raise self.error
        for piece in self.model.stream(request, cancelled):
            self.pieces += 1
            self.loop.call_soon_threadsafe(self.begun.set)
            yield piece

    def close(self):
        self.model.close()


@pytest.fixture
def stories(test_data, tmp_path):
    settings = Settings(seed=1, threads=1, context_tokens=4096)
    model = LlamaCppModel(story_file(test_data), settings, tmp_path)
    model.load()
    yield model
    model.close()


async def run(model, *frames):
    """Return what goes down and up, and the clauses told."""
    clauses = []
    runner = ModelRunner(model, ThreadPoolExecutor(1))
    service = LanguageModelService(runner, clauses.append)
    down, up = await run_test(service, frames_to_send=list(frames))
    await runner.close()
    (answered,) = [f for f in up if isinstance(f, ModelAnsweredFrame)]
    down = [f for f in down if not isinstance(f, LLMServiceMetadataFrame)]
    return down, answered, clauses


async def test_words_go_on_as_clauses_between_start_and_end(stories):
    frame = ModelRequestFrame(request=request(GRAMMAR, 100), turn=7)

    down, answered, clauses = await run(stories, frame)

    kinds = [type(frame) for frame in down]
    assert kinds[0] is LLMFullResponseStartFrame
    assert kinds[-1] is LLMFullResponseEndFrame
    assert set(kinds[1:-1]) == {AggregatedTextFrame}
    assert len(clauses) == len(kinds) - 2
    assert answered.answer.startswith('{"say": "')
    assert answered.turn == 7
    assert answered.spoken


async def test_of_a_call_nothing_is_spoken(stories):
    down, answered, clauses = await run(
        stories, ModelRequestFrame(request=request(CALL, 100))
    )

    assert (down, clauses) == ([], [])
    assert answered.answer.startswith('{"call": "')
    assert not answered.spoken


@pytest.mark.parametrize("error", [LanguageModelError("it broke"), ValueError("bug")])
async def test_a_failed_model_is_told_upstream(stories, error):
    model = Watched(stories, error)

    down, answered, _ = await run(model, ModelRequestFrame(request=request()))

    assert down == []
    assert (answered.answer, answered.spoken) == (None, False)


async def test_a_pipecat_context_is_answered_too(stories):
    context = LLMContext(
        messages=[
            {"role": "system", "content": "Tell a story."},
            {"role": "user", "content": "Once upon a time"},
        ]
    )

    _, answered, _ = await run(stories, LLMContextFrame(context))

    assert answered.answer


async def test_an_interruption_ends_the_work(stories):
    model = Watched(stories)
    runner = ModelRunner(model, ThreadPoolExecutor(1))
    service = LanguageModelService(runner)
    long = request(ENDLESS, 3_500)

    _, up = await run_test(
        service,
        frames_to_send=[
            ModelRequestFrame(request=long),
            SleepFrame(0.05),
            InterruptionFrame(),
        ],
    )
    await asyncio.wait_for(runner.close(), 10)

    assert model.pieces < 3_500
    assert not [frame for frame in up if isinstance(frame, ModelAnsweredFrame)]


async def test_somebody_who_speaks_goes_before_typed_questions(stories):
    model = Watched(stories)
    runner = ModelRunner(model, ThreadPoolExecutor(1))
    long = request(ENDLESS, 3_500)
    typed = asyncio.create_task(runner.whole(long))
    await model.begun.wait()

    spoken = [piece async for piece in runner.speak(request(max_tokens=5))]

    with pytest.raises(LanguageModelError, match="began to speak"):
        await typed
    await runner.close()
    assert spoken


async def test_a_typed_question_is_answered_in_whole(stories):
    runner = ModelRunner(stories, ThreadPoolExecutor(1))

    answer = await runner.whole(request(max_tokens=5))

    await runner.close()
    assert answer


async def test_the_device_goes_before_somebody_who_speaks_elsewhere(stories):
    model = Watched(stories)
    runner = ModelRunner(model, ThreadPoolExecutor(1))
    guests = runner.for_guests()
    elsewhere = asyncio.create_task(drain(guests.speak(request(ENDLESS, 3_500))))
    await model.begun.wait()

    spoken = await drain(runner.speak(request(max_tokens=5)))

    with pytest.raises(LanguageModelError, match="began to speak"):
        await elsewhere
    await runner.close()
    assert spoken


async def drain(pieces):
    return [piece async for piece in pieces]


def test_openai_is_never_imported():
    script = "import sys, clara_edge.voice.llm; print('openai' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "False"
