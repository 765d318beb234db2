"""The wake phrase is not part of what was asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clara_edge.domain.wake_phrase import strip_wake_phrase

PHRASES = ["hey jarvis"]


@pytest.mark.parametrize(
    ("heard", "left"),
    [
        ("Hey Jarvis, add milk.", "add milk."),
        ("hey jarvis add milk", "add milk"),
        ("Jarvis, add milk.", "add milk."),
        ("Travis. Add milk.", "Add milk."),
        ("Hey, Jarvis.", ""),
        ("Jarvis", ""),
        ("Hidardus remind me to water the plants.", "remind me to water the plants."),
        ("H. Argus remind me to water the plants.", "remind me to water the plants."),
        ("HEY JARVIS! What's on my list?", "What's on my list?"),
    ],
)
def test_takes_the_phrase_off_the_start(heard: str, left: str) -> None:
    assert strip_wake_phrase(heard, PHRASES) == left


@pytest.mark.parametrize(
    "heard",
    [
        "Add milk.",
        "Car service on Friday.",
        "Remind me to call Jarvis.",
        "Hey you.",
        "Please remind me to call.",
        "Candy remind me to call.",
        "Don't remind me to call.",
        "Delete remind Tom.",
        "Hey never remind me to call.",
        "Hidardus.",
        "",
        "Add a visit to the office.",
    ],
)
def test_leaves_other_words_alone(heard: str) -> None:
    assert strip_wake_phrase(heard, PHRASES) == heard


def test_knows_several_phrases() -> None:
    assert strip_wake_phrase("Alexa, stop.", ["hey jarvis", "alexa"]) == "stop."


@given(st.text(max_size=200))
def test_never_fails_and_never_adds_anything(text: str) -> None:
    assert text.endswith(strip_wake_phrase(text, PHRASES)) or text.strip().endswith(
        strip_wake_phrase(text, PHRASES)
    )
