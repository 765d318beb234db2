"""What every voice must do, run on all engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from clara_edge.engines.tts import espeak, festival, flite, piper

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clara_edge.ports.engine import EngineContext
    from clara_edge.ports.tts import SpeechSynthesizer

TWO_CLAUSES = "You have three tasks today. The first is call the dentist."
HOSTILE = [
    "-h",
    "--version",
    "-w /etc/passwd",
    "; reboot $(reboot) `reboot`",
    "before\0after",
    "\ud800 lone surrogate",
    "</speak><break/>",
    "[[h@l'oU]]",
    "中文 и русский",
    "🎂🎉",
    "....",
    "x" * 400,
]


@pytest.fixture(params=["flite", "festival", "espeak", "piper"])
def voice(
    request: pytest.FixtureRequest,
    context: EngineContext,
    need: Callable[[str], None],
) -> SpeechSynthesizer:
    if request.param == "flite":
        need("flite")
        return flite.create(flite.Settings(), context)
    if request.param == "festival":
        need("text2wave")
        return festival.create(festival.Settings(), context)
    if request.param == "espeak":
        need("espeak-ng")
        return espeak.create(espeak.Settings(), context)
    model: Path = request.getfixturevalue("silent_voice")
    return piper.create(piper.Settings(path=model), context)


def test_names_engine_and_voice(voice: SpeechSynthesizer) -> None:
    engine, _, rest = voice.name.partition("/")

    assert engine in {"flite", "festival", "espeak", "piper"}
    assert rest


def test_yields_a_chunk_per_clause_as_16_bit_mono(voice: SpeechSynthesizer) -> None:
    chunks = list(voice.synthesize(TWO_CLAUSES, lambda: False))

    assert len(chunks) == 2
    for chunk in chunks:
        assert chunk.dtype == np.int16
        assert chunk.ndim == 1
        assert 0.3 < len(chunk) / voice.rate_hz < 6


def test_first_clause_is_heard_before_the_second_is_made(
    voice: SpeechSynthesizer,
) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return False

    sounds = voice.synthesize(TWO_CLAUSES, cancelled)
    next(sounds)
    asked_for_first = asked
    next(sounds)

    assert asked > asked_for_first


def test_stops_when_cancelled_between_clauses(voice: SpeechSynthesizer) -> None:
    stop = False
    sounds = voice.synthesize(TWO_CLAUSES, lambda: stop)

    next(sounds)
    stop = True

    assert next(sounds, None) is None


def test_says_nothing_when_cancelled_before_it_begins(
    voice: SpeechSynthesizer,
) -> None:
    assert list(voice.synthesize(TWO_CLAUSES, lambda: True)) == []


def test_nothing_to_say_makes_no_sound(voice: SpeechSynthesizer) -> None:
    assert list(voice.synthesize("", lambda: False)) == []


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:20])
def test_any_text_leaves_the_voice_working(voice: SpeechSynthesizer, text: str) -> None:
    for chunk in voice.synthesize(text, lambda: False):
        assert chunk.dtype == np.int16

    assert list(voice.synthesize("Done.", lambda: False))


def test_can_be_closed_twice(voice: SpeechSynthesizer) -> None:
    voice.close()
    voice.close()
