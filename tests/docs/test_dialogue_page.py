"""The page on the dialogue shows what Clara says."""

from __future__ import annotations

import re

from clara_edge.config.schema import Replies
from clara_edge.dialogue import confidence
from clara_edge.dialogue.dialogue import Dialogue
from clara_edge.dialogue.memory import memory_in
from clara_edge.domain.intents import Intent
from clara_edge.engines.nlu.learned.engine import Settings, create
from clara_edge.storage.database import TaskDatabase
from tests.clocks import ManualClock
from tests.docs.pages import REPO, section

PAGE = (REPO / "docs/dialogue.md").read_text("utf-8")
ROWS = re.findall(
    r'^\| "(.+?)" \| (.+?) \|$', section(PAGE, "A conversation"), re.MULTILINE
)


def test_conversation_goes_as_written(tmp_path):
    clock = ManualClock()
    memory = memory_in(TaskDatabase(tmp_path / "clara.db", clock), clock)
    engine, replies = create(Settings(), None), Replies(clock="12")

    with Dialogue(engine, memory, clock, replies=replies) as dialogue:
        said = [(text, dialogue.turn(text, "c").reply.spoken) for text, _ in ROWS]

    assert len(ROWS) >= 10
    assert said == ROWS


def test_bars_are_those_of_the_code():
    bars = confidence.DO_BY_INTENT

    assert f"from {confidence.DO} a change is made" in PAGE
    assert f"cancelled from {bars[Intent.TASK_DELETE]}" in " ".join(PAGE.split())
    assert f"a timer from {bars[Intent.TIMER_CANCEL]}" in PAGE
    assert f"Below {confidence.ASK} Clara" in PAGE
