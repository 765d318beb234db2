from __future__ import annotations

import asyncio
import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clara_edge.cli.bench.spoken_cases import Case, read_cases
from clara_edge.cli.bench.spoken_household import Snapshot
from clara_edge.cli.bench.spoken_judge import Answered, Seen, judge
from clara_edge.cli.bench.spoken_runner import Listener, households, quiet_pipecat
from clara_edge.cli.bench.spoken_sound import SPEAKERS, Room
from clara_edge.cli.main import CliState
from clara_edge.config.schema import Config, Paths
from clara_edge.domain.intents import Intent
from clara_edge.models.context import engine_context
from clara_edge.voice.engines import EngineBoard, close_engines, load_engines

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.cli.bench.spoken_runner import Households
    from clara_edge.models.store import ModelStore

# The recogniser writes them word for word with no noise, at 20 dB and at 10 dB.
SAMPLE = (
    ("Remind me on the twentieth of December to visit my parents", 0),
    ("Don't let me forget to buy a birthday present by Friday", 0),
    ("I have to clean the windows this weekend", 0),
    ("What is on my shopping list", 2),
    ("What do I have to do today", 0),
    ("I have called the dentist", 3),
    ("Make the presentation urgent", 3),
    ("Start a new project called kitchen renovation", 0),
    ("List my projects", 0),
    ("Set a timer", 0),
    ("Cancel the timer", 0),
    ("What alarms do I have", 0),
    ("Yes", 0),
    ("Say that again", 0),
    ("Play some music", 3),
)
SNR_DB = 20.0

NOTHING = Snapshot({}, frozenset())
FLOUR = {
    "title": "Flour", "due": None, "priority": "medium", "status": "todo",
    "repeat": None, "deleted": False, "project": "Shopping", "tags": [],
}  # fmt: skip
WITH_FLOUR = replace(NOTHING, tasks={"1": FLOUR})
ALSO_SUGAR = Case(
    "task.create", "Also sugar", added=({"title": "flour"}, {"title": "sugar"})
)


def answered(*, asks: bool = False) -> Answered:
    return Answered("Oh so sugar", "unsupported", "I can't.", asks=asks)


def with_more(title: str) -> Snapshot:
    return replace(WITH_FLOUR, tasks={"1": FLOUR, "2": FLOUR | {"title": title}})


def test_what_was_meant_is_right() -> None:
    seen = Seen(NOTHING, WITH_FLOUR, with_more("Sugar"))

    assert judge(ALSO_SUGAR, seen, answered()).right


def test_nothing_done_is_wrong_but_no_harm_whatever_was_there_before() -> None:
    verdict = judge(ALSO_SUGAR, Seen(NOTHING, WITH_FLOUR, WITH_FLOUR), answered())

    assert not verdict.right
    assert not verdict.harmful


def test_something_else_done_is_harm() -> None:
    seen = Seen(NOTHING, WITH_FLOUR, with_more("Schwoever"))

    assert judge(ALSO_SUGAR, seen, answered()).harmful


def test_asking_is_right_only_where_the_command_has_two_readings() -> None:
    untouched = Seen(NOTHING, NOTHING, NOTHING)
    case = Case("task.create", "Buy it next Tuesday", added=({"title": "buy it"},))

    assert not judge(case, untouched, answered(asks=True)).right
    assert judge(replace(case, or_asks=True), untouched, answered(asks=True)).right


def test_suite_speaks_of_everything() -> None:
    cases = read_cases()

    assert len(cases) >= 150
    assert len({case.said for case in cases}) == len(cases)
    assert {case.intent for case in cases} == {intent.value for intent in Intent}


@pytest.fixture
def voices_state(model_store: ModelStore, test_data: Path, tmp_path: Path) -> CliState:
    """Return the options of an owner with the starter packs, where somebody can speak."""
    if shutil.which("flite") is None:
        if os.environ.get("CI"):
            pytest.fail("flite is not installed")
        pytest.skip("flite is not installed")
    state = CliState()
    state.config = Config(
        paths=Paths(
            data=tmp_path / "data",
            cache=tmp_path / "cache",
            models=model_store.folder("moonshine-tiny-en").parent,
        )
    )
    return state


def test_sample_of_spoken_commands_does_what_was_meant(voices_state: CliState) -> None:
    with households(voices_state) as homes, quiet_pipecat():
        ended = asyncio.run(spoken(voices_state, homes))

    assert len(ended) == 15
    assert [line for line in ended if line is not None] == []


async def spoken(state: CliState, homes: Households) -> list[str | None]:
    """Say the sample; return for each command what was wrong with it, or None."""
    cases = {case.said: (number, case) for number, case in enumerate(read_cases())}
    room = Room(engine_context(state.config, state.folders))
    engines = await load_engines(state.config, state.folders, EngineBoard())
    listener = Listener(state, homes, engines)
    found: list[str | None] = []
    try:
        for said, speaker in SAMPLE:
            number, case = cases[said]
            sound = room.say(number, said, SPEAKERS[speaker], SNR_DB)
            ended = await listener.hear(case, sound)
            line = f"{ended.answered.transcript!r}: {'; '.join(ended.verdict.faults)}"
            found.append(None if ended.verdict.right else line)
    finally:
        await close_engines(engines)
    return found
