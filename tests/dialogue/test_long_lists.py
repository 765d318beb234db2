"""What is shown of lists that no screen has room for."""

from __future__ import annotations

import pytest

from clara_edge.dialogue.replies.names import SHOWN_MAX, screen_lines
from clara_edge.domain.drafts import TaskDraft
from tests.clocks import ManualClock
from tests.scripted import Talk


@pytest.mark.parametrize(
    ("count", "last"),
    [(0, None), (1, "0"), (SHOWN_MAX, "49"), (SHOWN_MAX + 1, "  and 1 more")],
)
def test_a_list_is_shown_up_to_fifty_lines(count, last):
    lines = screen_lines(range(count), str)

    assert len(lines) == min(count, SHOWN_MAX + 1)
    assert lines[-1:] == ([] if last is None else [last])


def test_ten_thousand_are_counted():
    assert screen_lines(range(10_000), str)[-1] == "  and 9,950 more"


def test_what_is_to_be_deleted_is_shown_in_part(tmp_path):
    with Talk(tmp_path / "clara.db", ManualClock()) as talk:
        for number in range(60):
            talk.dialogue._memory.tasks.add(
                TaskDraft(f"Task {number}", project="Garage")
            )

        asked = talk.result("clear my garage list", "task.delete", project="Garage")
        done = talk.result("yes")

    lines = asked.reply.shown.splitlines()
    assert len(lines) == 1 + SHOWN_MAX + 1
    assert lines[-1] == "  and 10 more"
    assert len(done.changes) == 60
    assert done.reply.shown.splitlines()[-1] == "  and 10 more"
