"""What is typed is read by the daemon's parser where one runs, else by one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clara_edge.domain.conversation import Conversation
from clara_edge.domain.intents import Intent, Interpretation, Source
from clara_edge.domain.tasks import Priority
from clara_edge.storage.conversation_state import written

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Program

READ = Interpretation(
    text="milk",
    intent=Intent.TASK_CREATE,
    confidence=0.9,
    source=Source.PARSER,
    title="what the daemon read",
    priority=Priority.URGENT,
)


def preview(program: Program) -> dict[str, Any]:
    response = program("POST", "/preview", {"text": "milk"})
    (item,) = response.get_json()["items"]
    found: dict[str, Any] = item
    return found


def test_the_daemon_reads_what_is_typed(
    program: Program, daemon: Callable[..., Any]
) -> None:
    answer = {"conversation": written(Conversation("fresh", last_reading=READ))}

    with daemon(answer):
        item = preview(program)

    assert item["title"] == "What the daemon read"
    assert item["priority"] == "urgent"


def test_nonsense_of_another_version_and_no_daemon_are_made_up_for(
    program: Program, daemon: Callable[..., Any]
) -> None:
    with daemon({"conversation": '{"version": 99}'}):
        after_nonsense = preview(program)

    assert after_nonsense["title"] == "Milk"
    assert preview(program)["title"] == "Milk"
