"""Asking whether Clara could do something does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.dialogue.dialogue import Dialogue
from clara_edge.dialogue.memory import memory_in
from clara_edge.engines.nlu.phrases import Settings, create
from clara_edge.storage.database import TaskDatabase
from tests.clocks import ManualClock

if TYPE_CHECKING:
    from pathlib import Path


def test_tells_commands_from_other_text_and_stores_nothing(tmp_path: Path) -> None:
    clock = ManualClock()
    memory = memory_in(TaskDatabase(tmp_path / "clara.db"), clock)
    understanding = create(Settings(), None)  # type: ignore[arg-type]  # needs no context
    dialogue = Dialogue(understanding, memory, clock)

    assert dialogue.understands("remind me to water the plants", "c")
    assert not dialogue.understands("H. R. thus remind me to water the plants", "c")
    assert memory.tasks.open_tasks() == []

    dialogue.close()
