"""Questions how something is done, which are no commands."""

from __future__ import annotations

import pytest

from clara_edge.domain.intents import Intent
from clara_edge.engines.nlu.controls import control, plain


@pytest.mark.parametrize(
    "text",
    [
        "how do I set a timer",
        "How can I add a task?",
        "how would I cancel an alarm",
        "help me with alarms",
        "how do timers work",
    ],
)
def test_asking_how_gets_help(text):
    assert control(text, plain(text)).intent is Intent.SESSION_HELP


@pytest.mark.parametrize(
    "text",
    ["how do I get to the bank", "how do I change a tyre", "how do I make pancakes"],
)
def test_what_clara_does_not_do_is_no_question_for_help(text):
    assert control(text, plain(text)) is None
