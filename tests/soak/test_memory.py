"""A long day: many turns in one process."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.household import Household

pytestmark = [pytest.mark.soak, pytest.mark.soundcard, pytest.mark.models]

TURNS = 100
WARM_UP = 10
COMMANDS = (
    ("what are my tasks", "task.query"),
    ("don't forget to water the plants", "task.create"),
    ("what are my tasks", "task.query"),
    ("i need to call the dentist", "task.create"),
)


@pytest.mark.timeout(2400)
def test_a_hundred_turns_need_no_more_memory_than_twenty(
    move_in: Callable[[], Household], capsys: pytest.CaptureFixture[str]
) -> None:
    house = move_in().start("listening.followup_s=1")
    memory_mib: list[float] = []
    intents: list[tuple[str | None, str]] = []

    for number in range(TURNS):
        text, intent = COMMANDS[number % len(COMMANDS)]
        began_s = time.monotonic()
        house.say("hey jarvis", text, pause_s=0.6)
        turn = house.wait_for_turn(after_s=began_s)
        house.wait_for_state("asleep", after_s=began_s)
        intents.append((turn["intent"], intent))
        memory_mib.append(house.call("status")["memory_mib"])

    before = median(memory_mib[WARM_UP : 2 * WARM_UP])
    after = median(memory_mib[-WARM_UP:])
    with capsys.disabled():
        print(f"\nresident: {before:.0f} MiB, then {after:.0f} MiB")  # noqa: T201 - a figure for the reader
    status = house.call("status")
    assert after <= 1.1 * before, memory_mib
    assert status["turns"]["count"] >= TURNS
    assert status["turns"]["failed"] == 0
    understood = sum(heard == meant for heard, meant in intents)
    # a busy machine costs a word now and then, which is not what this test is about
    assert understood >= 0.9 * TURNS, intents
